use burn::tensor::{Tensor, Transaction};
use serde::Serialize;
use thiserror::Error;

use super::{EncodedConditions, EncodedSamples, Model};
use crate::architecture::{FeatureReader, PartError, TfChange};
use crate::backend::BackendError;

/// Why a model has no feature table.
#[derive(Debug, Error, Serialize)]
pub enum TermsError {
    /// Its responses are no sums over named features.
    #[error("the responses of {0} networks are no sums over named features; attribute to bases or TFs instead")]
    NotAvailable(String),
    /// A sample is not what the model reads.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The device failed.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// What named features contribute to the responses of P samples in C conditions, the mean over an ensemble.
///
/// A sample's contributions add up to its response. Value times weight is the contribution; an ensemble's
/// value is the mean of its members', its weight what that makes the contribution.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureTable {
    names: Vec<String>,
    conditions: usize,
    /// `P x F`
    values: Vec<f32>,
    /// `P x C x F`
    contributions: Vec<f32>,
}

/// One feature of a sample in a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeatureTerm<'a> {
    /// The feature's name.
    pub name: &'a str,
    /// What the sample has of it.
    pub value: f32,
    /// What a unit of it is worth in the condition.
    pub weight: f32,
    /// Value times weight, in the output's unit.
    pub contribution: f32,
}

impl FeatureTable {
    /// `P x F`, row-major: what each sample has of each feature.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// `P x C x F`, row-major, in the output's unit.
    pub fn contributions(&self) -> &[f32] {
        &self.contributions
    }

    /// The terms of a sample in a condition, in the features' order.
    pub fn terms(&self, sample: usize, condition: usize) -> impl Iterator<Item = FeatureTerm<'_>> {
        let width = self.names.len();
        let values = self.values.iter().skip(sample * width);
        let contributions = self.contributions.iter().skip((sample * self.conditions + condition) * width);
        self.names.iter().zip(values.zip(contributions)).map(|(name, (&value, &contribution))| {
            let weight = if value == 0.0 { 0.0 } else { contribution / value };
            FeatureTerm { name, value, weight, contribution }
        })
    }
}

impl Model {
    /// Names of the features whose contributions add up to a response, in their order.
    ///
    /// # Errors
    /// [`TermsError::NotAvailable`] where the architecture has no named features.
    pub fn feature_names(&self) -> Result<Vec<String>, TermsError> {
        let has_features = self.signature().capabilities.features;
        let reader = self.members().first().filter(|_| has_features).and_then(|member| member.features());
        let names = reader.map(FeatureReader::names);
        names.ok_or_else(|| TermsError::NotAvailable(self.manifest().architecture.clone()))
    }

    /// What named features contribute to the response of each sample in each condition.
    ///
    /// # Errors
    /// [`TermsError`] where the architecture has no named features or the device fails.
    pub async fn feature_table(
        &self,
        samples: &EncodedSamples,
        conditions: &EncodedConditions,
    ) -> Result<FeatureTable, TermsError> {
        let none = || self.no_features();
        let readers: Vec<_> =
            self.members().iter().map(|member| member.features()).collect::<Option<_>>().ok_or_else(none)?;
        let names = self.feature_names()?;
        let own = readers.iter().zip(samples.members().iter().zip(&conditions.members));
        let sums = own
            .map(|(reader, (inputs, conditions))| {
                let terms = reader.terms(inputs, conditions);
                (
                    terms.values.clone().flatten::<1>(0, 1),
                    (terms.values.unsqueeze_dim::<3>(1) * terms.weights).flatten::<1>(0, 2),
                )
            })
            .reduce(|(values, terms), (other, others)| (values + other, terms + others));
        let (values, contributions) = sums.ok_or_else(none)?;
        let count = readers.len() as f32;
        let reading = [values, contributions]
            .into_iter()
            .fold(Transaction::default(), |reading, all: Tensor<1>| reading.register(all.div_scalar(count)));
        let data = reading.execute_async().await.map_err(|error| BackendError::Lost(format!("{error:?}")))?;
        let mut read = data.into_iter().map(|block| block.iter::<f32>().collect::<Vec<f32>>());
        let incomplete = || BackendError::Lost("an answer is incomplete".to_owned());
        let (values, contributions) = read.next().zip(read.next()).ok_or_else(incomplete)?;
        Ok(FeatureTable { names, conditions: conditions.conditions, values, contributions })
    }

    pub(super) fn no_features(&self) -> TermsError {
        TermsError::NotAvailable(self.manifest().architecture.clone())
    }

    /// Whether the model knows which of its terms are a TF's own; none where it knows TFs by their levels
    /// alone.
    pub fn has_terms(&self, tf: usize) -> Option<bool> {
        let known: Vec<bool> =
            self.members().iter().map(|member| Some(member.regulators()?.has_terms(tf))).collect::<Option<_>>()?;
        Some(known.into_iter().any(|has| has))
    }

    /// One condition (levels in the table's unit) encoded once for each set of changes to TFs; none where the
    /// model knows TFs by their levels alone.
    pub fn encode_tf_changes(&self, levels: &[f32], changes: &[Vec<(usize, TfChange)>]) -> Option<EncodedConditions> {
        let normalised = self.scaling().apply(levels);
        let members =
            self.members().iter().map(|member| Some(member.regulators()?.encode_changed(&normalised, changes)));
        Some(EncodedConditions {
            members: members.collect::<Option<_>>()?,
            conditions: changes.len(),
            outputs: 0..self.signature().outputs.len(),
        })
    }
}
