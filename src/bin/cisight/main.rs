//! The command line: tab-separated tables in and out, progress on standard error, exit 2 with one clear line
//! on bad input.
#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod common;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;
use common::files::is_broken_pipe;
use common::model::advice;

/// Predicts how strongly a promoter drives expression in a cellular condition, on this machine.
#[derive(Parser)]
#[command(name = "cisight", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What bad input and every other failure exits with.
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        // A reader such as `head` that has seen enough is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cisight: {}{}", without_repetition(&error), advice(&error));
            ExitCode::from(FAILURE)
        }
    }
}

/// The causes of an error in one line, from where it was noticed to what was at fault. An error of a library
/// may quote the one below it, which is then left out.
fn without_repetition(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .reduce(|line, cause| if line.contains(&cause) { line } else { format!("{line}: {cause}") })
        .unwrap_or_default()
}
