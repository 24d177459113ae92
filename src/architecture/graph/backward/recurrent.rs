use burn::tensor::Tensor;

use super::super::compute::recurrent::{
    GruStep, LstmStep, Way, by_position, gru_steps, last_gate, lstm_steps, part, ways,
};
use super::super::compute::{Value, apply_function, slope};
use super::super::ir::{Direction, Function};
use super::Read;
use crate::architecture::layers::dense;

type Rows = Tensor<2>;

/// Half-way between target and reference.
fn mean(target: &Rows, reference: Option<&Rows>) -> Rows {
    reference.map_or_else(|| target.clone(), |before| (target.clone() + before.clone()).mul_scalar(0.5))
}

/// A function of something, half-way.
fn mean_of(function: Function, target: &Rows, reference: Option<&Rows>) -> Rows {
    let before = reference.map(|own| apply_function(function, own.clone()));
    mean(&apply_function(function, target.clone()), before.as_ref())
}

/// What the states of each step of a way contribute, in the order in which it goes.
fn states_of(given: &Value, way: &Way, at: usize) -> Vec<Rows> {
    let all = given.matrix();
    let [rows, positions, _] = all.dims();
    let state = |step: usize| {
        let position = if way.is_backward { positions - 1 - step } else { step };
        all.clone().narrow(1, position, 1).narrow(2, at * way.hidden, way.hidden).reshape([rows, way.hidden])
    };
    (0..positions).map(state).collect()
}

/// What the input contributes, from what the gates of each way do (last step first).
fn input_of(ways: Vec<(Way, Vec<Rows>)>, input: &Value) -> Value {
    let sums = ways.into_iter().map(|(way, mut gates)| {
        gates.reverse();
        let all = by_position(gates, way.is_backward);
        let [rows, positions, width] = all.dims();
        let channels = input.shape()[1];
        let passed = dense(all.reshape([rows * positions, width]), way.weight.transpose(), None);
        passed.reshape([rows, positions * channels])
    });
    let sum = sums.reduce(|a, b| a + b);
    sum.map_or_else(|| input.clone(), |sum| Value::of(sum, input.shape()))
}

/// Both passes of a layer's ways.
fn both(read: &Read<'_>, hidden: usize, direction: Direction, gates: usize) -> Vec<(Way, Option<Way>)> {
    let own = ways(&read.target, hidden, direction, gates);
    let before = read.reference.as_ref().map(|reference| ways(reference, hidden, direction, gates));
    let mut before = before.into_iter().flatten();
    own.into_iter().map(|way| (way, before.next())).collect()
}

/// Through an LSTM, from its last step to its first.
pub fn lstm(read: &Read<'_>, given: &Value, hidden: usize, direction: Direction, functions: [Function; 3]) -> Value {
    let ways = both(read, hidden, direction, 4).into_iter().enumerate().map(|(at, (way, before))| {
        let (steps, before) = (lstm_steps(&way, functions), before.map(|own| lstm_steps(&own, functions)));
        let mut passed: Option<[Rows; 2]> = None;
        let mut gates = Vec::with_capacity(steps.len());
        let states = states_of(given, &way, at);
        for (step, own) in states.into_iter().enumerate().rev() {
            let before = before.as_ref().map(|steps| &steps[step]);
            let (state, memory) = match passed {
                Some([state, memory]) => (own + state, Some(memory)),
                None => (own, None),
            };
            let (of_gates, of_memory) = lstm_step((&steps[step], before), state, memory, hidden, functions);
            passed = Some([dense(of_gates.clone(), way.recurrent.clone().transpose(), None), of_memory]);
            gates.push(of_gates);
        }
        (way, gates)
    });
    input_of(ways.collect(), read.target[0])
}

/// What the gates and the memory before a step contribute.
fn lstm_step(
    (own, before): (&LstmStep, Option<&LstmStep>),
    state: Rows,
    memory: Option<Rows>,
    hidden: usize,
    [gate, cell, given]: [Function; 3],
) -> (Rows, Rows) {
    let gates = |at: usize| (part(&own.gates, at, hidden), before.map(|step| part(&step.gates, at, hidden)));
    let mean_at = |function: Function, at: usize| {
        let (own, before) = gates(at);
        mean_of(function, &own, before.as_ref())
    };
    let slope_at = |function: Function, at: usize| {
        let (own, before) = gates(at);
        slope(function, &own, before.as_ref())
    };
    let [earlier, after] = [0, 1].map(|at| (&own.memory[at], before.map(|step| &step.memory[at])));
    let through = state.clone() * mean_at(gate, 1) * slope(given, after.0, after.1);
    let memory = memory.map_or(through.clone(), |memory| memory + through);
    let of_output = state * mean_of(given, after.0, after.1) * slope_at(gate, 1);
    let of_input = memory.clone() * mean_at(cell, 3) * slope_at(gate, 0);
    let of_forget = memory.clone() * mean(earlier.0, earlier.1) * slope_at(gate, 2);
    let of_cell = memory.clone() * mean_at(gate, 0) * slope_at(cell, 3);
    (Tensor::cat(vec![of_input, of_output, of_forget, of_cell], 1), memory * mean_at(gate, 2))
}

/// Through a GRU, from its last step to its first.
pub fn gru(
    read: &Read<'_>,
    given: &Value,
    hidden: usize,
    direction: Direction,
    functions: [Function; 2],
    resets_after: bool,
) -> Value {
    let ways = both(read, hidden, direction, 3).into_iter().enumerate().map(|(at, (way, before))| {
        let steps = |way: &Way| gru_steps(way, functions, resets_after);
        let (steps, before) = (steps(&way), before.as_ref().map(steps));
        let last = (!resets_after).then(|| last_gate(&way).transpose());
        let mut passed: Option<Rows> = None;
        let mut gates = Vec::with_capacity(steps.len());
        for (step, own) in states_of(given, &way, at).into_iter().enumerate().rev() {
            let before = before.as_ref().map(|steps| &steps[step]);
            let state = passed.map_or(own.clone(), |passed| own + passed);
            let (of_gates, of_known, of_before) = gru_step((&steps[step], before), state, last.as_ref(), functions);
            passed = Some(of_before + dense(of_known, way.recurrent.clone().transpose(), None));
            gates.push(of_gates);
        }
        (way, gates)
    });
    input_of(ways.collect(), read.target[0])
}

/// What the gates contribute by what they take from the input, by what they take from the state, and what the
/// state before contributes beside. `last` is the transposed matrix behind a reset gate that stands before
/// it.
fn gru_step(
    (own, before): (&GruStep, Option<&GruStep>),
    state: Rows,
    last: Option<&Rows>,
    [gate, candidate]: [Function; 2],
) -> (Rows, Rows, Rows) {
    let at = |which: usize| (&own.gates[which], before.map(|step| &step.gates[which]));
    let (update, reset) = (at(0), at(1));
    let taken = (&own.candidate, before.map(|step| &step.candidate));
    let earlier = mean(&own.before, before.map(|step| &step.before));
    let shares = mean_of(gate, update.0, update.1);
    let of_new = state.clone() * (shares.clone().neg() + 1.0) * slope(candidate, taken.0, taken.1);
    let new = mean_of(candidate, taken.0, taken.1);
    let of_update = state.clone() * (earlier.clone() - new) * slope(gate, update.0, update.1);
    let resets = mean_of(gate, reset.0, reset.1);
    let (factor, of_known, beside) = match last {
        None => {
            let known = mean(&own.known, before.map(|step| &step.known));
            (of_new.clone() * known, of_new.clone() * resets, None)
        }
        Some(last) => {
            let passed = dense(of_new.clone(), last.clone(), None);
            (passed.clone() * earlier, of_new.zeros_like(), Some(passed * resets))
        }
    };
    let of_reset = factor * slope(gate, reset.0, reset.1);
    let of_state = state * shares;
    let of_state = beside.map_or(of_state.clone(), |beside| of_state + beside);
    let side_by_side = |third: Rows| Tensor::cat(vec![of_update.clone(), of_reset.clone(), third], 1);
    (side_by_side(of_new), side_by_side(of_known), of_state)
}
