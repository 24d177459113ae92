//! Calibration of a model's intervals on validation genes, what it has seen, and what the test genes say of both.

mod domain;
mod genes;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{EffectSample, EffectScaleJob};
use cisight::model::Model;
use cisight::prediction::{Grid, GridJob};
use cisight::sample::Subject;
use cisight::schema::Manifest;
use cisight::training::Part;
use cisight::training::calibration::{Coverage, IntervalCoverage, Measured, calibrate};
use serde_json::json;

pub use self::genes::Genes;
use super::job;

/// Random changes whose effects a model without conditions ships with: many, as nobody waits for them.
const CHANGES: EffectSample = EffectSample { promoters: 1000, changes: 20, seed: 1 };

/// Quantiles of them that are kept.
const QUANTILES: usize = 401;

/// The kind of versions that intervals are made of: what is asked for most, and what validation families have.
const SINGLE_CHANGES: &str = "snv";

/// What was predicted of the genes of a part.
struct Predicted {
    genes: Vec<usize>,
    families: Vec<usize>,
    grid: Grid,
    columns: usize,
}

/// One output of them, beside what was measured.
struct OneOutput<'a> {
    responses: Vec<f32>,
    spreads: Vec<f32>,
    measured: Vec<Option<f32>>,
    columns: usize,
    families: &'a [usize],
}

/// Calibrates the intervals of every output on the validation genes and writes into the metrics what they hold
/// of the test genes. The spreads have to be there.
pub fn run(manifest: &mut Manifest, model: &Rc<Model>, genes: &Genes) -> Result<()> {
    if let Some(output) = manifest.outputs.iter().find(|output| output.spread.is_none()) {
        bail!("intervals are made of a spread, and that of \"{}\" is not known: train the model first", output.name);
    }
    let [validation, test] = [Part::Validation, Part::Test].map(|part| Predicted::of(model, genes, part));
    let (validation, test) = (validation?, test?);
    let single_changes = validation.versions(genes).remove(SINGLE_CHANGES).unwrap_or_default();
    let outputs = manifest.outputs.len();
    let mut report = serde_json::Map::new();
    for (at, output) in manifest.outputs.iter_mut().enumerate() {
        let (own, held) = (validation.output(genes, at, outputs), test.output(genes, at, outputs));
        output.calibration = calibrate(&own.as_measured(), &single_changes);
        let Some(calibration) = &output.calibration else { continue };
        let mut found = json!(IntervalCoverage::new(calibration, &held.as_measured()));
        for (kind, versions) in test.versions(genes) {
            found["versions"][kind] = json!(Coverage::of_versions(calibration, &held.as_measured(), &versions));
        }
        report.insert(output.name.clone(), found);
    }
    manifest.metrics["intervals_test"] = report.into();
    manifest.domain = Some(domain::of(model, genes));
    manifest.metrics["domain"] = domain::warned(manifest, model, genes)?;
    if genes.levels.is_empty() && !genes.natural.is_empty() {
        let mut job = EffectScaleJob::new(Rc::clone(model), natural(model, genes), &[], CHANGES);
        job::run(&mut job, "promoters changed at random")?;
        for (output, scale) in manifest.outputs.iter_mut().zip(job.scales(&genes.source)) {
            output.effects = Some(scale.thinned(QUANTILES));
        }
    }
    Ok(())
}

fn natural(model: &Model, genes: &Genes) -> Vec<Subject> {
    let drawn = CHANGES.drawn(genes.natural.len());
    let input = model.signature().first_sequence().map_or(0, |(at, _)| at);
    drawn.into_iter().filter_map(|at| Subject::new(&genes.sample(genes.natural[at]), input)).collect()
}

impl Predicted {
    /// Of validation genes, where folds were left out, those of all folds: each by the member that has not seen it.
    fn of(model: &Rc<Model>, genes: &Genes, part: Part) -> Result<Self> {
        let whole = vec![(Rc::clone(model), genes.of(part))];
        let sides = if part == Part::Validation && !genes.folds.is_empty() { &genes.folds } else { &whole };
        let (mut own, mut grid, mut columns) = (Vec::new(), Grid::default(), 0);
        for (model, asked) in sides {
            let mut job = GridJob::new(Rc::clone(model), genes.samples(asked), &genes.levels);
            columns = job.columns();
            job::run(&mut job, "promoters")?;
            let rows = job.take_rows();
            grid.responses.extend(rows.responses);
            grid.spreads.extend(rows.spreads);
            own.extend(asked);
        }
        let families = own.iter().map(|&gene| genes.families[gene]).collect();
        Ok(Self { genes: own, families, grid, columns })
    }

    fn output(&self, genes: &Genes, output: usize, outputs: usize) -> OneOutput<'_> {
        let measured: Vec<Option<f32>> = self.genes.iter().flat_map(|&gene| genes.measured_of(gene)).copied().collect();
        let of = |values: &[f32]| values.iter().skip(output).step_by(outputs).copied().collect();
        OneOutput {
            responses: of(&self.grid.responses),
            spreads: of(&self.grid.spreads),
            measured: measured.into_iter().skip(output).step_by(outputs).collect(),
            columns: self.columns / outputs,
            families: &self.families,
        }
    }

    /// Pairs of versions that are both there, by kind.
    fn versions(&self, genes: &Genes) -> BTreeMap<String, Vec<(usize, usize)>> {
        let places: HashMap<usize, usize> = self.genes.iter().enumerate().map(|(at, &gene)| (gene, at)).collect();
        let mut found: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (kind, one, other) in &genes.versions {
            if let Some(pair) = places.get(one).copied().zip(places.get(other).copied()) {
                found.entry(kind.clone()).or_default().push(pair);
            }
        }
        found
    }
}

impl OneOutput<'_> {
    fn as_measured(&self) -> Measured<'_> {
        let Self { responses, spreads, measured, columns, families } = self;
        Measured { responses, spreads, measured, columns: *columns, families }
    }
}
