//! Places on a genome, in JavaScript's hands.

use serde::Serialize;
use tsify::Tsify;

use super::motifs::StrandSign;
use crate::sequence::Place;

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

impl From<&Place> for GenomePlace {
    fn from(place: &Place) -> Self {
        Self {
            contig: place.contig().to_owned(),
            start: place.region().start,
            end: place.region().end,
            strand: place.strand().into(),
            before: place.before(),
        }
    }
}
