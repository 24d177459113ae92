//! Models as ONNX graphs, so that they run elsewhere.

mod graph;
mod messages;
mod network;

use prost::Message;

use crate::model::{Manifest, Model};
use graph::{GraphBuilder, Setting};
use messages::{OperatorSet, Property, Size};
use network::Inputs;

/// The version of the format that is written.
const IR_VERSION: i64 = 9;

/// The version of the operators.
const OPERATORS: i64 = 17;

/// A model as one ONNX file. Inputs: `promoters` (`P x letters x window`, one-hot in the manifest's alphabet; zeros for what lies before a short
/// promoter) and, where the model reads TFs, `levels` (`C x TFs`, in the table's unit). Output: `responses` (`P x C`; `P x 1` without TFs), the mean over
/// the ensemble's members. The manifest's words are in the file's metadata.
///
/// None where an architecture has no [`crate::architecture::Sketch`].
pub fn to_onnx(model: &Model) -> Option<Vec<u8>> {
    let manifest = model.manifest();
    let sketches = model.sketches()?;
    let mut graph = GraphBuilder::default();
    let fixed = |size: usize| Size::Fixed(i64::try_from(size).unwrap_or(i64::MAX));
    let [p, c] = ["P", "C"].map(|name| Size::Named(name.to_owned()));
    let promoters =
        graph.input("promoters", &[p.clone(), fixed(manifest.input.alphabet.len()), fixed(manifest.input.window)]);
    let tfs = model.tfs().len();
    let levels = (tfs > 0).then(|| {
        let levels = graph.input("levels", &[c.clone(), fixed(tfs)]);
        let [mean, sd] = [&model.scaling().mean, &model.scaling().sd].map(|values| graph.constant(&[tfs], values));
        let centred = graph.node("Sub", &[&levels, &mean], Vec::new());
        graph.node("Div", &[&centred, &sd], Vec::new())
    });
    let both = sketches.iter().any(|sketch| sketch.both_strands).then(|| turned(&mut graph, &promoters));
    let inputs = Inputs { promoters, both_strands: both, levels };
    let responses: Vec<String> = sketches.iter().map(|sketch| network::add(&mut graph, sketch, &inputs)).collect();
    let sum =
        responses.into_iter().reduce(|left, right| graph.node("Add", &[&left, &right], Vec::new())).unwrap_or_default();
    let share = graph.constant(&[1], &[1.0 / sketches.len() as f32]);
    graph.last_node("Mul", &[&sum, &share], "responses");
    graph.output("responses", &[p, if tfs > 0 { c } else { fixed(1) }]);
    Some(
        messages::Model {
            ir_version: IR_VERSION,
            producer_name: "cisight".into(),
            producer_version: env!("CARGO_PKG_VERSION").into(),
            doc_string: format!("{} ({})", manifest.title, manifest.output.unit),
            graph: Some(graph.finish(&manifest.id)),
            opset_import: vec![OperatorSet { domain: String::new(), version: OPERATORS }],
            metadata_props: properties(manifest),
        }
        .encode_to_vec(),
    )
}

/// Both strands of the promoters, one after the other: A, C, G, T turn into their complements when positions and letters are reversed.
fn turned(graph: &mut GraphBuilder, promoters: &str) -> String {
    let starts = graph.integers(&[-1, -1]);
    let ends = graph.integers(&[i64::MIN, i64::MIN]);
    let axes = graph.integers(&[1, 2]);
    let steps = graph.integers(&[-1, -1]);
    let other = graph.node("Slice", &[promoters, &starts, &ends, &axes, &steps], Vec::new());
    graph.node("Concat", &[promoters, &other], vec![("axis", Setting::One(0))])
}

fn properties(manifest: &Manifest) -> Vec<Property> {
    let tfs: Vec<&str> = manifest.tfs.iter().map(|tf| tf.id.as_str()).collect();
    let entries = [
        ("id", manifest.id.clone()),
        ("version", manifest.version.clone()),
        ("species", manifest.species.clone()),
        ("architecture", manifest.architecture.clone()),
        ("alphabet", manifest.input.alphabet.clone()),
        ("anchor", manifest.input.anchor.clone()),
        ("tfs", tfs.join(",")),
        ("output", manifest.output.name.clone()),
        ("unit", manifest.output.unit.clone()),
        ("licence", manifest.licence.clone()),
    ];
    entries.into_iter().map(|(key, value)| Property { key: format!("cisight.{key}"), value }).collect()
}
