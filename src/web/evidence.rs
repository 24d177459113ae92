//! What is known of a gene apart from the model, in JavaScript's hands.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::{failure, to_ts};
use crate::evidence::Evidence as Known;

/// Regulation, peaks of binding and conservation that are known of a genome's genes.
#[wasm_bindgen]
pub struct Evidence {
    known: Known,
}

#[wasm_bindgen]
impl Evidence {
    /// Reads an evidence file.
    ///
    /// # Errors
    /// `EvidenceError` where it is damaged or something else.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Evidence, JsValue> {
        let known = Known::read(bytes).map_err(|error| failure(&error))?;
        Ok(Self { known })
    }

    /// Where its parts are from.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn sources(&self) -> Result<Vec<Ts<EvidenceSource>>, JsValue> {
        let sources = self.known.sources().iter().map(|own| EvidenceSource {
            of: own.of.clone(),
            source: own.source.clone(),
            licence: own.licence.clone(),
        });
        sources.map(|own| to_ts(&own)).collect()
    }

    /// Systematic names of the TFs that have an edge to any gene; of another, a gene without an edge says nothing.
    #[wasm_bindgen(js_name = tfsWithEdges)]
    pub fn tfs_with_edges(&self) -> Vec<String> {
        self.known.tfs().iter().filter(|tf| self.known.has_edges(tf)).cloned().collect()
    }

    /// Systematic names of the TFs that have a peak on any promoter; of another, none was measured.
    #[wasm_bindgen(js_name = tfsWithPeaks)]
    pub fn tfs_with_peaks(&self) -> Vec<String> {
        self.known.tfs().iter().filter(|tf| self.known.has_peaks(tf)).cloned().collect()
    }

    /// What is known of the gene of that systematic name, or undefined.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn of(&self, gene: &str) -> Result<Option<Ts<KnownOfGene>>, JsValue> {
        let Some(own) = self.known.of(gene) else { return Ok(None) };
        let peak = |tf: &str, position| KnownPeak { tf: tf.to_owned(), position };
        let families = self.known.families().iter();
        let conservation = families.filter_map(|family| {
            own.conservation(family).map(|score| FamilyConservation { family: family.clone(), score })
        });
        to_ts(&KnownOfGene {
            edges: own.edges().map(str::to_owned).collect(),
            peaks: own.peaks().map(|found| peak(found.tf, found.position)).collect(),
            conservation: conservation.collect(),
        })
        .map(Some)
    }
}

/// Where a part of the evidence is from.
#[derive(Serialize, Tsify)]
pub struct EvidenceSource {
    /// What it gave: `edges`, `peaks` or `conservation`.
    of: String,
    source: String,
    licence: String,
}

/// What is known of a gene apart from the model.
#[derive(Serialize, Tsify)]
pub struct KnownOfGene {
    /// Systematic names of the TFs that regulate it.
    edges: Vec<String>,
    peaks: Vec<KnownPeak>,
    /// Of the families that have sites here and relatives to compare with.
    conservation: Vec<FamilyConservation>,
}

/// A peak of a TF's binding.
#[derive(Serialize, Tsify)]
pub struct KnownPeak {
    /// Systematic name.
    tf: String,
    /// The summit: -1 is the base before the start codon.
    position: i32,
}

/// How much of a family's sites the relatives keep.
#[derive(Serialize, Tsify)]
pub struct FamilyConservation {
    family: String,
    /// From 0 to 1.
    score: f32,
}
