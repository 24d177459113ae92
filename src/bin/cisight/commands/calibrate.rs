//! `cisight calibrate`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::architecture::{Camformer, ContextualConfig, JointConfig, ReporterResnetConfig};
use cisight::model::Model;
use cisight::training::contextual::{AbundanceData, ContextualRecipe};
use cisight::training::joint::JointRecipe;
use cisight::training::reporter::ReporterRecipe;
use cisight::training::{DataSection, Dataset, SplitSection};
use serde::Deserialize;

use crate::common::calibration::{self, Genes};
use crate::common::model::ModelArgs;
use crate::common::{abundances, assays, expression, files, gene_table, input};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// What the model was trained with: which genes are for validation and which for the test
    #[arg(long, value_name = "TOML")]
    recipe: PathBuf,
    /// The folder that the recipe's data paths start from
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to write the model's manifest with its intervals, as a rule manifest.json of its folder
    #[arg(long, value_name = "JSON")]
    out: PathBuf,
}

/// What says which genes there are, in the recipe of any model with conditions.
#[derive(Deserialize)]
struct Sections {
    data: DataSection,
    split: SplitSection,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let genes = genes(&model, &args.recipe, &args.data)?;
    let mut manifest = model.manifest().clone();
    calibration::run(&mut manifest, &model, &genes)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics["intervals_test"])?);
    files::write(Some(&args.out), &serde_json::to_vec_pretty(&manifest)?)
}

fn genes(model: &Model, path: &Path, data: &Path) -> Result<Genes> {
    let named = || path.display().to_string();
    let text = String::from_utf8(input::read(path)?).with_context(named)?;
    let own = &model.manifest().architecture;
    match own.as_str() {
        ContextualConfig::ARCHITECTURE => {
            let recipe = ContextualRecipe::parse(&text).with_context(named)?;
            let rows = abundances::rows(&recipe.data, &recipe.config().with_context(named)?, data)?;
            Genes::of_abundances(model, &AbundanceData::split(rows, &recipe.split)?)
        }
        JointConfig::ARCHITECTURE => {
            let recipe = JointRecipe::parse(&text).with_context(named)?;
            if recipe.split.folds > 0 {
                bail!(
                    "{}: each member of its model has a fold of its own, which train alone knows: train again",
                    named()
                );
            }
            Ok(Genes::of_table(model, &gene_table::read(&recipe, data).with_context(named)?))
        }
        Camformer::NAME | ReporterResnetConfig::ARCHITECTURE => {
            let recipe = ReporterRecipe::parse(&text).with_context(named)?;
            Ok(Genes::of_reporter(model, &assays::read(&recipe, data)?))
        }
        // All that has conditions is trained on such tables, whatever its network.
        _ => {
            let Sections { data: section, split } = toml::from_str(&text).with_context(named)?;
            let data = Dataset::join(&section, &split, &expression::tables(&section, path, data)?)?;
            if data.tfs.iter().ne(model.manifest().conditions.iter().flat_map(|own| own.tfs.iter().map(|tf| &tf.id))) {
                bail!("{}: its data have other TFs than the model, so the model was not trained with it", named());
            }
            Genes::of_dataset(model, &data)
        }
    }
}
