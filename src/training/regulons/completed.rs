use burn::tensor::Device;

use super::recipe::RegulonsRecipe;
use crate::architecture::{Array, Network, Parameters, RegulonsConfig, build};
use crate::sequence::{Alphabet, Window};
use crate::training::{Dataset, Part, TrainingError};

/// The names of what is worked out here.
const MOST: &str = "features.most";
const RAISED: &str = "activities.raised";

/// Log2 units that raise an activity by one of its own standard deviations among the training conditions:
/// what MSN2, MSN4 and YAP1 stand above the reference in Gasch's overexpression arrays.
const UNITS: f32 = 4.0;

/// Promoters that are encoded at a time.
const BATCH: usize = 128;

/// Completes a trained member: the most that counts of each family's sites, and what a TF that is raised adds
/// for each unit of its sites.
///
/// Sites count up to the quantile `most` of the training promoters: beyond it a sum of sites is an
/// extrapolation. What a raised TF adds has the size of the family's activity among the training conditions.
/// No array says what each TF does when it alone is raised, and activity does not follow a TF's own mRNA, so
/// raising one counts as activation.
///
/// # Errors
/// [`TrainingError`] where the weights do not fit the configuration.
pub fn completed(
    recipe: &RegulonsRecipe,
    config: &RegulonsConfig,
    mut weights: Parameters,
    data: &Dataset,
    device: &Device,
) -> Result<Parameters, TrainingError> {
    let json = serde_json::to_value(config).map_err(|error| TrainingError::State(error.to_string()))?;
    let network = build(RegulonsConfig::ARCHITECTURE, &json, weights.clone(), device)?;
    let families = config.families.len();
    let mut column = |name: &str, values: Vec<f32>| weights.insert(name, Array { shape: vec![families, 1], values });
    column(MOST, most(recipe, config, network.as_ref(), data)?);
    column(RAISED, raised(config, network.as_ref(), data)?);
    Ok(weights)
}

fn most(
    recipe: &RegulonsRecipe,
    config: &RegulonsConfig,
    network: &dyn Network,
    data: &Dataset,
) -> Result<Vec<f32>, TrainingError> {
    let families = config.families.len();
    let (genes, condition) = (data.genes(Part::Training), vec![0.0; config.num_tfs]);
    let mut values = vec![Vec::with_capacity(genes.len()); families];
    for batch in genes.chunks(BATCH) {
        let window = |gene: &usize| Window::new(&data.promoters[*gene], config.window, &Alphabet::ACGT);
        let samples = network.encode_windows(&batch.iter().map(window).collect::<Vec<_>>())?;
        let terms = network.features().map(|reader| reader.terms(&[samples], &network.encode_conditions(&condition)));
        let read: Vec<f32> = terms.map_or_else(Vec::new, |terms| terms.values.into_data().iter::<f32>().collect());
        for row in read.chunks_exact(families + 1) {
            values.iter_mut().zip(row).for_each(|(all, value)| all.push(*value));
        }
    }
    let quantile = |mut all: Vec<f32>| {
        all.sort_by(f32::total_cmp);
        let at = (all.len().saturating_sub(1)) as f64 * recipe.network.most;
        all.get(at.round() as usize).copied().unwrap_or(f32::MAX)
    };
    Ok(values.into_iter().map(quantile).collect())
}

fn raised(config: &RegulonsConfig, network: &dyn Network, data: &Dataset) -> Result<Vec<f32>, TrainingError> {
    let families = config.families.len();
    let trained = data.conditions(false);
    let levels: Vec<f32> = trained.iter().flat_map(|&column| data.scaling.apply(&data.filled_levels(column))).collect();
    let sample = network.encode_windows(&[Window::from_codes(vec![0; config.window])])?;
    let terms = network.features().map(|reader| reader.terms(&[sample], &network.encode_conditions(&levels)));
    let activities: Vec<f32> = terms.map_or_else(Vec::new, |terms| terms.weights.into_data().iter::<f32>().collect());
    let of = |family: usize| deviation(activities.chunks_exact(families + 1).map(|row| row[family])) / UNITS;
    Ok((0..families).map(of).collect())
}

fn deviation(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let count = values.clone().count().max(1) as f32;
    let mean = values.clone().sum::<f32>() / count;
    (values.map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt()
}
