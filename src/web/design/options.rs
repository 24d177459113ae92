//! What a design is asked for.

use serde::Deserialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::attribution::{self, Evolution, MotifMove, Moves, Start};
use crate::motif::Motif;
use crate::synthesis::{GcLimits, Hairpins, RecognitionSite, Repeats, Rules};
use crate::web::{Motifs, RequestError, failure};

/// What a design is to do with the response of a column.
#[derive(Deserialize, Tsify)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Goal {
    Raise { weight: f32 },
    Lower { weight: f32 },
    Keep { weight: f32 },
    Reach { low: f32, high: f32, weight: f32 },
    Ignore,
}

impl From<Goal> for attribution::Goal {
    fn from(goal: Goal) -> Self {
        match goal {
            Goal::Raise { weight } => Self::Raise(weight),
            Goal::Lower { weight } => Self::Lower(weight),
            Goal::Keep { weight } => Self::Keep(weight),
            Goal::Reach { low, high, weight } => Self::Reach { low, high, weight },
            Goal::Ignore => Self::Ignore,
        }
    }
}

/// What a search sets out from.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum DesignStart {
    Natural,
    Shuffled,
    Random,
}

/// How a design is searched for, and what it is held to.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DesignOptions {
    changes: usize,
    /// Promoters that are kept after each change; 1 is the greedy search.
    beam: usize,
    /// Generations of an evolutionary search instead.
    #[tsify(optional)]
    generations: Option<usize>,
    /// Half-open stretches of the window that stay as they are.
    forbidden: Vec<(usize, usize)>,
    /// Bases of the sequence before the window.
    before: String,
    start: DesignStart,
    moves: DesignMoves,
    rules: DesignRules,
    designs: usize,
    /// Bases in which each two designs differ, at least.
    apart: usize,
    trade_offs: bool,
}

/// What may be changed.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DesignMoves {
    substitutions: bool,
    /// The most bases that are put in at one place.
    insertions: usize,
    /// The most bases that are taken out at one place.
    deletions: usize,
    /// Motifs that may be written, by their place among those that are loaded.
    motifs: Vec<usize>,
}

/// What a design must not contain; shares of G and C go from 0 to 1.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DesignRules {
    /// Enzymes by name, or sites in the letters of IUPAC.
    sites: Vec<String>,
    #[tsify(optional)]
    gc: Option<(f64, f64)>,
    /// Bases of a window, and the limits in it.
    #[tsify(optional)]
    gc_windows: Option<(usize, f64, f64)>,
    #[tsify(optional)]
    homopolymer: Option<usize>,
    /// Bases that stand twice, and within how many.
    #[tsify(optional)]
    repeats: Option<(usize, usize)>,
    /// Bases of a stem, and within how many both halves lie.
    #[tsify(optional)]
    hairpins: Option<(usize, usize)>,
    start_codons: bool,
    /// Motifs that neither gain nor lose a site, by their place among those that are loaded.
    guarded: Vec<usize>,
    guarded_p_value: f64,
    #[tsify(optional)]
    differences: Option<usize>,
}

impl DesignOptions {
    pub(super) fn read(self, motifs: Option<&Motifs>) -> Result<attribution::DesignOptions, JsValue> {
        let chosen = |places: &[usize]| -> Vec<&Motif> {
            places.iter().filter_map(|place| motifs.and_then(|own| own.get(*place))).collect()
        };
        let written = chosen(&self.moves.motifs).into_iter().map(MotifMove::consensus).collect();
        let rules = &self.rules;
        let sites = rules.sites.iter().map(|text| RecognitionSite::parse(text)).collect::<Result<_, _>>();
        let limits = |low: f64, high: f64| {
            GcLimits::new(low, high).ok_or_else(|| RequestError::object("shares of G and C go from 0 to 1"))
        };
        let guarded = match motifs {
            Some(own) if !rules.guarded.is_empty() => Some(own.guarded(&rules.guarded, rules.guarded_p_value)?),
            _ => None,
        };
        let rules = Rules {
            sites: sites.map_err(|error| failure(&error))?,
            gc: rules.gc.map(|(low, high)| limits(low, high)).transpose()?,
            gc_windows: rules
                .gc_windows
                .map(|(length, low, high)| Ok::<_, RequestError>((length, limits(low, high)?)))
                .transpose()?,
            homopolymer: rules.homopolymer,
            repeats: rules.repeats.map(|(length, within)| Repeats { length, within }),
            hairpins: rules.hairpins.map(|(stem, within)| Hairpins { stem, within }),
            start_codons: rules.start_codons,
            motifs: guarded,
            differences: rules.differences,
        };
        let evolution = self.generations.map(|generations| Evolution { generations, ..Evolution::default() });
        let moves = Moves {
            substitutions: self.moves.substitutions,
            insertions: self.moves.insertions,
            deletions: self.moves.deletions,
            motifs: written,
        };
        Ok(attribution::DesignOptions {
            changes: self.changes.max(1),
            moves,
            beam: self.beam.max(1),
            evolution,
            start: match self.start {
                DesignStart::Natural => Start::Natural,
                DesignStart::Shuffled => Start::Shuffled,
                DesignStart::Random => Start::Random { gc: 0.4 },
            },
            forbidden: self.forbidden.into_iter().map(|(from, to)| from..to).collect(),
            before: self.before.into_bytes(),
            rules,
            designs: self.designs.max(1),
            apart: self.apart,
            trade_offs: self.trade_offs,
            seed: 1,
        })
    }
}
