use super::{Agreement, SparseRows, Targets};
use crate::training::Part;

/// Penalties that are tried, the largest first: powers of ten and their halves.
const PENALTIES: [f64; 17] =
    [1e6, 3e5, 1e5, 3e4, 1e4, 3e3, 1e3, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01];

/// Steps of a solution at most.
const STEPS: usize = 400;

/// A solution is good enough where what is left of the right-hand side is so small a share of it.
const TOLERANCE: f64 = 1e-5;

/// A ridge regression, its penalty chosen on validation.
#[derive(Debug, Clone)]
pub struct Ridge {
    /// Factor of the sum of squared coefficients.
    pub penalty: f64,
    /// On validation and on the test.
    pub agreement: [Agreement; 2],
    /// For all rows.
    pub predicted: Vec<f64>,
}

/// The ridge regression of the targets on columns that are centred (and, where `scaled`, have a deviation of 1) on
/// training rows; the intercept is not penalised. Solved by conjugate gradients on the normal equations, each
/// penalty from the solution of the one before. None where nothing can be correlated.
pub fn ridge(rows: &SparseRows, targets: Targets<'_>, scaled: bool) -> Option<Ridge> {
    let problem = Problem::new(rows, targets, scaled);
    let mut coefficients = vec![0.0; rows.width()];
    let mut best: Option<Ridge> = None;
    for penalty in PENALTIES {
        problem.solve(penalty, &mut coefficients);
        let predicted = problem.predicted(&coefficients);
        let agreement = [Part::Validation, Part::Test].map(|part| targets.agreement(&predicted, part));
        let is_better = best.as_ref().is_none_or(|best| agreement[0].pearson > best.agreement[0].pearson);
        if agreement[0].pearson.is_finite() && is_better {
            best = Some(Ridge { penalty, agreement, predicted });
        }
    }
    best
}

/// Centred columns and targets of the training rows.
struct Problem<'a> {
    rows: &'a SparseRows,
    training: Vec<usize>,
    means: Vec<f64>,
    /// What each column is multiplied with.
    factors: Vec<f64>,
    mean: f64,
    /// Columns times targets.
    right: Vec<f64>,
}

impl<'a> Problem<'a> {
    fn new(rows: &'a SparseRows, targets: Targets<'_>, scaled: bool) -> Self {
        let training = targets.of(Part::Training);
        let count = training.len().max(1) as f64;
        let (mut means, mut squares) = (vec![0.0; rows.width()], vec![0.0; rows.width()]);
        for &at in &training {
            for (column, value) in rows.row(at) {
                means[column] += value / count;
                squares[column] += value * value / count;
            }
        }
        let deviation = |(square, mean): (&f64, &f64)| (square - mean * mean).max(0.0).sqrt();
        let factor = |own: f64| {
            if !scaled {
                1.0
            } else if own > 1e-9 {
                1.0 / own
            } else {
                0.0
            }
        };
        let factors = squares.iter().zip(&means).map(deviation).map(factor).collect();
        let mean = training.iter().map(|at| targets.values[*at]).sum::<f64>() / count;
        let mut own = Self { rows, training, means, factors, mean, right: Vec::new() };
        let residuals: Vec<f64> = own.training.iter().map(|at| targets.values[*at] - mean).collect();
        own.right = own.transposed(&residuals);
        own
    }

    /// Centred columns, transposed, times a number for each training row.
    fn transposed(&self, numbers: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.rows.width()];
        for (&at, number) in self.training.iter().zip(numbers) {
            self.rows.row(at).for_each(|(column, value)| sums[column] += value * number);
        }
        let all: f64 = numbers.iter().sum();
        let centred = sums.iter().zip(&self.means).zip(&self.factors);
        centred.map(|((sum, mean), factor)| (sum - mean * all) * factor).collect()
    }

    /// Coefficients of the columns as they are, and what is to be added.
    fn plain(&self, coefficients: &[f64]) -> (Vec<f64>, f64) {
        let plain: Vec<f64> = coefficients.iter().zip(&self.factors).map(|(own, factor)| own * factor).collect();
        let shift = -dot(&plain, &self.means);
        (plain, shift)
    }

    fn normal(&self, coefficients: &[f64], penalty: f64) -> Vec<f64> {
        let (plain, shift) = self.plain(coefficients);
        let products: Vec<f64> = self.training.iter().map(|&at| self.rows.product(at, &plain) + shift).collect();
        let own = self.transposed(&products);
        own.iter().zip(coefficients).map(|(sum, own)| sum + penalty * own).collect()
    }

    fn solve(&self, penalty: f64, coefficients: &mut [f64]) {
        let standing = self.normal(coefficients, penalty);
        let mut rest: Vec<f64> = self.right.iter().zip(&standing).map(|(right, own)| right - own).collect();
        let mut direction = rest.clone();
        let mut squared = dot(&rest, &rest);
        let enough = TOLERANCE * TOLERANCE * dot(&self.right, &self.right);
        for _ in 0..STEPS {
            if squared <= enough {
                return;
            }
            let image = self.normal(&direction, penalty);
            let step = squared / dot(&direction, &image);
            coefficients.iter_mut().zip(&direction).for_each(|(own, by)| *own += step * by);
            rest.iter_mut().zip(&image).for_each(|(own, by)| *own -= step * by);
            let next = dot(&rest, &rest);
            direction.iter_mut().zip(&rest).for_each(|(own, rest)| *own = rest + next / squared * *own);
            squared = next;
        }
    }

    fn predicted(&self, coefficients: &[f64]) -> Vec<f64> {
        let (plain, shift) = self.plain(coefficients);
        (0..self.rows.len()).map(|at| self.mean + self.rows.product(at, &plain) + shift).collect()
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}
