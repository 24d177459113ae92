//! What is wrong with ONNX files, and the sentence that each gets.

use std::error::Error;

use cisight::foreign::{ForeignError, read_network};
use prost::Message;

use crate::foreign_faults::{check, fixture};

type Outcome = Result<(), Box<dyn Error>>;

/// The messages of ONNX, as far as these tests write them.
#[derive(Clone, PartialEq, Message)]
struct Model {
    #[prost(int64, tag = "1")]
    ir_version: i64,
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    opsets: Vec<Opset>,
}

#[derive(Clone, PartialEq, Message)]
struct Opset {
    #[prost(string, tag = "1")]
    domain: String,
    #[prost(int64, tag = "2")]
    version: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Graph {
    #[prost(message, repeated, tag = "1")]
    node: Vec<Node>,
    #[prost(message, repeated, tag = "5")]
    initializer: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    input: Vec<Named>,
    #[prost(message, repeated, tag = "12")]
    output: Vec<Named>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Node {
    #[prost(string, repeated, tag = "1")]
    input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    output: Vec<String>,
    #[prost(string, tag = "3")]
    name: String,
    #[prost(string, tag = "4")]
    op_type: String,
    #[prost(string, tag = "7")]
    domain: String,
}

#[derive(Clone, PartialEq, Message)]
pub struct Tensor {
    #[prost(int64, repeated, tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(string, tag = "8")]
    name: String,
    #[prost(bytes = "vec", tag = "9")]
    raw_data: Vec<u8>,
    #[prost(int32, tag = "14")]
    data_location: i32,
}

#[derive(Clone, PartialEq, Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, tag = "2")]
    kind: Option<Kind>,
}

#[derive(Clone, PartialEq, Message)]
struct Kind {
    #[prost(message, optional, tag = "1")]
    tensor: Option<TensorKind>,
}

#[derive(Clone, PartialEq, Message)]
struct TensorKind {
    #[prost(int32, tag = "1")]
    elements: i32,
    #[prost(message, optional, tag = "2")]
    shape: Option<Shape>,
}

#[derive(Clone, PartialEq, Message)]
struct Shape {
    #[prost(message, repeated, tag = "1")]
    dimensions: Vec<Dimension>,
}

#[derive(Clone, PartialEq, Message)]
struct Dimension {
    #[prost(int64, tag = "1")]
    fixed: i64,
}

pub fn node(operator: &str, input: &[&str], output: &str) -> Node {
    Node {
        input: input.iter().map(|own| (*own).to_owned()).collect(),
        output: vec![output.to_owned()],
        name: format!("the {operator}"),
        op_type: operator.to_owned(),
        domain: String::new(),
    }
}

pub fn onnx(nodes: Vec<Node>, initializer: Vec<Tensor>, version: i64, extents: &[i64], elements: i32) -> Vec<u8> {
    let dimensions = extents.iter().map(|fixed| Dimension { fixed: *fixed }).collect();
    let kind = Kind { tensor: Some(TensorKind { elements, shape: Some(Shape { dimensions }) }) };
    let input = vec![Named { name: "x".into(), kind: Some(kind) }];
    let output = vec![Named { name: "y".into(), kind: None }];
    let graph = Graph { node: nodes, initializer, input, output };
    let opsets = vec![Opset { domain: String::new(), version }];
    Model { ir_version: 8, graph: Some(graph), opsets }.encode_to_vec()
}

/// A weight of 32-bit floats.
pub fn weight(name: &str, dims: &[i64], values: &[f32]) -> Tensor {
    let raw_data = values.iter().flat_map(|own| own.to_le_bytes()).collect();
    Tensor { dims: dims.to_vec(), data_type: 1, name: name.into(), raw_data, data_location: 0 }
}

/// The weight "w" of so many bytes, whatever its shape asks for.
fn tensor(dims: &[i64], bytes: usize) -> Tensor {
    Tensor { raw_data: vec![0; bytes], ..weight("w", dims, &[]) }
}

#[test]
fn every_faulty_onnx_file_gets_a_sentence() -> Outcome {
    let usual: &[i64] = &[1, 4, 40];
    let external = Tensor { data_location: 1, ..tensor(&[4], 0) };
    let plain = |nodes: Vec<Node>| onnx(nodes, Vec::new(), 13, usual, 1);
    let custom = Node { domain: "com.lab".into(), ..node("Swirl", &["x"], "y") };
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("damaged", fixture("residual.onnx")?[..3000].to_vec(), "not an intact ONNX file"),
        (
            "too old",
            onnx(vec![node("Relu", &["x"], "y")], Vec::new(), 9, usual, 1),
            "version 9 of ONNX's operators; versions 11 to 22",
        ),
        ("too new", onnx(vec![node("Relu", &["x"], "y")], Vec::new(), 40, usual, 1), "version 40"),
        (
            "an unknown operator",
            plain(vec![node("Relu", &["x"], "a"), node("Fourier", &["a"], "y")]),
            "the node \"the Fourier\" is of the kind \"Fourier\", which Cisight does not know",
        ),
        ("an operator of somebody's own", plain(vec![custom]), "of the kind \"com.lab.Swirl\""),
        ("a loop", plain(vec![node("Loop", &["x"], "y")]), "control flow is not read"),
        ("a branch", plain(vec![node("If", &["x"], "y")]), "the node \"the If\" is of the kind \"If\"; control flow"),
        (
            "external data",
            onnx(vec![node("Add", &["x", "w"], "y")], vec![external], 13, usual, 1),
            "the weight \"w\" lies in another file",
        ),
        (
            "a weight that is cut short",
            onnx(vec![node("Add", &["x", "w"], "y")], vec![tensor(&[40], 8)], 13, usual, 1),
            "holds 2 numbers where its shape has 40",
        ),
        (
            "a huge weight",
            onnx(vec![node("Add", &["x", "w"], "y")], vec![tensor(&[1 << 40, 1 << 40], 8)], 13, usual, 1),
            "which no weight has",
        ),
        (
            "a negative shape",
            onnx(vec![node("Add", &["x", "w"], "y")], vec![tensor(&[-5], 8)], 13, usual, 1),
            "which no weight has",
        ),
        (
            "a cycle",
            plain(vec![node("Add", &["x", "b"], "a"), node("Relu", &["a"], "b"), node("Relu", &["b"], "y")]),
            "a graph has no cycles",
        ),
        (
            "a value that is not there",
            plain(vec![node("Relu", &["z"], "y")]),
            "reads \"z\", which nothing before it gives",
        ),
        ("an answer that is not there", plain(vec![node("Relu", &["x"], "z")]), "answers with \"y\""),
        (
            "two of one name",
            plain(vec![node("Relu", &["x"], "y"), node("Tanh", &["x"], "y")]),
            "which another node gives too",
        ),
        (
            "whole numbers in",
            onnx(vec![node("Relu", &["x"], "y")], Vec::new(), 13, usual, 7),
            "does not read real numbers",
        ),
        (
            "a huge input",
            onnx(vec![node("Relu", &["x"], "y")], Vec::new(), 13, &[1, 1 << 30, 1 << 30], 1),
            "one may hold 67108864 numbers",
        ),
        ("any length", onnx(vec![node("Relu", &["x"], "y")], Vec::new(), 13, &[0, 4, 0], 1), "--length"),
        ("samples together", plain(vec![node("ReduceMean", &["x"], "y")]), "takes all samples together"),
        (
            "samples flattened",
            plain(vec![node("Transpose", &["x"], "a"), node("Flatten", &["a"], "y")]),
            "takes samples together",
        ),
        (
            "a kernel that does not fit",
            onnx(vec![node("Conv", &["x", "w"], "y")], vec![tensor(&[2, 3, 5], 120)], 13, usual, 1),
            "the node \"the Conv\" (Conv)",
        ),
        (
            "a kernel that is computed",
            plain(vec![node("Relu", &["x"], "w"), node("Conv", &["x", "w"], "y")]),
            "it has to be constant",
        ),
    ];
    check(rows);
    assert!(matches!(
        read_network(plain(Vec::new()), None),
        Err(ForeignError::Configuration(_) | ForeignError::Graph(_))
    ));
    Ok(())
}

/// Few bytes that ask for gigabytes: one number, over and over; and a constant that each of many nodes reads.
#[test]
fn constants_are_no_bombs() {
    let usual: &[i64] = &[1, 4, 40];
    let shape =
        |extent: i64| Tensor { data_type: 7, raw_data: extent.to_le_bytes().to_vec(), ..weight("shape", &[1], &[]) };
    let repeated = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("r{at}")).collect();
        let mut nodes: Vec<Node> = names.iter().map(|name| node("Expand", &["w", "shape"], name)).collect();
        nodes.push(node("Relu", &["x"], "y"));
        onnx(nodes, vec![tensor(&[1], 4), shape(1 << 21)], 13, usual, 1)
    };
    let read_often = || {
        let mut nodes = vec![node("Expand", &["w", "shape"], "large")];
        nodes.extend((0..100).map(|at| node("Shape", &["large"], &format!("s{at}"))));
        nodes.push(node("Relu", &["x"], "y"));
        onnx(nodes, vec![tensor(&[1], 4), shape(1 << 21)], 13, usual, 1)
    };
    check(vec![
        (
            "constants without bound",
            repeated(8),
            "the node \"the Expand\" (Expand) makes constants that are far larger than the file's weights",
        ),
        ("a constant that is read without end", read_often(), "reads constants that are far larger"),
    ]);
}
