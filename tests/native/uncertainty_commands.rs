//! Intervals, percentiles and notes of the command line, with the models as they ship.

use std::error::Error;
use std::fs;

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;
type Rows = Vec<Vec<String>>;

const STRESS: &str = "models/fun-prose-s-cerevisiae";
const REPORTER: &str = "models/reporter-yeast";
const CONDITIONS: &str = "docs/example/conditions.tsv";

/// A table by its headings, and what was said beside it.
fn run(arguments: &[&str]) -> Result<(Rows, String), Box<dyn Error>> {
    let output = Command::cargo_bin("cisight")?.args(arguments).output()?;
    let said = String::from_utf8(output.stderr)?;
    assert!(output.status.success(), "{arguments:?}: {said}");
    let text = String::from_utf8(output.stdout)?;
    Ok((text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect(), said))
}

fn numbers(row: &[String], from: usize, count: usize) -> Result<Vec<f64>, std::num::ParseFloatError> {
    row[from..from + count].iter().map(|cell| cell.parse()).collect()
}

#[test]
fn predictions_come_with_nested_intervals_where_they_are_asked_for() -> Outcome {
    let example = format!("{STRESS}/example.fa");
    let asked = ["predict", "--model", STRESS, "--promoters", &example, "--conditions", CONDITIONS, "--layout", "long"];
    let (plain, _) = run(&asked)?;
    assert_eq!(plain[0], ["promoter", "condition", "response", "spread_sd", "unit", "model"]);
    let (table, said) = run(&[&asked[..], &["--intervals"]].concat())?;
    assert_eq!(table[0][6..], ["lower_68", "upper_68", "lower_90", "upper_90", "unlike_training"]);
    assert!(!said.contains("standard deviations"), "genes of the training genome are nothing new: {said}");
    assert_eq!(table.len(), plain.len());
    for (row, before) in table.iter().zip(&plain).skip(1) {
        assert_eq!(row[..6], before[..]);
        // Each medium has effects of its own.
        if row[1] != "YPD" {
            continue;
        }
        let response: f64 = row[2].parse()?;
        let [lower, upper, least, most] = numbers(row, 6, 4)?[..] else { return Err("four ends".into()) };
        assert!(least <= lower && lower <= response && response <= upper && upper <= most, "{row:?}");
    }
    let refused = Command::cargo_bin("cisight")?.args(&asked[..7]).arg("--intervals").output()?;
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr)?.contains("add --layout long"));
    Ok(())
}

#[test]
fn what_is_unlike_training_is_said_and_stands_in_the_table() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("repeats.fa");
    let file = path.to_string_lossy();
    fs::write(&path, format!(">repeats\n{}\n", "GCGCGTACGC".repeat(100)))?;
    let levels = folder.path().join("tfs.tsv");
    let tfs = levels.to_string_lossy();
    fs::write(&levels, "TF\tknock-out\nMSN2\t-9\n")?;
    let asked = ["predict", "--model", STRESS, "--promoters", &file, "--conditions", &tfs];
    let (table, said) = run(&[&asked[..], &["--layout", "long", "--intervals"]].concat())?;
    assert!(said.contains("note: repeats: "), "{said}");
    assert!(said.contains("note: knock-out: the level of MSN2 is "), "{said}");
    let unlike = &table[1][10];
    assert!(unlike.contains("; level of MSN2 ") && unlike.contains('('), "{unlike}");
    Ok(())
}

#[test]
fn a_swapped_comparison_has_the_mirrored_interval() -> Outcome {
    let example = format!("{STRESS}/example.fa");
    let compared = |reference: &str| -> Result<Rows, Box<dyn Error>> {
        let asked = ["compare", "--model", STRESS, "--promoters", &example, "--conditions", CONDITIONS];
        Ok(run(&[&asked[..], &["--condition", "heat", "--reference", reference]].concat())?.0)
    };
    let (there, back) = (compared("RPL3")?, compared("HSP12")?);
    let find = |table: &[Vec<String>], name: &str| table.iter().find(|row| row[0] == name).cloned();
    let (there, back) = (find(&there, "HSP12").ok_or("HSP12")?, find(&back, "RPL3").ok_or("RPL3")?);
    let (there, back) = (numbers(&there, 5, 5)?, numbers(&back, 5, 5)?);
    for (place, mirrored) in [(0, 0), (1, 2), (2, 1), (3, 4), (4, 3)] {
        assert!((there[place] + back[mirrored]).abs() < 1e-3, "{there:?} {back:?}");
    }
    let asked = ["compare", "--model", STRESS, "--promoters", &example, "--conditions", CONDITIONS];
    let refused = Command::cargo_bin("cisight")?.args(asked).args(["--reference", "NONE"]).output()?;
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr)?.contains("no promoter is called \"NONE\""));
    // No measured versions of a promoter were at hand for this model.
    let (versions, _) = run(&[&asked[..], &["--versions"]].concat())?;
    assert!(versions[1][6..10].iter().all(String::is_empty), "{:?}", versions[1]);
    Ok(())
}

#[test]
fn effects_of_variants_stand_among_those_of_random_changes() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("variants.txt");
    let file = path.to_string_lossy();
    let promoters = fs::read_to_string(format!("{REPORTER}/example.fa"))?;
    let bases: String = promoters.lines().skip(1).take_while(|line| !line.starts_with('>')).collect();
    let alone = folder.path().join("insert.fa");
    let example = alone.to_string_lossy();
    fs::write(&alone, format!(">insert\n{bases}\n"))?;
    // Every third base of the insert, which ends 13 bases before the construct does.
    let changes: Vec<String> = (1..=bases.len())
        .step_by(3)
        .map(|back| {
            let own = &bases[bases.len() - back..=bases.len() - back];
            format!("-{}{own}>{}", back + 13, if own == "A" { "C" } else { "A" })
        })
        .collect();
    fs::write(&path, changes.join("\n"))?;
    let asked = ["variants", "--model", REPORTER, "--variants", &file, "--promoters", &example];
    let (plain, _) = run(&asked)?;
    let (table, said) = run(&[&asked[..], &["--intervals", "--percentiles"]].concat())?;
    assert_eq!(plain[0], ["name", "condition", "reference", "alternative", "difference", "rank"]);
    let more = ["lower_68", "upper_68", "lower_90", "upper_90", "members_sd", "percentile", "signed_percentile"];
    assert_eq!(table[0][6..], more);
    assert!(said.contains("random single-base changes in ") && said.contains("native promoters"), "{said}");
    let mut effects = Vec::new();
    assert_eq!(table.len(), plain.len());
    for (row, before) in table.iter().zip(&plain).skip(1) {
        assert_eq!(row[..6], before[..]);
        // Each medium has effects of its own.
        if row[1] != "YPD" {
            continue;
        }
        assert!(row[10].is_empty(), "a single network disagrees with nobody");
        let (difference, percentiles) = (row[4].parse::<f64>()?, numbers(row, 11, 2)?);
        let [lower, upper] = numbers(row, 6, 2)?[..] else { return Err("two ends".into()) };
        // Bins of sorted cells; expression varies by 18 of them.
        assert!(lower <= upper && upper - lower < 4.0, "{row:?}");
        effects.push((difference, percentiles[0], percentiles[1]));
    }
    assert!(effects.len() > 20);
    effects.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(effects.windows(2).all(|two| two[0].2 <= two[1].2), "signed percentiles rise: {effects:?}");
    effects.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    assert!(effects.windows(2).all(|two| two[0].1 <= two[1].1), "percentiles rise with the size: {effects:?}");
    Ok(())
}

/// The manifests' own figures: what intervals hold of test genes, where the data are not here.
#[test]
fn shipped_intervals_held_what_they_should_of_test_genes() -> Outcome {
    // The reporter's largest test family is easier than others. It has 1,137 families, abundances have 328 test genes:
    // chance alone moves their shares by 1.4 and 2.6 points.
    for (model, of, whose, within) in [
        (STRESS, None, "all", 0.02),
        ("models/regulons-s-cerevisiae", None, "all", 0.02),
        ("models/fun-prose-n-crassa", None, "all", 0.02),
        (REPORTER, Some("grape must"), "families", 0.02),
        (REPORTER, None, "families", 0.025),
        ("models/abundance-yeast", None, "all", 0.025),
    ] {
        let manifest: serde_json::Value = serde_json::from_slice(&fs::read(format!("{model}/manifest.json"))?)?;
        let outputs = manifest["metrics"]["intervals_test"].as_object().ok_or("no figures")?;
        let chosen = outputs.iter().filter(|(output, _)| of.is_none_or(|of| of == output.as_str()));
        for (output, found) in chosen {
            for (level, share) in [(0.68, "within_68"), (0.9, "within_90")] {
                let held = found[whose][share].as_f64().ok_or("no share")?;
                assert!((held - level).abs() <= within, "{model}, {output}: {share} {held}");
            }
        }
        let warned = manifest["metrics"]["domain"]["validation"].as_f64().ok_or("no share")?;
        assert!(warned < 0.025, "{model}: {warned}");
    }
    Ok(())
}
