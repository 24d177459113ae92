//! Files of designs: GenBank, a pool of oligos, primers.

use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::{RequestError, failure};
use crate::export::{DesignRecord, write_genbank, write_oligo_pool, write_primers};
use crate::sequence::Strand;
use crate::synthesis::{Adapters, Change, PlacedMotif, PrimerBuffer};

/// A design that is written.
#[derive(Deserialize, Tsify)]
pub struct WrittenDesign {
    name: String,
    title: String,
    /// The whole sequence that was changed.
    start: String,
    changes: Vec<WrittenChange>,
    /// Names of the motifs that changes may have written.
    motifs: Vec<String>,
    /// Bases behind the anchor.
    downstream: usize,
    comments: Vec<String>,
}

/// A change of its sequence.
#[derive(Deserialize, Tsify)]
pub struct WrittenChange {
    at: usize,
    removed: usize,
    bases: String,
    /// The motif that was written, and whether its other strand was.
    #[tsify(optional)]
    motif: Option<(usize, bool)>,
}

fn records(designs: &[Ts<WrittenDesign>]) -> Result<Vec<DesignRecord>, JsValue> {
    let change = |own: WrittenChange| Change {
        at: own.at,
        removed: own.removed,
        bases: own.bases.into_bytes(),
        motif: own.motif.map(|(motif, is_reverse)| {
            let strand = if is_reverse { Strand::Reverse } else { Strand::Forward };
            PlacedMotif { motif, strand }
        }),
    };
    let record = |own: &Ts<WrittenDesign>| {
        let own = own.to_rust().map_err(RequestError::object)?;
        Ok(DesignRecord {
            name: own.name,
            title: own.title,
            start: own.start.into_bytes(),
            changes: own.changes.into_iter().map(change).collect(),
            motifs: own.motifs,
            downstream: own.downstream,
            comments: own.comments,
            place: None,
        })
    };
    designs.iter().map(record).collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Designs as GenBank records with their changes annotated.
///
/// # Errors
/// `RequestError` where a design cannot be read.
#[wasm_bindgen(js_name = designGenbank)]
pub fn design_genbank(designs: Vec<Ts<WrittenDesign>>) -> Result<String, JsValue> {
    let mut out = Vec::new();
    write_genbank(&mut out, &records(&designs)?).map_err(RequestError::object)?;
    Ok(text(out))
}

/// Designs as a pool of oligos: a CSV of names, sequences with adapters, and lengths.
///
/// # Errors
/// `AdapterError` where an adapter is not bases.
#[wasm_bindgen(js_name = designPool)]
pub fn design_pool(designs: Vec<Ts<WrittenDesign>>, five: &str, three: &str) -> Result<String, JsValue> {
    let adapters = Adapters::parse(five, three).map_err(|error| failure(&error))?;
    Ok(text(write_oligo_pool(Vec::new(), &records(&designs)?, &adapters).map_err(|error| failure(&error))?))
}

/// Primers that bring the changes of designs into a plasmid, as a table; `temperature` in °C is what they pair at.
///
/// # Errors
/// `RequestError` where a design cannot be read.
#[wasm_bindgen(js_name = designPrimers)]
pub fn design_primers(designs: Vec<Ts<WrittenDesign>>, temperature: f64) -> Result<String, JsValue> {
    let buffer = PrimerBuffer::default();
    Ok(text(write_primers(Vec::new(), &records(&designs)?, temperature, &buffer).map_err(|error| failure(&error))?))
}
