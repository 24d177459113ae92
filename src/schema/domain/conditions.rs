use serde::{Deserialize, Serialize};

use super::{DomainNote, packed};

/// What TF levels of training conditions have in common. Levels are normalised: standard deviations from each TF's
/// mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionDomain {
    /// The largest level of a TF in any training condition.
    pub level: f32,
    /// The largest root mean square of a training condition's levels.
    pub size: f32,
    /// The smallest: levels that are smaller on the whole have no pattern to speak of.
    pub smallest: f32,
    /// Per cent of a condition's summed squares that the components do not hold: what 99 of 100 training
    /// conditions keep to when their course is left out.
    pub pattern: f32,
    /// Leading principal components of the training conditions, `components x TFs`, of unit length.
    #[serde(with = "packed")]
    pub components: Vec<f32>,
}

impl ConditionDomain {
    /// In what normalised levels are unlike those of training conditions; `name` gives a TF's name by its place.
    pub fn notes(&self, levels: &[f32], name: impl Fn(usize) -> String) -> Vec<DomainNote> {
        let mut notes = Vec::new();
        let largest = levels.iter().enumerate().max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()));
        if let Some((tf, level)) = largest.filter(|(_, level)| level.abs() > self.level) {
            notes.push(DomainNote::Level { tf: name(tf), distance: level.abs(), limit: self.level });
        }
        let size = root_mean_square(levels);
        if size > self.size {
            notes.push(DomainNote::Size { distance: size, limit: self.size });
        }
        let share = self.unshared(levels);
        if size >= self.smallest && share > self.pattern {
            notes.push(DomainNote::Pattern { share, limit: self.pattern });
        }
        notes
    }

    /// Per cent of the summed squares of normalised levels that the components do not hold.
    pub fn unshared(&self, levels: &[f32]) -> f32 {
        let all: f32 = levels.iter().map(|level| level * level).sum();
        let along = |component: &[f32]| component.iter().zip(levels).map(|(a, b)| a * b).sum::<f32>().powi(2);
        let held: f32 = self.components.chunks_exact(levels.len().max(1)).map(along).sum();
        if all > 0.0 { 100.0 * (1.0 - held / all).max(0.0) } else { 0.0 }
    }

    /// What is wrong with it, for so many TFs.
    pub(super) fn fault(&self, tfs: usize) -> Option<&'static str> {
        if tfs == 0 || !self.components.len().is_multiple_of(tfs) {
            return Some("needs a number for each TF in each component");
        }
        let limits = [self.level, self.size, self.smallest, self.pattern];
        (!limits.iter().all(|limit| limit.is_finite())).then_some("needs finite limits")
    }
}

/// The root mean square of normalised levels.
pub(crate) fn root_mean_square(levels: &[f32]) -> f32 {
    (levels.iter().map(|level| level * level).sum::<f32>() / levels.len().max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_unlike_by_one_tf_by_size_and_by_pattern() {
        let components = vec![0.5, 0.5, 0.5, 0.5];
        let own = ConditionDomain { level: 4.0, size: 2.5, smallest: 0.5, pattern: 60.0, components };
        let codes = |levels: &[f32]| own.notes(levels, |tf| format!("TF{tf}"));
        assert_eq!(codes(&[1.0, 1.2, 0.8, 1.0]), []);
        assert_eq!(codes(&[0.1, -0.1, 0.0, 0.1]), [], "too small to have a pattern");
        let [DomainNote::Level { tf, distance, .. }] = &codes(&[-5.0, -2.0, -2.0, 0.0])[..1] else {
            panic!("no note of the level")
        };
        assert!(tf == "TF0" && *distance == 5.0);
        assert!(codes(&[3.0; 4]).contains(&DomainNote::Size { distance: 3.0, limit: 2.5 }));
        let [DomainNote::Pattern { share, .. }] = codes(&[1.0, -1.0, 1.0, -1.0])[..] else {
            panic!("no note of the pattern")
        };
        assert!((share - 100.0).abs() < 1e-3);
    }
}
