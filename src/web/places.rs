//! Places on a genome, in JavaScript's hands.

use serde::Serialize;
use tsify::Tsify;

use crate::sequence::{Place, Strand};

/// Where on a genome the bases of a sequence lie: from 0 on the forward strand, half-open.
#[derive(Serialize, Tsify)]
pub struct GenomePlace {
    contig: String,
    start: usize,
    end: usize,
    /// What the sequence is read from.
    strand: StrandSign,
    /// Bases of the sequence before the first one that lies there.
    before: usize,
}

/// A strand by its sign.
#[derive(Serialize, Tsify)]
pub enum StrandSign {
    /// The forward strand.
    #[serde(rename = "+")]
    Forward,
    /// The reverse strand.
    #[serde(rename = "-")]
    Reverse,
}

impl From<&Place> for GenomePlace {
    fn from(place: &Place) -> Self {
        let region = place.region();
        let strand = match place.strand() {
            Strand::Forward => StrandSign::Forward,
            Strand::Reverse => StrandSign::Reverse,
        };
        Self { contig: place.contig().to_owned(), start: region.start, end: region.end, strand, before: place.before() }
    }
}
