//! What is wrong with ONNX and Keras files, and the sentence that each gets.

use std::error::Error;
use std::fs;
use std::path::Path;

use cisight::foreign::{ForeignError, read_network};
use hdf5_pure::{AttrValue, FileBuilder};
use prost::Message;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const FOLDER: &str = "tests/fixtures/foreign";

fn fixture(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(fs::read(Path::new(FOLDER).join(name))?)
}

fn sentence(bytes: Vec<u8>) -> String {
    match read_network(bytes, None) {
        Ok(network) => format!("read: {}", network.format),
        Err(error) => error.to_string(),
    }
}

/// A Keras file of a configuration and no weights.
fn keras(configuration: &Value) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut file = FileBuilder::new();
    file.set_attr("model_config", AttrValue::String(configuration.to_string()));
    file.set_attr("keras_version", AttrValue::String("2.10.0".into()));
    Ok(file.finish()?)
}

fn sequential(layers: Value) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut all =
        vec![json!({"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 40, 4]}})];
    all.extend(layers.as_array().cloned().unwrap_or_default());
    keras(&json!({"class_name": "Sequential", "config": {"name": "m", "layers": all}}))
}

fn layer(class: &str, config: Value) -> Value {
    let mut config = config;
    config["name"] = json!("it");
    json!([{"class_name": class, "config": config}])
}

#[test]
fn every_faulty_keras_file_gets_a_sentence() -> Outcome {
    let intact = fixture("sequential-2.h5")?;
    let functional = |layers: Value| {
        keras(&json!({"class_name": "Functional", "config": {
            "layers": layers, "input_layers": [["x", 0, 0]], "output_layers": [["it", 0, 0]],
        }}))
    };
    let input = json!({"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_input_shape": [null, 40, 4]}, "inbound_nodes": []});
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("no file of ours", b"hello".to_vec(), "this is no ONNX file"),
        ("empty", Vec::new(), "this is no ONNX file"),
        ("cut short", intact[..200].to_vec(), "not an intact HDF5 file"),
        ("weights alone", FileBuilder::new().finish()?, "model_config is missing"),
        ("a zip of something else", b"PK\x03\x04 and no more".to_vec(), "not an intact zip file"),
        ("no configuration", keras(&json!([1, 2]))?, "configuration cannot be read"),
        ("a subclassed model", keras(&json!({"class_name": "MyModel", "config": {}}))?, "of the kind \"MyModel\""),
        ("no layers", keras(&json!({"class_name": "Sequential", "config": {"layers": []}}))?, "between 1 and"),
        (
            "code",
            sequential(layer("Lambda", json!({"function": ["4wEAAAAA", null, null]})))?,
            "the layer \"it\" is of the kind \"Lambda\" and holds code; nothing in a file is executed",
        ),
        (
            "an unknown layer",
            sequential(layer("Custom>Swirl", json!({})))?,
            "the layer \"it\" is of the kind \"Custom>Swirl\", which Cisight does not know",
        ),
        (
            "weights that are not there",
            sequential(layer("Conv1D", json!({"filters": 4, "kernel_size": [5]})))?,
            "no weight \"kernel\" of the layer \"it\"",
        ),
        (
            "a stride of nothing",
            sequential(layer("MaxPooling1D", json!({"pool_size": [2], "strides": [0]})))?,
            "a stride of 0",
        ),
        (
            "a huge pool",
            sequential(layer("MaxPooling1D", json!({"pool_size": [4_000_000_000_u64], "strides": [1]})))?,
            "\"it\"",
        ),
        (
            "a shape that does not fit",
            sequential(layer("Reshape", json!({"target_shape": [7, -1]})))?,
            "makes the shape [7, -1]",
        ),
        (
            "a huge repetition",
            sequential(layer("UpSampling1D", json!({"size": 4_000_000_000_u64})))?,
            "repeats 40 places 4000000000 times",
        ),
        (
            "channels first",
            sequential(layer("MaxPooling1D", json!({"pool_size": 2, "data_format": "channels_first"})))?,
            "only channels_last is read",
        ),
        (
            "an unknown activation",
            sequential(layer("Activation", json!({"activation": "wobble"})))?,
            "the activation \"wobble\"",
        ),
        (
            "a word for a number",
            sequential(layer("MaxPooling1D", json!({"pool_size": "two"})))?,
            "where a whole number is needed",
        ),
        (
            "any length",
            keras(
                &json!({"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, null, 4]}}]}}),
            )?,
            "--length",
        ),
        (
            "a circle",
            functional(
                json!([input, {"class_name": "Add", "name": "it", "config": {"name": "it"}, "inbound_nodes": [[["x", 0, 0, {}], ["it", 0, 0, {}]]]}]),
            )?,
            "in a circle",
        ),
        (
            "samples mixed",
            functional(
                json!([input, {"class_name": "GlobalMaxPooling1D", "name": "g", "config": {"name": "g"}, "inbound_nodes": [[["x", 0, 0, {}]]]}, {"class_name": "Add", "name": "it", "config": {"name": "it"}, "inbound_nodes": [[["x", 0, 0, {}], ["g", 0, 0, {}]]]}]),
            )?,
            "would mix samples",
        ),
        (
            "an unknown function",
            functional(
                json!([input, {"class_name": "TFOpLambda", "name": "it", "config": {"name": "it", "function": "py_function"}, "inbound_nodes": [["x", 0, 0, {}]]}]),
            )?,
            "of the kind \"call of py_function\"",
        ),
    ];
    for (what, bytes, expected) in rows {
        let found = sentence(bytes);
        assert!(found.contains(expected), "{what}: {found}");
        assert!(!found.contains('\n'), "{what}: {found}");
    }
    Ok(())
}

/// A truncated file is refused or, where only what nobody reads is cut off, read.
#[test]
fn files_that_are_cut_short_are_refused() -> Outcome {
    for name in ["sequential-2.h5", "attention-3.keras", "residual.onnx"] {
        let intact = fixture(name)?;
        for share in [0.05, 0.3, 0.6, 0.9, 0.98] {
            let cut = intact[..(intact.len() as f64 * share) as usize].to_vec();
            assert!(read_network(cut, None).is_err(), "{name} cut to {share}");
        }
    }
    Ok(())
}

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
struct Node {
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
struct Tensor {
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

fn node(operator: &str, input: &[&str], output: &str) -> Node {
    Node {
        input: input.iter().map(|own| (*own).to_owned()).collect(),
        output: vec![output.to_owned()],
        name: format!("the {operator}"),
        op_type: operator.to_owned(),
        domain: String::new(),
    }
}

fn onnx(nodes: Vec<Node>, initializer: Vec<Tensor>, version: i64, extents: &[i64], elements: i32) -> Vec<u8> {
    let dimensions = extents.iter().map(|fixed| Dimension { fixed: *fixed }).collect();
    let kind = Kind { tensor: Some(TensorKind { elements, shape: Some(Shape { dimensions }) }) };
    let input = vec![Named { name: "x".into(), kind: Some(kind) }];
    let output = vec![Named { name: "y".into(), kind: None }];
    let graph = Graph { node: nodes, initializer, input, output };
    let opsets = vec![Opset { domain: String::new(), version }];
    Model { ir_version: 8, graph: Some(graph), opsets }.encode_to_vec()
}

#[test]
fn every_faulty_onnx_file_gets_a_sentence() -> Outcome {
    let tensor = |dims: &[i64], bytes: usize| Tensor {
        dims: dims.to_vec(),
        data_type: 1,
        name: "w".into(),
        raw_data: vec![0; bytes],
        data_location: 0,
    };
    let external = Tensor { data_location: 1, ..tensor(&[4], 0) };
    let usual: &[i64] = &[1, 4, 40];
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
    for (what, bytes, expected) in rows {
        let found = sentence(bytes);
        assert!(found.contains(expected), "{what}: {found}");
        assert!(!found.contains('\n'), "{what}: {found}");
    }
    assert!(matches!(
        read_network(plain(Vec::new()), None),
        Err(ForeignError::Configuration(_) | ForeignError::Graph(_))
    ));
    Ok(())
}
