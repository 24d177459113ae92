use serde_json::{Value, json};

use super::{Graph, GraphError};

type Test = Result<(), Box<dyn std::error::Error>>;

/// A graph that reads 4 letters at 20 positions and answers with `y`, from constants and nodes.
fn graph(constants: Value, nodes: Value) -> Result<Graph, serde_json::Error> {
    let reads = json!({"kind": "bases", "alphabet": "ACGT", "letters": 0, "positions": 1});
    let inputs = json!([{"name": "x", "shape": [4, 20], "reads": reads}]);
    serde_json::from_value(json!({"inputs": inputs, "constants": constants, "nodes": nodes, "outputs": ["y"]}))
}

fn node(op: Value, inputs: &[&str], output: &str) -> Value {
    json!({"name": format!("the {output}"), "op": op, "inputs": inputs, "output": output})
}

fn conv(groups: usize, stride: usize, dilation: usize, padding: [usize; 2]) -> Value {
    json!({"kind": "conv", "groups": groups, "stride": stride, "dilation": dilation, "padding": padding})
}

#[test]
fn every_operator_has_its_shape() -> Test {
    let pool = |padding| json!({"kind": "max-pool", "width": 3, "stride": 2, "dilation": 1, "padding": padding});
    let transposed = json!({"kind": "conv-transpose", "groups": 1, "stride": 2, "dilation": 1, "padding": [1, 0],
        "output_padding": 1});
    let relu = json!({"name": "relu"});
    let lstm = json!({"kind": "lstm", "hidden": 2, "direction": "both", "gate": {"name": "sigmoid"},
        "cell": {"name": "tanh"}, "state": {"name": "tanh"}});
    let gather = |keeps| json!({"kind": "gather", "axis": 1, "indices": [3], "keeps_axis": keeps});
    let cases = [
        (conv(1, 1, 1, [0, 0]), vec![vec![6, 4, 3], vec![6]], vec![6, 18]),
        (conv(2, 2, 3, [1, 2]), vec![vec![6, 2, 3]], vec![6, 9]),
        (transposed, vec![vec![4, 5, 3]], vec![5, 41]),
        (pool([0, 0]), vec![], vec![4, 9]),
        (pool([0, 1]), vec![], vec![4, 10]),
        (json!({"kind": "affine", "axis": 0}), vec![vec![4], vec![4]], vec![4, 20]),
        (json!({"kind": "function", "function": relu}), vec![], vec![4, 20]),
        (json!({"kind": "binary", "function": "add"}), vec![vec![3, 1, 20]], vec![3, 4, 20]),
        (json!({"kind": "dense"}), vec![vec![20, 7], vec![7]], vec![4, 7]),
        (json!({"kind": "mat-mul"}), vec![vec![5, 20, 2]], vec![5, 4, 2]),
        (json!({"kind": "concat", "axis": 1}), vec![vec![4, 3]], vec![4, 23]),
        (json!({"kind": "slice", "axis": 1, "start": 19, "step": -3, "count": 7}), vec![], vec![4, 7]),
        (gather(true), vec![], vec![4, 1]),
        (gather(false), vec![], vec![4]),
        (json!({"kind": "pad", "padding": [[0, 1], [2, 0]], "value": 0.0}), vec![], vec![5, 22]),
        (json!({"kind": "reshape", "shape": [80]}), vec![], vec![80]),
        (json!({"kind": "transpose", "order": [1, 0]}), vec![], vec![20, 4]),
        (json!({"kind": "reduce", "by": "mean", "axes": [1], "keeps_axes": true}), vec![], vec![4, 1]),
        (json!({"kind": "reduce", "by": "max", "axes": [1], "keeps_axes": false}), vec![], vec![4]),
        (json!({"kind": "layer-norm", "axis": 1, "epsilon": 1e-5}), vec![vec![20], vec![20]], vec![4, 20]),
        (lstm, vec![vec![2, 8, 20], vec![2, 8, 2], vec![2, 16]], vec![4, 4]),
    ];
    for (op, shapes, expected) in cases {
        let names: Vec<String> = (0..shapes.len()).map(|at| format!("w{at}")).collect();
        let constants: Vec<Value> =
            names.iter().zip(&shapes).map(|(name, shape)| json!({"name": name, "shape": shape})).collect();
        let read: Vec<&str> = std::iter::once("x").chain(names.iter().map(String::as_str)).collect();
        let graph = graph(json!(constants), json!([node(op.clone(), &read, "y")]))?;
        let inferred = graph.inferred().map_err(|error| format!("{op}: {error}"))?;
        assert_eq!(inferred.shape("y"), Some(expected.as_slice()), "{op}");
        assert_eq!(serde_json::from_value::<Graph>(serde_json::to_value(&graph)?)?, graph);
    }
    Ok(())
}

#[test]
fn what_does_not_fit_is_said_with_its_node() -> Test {
    let relu = || json!({"kind": "function", "function": {"name": "relu"}});
    let weight = json!([{"name": "w", "shape": [6, 4, 3]}]);
    let cases = [
        (weight.clone(), json!([node(conv(3, 1, 1, [0, 0]), &["x", "w"], "y")]), "its weight"),
        (weight.clone(), json!([node(conv(1, 0, 1, [0, 0]), &["x", "w"], "y")]), "a stride of 0"),
        (weight.clone(), json!([node(conv(1, 1, 10, [0, 0]), &["x", "w"], "y")]), "shorter than its kernel"),
        (weight.clone(), json!([node(conv(1, 1, 1, [1 << 30, 0]), &["x", "w"], "y")]), "a padding of"),
        (weight, json!([node(relu(), &["x"], "z"), node(conv(1, 1, 1, [0, 0]), &["x", "z"], "y")]), "constant"),
        (json!([]), json!([node(relu(), &["y"], "y")]), "no cycles"),
        (json!([]), json!([node(relu(), &["x"], "x")]), "called \"x\""),
        (json!([]), json!([node(relu(), &["x", "x"], "y")]), "reads 2 values"),
        (json!([]), json!([node(relu(), &["x"], "z")]), "answers with \"y\""),
        (json!([]), json!([]), "0 nodes"),
        (json!([{"name": "w", "shape": [1_u64 << 40, 1_u64 << 40]}]), json!([node(relu(), &["x"], "y")]), "67,108,864"),
        (
            json!([{"name": "w", "shape": [1 << 13, 1, 1]}]),
            json!([
                node(json!({"kind": "binary", "function": "add"}), &["x", "w"], "z"),
                node(json!({"kind": "pad", "padding": [[0, 0], [0, 1 << 20], [0, 0]], "value": 0.0}), &["z"], "y"),
            ]),
            "one may hold",
        ),
    ];
    for (constants, nodes, expected) in cases {
        let error = graph(constants, nodes.clone())?.inferred().err().ok_or(format!("accepted: {nodes}"))?;
        let sentence = error.to_string();
        assert!(sentence.contains(expected) || sentence.contains("channels fit"), "{sentence}");
    }
    Ok(())
}

#[test]
fn transpositions_that_cancel_and_what_nobody_reads_are_dropped() -> Test {
    let turn = || json!({"kind": "transpose", "order": [1, 0]});
    let nodes = json!([
        node(turn(), &["x"], "a"),
        node(json!({"kind": "affine", "axis": 1}), &["a", "w", "w"], "b"),
        node(json!({"kind": "function", "function": {"name": "relu"}}), &["b"], "c"),
        node(json!({"kind": "reshape", "shape": [80]}), &["c"], "unused"),
        node(turn(), &["c"], "d"),
        node(json!({"kind": "reshape", "shape": [2, 40]}), &["d"], "e"),
        node(json!({"kind": "reshape", "shape": [80]}), &["e"], "y"),
    ]);
    let graph = graph(json!([{"name": "w", "shape": [4]}, {"name": "v", "shape": [4]}]), nodes)?;
    let simple = graph.simplified();
    let operators: Vec<&str> = simple.nodes.iter().map(|node| node.op.operator()).collect();
    assert_eq!(operators, ["BatchNormalization", "Relu", "Reshape"]);
    assert_eq!((simple.constants.len(), simple.inferred()?.shape("y")), (1, Some([80].as_slice())));
    assert_eq!(simple.nodes[0].op, super::Op::Affine { axis: 0 });
    Ok(())
}

#[test]
fn a_chain_of_transposed_functions_is_simple_however_long() -> Test {
    const TURNED: usize = 2001;
    let mut nodes = vec![node(json!({"kind": "reshape", "shape": [4, 5, 4]}), &["x"], "v0")];
    for at in 0..TURNED {
        let [read, turned, given] = [2 * at, 2 * at + 1, 2 * at + 2].map(|own| format!("v{own}"));
        nodes.push(node(json!({"kind": "transpose", "order": [1, 2, 0]}), &[&read], &turned));
        nodes.push(node(json!({"kind": "affine", "axis": 0}), &[&turned, &format!("w{}", [5, 4, 4][at % 3])], &given));
        let affine = nodes.last_mut().and_then(|own| own["inputs"].as_array_mut()).ok_or("no inputs")?;
        affine.push(affine[1].clone());
    }
    nodes.push(node(json!({"kind": "reshape", "shape": [80]}), &[&format!("v{}", 2 * TURNED)], "y"));
    let constants = json!([{"name": "w4", "shape": [4]}, {"name": "w5", "shape": [5]}]);
    let graph = graph(constants, json!(nodes))?;
    let simple = graph.simplified();
    assert_eq!(simple.inferred()?.shape("y"), graph.inferred()?.shape("y"));
    // Three turns are none.
    assert_eq!(simple.nodes.len(), TURNED + 2);
    let axes: Vec<usize> = simple.nodes[1..=TURNED]
        .iter()
        .map(|node| if let super::Op::Affine { axis } = node.op { axis } else { usize::MAX })
        .collect();
    assert_eq!(axes, (0..TURNED).map(|at| [1, 2, 0][at % 3]).collect::<Vec<_>>());
    Ok(())
}

#[test]
fn an_input_of_bases_has_a_letter_axis() -> Test {
    let mut graph = graph(json!([]), json!([node(json!({"kind": "reshape", "shape": [80]}), &["x"], "y")]))?;
    graph.inputs[0].shape = vec![2, 4, 20];
    assert!(matches!(graph.inferred(), Err(GraphError::Input { .. })));
    Ok(())
}
