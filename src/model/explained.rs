use burn::tensor::Tensor;
use serde::Serialize;
use thiserror::Error;

use super::{EncodedSamples, Model};
use crate::architecture::{Explainer, ExplanationTarget, InputValue, NetworkInput, PartError, Profile, Rule};
use crate::backend::{self, BackendError};
use crate::sample::{Part, Subject};

/// Why nothing can be attributed.
#[derive(Debug, Error, Serialize)]
pub enum ExplanationError {
    /// The architecture has no backward pass.
    #[error("attributions by gradient are not available for {0} networks; use mutagenesis")]
    NotAvailable(String),
    /// The last convolution says nothing about places along the sequence.
    #[error("Grad-CAM is not available for {0} networks, whose last columns are too wide; use mutagenesis")]
    NoActivationMap(String),
    /// There is nothing to compare with.
    #[error("an attribution needs at least one reference")]
    NoReference,
    /// A sample is not what the model reads.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The device failed.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// A sample in a condition; a reference's sequence may be a mixture that is not one.
#[derive(Debug, Clone)]
pub struct ExplanationPoint {
    /// What stands in the sequence in question.
    pub profile: Profile,
    /// One level for each TF, in the table's unit.
    pub levels: Vec<f32>,
}

/// What the output changes by for a unit of each input, the mean over an ensemble, for each of R references.
#[derive(Debug, Clone, PartialEq)]
pub struct EnsembleMultipliers {
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
pub struct EnsembleTfMultipliers {
    /// `P x T`, row-major, per unit of the TF table.
    pub tfs: Vec<f32>,
    /// The promoters' responses in the target condition.
    pub responses: Vec<f32>,
    /// Those in the reference condition.
    pub references: Vec<f32>,
}

impl Model {
    /// Explains how an output for a sample in a condition differs from that for references, whose other
    /// inputs are the sample's own.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass, there is no reference, or the device
    /// fails.
    pub async fn explain(
        &self,
        subject: &Subject,
        output: usize,
        target: &ExplanationPoint,
        references: &[ExplanationPoint],
        rule: &Rule,
    ) -> Result<EnsembleMultipliers, ExplanationError> {
        if references.is_empty() {
            return Err(ExplanationError::NoReference);
        }
        let question = ExplanationTarget { input: subject.input(), output };
        let target = self.network_input(subject, target);
        let references: Vec<NetworkInput> = references.iter().map(|point| self.network_input(subject, point)).collect();
        let explainers = self.explainers()?.into_iter();
        let explained = explainers.map(|own| own.explain(&target, &references, rule, question));
        let explained = explained.collect::<Result<Vec<_>, PartError>>()?;
        let flat = explained.into_iter().map(|own| {
            let bases = own.bases.flatten::<1>(0, 2);
            [bases, own.tfs.flatten(0, 1), own.target.flatten(0, 1), own.references.flatten(0, 1)]
        });
        let [bases, tfs, response, references] = read(self.mean(flat.collect())).await?;
        let response = response.first().copied().unwrap_or(f32::NAN);
        Ok(EnsembleMultipliers { bases, tfs: self.per_unit(tfs), response, references })
    }

    /// Grad-CAM of a sample's sequence in a condition: one value for each position, the mean over the
    /// ensemble, stretched from the network's columns by straight lines.
    ///
    /// # Errors
    /// [`ExplanationError`] where the model has none or the device fails.
    pub async fn activation_map(
        &self,
        subject: &Subject,
        levels: &[f32],
        output: usize,
    ) -> Result<Vec<f32>, ExplanationError> {
        if !self.signature().capabilities.grad_cam {
            return Err(ExplanationError::NoActivationMap(self.manifest().architecture.clone()));
        }
        let window = subject.window();
        let letters = self.letters(subject);
        let point = ExplanationPoint { profile: Profile::of_window(window, letters), levels: levels.to_vec() };
        let (target, question) =
            (self.network_input(subject, &point), ExplanationTarget { input: subject.input(), output });
        let maps = self.explainers()?.into_iter().map(|own| own.activation_map(&target, question).map(|map| [map]));
        let maps = maps.collect::<Result<Vec<_>, PartError>>()?;
        let [columns] = read(self.mean(maps)).await?;
        Ok(stretched(&columns, window.codes().len()))
    }

    /// Explains how an output for samples in one condition differs from that in another; levels are in the
    /// table's unit.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass or reads no TFs, or the device fails.
    pub async fn explain_tfs(
        &self,
        samples: &EncodedSamples,
        [target, reference]: [&[f32]; 2],
        rule: &Rule,
        output: usize,
    ) -> Result<EnsembleTfMultipliers, ExplanationError> {
        let (target, reference) = (self.scaling().apply(target), self.scaling().apply(reference));
        let members = self.explainers()?.into_iter().zip(samples.members());
        let explained = members.map(|(member, inputs)| member.explain_tfs(inputs, [&target, &reference], rule, output));
        let explained: Vec<_> = explained.collect::<Option<_>>().ok_or_else(|| self.not_available())?;
        let flat = explained
            .into_iter()
            .map(|own| [own.tfs.flatten::<1>(0, 1), own.target.flatten(0, 1), own.reference.flatten(0, 1)]);
        let [tfs, responses, references] = read(self.mean(flat.collect())).await?;
        Ok(EnsembleTfMultipliers { tfs: self.per_unit(tfs), responses, references })
    }

    fn explainers(&self) -> Result<Vec<&dyn Explainer>, ExplanationError> {
        let explainers = self.members().iter().map(|member| member.explainer());
        explainers.collect::<Option<_>>().ok_or_else(|| self.not_available())
    }

    /// Letters of the alphabet of a subject's sequence.
    pub fn letters(&self, subject: &Subject) -> usize {
        let spec = self.signature().inputs.get(subject.input());
        spec.and_then(|input| input.bases()).map_or(0, |own| own.alphabet.len())
    }

    fn network_input(&self, subject: &Subject, point: &ExplanationPoint) -> NetworkInput {
        let value = |(input, part): (usize, &Part)| match part {
            _ if input == subject.input() => InputValue::Bases(point.profile.clone()),
            Part::Bases(window) => {
                let alphabet = self.signature().inputs.get(input).and_then(|input| input.bases());
                InputValue::Bases(Profile::of_window(window, alphabet.map_or(0, |own| own.alphabet.len())))
            }
            other => InputValue::Part(self.normalised(input, std::slice::from_ref(other)).swap_remove(0)),
        };
        NetworkInput {
            values: subject.parts().iter().enumerate().map(value).collect(),
            levels: self.scaling().apply(&point.levels),
        }
    }

    fn not_available(&self) -> ExplanationError {
        ExplanationError::NotAvailable(self.manifest().architecture.clone())
    }

    /// Contributions are linear in multipliers, so that the mean of the members' multipliers explains the
    /// members' mean.
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
    let values = backend::read(tensors).await?;
    values.try_into().map_err(|_| BackendError::NoAnswer("it is incomplete".to_owned()))
}
