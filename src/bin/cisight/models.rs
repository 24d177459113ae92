//! `cisight models`

use std::io::Write;

use anyhow::Result;
use cisight::model::find_models;
use cisight::schema::InputSpec;

use crate::output;

#[derive(clap::Args)]
pub struct Args {
    /// Print the manifests as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let models = find_models();
    let mut out = output::create(None)?;
    if args.json {
        let manifests: Vec<_> = models.iter().map(|model| &model.manifest).collect();
        serde_json::to_writer_pretty(&mut out, &manifests)?;
        writeln!(out)?;
        return out.commit();
    }
    writeln!(out, "id\tversion\tspecies\tarchitecture\twindow\ttfs\toutput")?;
    for model in &models {
        let m = &model.manifest;
        let outputs = m.outputs.iter().map(|output| format!("{} ({})", output.name, output.unit));
        let outputs = outputs.collect::<Vec<_>>().join(", ");
        let windows = m.inputs.iter().filter_map(InputSpec::bases).map(|input| input.window.to_string());
        let windows = windows.collect::<Vec<_>>().join(", ");
        let tfs = m.conditions.as_ref().map_or(0, |own| own.tfs.len());
        let line = [&m.id, &m.version, &m.species, &m.architecture, &windows, &tfs.to_string(), &outputs];
        writeln!(out, "{}", line.map(String::as_str).join("\t"))?;
    }
    if models.is_empty() {
        eprintln!("no model here; give the folder of models in CISIGHT_MODELS");
    }
    out.commit()
}
