//! How often a matrix of whole-number scores reaches a score by chance.

/// Scores of A, C, G, T at each position of a motif.
pub(super) type ScoreRows = [[i32; 4]];

/// The upper tail of the distribution of a matrix's score over random bases, exact for these whole numbers.
#[derive(Debug, Clone)]
pub(super) struct ScoreTail {
    /// The lowest score whose p-value is at most the limit.
    pub threshold: i32,
    /// p-values of `threshold`, `threshold + 1` and so on up to the best score; empty where even that is too
    /// likely.
    p_values: Vec<f64>,
}

impl ScoreTail {
    /// Adds up, position by position, the probability of every score of bases that are drawn independently
    /// from `background`, and keeps the part whose p-value (the probability of this score or a better one) is
    /// at most `limit`.
    pub fn new(rows: &ScoreRows, background: &[f64; 4], limit: f64) -> Self {
        let lowest = |row: &[i32; 4]| row.iter().copied().min().unwrap_or(0);
        // Probabilities of the scores from the lowest possible one upwards.
        let mut probabilities = vec![1.0];
        let mut spare = Vec::new();
        for row in rows {
            let shifts = row.map(|score| (score - lowest(row)) as usize);
            let longest = shifts.into_iter().max().unwrap_or(0);
            spare.clear();
            spare.resize(probabilities.len() + longest, 0.0);
            for (shift, frequency) in shifts.into_iter().zip(background) {
                for (slot, probability) in spare[shift..].iter_mut().zip(&probabilities) {
                    *slot += frequency * probability;
                }
            }
            std::mem::swap(&mut probabilities, &mut spare);
        }
        let best: i32 = rows.iter().map(|row| row.iter().copied().max().unwrap_or(0)).sum();
        let mut p_values = Vec::new();
        let mut tail = 0.0;
        for probability in probabilities.iter().rev() {
            tail += probability;
            if tail > limit {
                break;
            }
            p_values.push(tail);
        }
        p_values.reverse();
        Self { threshold: best + 1 - p_values.len() as i32, p_values }
    }

    /// The probability of this score or a better one at one place; 1 below the threshold.
    pub fn p_value(&self, score: i32) -> f64 {
        let index = usize::try_from(score - self.threshold).ok();
        match index.map(|index| index.min(self.p_values.len())) {
            Some(index) => self.p_values.get(index).copied().unwrap_or(0.0),
            None => 1.0,
        }
    }

    /// Whether any sequence reaches the threshold.
    pub fn is_reachable(&self) -> bool {
        !self.p_values.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_all_sequences_listed() {
        let rows =
            [[-310, 12, 150, -7], [88, -205, -205, 41], [0, 0, 93, -400], [-50, 120, -51, -50], [17, -90, 3, 60]];
        let background = [0.31, 0.19, 0.19, 0.31];
        let mut listed: Vec<(i32, f64)> = Vec::new();
        for code in 0..4_usize.pow(5) {
            let bases = (0..5).map(|position| code / 4_usize.pow(position) % 4);
            let (score, probability) = bases.zip(&rows).fold((0, 1.0), |(score, probability), (base, row)| {
                (score + row[base], probability * background[base])
            });
            listed.push((score, probability));
        }
        let tail = ScoreTail::new(&rows, &background, 1.0 + 1e-9);
        for &(score, _) in &listed {
            let expected: f64 =
                listed.iter().filter(|(other, _)| *other >= score).map(|(_, probability)| probability).sum();
            assert!((tail.p_value(score) - expected).abs() < 1e-12, "{score}: {} for {expected}", tail.p_value(score));
        }
        let limited = ScoreTail::new(&rows, &background, 0.01);
        let scores = listed.iter().map(|(score, _)| *score);
        let lowest_hit = scores.filter(|score| tail.p_value(*score) <= 0.01).min();
        assert!(lowest_hit.is_some_and(|score| score >= limited.threshold));
        assert!(tail.p_value(limited.threshold) <= 0.01 && tail.p_value(limited.threshold - 1) > 0.01);
        assert_eq!((limited.p_value(limited.threshold - 1), limited.p_value(i32::MAX / 2)), (1.0, 0.0));
    }

    #[test]
    fn a_threshold_out_of_reach_is_no_threshold() {
        let tail = ScoreTail::new(&[[1, 0, 0, 0]], &[0.25; 4], 1e-4);
        assert!(!tail.is_reachable());
        assert_eq!(tail.threshold, 2);
    }
}
