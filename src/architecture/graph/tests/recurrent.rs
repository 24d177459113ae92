//! LSTM and GRU against loops that follow their definitions.

use burn::tensor::Device;
use serde_json::json;

use super::operators::{applied_on, close};
use super::{Draft, Test};

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// One direction of an LSTM or a GRU by its definition, position by position.
fn states(kind: &str, inputs: &[[f64; 2]], weights: [&[f64]; 3], resets_after: bool) -> Vec<[f64; 2]> {
    let [input, recurrent, bias] = weights;
    let gates = if kind == "lstm" { 4 } else { 3 };
    let (mut state, mut memory, mut all) = ([0.0; 2], [0.0; 2], Vec::new());
    for position in inputs {
        let own = |row: usize| input[row * 2] * position[0] + input[row * 2 + 1] * position[1] + bias[row];
        let known = |row: usize, state: [f64; 2]| recurrent[row * 2] * state[0] + recurrent[row * 2 + 1] * state[1];
        let moved = |row: usize| bias[gates * 2 + row];
        let mut next = [0.0; 2];
        for at in 0..2 {
            let gate = |row: usize| own(row) + known(row, state) + moved(row);
            next[at] = if kind == "lstm" {
                memory[at] = sigmoid(gate(4 + at)) * memory[at] + sigmoid(gate(at)) * gate(6 + at).tanh();
                sigmoid(gate(2 + at)) * memory[at].tanh()
            } else {
                let (update, reset) = (sigmoid(gate(at)), [sigmoid(gate(2)), sigmoid(gate(3))]);
                let kept = if resets_after {
                    reset[at] * (known(4 + at, state) + moved(4 + at))
                } else {
                    known(4 + at, [reset[0] * state[0], reset[1] * state[1]]) + moved(4 + at)
                };
                (1.0 - update) * (own(4 + at) + kept).tanh() + update * state[at]
            };
        }
        state = next;
        all.push(state);
    }
    all
}

#[test]
fn recurrent_layers_go_both_ways() -> Test {
    let mut draft = Draft { seed: 5, ..Draft::default() };
    for (kind, gates, resets_after) in [("lstm", 4, false), ("gru", 3, true), ("gru", 3, false)] {
        let mut numbers = |count: usize| (0..count).map(|_| draft.number()).collect::<Vec<f32>>();
        let (x, weights) = (numbers(6), [0; 3].map(|_| numbers(gates * 8)));
        let wide = |values: &[f32]| values.iter().map(|own| f64::from(*own)).collect::<Vec<f64>>();
        let mut positions: Vec<[f64; 2]> = wide(&x).chunks(2).map(|own| [own[0], own[1]]).collect();
        let half = gates * 4;
        let way = |positions: &[[f64; 2]], at: usize| {
            let part = |all: &[f32]| wide(&all[at * half..(at + 1) * half]);
            let own = [0, 1, 2].map(|which: usize| part(&weights[which]));
            states(kind, positions, [&own[0], &own[1], &own[2]], resets_after)
        };
        let forward = way(&positions, 0);
        positions.reverse();
        let mut backward = way(&positions, 1);
        backward.reverse();
        let expected: Vec<f32> =
            forward.iter().zip(&backward).flat_map(|(a, b)| [a[0], a[1], b[0], b[1]]).map(|own| own as f32).collect();
        let (sigmoid, tanh) = (json!({"name": "sigmoid"}), json!({"name": "tanh"}));
        let op = if kind == "lstm" {
            json!({"kind": "lstm", "hidden": 2, "direction": "both", "gate": sigmoid, "cell": tanh, "state": tanh})
        } else {
            json!({"kind": "gru", "hidden": 2, "direction": "both", "gate": sigmoid, "candidate": tanh, "resets_after": resets_after})
        };
        let shapes: [&[usize]; 3] = [&[2, gates * 2, 2], &[2, gates * 2, 2], &[2, gates * 4]];
        let constants = [0, 1, 2].map(|which: usize| (shapes[which], weights[which].as_slice()));
        // In plain memory, and by operations of burn's where gradients are recorded.
        for device in [Device::flex(), Device::flex().autodiff()] {
            let found = applied_on(&device, &op, &[3, 2], &x, &constants)?;
            assert!(close(&found, &expected), "{kind}: {found:?} {expected:?}");
        }
    }
    Ok(())
}
