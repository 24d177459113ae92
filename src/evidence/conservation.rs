/// What stands beside a value, so that next to nothing against nothing is no great loss.
const BESIDE: f32 = 0.05;

/// How much of a feature's value is conserved: the geometric mean of the value and those of the relatives, one
/// for each species, relative to the value itself and at most 1. Nothing where there is no relative, or so
/// little of the feature that there is nothing to conserve.
pub fn conserved(own: f32, relatives: &[f32]) -> Option<f32> {
    if relatives.is_empty() || own < BESIDE {
        return None;
    }
    let log = |value: f32| (value + BESIDE).ln();
    let sum: f32 = relatives.iter().map(|value| log(*value) - log(own)).sum();
    Some((sum / (relatives.len() + 1) as f32).exp().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::conserved;

    #[test]
    fn what_relatives_keep_is_their_geometric_mean() {
        let close = |found: Option<f32>, expected: f32| found.is_some_and(|found| (found - expected).abs() < 1e-6);
        assert!(close(conserved(0.95, &[0.95, 0.95]), 1.0));
        // 1.0, 0.5 and 0.125 after what stands beside them.
        assert!(close(conserved(0.95, &[0.45, 0.075]), (0.5_f32 * 0.125).powf(1.0 / 3.0)));
        assert!(close(conserved(0.95, &[3.0]), 1.0), "more of it elsewhere is no more than all of it");
        assert_eq!(conserved(0.95, &[]), None, "no relative");
        assert_eq!(conserved(0.01, &[0.5]), None, "no site");
    }
}
