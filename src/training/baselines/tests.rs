//! Known solutions: a ridge regression by hand, words that are there, neighbours that are near.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{SparseRows, Targets, nearest_neighbours, ridge, words};
use crate::sequence::{Alphabet, Window};
use crate::training::Part;

fn parts(count: usize) -> Vec<Part> {
    let part = |at: usize| match at % 5 {
        3 => Part::Validation,
        4 => Part::Test,
        _ => Part::Training,
    };
    (0..count).map(part).collect()
}

#[test]
fn words_are_counted_on_one_strand_or_both() {
    let window = [Window::from_bases(b"AACGTTNAA", 9, &Alphabet::ACGT)];
    let of = |both| words(&window, 2, both).row(0).collect::<Vec<_>>();
    // AA 0, AC 1, CG 6, GT 11, TT 15.
    assert_eq!(of(false), [(0, 2.0), (1, 1.0), (6, 1.0), (11, 1.0), (15, 1.0)]);
    assert_eq!(of(true), [(0, 3.0), (1, 2.0), (6, 1.0)]);
}

#[test]
fn a_ridge_solves_its_normal_equations() -> Result<(), &'static str> {
    let mut random = StdRng::seed_from_u64(2);
    let (count, width) = (400, 6);
    let mut rows = SparseRows::new(width);
    let (mut x, mut values) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let own: Vec<f32> = (0..width).map(|_| random.random_range(0..5_u8).into()).collect();
        let noise: f64 = random.random_range(-6.0..6.0);
        values.push(3.0 * f64::from(own[0]) - 2.0 * f64::from(own[1]) + noise + 10.0);
        rows.push(own.iter().enumerate().filter(|(_, value)| **value > 0.0).map(|(at, value)| (at as u32, *value)));
        x.push(own);
    }
    let parts = parts(count);
    let targets = Targets { values: &values, parts: &parts };
    for scaled in [false, true] {
        let found = ridge(&rows, targets, scaled).ok_or("no ridge")?;
        assert!(found.agreement.iter().all(|own| own.pearson > 0.75 && own.spearman > 0.75), "{:?}", found.agreement);
        // At the solution, what is left of the targets is as large along each column as the penalty pulls. The coefficients are
        // read off the predictions of rows that differ in one column.
        let training = targets.of(Part::Training);
        let n = training.len() as f64;
        let mean = |column: usize| training.iter().map(|at| f64::from(x[*at][column])).sum::<f64>() / n;
        let gradient = |column: usize| -> f64 {
            let middle = mean(column);
            let deviation =
                (training.iter().map(|at| (f64::from(x[*at][column]) - middle).powi(2)).sum::<f64>() / n).sqrt();
            let factor = if scaled { 1.0 / deviation } else { 1.0 };
            let left =
                |at: &usize| (values[*at] - found.predicted[*at]) * (f64::from(x[*at][column]) - middle) * factor;
            training.iter().map(left).sum::<f64>()
        };
        let pulls: Vec<f64> = (0..width).map(|column| gradient(column) / found.penalty).collect();
        // These are the coefficients of the scaled, centred columns: they give the predictions.
        for &at in training.iter().take(20) {
            let term = |column: usize| {
                let middle = mean(column);
                let deviation =
                    (training.iter().map(|at| (f64::from(x[*at][column]) - middle).powi(2)).sum::<f64>() / n).sqrt();
                (f64::from(x[at][column]) - middle) / if scaled { deviation } else { 1.0 } * pulls[column]
            };
            let intercept = training.iter().map(|at| values[*at]).sum::<f64>() / n;
            let expected = intercept + (0..width).map(term).sum::<f64>();
            let tolerance = 0.05 + 0.5 / found.penalty;
            assert!((expected - found.predicted[at]).abs() < tolerance, "{expected} {}", found.predicted[at]);
        }
    }
    // Nothing to choose the penalty on.
    assert!(ridge(&rows, Targets { values: &values, parts: &vec![Part::Training; count] }, false).is_none());
    Ok(())
}

#[test]
fn neighbours_are_averaged() -> Result<(), &'static str> {
    let mut random = StdRng::seed_from_u64(4);
    let mut rows = SparseRows::new(8);
    let mut values = Vec::new();
    for at in 0..500_usize {
        // Two directions for each value, of any length.
        let direction = at % 8;
        rows.push([(direction as u32, random.random_range(1.0_f32..9.0))]);
        values.push((direction / 2) as f64 + random.random_range(-0.2..0.2));
    }
    let parts = parts(500);
    let found = nearest_neighbours(&rows, Targets { values: &values, parts: &parts }).ok_or("no neighbours")?;
    assert!(found.count > 1 && found.agreement.iter().all(|own| own.pearson > 0.98), "{found:?}");
    Ok(())
}
