//! `cisight train` for FUN-PROSE: from a recipe and tables to trained members.

use std::path::Path;

use anyhow::{Context, Result};
use cisight::architecture::FunProseConfig;
use cisight::backend::Backend;
use cisight::motif::Motif;
use cisight::sequence::{Alphabet, Promoter, read_fasta};
use cisight::training::{CheckpointFolder, Dataset, Progress, Recipe, TrainingRun, train_member};

use super::args::Args;
use super::condition_model::{self, CATALOGUE, Trained, named_tfs};
use super::expression::{aliases, describe, progress_line, teach, write_split};
use super::members;
use crate::common::expression::tables;
use crate::common::input;

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = Recipe::parse(recipe).with_context(named)?;
    let mut data = Dataset::join(&recipe.data, &recipe.split, &tables(&recipe.data, &args.recipe, &args.data)?)?;
    describe(&data);
    if let Some(path) = &args.split {
        return write_split(&data, path);
    }
    teach(&mut data, &recipe.data, &args.recipe)?;
    let config = network_config(&recipe, &data).with_context(named)?;
    let write = |members| {
        let aliases = aliases(&recipe.data, &args.recipe)?;
        let trained = Trained {
            config: serde_json::to_value(&config)?,
            window: config.seq_length,
            alphabet: Alphabet::ACGNT,
            members,
            tfs: named_tfs(&data.tfs, &aliases, &args.out.join(CATALOGUE)),
        };
        condition_model::write(&recipe.model, &data, trained, &args.out)
    };
    if let Some(path) = &args.trained {
        return write(members::of_file(path)?);
    }
    let motifs = chosen_motifs(&recipe, &args.data)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let orthologues = orthologues(&recipe, &args.data)?;
    let run = TrainingRun {
        recipe: &recipe,
        config: &config,
        data: &data,
        orthologues: &orthologues,
        motifs: &motifs,
        device: &device,
    };
    let state = args.state_folder(&recipe.model.id);
    let member = |seed| {
        let report = |progress: Progress| eprintln!("{}", progress_line(seed, progress));
        Ok(train_member(&run, seed, &CheckpointFolder::new(&state, seed), report)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(members) => write(members),
    }
}

fn network_config(recipe: &Recipe, data: &Dataset) -> Result<FunProseConfig> {
    let mut json = serde_json::to_value(&recipe.network)?;
    json["num_tfs"] = data.tfs.len().into();
    Ok(FunProseConfig::from_json(&json)?)
}

fn orthologues(recipe: &Recipe, data: &Path) -> Result<Vec<Promoter>> {
    let Some(file) = &recipe.data.orthologues else { return Ok(Vec::new()) };
    let path = data.join(file);
    Ok(read_fasta(&input::read(&path)?).with_context(|| path.display().to_string())?.promoters)
}

fn chosen_motifs(recipe: &Recipe, data: &Path) -> Result<Vec<Motif>> {
    let Some(section) = &recipe.motifs else { return Ok(Vec::new()) };
    let path = data.join(&section.file);
    let named = || path.display().to_string();
    let all = input::motifs(&path)?.motifs;
    let find = |id: &String| {
        all.iter().find(|motif| motif.id == *id).cloned().with_context(|| format!("{}: no motif {id}", named()))
    };
    section.ids.iter().map(find).collect()
}
