use std::collections::BTreeMap;

use burn::tensor::{Int, Tensor, TensorData, Transaction};

use super::terms::TermsError;
use super::{EncodedConditions, EncodedSamples, Model};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernels;
use crate::architecture::{FeatureKernel, FeatureMotif, FeatureReader, MotifSite};
use crate::backend::BackendError;
use crate::sample::Subject;
use crate::sequence::Strand;

/// A site of a motif, and what an ensemble makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureSite {
    /// The site.
    pub site: MotifSite,
    /// Its part of its feature's value, the mean over the members.
    pub value: f32,
    /// Its part of its feature's contribution, in the output's unit.
    pub contribution: f32,
}

impl Model {
    /// The motifs behind the named features; none where those are read in another way.
    pub fn feature_motifs(&self) -> Vec<FeatureMotif> {
        self.first_reader().map_or_else(Vec::new, FeatureReader::motifs)
    }

    /// The kernels on the first sequence that the named features are read with, of each member in turn; none
    /// where those are read in another way.
    ///
    /// # Errors
    /// [`TermsError::NotAvailable`] where the architecture has no named features.
    pub fn feature_kernels(&self) -> Result<Vec<Vec<FeatureKernel>>, TermsError> {
        let kernels = self.members().iter().map(|member| member.features().map(FeatureReader::kernels));
        kernels.collect::<Option<_>>().ok_or_else(|| self.no_features())
    }

    /// The kernels of each member's first convolution on the first sequence; of some of a mixture's members there are
    /// none.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn first_kernels(&self) -> Vec<Option<FirstKernels>> {
        self.members().iter().map(|member| member.first_kernels()).collect()
    }

    /// The sites on a sample's sequence that any member's named features are read from, by motif and place; none
    /// where features have no places.
    ///
    /// # Errors
    /// [`TermsError::NotAvailable`] where the architecture has no named features.
    pub fn listed_sites(&self, subject: &Subject) -> Result<Vec<MotifSite>, TermsError> {
        let mut all = BTreeMap::<(usize, usize, bool), MotifSite>::new();
        for member in self.members() {
            let reader = member.features().ok_or_else(|| self.no_features())?;
            let own = reader.sites(subject.input(), subject.window());
            for site in own.into_iter().flat_map(|own| own.sites) {
                all.entry((site.motif, site.range.start, site.strand == Strand::Reverse)).or_insert(site);
            }
        }
        Ok(all.into_values().collect())
    }

    /// The index of the feature that all samples have in common.
    pub fn shared_feature(&self) -> Option<usize> {
        self.first_reader()?.shared()
    }

    fn first_reader(&self) -> Option<&dyn FeatureReader> {
        self.members().first()?.features()
    }

    /// The sites on a sample's sequence that its named features are read from, and what each carries of its
    /// feature's value and of its contribution in the first of `conditions`, by motif and place.
    ///
    /// The sites of a feature and those too weak to be listed add up to its contribution.
    ///
    /// # Errors
    /// [`TermsError`] where the architecture has no named features or the device fails.
    pub async fn feature_sites(
        &self,
        subject: &Subject,
        samples: &EncodedSamples,
        conditions: &EncodedConditions,
    ) -> Result<Vec<FeatureSite>, TermsError> {
        let motifs = self.feature_motifs();
        let mut sites = Vec::new();
        let mut reading = Transaction::default();
        let members = self.members().iter().zip(samples.members().iter().zip(&conditions.members));
        for (member, (inputs, condition)) in members {
            let reader = member.features().ok_or_else(|| self.no_features())?;
            let Some(own) = reader.sites(subject.input(), subject.window()) else { return Ok(Vec::new()) };
            let features: Vec<i32> =
                own.sites.iter().map(|site| motifs.get(site.motif).map_or(0, |motif| motif.feature as i32)).collect();
            let count = features.len();
            if count == 0 {
                continue;
            }
            let features = Tensor::<1, Int>::from_data(TensorData::new(features, [count]), &own.values.device());
            let weights = reader.terms(inputs, condition).weights.slice([0..1, 0..1]).flatten::<1>(0, 2);
            reading = reading.register(own.values.clone()).register(own.values * weights.select(0, features));
            sites.push(own.sites);
        }
        let data = match sites.len() {
            0 => Vec::new(),
            _ => reading.execute_async().await.map_err(|error| BackendError::Lost(format!("{error:?}")))?,
        };
        let blocks: Vec<Vec<f32>> = data.into_iter().map(|block| block.iter::<f32>().collect()).collect();
        let count = self.members().len() as f32;
        let mut all = BTreeMap::<(usize, usize, bool), FeatureSite>::new();
        for (sites, read) in sites.into_iter().zip(blocks.chunks_exact(2)) {
            for (site, (value, contribution)) in sites.into_iter().zip(read[0].iter().zip(&read[1])) {
                let key = (site.motif, site.range.start, site.strand == Strand::Reverse);
                let mean = all.entry(key).or_insert(FeatureSite { site, value: 0.0, contribution: 0.0 });
                mean.value += value / count;
                mean.contribution += contribution / count;
            }
        }
        Ok(all.into_values().collect())
    }
}
