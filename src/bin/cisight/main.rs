//! The command line: tab-separated tables in and out, progress on standard error, exit 2 with one clear line on bad input.
#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(feature = "train")]
mod accuracy;
mod attribute;
mod catalogue;
mod chosen;
mod comparison;
mod design;
mod doubles;
mod epistasis;
#[cfg(feature = "train")]
mod evaluate;
mod export_onnx;
mod genome;
mod grid_output;
mod import;
mod input;
mod insert;
mod models;
mod motif_pairs;
mod motifs;
mod mutagenesis;
mod normalise;
mod one_output;
mod output;
mod predict;
mod promoters;
mod region;
mod samples;
mod scramble;
mod session;
mod shard;
mod tf_effects;
mod tf_ranking;
mod tracks;
#[cfg(feature = "train")]
mod train;
#[cfg(feature = "train")]
mod train_reporter;
#[cfg(feature = "train")]
mod trained_model;
mod variants;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Predicts how strongly a promoter drives expression in a cellular condition, on this machine.
#[derive(Parser)]
#[command(name = "cisight", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the models that are here
    Models(models::Args),
    /// Predict the response of every promoter in every condition
    Predict(predict::Args),
    /// Predict what every single-base change does to a response
    Mutagenesis(mutagenesis::Args),
    /// Search the few changes that raise or lower a response
    Design(design::Args),
    /// Predict how pairs of changes in two stretches act together
    Epistasis(epistasis::Args),
    /// List the single and double changes of a promoter that raise and lower a response most
    Doubles(doubles::Args),
    /// Predict what a table of variants does: reference and alternative sequences in, difference and rank out
    Variants(variants::Args),
    /// Predict what pairs of motifs do alone and together, over many backgrounds
    MotifPairs(motif_pairs::Args),
    /// Predict what scrambling stretches of a promoter does to a response
    Scramble(scramble::Args),
    /// Predict what a motif does wherever it is put, over many backgrounds
    Insert(insert::Args),
    /// Find the places in promoters that fit motifs of transcription factors
    Motifs(motifs::Args),
    /// Say what each base and each TF contributes to a response, or what changes of TFs would do
    Attribute(attribute::Args),
    /// Rank the TFs that drive the responses of many promoters
    TfRanking(tf_ranking::Args),
    /// Cut the promoters of all genes out of a genome
    Promoters(promoters::Args),
    /// The same, as one compact file that gives a gene's promoter by name
    Catalogue(catalogue::Args),
    /// Make log ratios of RNA-seq counts, as models read and predict them
    Normalise(normalise::Args),
    /// Make a model folder from a published checkpoint
    Import(import::Args),
    /// Write a model as ONNX, to run elsewhere
    ExportOnnx(export_onnx::Args),
    /// Train a model as a recipe says
    #[cfg(feature = "train")]
    Train(train::Args),
    /// Compare a model's predictions with measured expression
    #[cfg(feature = "train")]
    Evaluate(evaluate::Args),
}

/// What bad input and every other failure exits with.
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Models(args) => models::run(&args),
        Command::Predict(args) => predict::run(&args),
        Command::Mutagenesis(args) => mutagenesis::run(&args),
        Command::Design(args) => design::run(&args),
        Command::Epistasis(args) => epistasis::run(&args),
        Command::Doubles(args) => doubles::run(&args),
        Command::Variants(args) => variants::run(&args),
        Command::MotifPairs(args) => motif_pairs::run(&args),
        Command::Scramble(args) => scramble::run(&args),
        Command::Insert(args) => insert::run(&args),
        Command::Motifs(args) => motifs::run(&args),
        Command::Attribute(args) => attribute::run(&args),
        Command::TfRanking(args) => tf_ranking::run(&args),
        Command::Promoters(args) => promoters::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
        Command::Normalise(args) => normalise::run(&args),
        Command::Import(args) => import::run(&args),
        Command::ExportOnnx(args) => export_onnx::run(&args),
        #[cfg(feature = "train")]
        Command::Train(args) => train::run(&args),
        #[cfg(feature = "train")]
        Command::Evaluate(args) => evaluate::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // A reader such as `head` that has seen enough is no failure.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cisight: {}", said_once(&error));
            ExitCode::from(FAILURE)
        }
    }
}

/// The chain of an error, from where it was noticed to what was at fault. An error of a library may quote the one behind it, which is then not said again.
fn said_once(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .reduce(|said, cause| if said.contains(&cause) { said } else { format!("{said}: {cause}") })
        .unwrap_or_default()
}
