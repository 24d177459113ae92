use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::dataset::ReporterData;
use super::recipe::{ReporterRecipe, Task};
use super::step::Columns;
use crate::sequence::Window;

/// Letters of the alphabet: A, C, G, T, whose codes reverse under complement.
const LETTERS: u8 = 4;

/// Rows of one pass, drawn without replacement by weight, in random order. The same seed gives the same pass.
pub(super) fn draw(weights: &[(usize, f64)], count: usize, random: &mut StdRng) -> Vec<usize> {
    // Gumbel's trick: the largest of log-weight plus noise are a draw without replacement.
    let noise = |random: &mut StdRng| -(-f64::ln(random.random_range(f64::MIN_POSITIVE..1.0))).ln();
    let mut keyed: Vec<(f64, usize)> = weights.iter().map(|&(row, weight)| (weight + noise(random), row)).collect();
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut rows: Vec<usize> = keyed.into_iter().take(count).map(|(_, row)| row).collect();
    rows.shuffle(random);
    rows
}

/// A generator for one pass of one member.
pub(super) fn generator(seed: u64, pass: usize) -> StdRng {
    StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(pass as u64))
}

/// A window's codes on one of its strands.
pub(super) fn on_strand(window: &Window, reverse: bool) -> Vec<u8> {
    let complement = |code: &u8| if *code < LETTERS { LETTERS - 1 - code } else { *code };
    if reverse { window.codes().iter().rev().map(complement).collect() } else { window.codes().to_vec() }
}

/// One-hot, `N x length x 4`.
pub(in crate::training) fn one_hot(codes: &[Vec<u8>]) -> Columns {
    let letters = usize::from(LETTERS);
    let mut columns = Columns::zeros(codes.len(), codes.first().map_or(0, Vec::len), letters);
    for (row, code) in columns.values.chunks_exact_mut(letters).zip(codes.iter().flatten()) {
        if let Some(slot) = row.get_mut(usize::from(*code)) {
            *slot = 1.0;
        }
    }
    columns
}

/// Those of the teacher's sequences that a pass takes: the passes go through them in turn. They are counted on
/// behind the measured rows.
pub(super) fn taught_of_pass(recipe: &ReporterRecipe, data: &ReporterData, pass: usize) -> Vec<usize> {
    let (count, known) = (recipe.teacher.as_ref().map_or(0, |teacher| teacher.rows), data.taught.len());
    let places = (pass * count..(pass + 1) * count).filter(|_| known > 0).map(|at| data.rows.len() + at % known);
    places.collect()
}

/// The window of a measured row, or of one of the teacher's sequences behind them.
pub(super) fn window(data: &ReporterData, row: usize) -> &Window {
    match data.rows.get(row) {
        Some(row) => &row.window,
        None => &data.taught[row - data.rows.len()].window,
    }
}

/// The normalised target and the weight of its squared error, by row and task.
pub(super) fn targets(recipe: &ReporterRecipe, data: &ReporterData, rows: &[usize]) -> Vec<(f32, f32)> {
    let target = |row: usize, task: usize| match data.rows.get(row) {
        Some(row) => row.targets[task],
        None => (recipe.tasks[task].column == Task::TAUGHT).then(|| data.taught[row - data.rows.len()].value),
    };
    let of = |&row: &usize| {
        let tasks = recipe.tasks.iter().zip(&data.scales).enumerate();
        tasks.map(move |(at, (task, (mean, sd)))| {
            target(row, at).map_or((0.0, 0.0), |value| ((value - mean) / sd, task.weight))
        })
    };
    rows.iter().flat_map(of).collect()
}
