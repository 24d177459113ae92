//! Do attributions to TFs recover known regulation? On test genes, whose promoters the model has not seen:
//!
//! 1. known TF-gene edges, against shuffled genes and against plain correlation of expression;
//! 2. knock-outs and overexpression of MSN2, MSN4 and YAP1, against the arrays that measured them.
//!
//! ```text
//! cargo run --release --example tf_validation -- recipes/fun-prose-s-cerevisiae.toml DATA DATA/s-cerevisiae/network-....tsv.gz
//! ```
//! A model with terms of each TF's own (`recipes/regulons-s-cerevisiae.toml`) is judged by what taking a TF
//! out changes, and by the TFs that it has terms of; any other by DeepLIFT contributions of TF levels, and by
//! levels that are set.
//!
//! Writes docs/tf-attribution.md's tables to standard output.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;

use cisight::architecture::{Rule, TfChange};
use cisight::attribution::Change;
use cisight::backend::Backend;
use cisight::condition::read_table;
use cisight::model::{EncodedConditions, EncodedSamples, Model, open_model};
use cisight::training::regulons::RegulonsRecipe;
use cisight::training::{Dataset, ExpressionSource, Part, Recipe, Tables};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

/// Orders of the genes that a score is compared with.
const SHUFFLES: usize = 20;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn read(path: &Path) -> Outcome<Vec<u8>> {
    let raw = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = Vec::new();
    if raw.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut text)?;
        return Ok(text);
    }
    Ok(raw)
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [recipe_path, folder, edges] = arguments.as_slice() else { return Err("give RECIPE DATA EDGES".into()) };
    let text = String::from_utf8(read(Path::new(recipe_path))?)?;
    let (id, section, split) = match RegulonsRecipe::parse(&text) {
        Ok(recipe) => (recipe.model.id, recipe.data, recipe.split),
        Err(_) => {
            let recipe = Recipe::parse(&text)?;
            (recipe.model.id, recipe.data, recipe.split)
        }
    };
    let folder = Path::new(folder);
    let beside = Path::new(recipe_path).parent().unwrap_or(Path::new("."));
    let tables = Tables {
        promoters: read(&folder.join(&section.promoters))?,
        expression: match &section.expression {
            ExpressionSource::Table(file) => read_table(&read(&folder.join(file))?)?,
            ExpressionSource::Counts(_) => return Err("known edges are compared with a table of log ratios".into()),
        },
        tfs: String::from_utf8(read(&folder.join(&section.tfs))?)?,
        conditions: read(&beside.join(&section.conditions))?,
    };
    let data = Dataset::join(&section, &split, &tables)?;
    let model = open_model(&id, &pollster::block_on(Backend::Cpu.open())?)?;
    let known = Edges::parse(&String::from_utf8(read(Path::new(edges))?)?);
    let test: Vec<usize> = data.genes(Part::Test);
    let study = Study { windows: encoded(&model, &data, &test)?, model, data, test };
    study.edges(&known)?;
    study.mutants()
}

fn encoded(model: &Model, data: &Dataset, genes: &[usize]) -> Outcome<EncodedSamples> {
    let reads = model.sequence()?;
    let windows: Vec<_> = genes.iter().map(|&gene| reads.window(&data.promoters[gene])).collect();
    Ok(model.encode(&windows.into())?)
}

/// One row per gene, a TF a column, 1 for an edge.
struct Edges {
    tfs: Vec<String>,
    rows: HashMap<String, Vec<bool>>,
}

impl Edges {
    fn parse(text: &str) -> Self {
        let mut lines =
            text.lines().map(|line| line.split('\t').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
        let header = lines.next().unwrap_or_default();
        let tfs = header.iter().skip(1).map(|name| (*name).to_owned()).collect();
        let row = |cells: Vec<&str>| (cells[0].to_owned(), cells[1..].iter().map(|cell| *cell != "0").collect());
        Self { tfs, rows: lines.map(row).collect() }
    }
}

struct Study {
    model: Model,
    data: Dataset,
    test: Vec<usize>,
    windows: EncodedSamples,
}

impl Study {
    fn edges(&self, known: &Edges) -> Outcome<()> {
        let tfs = self.model.tfs();
        let columns: Vec<Option<usize>> =
            tfs.factors().iter().map(|tf| known.tfs.iter().position(|name| *name == tf.id)).collect();
        let edge = |row: usize, tf: usize| {
            let gene = self.data.promoters[self.test[row]].name();
            let column = columns[tf].filter(|_| self.model.has_terms(tf) != Some(false))?;
            Some(known.rows.get(gene)?[column])
        };
        let (genes, width) = (self.test.len(), tfs.len());
        let (mut size, mut own) = (vec![0.0_f64; genes * width], vec![0.0_f64; genes * width]);
        let reference = self.model.scaling().mean.clone();
        for condition in 0..self.data.columns.len() {
            let levels = self.data.filled_levels(condition);
            let contributions = self.contributions(&levels, &reference)?;
            for tf in 0..width {
                let of = |gene: usize| contributions[gene * width + tf];
                let mean = (0..genes).map(of).sum::<f64>() / genes as f64;
                for gene in 0..genes {
                    size[gene * width + tf] += of(gene).abs();
                    own[gene * width + tf] += (of(gene) - mean).abs();
                }
            }
        }
        let correlation: Vec<f64> = (0..genes)
            .flat_map(|row| (0..width).map(move |tf| (row, tf)))
            .map(|(row, tf)| {
                let profile = self.data.profile(self.test[row]);
                let pairs: Vec<(f64, f64)> = profile
                    .iter()
                    .enumerate()
                    .filter_map(|(condition, value)| {
                        let level = self.data.levels[condition * width + tf]?;
                        Some((f64::from(level), f64::from((*value)?)))
                    })
                    .collect();
                pearson(&pairs).abs()
            })
            .collect();
        let listed = || (0..genes * width).filter_map(|at| Some((at, edge(at / width, at % width)?)));
        let positives = listed().filter(|(_, edge)| *edge).count();
        println!(
            "{} test genes, {} pairs, {positives} edges ({:.2} %)\n",
            genes,
            listed().count(),
            100.0 * positives as f64 / listed().count() as f64
        );
        println!(
            "| score | AUROC, all pairs | mean AUROC within a TF | within a gene | precision at 100 | at 500 |\n|---|---|---|---|---|---|"
        );
        let measures = |scores: &[f64], gene_of: &[usize]| -> [f64; 5] {
            let scored = |(at, edge): (usize, bool)| (scores[gene_of[at / width] * width + at % width], edge);
            let mut all: Vec<(f64, bool)> = listed().map(scored).collect();
            let within = |key: fn(usize, usize) -> usize| {
                let mut groups: HashMap<usize, Vec<(f64, bool)>> = HashMap::new();
                listed().for_each(|pair| groups.entry(key(pair.0, width)).or_default().push(scored(pair)));
                let edges = |group: &&Vec<(f64, bool)>| group.iter().filter(|(_, edge)| *edge).count() >= 3;
                let areas: Vec<f64> = groups.values().filter(edges).map(|group| auroc(group)).collect();
                areas.iter().sum::<f64>() / areas.len() as f64
            };
            let areas = [auroc(&all), within(|at, width| at % width), within(|at, width| at / width)];
            all.sort_by(|a, b| b.0.total_cmp(&a.0));
            let precision = |k: usize| all.iter().take(k).filter(|(_, edge)| *edge).count() as f64 / k as f64;
            [areas[0], areas[1], areas[2], precision(100), precision(500)]
        };
        let mut random = StdRng::seed_from_u64(1);
        let scores = [
            ("size of contribution", size),
            ("size of the gene's own part", own),
            ("correlation of TF and gene", correlation),
        ];
        for (name, scores) in scores {
            let mut order: Vec<usize> = (0..genes).collect();
            let found = measures(&scores, &order);
            let mut shuffled: Vec<[f64; 5]> = Vec::new();
            for _ in 0..SHUFFLES {
                order.shuffle(&mut random);
                shuffled.push(measures(&scores, &order));
            }
            let mean = |at: usize| shuffled.iter().map(|own| own[at]).sum::<f64>() / SHUFFLES as f64;
            let deviation = |at: usize| {
                let squares = shuffled.iter().map(|own| (own[at] - mean(at)).powi(2)).sum::<f64>();
                (squares / SHUFFLES as f64).sqrt()
            };
            let cells: Vec<String> = found.iter().map(|value| format!("{value:.3}")).collect();
            println!("| {name} | {} |", cells.join(" | "));
            let cells: Vec<String> = (0..5).map(|at| format!("{:.3} ± {:.3}", mean(at), deviation(at))).collect();
            println!("| the same, genes shuffled | {} |", cells.join(" | "));
        }
        Ok(())
    }

    /// What each TF contributes to each gene's response, `genes x TFs`.
    fn contributions(&self, levels: &[f32], reference: &[f32]) -> Outcome<Vec<f64>> {
        let width = levels.len();
        let without: Vec<Vec<(usize, TfChange)>> = (0..width).map(|tf| vec![(tf, TfChange::Removed)]).collect();
        if let Some(conditions) = self.model.encode_tf_changes(levels, &without) {
            let standing = self.respond(&self.model.encode_conditions(levels))?;
            let changed = self.respond(&conditions)?;
            return Ok(changed.iter().enumerate().map(|(at, changed)| standing[at / width] - changed).collect());
        }
        let explaining = self.model.explain_tfs(&self.windows, [levels, reference], &Rule::Rescale, 0);
        let explained = pollster::block_on(explaining)?;
        let change = |at: usize| levels[at % width] - reference[at % width];
        Ok(explained.tfs.iter().enumerate().map(|(at, unit)| f64::from(unit * change(at))).collect())
    }

    /// Responses of all test genes, `genes x conditions`.
    fn respond(&self, conditions: &EncodedConditions) -> Outcome<Vec<f64>> {
        let responses = pollster::block_on(self.model.respond(&self.windows, conditions))?;
        let count = responses.members()[0].len();
        Ok((0..count).map(|pair| f64::from(responses.summary(pair).0)).collect())
    }

    /// Responses where each set of TFs is changed, `genes x sets`.
    fn changed(&self, base: &[f32], sets: &[Vec<usize>], change: Change) -> Outcome<Vec<f64>> {
        let scaled = |tf: usize| match change {
            Change::Remove(_) => TfChange::Removed,
            other => TfChange::Scaled(other.apply(base[tf]) - base[tf]),
        };
        let changes: Vec<Vec<(usize, TfChange)>> =
            sets.iter().map(|set| set.iter().map(|&tf| (tf, scaled(tf))).collect()).collect();
        if let Some(conditions) = self.model.encode_tf_changes(base, &changes) {
            return self.respond(&conditions);
        }
        let levels = sets.iter().flat_map(|set| {
            let mut perturbed = base.to_vec();
            set.iter().for_each(|&tf| perturbed[tf] = change.apply(perturbed[tf]));
            perturbed
        });
        self.respond(&self.model.encode_conditions(&levels.collect::<Vec<f32>>()))
    }

    fn mutants(&self) -> Outcome<()> {
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
            "\n| array | change of | r, predicted against measured | of other TFs' changes, larger r | same sign, measured change over 1 | r, given the array's own TF levels |\n|---|---|---|---|---|---|"
        );
        for (array, wild_type, names) in cases {
            let column = |id: &str| self.data.columns.iter().position(|column| column.id == id).ok_or(id.to_owned());
            let changed = column(array)?;
            let before = wild_type.map(column).transpose()?;
            let width = self.model.tfs().len();
            let base = before.map_or(vec![0.0; width], |column| self.data.filled_levels(column));
            let change = if before.is_some() { Change::KNOCK_OUT } else { Change::OVEREXPRESSION };
            let own: Vec<usize> = names.iter().filter_map(|name| self.model.tfs().position(name)).collect();
            // The TFs in question; as many others drawn at random, 200 times; the array's own levels.
            let mut random = StdRng::seed_from_u64(2);
            let mut sets = vec![own.clone()];
            while sets.len() < 201 {
                let set: Vec<usize> = own.iter().map(|_| random.random_range(0..width)).collect();
                if set.iter().all(|&tf| !own.contains(&tf) && self.model.has_terms(tf) != Some(false)) {
                    sets.push(set);
                }
            }
            let standing = self.respond(&self.model.encode_conditions(&base))?;
            let perturbed = self.changed(&base, &sets, change)?;
            let given = self.respond(&self.model.encode_conditions(&self.data.filled_levels(changed)))?;
            let response = |row: usize, at: usize| match at {
                0 => standing[row],
                _ if at <= sets.len() => perturbed[row * sets.len() + at - 1],
                _ => given[row],
            };
            let measured = |row: usize| {
                let profile = self.data.profile(self.test[row]);
                let reference = before.map_or(Some(0.0), |column| profile[column])?;
                Some(f64::from(profile[changed]? - reference))
            };
            let pairs = |at: usize| -> Vec<(f64, f64)> {
                (0..self.test.len())
                    .filter_map(|row| Some((response(row, at) - response(row, 0), measured(row)?)))
                    .collect()
            };
            let found = pearson(&pairs(1));
            let larger = (2..=200 + 1).filter(|&at| pearson(&pairs(at)) > found).count();
            let strong: Vec<(f64, f64)> = pairs(1).into_iter().filter(|(_, measured)| measured.abs() > 1.0).collect();
            let agree = strong.iter().filter(|(predicted, measured)| predicted * measured > 0.0).count();
            println!(
                "| {array} | {} | {found:.3} | {larger} of 200 | {agree} of {} | {:.3} |",
                names.join(" and "),
                strong.len(),
                pearson(&pairs(sets.len() + 1))
            );
        }
        Ok(())
    }
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0 / count, y + pair.1 / count));
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| f(pair.0 - x, pair.1 - y)).sum::<f64>();
    let scale = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    if scale > 0.0 { sum(&|a, b| a * b) / scale } else { 0.0 }
}

/// The chance that a true pair scores above a false one; ties count half.
fn auroc(scored: &[(f64, bool)]) -> f64 {
    let mut order: Vec<&(f64, bool)> = scored.iter().collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut rank_sum, mut at) = (0.0, 0);
    while at < order.len() {
        let end = at + order[at..].iter().take_while(|pair| pair.0 == order[at].0).count();
        let rank = 0.5 * (at + 1 + end) as f64;
        rank_sum += rank * order[at..end].iter().filter(|pair| pair.1).count() as f64;
        at = end;
    }
    let positives = scored.iter().filter(|pair| pair.1).count() as f64;
    let negatives = scored.len() as f64 - positives;
    (rank_sum - positives * (positives + 1.0) / 2.0) / (positives * negatives)
}
