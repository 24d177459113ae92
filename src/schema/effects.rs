use serde::{Deserialize, Serialize};

/// What random single-base changes of natural promoters do to a response: what the effect of a variant is
/// measured by.
///
/// ```
/// use cisight::schema::EffectScale;
///
/// let scale = EffectScale::new((4, 2), "S. cerevisiae", vec![0.3, -0.2, 0.0, 0.1]);
/// let percentile = scale.percentile(0.25);
/// // Three of four changes have a smaller effect, and three lie below it.
/// assert!((percentile.size - 75.0).abs() < 10.0 && (percentile.signed - 75.0).abs() < 10.0);
/// assert_eq!(scale.percentile(9.0).size, 100.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectScale {
    /// How many changes were made.
    pub changes: usize,
    /// In how many promoters.
    pub promoters: usize,
    /// Whose promoters, such as `Saccharomyces cerevisiae S288C`.
    pub source: String,
    /// Effects (changed minus unchanged, in the output's unit) in rising order: all of them, or quantiles at
    /// even steps.
    effects: Vec<f32>,
}

/// Where an effect stands among those of random single-base changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Percentile {
    /// Of 100 random changes, how many have a smaller effect, whatever its sign.
    pub size: f32,
    /// Of 100 random changes, how many lie below it, signs counted.
    pub signed: f32,
}

impl EffectScale {
    /// Of the effects of `(changes, promoters)` that were made; what is no number is left out.
    pub fn new((changes, promoters): (usize, usize), source: impl Into<String>, mut effects: Vec<f32>) -> Self {
        effects.retain(|effect| effect.is_finite());
        effects.sort_by(f32::total_cmp);
        Self { changes, promoters, source: source.into(), effects }
    }

    /// The same with that many quantiles at even steps instead of all effects, so that it is small.
    #[must_use]
    pub fn thinned(&self, count: usize) -> Self {
        let last = self.effects.len().saturating_sub(1);
        let steps = count.saturating_sub(1).max(1);
        let quantile = |step: usize| self.effects.get((step * last + steps / 2) / steps).copied();
        Self { effects: (0..count).filter_map(quantile).collect(), ..self.clone() }
    }

    /// The effects, rising.
    pub fn effects(&self) -> &[f32] {
        &self.effects
    }

    /// Where an effect stands; NaN where it is no number or there is nothing to compare it with.
    pub fn percentile(&self, effect: f32) -> Percentile {
        if effect.is_nan() || self.effects.is_empty() {
            return Percentile { size: f32::NAN, signed: f32::NAN };
        }
        let share = |count: f32| 100.0 * count / self.effects.len() as f32;
        let smaller = self.rank(effect.abs()) - self.rank(-effect.abs());
        Percentile { size: share(smaller), signed: share(self.rank(effect)) }
    }

    /// How many effects lie below, in between counted by parts, so that it never falls where `effect` rises.
    fn rank(&self, effect: f32) -> f32 {
        let below = self.effects.partition_point(|own| *own < effect);
        let upto = self.effects.partition_point(|own| *own <= effect);
        if upto > below {
            return (below + upto) as f32 / 2.0;
        }
        match (below.checked_sub(1).and_then(|at| self.effects.get(at)), self.effects.get(below)) {
            (Some(low), Some(high)) => below as f32 - 0.5 + (effect - low) / (high - low),
            _ => below as f32,
        }
    }

    /// What is wrong with it.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let rises = self.effects.windows(2).all(|two| two[0] <= two[1]);
        (self.effects.is_empty() || !rises || self.effects.iter().any(|effect| !effect.is_finite()))
            .then_some("needs effects that rise, and at least one")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn percentiles_rise_with_the_effect(
            effects in prop::collection::vec(prop_oneof![-1.0_f32..1.0, Just(0.0_f32)], 1..60),
            mut asked in prop::collection::vec(prop_oneof![-2.0_f32..2.0, Just(0.0_f32)], 2..20),
        ) {
            let scale = EffectScale::new((effects.len(), 1), "test", effects);
            asked.sort_by(f32::total_cmp);
            let found: Vec<Percentile> = asked.iter().map(|effect| scale.percentile(*effect)).collect();
            prop_assert!(found.windows(2).all(|two| two[0].signed <= two[1].signed));
            asked.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
            let sizes: Vec<f32> = asked.iter().map(|effect| scale.percentile(*effect).size).collect();
            prop_assert!(sizes.windows(2).all(|two| two[0] <= two[1]));
            prop_assert!(sizes.iter().all(|size| (-1e-4..=100.0001).contains(size)));
        }
    }

    #[test]
    fn a_percentile_is_the_share_of_smaller_effects_and_thinning_keeps_it() {
        let effects: Vec<f32> = (0..2001).map(|at| ((at as f32) * 0.618_034).fract() - 0.5).collect();
        let counted = |effect: f32| effects.iter().filter(|own| own.abs() < effect).count() as f32 / 20.01;
        let scale = EffectScale::new((2001, 9), "test", effects.clone());
        let thin = scale.thinned(201);
        assert_eq!(thin.effects().len(), 201);
        for effect in [0.01, 0.1, 0.33, 0.49] {
            assert!((scale.percentile(-effect).size - counted(effect)).abs() < 0.1);
            assert!((thin.percentile(effect).size - counted(effect)).abs() < 1.0);
        }
        assert_eq!(thin.percentile(0.7), Percentile { size: 100.0, signed: 100.0 });
        assert!(EffectScale::new((0, 0), "none", vec![f32::NAN]).percentile(0.1).size.is_nan());
    }
}
