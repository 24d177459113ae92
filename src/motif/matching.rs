use std::ops::Range;

use super::{Hit, Scanner};

/// The motif that names an interval, say a stretch of important bases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MotifMatch {
    /// The hit that overlaps the interval most significantly.
    pub hit: Hit,
    /// Probability that random bases give the interval a hit at least as significant: the hit's p-value,
    /// corrected (Šidák) for every motif, strand and place that would have counted.
    pub p_value: f64,
}

/// Finds the hit that names an interval: of those that share at least half of their own bases or half of the
/// interval's with it, the one with the lowest p-value, and of equals the one that shares most.
///
/// `hits` are what `scanner` found in the sequence that `interval` (0-based, half-open) belongs to. The best
/// match of a short motif may be above 1e-4, so let the scanner have a generous limit, such as 1e-3; the
/// correction tells chance apart.
pub fn best_match(interval: &Range<usize>, hits: &[Hit], scanner: &Scanner) -> Option<MotifMatch> {
    let shared = |hit: &Hit| hit.end.min(interval.end).saturating_sub(hit.start.max(interval.start));
    let near = hits.iter().filter(|hit| shared(hit) >= needed(hit.end - hit.start, interval.len()));
    let best = near.min_by(|a, b| a.p_value.total_cmp(&b.p_value).then_with(|| shared(b).cmp(&shared(a))))?;
    // Starts of a motif from the first to the last that share enough, on two strands.
    let places = scanner.widths().map(|width| 2 * (width + interval.len() + 1 - 2 * needed(width, interval.len())));
    let places = places.sum::<usize>() as f64;
    let p_value = -(places * (-best.p_value.min(1.0)).ln_1p()).exp_m1();
    Some(MotifMatch { hit: *best, p_value })
}

/// Bases that a motif and an interval have to share.
fn needed(width: usize, length: usize) -> usize {
    width.min(length).div_ceil(2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motif::Motif;
    use crate::sequence::Strand;

    fn hit(motif: usize, start: usize, p_value: f64) -> Hit {
        Hit { motif, start, end: start + 6, strand: Strand::Forward, score: 1.0, p_value }
    }

    #[test]
    fn the_most_significant_hit_that_overlaps_names_an_interval() -> Result<(), Box<dyn std::error::Error>> {
        let motif = Motif { id: "a".into(), name: "a".into(), probabilities: vec![[0.25; 4]; 6], sites: None };
        let scanner = Scanner::new(&[motif.clone(), motif], [0.25; 4], 1e-3)?;
        // Shares 2 of 6 bases, 3 of 6, all, all.
        let hits = [hit(0, 16, 1e-9), hit(1, 17, 1e-5), hit(0, 21, 1e-6), hit(1, 22, 1e-6), hit(0, 60, 1e-9)];
        let found = best_match(&(20..28), &hits, &scanner).ok_or("no match")?;
        assert_eq!(found.hit, hits[2]);
        // Starts 17 to 25 of two motifs on two strands.
        assert!((found.p_value - 36e-6).abs() < 1e-9, "{}", found.p_value);
        assert_eq!(best_match(&(40..50), &hits, &scanner), None);
        assert_eq!(best_match(&(24..24), &hits, &scanner), None);
        Ok(())
    }
}
