//! What a model's features are read from: kernels of a convolution, or sites of known motifs.

use anyhow::{Result, bail};
use cisight::architecture::FeatureKernel;
use cisight::model::Model;
use cisight::motif::{Kernel, PlacedSite};
use cisight::sequence::Strand;

use crate::common::samples::Row;

/// What has a motif: a kernel, or a known motif of a feature.
pub struct Source {
    pub name: String,
    /// What has its sites: index among the elements.
    pub element: usize,
    /// Kernels only.
    kernel: Option<Kernel>,
}

/// A model's way to find sites.
pub struct Reading<'a> {
    model: &'a Model,
    pub share: f32,
    /// The letters that stand for A, C, G, T.
    bases: [u8; 4],
    pub sources: Vec<Source>,
    /// Names of what keeps company: the kernels, or the features whose motifs cannot be told apart.
    pub elements: Vec<String>,
}

/// A site of a source.
pub struct Site {
    pub source: usize,
    /// All of its bases, as the strand reads them: 0 to 3 for A, C, G, T, 4 for anything else.
    pub bases: Vec<u8>,
    /// Its core.
    pub place: PlacedSite,
}

impl<'a> Reading<'a> {
    /// Of a model; `share` is what a site of a kernel has to exceed.
    pub fn of(model: &'a Model, bases: [u8; 4], share: Option<f32>) -> Result<Self> {
        let names = model.feature_names()?;
        let kernels = model.feature_kernels()?;
        let mut own = Self { model, share: share.unwrap_or(0.5), bases, sources: Vec::new(), elements: Vec::new() };
        let several = kernels.len() > 1;
        for (member, kernels) in kernels.into_iter().enumerate() {
            for FeatureKernel { feature, values } in kernels {
                let name = names.get(feature).cloned().unwrap_or_default();
                let name = if several { format!("{name} of network {}", member + 1) } else { name };
                let kernel = Some(Kernel { name: name.clone(), values });
                own.sources.push(Source { name: name.clone(), element: own.elements.len(), kernel });
                own.elements.push(name);
            }
        }
        let motifs = model.feature_motifs();
        if own.sources.is_empty() && !motifs.is_empty() {
            if share.is_some() {
                bail!("--share is for kernels; the sites of this model's motifs are those that it reads itself");
            }
            own.elements = names;
            let source = |motif: cisight::architecture::FeatureMotif| Source {
                name: format!("{} {}", motif.name, motif.id),
                element: motif.feature,
                kernel: None,
            };
            own.sources = motifs.into_iter().map(source).collect();
        }
        if own.sources.is_empty() {
            bail!(
                "the features of {} networks are read neither with kernels of a convolution nor from motifs",
                model.manifest().architecture
            );
        }
        Ok(own)
    }

    /// What is counted, in messages.
    pub fn noun(&self) -> &'static str {
        if self.sources.iter().any(|own| own.kernel.is_some()) { "kernel" } else { "motif" }
    }

    /// What the model reads of a promoter: 0 to 3 for A, C, G, T, 4 for anything else.
    pub fn codes(&self, row: &Row) -> Vec<u8> {
        let code = |code: &u8| self.bases.iter().position(|base| base == code).map_or(4, |at| at as u8);
        row.subject.window().codes().iter().map(code).collect()
    }

    /// All sites of a promoter.
    pub fn sites(&self, row: &Row) -> Result<Vec<Site>> {
        let codes = self.codes(row);
        let mut sites = Vec::new();
        for (source, own) in self.sources.iter().enumerate() {
            let Some(kernel) = &own.kernel else { continue };
            let width = kernel.values.len();
            sites.extend(kernel.sites(&codes, self.share).into_iter().map(|start| Site {
                source,
                bases: codes[start..start + width].to_vec(),
                place: PlacedSite { start, end: start + width, strand: Strand::Forward },
            }));
        }
        if self.sources.iter().all(|own| own.kernel.is_some()) {
            return Ok(sites);
        }
        for site in self.model.listed_sites(&row.subject)? {
            let bases = codes.get(site.range).unwrap_or_default().iter().copied();
            let bases = match site.strand {
                Strand::Forward => bases.collect(),
                Strand::Reverse => bases.rev().map(|code| if code < 4 { 3 - code } else { code }).collect(),
            };
            let place = PlacedSite { start: site.core.start, end: site.core.end, strand: site.strand };
            sites.push(Site { source: site.motif, bases, place });
        }
        Ok(sites)
    }
}
