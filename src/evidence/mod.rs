//! What is known of TFs and genes apart from any model, in one compact file beside the promoter catalogue:
//! regulation that was found by binding and expression, peaks of binding on the promoters, and how well sites
//! are conserved among related species.

mod conservation;
mod error;
mod file;
mod genes;
#[cfg(not(target_arch = "wasm32"))]
mod tables;

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use conservation::conserved;
pub use error::EvidenceError;
pub use genes::{GeneEvidence, Peak};
#[cfg(not(target_arch = "wasm32"))]
pub use tables::{BindingPeak, EvidenceTableError, Network, read_peaks};

/// Steps that a conservation score is kept in.
const STEPS: f32 = 10.0;

/// Stands where there is no conservation score.
const UNKNOWN: u8 = u8::MAX;

/// Where a part of the evidence is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it gave: `edges`, `peaks` or `conservation`.
    pub of: String,
    /// The publication or the records.
    pub source: String,
    /// Its licence.
    pub licence: String,
}

/// What is known of one gene, to be stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GeneRecord {
    /// Its systematic name.
    pub gene: String,
    /// Systematic names of the TFs that regulate it.
    pub edges: Vec<String>,
    /// Systematic names of TFs, and where on the gene's promoter a peak of their binding is: -1 is the base
    /// before the start codon.
    pub peaks: Vec<(String, i32)>,
    /// One for each family, from 0 to 1; nothing where there is no site or no relative.
    pub conservation: Vec<Option<f32>>,
}

/// Evidence of all genes of a genome, found by a gene's systematic name.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    sources: Vec<Source>,
    genes: Vec<String>,
    tfs: Vec<String>,
    families: Vec<String>,
    /// By gene, where its edges and its peaks are.
    edges_of: Vec<Range<usize>>,
    peaks_of: Vec<Range<usize>>,
    /// Indices of TFs.
    edges: Vec<u16>,
    /// Indices of TFs, and positions.
    peaks: Vec<(u16, i16)>,
    /// `genes x families`, in tenths.
    conservation: Vec<u8>,
    /// By name in capitals.
    places: HashMap<String, usize>,
}

impl Evidence {
    /// Collects what is known of genes; `families` name the columns of their conservation.
    ///
    /// # Errors
    /// [`EvidenceError`] for a name that cannot be stored or stands twice, a position that is no place of a
    /// promoter, and a gene with other families.
    pub fn build(sources: Vec<Source>, families: Vec<String>, records: &[GeneRecord]) -> Result<Self, EvidenceError> {
        let named = |record: &GeneRecord| {
            let peaks: Vec<String> = record.peaks.iter().map(|(tf, _)| tf.clone()).collect();
            [record.edges.clone(), peaks].concat()
        };
        let mut tfs: Vec<String> = records.iter().flat_map(named).collect();
        tfs.sort();
        tfs.dedup();
        let place = |tf: &String| {
            tfs.binary_search(tf).ok().and_then(|at| u16::try_from(at).ok()).ok_or(EvidenceError::TooLarge("TFs"))
        };
        let (mut edges, mut peaks, mut conservation) = (Vec::new(), Vec::new(), Vec::new());
        let (mut edges_of, mut peaks_of) = (Vec::new(), Vec::new());
        for record in records {
            if record.conservation.len() != families.len() {
                return Err(EvidenceError::Families { gene: record.gene.clone(), families: families.len() });
            }
            let from = (edges.len(), peaks.len());
            for tf in &record.edges {
                edges.push(place(tf)?);
            }
            for (tf, position) in &record.peaks {
                let position = i16::try_from(*position).ok().filter(|position| *position < 0);
                let outside = || EvidenceError::Position { gene: record.gene.clone(), tf: tf.clone() };
                peaks.push((place(tf)?, position.ok_or_else(outside)?));
            }
            edges_of.push(from.0..edges.len());
            peaks_of.push(from.1..peaks.len());
            let tenths = |score: &Option<f32>| score.map_or(UNKNOWN, |own| (own.clamp(0.0, 1.0) * STEPS).round() as u8);
            conservation.extend(record.conservation.iter().map(tenths));
        }
        let genes = records.iter().map(|record| record.gene.clone()).collect();
        let own = Self {
            sources,
            genes,
            tfs,
            families,
            edges_of,
            peaks_of,
            edges,
            peaks,
            conservation,
            places: HashMap::new(),
        };
        own.indexed()
    }

    /// Checks what a build or a file gave and makes the index of genes.
    fn indexed(mut self) -> Result<Self, EvidenceError> {
        for names in [&self.genes, &self.tfs, &self.families] {
            if let Some(name) = names.iter().find(|name| name.trim().is_empty() || name.contains(char::is_control)) {
                return Err(EvidenceError::Name(name.clone()));
            }
        }
        for (at, gene) in self.genes.iter().enumerate() {
            if self.places.insert(asked_for(gene), at).is_some() {
                return Err(EvidenceError::Twice(gene.clone()));
            }
        }
        Ok(self)
    }

    /// Where its parts are from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Systematic names of the genes.
    pub fn genes(&self) -> &[String] {
        &self.genes
    }

    /// Systematic names of the TFs that have an edge or a peak anywhere. Of another TF nothing is known, which
    /// is not the same as that it does not bind.
    pub fn tfs(&self) -> &[String] {
        &self.tfs
    }

    /// Names of the families that conservation is known of.
    pub fn families(&self) -> &[String] {
        &self.families
    }

    /// What is known of the gene of that systematic name, in letters of either case.
    pub fn of(&self, gene: &str) -> Option<GeneEvidence<'_>> {
        self.places.get(&asked_for(gene)).map(|&gene| GeneEvidence { evidence: self, gene })
    }

    /// Whether the TF has an edge to any gene: where it has none, a gene without one says nothing.
    pub fn has_edges(&self, tf: &str) -> bool {
        let place = self.tfs.iter().position(|own| own == tf);
        place.is_some_and(|place| self.edges.iter().any(|own| usize::from(*own) == place))
    }

    /// Whether peaks of the TF were found on any promoter: where there is none, it was not measured.
    pub fn has_peaks(&self, tf: &str) -> bool {
        let place = self.tfs.iter().position(|own| own == tf);
        place.is_some_and(|place| self.peaks.iter().any(|(own, _)| usize::from(*own) == place))
    }
}

fn asked_for(name: &str) -> String {
    name.trim().to_ascii_uppercase()
}

#[cfg(test)]
mod tests;
