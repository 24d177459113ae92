//! What is wrong with Keras files, and the sentence that each gets.

use std::error::Error;
use std::fs;
use std::path::Path;

use cisight::foreign::read_network;
use hdf5_pure::{AttrValue, FileBuilder};
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const FOLDER: &str = "tests/fixtures/foreign";

pub fn fixture(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(fs::read(Path::new(FOLDER).join(name))?)
}

pub fn sentence(bytes: Vec<u8>) -> String {
    match read_network(bytes, None) {
        Ok(network) => format!("read: {}", network.format),
        Err(error) => error.to_string(),
    }
}

/// Files that are refused, each with a sentence that says so much.
pub fn check(rows: Vec<(&str, Vec<u8>, &str)>) {
    for (what, bytes, expected) in rows {
        let found = sentence(bytes);
        assert!(found.contains(expected), "{what}: {found}");
        assert!(!found.contains('\n'), "{what}: {found}");
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
        ("cut behind its head", intact[..2000].to_vec(), "not an intact HDF5 file (it has 2000 bytes where it says"),
        ("without its last byte", intact[..intact.len() - 1].to_vec(), "not an intact HDF5 file"),
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
    check(rows);
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

/// A few kilobytes that ask for more layers than there are atoms.
#[test]
fn models_that_call_models_come_to_an_end() -> Outcome {
    // A model that calls another ten times, which calls another ten times, and so on.
    let nested = |depth: usize| {
        let place = |name: &str, call: usize| json!([[[name, call, 0, {}]]]);
        let mut class = "Activation";
        let mut config = json!({"name": "inner", "activation": "relu"});
        for _ in 0..depth {
            let mut calls: Vec<Value> = vec![json!([["in", 0, 0, {}]])];
            calls.extend((0..9).map(|call| place("inner", call)[0].clone()));
            let input = json!({"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_input_shape": [null, 40, 4]}, "inbound_nodes": []});
            config = json!({"name": "inner", "input_layers": [["in", 0, 0]], "output_layers": [["inner", 9, 0]],
                "layers": [input, {"class_name": class, "name": "inner", "config": config, "inbound_nodes": calls}]});
            class = "Functional";
        }
        config
    };
    for depth in [5, 12] {
        let file = keras(&json!({"class_name": "Functional", "config": nested(depth)}))?;
        check(vec![("models within models", file, "calls its layers more than")]);
    }
    assert!(sentence(keras(&json!({"class_name": "Functional", "config": nested(3)}))?).starts_with("read: "));
    Ok(())
}
