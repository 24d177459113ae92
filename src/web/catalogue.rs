//! Gene names to promoters, in JavaScript's hands.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::places::GenomePlace;
use super::{failure, to_ts};
use crate::attribution::EffectSample;
use crate::sequence::{Catalogue as GeneCatalogue, GenePromoter};

/// The promoters of a genome's genes.
#[wasm_bindgen]
pub struct Catalogue {
    genes: GeneCatalogue,
}

#[wasm_bindgen]
impl Catalogue {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// `CatalogueError` where it is damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Catalogue, JsValue> {
        let genes = GeneCatalogue::from_bytes(bytes).map_err(|error| failure(&error))?;
        Ok(Self { genes })
    }

    /// How many genes there are.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.genes.len()
    }

    /// The assembly that the promoters were cut from.
    #[wasm_bindgen(getter)]
    pub fn assembly(&self) -> String {
        self.genes.assembly().to_owned()
    }

    /// A gene by either name, or undefined.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn find(&self, name: &str) -> Result<Option<Ts<GeneSequence>>, JsValue> {
        self.genes.find(name).map(|found| GeneSequence::of(&found)).transpose()
    }

    /// All genes as `find` gives them, in the order of the genome.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn all(&self) -> Result<Vec<Ts<GeneSequence>>, JsValue> {
        self.genes.promoters().map(|found| GeneSequence::of(&found)).collect()
    }

    /// Some genes, drawn at random but always the same: those whose promoters are changed for
    /// `Session.startEffectScale`.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn drawn(&self) -> Result<Vec<Ts<GeneSequence>>, JsValue> {
        let drawn = EffectSample::default().drawn(self.genes.len()).into_iter();
        drawn.filter_map(|at| self.genes.promoters().nth(at)).map(|found| GeneSequence::of(&found)).collect()
    }

    /// Up to `limit` genes whose systematic or standard name starts with `prefix`.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn complete(&self, prefix: &str, limit: usize) -> Result<Vec<Ts<CatalogueGene>>, JsValue> {
        let genes = self.genes.complete(prefix, limit);
        let names = genes
            .iter()
            .map(|gene| CatalogueGene { systematic: gene.systematic.clone(), standard: gene.name().to_owned() });
        names.map(|gene| to_ts(&gene)).collect()
    }
}

/// A gene by its names.
#[derive(Serialize, Tsify)]
pub struct CatalogueGene {
    systematic: String,
    standard: String,
}

/// A gene with its promoter.
#[derive(Serialize, Tsify)]
pub struct GeneSequence {
    systematic: String,
    standard: String,
    sequence: String,
    /// Where the promoter lies, as far as the catalogue knows.
    #[tsify(optional)]
    place: Option<GenomePlace>,
}

impl GeneSequence {
    fn of(found: &GenePromoter) -> Result<Ts<Self>, JsValue> {
        to_ts(&Self {
            systematic: found.gene.systematic.clone(),
            standard: found.gene.name().to_owned(),
            sequence: String::from_utf8_lossy(&found.bases).into_owned(),
            place: found.place.as_ref().map(GenomePlace::from),
        })
    }
}
