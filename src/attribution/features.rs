use std::ops::Range;
use std::rc::Rc;

use crate::architecture::{FeatureMotif, MotifSite};
use crate::model::{FeatureSite, Model, TermsError};
use crate::sample::{Sample, SampleSet, Subject};
use crate::sequence::Strand;

/// A named feature's share in a response, and the sites that it is read from.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureShare {
    /// The feature's name.
    pub name: String,
    /// Its motifs.
    pub motifs: Vec<FeatureMotif>,
    /// The TFs that bind them, as indices in the model's list of TFs, each once.
    pub tfs: Vec<usize>,
    /// What the sample has of it.
    pub value: f32,
    /// What a unit of it is worth in the condition.
    pub weight: f32,
    /// Value times weight, in the output's unit.
    pub contribution: f32,
    /// Its sites, the largest share first.
    pub sites: Vec<BoundSite>,
    /// What sites that are too weak to be listed carry of the contribution.
    pub weak: f32,
}

/// A place that motifs of one feature share, as theirs overlap there.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundSite {
    /// The motifs there, as indices among the feature's, the strongest first.
    pub motifs: Vec<usize>,
    /// The bases of the strongest, as indices of the window.
    pub range: Range<usize>,
    /// From its first to its last base that it is particular about.
    pub core: Range<usize>,
    /// The strand that reads as the strongest.
    pub strand: Strand,
    /// What they carry of the feature's contribution. A feature's sites and its weak sites add up to its
    /// contribution.
    pub contribution: f32,
}

/// A response as the sum that it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponseSum {
    /// The response.
    pub response: f32,
    /// Its spread.
    pub spread: f32,
    /// What all samples have in common in the condition.
    pub shared: f32,
    /// All other features, in the model's order; with what is shared, their contributions add up to the
    /// response.
    pub features: Vec<FeatureShare>,
}

/// What the named features of a sample contribute to its response in a condition, and from which sites.
#[derive(Debug)]
pub struct FeaturesJob {
    model: Rc<Model>,
    subject: Subject,
    levels: Vec<f32>,
    sum: Option<ResponseSum>,
}

impl FeaturesJob {
    /// Prepares one sample in one condition (`levels` of all TFs, in the table's unit).
    pub fn new(model: Rc<Model>, subject: Subject, levels: Vec<f32>) -> Self {
        Self { model, subject, levels, sum: None }
    }

    /// Pieces of work.
    pub fn total(&self) -> usize {
        1
    }

    /// Pieces done.
    pub fn done(&self) -> usize {
        usize::from(self.sum.is_some())
    }

    /// The sum, once it is done.
    pub fn sum(&self) -> Option<&ResponseSum> {
        self.sum.as_ref()
    }

    /// Computes all of it: a sequence is scanned twice.
    ///
    /// # Errors
    /// [`TermsError`] where the model's responses are no such sums, the sample is not what it reads, or the
    /// device fails.
    pub async fn step(&mut self) -> Result<(), TermsError> {
        let Self { model, subject, levels, .. } = self;
        let sample = Sample { name: String::new(), parts: subject.parts().to_vec() };
        let samples = model.encode(&SampleSet::new([sample], subject.parts().len()))?;
        let conditions = model.encode_conditions(levels);
        let table = model.feature_table(&samples, &conditions).await?;
        let sites = model.feature_sites(subject, &samples, &conditions).await?;
        let (response, spread) = model.respond(&samples, &conditions).await?.summary(0);
        let (motifs, shared) = (model.feature_motifs(), model.shared_feature());
        let mut sum = ResponseSum { response, spread, ..ResponseSum::default() };
        for (feature, term) in table.terms(0, 0).enumerate() {
            if shared == Some(feature) {
                sum.shared = term.contribution;
                continue;
            }
            let own: Vec<usize> = (0..motifs.len()).filter(|motif| motifs[*motif].feature == feature).collect();
            let sites = together(&sites, &own);
            let listed: f32 = sites.iter().map(|site| site.contribution).sum();
            let motifs: Vec<FeatureMotif> = own.into_iter().map(|motif| motifs[motif].clone()).collect();
            sum.features.push(FeatureShare {
                name: term.name.to_owned(),
                tfs: tfs_of(&motifs),
                motifs,
                value: term.value,
                weight: term.weight,
                contribution: term.contribution,
                sites,
                weak: term.contribution - listed,
            });
        }
        self.sum = Some(sum);
        Ok(())
    }
}

fn tfs_of(motifs: &[FeatureMotif]) -> Vec<usize> {
    let mut tfs: Vec<usize> = motifs.iter().flat_map(|motif| motif.tfs.iter().copied()).collect();
    tfs.sort_unstable();
    tfs.dedup();
    tfs
}

/// The sites of some motifs, which are one feature's; a weaker one whose core overlaps a stronger one's goes
/// with it.
fn together(sites: &[FeatureSite], motifs: &[usize]) -> Vec<BoundSite> {
    let place = |site: &FeatureSite| motifs.iter().position(|own| *own == site.site.motif);
    let mut sites: Vec<(usize, &FeatureSite)> =
        sites.iter().filter_map(|site| place(site).map(|motif| (motif, site))).collect();
    sites.sort_by(|(_, one), (_, other)| other.value.total_cmp(&one.value));
    let mut bound: Vec<BoundSite> = Vec::new();
    for (motif, FeatureSite { site: MotifSite { range, core, strand, .. }, contribution, .. }) in sites {
        let overlaps = |own: &&mut BoundSite| own.core.start < core.end && core.start < own.core.end;
        match bound.iter_mut().find(overlaps) {
            Some(own) => {
                own.contribution += contribution;
                if !own.motifs.contains(&motif) {
                    own.motifs.push(motif);
                }
            }
            None => bound.push(BoundSite {
                motifs: vec![motif],
                range: range.clone(),
                core: core.clone(),
                strand: *strand,
                contribution: *contribution,
            }),
        }
    }
    bound.sort_by(|one, other| other.contribution.abs().total_cmp(&one.contribution.abs()));
    bound
}
