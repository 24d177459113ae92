use burn::tensor::Tensor;

use super::Value;
use super::functions::apply_function;
use super::recurrent_in_memory::{gru_in_memory, lstm_in_memory};
use crate::architecture::graph::ir::{Direction, Function};
use crate::architecture::layers::dense;

/// One direction of a recurrent layer with several gates of width H.
pub struct Way {
    /// What the gates take from each position, `N x L x (gates * H)`.
    pub taken: Tensor<3>,
    /// `C x (gates * H)`
    pub weight: Tensor<2>,
    /// `H x (gates * H)`
    pub recurrent: Tensor<2>,
    /// For what comes from the state, `1 x (gates * H)`.
    pub state_bias: Tensor<2>,
    pub hidden: usize,
    /// Whether it begins with the last position.
    pub is_backward: bool,
}

impl Way {
    /// The position of a step.
    pub fn position(&self, step: usize) -> usize {
        if self.is_backward { self.taken.dims()[1] - 1 - step } else { step }
    }

    /// What the gates take from the position of each step, `N x (gates * H)`.
    fn inputs(&self) -> impl Iterator<Item = Tensor<2>> {
        let [count, positions, width] = self.taken.dims();
        (0..positions).map(move |step| self.taken.clone().narrow(1, self.position(step), 1).reshape([count, width]))
    }
}

/// What a step of an LSTM computes.
pub struct LstmStep {
    /// The four gates before their functions: input, output, forget, cell.
    pub gates: Tensor<2>,
    /// The memory before and after it.
    pub memory: [Tensor<2>; 2],
    /// What it gives.
    pub state: Tensor<2>,
}

/// What a step of a GRU computes.
pub struct GruStep {
    /// Update and reset before their functions.
    pub gates: [Tensor<2>; 2],
    /// The state before it.
    pub before: Tensor<2>,
    /// What the reset gate is multiplied by, where it stands after the product.
    pub known: Tensor<2>,
    /// What is taken in, before its function.
    pub candidate: Tensor<2>,
    /// What it gives.
    pub state: Tensor<2>,
}

/// Part of gates that stand side by side.
pub fn part(all: &Tensor<2>, at: usize, hidden: usize) -> Tensor<2> {
    all.clone().narrow(1, at * hidden, hidden)
}

/// The ways of a layer.
pub fn ways(inputs: &[&Value], hidden: usize, direction: Direction, gates: usize) -> Vec<Way> {
    let columns = inputs[0].matrix();
    let [count, positions, channels] = columns.dims();
    let width = gates * hidden;
    let flat = columns.reshape([count * positions, channels]);
    let turned = |value: &Value, way: usize, columns: usize| {
        let all = value.rows().clone().reshape([direction.count(), width, columns]);
        // Products of few rows read it as fast in this order as in the other.
        all.narrow(0, way, 1).reshape([width, columns]).transpose()
    };
    let made = |way: usize| {
        let zero = || Tensor::<2>::zeros([1, width], &flat.device());
        let (own, state_bias) = inputs.get(3).map_or_else(
            || (zero(), zero()),
            |bias| {
                let rows = bias.rows().clone().reshape([direction.count() * 2, width]);
                (rows.clone().narrow(0, 2 * way, 1), rows.narrow(0, 2 * way + 1, 1))
            },
        );
        let weight = turned(inputs[1], way, channels);
        let all = dense(flat.clone(), weight.clone(), None) + own;
        let taken = all.reshape([count, positions, width]);
        let is_backward = direction == Direction::Reverse || way == 1;
        let recurrent = turned(inputs[2], way, hidden);
        Way { taken, weight, recurrent, state_bias, hidden, is_backward }
    };
    (0..direction.count()).map(made).collect()
}

/// What stands in the order of a way's steps, in the order of positions: `N x L x width`.
pub fn by_position(mut steps: Vec<Tensor<2>>, is_backward: bool) -> Tensor<3> {
    if is_backward {
        steps.reverse();
    }
    Tensor::cat(steps.into_iter().map(|own| own.unsqueeze_dim::<3>(1)).collect(), 1)
}

fn zero_state(way: &Way) -> Tensor<2> {
    Tensor::zeros([way.taken.dims()[0], way.hidden], &way.recurrent.device())
}

/// The steps of an LSTM in one direction.
pub fn lstm_steps(way: &Way, [gate, cell, state]: [Function; 3]) -> Vec<LstmStep> {
    let mut steps: Vec<LstmStep> = Vec::with_capacity(way.taken.dims()[1]);
    let (mut last, mut memory) = (zero_state(way), zero_state(way));
    for own in way.inputs() {
        let gates = own + dense(last, way.recurrent.clone(), None) + way.state_bias.clone();
        let of = |at: usize| part(&gates, at, way.hidden);
        let taken = apply_function(gate, of(0)) * apply_function(cell, of(3));
        let after = apply_function(gate, of(2)) * memory.clone() + taken;
        last = apply_function(gate, of(1)) * apply_function(state, after.clone());
        steps.push(LstmStep { gates, memory: [memory, after.clone()], state: last.clone() });
        memory = after;
    }
    steps
}

/// The steps of a GRU in one direction.
pub fn gru_steps(way: &Way, [gate, candidate]: [Function; 2], resets_after: bool) -> Vec<GruStep> {
    let mut steps: Vec<GruStep> = Vec::with_capacity(way.taken.dims()[1]);
    let mut before = zero_state(way);
    let last = last_gate(way);
    for own in way.inputs() {
        let known = dense(before.clone(), way.recurrent.clone(), None) + way.state_bias.clone();
        let of = |all: &Tensor<2>, at: usize| part(all, at, way.hidden);
        let gates = [0, 1].map(|at| of(&own, at) + of(&known, at));
        let [update, reset] = gates.clone().map(|own| apply_function(gate, own));
        let known = of(&known, 2);
        let kept = if resets_after {
            reset * known.clone()
        } else {
            dense(reset * before.clone(), last.clone(), None) + of(&way.state_bias, 2)
        };
        let taken = of(&own, 2) + kept;
        let new = apply_function(candidate, taken.clone());
        let state = (update.clone().neg() + 1.0) * new + update * before.clone();
        steps.push(GruStep { gates, before, known, candidate: taken, state: state.clone() });
        before = state;
    }
    steps
}

/// The matrix from the state to what is taken in, `H x H`.
pub fn last_gate(way: &Way) -> Tensor<2> {
    part(&way.recurrent, 2, way.hidden)
}

pub fn lstm(
    inputs: &[&Value],
    hidden: usize,
    direction: Direction,
    functions: [Function; 3],
    shape: &[usize],
) -> Value {
    let run = |way: Way| {
        if let Some(states) = lstm_in_memory(&way, functions) {
            return states;
        }
        let states = lstm_steps(&way, functions).into_iter().map(|step| step.state).collect();
        by_position(states, way.is_backward)
    };
    Value::of(Tensor::cat(ways(inputs, hidden, direction, 4).into_iter().map(run).collect(), 2), shape)
}

pub fn gru(
    inputs: &[&Value],
    hidden: usize,
    direction: Direction,
    functions: [Function; 2],
    resets_after: bool,
    shape: &[usize],
) -> Value {
    let run = |way: Way| {
        if let Some(states) = gru_in_memory(&way, functions, resets_after) {
            return states;
        }
        let states = gru_steps(&way, functions, resets_after).into_iter().map(|step| step.state).collect();
        by_position(states, way.is_backward)
    };
    Value::of(Tensor::cat(ways(inputs, hidden, direction, 3).into_iter().map(run).collect(), 2), shape)
}
