//! `cisight train` for regulon networks: from a recipe to a model folder, with what the held-out genes say.

use std::path::Path;

use anyhow::{Context, Result};
use cisight::architecture::RegulonsConfig;
use cisight::backend::Backend;
use cisight::condition::{TfList, read_table};
use cisight::sequence::{Alphabet, Promoter, read_fasta};
use cisight::training::regulons::{
    Cells, Compendia, Occupancies, RegulonsRecipe, RegulonsRun, completed, config, initial_features, log_odds, scan,
    train_member, word_motifs,
};
use cisight::training::{CheckpointFolder, Dataset, Part};

use super::args::Args;
use super::condition_model::{self, Trained, named_tfs};
use super::expression::{aliases, describe, progress_line, teach, write_split};
use super::members;
use crate::common::expression::tables;
use crate::common::{input, job};

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = RegulonsRecipe::parse(recipe).with_context(named)?;
    let mut data = Dataset::join(&recipe.data, &recipe.split, &tables(&recipe.data, &args.recipe, &args.data)?)?;
    describe(&data);
    if let Some(path) = &args.split {
        return write_split(&data, path);
    }
    teach(&mut data, &recipe.data, &args.recipe)?;
    let beside_recipe = args.recipe.parent().unwrap_or(Path::new("."));
    let aliases = aliases(&recipe.data, &args.recipe)?;
    let tfs = named_tfs(&data.tfs, &aliases, &beside_recipe.join(&recipe.sources.catalogue));
    let mut motifs = input::motifs(&args.data.join(&recipe.sources.motifs))?.motifs;
    motifs.extend(recipe.sources.words.iter().flat_map(|length| word_motifs(*length)));
    let matrices = log_odds(&recipe, &motifs);
    let compendia = compendia(&recipe, args, &data)?;
    let orthologues = orthologues(&recipe, &args.data)?;
    let genes = data.genes(Part::Training);
    let network = &recipe.network;
    let cells = Cells {
        window: network.window,
        motifs: motifs.len(),
        bins: network.bins,
        thresholds: network.thresholds.len(),
    };
    // Orthologues that never stand in for a gene are not scanned.
    let varied = if recipe.training.orthologues > 0.0 { genes.as_slice() } else { &[] };
    let bar = job::progress(data.promoters.len(), "promoters scanned");
    let scanned = (&scan(&recipe, &motifs, &matrices), cells);
    let occupancies = Occupancies::scan(&data, &orthologues, varied, scanned, |done, _| bar.set_position(done as u64));
    bar.finish_and_clear();
    let device = pollster::block_on(Backend::Cpu.open())?;
    let (features, scale) = initial_features(&recipe, &occupancies, &genes, cells);
    let config = config(&recipe, &motifs, &TfList::new(tfs.clone()), &features);
    RegulonsConfig::from_json(&serde_json::to_value(&config)?).with_context(named)?;
    eprintln!("{} motifs in {} families; {} further columns", motifs.len(), config.families.len(), compendia.columns);
    let run = RegulonsRun {
        recipe: &recipe,
        config: &config,
        data: &data,
        compendia: &compendia,
        occupancies: &occupancies,
        matrices: &matrices,
        scale: &scale,
        device: &device,
    };
    let state = args.state_folder(&recipe.model.id);
    let member = |seed| {
        let report = |progress| eprintln!("{}", progress_line(seed, progress));
        let weights = train_member(&run, seed, &CheckpointFolder::new(&state, seed), report)?;
        Ok(completed(&recipe, &config, weights, &data, &device)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(members) => {
            let config_json = serde_json::to_value(&config)?;
            let (window, alphabet) = (config.window, Alphabet::ACGT);
            let trained = Trained { config: config_json, window, alphabet, members, tfs };
            condition_model::write(&recipe.model, &data, trained, &args.out)
        }
    }
}

fn orthologues(recipe: &RegulonsRecipe, data: &Path) -> Result<Vec<Promoter>> {
    let Some(file) = &recipe.sources.orthologues else { return Ok(Vec::new()) };
    let path = data.join(file);
    Ok(read_fasta(&input::read(&path)?).with_context(|| path.display().to_string())?.promoters)
}

fn compendia(recipe: &RegulonsRecipe, args: &Args, genes: &Dataset) -> Result<Compendia> {
    let read = |path: &Path| read_table(&input::read(path)?).with_context(|| path.display().to_string());
    let mut tables = Vec::new();
    for section in &recipe.sources.compendia {
        tables.push((read(&args.data.join(&section.file))?, section.centre_studies));
    }
    if let Some(further) = recipe.data.taught.as_ref().and_then(|taught| taught.further.as_ref()) {
        tables.push((read(&args.recipe.parent().unwrap_or(Path::new(".")).join(further))?, false));
    }
    Ok(Compendia::join(genes, &tables))
}
