use std::ops::Range;

/// Steps that the range of a track's values is rounded to for the null distribution.
const STEPS: usize = 512;

/// Whether the bases of a seqlet support the response or lower it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Their importance adds up to more than chance gives.
    Positive,
    /// To less.
    Negative,
}

/// A stretch of bases that matters: an interval of an importance track.
#[derive(Debug, Clone, PartialEq)]
pub struct Seqlet {
    /// Indices in the track, 0-based and half-open.
    pub range: Range<usize>,
    /// Sum of the importance of its bases, in the track's unit.
    pub total: f32,
    /// Whether it supports the response or lowers it.
    pub sign: Sign,
    /// Probability that as many values, drawn independently from the whole track, add up to as much (of this
    /// sign).
    pub p_value: f64,
}

/// What counts as a seqlet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeqletSettings {
    /// The fewest bases.
    pub min_length: usize,
    /// The most bases.
    pub max_length: usize,
    /// Every inner stretch of at least `min_length` bases has a p-value below this.
    pub p_value: f64,
}

impl Default for SeqletSettings {
    /// 4 to 25 bases, as tangermeme has it, at 0.001.
    fn default() -> Self {
        Self { min_length: 4, max_length: 25, p_value: 1e-3 }
    }
}

/// Calls seqlets on a track of one importance a base, ordered by start; they do not overlap.
///
/// This is the recursive rule of tangermeme, for both signs. The null says that neighbours have nothing to do
/// with each other: the sum of `n` values drawn independently from the track itself, whose distribution is
/// computed (exactly, for values rounded to 512 steps) for every `n`. A stretch is a seqlet where its sum and
/// the sum of every shorter stretch within it, down to `min_length`, is significant; so a seqlet has no dull
/// end. The longest are taken first, and of equals the most significant.
///
/// The track's own peaks are part of the null, which makes calls on short or busy tracks conservative.
/// p-values are not corrected for the number of stretches. A track that is flat, empty, or not finite
/// throughout has no seqlets.
pub fn call_seqlets(importance: &[f32], settings: &SeqletSettings) -> Vec<Seqlet> {
    let min_length = settings.min_length.max(1);
    let max_length = settings.max_length.min(importance.len());
    let Some(track) = RoundedTrack::new(importance) else { return Vec::new() };
    let mut candidates = Vec::new();
    let mut null = vec![1.0];
    // Whether the stretch from each start, one shorter than the current length, passes.
    let mut passing = [vec![true; importance.len() + 1], vec![true; importance.len() + 1]];
    for length in 1..=max_length {
        null = track.add_one(&null);
        if length < min_length {
            continue;
        }
        let tails = [upper_tail(&null), lower_tail(&null)];
        let sums: Vec<usize> = track.steps.windows(length).map(|window| window.iter().sum()).collect();
        for ((sign, passing), tail) in [Sign::Positive, Sign::Negative].into_iter().zip(&mut passing).zip(&tails) {
            let passes = |(start, sum): (usize, &usize)| {
                let inner = length == min_length || (passing[start] && passing[start + 1]);
                inner && tail[*sum] < settings.p_value
            };
            let longer: Vec<bool> = sums.iter().enumerate().map(passes).collect();
            for start in longer.iter().enumerate().filter(|(_, passes)| **passes).map(|(start, _)| start) {
                let range = start..start + length;
                let total = importance[range.clone()].iter().sum();
                candidates.push(Seqlet { range, total, sign, p_value: tail[sums[start]] });
            }
            *passing = longer;
        }
    }
    without_overlaps(candidates, importance.len())
}

fn without_overlaps(mut candidates: Vec<Seqlet>, length: usize) -> Vec<Seqlet> {
    candidates.sort_by(|a, b| b.range.len().cmp(&a.range.len()).then_with(|| a.p_value.total_cmp(&b.p_value)));
    let mut taken = vec![false; length];
    candidates.retain(|seqlet| {
        let free = !taken[seqlet.range.clone()].contains(&true);
        if free {
            taken[seqlet.range.clone()].fill(true);
        }
        free
    });
    candidates.sort_by_key(|seqlet| seqlet.range.start);
    candidates
}

/// A track in whole steps above its lowest value.
struct RoundedTrack {
    steps: Vec<usize>,
    /// The steps that occur and how often, as a share of the track.
    shares: Vec<(usize, f64)>,
}

impl RoundedTrack {
    fn new(values: &[f32]) -> Option<Self> {
        let lowest = f64::from(values.iter().copied().reduce(f32::min)?);
        let range = f64::from(values.iter().copied().reduce(f32::max)?) - lowest;
        if !range.is_finite() || range <= 0.0 || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let step = |value: &f32| ((f64::from(*value) - lowest) / range * (STEPS - 1) as f64).round() as usize;
        let steps: Vec<usize> = values.iter().map(step).collect();
        let mut counts = vec![0_usize; STEPS];
        steps.iter().for_each(|step| counts[*step] += 1);
        let shares = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let shares = shares.map(|(step, count)| (step, count as f64 / values.len() as f64)).collect();
        Some(Self { steps, shares })
    }

    /// The distribution of a sum with one more value.
    fn add_one(&self, distribution: &[f64]) -> Vec<f64> {
        let mut longer = vec![0.0; distribution.len() + STEPS - 1];
        for (step, share) in &self.shares {
            for (slot, probability) in longer[*step..].iter_mut().zip(distribution) {
                *slot += share * probability;
            }
        }
        longer
    }
}

/// The probability of each sum or a higher one.
fn upper_tail(distribution: &[f64]) -> Vec<f64> {
    let mut tail = lower_tail(&distribution.iter().rev().copied().collect::<Vec<_>>());
    tail.reverse();
    tail
}

/// The probability of each sum or a lower one.
fn lower_tail(distribution: &[f64]) -> Vec<f64> {
    let add = |sum: &mut f64, probability: &f64| {
        *sum += probability;
        Some(*sum)
    };
    distribution.iter().scan(0.0, add).collect()
}

#[cfg(test)]
mod tests;
