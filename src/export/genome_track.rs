use std::collections::BTreeMap;

use crate::sequence::Place;

/// Bases of a contig that are kept together.
const PAGE: usize = 1024;

/// A value for each base of the stretches of a genome that promoters lie on, one only: promoters overlap, and
/// files for genome browsers have no room for two values of a base. The strongest counts, which is the one
/// furthest from 0 (of equal ones the positive one), so that no site that matters to one of the genes is lost;
/// whichever comes first makes no difference.
///
/// ```
/// use cisight::export::GenomeTrack;
/// use cisight::sequence::{Place, Strand};
/// let mut track = GenomeTrack::default();
/// track.add(&Place::new("chrII", 10..13, Strand::Reverse), 0, &[0.1, 0.2, 0.3]);
/// track.add(&Place::new("chrII", 12..14, Strand::Forward), 0, &[-0.5, 0.0]);
/// let values: Vec<_> = track.values().collect();
/// assert_eq!(values, [("chrII", 10, 0.3), ("chrII", 11, 0.2), ("chrII", 12, -0.5), ("chrII", 13, 0.0)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct GenomeTrack {
    contigs: BTreeMap<String, BTreeMap<usize, Vec<f32>>>,
}

impl GenomeTrack {
    /// Adds the values of a sequence's bases from the one of index `first` on. Values of bases beyond the
    /// contig and values that are not finite are left out.
    pub fn add(&mut self, place: &Place, first: usize, values: &[f32]) {
        let contig = self.contigs.entry(place.contig().to_owned()).or_default();
        for (index, &value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            let Some(at) = place.base(first + index) else { continue };
            let page = contig.entry(at / PAGE).or_insert_with(|| vec![f32::NAN; PAGE]);
            let kept = &mut page[at % PAGE];
            if kept.is_nan() || value.abs() > kept.abs() || (value.abs() == kept.abs() && value > *kept) {
                *kept = value;
            }
        }
    }

    /// Contig, position from 0 and value, by the contigs' names and then by position, each base once.
    pub fn values(&self) -> impl Iterator<Item = (&str, usize, f32)> {
        self.contigs.iter().flat_map(|(contig, pages)| {
            pages.iter().flat_map(move |(page, values)| {
                let known = values.iter().enumerate().filter(|(_, value)| !value.is_nan());
                known.map(move |(at, value)| (contig.as_str(), page * PAGE + at, *value))
            })
        })
    }

    /// Names of the contigs.
    pub fn contigs(&self) -> impl Iterator<Item = &str> {
        self.contigs.keys().map(String::as_str)
    }

    /// Whether it has no value at all.
    pub fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }
}
