use rand::Rng;
use rand::rngs::StdRng;

use super::ground::Ground;
use crate::motif::Motif;
use crate::sequence::{Strand, reverse_complement};
use crate::synthesis::{Change, PlacedMotif};

const BASES: [u8; 4] = *b"ACGT";

/// What a change of a design may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// Whether one base may become another.
    pub substitutions: bool,
    /// The most bases that are put in at one place, before the anchor; 0 for none. A search tries every single base, and of longer
    /// stretches one that is drawn for each place and length.
    pub insertions: usize,
    /// The most bases that are taken out at one place, before the anchor; 0 for none.
    pub deletions: usize,
    /// Motifs that may be written over what stands there.
    pub motifs: Vec<MotifMove>,
}

/// A motif that may be written into a design, on either strand.
#[derive(Debug, Clone, PartialEq)]
pub struct MotifMove {
    /// Its name.
    pub name: String,
    /// What is written, 5' to 3', upper-case bases: one of these.
    pub words: Vec<Vec<u8>>,
}

impl MotifMove {
    /// A motif's likeliest bases.
    pub fn consensus(motif: &Motif) -> Self {
        let likeliest = |row: &[f64; 4]| (0..4).max_by(|a, b| row[*a].total_cmp(&row[*b])).map_or(b'A', |at| BASES[at]);
        Self { name: motif.name.clone(), words: vec![motif.probabilities.iter().map(likeliest).collect()] }
    }

    /// So many sequences drawn from a motif's probabilities.
    pub fn sampled(motif: &Motif, samples: usize, random: &mut StdRng) -> Self {
        let draw = |row: &[f64; 4], random: &mut StdRng| {
            let mut left = random.random_range(0.0..1.0) * row.iter().sum::<f64>();
            let at = row.iter().position(|share| {
                left -= share;
                left < 0.0
            });
            BASES[at.unwrap_or(3)]
        };
        let word = |random: &mut StdRng| motif.probabilities.iter().map(|row| draw(row, random)).collect::<Vec<u8>>();
        let mut words: Vec<Vec<u8>> = (0..samples).map(|_| word(random)).collect();
        words.sort_unstable();
        words.dedup();
        Self { name: motif.name.clone(), words }
    }
}

impl Default for Moves {
    fn default() -> Self {
        Self { substitutions: true, insertions: 0, deletions: 0, motifs: Vec::new() }
    }
}

impl Moves {
    /// Whether nothing may be changed.
    pub fn is_empty(&self) -> bool {
        !self.substitutions && self.insertions == 0 && self.deletions == 0 && self.motifs.is_empty()
    }

    /// Bases that one more change may make two designs differ by, at most.
    pub(super) fn reach(&self) -> usize {
        let motifs = self.motifs.iter().flat_map(|motif| &motif.words).map(Vec::len);
        motifs.chain([1, self.insertions, self.deletions]).max().unwrap_or(1)
    }

    /// Every change that may be made of `start`, none of which touches the ones that it has.
    pub(super) fn candidates(
        &self,
        ground: &Ground,
        start: &[u8],
        made: &[Change],
        random: &mut StdRng,
    ) -> Vec<Change> {
        let mut all = Vec::new();
        for at in 0..start.len() {
            if self.substitutions && ground.is_free(at, at + 1) {
                all.extend(BASES.iter().filter(|base| **base != start[at]).map(|base| plain(at, 1, vec![*base])));
            }
            if ground.takes_insertion(at) {
                all.extend(BASES.iter().filter(|_| self.insertions > 0).map(|base| plain(at, 0, vec![*base])));
                all.extend((2..=self.insertions).map(|length| plain(at, 0, drawn(length, random))));
            }
            let lengths = (1..=self.deletions).filter(|length| ground.may_lose(at, at + length));
            all.extend(lengths.map(|length| plain(at, length, Vec::new())));
            for (motif, word) in self.words() {
                for strand in [Strand::Forward, Strand::Reverse] {
                    all.extend(written(ground, start, at, motif, word, strand));
                }
            }
        }
        all.retain(|change| !made.iter().any(|own| own.overlaps(change)));
        all
    }

    /// One change drawn by chance that touches none of those made; nothing where the place drawn has no room.
    pub(super) fn drawn(&self, ground: &Ground, start: &[u8], made: &[Change], random: &mut StdRng) -> Option<Change> {
        let free = ground.free();
        if free.is_empty() {
            return None;
        }
        let at = random.random_range(free.clone());
        let kinds = [self.substitutions, self.insertions > 0, self.deletions > 0, !self.motifs.is_empty()];
        let kinds: Vec<usize> = (0..4).filter(|kind| kinds[*kind]).collect();
        let change = match kinds.get(random.random_range(0..kinds.len().max(1)))? {
            0 => {
                let base = BASES[random.random_range(0..4)];
                (ground.is_free(at, at + 1) && base != start[at]).then(|| plain(at, 1, vec![base]))
            }
            1 => {
                let length = random.random_range(1..=self.insertions);
                ground.takes_insertion(at).then(|| plain(at, 0, drawn(length, random)))
            }
            2 => {
                let length = random.random_range(1..=self.deletions);
                ground.may_lose(at, at + length).then(|| plain(at, length, Vec::new()))
            }
            _ => {
                let words: Vec<(usize, &Vec<u8>)> = self.words().collect();
                let (motif, word) = *words.get(random.random_range(0..words.len().max(1)))?;
                let strand = if random.random_range(0..2) == 0 { Strand::Forward } else { Strand::Reverse };
                written(ground, start, at, motif, word, strand)
            }
        };
        change.filter(|change| !made.iter().any(|own| own.overlaps(change)))
    }

    fn words(&self) -> impl Iterator<Item = (usize, &Vec<u8>)> {
        self.motifs.iter().enumerate().flat_map(|(motif, own)| own.words.iter().map(move |word| (motif, word)))
    }
}

fn plain(at: usize, removed: usize, bases: Vec<u8>) -> Change {
    Change { at, removed, bases, motif: None }
}

fn drawn(length: usize, random: &mut StdRng) -> Vec<u8> {
    (0..length).map(|_| BASES[random.random_range(0..4)]).collect()
}

/// A motif over what stands at a place, where there is room and it does not stand there already.
fn written(ground: &Ground, start: &[u8], at: usize, motif: usize, word: &[u8], strand: Strand) -> Option<Change> {
    let bases = if strand == Strand::Forward { word.to_vec() } else { reverse_complement(word) };
    let end = at + bases.len();
    let is_new = ground.is_free(at, end) && start.get(at..end).is_some_and(|own| own != bases);
    is_new.then_some(Change { at, removed: bases.len(), bases, motif: Some(PlacedMotif { motif, strand }) })
}
