//! Motifs and seqlets, in JavaScript's hands.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::{failure, to_ts};
use crate::attribution::{SeqletSettings, Sign, call_seqlets};
use crate::motif::{self, Hit, MotifFile, Scanner, best_match};
use crate::sequence::Strand;
use crate::synthesis::GuardedMotifs;

/// Best matches of seqlets are looked for among weaker hits: short motifs reach no better ones.
const MATCH_P_VALUE: f64 = 1e-3;
const UNIFORM: [f64; 4] = [0.25; 4];

/// A file of motif matrices.
#[wasm_bindgen]
pub struct Motifs {
    motifs: Vec<motif::Motif>,
    background: [f64; 4],
    matching: Scanner,
    without_matrix: Vec<String>,
}

/// A motif's matrix.
#[derive(Serialize, Tsify)]
pub struct Motif {
    id: String,
    name: String,
    /// Rows of A, C, G, T.
    #[tsify(type = "number[][]")]
    probabilities: Vec<[f64; 4]>,
}

/// A strand of DNA.
#[derive(Serialize, Tsify)]
pub enum StrandSign {
    /// As it is read.
    #[serde(rename = "+")]
    Forward,
    /// Its complement.
    #[serde(rename = "-")]
    Reverse,
}

impl Motifs {
    /// One of them, by its place.
    pub(super) fn get(&self, place: usize) -> Option<&motif::Motif> {
        self.motifs.get(place)
    }

    /// Some of them, with sites of a p-value, that are to be neither gained nor lost.
    pub(super) fn guarded(&self, places: &[usize], p_value: f64) -> Result<GuardedMotifs, JsValue> {
        let motifs: Vec<motif::Motif> = places.iter().filter_map(|place| self.get(*place).cloned()).collect();
        let scanner = Scanner::new(&motifs, self.background, p_value).map_err(|error| failure(&error))?;
        let names = motifs.into_iter().map(|own| own.name).collect();
        Ok(GuardedMotifs { scanner, names, gained: true, lost: true })
    }
}

/// A place that fits a motif: 0-based, half-open indices in the sequence.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MotifHit {
    motif: usize,
    start: usize,
    end: usize,
    strand: StrandSign,
    /// Log-odds in bits.
    score: f64,
    p_value: f64,
}

impl From<Strand> for StrandSign {
    fn from(strand: Strand) -> Self {
        match strand {
            Strand::Forward => Self::Forward,
            Strand::Reverse => Self::Reverse,
        }
    }
}

impl MotifHit {
    fn of(hit: &Hit) -> Self {
        let Hit { motif, start, end, strand, score, p_value } = *hit;
        Self { motif, start, end, strand: strand.into(), score, p_value }
    }
}

/// A stretch that stands out on a track.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Seqlet {
    start: usize,
    end: usize,
    total: f32,
    supports: bool,
    p_value: f64,
    /// The hit that names it best, with the p-value corrected for all motifs and places.
    #[tsify(optional)]
    best: Option<MotifHit>,
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
            MotifFile::parse(text).map_err(|error| failure(&error))?;
        let background = background.unwrap_or(UNIFORM);
        let matching = Scanner::new(&motifs, background, MATCH_P_VALUE).map_err(|error| failure(&error))?;
        Ok(Self { motifs, background, matching, without_matrix })
    }

    /// All of them, in the order of the file.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn list(&self) -> Result<Vec<Ts<Motif>>, JsValue> {
        let rows = self.motifs.iter().cloned();
        rows.map(|motif::Motif { id, name, probabilities, .. }| to_ts(&Motif { id, name, probabilities })).collect()
    }

    /// Identifiers of motifs that were left out since the file holds no matrix of theirs.
    #[wasm_bindgen(getter, js_name = withoutMatrix)]
    pub fn without_matrix(&self) -> Vec<String> {
        self.without_matrix.clone()
    }

    /// Places of the sequence that fit a motif on either strand.
    ///
    /// # Errors
    /// `MotifError` where the p-value is none.
    pub fn scan(&self, sequence: &str, p_value: f64) -> Result<Vec<Ts<MotifHit>>, JsValue> {
        let scanner = Scanner::new(&self.motifs, self.background, p_value).map_err(|error| failure(&error))?;
        let hits = scanner.scan(sequence.as_bytes());
        hits.iter().map(|hit| to_ts(&MotifHit::of(hit))).collect()
    }

    /// Stretches of the sequence that stand out on its importance track, each with the motif that names it
    /// best.
    ///
    /// # Errors
    /// Only where the array cannot be made.
    pub fn seqlets(&self, sequence: &str, importance: &[f32]) -> Result<Vec<Ts<Seqlet>>, JsValue> {
        let hits = self.matching.scan(sequence.as_bytes());
        let seqlets = call_seqlets(importance, &SeqletSettings::default());
        let rows = seqlets.into_iter().map(|seqlet| {
            let best = best_match(&seqlet.range, &hits, &self.matching)
                .map(|found| MotifHit { p_value: found.p_value, ..MotifHit::of(&found.hit) });
            to_ts(&Seqlet {
                start: seqlet.range.start,
                end: seqlet.range.end,
                total: seqlet.total,
                supports: seqlet.sign == Sign::Positive,
                p_value: seqlet.p_value,
                best,
            })
        });
        rows.collect()
    }
}
