use super::{Agreement, SparseRows, Targets};
use crate::training::Part;

/// Numbers of neighbours that are tried.
const COUNTS: [usize; 7] = [1, 2, 5, 10, 20, 50, 100];

/// The mean over the nearest training rows, their number chosen on validation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbours {
    /// Rows that are averaged.
    pub count: usize,
    /// On validation and on the test.
    pub agreement: [Agreement; 2],
}

/// Predicts the mean over the training rows whose numbers point most nearly the same way (the cosine of the angle between
/// rows). None where nothing can be correlated.
pub fn nearest_neighbours(rows: &SparseRows, targets: Targets<'_>) -> Option<Neighbours> {
    let length = |at: usize| rows.row(at).map(|(_, value)| value * value).sum::<f64>().sqrt();
    let training: Vec<(usize, f64)> =
        targets.of(Part::Training).into_iter().map(|at| (at, length(at))).filter(|(_, length)| *length > 0.0).collect();
    let mut predicted = vec![vec![f64::NAN; rows.len()]; COUNTS.len()];
    let mut own = vec![0.0; rows.width()];
    for at in [Part::Validation, Part::Test].into_iter().flat_map(|part| targets.of(part)) {
        rows.row(at).for_each(|(column, value)| own[column] = value);
        let mut near: Vec<(f64, f64)> = training
            .iter()
            .map(|&(other, length)| (rows.product(other, &own) / length, targets.values[other]))
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (predicted, count) in predicted.iter_mut().zip(COUNTS) {
            let nearest = &near[..count.min(near.len())];
            predicted[at] = nearest.iter().map(|(_, value)| value).sum::<f64>() / nearest.len().max(1) as f64;
        }
        rows.row(at).for_each(|(column, _)| own[column] = 0.0);
    }
    let tried = COUNTS.into_iter().zip(&predicted).map(|(count, predicted)| Neighbours {
        count,
        agreement: [Part::Validation, Part::Test].map(|part| targets.agreement(predicted, part)),
    });
    let tried = tried.filter(|own| own.agreement[0].pearson.is_finite());
    tried.max_by(|one, other| one.agreement[0].pearson.total_cmp(&other.agreement[0].pearson))
}
