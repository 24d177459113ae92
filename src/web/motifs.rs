//! Motifs and seqlets, in JavaScript's hands.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{failure, to_js};
use crate::attribution::{SeqletSettings, Sign, call_seqlets};
use crate::motif::{Hit, Motif, MotifFile, Scanner, best_match};
use crate::sequence::Strand;

/// Best matches of seqlets are looked for among weaker hits: short motifs reach no better ones.
const MATCH_P_VALUE: f64 = 1e-3;
const UNIFORM: [f64; 4] = [0.25; 4];

/// A file of motif matrices.
#[wasm_bindgen]
pub struct Motifs {
    motifs: Vec<Motif>,
    background: [f64; 4],
    matching: Scanner,
    without_matrix: Vec<String>,
}

#[derive(Serialize)]
struct MotifRow<'a> {
    id: &'a str,
    name: &'a str,
    /// Rows of A, C, G, T.
    probabilities: &'a [[f64; 4]],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HitRow {
    motif: usize,
    start: usize,
    end: usize,
    strand: char,
    score: f64,
    p_value: f64,
}

impl HitRow {
    fn of(hit: &Hit) -> Self {
        let strand = if hit.strand == Strand::Forward { '+' } else { '-' };
        let Hit { motif, start, end, score, p_value, .. } = *hit;
        Self { motif, start, end, strand, score, p_value }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SeqletRow {
    start: usize,
    end: usize,
    total: f32,
    supports: bool,
    p_value: f64,
    /// The hit that names it, with the p-value corrected for all motifs and places.
    best: Option<HitRow>,
}

#[wasm_bindgen]
impl Motifs {
    /// Reads motifs in MEME's minimal format or MEME's own text output.
    ///
    /// # Errors
    /// `MotifError` names the line.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Motifs, JsValue> {
        let MotifFile { background, motifs, without_matrix } =
            MotifFile::parse(text).map_err(|error| failure("MotifError", &error))?;
        let background = background.unwrap_or(UNIFORM);
        let matching =
            Scanner::new(&motifs, background, MATCH_P_VALUE).map_err(|error| failure("MotifError", &error))?;
        Ok(Self { motifs, background, matching, without_matrix })
    }

    /// `[{ id, name, probabilities }]` in the order of the file.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn list(&self) -> Result<JsValue, JsValue> {
        let rows = self.motifs.iter().map(|Motif { id, name, probabilities, .. }| MotifRow { id, name, probabilities });
        to_js(&rows.collect::<Vec<_>>())
    }

    /// Identifiers of motifs that were left out since the file holds no matrix of theirs.
    #[wasm_bindgen(getter, js_name = withoutMatrix)]
    pub fn without_matrix(&self) -> Vec<String> {
        self.without_matrix.clone()
    }

    /// Places of the sequence that fit a motif on either strand: `[{ motif, start, end, strand, score (bits), pValue }]`, 0-based and half-open.
    ///
    /// # Errors
    /// `MotifError` where the p-value is none.
    pub fn scan(&self, sequence: &str, p_value: f64) -> Result<JsValue, JsValue> {
        let scanner =
            Scanner::new(&self.motifs, self.background, p_value).map_err(|error| failure("MotifError", &error))?;
        let hits = scanner.scan(sequence.as_bytes());
        to_js(&hits.iter().map(HitRow::of).collect::<Vec<_>>())
    }

    /// Stretches of the sequence that stand out on its importance track, each with the motif that names it best:
    /// `[{ start, end, total, supports, pValue, best }]`; the p-value of `best` is corrected for all motifs and places.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn seqlets(&self, sequence: &str, importance: &[f32]) -> Result<JsValue, JsValue> {
        let hits = self.matching.scan(sequence.as_bytes());
        let seqlets = call_seqlets(importance, &SeqletSettings::default());
        let rows = seqlets.into_iter().map(|seqlet| {
            let best = best_match(&seqlet.range, &hits, &self.matching)
                .map(|found| HitRow { p_value: found.p_value, ..HitRow::of(&found.hit) });
            SeqletRow {
                start: seqlet.range.start,
                end: seqlet.range.end,
                total: seqlet.total,
                supports: seqlet.sign == Sign::Positive,
                p_value: seqlet.p_value,
                best,
            }
        });
        to_js(&rows.collect::<Vec<_>>())
    }
}
