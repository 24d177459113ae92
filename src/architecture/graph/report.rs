use std::collections::BTreeMap;
use std::sync::Arc;

use super::program::{Program, Step};
use super::tower::Tower;
use crate::schema::{FastShare, OperatorCount};

/// Which part of a graph edits go through, and which runs whole.
pub fn fast_share(program: &Program, towers: &[Arc<Tower>]) -> FastShare {
    let fast = towers.iter().filter_map(|tower| tower.fast.as_ref());
    let own: Vec<usize> = fast.flat_map(|fast| fast.values()).collect();
    let (fast, whole): (Vec<&Step>, Vec<&Step>) = program.steps.iter().partition(|step| own.contains(&step.output));
    let cost = |steps: &[&Step]| steps.iter().map(|step| step.cost as f64).sum::<f64>();
    let (quick, slow) = (cost(&fast), cost(&whole));
    let multiply_adds = quick + slow;
    let share = if multiply_adds > 0.0 { quick / multiply_adds } else { 0.0 };
    FastShare { fast: counted(&fast), whole: counted(&whole), share, multiply_adds }
}

fn counted(steps: &[&Step]) -> Vec<OperatorCount> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    steps.iter().for_each(|step| *counts.entry(step.op.operator()).or_default() += 1);
    counts.into_iter().map(|(operator, count)| OperatorCount { operator: operator.to_owned(), count }).collect()
}
