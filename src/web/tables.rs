//! Tables of numbers and of variants, for JavaScript.

use js_sys::Float32Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Session, bases_input, failure, object, to_js};
use crate::condition::read_loose_table;
use crate::sequence::{Promoter, Target, read_variants};

/// Reads a table of measurements: `{ rows, columns, values, notes, faults }`; values row by row, NaN where one is missing; a fault is `[row, sentence]` of a row
/// that cannot be used.
///
/// # Errors
/// `TableError` where the text is no table.
#[wasm_bindgen(js_name = readTable)]
pub fn read_table(text: &str) -> Result<JsValue, JsValue> {
    let table = read_loose_table(text.as_bytes()).map_err(|error| failure("TableError", &error))?;
    let values: Vec<f32> = table.values.iter().map(|value| value.unwrap_or(f32::NAN)).collect();
    let fault = |row: usize| Some((row, table.faults.of(row, &table.rows[row])?.to_string()));
    let faults: Vec<(usize, String)> = table.faults.rows().filter_map(fault).collect();
    object([
        ("rows", to_js(&table.rows)?),
        ("columns", to_js(&table.columns)?),
        ("values", Float32Array::from(values.as_slice()).into()),
        ("notes", to_js(&table.notes)?),
        ("faults", to_js(&faults)?),
    ])
}

#[derive(Serialize)]
struct VariantRow {
    name: String,
    reference: String,
    alternative: String,
}

#[derive(Serialize)]
struct VariantInput {
    variants: Vec<VariantRow>,
    problems: Vec<String>,
}

#[wasm_bindgen]
impl Session {
    /// Reads variants, as whole sequences or as changes of a sequence that goes by `name` and `alias` and that the input `input` reads (an index;
    /// the first sequence where absent): `{ variants: [{ name, reference, alternative }], problems }`.
    ///
    /// # Errors
    /// `VariantError` where nothing of the text can be used.
    #[wasm_bindgen(js_name = readVariants)]
    pub fn read_variants(
        &self,
        text: &str,
        name: Option<String>,
        alias: Option<String>,
        sequence: Option<String>,
        input: Option<usize>,
    ) -> Result<JsValue, JsValue> {
        let reads = bases_input(self.model()?, input)?;
        let (window, downstream) = (reads.window, reads.downstream);
        let parse = |bases: String| Promoter::parse(name.unwrap_or_default(), &bases);
        let promoter = sequence.map(parse).transpose().map_err(|error| failure("FastaError", &error))?;
        let target = promoter.as_ref().map(|promoter| Target { promoter, alias: alias.as_deref(), downstream });
        let read = read_variants(text, target.as_slice(), |promoter| reads.complete(promoter));
        let read = read.map_err(|error| failure("VariantError", &error))?;
        let kept = |promoter: &Promoter| {
            let bases = promoter.bases();
            String::from_utf8_lossy(&bases[bases.len().saturating_sub(window)..]).into_owned()
        };
        let variants = read.variants.into_iter().map(|variant| VariantRow {
            reference: kept(&variant.reference),
            alternative: kept(&variant.alternative),
            name: variant.name,
        });
        to_js(&VariantInput {
            variants: variants.collect(),
            problems: read.problems.iter().map(ToString::to_string).collect(),
        })
    }
}
