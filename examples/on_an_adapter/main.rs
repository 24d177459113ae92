//! What a graphics adapter does with the shipped models: are all numbers those of the processor, and how long do they
//! take? Of every model that reads one sequence: one promoter, 64 of them in one condition, 64 in 173 (for models with
//! conditions), and every single-base change of the first.
//!
//! ```text
//! cargo run --release --example on_an_adapter [-- MODEL...]
//! ```
//! Writes a table to standard output, times in milliseconds. `first` is with what the driver compiles on the way, `then`
//! the median of the rounds that follow; `difference` is the largest between a number of the adapter and the processor's,
//! `largest` the largest number itself, both in the model's unit. The levels of TFs are made up.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::error::Error;
use std::rc::Rc;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use cisight::attribution::MutagenesisJob;
use cisight::backend::{Backend, adapter_of};
use cisight::model::{Model, ModelFolder, find_model, find_models};
use cisight::prediction::GridJob;
use cisight::sequence::{Promoter, Window, read_fasta};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Rounds after the first. Every one begins anew, with promoters that are encoded again.
const ROUNDS: usize = 9;

/// Rounds go no further than this.
const ENOUGH: Duration = Duration::from_secs(2);

const PROMOTERS: usize = 64;

const CONDITIONS: usize = 173;

fn levels(model: &Model, conditions: usize) -> Vec<f32> {
    (0..conditions * model.tfs().len()).map(|at| (at as f32 * 0.7).sin()).collect()
}

/// The model's examples, and those turned by a few bases, until there are enough.
fn windows(model: &Model, folder: &ModelFolder) -> Outcome<Vec<Window>> {
    let reads = model.sequence()?;
    let example = folder.manifest.example.as_deref().ok_or("it has no example promoters")?;
    let examples = read_fasta(&folder.file(example)?)?.promoters;
    let made = (0..PROMOTERS).map(|at| {
        let bases = examples[at % examples.len()].bases();
        let (start, end) = bases.split_at(7 * (at / examples.len()) % bases.len());
        let turned = String::from_utf8([end, start].concat())?;
        Ok(reads.window(&reads.complete(Promoter::parse(format!("promoter {at}"), &turned)?)))
    });
    made.collect()
}

fn grid(model: &Rc<Model>, windows: &[Window], conditions: usize) -> Outcome<Vec<f32>> {
    let mut job = GridJob::new(Rc::clone(model), windows.to_vec(), &levels(model, conditions));
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job.grid().responses.clone())
}

fn mutants(model: &Rc<Model>, window: &Window) -> Outcome<Vec<f32>> {
    let mut job = MutagenesisJob::new(Rc::clone(model), window.clone(), &levels(model, 1));
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job.results().iter().flat_map(|result| result.deltas.clone()).collect())
}

struct Timed {
    values: Vec<f32>,
    first: Duration,
    then: Duration,
}

fn timed(mut action: impl FnMut() -> Outcome<Vec<f32>>) -> Outcome<Timed> {
    let begun = Instant::now();
    let values = action()?;
    let first = begun.elapsed();
    let mut rounds = Vec::new();
    while rounds.len() < ROUNDS && begun.elapsed() < ENOUGH {
        let round = Instant::now();
        action()?;
        rounds.push(round.elapsed());
    }
    rounds.sort();
    Ok(Timed { values, first, then: rounds.get(rounds.len() / 2).copied().unwrap_or(first) })
}

fn compare(name: &str, processor: Timed, adapter: Timed) {
    let pairs = || processor.values.iter().zip(&adapter.values);
    let difference = pairs().map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
    let is_whole = processor.values.len() == adapter.values.len() && pairs().all(|(_, other)| other.is_finite());
    let largest = processor.values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let milliseconds = |time: Duration| 1e3 * time.as_secs_f64();
    println!(
        "{name}\t{}\t{:.2}\t{:.1}\t{:.2}\t{difference:.1e}\t{largest:.2}\t{}",
        processor.values.len(),
        milliseconds(processor.then),
        milliseconds(adapter.first),
        milliseconds(adapter.then),
        if is_whole { "" } else { "numbers are missing" },
    );
}

fn study(folder: &ModelFolder, name: &str, devices: &[Device; 2]) -> Outcome<()> {
    let [processor, adapter] = devices.each_ref().map(|device| folder.open(device).map(Rc::new));
    let (processor, adapter) = (processor?, adapter?);
    let windows = windows(&processor, folder)?;
    let conditions = if processor.tfs().is_empty() { vec![1] } else { vec![1, CONDITIONS] };
    let grids = conditions.into_iter().map(|conditions| (PROMOTERS, conditions));
    for (promoters, conditions) in std::iter::once((1, 1)).chain(grids) {
        let run = |model: &Rc<Model>| timed(|| grid(model, &windows[..promoters], conditions));
        compare(&format!("{name}\t{promoters} x {conditions}"), run(&processor)?, run(&adapter)?);
    }
    let run = |model: &Rc<Model>| timed(|| mutants(model, &windows[0]));
    compare(&format!("{name}\tall changes of one base"), run(&processor)?, run(&adapter)?);
    Ok(())
}

fn main() -> Outcome<()> {
    let devices = [pollster::block_on(Backend::Cpu.open())?, pollster::block_on(Backend::WebGpu.open())?];
    if let Some(adapter) = adapter_of(&devices[1]) {
        eprintln!("{adapter}");
    }
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let folders = if asked.is_empty() {
        find_models()
    } else {
        asked.iter().map(|name| find_model(name)).collect::<Result<_, _>>()?
    };
    println!("model\taction\tnumbers\tprocessor\tadapter, first\tadapter, then\tdifference\tlargest\t");
    for folder in folders {
        let name = folder.manifest.id.clone();
        if let Err(error) = study(&folder, &name, &devices) {
            eprintln!("{name}: {error}");
        }
    }
    Ok(())
}
