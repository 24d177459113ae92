//! Models as ONNX graphs, so that they run elsewhere.

mod columns;
mod functions;
mod graph;
mod network;
mod operators;
mod recurrent;
mod scan;

use prost::Message;

use crate::architecture::graph::ir::{Graph, GraphInput, Reads};
use crate::architecture::{ExportInput, Parameters};
use crate::foreign::onnx_messages::{self as messages, OperatorSet, Property, Size};
use crate::model::Model;
use crate::schema::{InputSpec, Manifest, NumbersInput};
use graph::{AttributeValue, GraphBuilder};
use network::Inputs;
pub use scan::{Scan, ScanError, to_scan};

/// The version of the format that is written.
const IR_VERSION: i64 = 9;

/// The version of the operators.
const OPERATORS: i64 = 17;

/// A model as one ONNX file. Inputs: `promoters` (`P x letters x window`, one-hot in the manifest's alphabet;
/// zeros for what lies before a short promoter), for a model of several inputs each under its own name (an
/// embedding is `P x positions x width`, numbers are `P x count`, as they are given), and, where the model
/// reads TFs, `levels` (`C x TFs`, in the table's unit). Output: `responses` (`P x C`; `P x 1` without TFs),
/// for a model of several outputs `P x C x O`; the mean over the ensemble's members. The manifest's words are
/// in the file's metadata.
///
/// None where an architecture has no [`crate::architecture::ExportGraph`].
pub fn to_onnx(model: &Model) -> Option<Vec<u8>> {
    let manifest = model.manifest();
    let mut graph = GraphBuilder::default();
    let [p, c] = ["P", "C"].map(|name| Size::Named(name.to_owned()));
    let (sum, share) = summed(&mut graph, model, &p, &c)?;
    graph.last_node("Mul", &[&sum, &share], Vec::new(), "responses");
    let outputs = manifest.outputs.len();
    let has_conditions = model.signature().capabilities.tf_levels;
    let mut shape = vec![p, if has_conditions { c } else { fixed(1) }];
    shape.extend((outputs > 1).then(|| fixed(outputs)));
    graph.output("responses", &shape);
    Some(file(manifest, graph))
}

/// A graph as a file, with what the manifest says of it.
fn file(manifest: &Manifest, graph: GraphBuilder) -> Vec<u8> {
    let units: Vec<&str> = manifest.outputs.iter().map(|output| output.unit.as_str()).collect();
    messages::Model {
        ir_version: IR_VERSION,
        producer_name: "cisight".into(),
        producer_version: env!("CARGO_PKG_VERSION").into(),
        doc_string: format!("{} ({})", manifest.title, units.join(", ")),
        graph: Some(graph.finish(&manifest.id)),
        opset_import: vec![OperatorSet { domain: String::new(), version: OPERATORS }],
        metadata_props: properties(manifest),
    }
    .encode_to_vec()
}

/// The sum of what the members answer with, and what it is multiplied by.
fn summed(graph: &mut GraphBuilder, model: &Model, p: &Size, c: &Size) -> Option<(String, String)> {
    let responses = match model.operator_graphs() {
        Some(graphs) => of_operators(graph, model.manifest(), &graphs, p)?,
        None => of_towers(graph, model, p, c)?,
    };
    let members = responses.len();
    let sum = responses.into_iter().reduce(|left, right| graph.node("Add", &[&left, &right], Vec::new()))?;
    Some((sum, graph.constant(&[1], &[1.0 / members as f32])))
}

/// What each member of a network of operators answers with.
fn of_operators(
    graph: &mut GraphBuilder,
    manifest: &Manifest,
    members: &[(Graph, Parameters)],
    p: &Size,
) -> Option<Vec<String>> {
    let inputs = manifest.inputs.iter().zip(&members.first()?.0.inputs);
    let inputs: Vec<String> = inputs
        .map(|(spec, own)| {
            let name = if manifest.inputs.len() == 1 { "promoters" } else { spec.name() };
            declared(graph, name, p, spec, own)
        })
        .collect();
    let response = |(own, weights): &(Graph, Parameters)| {
        let flat = operators::add(graph, own, weights, &inputs)?;
        if manifest.outputs.len() == 1 {
            return Some(flat);
        }
        let axis = graph.integers(&[1]);
        Some(graph.node("Unsqueeze", &[&flat, &axis], Vec::new()))
    };
    members.iter().map(response).collect()
}

/// What each member of a network of towers answers with.
fn of_towers(graph: &mut GraphBuilder, model: &Model, p: &Size, c: &Size) -> Option<Vec<String>> {
    let manifest = model.manifest();
    let graphs = model.export_graphs()?;
    let reads_both = graphs.iter().any(|own| own.both_strands);
    let inputs = manifest.inputs.iter().zip(&graphs.first()?.inputs);
    let inputs: Vec<[String; 2]> = inputs
        .map(|(spec, shape)| {
            let name = if manifest.inputs.len() == 1 { "promoters" } else { spec.name() };
            let own = read(graph, name, p, spec, shape);
            let other = if reads_both && shape.is_sequence { reverse_complemented(graph, &own) } else { own.clone() };
            [own, other]
        })
        .collect();
    let tfs = model.tfs().len();
    let has_conditions = model.signature().capabilities.tf_levels;
    let levels = has_conditions.then(|| {
        let levels = graph.input("levels", &[c.clone(), fixed(tfs)]);
        let [mean, sd] = [&model.scaling().mean, &model.scaling().sd].map(|values| graph.constant(&[tfs], values));
        let centred = graph.node("Sub", &[&levels, &mean], Vec::new());
        graph.node("Div", &[&centred, &sd], Vec::new())
    });
    let outputs = manifest.outputs.len();
    let inputs = Inputs { inputs, levels, outputs };
    Some(graphs.iter().map(|own| network::add(graph, own, &inputs)).collect())
}

fn fixed(size: usize) -> Size {
    Size::Fixed(i64::try_from(size).unwrap_or(i64::MAX))
}

/// Declares an input; gives the name of its values as a network reads them, `P x channels x columns`.
fn read(graph: &mut GraphBuilder, name: &str, p: &Size, spec: &InputSpec, shape: &ExportInput) -> String {
    let [channels, columns] = shape.shape;
    match spec {
        InputSpec::Bases(_) => graph.input(name, &[p.clone(), fixed(channels), fixed(columns)]),
        InputSpec::Embedding(_) => {
            let given = graph.input(name, &[p.clone(), fixed(columns), fixed(channels)]);
            graph.node("Transpose", &[&given], vec![("perm", AttributeValue::Many(vec![0, 2, 1]))])
        }
        InputSpec::Numbers(own) => {
            let scaled = scaled_numbers(graph, name, p, own);
            let axis = graph.integers(&[2]);
            graph.node("Unsqueeze", &[&scaled, &axis], Vec::new())
        }
    }
}

/// Declares an input; gives the name of its values in the shape that a graph of operators reads.
fn declared(graph: &mut GraphBuilder, name: &str, p: &Size, spec: &InputSpec, own: &GraphInput) -> String {
    let pair = |across: usize, along: usize| [own.shape[across], own.shape[along]];
    let turned = |graph: &mut GraphBuilder, given: String, is_so: bool| {
        if is_so {
            given
        } else {
            graph.node("Transpose", &[&given], vec![("perm", AttributeValue::Many(vec![0, 2, 1]))])
        }
    };
    let (value, axes) = match (spec, &own.reads) {
        (_, Reads::Bases { letters, positions, .. }) => {
            let [across, along] = pair(*letters, *positions);
            let given = graph.input(name, &[p.clone(), fixed(across), fixed(along)]);
            (turned(graph, given, letters < positions), 2)
        }
        (_, Reads::Embedding { width, positions }) => {
            let [across, along] = pair(*width, *positions);
            let given = graph.input(name, &[p.clone(), fixed(along), fixed(across)]);
            (turned(graph, given, positions < width), 2)
        }
        (InputSpec::Numbers(numbers), Reads::Numbers) => (scaled_numbers(graph, name, p, numbers), 1),
        (_, Reads::Numbers) => (graph.input(name, &[p.clone(), fixed(own.shape.iter().product())]), 1),
    };
    if own.shape.len() == axes { value } else { operators::reshaped(graph, &value, &own.shape) }
}

/// Numbers of an input, `P x count`, as a network reads them.
fn scaled_numbers(graph: &mut GraphBuilder, name: &str, p: &Size, own: &NumbersInput) -> String {
    let count = own.numbers.len();
    let given = graph.input(name, &[p.clone(), fixed(count)]);
    let means: Vec<f32> = own.numbers.iter().map(|number| number.mean).collect();
    let sds: Vec<f32> = own.numbers.iter().map(|number| number.sd).collect();
    let [mean, sd] = [means, sds].map(|values| graph.constant(&[count], &values));
    let centred = graph.node("Sub", &[&given, &mean], Vec::new());
    graph.node("Div", &[&centred, &sd], Vec::new())
}

/// The other strand of sequences: A, C, G, T turn into their complements when positions and letters are
/// reversed.
fn reverse_complemented(graph: &mut GraphBuilder, promoters: &str) -> String {
    let starts = graph.integers(&[-1, -1]);
    let ends = graph.integers(&[i64::MIN, i64::MIN]);
    let axes = graph.integers(&[1, 2]);
    let steps = graph.integers(&[-1, -1]);
    graph.node("Slice", &[promoters, &starts, &ends, &axes, &steps], Vec::new())
}

fn properties(manifest: &Manifest) -> Vec<Property> {
    let tfs: Vec<&str> = manifest.conditions.iter().flat_map(|own| &own.tfs).map(|tf| tf.id.as_str()).collect();
    let sequences = || manifest.inputs.iter().filter_map(InputSpec::bases);
    let joined = |words: Vec<String>| words.join(",");
    let entries = [
        ("id", manifest.id.clone()),
        ("version", manifest.version.clone()),
        ("species", manifest.species.clone()),
        ("architecture", manifest.architecture.clone()),
        ("alphabet", joined(sequences().map(|own| own.alphabet.clone().into()).collect())),
        ("anchor", joined(sequences().map(|own| own.anchor.clone()).collect())),
        ("tfs", tfs.join(",")),
        ("output", joined(manifest.outputs.iter().map(|output| output.name.clone()).collect())),
        ("unit", joined(manifest.outputs.iter().map(|output| output.unit.clone()).collect())),
        ("licence", manifest.licence.clone()),
    ];
    entries.into_iter().map(|(key, value)| Property { key: format!("cisight.{key}"), value }).collect()
}
