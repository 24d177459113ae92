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

/// Pairs of promoters that are drawn.
const PAIRS: usize = 100_000;

/// Shares of the responses, in rising order, between whose quantiles errors are looked at together: finer where
/// responses are large and few.
const RESPONSES: [f64; 6] = [0.02, 0.1, 0.3, 0.7, 0.9, 0.98];

/// The same for the sizes of differences.
const DIFFERENCES: [f64; 4] = [0.5, 0.75, 0.9, 0.97];

impl Measured<'_> {
    /// The response, its spread and the measured value of a gene in a column.
    fn value(&self, gene: usize, column: usize) -> Option<(f32, f32, f32)> {
        let at = gene * self.columns + column;
        Some((*self.responses.get(at)?, *self.spreads.get(at)?, (*self.measured.get(at)?)?))
    }

    fn values(&self) -> impl Iterator<Item = (usize, (f32, f32, f32))> {
        let of = move |gene| (0..self.columns).filter_map(move |column| Some((gene, self.value(gene, column)?)));
        (0..self.families.len()).flat_map(of)
    }

    /// Two genes of different families in one column each, drawn at random but always alike.
    fn pairs(&self) -> Vec<[(usize, (f32, f32, f32)); 2]> {
        let mut random = StdRng::seed_from_u64(1);
        let (genes, columns) = (self.families.len(), self.columns);
        if genes < 2 || columns == 0 {
            return Vec::new();
        }
        let mut draw = || {
            let [one, other] = [0; 2].map(|_: i32| random.random_range(0..genes));
            (one, other, random.random_range(0..columns))
        };
        let drawn = (0..PAIRS).map(|_| draw()).collect::<Vec<_>>().into_iter();
        let is_pair = |(one, other, _): &(usize, usize, usize)| self.families[*one] != self.families[*other];
        let values = drawn.filter(is_pair).filter_map(|(one, other, column)| {
            Some([(one, self.value(one, column)?), (other, self.value(other, column)?)])
        });
        values.collect()
    }

    /// Two versions of a sequence: the predicted and the measured difference in each column.
    fn differences(&self, versions: &[(usize, usize)]) -> Vec<(usize, f32, f32)> {
        let of = |&(one, other): &(usize, usize)| {
            (0..self.columns).filter_map(move |column| {
                let (a, b) = (self.value(one, column)?, self.value(other, column)?);
                Some((one, a.0 - b.0, a.2 - b.2))
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
    let response: Vec<Error> = genes
        .values()
        .map(|(gene, (response, spread, measured))| Error {
            place: response,
            error: (measured - response) / spread,
            families: [genes.families[gene]; 2],
        })
        .collect();
    let promoters: Vec<Error> = genes
        .pairs()
        .into_iter()
        .map(|[(one, a), (other, b)]| {
            let families = [one, other].map(|gene| genes.families[gene]);
            Error::away((a.0 - b.0, a.2 - b.2), a.1.hypot(b.1), families)
        })
        .collect();
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
