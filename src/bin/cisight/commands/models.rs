//! `cisight models`

use anyhow::{Result, bail};
use cisight::backend::Backend;
use cisight::model::{find_model, find_models};
use cisight::schema::InputSpec;

use crate::common::files;
use crate::common::table::Table;

#[derive(clap::Args)]
pub struct Args {
    /// Print the manifests as JSON
    #[arg(long)]
    json: bool,
    /// Say of a model that was read as a graph which operators edits go through, and which run whole
    #[arg(long, value_name = "ID|DIR", conflicts_with = "json")]
    operators: Option<String>,
}

pub fn run(args: &Args) -> Result<()> {
    if let Some(model) = &args.operators {
        return operators(model);
    }
    let models = find_models();
    if args.json {
        let manifests: Vec<_> = models.iter().map(|model| &model.manifest).collect();
        return files::print_json(&manifests);
    }
    let columns = ["id", "version", "species", "architecture", "window", "tfs", "output"];
    let mut table = Table::create(None, columns)?;
    for model in &models {
        let m = &model.manifest;
        let outputs = m.outputs.iter().map(|output| format!("{} ({})", output.name, output.unit));
        let outputs = outputs.collect::<Vec<_>>().join(", ");
        let windows = m.inputs.iter().filter_map(InputSpec::bases).map(|input| input.window.to_string());
        let windows = windows.collect::<Vec<_>>().join(", ");
        let tfs = m.conditions.as_ref().map_or(0, |own| own.tfs.len());
        table.row([&m.id, &m.version, &m.species, &m.architecture, &windows, &tfs.to_string(), &outputs])?;
    }
    if models.is_empty() {
        eprintln!("no model here; give the folder of models in CISIGHT_MODELS");
    }
    table.finish()
}

/// The operators of a model that was read as a graph, those that edits go through before those that run whole.
fn operators(name: &str) -> Result<()> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model = find_model(name)?.open(&device)?;
    let Some(share) = model.fast_share() else {
        bail!("{} was not read as a graph of operators; `cisight models` says what it is", model.manifest().id);
    };
    let mut table = Table::create(None, ["operator", "count", "edits"])?;
    for (operators, edits) in [(&share.fast, "fast"), (&share.whole, "whole")] {
        for own in operators {
            table.row([own.operator.as_str(), &own.count.to_string(), edits])?;
        }
    }
    let percent = share.share * 100.0;
    eprintln!("edits compute only what they reach in {percent:.1} % of {:.0} multiply-adds", share.multiply_adds);
    table.finish()
}
