//! How well a model does on genes of a data set.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Result;
use cisight::model::Model;
use cisight::prediction::{Grid, GridJob};
use cisight::training::{Accuracy, Correlations, Dataset, Part, correlations};
use serde::Serialize;

use super::job;

/// The model's responses of the genes in all conditions of the data.
pub fn responses(model: &Rc<Model>, data: &Dataset, genes: &[usize]) -> Result<Grid> {
    let reads = model.sequence()?;
    let windows: Vec<_> = genes.iter().map(|&gene| reads.window(&data.promoters[gene])).collect();
    let levels: Vec<f32> = (0..data.columns.len()).flat_map(|column| data.filled_levels(column)).collect();
    let mut job = GridJob::new(Rc::clone(model), windows, &levels);
    job::run(&mut job, "promoters")?;
    Ok(job.take_rows())
}

fn measured(data: &Dataset, genes: &[usize]) -> Vec<Option<f32>> {
    genes.iter().flat_map(|&gene| data.profile(gene)).copied().collect()
}

pub fn accuracy(model: &Rc<Model>, data: &Dataset, genes: &[usize]) -> Result<Accuracy> {
    let predicted = responses(model, data, genes)?.responses;
    let (measured, width) = (measured(data, genes), data.columns.len());
    let of = |columns: &[usize]| correlations(&predicted, &measured, width, columns);
    Ok(Accuracy {
        genes: genes.len(),
        all_conditions: of(&(0..width).collect::<Vec<_>>()),
        trained_conditions: of(&data.conditions(false)),
        held_out_conditions: Some(data.conditions(true))
            .filter(|columns| !columns.is_empty())
            .map(|columns| of(&columns)),
    })
}

/// The same for the conditions of each series (course, study) apart.
pub fn by_series(model: &Rc<Model>, data: &Dataset, genes: &[usize]) -> Result<BTreeMap<String, Correlations>> {
    let predicted = responses(model, data, genes)?.responses;
    let measured = measured(data, genes);
    let mut series: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, column) in data.columns.iter().enumerate() {
        series.entry(column.series.clone()).or_default().push(index);
    }
    let of = |columns: Vec<usize>| correlations(&predicted, &measured, data.columns.len(), &columns);
    Ok(series.into_iter().map(|(name, columns)| (name, of(columns))).collect())
}

/// The baseline that knows no promoter: each condition's mean over the training genes. It has seen all
/// conditions.
pub fn mean_profile(data: &Dataset, genes: &[usize]) -> Correlations {
    let width = data.columns.len();
    let training = data.genes(Part::Training);
    let mean = |column: usize| {
        let values: Vec<f32> = training.iter().filter_map(|&gene| data.profile(gene)[column]).collect();
        values.iter().sum::<f32>() / values.len().max(1) as f32
    };
    let profile: Vec<f32> = (0..width).map(mean).collect();
    let predicted: Vec<f32> = genes.iter().flat_map(|_| profile.iter().copied()).collect();
    correlations(&predicted, &measured(data, genes), width, &(0..width).collect::<Vec<_>>())
}

/// The share of measured values within one and two spreads of the prediction.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Coverage {
    pub within_1_spread: f64,
    pub within_2_spreads: f64,
}

impl Coverage {
    /// Of the genes in all conditions of the data.
    pub fn of_genes(model: &Rc<Model>, data: &Dataset, genes: &[usize]) -> Result<Self> {
        let grid = responses(model, data, genes)?;
        Ok(Self::new(&grid, &measured(data, genes)))
    }

    /// Of a grid and measurements of its shape.
    pub fn new(grid: &Grid, measured: &[Option<f32>]) -> Self {
        let pairs = grid.responses.iter().zip(&grid.spreads).zip(measured);
        let off: Vec<f32> =
            pairs.filter_map(|((response, spread), value)| Some(((*value)? - response).abs() / spread)).collect();
        let within = |spreads: f32| off.iter().filter(|off| **off <= spreads).count() as f64 / off.len().max(1) as f64;
        Self { within_1_spread: within(1.0), within_2_spreads: within(2.0) }
    }
}
