//! Cisight predicts how strongly a promoter drives expression in a cellular condition, and shows which bases
//! and which transcription factors (TFs) the prediction rests on. Published networks run on
//! [burn](https://burn.dev), natively and in the browser.
//!
//! | module | what it is for |
//! |---|---|
//! | [`sequence`] | FASTA, promoters, windows, shuffling, the promoter catalogue of a genome |
//! | `genome` | promoters out of FASTA, 2bit or GenBank with GFF3 or GTF (feature `files`) |
//! | [`condition`] | TF tables, alignment to a model's TF list, normalisation |
//! | [`text`] | encodings, lines of cells, numbers as spreadsheets write them |
//! | [`architecture`] | the published networks behind one trait |
//! | [`model`] | manifests, weights, checkpoints, a model ready to answer |
//! | [`prediction`] | grids: promoters x conditions; contributions of named features; their order by similarity |
//! | [`attribution`] | in-silico mutagenesis, designs, gradients, DeepLIFT, effects and rankings of TFs, seqlets |
//! | [`motif`] | motif matrices, scanning, names for intervals |
//! | [`evidence`] | what is known of TFs and genes apart from any model: regulation, binding, conservation |
//! | `embedder` | networks that make vectors of sequences, for models that read embeddings (feature `embedders`) |
//! | `foreign` | networks out of ONNX and Keras files (feature `files`) |
//! | [`export`] | tables, NumPy arrays, bedGraph |
//! | `training` | data sets, splits, training, evaluation (feature `train`, native only) |
//!
//! A model answers for many promoters and conditions at once, step by step:
//!
//! ```
//! use std::rc::Rc;
//!
//! use cisight::attribution::MutagenesisJob;
//! use cisight::backend::Backend;
//! use cisight::model::open_model;
//! use cisight::prediction::GridJob;
//! use cisight::sequence::read_fasta;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let device = pollster::block_on(Backend::Cpu.open())?;
//! let model = Rc::new(open_model("models/reporter-yeast", &device)?);
//! let reads = model.sequence()?;
//!
//! let fasta = std::fs::read("models/reporter-yeast/example.fa")?;
//! let promoters = read_fasta(&fasta)?.promoters.into_iter().map(|promoter| reads.complete(promoter));
//! let windows: Vec<_> = promoters.map(|promoter| reads.window(&promoter)).collect();
//!
//! // This model reads no TF levels, so there is one response of each promoter in each of its three media.
//! let mut grid = GridJob::new(Rc::clone(&model), windows.clone(), &[]);
//! while grid.done() < grid.total() {
//!     pollster::block_on(grid.step())?;
//! }
//! assert_eq!(grid.grid().responses.len(), 3 * windows.len());
//!
//! // What does every single-base change of the first promoter do?
//! let mut job = MutagenesisJob::new(Rc::clone(&model), windows[0].clone(), &[]);
//! while job.done() < job.total() {
//!     pollster::block_on(job.step())?;
//! }
//! let mutagenesis = &job.results()[0];
//! assert!((mutagenesis.reference - grid.grid().responses[0]).abs() < 1e-4);
//! assert_eq!(mutagenesis.deltas.len(), 4 * mutagenesis.importance().len());
//! # Ok(())
//! # }
//! ```
//!
//! Core modules know nothing of JavaScript, the command line or files: bytes in, values out.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[macro_use]
mod quoting;

pub mod architecture;
pub mod attribution;
pub mod backend;
pub mod coded;
pub mod condition;
#[cfg(feature = "embedders")]
pub mod embedder;
pub mod evidence;
pub mod export;
#[cfg(feature = "files")]
pub mod foreign;
#[cfg(feature = "files")]
pub mod genome;
pub mod model;
pub mod motif;
pub mod prediction;
pub mod sample;
pub mod schema;
pub mod sequence;
pub mod synthesis;
pub mod text;
#[cfg(all(feature = "train", not(target_arch = "wasm32")))]
pub mod training;
#[cfg(target_arch = "wasm32")]
pub mod web;
