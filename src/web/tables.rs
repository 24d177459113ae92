//! Tables of numbers and of variants, for JavaScript.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{Session, bases_input, failure, to_ts};
use crate::condition::read_loose_table;
use crate::sequence::{Promoter, Target, read_variants};

/// A visitor's table of numbers.
#[derive(Serialize, Tsify)]
pub struct MeasuredTable {
    rows: Vec<String>,
    columns: Vec<String>,
    /// `rows x columns`, row-major; NaN where nothing was measured.
    values: Floats,
    /// What was left out or supposed.
    notes: Vec<String>,
    /// Rows that cannot be used, each with the sentence that says why.
    faults: Vec<(usize, String)>,
}

/// Reads a table of measurements.
///
/// # Errors
/// `TableError` where the text is no table.
#[wasm_bindgen(js_name = readTable)]
pub fn read_table(text: &str) -> Result<Ts<MeasuredTable>, JsValue> {
    let table = read_loose_table(text.as_bytes()).map_err(|error| failure(&error))?;
    let values: Vec<f32> = table.values.iter().map(|value| value.unwrap_or(f32::NAN)).collect();
    let fault = |row: usize| Some((row, table.faults.of(row, &table.rows[row])?.to_string()));
    let faults: Vec<(usize, String)> = table.faults.rows().filter_map(fault).collect();
    to_ts(&MeasuredTable {
        rows: table.rows,
        columns: table.columns,
        values: Floats::of(&values),
        notes: table.notes,
        faults,
    })
}

/// A variant, as the model reads its sequences.
#[derive(Serialize, Tsify)]
pub struct ReadVariant {
    name: String,
    reference: String,
    alternative: String,
}

/// The variants of a text.
#[derive(Serialize, Tsify)]
pub struct VariantInput {
    variants: Vec<ReadVariant>,
    /// A sentence for each line that cannot be used.
    problems: Vec<String>,
}

#[wasm_bindgen]
impl Session {
    /// Reads variants, as whole sequences or as changes of a sequence that goes by `name` and `alias` and
    /// that the input `input` reads (an index; the first sequence where absent).
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
    ) -> Result<Ts<VariantInput>, JsValue> {
        let reads = bases_input(self.model()?, input)?;
        let (window, downstream) = (reads.window, reads.downstream);
        let parse = |bases: String| Promoter::parse(name.unwrap_or_default(), &bases);
        let promoter = sequence.map(parse).transpose().map_err(|error| failure(&error))?;
        let target = promoter.as_ref().map(|promoter| Target { promoter, alias: alias.as_deref(), downstream });
        let read = read_variants(text, target.as_slice(), |promoter| reads.complete(promoter));
        let read = read.map_err(|error| failure(&error))?;
        let kept = |promoter: &Promoter| {
            let bases = promoter.bases();
            String::from_utf8_lossy(&bases[bases.len().saturating_sub(window)..]).into_owned()
        };
        let variants = read.variants.into_iter().map(|variant| ReadVariant {
            reference: kept(&variant.reference),
            alternative: kept(&variant.alternative),
            name: variant.name,
        });
        to_ts(&VariantInput {
            variants: variants.collect(),
            problems: read.problems.iter().map(ToString::to_string).collect(),
        })
    }
}
