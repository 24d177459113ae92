//! `cisight train` for mixtures: trained models of different architectures as one, whose spread is fitted anew.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::architecture::{MixtureConfig, MixturePart, Parameters};
use cisight::condition::TranscriptionFactor;
use cisight::model::read_safetensors;
use cisight::schema::{InputSpec, Manifest};
use cisight::sequence::Alphabet;
use cisight::training::{Dataset, MixtureRecipe};

use super::args::Args;
use super::condition_model::{self, Trained};
use super::expression::{describe, write_split};
use crate::common::expression::tables;
use crate::common::input;

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let recipe = MixtureRecipe::parse(recipe).with_context(|| args.recipe.display().to_string())?;
    let data = Dataset::join(&recipe.data, &recipe.split, &tables(&recipe.data, &args.recipe, &args.data)?)?;
    describe(&data);
    if let Some(path) = &args.split {
        return write_split(&data, path);
    }
    let beside_recipe = args.recipe.parent().unwrap_or(Path::new("."));
    let mut joined = Joined::default();
    for part in &recipe.parts {
        let folder = beside_recipe.join(part);
        joined.add(&folder, &data).with_context(|| folder.display().to_string())?;
    }
    let config = MixtureConfig { alphabet: joined.alphabet.unwrap_or(Alphabet::ACGT), parts: joined.parts };
    let trained = Trained {
        config: serde_json::to_value(&config)?,
        window: joined.window,
        alphabet: config.alphabet,
        members: (joined.members, joined.weights),
        tfs: joined.tfs,
    };
    condition_model::write(&recipe.model, &data, trained, &args.out)
}

#[derive(Default)]
struct Joined {
    parts: Vec<MixturePart>,
    members: usize,
    weights: Parameters,
    window: usize,
    /// The one that all parts read, who explain themselves in it; A, C, G and T where they differ.
    alphabet: Option<Alphabet>,
    tfs: Vec<TranscriptionFactor>,
}

impl Joined {
    /// Adds the members of a model folder, which has to read what the others read.
    fn add(&mut self, folder: &Path, data: &Dataset) -> Result<()> {
        let manifest = Manifest::parse(&input::read(&folder.join("manifest.json"))?)?;
        let file = input::read(&folder.join(&manifest.weights.file))?;
        manifest.check_weights(&file)?;
        let Some((InputSpec::Bases(sequence), conditions)) = manifest.inputs.first().zip(manifest.conditions) else {
            bail!("a part of a mixture has to read a promoter and TF levels");
        };
        if conditions.scaling.as_ref() != Some(&data.scaling) {
            bail!("it normalises TF levels otherwise: train it on the same conditions as the mixture's recipe names");
        }
        if self.parts.is_empty() {
            (self.window, self.tfs) = (sequence.window, conditions.tfs);
            self.alphabet = Some(sequence.alphabet.clone());
        } else if self.window != sequence.window || !same(&self.tfs, &conditions.tfs) {
            bail!("it reads another window or other TFs than the parts before it");
        } else {
            // A network that was imported may know its TFs by their systematic names alone.
            let both = self.tfs.iter_mut().zip(conditions.tfs);
            both.filter(|(own, _)| own.name == own.id).for_each(|(own, other)| *own = other);
            self.alphabet = self.alphabet.take().filter(|alphabet| *alphabet == sequence.alphabet);
        }
        let weights = read_safetensors(&file)?;
        for member in 0..manifest.members {
            let own = if manifest.members == 1 { weights.clone() } else { weights.with_prefix(&format!("{member}.")) };
            self.weights.extend_with_prefix(&format!("{}.", self.members + member), own);
        }
        self.members += manifest.members;
        let (architecture, config) = (manifest.architecture, manifest.config);
        self.parts.push(MixturePart { architecture, config, members: manifest.members });
        Ok(())
    }
}

/// Whether two lists are of the same TFs, whatever names they have besides.
fn same(one: &[TranscriptionFactor], other: &[TranscriptionFactor]) -> bool {
    one.iter().map(|tf| &tf.id).eq(other.iter().map(|tf| &tf.id))
}
