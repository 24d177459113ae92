//! Plain objects of variant calls.

use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::super::Plain;
use super::super::arrays::{Bytes, Indices};
use super::super::genomes::Anchor;

/// What a model reads of a promoter, and what is made of the calls.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallOptions {
    pub(super) anchor: Anchor,
    /// Bases of the model's window.
    pub(super) window: usize,
    /// Those of them from the anchor on.
    pub(super) downstream: usize,
    /// Channels, such as `ACGNT`.
    pub(super) alphabet: String,
    /// The model and what it predicts, for the annotated calls.
    pub(super) described: String,
    /// The name of the column of the map that is predicted.
    pub(super) column: String,
    /// All variants of a promoter together, as samples have them on each copy of their chromosomes.
    pub(super) haplotypes: bool,
    /// Of these samples; of all where none is named.
    pub(super) samples: Vec<String>,
}

/// Promoters and edits whose responses are needed next.
#[derive(Serialize, Tsify)]
pub struct CallBatch {
    /// Each as the genome has it.
    pub(super) promoters: Vec<CalledSequence>,
    /// Edits of each promoter.
    pub(super) counts: Indices,
    /// For each edit its place in the window, the bases that are replaced, and how many replace them.
    pub(super) places: Indices,
    /// Codes of those.
    pub(super) codes: Bytes,
    /// Bytes of the file that were read so far, and bytes that came.
    pub(super) bytes: (usize, usize),
    /// Promoters that are still to come, where that is known: of haplotypes.
    pub(super) left: usize,
}

/// A promoter that calls fall into.
#[derive(Serialize, Tsify)]
pub struct CalledSequence {
    /// Its gene's systematic name.
    pub(super) gene: String,
    pub(super) sequence: String,
}

/// What an alternative, or a copy of a sample's chromosome, does to a gene. What there is only of the one or the
/// other is empty.
#[derive(Clone, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallRow {
    pub(super) gene: String,
    pub(super) name: String,
    pub(super) contig: String,
    /// From 1; 0 for a haplotype.
    pub(super) position: usize,
    pub(super) id: String,
    pub(super) reference_allele: String,
    pub(super) alternative_allele: String,
    pub(super) sample: String,
    /// From 1.
    pub(super) haplotype: usize,
    /// On the gene's strand.
    pub(super) change: String,
    pub(super) reference: f32,
    pub(super) alternative: f32,
    /// The first base of the window that differs, and what stands there instead; a blank where nothing does.
    pub(super) start: usize,
    pub(super) bases: String,
    /// The first and the last base that is replaced, as seen from the anchor: -1 is the one before it, 0 the one behind.
    pub(super) stretch: (i32, i32),
}

/// What became of a batch.
#[derive(Serialize, Tsify)]
pub struct CallEffects {
    pub(super) rows: Vec<CallRow>,
    /// Lines of the table.
    pub(super) table: String,
    /// Lines of the annotated calls; empty for haplotypes.
    pub(super) calls: String,
}

/// What was read of the calls.
#[derive(Serialize, Tsify)]
pub struct CallReport {
    pub(super) records: usize,
    /// What was left out or supposed, and how often.
    #[tsify(type = "Coded<\"calls\", CallsNote>[]")]
    pub(super) notes: Plain,
}
