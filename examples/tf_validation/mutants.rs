//! Knock-outs and overexpression, against the arrays that measured them.

use cisight::attribution::Change;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::Outcome;
use crate::measures::pearson;
use crate::study::Study;

/// What arrays of mutants say, beside the model's word on the same change.
pub fn table(study: &Study, members: &[Study]) -> Outcome<()> {
    let heat = "wild-type-heat-shock-20min";
    let peroxide = "wild-type-h2o2-20min";
    let cases: [(&str, Option<&str>, &[&str]); 11] = [
        ("msn2-msn4-heat-shock-20min", Some(heat), &["MSN2", "MSN4"]),
        ("msn2-msn4-real-strain-heat-shock-20min", Some(heat), &["MSN2", "MSN4"]),
        ("msn2-msn4-good-strain-h2o2", Some(peroxide), &["MSN2", "MSN4"]),
        ("msn2-msn4-real-strain-h2o2-20min", Some(peroxide), &["MSN2", "MSN4"]),
        ("yap1-heat-shock-20min", Some(heat), &["YAP1"]),
        ("yap1-heat-shock-repeat", Some(heat), &["YAP1"]),
        ("yap1-h2o2-20min", Some(peroxide), &["YAP1"]),
        ("yap1-h2o2-032mm-20min", Some(peroxide), &["YAP1"]),
        ("msn2-overexpression", None, &["MSN2"]),
        ("msn4-overexpression", None, &["MSN4"]),
        ("yap1-overexpression", None, &["YAP1"]),
    ];
    println!(
        "\n| array | change of | r, predicted against measured | of other TFs' changes, larger r | same sign, measured change over 1 | r, given the array's own TF levels | r of each member |\n|---|---|---|---|---|---|---|"
    );
    for (array, wild_type, names) in cases {
        let column = |id: &str| study.data.columns.iter().position(|column| column.id == id).ok_or(id.to_owned());
        let changed = column(array)?;
        let before = wild_type.map(column).transpose()?;
        let width = study.model.tfs().len();
        let base = before.map_or(vec![0.0; width], |column| study.data.filled_levels(column));
        let change = if before.is_some() { Change::KNOCK_OUT } else { Change::OVEREXPRESSION };
        let own: Vec<usize> = names.iter().filter_map(|name| study.model.tfs().position(name)).collect();
        // The TFs in question; as many others drawn at random, 200 times; the array's own levels.
        let mut random = StdRng::seed_from_u64(2);
        let mut sets = vec![own.clone()];
        while sets.len() < 201 {
            let set: Vec<usize> = own.iter().map(|_| random.random_range(0..width)).collect();
            if set.iter().all(|&tf| !own.contains(&tf) && study.model.has_terms(tf) != Some(false)) {
                sets.push(set);
            }
        }
        let standing = study.respond(&study.model.encode_conditions(&base))?;
        let perturbed = study.changed(&base, &sets, change)?;
        let given = study.respond(&study.model.encode_conditions(&study.data.filled_levels(changed)))?;
        let response = |row: usize, at: usize| match at {
            0 => standing[row],
            _ if at <= sets.len() => perturbed[row * sets.len() + at - 1],
            _ => given[row],
        };
        let measured = |row: usize| {
            let profile = study.data.profile(study.genes[row]);
            let reference = before.map_or(Some(0.0), |column| profile[column])?;
            Some(f64::from(profile[changed]? - reference))
        };
        let pairs = |at: usize| -> Vec<(f64, f64)> {
            (0..study.genes.len())
                .filter_map(|row| Some((response(row, at) - response(row, 0), measured(row)?)))
                .collect()
        };
        let found = pearson(&pairs(1));
        let larger = (2..=200 + 1).filter(|&at| pearson(&pairs(at)) > found).count();
        let mut of_members = Vec::new();
        for member in members {
            let standing = member.respond(&member.model.encode_conditions(&base))?;
            let changed = member.changed(&base, &sets[..1], change)?;
            let pairs = (0..study.genes.len()).filter_map(|row| Some((changed[row] - standing[row], measured(row)?)));
            of_members.push(format!("{:.3}", pearson(&pairs.collect::<Vec<_>>())));
        }
        let strong: Vec<(f64, f64)> = pairs(1).into_iter().filter(|(_, measured)| measured.abs() > 1.0).collect();
        let agree = strong.iter().filter(|(predicted, measured)| predicted * measured > 0.0).count();
        println!(
            "| {array} | {} | {found:.3} | {larger} of 200 | {agree} of {} | {:.3} | {} |",
            names.join(" and "),
            strong.len(),
            pearson(&pairs(sets.len() + 1)),
            of_members.join(", ")
        );
    }
    Ok(())
}
