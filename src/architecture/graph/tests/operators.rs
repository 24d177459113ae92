//! Each operator against numbers worked out by hand, or by loops that follow its definition.

use burn::tensor::Device;
use serde_json::{Value, json};

use super::super::compute::function_of_numbers;
use super::super::ir::Function;
use super::{Draft, Test, answers};
use crate::architecture::{Declaration, Network};
use crate::sample::Part;

fn function(function: Value) -> Value {
    json!({"kind": "function", "function": function})
}

/// What an operator gives of `x` (of that shape) and of constants.
pub fn applied(
    op: &Value,
    shape: &[usize],
    x: &[f32],
    constants: &[(&[usize], &[f32])],
) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    applied_on(&Device::flex(), op, shape, x, constants)
}

/// The same on another device.
pub fn applied_on(
    device: &Device,
    op: &Value,
    shape: &[usize],
    x: &[f32],
    constants: &[(&[usize], &[f32])],
) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    let mut draft = Draft::default();
    draft.add_numbers("x", shape);
    let names: Vec<String> = constants.iter().map(|(shape, values)| draft.given(shape, values.to_vec())).collect();
    let mut read = vec!["x"];
    read.extend(names.iter().map(String::as_str));
    let output = draft.node(op.clone(), &read);
    let network = draft.network(&output, device)?;
    // Two samples, of which the second is looked at: what is the same for all must be for it too.
    let first = Part::Numbers(vec![0.5; x.len()]);
    let all = answers(&network, &[vec![first, Part::Numbers(x.to_vec())]])?;
    Ok(all[all.len() / 2..].to_vec())
}

pub fn close(found: &[f32], expected: &[f32]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5 * (1.0 + b.abs()))
}

#[test]
fn functions_are_what_they_are_called() -> Test {
    let x = [-2.0_f32, -0.5, 0.0, 0.25, 1.5];
    type Case = (Value, fn(f64) -> f64);
    let cases: Vec<Case> = vec![
        (json!({"name": "identity"}), |x| x),
        (json!({"name": "relu"}), |x| x.max(0.0)),
        (json!({"name": "leaky-relu", "alpha": 0.1}), |x| if x < 0.0 { 0.1 * x } else { x }),
        (json!({"name": "elu", "alpha": 1.5}), |x| if x < 0.0 { 1.5 * x.exp_m1() } else { x }),
        (json!({"name": "selu", "alpha": 1.673_263_2, "gamma": 1.050_701}), |x| {
            1.050_701 * if x < 0.0 { 1.673_263_2 * x.exp_m1() } else { x }
        }),
        (json!({"name": "gelu-tanh"}), |x| {
            0.5 * x * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + 0.044_715 * x.powi(3))).tanh())
        }),
        (json!({"name": "silu", "scale": 1.702}), |x| x / (1.0 + (-1.702 * x).exp())),
        (json!({"name": "sigmoid"}), |x| 1.0 / (1.0 + (-x).exp())),
        (json!({"name": "hard-sigmoid", "alpha": 0.4, "beta": 0.5}), |x| (0.4 * x + 0.5).clamp(0.0, 1.0)),
        (json!({"name": "tanh"}), f64::tanh),
        (json!({"name": "softplus"}), |x| (1.0 + x.exp()).ln()),
        (json!({"name": "softsign"}), |x| x / (1.0 + x.abs())),
        (json!({"name": "exp"}), f64::exp),
        (json!({"name": "neg"}), |x| -x),
        (json!({"name": "abs"}), f64::abs),
        (json!({"name": "clip", "min": -1.0, "max": null}), |x| x.max(-1.0)),
        (json!({"name": "clip", "min": -1.0, "max": 1.0}), |x| x.clamp(-1.0, 1.0)),
        (json!({"name": "pow", "exponent": 2.0}), |x| x * x),
        (json!({"name": "pow", "exponent": 3.0}), |x| x.powi(3)),
        (json!({"name": "linear", "factor": -2.0, "term": 0.5}), |x| 0.5 - 2.0 * x),
    ];
    for (name, exact) in cases {
        let expected: Vec<f32> = x.iter().map(|own| exact(f64::from(*own)) as f32).collect();
        let found = applied(&function(name.clone()), &[5], &x, &[])?;
        assert!(close(&found, &expected), "{name}: {found:?} {expected:?}");
        let own: Function = serde_json::from_value(name)?;
        if let Some(of_numbers) = function_of_numbers(own) {
            let mut found = x;
            of_numbers.apply(&mut found, 1.0, 0.0);
            assert!(close(&found, &expected), "{own:?}: {found:?} {expected:?}");
        }
        assert!(found.is_sorted() || !own.is_increasing(), "{own:?}");
    }
    let positive = [0.25_f32, 1.0, 4.0];
    for (name, expected) in [
        (json!({"name": "log"}), [-1.386_294_4, 0.0, 1.386_294_4]),
        (json!({"name": "sqrt"}), [0.5, 1.0, 2.0]),
        (json!({"name": "reciprocal"}), [4.0, 1.0, 0.25]),
        (json!({"name": "pow", "exponent": 1.5}), [0.125, 1.0, 8.0]),
        (json!({"name": "erf"}), [0.276_326_4, 0.842_700_8, 1.0]),
        (json!({"name": "gelu"}), [0.149_676_5, 0.841_344_7, 3.999_873_2]),
    ] {
        let found = applied(&function(name.clone()), &[3], &positive, &[])?;
        assert!(close(&found, &expected), "{name}: {found:?}");
    }
    Ok(())
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_other_operator_gives_what_its_definition_says() -> Test {
    let two_by_four = [1.0_f32, 2.0, 3.0, 4.0, -1.0, 0.0, 1.0, 2.0];
    let binary = |name: &str| json!({"kind": "binary", "function": name});
    let pool = |kind: &str, padding: [usize; 2], more: Value| {
        let mut op = json!({"kind": kind, "width": 3, "stride": 2, "padding": padding});
        for (name, value) in more.as_object().into_iter().flatten() {
            op[name] = value.clone();
        }
        op
    };
    let conv = |groups, stride, dilation, padding: [usize; 2]| json!({"kind": "conv", "groups": groups, "stride": stride, "dilation": dilation, "padding": padding});
    let back = |padding: [usize; 2], output: usize| json!({"kind": "conv-transpose", "groups": 1, "stride": 2, "dilation": 1, "padding": padding, "output_padding": output});
    let reduce = |by: &str, axes: &[usize]| json!({"kind": "reduce", "by": by, "axes": axes, "keeps_axes": false});
    type Constants<'a> = Vec<(&'a [usize], &'a [f32])>;
    let cases: Vec<(Value, &[usize], Constants, Vec<f32>)> = vec![
        (
            conv(1, 1, 1, [1, 0]),
            &[2, 4],
            vec![(&[1, 2, 2], &[1.0, 2.0, 0.5, -1.0]), (&[1], &[10.0])],
            vec![13.0, 14.5, 17.0, 19.5],
        ),
        (conv(2, 2, 2, [0, 1]), &[2, 4], vec![(&[2, 1, 2], &[1.0, 2.0, 0.5, -1.0])], vec![7.0, 3.0, -1.5, 0.5]),
        (
            back([0, 0], 0),
            &[2, 4],
            vec![(&[2, 1, 2], &[1.0, 2.0, 0.0, 1.0])],
            vec![1.0, 1.0, 2.0, 4.0, 3.0, 7.0, 4.0, 10.0],
        ),
        (
            back([1, 0], 1),
            &[2, 4],
            vec![(&[2, 1, 2], &[1.0, 2.0, 0.0, 1.0]), (&[1], &[0.5])],
            vec![1.5, 2.5, 4.5, 3.5, 7.5, 4.5, 10.5, 0.5],
        ),
        (pool("max-pool", [1, 0], json!({"dilation": 1})), &[2, 4], vec![], vec![2.0, 4.0, 0.0, 2.0]),
        (
            json!({"kind": "max-pool", "width": 2, "stride": 1, "dilation": 3, "padding": [0, 0]}),
            &[2, 4],
            vec![],
            vec![4.0, 2.0],
        ),
        (
            pool("average-pool", [1, 0], json!({"counts_padding": true})),
            &[2, 4],
            vec![],
            vec![1.0, 3.0, -1.0 / 3.0, 1.0],
        ),
        (pool("average-pool", [1, 0], json!({"counts_padding": false})), &[2, 4], vec![], vec![1.5, 3.0, -0.5, 1.0]),
        (
            json!({"kind": "affine", "axis": 0}),
            &[2, 4],
            vec![(&[2], &[2.0, -1.0]), (&[2], &[1.0, 0.0])],
            vec![3.0, 5.0, 7.0, 9.0, 1.0, 0.0, -1.0, -2.0],
        ),
        (binary("add"), &[2, 4], vec![(&[2, 1], &[10.0, 20.0])], vec![11.0, 12.0, 13.0, 14.0, 19.0, 20.0, 21.0, 22.0]),
        (
            binary("sub"),
            &[4, 1, 2],
            vec![(&[1, 2, 1], &[1.0, 0.0])],
            vec![0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, -2.0, -1.0, -1.0, 0.0, 0.0, 1.0, 1.0, 2.0],
        ),
        (binary("div"), &[2, 4], vec![(&[], &[2.0])], vec![0.5, 1.0, 1.5, 2.0, -0.5, 0.0, 0.5, 1.0]),
        (binary("max"), &[2, 4], vec![(&[4], &[0.0, 3.0, 0.0, 3.0])], vec![1.0, 3.0, 3.0, 4.0, 0.0, 3.0, 1.0, 3.0]),
        (binary("min"), &[2, 4], vec![(&[4], &[0.0, 3.0, 0.0, 3.0])], vec![0.0, 2.0, 0.0, 3.0, -1.0, 0.0, 0.0, 2.0]),
        (binary("greater"), &[2, 4], vec![(&[], &[1.0])], vec![0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]),
        (binary("less-or-equal"), &[2, 4], vec![(&[], &[1.0])], vec![1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]),
        (binary("equal"), &[2, 4], vec![(&[2, 1], &[2.0, 2.0])], vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]),
        (
            json!({"kind": "where"}),
            &[2, 4],
            vec![(&[4], &[7.0, 8.0, 9.0, 6.0]), (&[2, 1], &[-1.0, -2.0])],
            vec![7.0, 8.0, 9.0, 6.0, 7.0, -2.0, 9.0, 6.0],
        ),
        (json!({"kind": "softmax", "axis": 0}), &[2, 2], vec![], vec![]),
        (json!({"kind": "log-softmax", "axis": 0}), &[2, 2], vec![], vec![]),
        (json!({"kind": "dense"}), &[2, 4], vec![(&[4, 1], &[1.0, 0.0, 0.0, 2.0]), (&[1], &[0.5])], vec![9.5, 3.5]),
        (
            json!({"kind": "mat-mul"}),
            &[2, 4],
            vec![(&[2, 4, 1], &[1.0, 0.0, 0.0, 2.0, 0.0, 1.0, 0.0, 0.0])],
            vec![9.0, 3.0, 2.0, 0.0],
        ),
        (
            json!({"kind": "concat", "axis": 1}),
            &[2, 4],
            vec![(&[2, 1], &[8.0, 9.0])],
            vec![1.0, 2.0, 3.0, 4.0, 8.0, -1.0, 0.0, 1.0, 2.0, 9.0],
        ),
        (
            json!({"kind": "slice", "axis": 1, "start": 3, "step": -2, "count": 2}),
            &[2, 4],
            vec![],
            vec![4.0, 2.0, 2.0, 0.0],
        ),
        (
            json!({"kind": "gather", "axis": 1, "indices": [3, 3, 0], "keeps_axis": true}),
            &[2, 4],
            vec![],
            vec![4.0, 4.0, 1.0, 2.0, 2.0, -1.0],
        ),
        (
            json!({"kind": "pad", "padding": [[0, 1], [1, 0]], "value": 5.0}),
            &[2, 2],
            vec![],
            vec![5.0, 1.0, 2.0, 5.0, 3.0, 4.0, 5.0, 5.0, 5.0],
        ),
        (json!({"kind": "transpose", "order": [1, 0]}), &[2, 4], vec![], vec![1.0, -1.0, 2.0, 0.0, 3.0, 1.0, 4.0, 2.0]),
        (
            json!({"kind": "transpose", "order": [2, 0, 1]}),
            &[2, 2, 2],
            vec![],
            vec![1.0, 3.0, -1.0, 1.0, 2.0, 4.0, 0.0, 2.0],
        ),
        (
            json!({"kind": "transpose", "order": [3, 1, 0, 2]}),
            &[2, 1, 2, 2],
            vec![],
            vec![1.0, 3.0, -1.0, 1.0, 2.0, 4.0, 0.0, 2.0],
        ),
        (reduce("sum", &[0, 1]), &[2, 4], vec![], vec![12.0]),
        (reduce("mean", &[1]), &[2, 4], vec![], vec![2.5, 0.5]),
        (reduce("max", &[0]), &[2, 4], vec![], vec![1.0, 2.0, 3.0, 4.0]),
        (reduce("min", &[1]), &[2, 4], vec![], vec![1.0, -1.0]),
        (
            json!({"kind": "layer-norm", "axis": 1, "epsilon": 0.0}),
            &[2, 2],
            vec![(&[2], &[2.0, 1.0]), (&[2], &[0.0, 1.0])],
            vec![-2.0, 2.0, -2.0, 2.0],
        ),
        (json!({"kind": "layer-norm", "axis": 0, "epsilon": 0.0}), &[1, 2], vec![], vec![-1.0, 1.0]),
    ];
    for (op, shape, constants, expected) in cases {
        let x = &two_by_four[..shape.iter().product()];
        let found = applied(&op, shape, x, &constants).map_err(|error| format!("{op}: {error}"))?;
        if op["kind"] == "softmax" || op["kind"] == "log-softmax" {
            let share = 1.0 / (1.0 + (2.0_f32).exp());
            let shares = [share, share, 1.0 - share, 1.0 - share];
            let logarithms = shares.map(f32::ln);
            let expected = if op["kind"] == "softmax" { shares } else { logarithms };
            assert!(close(&found, &expected), "{op}: {found:?}");
        } else {
            assert!(close(&found, &expected), "{op}: {found:?} {expected:?}");
        }
    }
    Ok(())
}

#[test]
fn logarithms_of_shares_stay_finite() -> Test {
    let op = json!({"kind": "log-softmax", "axis": 0});
    for (x, expected) in [
        ([0.0, 300.0, -300.0], [-300.0, 0.0, -600.0]),
        ([1e4, 1e4, 0.0], [-std::f32::consts::LN_2, -std::f32::consts::LN_2, -1e4 - std::f32::consts::LN_2]),
        ([-1e4, -1e4 - 1.0, -2e4], [-0.313_261_7, -1.313_261_7, -10_000.313]),
    ] {
        let found = applied(&op, &[3], &x, &[])?;
        assert!(close(&found, &expected), "{x:?}: {found:?}");
    }
    Ok(())
}

#[test]
fn what_reads_one_input_is_encoded_once() -> Test {
    let mut draft = Draft::of_bases(12, true, 3);
    draft.add_numbers("n", &[3]);
    let weight = draft.weight(&[2, 4, 3], 12);
    let conv = json!({"kind": "conv", "groups": 1, "stride": 1, "dilation": 1, "padding": [1, 1]});
    let columns = draft.node(conv, &["x", &weight]);
    let best = draft.node(json!({"kind": "reduce", "by": "max", "axes": [1], "keeps_axes": false}), &[&columns]);
    let joined = draft.node(json!({"kind": "concat", "axis": 0}), &[&best, "n"]);
    let network = draft.network(&joined, &Device::flex())?;
    let Declaration { outputs, inputs, .. } = network.declaration();
    assert_eq!((*outputs, inputs.len()), (5, 2));
    let features = network.encode(0, &[Part::Bases(super::window_of(1, 12)), Part::Bases(super::window_of(2, 12))])?;
    assert_eq!(features.strand(0).map(burn::tensor::Tensor::dims), Some([2, 2]));
    let numbers = network.encode(1, &[Part::Numbers(vec![7.0, 8.0, 9.0])])?;
    let all = network.respond(&[features, numbers], &network.encode_conditions(&[])).into_data().try_to_vec::<f32>()?;
    assert_eq!((all.len(), &all[7..]), (10, &[7.0, 8.0, 9.0][..]));
    Ok(())
}
