use std::collections::HashMap;
use std::ops::Range;

use super::line::Line;
use super::names::Names;
use super::piece::Piece;
use crate::sequence::Strand;

/// How many genes are looked at to find those around a place; no more than a few ever lie within each other.
const LOOKED_AT: usize = 500;

/// Where a gene lies, and its identifier.
type Gene = (Range<usize>, String);

/// Where the genes of a GFF3 file lie, and what they are called: what leads to a gene whose parts do not name
/// it.
#[derive(Debug, Default)]
pub(super) struct GenePlaces {
    by_name: HashMap<String, String>,
    by_contig: HashMap<(String, Strand), Vec<Gene>>,
}

impl GenePlaces {
    pub(super) fn add(&mut self, id: &str, names: &Names, line: &Line<'_>) {
        if let Some(name) = &names.systematic {
            self.by_name.entry(name.clone()).or_insert_with(|| id.to_owned());
        }
        if let Ok(place) = &line.place
            && let Some(strand) = place.strand
        {
            let places = self.by_contig.entry((line.contig.clone().into_owned(), strand)).or_default();
            places.push((place.range.clone(), id.to_owned()));
        }
    }

    /// To be called between adding and asking.
    pub(super) fn sort(&mut self) {
        for places in self.by_contig.values_mut() {
            places.sort_by_key(|(range, _)| range.start);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The identifier of the gene of a name that no other one has.
    pub(super) fn called(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The identifier of the one gene that a piece lies within.
    pub(super) fn around(&self, piece: &Piece) -> Option<&str> {
        let place = piece.place.as_ref()?;
        let places = self.by_contig.get(&(piece.contig.clone(), place.strand?))?;
        let before = places.partition_point(|(range, _)| range.start <= place.range.start);
        let near = places[..before].iter().rev().take(LOOKED_AT);
        let mut around = near.filter(|(range, _)| range.end >= place.range.end).map(|(_, id)| id.as_str());
        around.next().filter(|_| around.next().is_none())
    }
}
