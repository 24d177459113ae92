//! Graphs of random layers with random weights.

use burn::tensor::Device;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::GraphNetwork;
use super::Draft;

#[derive(Debug, Clone)]
pub enum Block {
    Conv { channels: usize, width: usize, stride: usize, dilation: usize, padding: [usize; 2], by_channel: bool },
    MaxPool { width: usize, stride: usize, padding: usize },
    AveragePool { width: usize, stride: usize, padding: usize, counts: bool },
    Function(usize),
    Norm,
    LayerNorm,
    Residual { width: usize, dilation: usize, strided: bool },
    Branches,
    Shares,
    LogShares,
    Positions,
    Cut { start: usize, step: usize },
    Frame,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Flat,
    FlatLast,
    Mean,
    Max,
    Attention,
    Excited,
    Lstm,
    Gru { resets_after: bool },
}

const FUNCTIONS: [&str; 8] = ["tanh", "sigmoid", "gelu", "softplus", "exp", "relu", "abs", "identity"];

/// How many of the functions have a derivative everywhere.
const SMOOTH: usize = 5;

pub fn blocks(smooth: bool) -> impl Strategy<Value = Vec<Block>> {
    let conv = (2..6_usize, 1..6_usize, 1..3_usize, 1..4_usize, [0..4_usize, 0..4_usize], any::<bool>()).prop_map(
        |(channels, width, stride, dilation, padding, by_channel)| Block::Conv {
            channels,
            width,
            stride,
            dilation,
            padding,
            by_channel,
        },
    );
    let maximum = (2..4_usize, 1..4_usize, 0..2_usize).prop_map(|(width, stride, padding)| Block::MaxPool {
        width,
        stride,
        padding,
    });
    let mean = (2..4_usize, 1..4_usize, 0..2_usize, any::<bool>())
        .prop_map(|(width, stride, padding, counts)| Block::AveragePool { width, stride, padding, counts });
    let functions = if smooth { SMOOTH } else { FUNCTIONS.len() };
    let residual = (1..5_usize, 1..4_usize, any::<bool>()).prop_map(|(width, dilation, strided)| Block::Residual {
        width,
        dilation,
        strided,
    });
    let cut = (0..3_usize, 1..3_usize).prop_map(|(start, step)| Block::Cut { start, step });
    let others = prop_oneof![
        Just(Block::Norm),
        Just(Block::LayerNorm),
        Just(Block::Branches),
        Just(Block::Shares),
        Just(Block::LogShares),
        Just(Block::Positions),
        Just(Block::Frame)
    ];
    let pool = if smooth { mean.clone().boxed() } else { prop_oneof![maximum, mean].boxed() };
    prop::collection::vec(
        prop_oneof![4 => conv, 2 => pool, 3 => (0..functions).prop_map(Block::Function), 2 => residual, 1 => cut, 2 => others],
        1..7,
    )
}

pub fn smooth_heads() -> impl Strategy<Value = Head> {
    prop_oneof![
        Just(Head::Flat),
        Just(Head::FlatLast),
        Just(Head::Mean),
        Just(Head::Attention),
        Just(Head::Excited),
        Just(Head::Lstm),
        any::<bool>().prop_map(|resets_after| Head::Gru { resets_after }),
    ]
}

pub fn heads() -> impl Strategy<Value = Head> {
    prop_oneof![7 => smooth_heads(), 1 => Just(Head::Max)]
}

/// A value of a draft, `channels x columns`.
#[derive(Clone)]
struct Columns {
    name: String,
    channels: usize,
    columns: usize,
}

fn function(draft: &mut Draft, name: &str, value: &str) -> String {
    draft.node(json!({"kind": "function", "function": {"name": name}}), &[value])
}

fn convolved(draft: &mut Draft, from: &Columns, channels: usize, width: usize, op: &Value, columns: usize) -> Columns {
    let groups = op["groups"].as_u64().unwrap_or(1) as usize;
    let weight = draft.weight(&[channels, from.channels / groups, width], from.channels / groups * width);
    let bias = draft.weight(&[channels], 4);
    let name = draft.node(op.clone(), &[&from.name, &weight, &bias]);
    Columns { name, channels, columns }
}

fn conv_op(groups: usize, stride: usize, dilation: usize, padding: [usize; 2]) -> Value {
    json!({"kind": "conv", "groups": groups, "stride": stride, "dilation": dilation, "padding": padding})
}

fn added(draft: &mut Draft, own: Columns, block: &Block) -> Columns {
    let Columns { name, channels, columns } = own.clone();
    let windows = |span: usize, stride: usize, padded: usize| (padded >= span).then(|| (padded - span) / stride + 1);
    match block {
        Block::Conv { channels: outputs, width, stride, dilation, padding, by_channel } => {
            let padded = columns + padding[0] + padding[1];
            let Some(count) = windows((width - 1) * dilation + 1, *stride, padded) else { return own };
            let (outputs, groups) = if *by_channel { (channels * 2, channels) } else { (*outputs, 1) };
            convolved(draft, &own, outputs, *width, &conv_op(groups, *stride, *dilation, *padding), count)
        }
        Block::MaxPool { width, stride, padding } => {
            let Some(count) = windows(*width, *stride, columns + padding) else { return own };
            let op =
                json!({"kind": "max-pool", "width": width, "stride": stride, "dilation": 1, "padding": [padding, 0]});
            Columns { name: draft.node(op, &[&name]), channels, columns: count }
        }
        Block::AveragePool { width, stride, padding, counts } => {
            let Some(count) = windows(*width, *stride, columns + padding) else { return own };
            let op = json!({"kind": "average-pool", "width": width, "stride": stride, "padding": [padding, 0], "counts_padding": counts});
            Columns { name: draft.node(op, &[&name]), channels, columns: count }
        }
        Block::Function(at) => {
            // Exponentials of exponentials leave nothing to be compared.
            let bounded = if FUNCTIONS[*at] == "exp" { function(draft, "tanh", &name) } else { name };
            Columns { name: function(draft, FUNCTIONS[*at], &bounded), ..own }
        }
        Block::Norm => {
            let (factor, term) = (draft.weight(&[channels], 1), draft.weight(&[channels], 1));
            Columns { name: draft.node(json!({"kind": "affine", "axis": 0}), &[&name, &factor, &term]), ..own }
        }
        Block::LayerNorm => {
            let turn = json!({"kind": "transpose", "order": [1, 0]});
            let turned = draft.node(turn.clone(), &[&name]);
            let factor = draft.weight(&[channels], 1);
            let op = json!({"kind": "layer-norm", "axis": 1, "epsilon": 0.1});
            let normal = draft.node(op, &[&turned, &factor]);
            Columns { name: draft.node(turn, &[&normal]), ..own }
        }
        Block::Residual { width, dilation, strided } => {
            let span = (width - 1) * dilation;
            let padding = [span / 2, span - span / 2];
            let inner = convolved(draft, &own, channels, *width, &conv_op(1, 1, *dilation, padding), columns);
            let inner = Columns { name: function(draft, "tanh", &inner.name), ..inner };
            let add = json!({"kind": "binary", "function": "add"});
            if *strided && columns > 1 {
                // Both branches go on with every second column.
                let count = (columns - 1) / 2 + 1;
                let left = convolved(draft, &inner, channels, 1, &conv_op(1, 2, 1, [0, 0]), count);
                let right = convolved(draft, &own, channels, 1, &conv_op(1, 2, 1, [0, 0]), count);
                return Columns { name: draft.node(add, &[&left.name, &right.name]), channels, columns: count };
            }
            Columns { name: draft.node(add, &[&inner.name, &name]), ..own }
        }
        Block::Branches => {
            let left = convolved(draft, &own, 2, 3, &conv_op(1, 1, 1, [1, 1]), columns);
            let right = convolved(draft, &own, 3, 1, &conv_op(1, 1, 1, [0, 0]), columns);
            let name = draft.node(json!({"kind": "concat", "axis": 0}), &[&left.name, &name, &right.name]);
            Columns { name, channels: channels + 5, columns }
        }
        Block::LogShares => Columns { name: draft.node(json!({"kind": "log-softmax", "axis": 0}), &[&name]), ..own },
        Block::Shares => Columns { name: draft.node(json!({"kind": "softmax", "axis": 0}), &[&name]), ..own },
        Block::Positions => {
            let term = draft.weight(&[channels, columns], 1);
            Columns { name: draft.node(json!({"kind": "binary", "function": "mul"}), &[&name, &term]), ..own }
        }
        Block::Cut { start, step } => {
            if columns <= *start + 2 {
                return own;
            }
            let count = (columns - start - 1) / step + 1;
            let op = json!({"kind": "slice", "axis": 1, "start": start, "step": step, "count": count});
            Columns { name: draft.node(op, &[&name]), channels, columns: count }
        }
        Block::Frame => {
            let op = json!({"kind": "pad", "padding": [[0, 0], [2, 1]], "value": 0.5});
            Columns { name: draft.node(op, &[&name]), channels, columns: columns + 3 }
        }
    }
}

fn dense(draft: &mut Draft, value: &str, inputs: usize, outputs: usize) -> String {
    let (weight, bias) = (draft.weight(&[inputs, outputs], inputs), draft.weight(&[outputs], 1));
    draft.node(json!({"kind": "dense"}), &[value, &weight, &bias])
}

fn headed(draft: &mut Draft, own: Columns, head: Head) -> String {
    let Columns { name, channels, columns } = own;
    let turn = json!({"kind": "transpose", "order": [1, 0]});
    let flat = |draft: &mut Draft, value: &str, numbers: usize| {
        draft.node(json!({"kind": "reshape", "shape": [numbers]}), &[value])
    };
    let reduce = |by: &str, keeps: bool| json!({"kind": "reduce", "by": by, "axes": [1], "keeps_axes": keeps});
    let (row, width) = match head {
        Head::Flat => (flat(draft, &name, channels * columns), channels * columns),
        Head::FlatLast => {
            let turned = draft.node(turn, &[&name]);
            (flat(draft, &turned, channels * columns), channels * columns)
        }
        Head::Mean => (draft.node(reduce("mean", false), &[&name]), channels),
        Head::Max => (draft.node(reduce("max", false), &[&name]), channels),
        Head::Attention => {
            let turned = draft.node(turn.clone(), &[&name]);
            let [query, key, value] = [0; 3].map(|_| dense(draft, &turned, channels, 3));
            let key = draft.node(turn, &[&key]);
            let product = json!({"kind": "mat-mul"});
            let scores = draft.node(product.clone(), &[&query, &key]);
            let shares = draft.node(json!({"kind": "softmax", "axis": 1}), &[&scores]);
            let mixed = draft.node(product, &[&shares, &value]);
            (flat(draft, &mixed, 3 * columns), 3 * columns)
        }
        Head::Excited => {
            let mean = draft.node(reduce("mean", true), &[&name]);
            let gate = function(draft, "sigmoid", &mean);
            let product = draft.node(json!({"kind": "binary", "function": "mul"}), &[&name, &gate]);
            (flat(draft, &product, channels * columns), channels * columns)
        }
        Head::Lstm | Head::Gru { .. } => {
            let turned = draft.node(turn, &[&name]);
            let (sigmoid, tanh) = (json!({"name": "sigmoid"}), json!({"name": "tanh"}));
            let (gates, op) = match head {
                Head::Gru { resets_after } => {
                    (3, json!({"kind": "gru", "gate": sigmoid, "candidate": tanh, "resets_after": resets_after}))
                }
                _ => (4, json!({"kind": "lstm", "gate": sigmoid, "cell": tanh, "state": tanh})),
            };
            let mut op = op;
            op["hidden"] = json!(3);
            op["direction"] = json!("both");
            let rows = gates * 3;
            let weights = [
                draft.weight(&[2, rows, channels], channels),
                draft.weight(&[2, rows, 3], 3),
                draft.weight(&[2, 2 * rows], 1),
            ];
            let states = draft.node(op, &[&turned, &weights[0], &weights[1], &weights[2]]);
            let last = json!({"kind": "gather", "axis": 0, "indices": [columns / 2], "keeps_axis": false});
            (draft.node(last, &[&states]), 6)
        }
    };
    let hidden = dense(draft, &row, width, 4);
    let hidden = function(draft, "tanh", &hidden);
    dense(draft, &hidden, 4, 2)
}

pub fn random(
    window: usize,
    blocks: &[Block],
    head: Head,
    letters_first: bool,
    seed: u64,
    device: &Device,
) -> GraphNetwork {
    let mut draft = Draft::of_bases(window, letters_first, seed);
    let mut own = Columns { name: "x".to_owned(), channels: 4, columns: window };
    if !letters_first {
        own.name = draft.node(json!({"kind": "transpose", "order": [1, 0]}), &["x"]);
    }
    draft.by_panels = seed.is_multiple_of(2);
    // Something is always convolved.
    own = convolved(&mut draft, &own, 3, 5, &conv_op(1, 1, 1, [2, 2]), window);
    for block in blocks {
        own = added(&mut draft, own, block);
    }
    let output = headed(&mut draft, own, head);
    draft.network(&output, device).unwrap_or_else(|error| panic!("{error}"))
}
