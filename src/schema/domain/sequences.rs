use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::words::{Conditionals, counted, measures};
use super::{DomainNote, WordMeasures, packed};

/// How often the training sequences have each word of a few bases, and how far single ones go from that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SequenceDomain {
    /// Bases of a word.
    pub word: usize,
    /// Known bases of a training sequence, as a rule: shorter ones deviate further by chance.
    pub bases: usize,
    /// Binary logarithm of each word's share, in the order of A, C, G, T.
    #[serde(with = "packed")]
    shares: Vec<f32>,
    /// How surprising a sequence's bases are.
    surprise: Typical,
    /// How much more the words tell of its bases than pairs do.
    order: Typical,
    /// Its share of G and C.
    composition: Typical,
    /// What `shares` make of a base behind others; made when it is first needed, for thousands of sequences.
    #[serde(skip)]
    conditionals: Made,
}

/// What follows from the shares, and says no more than they do.
#[derive(Debug, Clone, Default)]
struct Made(OnceLock<Conditionals>);

impl PartialEq for Made {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a measure comes to in training sequences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typical {
    mean: f32,
    sd: f32,
    /// How many standard deviations below and above the mean are still usual.
    below: f32,
    above: f32,
}

/// This share of the training sequences is beyond what is usual, for one of the reasons.
const RARE: f64 = 0.01;

/// How that is divided among the reasons: surprise below and above, order below, composition below and above. Other
/// species are surprising and of another composition, which costs more familiar ones than repeats do.
const REASONS: [f64; 5] = [1.0, 4.0, 3.0, 2.0, 2.0];

/// A sequence with fewer words than this part of the usual length says nothing.
const SHORTEST: f32 = 0.2;

/// Added to each word's count: what never occurred is rare, not impossible.
const PSEUDOCOUNT: f64 = 0.5;

impl SequenceDomain {
    /// Of training sequences as codes 0 to 3 for A, C, G, T (anything else is unknown); nothing where they hold
    /// no word. Each is measured against the words of all others, so that limits hold for new ones.
    pub fn of_training(sequences: &[Vec<u8>], word: usize) -> Option<Self> {
        let counts: Vec<Vec<(usize, u32)>> = sequences.iter().map(|codes| counted(codes, word)).collect();
        let mut totals = vec![PSEUDOCOUNT; 1 << (2 * word)];
        for (word, count) in counts.iter().flatten() {
            totals[*word] += f64::from(*count);
        }
        let mut measured = Vec::new();
        for own in counts.iter().filter(|own| !own.is_empty()) {
            own.iter().for_each(|(word, count)| totals[*word] -= f64::from(*count));
            measured.push(measures(own, &Conditionals::of_counts(&totals)));
            own.iter().for_each(|(word, count)| totals[*word] += f64::from(*count));
        }
        let usual = median(measured.iter().map(|own| own.words as f32))?;
        // Short ones would widen what is usual.
        measured.retain(|own| own.words as f32 >= 0.9 * usual);
        let (surprise, order, composition) = usual_of(&measured);
        let sum: f64 = totals.iter().sum();
        let shares = totals.iter().map(|count| (count / sum).log2() as f32).collect();
        let (bases, conditionals) = (usual as usize + word - 1, Made::default());
        Some(Self { word, bases, shares, surprise, order, composition, conditionals })
    }

    /// What the words of a sequence say of it.
    pub fn measure(&self, codes: &[u8]) -> WordMeasures {
        let conditionals = || {
            let counts: Vec<f64> = self.shares.iter().map(|share| f64::from(*share).exp2()).collect();
            Conditionals::of_counts(&counts)
        };
        measures(&counted(codes, self.word), self.conditionals.0.get_or_init(conditionals))
    }

    /// In what a sequence is unlike training sequences; at most one reason, the strongest.
    pub fn note(&self, codes: &[u8]) -> Option<DomainNote> {
        let own = self.measure(codes);
        let length = own.words as f32 / self.bases.saturating_sub(self.word - 1).max(1) as f32;
        if length < SHORTEST {
            return None;
        }
        // Means over fewer words scatter more.
        let scale = length.min(1.0).sqrt();
        let [surprise, order, gc] =
            [(own.surprise, self.surprise), (own.order, self.order), (own.composition, self.composition)]
                .map(|(own, usual)| scale * (own - usual.mean) / usual.sd);
        let (word, share) = (self.word, 100.0 * own.composition);
        let composition = |distance, limit| DomainNote::Composition { share, distance, limit };
        let reasons = [
            (surprise, self.surprise.above, DomainNote::Words { word, distance: surprise, limit: self.surprise.above }),
            (
                -surprise,
                self.surprise.below,
                DomainNote::Repeats { word, distance: -surprise, limit: self.surprise.below },
            ),
            (-order, self.order.below, DomainNote::Shuffled { word, distance: -order, limit: self.order.below }),
            (gc, self.composition.above, composition(gc, self.composition.above)),
            (-gc, self.composition.below, composition(-gc, self.composition.below)),
        ];
        let beyond = reasons.into_iter().filter(|(distance, limit, _)| distance > limit);
        let strongest = beyond.max_by(|(a, usual, _), (b, other, _)| (a / usual).total_cmp(&(b / other)));
        strongest.map(|(.., note)| note)
    }

    /// What is wrong with it.
    pub(super) fn fault(&self) -> Option<&'static str> {
        if !(2..=6).contains(&self.word) || self.shares.len() != 1 << (2 * self.word) {
            return Some("needs a share for each word of 2 to 6 bases");
        }
        let is_usable = |own: &Typical| {
            [own.mean, own.below, own.above].iter().all(|number| number.is_finite())
                && own.sd.is_finite()
                && own.sd > 0.0
        };
        (![self.surprise, self.order, self.composition].iter().all(is_usable))
            .then_some("needs a mean and a positive sd")
    }
}

/// What is usual, so that the rare share of the sequences is beyond it for one of the reasons.
fn usual_of(measured: &[WordMeasures]) -> (Typical, Typical, Typical) {
    let of = |factor: f64| {
        let [less, more, unordered, low, high] = REASONS.map(|share| factor * share);
        let typical = |of: fn(&WordMeasures) -> f32, rare| Typical::of(measured.iter().map(of), rare);
        (
            typical(|own| own.surprise, [less, more]),
            typical(|own| own.order, [unordered, 0.0]),
            typical(|own| own.composition, [low, high]),
        )
    };
    // Reasons overlap, so that the shares of each are looked for.
    let (mut low, mut high) = (0.0, RARE);
    for _ in 0..20 {
        let factor = f64::midpoint(low, high);
        let (surprise, order, composition) = of(factor);
        let is_beyond = |own: &&WordMeasures| {
            surprise.excludes(own.surprise) || order.excludes(own.order) || composition.excludes(own.composition)
        };
        let beyond = measured.iter().filter(is_beyond).count() as f64;
        if beyond > RARE * measured.len() as f64 { high = factor } else { low = factor }
    }
    of(low)
}

impl Typical {
    fn excludes(&self, value: f32) -> bool {
        let distance = (value - self.mean) / self.sd;
        distance > self.above || -distance > self.below
    }

    /// `rare` are the shares of training sequences that lie beyond what is usual, below and above.
    fn of(values: impl Iterator<Item = f32>, rare: [f64; 2]) -> Self {
        let mut values: Vec<f32> = values.collect();
        values.sort_by(f32::total_cmp);
        let count = values.len().max(1) as f32;
        let mean = values.iter().sum::<f32>() / count;
        let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt().max(1e-6);
        let at = |share: f64| {
            let place = (share * values.len().saturating_sub(1) as f64).round() as usize;
            values.get(place).map_or(0.0, |value| (value - mean) / sd)
        };
        Self { mean, sd, below: -at(rare[0]), above: at(1.0 - rare[1]) }
    }
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests;
