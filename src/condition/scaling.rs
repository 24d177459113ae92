use serde::{Deserialize, Serialize};

/// How TF levels are normalised, as they were in training: `(level - mean) / sd`, one pair a TF, in the
/// table's unit.
///
/// The mean also stands in for a missing level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaling {
    /// Mean level of each TF over the training conditions.
    pub mean: Vec<f32>,
    /// What each centred level is divided by.
    pub sd: Vec<f32>,
}

impl Scaling {
    /// Leaves every level as it is; a missing one reads as zero.
    pub fn identity(tfs: usize) -> Self {
        Self { mean: vec![0.0; tfs], sd: vec![1.0; tfs] }
    }

    /// Whether there is one finite mean and one positive sd for each of `tfs` TFs.
    pub fn fits(&self, tfs: usize) -> bool {
        self.mean.len() == tfs
            && self.sd.len() == tfs
            && self.mean.iter().all(|mean| mean.is_finite())
            && self.sd.iter().all(|sd| sd.is_finite() && *sd > 0.0)
    }

    /// Normalises rows of levels (`C x T`, row-major).
    pub fn apply(&self, levels: &[f32]) -> Vec<f32> {
        let constants = self.mean.iter().zip(&self.sd).cycle();
        levels.iter().zip(constants).map(|(level, (mean, sd))| (level - mean) / sd).collect()
    }
}
