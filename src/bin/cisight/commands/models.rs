//! `cisight models`

use std::io::Write;

use anyhow::{Result, bail};
use cisight::backend::Backend;
use cisight::model::{ModelFolder, find_model, find_models};
use cisight::schema::InputSpec;
use cisight::text::counted;

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
    /// Say of each what it reads and predicts, from whom it is, under which licence, how accurate it is and
    /// according to whom, and how large
    #[arg(long, conflicts_with = "json")]
    details: bool,
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
    if args.details {
        return details(&models);
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

/// A paragraph for each model.
fn details(models: &[ModelFolder]) -> Result<()> {
    let mut out = files::create(None)?;
    for (at, model) in models.iter().enumerate() {
        let m = &model.manifest;
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}: {} ({})", m.id, m.title, m.species)?;
        let reads: Vec<String> = m.inputs.iter().map(reads).collect();
        let tfs = m.conditions.iter().map(|own| format!("levels of {}", counted(own.tfs.len(), "TF")));
        writeln!(out, "  reads: {}", reads.into_iter().chain(tfs).collect::<Vec<_>>().join("; "))?;
        let predicts: Vec<String> = m.outputs.iter().map(|own| format!("{} ({})", own.name, own.unit)).collect();
        writeln!(out, "  predicts: {}", predicts.join("; "))?;
        let text = |name: &str| m.metrics.get(name).and_then(serde_json::Value::as_str);
        let accuracy = text("accuracy").unwrap_or("see the model's card");
        let by = text("by").map(|by| format!("; according to {by}"));
        let from = if m.authors.is_empty() { "trained by Cisight" } else { m.authors.as_str() };
        for (what, said) in [
            ("trained on", m.data.as_str()),
            ("from", from),
            ("licence", m.licence.as_str()),
            ("accuracy on held-out data", &format!("{accuracy}{}", by.unwrap_or_default())),
        ] {
            if !said.is_empty() {
                writeln!(out, "  {what}: {said}")?;
            }
        }
        writeln!(out, "  weights: {:.2} MB", m.weights.bytes as f64 / 1e6)?;
    }
    out.commit()
}

/// What an input reads, in words.
fn reads(input: &InputSpec) -> String {
    match input {
        InputSpec::Bases(own) => {
            let from = match own.downstream {
                0 => format!("up to the {}", own.anchor),
                bases => format!("{bases} of them from the {} on", own.anchor),
            };
            format!("{} ({}, {from})", own.name, counted(own.window, "base"))
        }
        InputSpec::Numbers(own) => {
            let optional = if own.optional { ", which may be left out" } else { "" };
            format!("{} ({}{optional})", own.name, counted(own.numbers.len(), "number"))
        }
        InputSpec::Embedding(own) => format!("{} ({} vectors of {})", own.name, own.positions, own.width),
    }
}
