use burn::tensor::{Tensor, Transaction};
use thiserror::Error;

use super::loaded::{EncodedPromoters, Model};
use crate::architecture::{Point, Profile, Rule};
use crate::backend::BackendError;
use crate::sequence::Window;

/// Why nothing can be attributed.
#[derive(Debug, Error)]
pub enum ExplanationError {
    /// The architecture has no backward pass.
    #[error("attributions by gradient are not available for {0} networks; use mutagenesis")]
    NotAvailable(String),
    /// There is nothing to compare with.
    #[error("an attribution needs at least one reference")]
    NoReference,
    /// The device failed.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// What the output changes by for a unit of each input, the mean over an ensemble, for each of R references.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// `R x letters x length`, row-major.
    pub bases: Vec<f32>,
    /// `R x T`, row-major, per unit of the TF table.
    pub tfs: Vec<f32>,
    /// The target's response.
    pub response: f32,
    /// The references' responses.
    pub references: Vec<f32>,
}

/// The same for the TFs alone, for P promoters that stay as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedTfs {
    /// `P x T`, row-major, per unit of the TF table.
    pub tfs: Vec<f32>,
    /// The promoters' responses in the target condition.
    pub responses: Vec<f32>,
    /// Those in the reference condition.
    pub references: Vec<f32>,
}

impl Model {
    /// Explains how a promoter's response in a condition differs from those of references; levels are in the table's unit.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass, there is no reference, or the device fails.
    pub async fn explain(
        &self,
        target: (Profile, &[f32]),
        references: &[(Profile, &[f32])],
        rule: &Rule,
    ) -> Result<Explained, ExplanationError> {
        if references.is_empty() {
            return Err(ExplanationError::NoReference);
        }
        let point = |(profile, levels): &(Profile, &[f32])| Point {
            profile: profile.clone(),
            levels: self.scaling().apply(levels),
        };
        let target = point(&target);
        let references: Vec<Point> = references.iter().map(point).collect();
        let explained = self.members().iter().map(|member| member.explain(&target, &references, rule));
        let explained: Vec<_> = explained.collect::<Option<_>>().ok_or_else(|| self.not_available())?;
        let flat = explained.into_iter().map(|own| {
            let bases = own.bases.flatten::<1>(0, 2);
            [bases, own.tfs.flatten(0, 1), own.target.flatten(0, 1), own.references.flatten(0, 1)]
        });
        let [bases, tfs, response, references] = read(self.mean(flat.collect())).await?;
        let response = response.first().copied().unwrap_or(f32::NAN);
        Ok(Explained { bases, tfs: self.per_unit(tfs), response, references })
    }

    /// Grad-CAM of a window: one value a position, the mean over the ensemble, stretched from the network's columns by straight lines.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has none or the device fails.
    pub async fn activation_map(&self, window: &Window) -> Result<Vec<f32>, ExplanationError> {
        let maps = self.members().iter().map(|member| member.activation_map(window).map(|map| [map]));
        let maps: Vec<_> = maps.collect::<Option<_>>().ok_or_else(|| self.not_available())?;
        let [columns] = read(self.mean(maps)).await?;
        Ok(stretched(&columns, window.codes().len()))
    }

    /// Explains how the responses of promoters in one condition differ from those in another; levels are in the table's unit.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass or the device fails.
    pub async fn explain_tfs(
        &self,
        promoters: &EncodedPromoters,
        target: &[f32],
        reference: &[f32],
        rule: &Rule,
    ) -> Result<ExplainedTfs, ExplanationError> {
        let (target, reference) = (self.scaling().apply(target), self.scaling().apply(reference));
        let members = self.members().iter().zip(promoters.members());
        let explained = members.map(|(member, encoded)| member.explain_tfs(encoded, &target, &reference, rule));
        let explained: Vec<_> = explained.collect::<Option<_>>().ok_or_else(|| self.not_available())?;
        let flat = explained
            .into_iter()
            .map(|own| [own.tfs.flatten::<1>(0, 1), own.target.flatten(0, 1), own.reference.flatten(0, 1)]);
        let [tfs, responses, references] = read(self.mean(flat.collect())).await?;
        Ok(ExplainedTfs { tfs: self.per_unit(tfs), responses, references })
    }

    fn not_available(&self) -> ExplanationError {
        ExplanationError::NotAvailable(self.manifest().architecture.clone())
    }

    /// Contributions are linear in multipliers, so that the mean of the members' multipliers explains the members' mean.
    fn mean<const N: usize>(&self, members: Vec<[Tensor<1>; N]>) -> Vec<Tensor<1>> {
        let count = members.len() as f32;
        let sums = members
            .into_iter()
            .map(|own| own.to_vec())
            .reduce(|sums, own| sums.into_iter().zip(own).map(|(sum, tensor)| sum + tensor).collect());
        sums.unwrap_or_default().into_iter().map(|sum| sum.div_scalar(count)).collect()
    }

    fn per_unit(&self, normalised: Vec<f32>) -> Vec<f32> {
        normalised.into_iter().zip(self.scaling().sd.iter().cycle()).map(|(multiplier, sd)| multiplier / sd).collect()
    }
}

/// Values at the middles of equal parts, read at each of `length` positions.
fn stretched(columns: &[f32], length: usize) -> Vec<f32> {
    let last = columns.len().saturating_sub(1);
    let at = |position: usize| {
        let place = ((position as f32 + 0.5) * columns.len() as f32 / length as f32 - 0.5).clamp(0.0, last as f32);
        let left = place as usize;
        let share = place - left as f32;
        columns.get(left).zip(columns.get((left + 1).min(last))).map_or(0.0, |(a, b)| a + (b - a) * share)
    };
    (0..length).map(at).collect()
}

async fn read<const N: usize>(tensors: Vec<Tensor<1>>) -> Result<[Vec<f32>; N], BackendError> {
    let reading = tensors.into_iter().fold(Transaction::default(), Transaction::register);
    let data = reading.execute_async().await.map_err(|error| BackendError::Lost(format!("{error:?}")))?;
    let values: Vec<Vec<f32>> = data.into_iter().map(|block| block.iter::<f32>().collect()).collect();
    values.try_into().map_err(|_| BackendError::Lost("an answer is incomplete".to_owned()))
}
