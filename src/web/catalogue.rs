//! Gene names to promoters, in JavaScript's hands.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{failure, to_js};
use crate::sequence::Catalogue as GeneCatalogue;

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
        let genes = GeneCatalogue::from_bytes(bytes).map_err(|error| failure("CatalogueError", &error))?;
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

    /// `{ systematic, standard, sequence }` of a gene by either name, or undefined.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn find(&self, name: &str) -> Result<JsValue, JsValue> {
        let Some(found) = self.genes.find(name) else { return Ok(JsValue::UNDEFINED) };
        to_js(&GeneSequence {
            systematic: &found.gene.systematic,
            standard: found.gene.name(),
            sequence: String::from_utf8_lossy(&found.bases).into_owned(),
        })
    }

    /// All genes as `find` gives them, in the order of the genome.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn all(&self) -> Result<JsValue, JsValue> {
        let genes = self.genes.promoters().map(|found| GeneSequence {
            systematic: &found.gene.systematic,
            standard: found.gene.name(),
            sequence: String::from_utf8_lossy(&found.bases).into_owned(),
        });
        to_js(&genes.collect::<Vec<_>>())
    }

    /// Up to `limit` genes whose systematic or standard name starts with `prefix`.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn complete(&self, prefix: &str, limit: usize) -> Result<JsValue, JsValue> {
        let genes = self.genes.complete(prefix, limit);
        let names = genes.iter().map(|gene| GeneNames { systematic: &gene.systematic, standard: gene.name() });
        to_js(&names.collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
struct GeneNames<'a> {
    systematic: &'a str,
    standard: &'a str,
}

#[derive(Serialize)]
struct GeneSequence<'a> {
    systematic: &'a str,
    standard: &'a str,
    sequence: String,
}
