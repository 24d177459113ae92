use statrs::distribution::{DiscreteCDF, Hypergeometric};

/// How often two keep company in promoters. Promoters in which all sites of the one share bases with all sites
/// of the other tell nothing of that, and are counted apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoOccurrence {
    /// Promoters that count.
    pub promoters: usize,
    /// Those of them with a site of the first.
    pub with_first: usize,
    /// With a site of the second.
    pub with_second: usize,
    /// With sites of both, on bases of their own.
    pub with_both: usize,
    /// Promoters that do not count.
    pub same_bases: usize,
}

impl CoOccurrence {
    /// Promoters with both if the two were independent.
    pub fn expected(&self) -> f64 {
        self.with_first as f64 * self.with_second as f64 / self.promoters.max(1) as f64
    }

    /// Odds of the second beside the first to its odds elsewhere; one half is added to each of the four counts
    /// (Haldane 1956, Anscombe 1956), so that it is finite.
    pub fn odds_ratio(&self) -> f64 {
        let Self { promoters, with_first, with_second, with_both, .. } = *self;
        let neither = (promoters + with_both).saturating_sub(with_first + with_second);
        let [both, first, second, neither] =
            [with_both, with_first - with_both, with_second - with_both, neither].map(|count| count as f64 + 0.5);
        both * neither / (first * second)
    }

    /// Probability of as many promoters with both, or more, if the two were independent (Fisher's exact test,
    /// one-sided).
    pub fn p_value(&self) -> f64 {
        let Some(below) = self.with_both.checked_sub(1) else { return 1.0 };
        let [all, first, second] =
            [self.promoters, self.with_first, self.with_second].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
        Hypergeometric::new(all, first, second).map_or(1.0, |own| own.sf(below as u64).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_tested_as_fisher_did() {
        // Fisher's tea (1935), 3 of 4 cups right: 17 of 70 ways are as good or better.
        let tea = CoOccurrence { promoters: 8, with_first: 4, with_second: 4, with_both: 3, same_bases: 0 };
        assert!((tea.p_value() - 17.0 / 70.0).abs() < 1e-12, "{}", tea.p_value());
        assert!((tea.odds_ratio() - 3.5 * 3.5 / (1.5 * 1.5)).abs() < 1e-12);
        assert!((tea.expected() - 2.0).abs() < 1e-12);
        assert!((CoOccurrence { with_both: 0, ..tea }.p_value() - 1.0).abs() < 1e-12);
        let all = CoOccurrence { with_first: 8, with_second: 8, with_both: 8, ..tea };
        assert!((all.p_value() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn tails_of_large_tables_keep_their_digits() {
        // 120 of 120 among 6,000, both sets the same: one way out of (6000 over 120).
        let same = CoOccurrence { promoters: 6000, with_first: 120, with_second: 120, with_both: 120, same_bases: 0 };
        assert!(same.p_value() > 0.0 && same.p_value() < 1e-200, "{}", same.p_value());
    }
}
