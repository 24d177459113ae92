//! Tables of numbers and of variants, for JavaScript.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{Plain, Session, bases_input, failure, to_ts};
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
    #[tsify(type = "Coded<\"table\", TableNote>[]")]
    notes: Plain,
    /// Rows that cannot be used.
    faulty: Vec<usize>,
    /// What is wrong with each of them.
    #[tsify(type = "Problem[]")]
    faults: Plain,
}

/// Reads a table of measurements.
///
/// # Errors
/// `TableError` where the text is no table.
#[wasm_bindgen(js_name = readTable)]
pub fn read_table(text: &str) -> Result<Ts<MeasuredTable>, JsValue> {
    let table = read_loose_table(text.as_bytes()).map_err(|error| failure(&error))?;
    let values: Vec<f32> = table.values.iter().map(|value| value.unwrap_or(f32::NAN)).collect();
    let faulty: Vec<usize> = table.faults.rows().collect();
    let faults = Plain::problems(faulty.iter().filter_map(|row| table.faults.of(*row, &table.rows[*row])));
    to_ts(&MeasuredTable {
        rows: table.rows,
        columns: table.columns,
        values: Floats::of(&values),
        notes: Plain::notes(&table.notes),
        faulty,
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
    /// Of lines that cannot be used.
    #[tsify(type = "Problem[]")]
    problems: Plain,
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
        to_ts(&VariantInput { variants: variants.collect(), problems: Plain::problems(read.problems.iter()) })
    }
}
