//! Conformal calibration: how far measured values of validation genes lie from predictions, and whether the
//! intervals made of that hold the values of other genes.

mod coverage;
mod errors;
#[cfg(test)]
mod tests;

pub use coverage::{Coverage, IntervalCoverage, Stratum};

use errors::{Error, fit};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::schema::Calibration;

/// Predictions of genes beside what was measured.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// `genes x columns`, row-major.
    pub responses: &'a [f32],
    /// The spread of each.
    pub spreads: &'a [f32],
    /// What was measured of each.
    pub measured: &'a [Option<f32>],
    /// Columns.
    pub columns: usize,
    /// Each gene's family: genes of one are left out together.
    pub families: &'a [usize],
}

/// One prediction beside its measured value.
#[derive(Debug, Clone, Copy)]
struct Value {
    gene: usize,
    response: f32,
    spread: f32,
    measured: f32,
}

/// Pairs of promoters that are drawn.
const PAIRS: usize = 100_000;

/// Shares of the responses, in rising order, between whose quantiles errors are looked at together: finer where
/// responses are large and few.
const RESPONSES: [f64; 6] = [0.02, 0.1, 0.3, 0.7, 0.9, 0.98];

/// The same for the sizes of differences.
const DIFFERENCES: [f64; 4] = [0.5, 0.75, 0.9, 0.97];

impl Measured<'_> {
    fn value(&self, gene: usize, column: usize) -> Option<Value> {
        let at = gene * self.columns + column;
        let (response, spread) = (*self.responses.get(at)?, *self.spreads.get(at)?);
        Some(Value { gene, response, spread, measured: (*self.measured.get(at)?)? })
    }

    fn values(&self) -> impl Iterator<Item = Value> {
        let of = move |gene| (0..self.columns).filter_map(move |column| self.value(gene, column));
        (0..self.families.len()).flat_map(of)
    }

    /// Two genes of different families in one column each, drawn at random but always alike.
    fn pairs(&self) -> Vec<[Value; 2]> {
        let mut random = StdRng::seed_from_u64(1);
        let (genes, columns) = (self.families.len(), self.columns);
        if genes < 2 || columns == 0 {
            return Vec::new();
        }
        let drawn: Vec<[usize; 3]> = (0..PAIRS)
            .map(|_| [random.random_range(0..genes), random.random_range(0..genes), random.random_range(0..columns)])
            .collect();
        let is_pair = |[one, other, _]: &&[usize; 3]| self.families[*one] != self.families[*other];
        let values = drawn.iter().filter(is_pair);
        values
            .filter_map(|[one, other, column]| Some([self.value(*one, *column)?, self.value(*other, *column)?]))
            .collect()
    }

    /// Two versions of a sequence: the predicted and the measured difference in each column.
    fn differences(&self, versions: &[(usize, usize)]) -> Vec<(usize, f32, f32)> {
        let of = |&(one, other): &(usize, usize)| {
            (0..self.columns).filter_map(move |column| {
                let (a, b) = (self.value(one, column)?, self.value(other, column)?);
                Some((one, a.response - b.response, a.measured - b.measured))
            })
        };
        versions.iter().flat_map(of).collect()
    }
}

/// Quantiles of the errors of validation genes; `versions` are pairs of them (by place) that are versions of one
/// sequence, where such were measured.
///
/// Quantiles are fitted between quantiles of the responses and then widened or narrowed as a whole until they
/// hold what they should of families that were left out in turn, so that what is fitted too closely does not
/// count.
pub fn calibrate(genes: &Measured<'_>, versions: &[(usize, usize)]) -> Option<Calibration> {
    let of_response = |own: Value| Error {
        place: own.response,
        error: (own.measured - own.response) / own.spread,
        families: [genes.families[own.gene]; 2],
    };
    let response: Vec<Error> = genes.values().map(of_response).collect();
    let of_pair = |[a, b]: [Value; 2]| {
        let families = [a.gene, b.gene].map(|gene| genes.families[gene]);
        Error::away((a.response - b.response, a.measured - b.measured), a.spread.hypot(b.spread), families)
    };
    let promoters: Vec<Error> = genes.pairs().into_iter().map(of_pair).collect();
    let versions: Vec<Error> = genes
        .differences(versions)
        .into_iter()
        .map(|(gene, predicted, measured)| Error::away((predicted, measured), 1.0, [genes.families[gene]; 2]))
        .collect();
    Some(Calibration {
        response: fit(&response, &RESPONSES, false)?,
        promoters: fit(&promoters, &DIFFERENCES, true),
        versions: fit(&versions, &DIFFERENCES, true),
    })
}
