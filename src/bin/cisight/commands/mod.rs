//! The commands, a module each. None uses another; what several need is in `common`.

mod align;
mod attribute;
#[cfg(feature = "train")]
mod baseline;
#[cfg(feature = "train")]
mod calibrate;
mod catalogue;
mod compare;
mod design;
mod doubles;
mod embed;
mod epistasis;
#[cfg(feature = "train")]
mod evaluate;
#[cfg(feature = "train")]
mod evidence;
mod export_czpack;
mod export_onnx;
mod features;
mod grammar;
mod import;
mod insert;
mod models;
mod motif_pairs;
mod motifs;
mod mutagenesis;
mod normalise;
mod predict;
mod promoters;
mod scramble;
mod tf_map;
mod tf_ranking;
#[cfg(feature = "train")]
mod train;
mod variants;

use anyhow::Result;
use clap::Subcommand;

/// What the program is asked to do.
#[derive(Subcommand)]
pub enum Command {
    /// List the models that are here
    Models(models::Args),
    /// Predict the response of every promoter in every condition
    Predict(predict::Args),
    /// Predict how promoters differ from one of them, and where the measured difference is to be expected
    Compare(compare::Args),
    /// Predict what every single-base change does to a response
    Mutagenesis(mutagenesis::Args),
    /// Search the few changes that raise or lower a response
    Design(Box<design::Args>),
    /// Align two promoters and predict which of their differences carry the difference of their responses
    Align(align::Args),
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
    /// Group promoters by what their named features contribute to their responses
    Features(features::Args),
    /// Give the motifs that a model's kernels look for, and known motifs that are like them
    Grammar(grammar::Args),
    /// Map what each named feature (a TF family's sites) contributes, promoters by features by conditions
    TfMap(tf_map::Args),
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
    /// Embed sequences with a language model of DNA, for models that read embeddings
    Embed(embed::Args),
    /// Write a model as ONNX, to run elsewhere
    ExportOnnx(export_onnx::Args),
    /// Write a model so that Sequence Browser runs it along a genome: a .czpack and the network beside it
    ExportCzpack(export_czpack::Args),
    /// Collect what is known of TFs and genes (regulation, binding, conservation) as one compact file
    #[cfg(feature = "train")]
    Evidence(evidence::Args),
    /// Train a model as a recipe says
    #[cfg(feature = "train")]
    Train(train::Args),
    /// Calibrate a trained model's intervals on its validation genes, and say what they hold of its test genes
    #[cfg(feature = "train")]
    Calibrate(calibrate::Args),
    /// Say how well regressions on words and motifs, and nearest neighbours, do on a recipe's data
    #[cfg(feature = "train")]
    Baseline(baseline::Args),
    /// Compare a model's predictions with measured expression
    #[cfg(feature = "train")]
    Evaluate(evaluate::Args),
}

impl Command {
    /// Does it.
    pub fn run(&self) -> Result<()> {
        match self {
            Self::Models(args) => models::run(args),
            Self::Predict(args) => predict::run(args),
            Self::Compare(args) => compare::run(args),
            Self::Mutagenesis(args) => mutagenesis::run(args),
            Self::Design(args) => design::run(args),
            Self::Align(args) => align::run(args),
            Self::Epistasis(args) => epistasis::run(args),
            Self::Doubles(args) => doubles::run(args),
            Self::Variants(args) => variants::run(args),
            Self::MotifPairs(args) => motif_pairs::run(args),
            Self::Scramble(args) => scramble::run(args),
            Self::Insert(args) => insert::run(args),
            Self::Motifs(args) => motifs::run(args),
            Self::Attribute(args) => attribute::run(args),
            Self::Features(args) => features::run(args),
            Self::Grammar(args) => grammar::run(args),
            Self::TfMap(args) => tf_map::run(args),
            Self::TfRanking(args) => tf_ranking::run(args),
            Self::Promoters(args) => promoters::run(args),
            Self::Catalogue(args) => catalogue::run(args),
            Self::Normalise(args) => normalise::run(args),
            Self::Import(args) => import::run(args),
            Self::Embed(args) => embed::run(args),
            Self::ExportCzpack(args) => export_czpack::run(args),
            Self::ExportOnnx(args) => export_onnx::run(args),
            #[cfg(feature = "train")]
            Self::Evidence(args) => evidence::run(args),
            #[cfg(feature = "train")]
            Self::Train(args) => train::run(args),
            #[cfg(feature = "train")]
            Self::Calibrate(args) => calibrate::run(args),
            #[cfg(feature = "train")]
            Self::Baseline(args) => baseline::run(args),
            #[cfg(feature = "train")]
            Self::Evaluate(args) => evaluate::run(args),
        }
    }
}
