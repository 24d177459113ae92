//! What a model's features are read from: kernels of a convolution, or sites of known motifs; of a model without
//! named features, what its first convolution is activated by.

use anyhow::{Result, bail};
use cisight::architecture::{FeatureKernel, FirstKernel, FirstKernels};
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
    kernel: Option<Scanned>,
}

/// A kernel, and how its sites are told.
struct Scanned {
    kernel: Kernel,
    /// What the network adds to its activation.
    bias: f32,
    /// Its sites have a larger activation.
    limit: f32,
}

/// A model's way to find sites.
pub struct Reading<'a> {
    model: &'a Model,
    pub share: f32,
    /// The letters that stand for A, C, G, T.
    bases: [u8; 4],
    pub sources: Vec<Source>,
    /// Whether kernels are those of a first convolution, whose sites are told by their largest activation among
    /// the promoters.
    pub is_first: bool,
    /// Whether kernels are read on both strands.
    both_strands: bool,
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
        let mut own = Self {
            model,
            share: share.unwrap_or(0.5),
            bases,
            sources: Vec::new(),
            is_first: false,
            both_strands: false,
            elements: Vec::new(),
        };
        let has_features = model.signature().capabilities.features;
        let networks = model.first_kernels();
        if !has_features && networks.iter().any(Option::is_some) {
            own.read_first(networks);
            return Ok(own);
        }
        let names = model.feature_names()?;
        let kernels = model.feature_kernels()?;
        let several = kernels.len() > 1;
        for (member, kernels) in kernels.into_iter().enumerate() {
            for FeatureKernel { feature, values } in kernels {
                let name = names.get(feature).cloned().unwrap_or_default();
                let name = if several { format!("{name} of network {}", member + 1) } else { name };
                let kernel = Kernel { name: name.clone(), values };
                // None where no bases activate it.
                let largest = Some(kernel.largest()).filter(|largest| *largest > 0.0);
                let limit = largest.map_or(f32::INFINITY, |largest| own.share * largest);
                let kernel = Some(Scanned { kernel, bias: 0.0, limit });
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
                "{} networks read bases neither with kernels of a first convolution nor from motifs",
                model.manifest().architecture
            );
        }
        Ok(own)
    }

    /// Takes the kernels of each network's first convolution, of those that have one.
    fn read_first(&mut self, networks: Vec<Option<FirstKernels>>) {
        self.is_first = true;
        let several = networks.len() > 1;
        let without = networks.iter().filter(|own| own.is_none()).count();
        if without > 0 {
            eprintln!("{without} of {} networks have no first convolution and are left out", networks.len());
        }
        let networks = networks.into_iter().enumerate();
        for (member, FirstKernels { kernels, both_strands }) in networks.filter_map(|(at, own)| Some((at, own?))) {
            self.both_strands |= both_strands;
            for (at, FirstKernel { values, bias }) in kernels.into_iter().enumerate() {
                let of = if several { format!(" of network {}", member + 1) } else { String::new() };
                let name = format!("kernel {}{of}", at + 1);
                let kernel =
                    Some(Scanned { kernel: Kernel { name: name.clone(), values }, bias, limit: f32::INFINITY });
                self.sources.push(Source { name: name.clone(), element: self.elements.len(), kernel });
                self.elements.push(name);
            }
        }
    }

    /// Learns from the promoters what a site of a first convolution's kernel has to exceed: a share of the
    /// largest activation, bias and all, that any of them has. A kernel that none of them activates has no sites.
    pub fn learn(&mut self, rows: &[Row], mut done: impl FnMut()) {
        if !self.is_first {
            return;
        }
        let mut strongest = vec![f32::NEG_INFINITY; self.sources.len()];
        for row in rows {
            let strands = self.strands(&self.codes(row));
            for (source, largest) in self.sources.iter().zip(&mut strongest) {
                let Some(own) = &source.kernel else { continue };
                for (codes, _) in &strands {
                    *largest = largest.max(own.kernel.strongest(codes).unwrap_or(f32::NEG_INFINITY));
                }
            }
            done();
        }
        for (source, largest) in self.sources.iter_mut().zip(strongest) {
            let Some(own) = &mut source.kernel else { continue };
            let activation = largest + own.bias;
            own.limit = if activation > 0.0 { self.share * activation - own.bias } else { f32::INFINITY };
        }
    }

    /// Codes as each strand that the network reads has them.
    fn strands(&self, codes: &[u8]) -> Vec<(Vec<u8>, Strand)> {
        let mut strands = vec![(codes.to_vec(), Strand::Forward)];
        if self.both_strands {
            strands.push((turned(codes), Strand::Reverse));
        }
        strands
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
        let strands = self.strands(&codes);
        let mut sites = Vec::new();
        for (source, own) in self.sources.iter().enumerate() {
            let Some(Scanned { kernel, limit, .. }) = &own.kernel else { continue };
            let width = kernel.values.len();
            for (codes, strand) in &strands {
                sites.extend(kernel.sites_above(codes, *limit).into_iter().map(|start| {
                    let bases = codes[start..start + width].to_vec();
                    let start = if *strand == Strand::Forward { start } else { codes.len() - start - width };
                    Site { source, bases, place: PlacedSite { start, end: start + width, strand: *strand } }
                }));
            }
        }
        if self.sources.iter().all(|own| own.kernel.is_some()) {
            return Ok(sites);
        }
        for site in self.model.listed_sites(&row.subject)? {
            let bases = codes.get(site.range).unwrap_or_default().iter().copied();
            let bases = match site.strand {
                Strand::Forward => bases.collect(),
                Strand::Reverse => turned(&bases.collect::<Vec<u8>>()),
            };
            let place = PlacedSite { start: site.core.start, end: site.core.end, strand: site.strand };
            sites.push(Site { source: site.motif, bases, place });
        }
        Ok(sites)
    }
}

/// The other strand's codes: A for T and C for G.
fn turned(codes: &[u8]) -> Vec<u8> {
    codes.iter().rev().map(|&code| if code < 4 { 3 - code } else { code }).collect()
}
