use std::collections::HashMap;

use super::{Part, Sample};
use crate::sequence::Window;

/// Samples in an order, with every part that several of them share kept once: D partners of G genes are G + D
/// parts, not G x D.
#[derive(Debug, Clone, Default)]
pub struct SampleSet {
    /// By input, its different parts.
    parts: Vec<Vec<Part>>,
    /// By input, the part of each sample.
    rows: Vec<Vec<usize>>,
    count: usize,
}

impl SampleSet {
    /// Sorts the parts of samples by input. Samples have one part for each of `inputs` inputs; what is
    /// missing or too much is the caller's fault and shows when the set is encoded.
    pub fn new(samples: impl IntoIterator<Item = Sample>, inputs: usize) -> Self {
        let mut set = Self { parts: vec![Vec::new(); inputs], rows: vec![Vec::new(); inputs], count: 0 };
        let mut known: Vec<HashMap<Vec<u8>, usize>> = vec![HashMap::new(); inputs];
        for sample in samples {
            for (input, part) in sample.parts.into_iter().enumerate().take(inputs) {
                let own = &mut set.parts[input];
                let row = *known[input].entry(part.key()).or_insert(own.len());
                if row == own.len() {
                    own.push(part);
                }
                set.rows[input].push(row);
            }
            set.count += 1;
        }
        set
    }

    /// Samples of a model that reads one sequence.
    pub fn of_windows(windows: Vec<Window>) -> Self {
        let count = windows.len();
        Self { parts: vec![windows.into_iter().map(Part::Bases).collect()], rows: vec![(0..count).collect()], count }
    }

    /// How many samples.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Inputs.
    pub fn inputs(&self) -> usize {
        self.parts.len()
    }

    /// The different parts of an input.
    pub fn parts(&self, input: usize) -> &[Part] {
        self.parts.get(input).map_or(&[], Vec::as_slice)
    }

    /// For each sample, its part's place among [`SampleSet::parts`].
    pub fn rows(&self, input: usize) -> &[usize] {
        self.rows.get(input).map_or(&[], Vec::as_slice)
    }
}

impl From<Vec<Window>> for SampleSet {
    fn from(windows: Vec<Window>) -> Self {
        Self::of_windows(windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_are_kept_once() {
        let window = |code: u8| Window::from_codes(vec![code; 3]);
        let sample = |gene: u8, partner: u8| Sample {
            name: format!("{gene}{partner}"),
            parts: vec![window(gene).into(), Part::Numbers(vec![f32::from(partner)])],
        };
        let set = SampleSet::new((0..6).map(|index| sample(index / 3, index % 3)), 2);
        assert_eq!((set.len(), set.parts(0).len(), set.parts(1).len()), (6, 2, 3));
        assert_eq!((set.rows(0), set.rows(1)), (&[0, 0, 0, 1, 1, 1][..], &[0, 1, 2, 0, 1, 2][..]));
    }
}
