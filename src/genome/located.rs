use std::collections::HashMap;

use super::Contig;
use crate::sequence::reverse_complement;

/// Where a stretch of bases was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At one place; the stretch with the bases around it that were asked for.
    Once(Vec<u8>),
    /// At so many places, all of whose surroundings lie on the contig: none, or several.
    Times(usize),
}

/// Bases at the beginning of a stretch by which it is looked up.
const WORD: usize = 24;

/// Finds stretches in a genome, on either strand, and cuts out for each, in its own sense, what lies from
/// `skipped` bases behind its beginning to `length` bases further on. Stretches of fewer than 24 bases are not
/// looked for.
pub fn located(contigs: &[Contig], stretches: &[&[u8]], skipped: usize, length: usize) -> Vec<Place> {
    let mut wanted: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (at, stretch) in stretches.iter().enumerate() {
        if let Some(word) = stretch.get(..WORD) {
            wanted.entry(word).or_default().push(at);
        }
    }
    let mut places = vec![Place::Times(0); stretches.len()];
    for contig in contigs {
        let forward = contig.bases.to_ascii_uppercase();
        let reverse = reverse_complement(&forward);
        for strand in [forward, reverse] {
            for (start, word) in strand.windows(WORD).enumerate() {
                for &at in wanted.get(word).into_iter().flatten() {
                    let found = strand[start..].starts_with(stretches[at]);
                    let around = strand.get(start + skipped..start + skipped + length);
                    if let Some(around) = around.filter(|_| found) {
                        places[at] = match &places[at] {
                            Place::Times(0) => Place::Once(around.to_vec()),
                            Place::Once(_) => Place::Times(2),
                            Place::Times(count) => Place::Times(count + 1),
                        };
                    }
                }
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_found_on_both_strands_with_what_lies_behind_them() {
        let bases = b"ttGATTACAGATTACACCCTTTGGGACGTACGTTGCATCATGGCAAATCGCTAGCTAGGCTTAAC".to_vec();
        let upper = bases.to_ascii_uppercase();
        let reverse = reverse_complement(&upper);
        let contigs = [Contig { name: "I".into(), bases, ..Contig::default() }];
        let (own, other) = (&upper[2..32], &reverse[5..35]);
        let places = located(&contigs, &[own, other, &upper[40..], b"GATTACA", &own[..24]], 20, 20);
        assert_eq!(places[0], Place::Once(upper[22..42].to_vec()));
        assert_eq!(places[1], Place::Once(reverse[25..45].to_vec()));
        assert_eq!(places[2..4], [Place::Times(0), Place::Times(0)]);
        assert_eq!(places[4], places[0]);
        let twice = Contig { name: "II".into(), bases: upper.repeat(2), ..Contig::default() };
        assert_eq!(located(&[twice], &[own], 20, 20), [Place::Times(2)]);
    }
}
