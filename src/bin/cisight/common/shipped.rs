//! What a model's folder holds beside its weights: preset conditions, the promoters of all genes.

use anyhow::{Context, Result};
use cisight::model::{Model, ModelFolder, Presets};
use cisight::sequence::{Catalogue, Promoter};

use super::conditions::Condition;

/// The model's preset conditions; what a preset has no level of takes the model's mean.
pub fn conditions(folder: &ModelFolder, model: &Model) -> Result<Vec<Condition>> {
    let name = folder.manifest.presets.as_deref();
    let name = name.context("this model has no preset conditions; give conditions with --conditions")?;
    let presets: Presets = serde_json::from_slice(&folder.file(name)?).with_context(|| name.to_owned())?;
    let place = |tf: &String| model.tfs().position(tf);
    let places: Vec<Option<usize>> = presets.tfs.iter().map(place).collect();
    let condition = |preset: cisight::model::Preset| {
        let mut levels = model.scaling().mean.clone();
        for (place, value) in places.iter().zip(&preset.values) {
            if let Some((slot, value)) = place.and_then(|at| levels.get_mut(at)).zip(*value) {
                *slot = value;
            }
        }
        Condition { name: preset.id, levels }
    };
    Ok(presets.conditions.into_iter().map(condition).collect())
}

/// The promoters of all genes of the model's catalogue, under the names that people use.
pub fn promoters(folder: &ModelFolder) -> Result<Vec<Promoter>> {
    let name = folder.manifest.catalogue.as_deref();
    let name = name.context("this model has no catalogue of promoters; give promoters with --promoters")?;
    let catalogue = Catalogue::from_bytes(&folder.file(name)?).with_context(|| name.to_owned())?;
    let promoter = |own: cisight::sequence::GenePromoter<'_>| {
        Promoter::parse(own.gene.name(), &String::from_utf8_lossy(&own.bases))
            .with_context(|| format!("{name}: {}", own.gene.name()))
    };
    catalogue.promoters().map(promoter).collect()
}

/// A gene's name as promoters of the catalogue have it, for either of its names.
pub fn gene_name(folder: &ModelFolder, name: &str) -> Result<Option<String>> {
    let Some(file) = &folder.manifest.catalogue else { return Ok(None) };
    let catalogue = Catalogue::from_bytes(&folder.file(file)?).with_context(|| file.clone())?;
    Ok(catalogue.find(name).map(|found| found.gene.name().to_owned()))
}
