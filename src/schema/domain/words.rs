use std::collections::BTreeMap;

/// What the words of a sequence say of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordMeasures {
    /// Bits that a base takes, given those before it in its word.
    pub surprise: f32,
    /// Bits that a base takes fewer than given the one before it alone.
    pub order: f32,
    /// The share of words that end in G or C.
    pub composition: f32,
    /// Words without an unknown base.
    pub words: usize,
}

/// Binary logarithms of how likely a word's last base is, given those before it and given the one before it.
#[derive(Debug, Clone)]
pub(super) struct Conditionals {
    given_word: Vec<f32>,
    given_base: Vec<f32>,
}

impl Conditionals {
    pub(super) fn of_counts(counts: &[f64]) -> Self {
        let mut pairs = [0.0; 16];
        counts.iter().enumerate().for_each(|(word, count)| pairs[word % 16] += count);
        let logarithms = |counts: &[f64]| -> Vec<f32> {
            let of = |four: &[f64]| {
                let sum: f64 = four.iter().sum();
                four.iter().map(move |count| (count / sum).log2() as f32).collect::<Vec<_>>()
            };
            counts.chunks(4).flat_map(of).collect()
        };
        Self { given_word: logarithms(counts), given_base: logarithms(&pairs) }
    }
}

/// What words (how often each occurs) say of a sequence.
pub(super) fn measures(counts: &[(usize, u32)], known: &Conditionals) -> WordMeasures {
    let (mut given_word, mut given_base, mut words, mut strong) = (0.0, 0.0, 0, 0);
    for (word, count) in counts {
        given_word += f64::from(*count) * f64::from(known.given_word[*word]);
        given_base += f64::from(*count) * f64::from(known.given_base[*word % 16]);
        words += *count as usize;
        // C is 1, G is 2.
        strong += if matches!(*word % 4, 1 | 2) { *count as usize } else { 0 };
    }
    let mean = |sum: f64| (sum / words.max(1) as f64) as f32;
    WordMeasures {
        surprise: -mean(given_word),
        order: mean(given_word - given_base),
        composition: mean(strong as f64),
        words,
    }
}

/// How often each word occurs that does; words with an unknown base are left out.
pub(super) fn counted(codes: &[u8], word: usize) -> Vec<(usize, u32)> {
    let mut counts = BTreeMap::new();
    let (mut number, mut known) = (0_usize, 0);
    for code in codes {
        if *code > 3 {
            known = 0;
            continue;
        }
        number = (4 * number + usize::from(*code)) % (1 << (2 * word));
        known += 1;
        if known >= word {
            *counts.entry(number).or_insert(0) += 1;
        }
    }
    counts.into_iter().collect()
}
