use std::rc::Rc;

use super::quadrature::gauss_legendre;
use crate::architecture::Rule;
use crate::model::{Encoder, ExplanationError, Model};
use crate::sample::SampleSet;

/// Promoters that one step computes.
const PROMOTERS_PER_STEP: usize = 64;

/// How TF contributions are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TfRule {
    /// DeepLIFT's rescale rule.
    DeepLift,
    /// Integrated gradients with that many nodes.
    IntegratedGradients(usize),
}

/// A TF's place among those that drive a difference between two conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedTf {
    /// Index in the model's list.
    pub tf: usize,
    /// Mean contribution over the promoters, in the output's unit.
    pub mean: f32,
    /// Mean size of the contribution; what TFs are ranked by.
    pub mean_size: f32,
    /// Standard deviation over the promoters: how much it tells them apart.
    pub deviation: f32,
}

/// Which TFs drive the responses of many promoters to a change from one condition to another, the promoters
/// being what they are.
///
/// Each promoter's contributions sum to its difference in response. A TF whose level does not differ between
/// the two conditions contributes nothing.
#[derive(Debug)]
pub struct TfRankingJob {
    model: Rc<Model>,
    samples: Encoder,
    output: usize,
    levels: Vec<f32>,
    reference: Vec<f32>,
    rule: Rule,
    done: usize,
    contributions: Vec<f32>,
    worst: f32,
}

impl TfRankingJob {
    /// Prepares P promoters and two conditions, each one level a TF in the table's unit.
    /// `output` is one of the model's.
    pub fn new(
        model: Rc<Model>,
        samples: impl Into<SampleSet>,
        [levels, reference]: [Vec<f32>; 2],
        rule: TfRule,
        output: usize,
    ) -> Self {
        let samples = Encoder::new(Rc::clone(&model), samples.into());
        let rule = match rule {
            TfRule::DeepLift => Rule::Rescale,
            TfRule::IntegratedGradients(steps) => Rule::Integrated(gauss_legendre(steps)),
        };
        Self { model, samples, output, levels, reference, rule, done: 0, contributions: Vec::new(), worst: 0.0 }
    }

    /// Promoters to do.
    pub fn total(&self) -> usize {
        self.samples.len()
    }

    /// Promoters done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next few promoters.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass or the device fails; what was done
    /// stays.
    pub async fn step(&mut self) -> Result<(), ExplanationError> {
        let end = (self.done + PROMOTERS_PER_STEP).min(self.samples.len());
        if end == self.done {
            return Ok(());
        }
        let encoded = self.samples.encode(self.done..end)?;
        let explained =
            self.model.explain_tfs(&encoded, [&self.levels, &self.reference], &self.rule, self.output).await?;
        for (row, multipliers) in explained.tfs.chunks(self.levels.len().max(1)).enumerate() {
            let levels = self.levels.iter().zip(&self.reference);
            let own: Vec<f32> =
                multipliers.iter().zip(levels).map(|(unit, (here, there))| unit * (here - there)).collect();
            let difference = explained.responses[row] - explained.references[row];
            self.worst = self.worst.max((difference - own.iter().sum::<f32>()).abs());
            self.contributions.extend(own);
        }
        self.done = end;
        Ok(())
    }

    /// `P x T`, row-major, of the promoters that are done.
    pub fn contributions(&self) -> &[f32] {
        &self.contributions
    }

    /// The largest completeness error of a promoter so far.
    pub fn largest_error(&self) -> f32 {
        self.worst
    }

    /// All TFs, those that matter most first.
    pub fn ranking(&self) -> Vec<RankedTf> {
        let tfs = self.levels.len();
        let ranked = |tf: usize| {
            let own = || self.contributions.iter().skip(tf).step_by(tfs).map(|value| f64::from(*value));
            let count = self.done.max(1) as f64;
            let mean = own().sum::<f64>() / count;
            let size = own().map(f64::abs).sum::<f64>() / count;
            let deviation = (own().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
            RankedTf { tf, mean: mean as f32, mean_size: size as f32, deviation: deviation as f32 }
        };
        let mut ranking: Vec<RankedTf> = (0..tfs).map(ranked).collect();
        ranking.sort_by(|a, b| b.mean_size.total_cmp(&a.mean_size));
        ranking
    }
}
