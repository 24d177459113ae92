//! `cisight models`

use anyhow::Result;
use cisight::model::find_models;
use cisight::schema::InputSpec;

use crate::common::files;
use crate::common::table::Table;

#[derive(clap::Args)]
pub struct Args {
    /// Print the manifests as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<()> {
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
