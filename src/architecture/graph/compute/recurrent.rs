use burn::tensor::Tensor;

use super::Value;
use super::functions::apply_function;
use crate::architecture::graph::ir::{Direction, Function};
use crate::architecture::layers::dense;

/// One direction of a recurrent layer with `gates` gates of width `hidden`.
struct Way {
    /// What the gates take from each position, `L` times `N x (gates * H)`, in the order in which it goes.
    inputs: Vec<Tensor<2>>,
    /// `H x (gates * H)`
    recurrent: Tensor<2>,
    /// For what comes from the state, `1 x (gates * H)`.
    state_bias: Tensor<2>,
    hidden: usize,
}

/// The ways of a layer, each with whether it goes backwards.
fn ways(inputs: &[&Value], hidden: usize, direction: Direction, gates: usize) -> Vec<(Way, bool)> {
    let columns = inputs[0].matrix();
    let [count, positions, channels] = columns.dims();
    let width = gates * hidden;
    let flat = columns.reshape([count * positions, channels]);
    let part = |value: &Value, way: usize, columns: usize| {
        let all = value.rows().clone().reshape([direction.count(), width, columns]);
        // A copy in the new order, as products read it at every position.
        Tensor::cat(vec![all.narrow(0, way, 1).reshape([width, columns]).transpose()], 0)
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
        let all = dense(flat.clone(), part(inputs[1], way, channels), None) + own;
        let all = all.reshape([count, positions, width]);
        let backwards = direction == Direction::Reverse || way == 1;
        let at = |step: usize| {
            let position = if backwards { positions - 1 - step } else { step };
            all.clone().narrow(1, position, 1).reshape([count, width])
        };
        let inputs_of = (0..positions).map(at).collect();
        (Way { inputs: inputs_of, recurrent: part(inputs[2], way, hidden), state_bias, hidden }, backwards)
    };
    (0..direction.count()).map(made).collect()
}

/// The states of all ways, side by side.
fn joined(states: Vec<(Vec<Tensor<2>>, bool)>, shape: &[usize]) -> Value {
    let along = |(mut states, backwards): (Vec<Tensor<2>>, bool)| {
        if backwards {
            states.reverse();
        }
        Tensor::cat(states.into_iter().map(|state| state.unsqueeze_dim::<3>(1)).collect(), 1)
    };
    Value::of(Tensor::cat(states.into_iter().map(along).collect(), 2), shape)
}

pub fn lstm(
    inputs: &[&Value],
    hidden: usize,
    direction: Direction,
    [gate, cell, state]: [Function; 3],
    shape: &[usize],
) -> Value {
    let run = |(way, backwards): (Way, bool)| {
        let count = way.inputs.first().map_or(0, |first| first.dims()[0]);
        let zero = Tensor::<2>::zeros([count, way.hidden], &way.recurrent.device());
        let (mut last, mut memory, mut states) = (zero.clone(), zero, Vec::with_capacity(way.inputs.len()));
        for own in way.inputs {
            let all = own + dense(last, way.recurrent.clone(), None) + way.state_bias.clone();
            // Input, output, forget, cell.
            let part = |at: usize| all.clone().narrow(1, at * way.hidden, way.hidden);
            let taken = apply_function(gate, part(0)) * apply_function(cell, part(3));
            memory = apply_function(gate, part(2)) * memory + taken;
            last = apply_function(gate, part(1)) * apply_function(state, memory.clone());
            states.push(last.clone());
        }
        (states, backwards)
    };
    joined(ways(inputs, hidden, direction, 4).into_iter().map(run).collect(), shape)
}

pub fn gru(
    inputs: &[&Value],
    hidden: usize,
    direction: Direction,
    [gate, candidate]: [Function; 2],
    resets_after: bool,
    shape: &[usize],
) -> Value {
    let run = |(way, backwards): (Way, bool)| {
        let count = way.inputs.first().map_or(0, |first| first.dims()[0]);
        let mut last = Tensor::<2>::zeros([count, hidden], &way.recurrent.device());
        let mut states = Vec::with_capacity(way.inputs.len());
        let part = |all: &Tensor<2>, at: usize| all.clone().narrow(1, at * hidden, hidden);
        // Update, reset, hidden.
        let third = way.recurrent.clone().narrow(1, 2 * hidden, hidden);
        let third = Tensor::cat(vec![third], 0);
        for own in way.inputs {
            let known = dense(last.clone(), way.recurrent.clone(), None) + way.state_bias.clone();
            let update = apply_function(gate, part(&own, 0) + part(&known, 0));
            let reset = apply_function(gate, part(&own, 1) + part(&known, 1));
            let kept = if resets_after {
                reset * part(&known, 2)
            } else {
                dense(reset * last.clone(), third.clone(), None) + part(&way.state_bias, 2)
            };
            let new = apply_function(candidate, part(&own, 2) + kept);
            last = (update.clone().neg() + 1.0) * new + update * last;
            states.push(last.clone());
        }
        (states, backwards)
    };
    joined(ways(inputs, hidden, direction, 3).into_iter().map(run).collect(), shape)
}
