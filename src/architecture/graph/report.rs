use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::program::{Program, Step};
use super::tower::Tower;

/// Which part of a graph edits go through, and which runs whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FastShare {
    /// Operators that compute only what an edit reaches.
    pub fast: Vec<OperatorCount>,
    /// Operators that run whole.
    pub whole: Vec<OperatorCount>,
    /// The fast part's share of all multiply-adds of one sample, between 0 and 1.
    pub share: f64,
    /// All multiply-adds of one sample.
    pub multiply_adds: u64,
}

/// An operator and how often it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperatorCount {
    /// Its name in ONNX's words.
    pub operator: &'static str,
    /// How many nodes.
    pub count: usize,
}

impl FastShare {
    pub(super) fn of(program: &Program, towers: &[Arc<Tower>]) -> Self {
        let fast = towers.iter().filter_map(|tower| tower.fast.as_ref());
        let own: Vec<usize> = fast.flat_map(|fast| fast.values()).collect();
        let (fast, whole): (Vec<&Step>, Vec<&Step>) = program.steps.iter().partition(|step| own.contains(&step.output));
        let cost = |steps: &[&Step]| steps.iter().map(|step| step.cost).fold(0_u64, u64::saturating_add);
        let (quick, slow) = (cost(&fast), cost(&whole));
        let all = quick.saturating_add(slow);
        Self {
            fast: counted(&fast),
            whole: counted(&whole),
            share: quick as f64 / all.max(1) as f64,
            multiply_adds: all,
        }
    }
}

fn counted(steps: &[&Step]) -> Vec<OperatorCount> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    steps.iter().for_each(|step| *counts.entry(step.op.operator()).or_default() += 1);
    counts.into_iter().map(|(operator, count)| OperatorCount { operator, count }).collect()
}
