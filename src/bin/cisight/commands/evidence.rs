//! `cisight evidence`: what is known of TFs and genes, as the compact file that stands beside a catalogue.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::backend::Backend;
use cisight::evidence::{Evidence, GeneRecord, Network, Source, conserved, read_peaks};
use cisight::model::{Model, ModelFolder, find_model};
use cisight::sample::SampleSet;
use cisight::sequence::{Catalogue, GenePromoter, Promoter, Window, read_fasta};
use cisight::text::counted;
use cisight::training::EvidenceRecipe;

use crate::common::{files, input, job};

/// Promoters that are encoded together.
const PROMOTERS: usize = 64;

#[derive(clap::Args)]
pub struct Args {
    /// Where the evidence comes from
    #[arg(long, value_name = "TOML")]
    recipe: PathBuf,
    /// The folder that the recipe's data paths start from
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The evidence file to write (safetensors; - is standard output)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let recipe =
        EvidenceRecipe::parse(&input::text(&args.recipe)?).with_context(|| args.recipe.display().to_string())?;
    let read = |file: &String| input::text(&args.data.join(file));
    let folder = find_model(&recipe.model)?;
    let model = Rc::new(folder.open(&pollster::block_on(Backend::Cpu.open())?)?);
    let network = Network::parse(&read(&recipe.edges.file)?).with_context(|| recipe.edges.file.clone())?;
    let peaks = read_peaks(&read(&recipe.peaks.file)?).with_context(|| recipe.peaks.file.clone())?;
    let relatives = read_fasta(read(&recipe.conservation.file)?.as_bytes());
    let relatives = relatives.with_context(|| recipe.conservation.file.clone())?.promoters;
    let catalogue = catalogue(&folder)?;
    let tfs: HashSet<&str> = model.tfs().factors().iter().map(|tf| tf.id.as_str()).collect();
    let mut records: Vec<GeneRecord> = catalogue
        .genes()
        .iter()
        .map(|gene| GeneRecord {
            gene: gene.systematic.clone(),
            edges: network.regulators(&gene.systematic).filter(|tf| tfs.contains(tf)).map(str::to_owned).collect(),
            ..GeneRecord::default()
        })
        .collect();
    let places: HashMap<String, usize> =
        records.iter().enumerate().map(|(at, record)| (record.gene.clone(), at)).collect();
    let within = i32::try_from(recipe.peaks.within).unwrap_or(i32::MAX);
    for peak in peaks.iter().filter(|peak| tfs.contains(peak.protein.as_str()) && peak.position >= -within) {
        if let Some(record) = places.get(&peak.gene).map(|&at| &mut records[at]) {
            record.peaks.push((peak.protein.clone(), peak.position));
        }
    }
    let shared = model.shared_feature();
    let names = model.feature_names()?;
    let families: Vec<usize> = (0..names.len()).filter(|feature| Some(*feature) != shared).collect();
    let conservation = conservation(&model, &recipe, &catalogue, &relatives)?;
    for (record, own) in records.iter_mut().zip(conservation) {
        record.conservation = families.iter().map(|&feature| own[feature]).collect();
    }
    let families = families.into_iter().map(|feature| names[feature].clone()).collect();
    let source = |of: &str, source: &str, licence: &str| Source {
        of: of.to_owned(),
        source: source.to_owned(),
        licence: licence.to_owned(),
    };
    let sources = vec![
        source("edges", &recipe.edges.source, &recipe.edges.licence),
        source("peaks", &recipe.peaks.source, &recipe.peaks.licence),
        source("conservation", &recipe.conservation.source, &recipe.conservation.licence),
    ];
    let evidence = Evidence::build(sources, families, &records)?;
    let sum = |of: fn(&GeneRecord) -> usize| records.iter().map(of).sum::<usize>();
    let scores = sum(|record| record.conservation.iter().flatten().count());
    eprintln!(
        "{}: {} and {} of {}, {}",
        counted(records.len(), "gene"),
        counted(sum(|record| record.edges.len()), "edge"),
        counted(sum(|record| record.peaks.len()), "peak"),
        counted(evidence.tfs().len(), "TF"),
        counted(scores, "conservation score"),
    );
    files::write(Some(&args.out), &evidence.to_bytes()?)
}

fn catalogue(folder: &ModelFolder) -> Result<Catalogue> {
    let name = folder.manifest.catalogue.as_deref().context("the recipe's model has no catalogue of promoters")?;
    Catalogue::from_bytes(&folder.file(name)?).with_context(|| name.to_owned())
}

/// By gene of the catalogue, how much of each feature its relatives keep.
fn conservation(
    model: &Rc<Model>,
    recipe: &EvidenceRecipe,
    catalogue: &Catalogue,
    relatives: &[Promoter],
) -> Result<Vec<Vec<Option<f32>>>> {
    let reads = model.sequence()?;
    let mut species: HashMap<&str, BTreeMap<String, Vec<usize>>> = HashMap::new();
    for (at, relative) in relatives.iter().enumerate() {
        let (gene, strain) = relative.name().split_once(' ').unwrap_or((relative.name(), ""));
        let strain = recipe.conservation.species_of(strain.split_whitespace().next().unwrap_or_default());
        species.entry(gene).or_default().entry(strain).or_default().push(at);
    }
    // Nothing is conserved of a gene without a relative.
    let with_relatives: Vec<(usize, &BTreeMap<String, Vec<usize>>)> = (0..catalogue.len())
        .filter_map(|at| Some((at, species.get(catalogue.genes()[at].systematic.as_str())?)))
        .collect();
    let promoters: Vec<GenePromoter<'_>> = catalogue.promoters().collect();
    let window = |&(gene, _): &(usize, &BTreeMap<String, Vec<usize>>)| {
        let text = String::from_utf8_lossy(&promoters[gene].bases).into_owned();
        Promoter::parse(promoters[gene].gene.systematic.clone(), &text).map(|promoter| reads.window(&promoter))
    };
    let own = values(model, &with_relatives.iter().map(window).collect::<Result<Vec<_>, _>>()?, "genes")?;
    let others: Vec<Window> = relatives.iter().map(|relative| reads.window(relative)).collect();
    let others = values(model, &others, "orthologues")?;
    let mut all = vec![vec![None; model.feature_names()?.len()]; catalogue.len()];
    for ((gene, kinds), own) in with_relatives.into_iter().zip(&own) {
        let mean = |strains: &Vec<usize>, feature: usize| {
            strains.iter().map(|&at| others[at][feature]).sum::<f32>() / strains.len() as f32
        };
        for (feature, (score, own)) in all[gene].iter_mut().zip(own).enumerate() {
            let relatives: Vec<f32> = kinds.values().map(|strains| mean(strains, feature)).collect();
            *score = conserved(*own, &relatives);
        }
    }
    Ok(all)
}

/// What each window has of each feature.
fn values(model: &Rc<Model>, windows: &[Window], units: &'static str) -> Result<Vec<Vec<f32>>> {
    let conditions = model.encode_conditions(&model.scaling().mean);
    let width = model.feature_names()?.len();
    let bar = job::progress(windows.len(), units);
    let mut all = Vec::with_capacity(windows.len());
    for batch in windows.chunks(PROMOTERS) {
        let samples = model.encode(&SampleSet::of_windows(batch.to_vec()))?;
        let table = pollster::block_on(model.feature_table(&samples, &conditions))?;
        all.extend(table.values().chunks(width).map(<[f32]>::to_vec));
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    Ok(all)
}
