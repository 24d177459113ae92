//! Are natural alleles of promoters predicted closer to neutral than random changes, and frequent ones more so?
//! On the promoters of five strains of S. paradoxus (Yue 2017), S. arboricola saying which allele is the older:
//! single-base differences between the strains, each placed into the promoter of strain CBS432 and beside it the
//! same change of base at a random place of the same promoter.
//!
//! ```text
//! cargo run --release --example natural_variation -- recipes/fun-prose-s-cerevisiae.toml DATA docs/example/conditions.tsv
//! cargo run --release --example natural_variation -- recipes/fun-prose-s-cerevisiae.toml DATA --sites YFL014W
//! ```
//! The first writes the tables of docs/natural-variation.md: genes that the model was not trained on, and as many of
//! those that it was. The second writes the alleles of one gene as the page's example has them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod alleles;
mod measures;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use cisight::architecture::Edit;
use cisight::attribution::VariantScan;
use cisight::backend::Backend;
use cisight::condition::{align, read_table};
use cisight::model::open_model;
use cisight::sample::Subject;
use cisight::sequence::{Promoter, read_fasta};
use cisight::training::regulons::RegulonsRecipe;
use cisight::training::{Part, Recipe, SplitSection, families, part_of};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use alleles::{Site, Strains};
use measures::Measured;

type Outcome<T> = Result<T, Box<dyn Error>>;

const PROMOTERS: &str = "s-cerevisiae/promoters-1000bp-upstream-of-atg.fa.gz";
const RELATED: &str = "s-cerevisiae/promoters-of-related-species.fa.gz";

/// Sites of a gene that are looked at, drawn where it has more.
const SITES: usize = 12;

fn read(path: &Path) -> Outcome<Vec<u8>> {
    let raw = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = Vec::new();
    if raw.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut text)?;
        return Ok(text);
    }
    Ok(raw)
}

/// The model that a recipe trains, and its split of the genes.
fn split(recipe: &str) -> Outcome<(String, SplitSection)> {
    Ok(match RegulonsRecipe::parse(recipe) {
        Ok(own) => (own.model.id, own.split),
        Err(_) => {
            let own = Recipe::parse(recipe)?;
            (own.model.id, own.split)
        }
    })
}

/// By gene whether it was trained on.
fn trained(data: &Path, split: &SplitSection) -> Outcome<BTreeMap<String, bool>> {
    let promoters: Vec<Promoter> = read_fasta(&read(&data.join(PROMOTERS))?)?.promoters;
    let keys = families(&promoters, split.word, split.shared);
    let is_trained = |key: &String| part_of(split, key) == Part::Training;
    Ok(promoters.iter().zip(&keys).map(|(own, key)| (own.name().to_owned(), is_trained(key))).collect())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [recipe, data, rest @ ..] = arguments.as_slice() else {
        return Err("give RECIPE DATA, then a table of conditions, or --sites GENE".into());
    };
    let (id, split) = split(&String::from_utf8(read(Path::new(recipe))?)?)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model = Rc::new(open_model(&id, &device)?);
    let reads = model.sequence()?.clone();
    let data = Path::new(data);
    let strains = Strains::parse(&String::from_utf8(read(&data.join(RELATED))?)?);
    if let [flag, gene] = rest {
        assert_eq!(flag, "--sites");
        print!("{}", strains.example(gene, &reads)?);
        return Ok(());
    }
    let [conditions] = rest else { return Err("give a table of conditions".into()) };
    let table = read_table(&read(Path::new(conditions))?)?;
    let aligned = align(&table, model.tfs(), model.scaling())?;
    let encoded = model.encode_conditions(&aligned.levels);
    let mut random = StdRng::seed_from_u64(1);
    let trained = trained(data, &split)?;
    let (seen, unseen): (Vec<&String>, Vec<&String>) =
        strains.genes().partition(|gene| *trained.get(*gene).unwrap_or(&true));
    // As many genes that were trained on, at even steps.
    let step = (seen.len() / unseen.len().max(1)).max(1);
    let parts = [
        ("not trained on", unseen.clone()),
        ("trained on", seen.into_iter().step_by(step).take(unseen.len()).collect()),
    ];
    let mut measured = vec![Measured::default(); aligned.names.len()];
    for (part, genes) in parts {
        for gene in genes {
            let Some((window, sites)) = strains.sites(gene, &reads) else { continue };
            let chosen = drawn(&sites, &mut random);
            let codes = window.codes().to_vec();
            let mut edits = Vec::new();
            for site in &chosen {
                edits.push(Edit::single(site.position, site.other));
                let alike: Vec<usize> = (0..codes.len()).filter(|at| codes[*at] == codes[site.position]).collect();
                edits.push(Edit::single(alike[random.random_range(0..alike.len())], site.other));
            }
            if edits.is_empty() {
                continue;
            }
            let mut scan = VariantScan::new(Rc::clone(&model), Subject::from(window), encoded.clone(), edits);
            while !scan.is_complete() {
                pollster::block_on(scan.step())?;
            }
            for (column, own) in measured.iter_mut().enumerate() {
                let effect = |edit: usize| f64::from(scan.delta(edit, column).abs());
                let pairs =
                    chosen.iter().enumerate().map(|(at, site)| (site.derived, effect(2 * at), effect(2 * at + 1)));
                own.add(part, pairs.collect());
            }
        }
    }
    for (name, own) in aligned.names.iter().zip(&measured) {
        println!("\n{id}, {name}\n");
        own.print(&mut random);
    }
    Ok(())
}

/// Some of the sites, none twice.
fn drawn<'s>(sites: &'s [Site], random: &mut StdRng) -> Vec<&'s Site> {
    let count = sites.len().min(SITES);
    rand::seq::index::sample(random, sites.len(), count).into_iter().map(|at| &sites[at]).collect()
}
