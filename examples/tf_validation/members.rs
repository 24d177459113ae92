//! The members of an ensemble one by one, and a model beside another.

use std::rc::Rc;

use burn::tensor::Device;
use cisight::model::{Model, ModelFolder, read_safetensors};
use cisight::training::correlations;

use crate::Outcome;
use crate::study::Study;

/// Each member as a model of its own.
pub fn alone(study: &Study, folder: &ModelFolder, device: &Device) -> Outcome<Vec<Study>> {
    let mut manifest = folder.manifest.clone();
    let members = std::mem::replace(&mut manifest.members, 1);
    if members == 1 {
        return Ok(Vec::new());
    }
    let weights = read_safetensors(&folder.file(&manifest.weights.file)?)?;
    let member = |at: usize| {
        let model = Model::new(manifest.clone(), &weights.with_prefix(&format!("{at}.")), device)?;
        Study::new(model, Rc::clone(&study.data), study.genes.clone())
    };
    (0..members).map(member).collect()
}

/// How often all members agree about the sign of a feature's mean contribution in an array.
pub fn signs(study: &Study, members: &[Study]) -> Outcome<()> {
    let Ok(names) = study.model.feature_names() else { return Ok(()) };
    let (width, arrays) = (names.len(), study.data.columns.len());
    let levels: Vec<f32> = (0..arrays).flat_map(|column| study.data.filled_levels(column)).collect();
    let mut of_members: Vec<Vec<f32>> = Vec::new();
    for member in members {
        let table =
            pollster::block_on(member.model.feature_table(&member.encoded, &member.model.encode_conditions(&levels)))?;
        let mut sums = vec![0.0_f32; arrays * width];
        for own in table.contributions().chunks_exact(arrays * width) {
            sums.iter_mut().zip(own).for_each(|(sum, value)| *sum += value / study.genes.len() as f32);
        }
        of_members.push(sums);
    }
    let Some(first) = of_members.first() else { return Ok(()) };
    let shared = study.model.shared_feature();
    let size = |at: usize| of_members.iter().map(|own| own[at].abs()).sum::<f32>();
    let mut places: Vec<usize> = (0..first.len()).filter(|at| Some(at % width) != shared).collect();
    places.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
    let same = |at: &&usize| of_members.iter().all(|own| (own[**at] > 0.0) == (first[**at] > 0.0));
    println!(
        "\n| mean contribution of a family in an array | the same sign in all {} members |\n|---|---|",
        members.len()
    );
    for (name, share) in [("all", 1), ("the larger half", 2), ("the largest tenth", 10), ("the largest hundredth", 100)]
    {
        let chosen = &places[..places.len() / share];
        println!("| {name} | {:.1} % |", 100.0 * chosen.iter().filter(same).count() as f64 / chosen.len() as f64);
    }
    let own = names.iter().position(|name| name.contains("MSN2"));
    if let Some(own) = own {
        let chosen: Vec<usize> = places.iter().copied().filter(|at| at % width == own).collect();
        println!(
            "| {} | {:.1} % |",
            names[own],
            100.0 * chosen.iter().filter(same).count() as f64 / chosen.len() as f64
        );
    }
    Ok(())
}

/// Pearson's r of the model, of another one, and of the mean of both, over all pairs.
pub fn mixture(study: &Study, other: &Study) -> Outcome<()> {
    let arrays = study.data.columns.len();
    let levels: Vec<f32> = (0..arrays).flat_map(|column| study.data.filled_levels(column)).collect();
    let own = study.respond(&study.model.encode_conditions(&levels))?;
    let title = other.model.manifest().id.clone();
    let others = other.respond(&other.model.encode_conditions(&levels))?;
    let mean: Vec<f64> = own.iter().zip(&others).map(|(own, other)| 0.5 * (own + other)).collect();
    let measured: Vec<&[Option<f32>]> = study.genes.iter().map(|&gene| study.data.profile(gene)).collect();
    let all: Vec<usize> = (0..study.genes.len()).collect();
    let variable: Vec<usize> = all.iter().copied().filter(|&row| study.data.variable[study.genes[row]]).collect();
    println!(
        "\n| r over all pairs, {arrays} arrays | all {} genes | {} variable genes |\n|---|---|---|",
        all.len(),
        variable.len()
    );
    let scores = [(study.model.manifest().id.clone(), own), (title, others), ("the mean of the two".to_owned(), mean)];
    for (name, responses) in scores {
        let of = |rows: &[usize]| {
            let predicted: Vec<f32> = rows
                .iter()
                .flat_map(|row| &responses[row * arrays..(row + 1) * arrays])
                .map(|value| *value as f32)
                .collect();
            let truth: Vec<Option<f32>> = rows.iter().flat_map(|&row| measured[row]).copied().collect();
            correlations(&predicted, &truth, arrays, &(0..arrays).collect::<Vec<_>>()).overall
        };
        println!("| {name} | {:.3} | {:.3} |", of(&all), of(&variable));
    }
    Ok(())
}
