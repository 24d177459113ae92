//! Designs as they are ordered and kept: GenBank records, a pool of oligos, primers.

mod bed;
mod genbank;
mod oligos;
mod primers;

pub use bed::write_design_bed;
pub use genbank::write_genbank;
pub use oligos::write_oligo_pool;
pub use primers::write_primers;

use crate::sequence::{Place, Strand};
use crate::synthesis::{Change, ChangedSequence};

/// A design that is written.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignRecord {
    /// Its name, as the user gave it: untrusted text.
    pub name: String,
    /// What it is, in a line.
    pub title: String,
    /// What was changed, upper-case letters.
    pub start: Vec<u8>,
    /// How.
    pub changes: Vec<Change>,
    /// Names of the motifs that changes may have written.
    pub motifs: Vec<String>,
    /// Bases behind the anchor.
    pub downstream: usize,
    /// What else is to be known of it, in lines.
    pub comments: Vec<String>,
    /// Where on a genome `start` lies, as it is without the changes.
    pub place: Option<Place>,
}

impl DesignRecord {
    /// All of its bases.
    pub fn bases(&self) -> Vec<u8> {
        ChangedSequence::of(&self.start, &self.changes).bases
    }

    /// A change in the words of a table, from the anchor: `-171 T>G`, `-171 insert ACG`, `-171 delete AC`, `-171 AGCGGA>AAGGGG (MSN2, -)`.
    pub fn label(&self, change: &Change) -> String {
        let distance = change.at as i64 - (self.start.len() as i64 - self.downstream as i64);
        let position = if distance < 0 { distance } else { distance + 1 };
        let new = String::from_utf8_lossy(&change.bases);
        let old = self.start.get(change.at..change.end()).unwrap_or_default();
        let old = String::from_utf8_lossy(old);
        let motif = change.motif.and_then(|own| {
            let strand = if own.strand == Strand::Forward { '+' } else { '-' };
            Some(format!(" ({}, {strand})", self.motifs.get(own.motif)?))
        });
        match (change.removed, change.bases.len()) {
            (0, _) => format!("{position} insert {new}"),
            (_, 0) => format!("{position} delete {old}"),
            _ => format!("{position} {old}>{new}{}", motif.unwrap_or_default()),
        }
    }
}
