//! Recurrent layers in plain memory: a step costs its products there, and not a dozen operations on small tensors.

use burn::tensor::{Tensor, TensorData};

use super::functions::function_of_numbers;
use super::recurrent::Way;
use crate::architecture::graph::ir::Function;
use crate::architecture::layers::{Panels, Rows, is_in_memory, multiplies_by_panels, numbers};

/// The widest state whose products are as fast here as burn's, which natively take more numbers at a time.
const WIDEST: usize = 32;

/// One direction of a layer.
struct Steps<'a> {
    way: &'a Way,
    /// Samples, positions, and numbers of all gates.
    dims: [usize; 3],
    /// What the gates take from each position; becomes what they are.
    gates: Vec<f32>,
    /// `N x H`.
    state: Vec<f32>,
    /// `N x L x H`.
    states: Vec<f32>,
}

impl<'a> Steps<'a> {
    /// None where burn's operations do better.
    fn new(way: &'a Way, taken: &Tensor<3>) -> Option<Self> {
        let is_best = multiplies_by_panels(&taken.device()) || way.hidden <= WIDEST;
        if !(is_best && is_in_memory(taken)) {
            return None;
        }
        let dims @ [count, positions, _] = taken.dims();
        // Without samples there is no first one whose gates a step could begin with.
        if count == 0 {
            return None;
        }
        let state = vec![0.0; count * way.hidden];
        Some(Self { way, dims, gates: numbers(taken), states: vec![0.0; state.len() * positions], state })
    }

    /// Takes every step. `turn` makes the gates of a step and the new states of the old ones: it is given the gates of all
    /// samples from the first one's on, and the distance between two samples'.
    fn take(mut self, mut turn: impl FnMut(&mut [f32], usize, &mut [f32])) -> Tensor<3> {
        let ([count, positions, width], hidden) = (self.dims, self.way.hidden);
        for step in 0..positions {
            let position = self.way.position(step);
            turn(&mut self.gates[position * width..], positions * width, &mut self.state);
            for (row, state) in self.state.chunks_exact(hidden).enumerate() {
                self.states[(row * positions + position) * hidden..][..hidden].copy_from_slice(state);
            }
        }
        let data = TensorData::new(self.states, [count, positions, hidden]);
        Tensor::from_data(data, &self.way.taken.device())
    }
}

/// `to` becomes what `function` makes of each of its numbers and the one in `from`.
fn combine(to: &mut [f32], from: &[f32], function: impl Fn(f32, f32) -> f32) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = function(*to, *from));
}

/// The states of an LSTM, `N x L x H`; none where burn's operations do better.
pub fn lstm_in_memory(way: &Way, functions: [Function; 3]) -> Option<Tensor<3>> {
    let [gate, cell, out] = functions.map(function_of_numbers);
    let (gate, cell, out) = (gate?, cell?, out?);
    let (hidden, [count, _, width]) = (way.hidden, way.taken.dims());
    let steps = Steps::new(way, &(way.taken.clone() + way.state_bias.clone().unsqueeze::<3>()))?;
    let recurrent = Panels::new(&numbers(&way.recurrent), width);
    let mut memory = vec![0.0; count * hidden];
    Some(steps.take(|gates, stride, state| {
        recurrent.add_products(&(0..hidden), Rows { values: state, stride: hidden, count }, gates, stride);
        let rows = state.chunks_exact_mut(hidden).zip(memory.chunks_exact_mut(hidden));
        for ((state, memory), gates) in rows.zip(gates.chunks_mut(stride)) {
            let (gates, candidate) = gates[..width].split_at_mut(3 * hidden);
            gate.apply(gates, 1.0, 0.0);
            cell.apply(candidate, 1.0, 0.0);
            let [input, output, forget] = [0, 1, 2].map(|at| &gates[at * hidden..(at + 1) * hidden]);
            combine(memory, forget, |memory, forget| memory * forget);
            combine(candidate, input, |candidate, input| candidate * input);
            combine(memory, candidate, |memory, candidate| memory + candidate);
            state.copy_from_slice(memory);
            out.apply(state, 1.0, 0.0);
            combine(state, output, |state, output| state * output);
        }
    }))
}

/// The states of a GRU, `N x L x H`; none where burn's operations do better.
pub fn gru_in_memory(way: &Way, functions: [Function; 2], resets_after: bool) -> Option<Tensor<3>> {
    let [gate, candidate] = functions.map(function_of_numbers);
    let (gate, candidate) = (gate?, candidate?);
    let (hidden, [count, _, width]) = (way.hidden, way.taken.dims());
    let steps = Steps::new(way, &way.taken)?;
    // What is taken in reads the state before or after the reset.
    let early = if resets_after { width } else { 2 * hidden };
    let (matrix, bias) = (&way.recurrent, numbers(&way.state_bias));
    let recurrent = Panels::new(&numbers(&matrix.clone().narrow(1, 0, early)), early);
    let last = (!resets_after).then(|| Panels::new(&numbers(&matrix.clone().narrow(1, 2 * hidden, hidden)), hidden));
    Some(steps.take(|gates, stride, state| {
        let mut known = bias[..early].repeat(count);
        recurrent.add_products(&(0..hidden), Rows { values: state, stride: hidden, count }, &mut known, early);
        let mut kept = if resets_after { vec![0.0; count * hidden] } else { bias[2 * hidden..].repeat(count) };
        let mut reset = vec![0.0; count * hidden];
        for (row, gates) in gates.chunks_mut(stride).take(count).enumerate() {
            let (known, own) = (&known[row * early..(row + 1) * early], row * hidden..(row + 1) * hidden);
            let gates = &mut gates[..2 * hidden];
            combine(gates, known, |gate, known| gate + known);
            gate.apply(gates, 1.0, 0.0);
            reset[own.clone()].copy_from_slice(&gates[hidden..]);
            if resets_after {
                kept[own.clone()].copy_from_slice(&known[2 * hidden..]);
                combine(&mut kept[own.clone()], &reset[own], |kept, reset| kept * reset);
            } else {
                combine(&mut reset[own.clone()], &state[own], |reset, state| reset * state);
            }
        }
        if let Some(last) = &last {
            last.add_products(&(0..hidden), Rows { values: &reset, stride: hidden, count }, &mut kept, hidden);
        }
        let rows = state.chunks_exact_mut(hidden).zip(kept.chunks_exact(hidden));
        for ((state, kept), gates) in rows.zip(gates.chunks_mut(stride)) {
            let (update, taken) = (&gates[..hidden], hidden * 2..hidden * 3);
            let mut new = gates[taken].to_vec();
            combine(&mut new, kept, |new, kept| new + kept);
            candidate.apply(&mut new, 1.0, 0.0);
            combine(&mut new, update, |new, update| new * (1.0 - update));
            combine(state, update, |state, update| state * update);
            combine(state, &new, |state, new| state + new);
        }
    }))
}
