//! A model along a sequence of any length: every base is answered with what the model says of the window whose anchor
//! stands there.

use serde::Serialize;
use thiserror::Error;

use super::graph::AttributeValue::{Many, One};
use super::graph::GraphBuilder;
use super::{file, fixed, summed};
use crate::foreign::onnx_messages::Size;
use crate::model::Model;
use crate::schema::{BasesInput, InputSpec};

/// The order of letters on the axis of the sequence.
const LETTERS: &str = "ACGT";

/// A model along a sequence.
#[derive(Debug)]
pub struct Scan {
    /// As an ONNX file. Its input `sequence` is `1 x 4 x L`, one-hot in the order A, C, G, T, zeros for whatever is no
    /// base; its output `responses` is `1 x outputs x (L - 2 flank)`.
    pub onnx: Vec<u8>,
    /// Bases on either side of what is answered.
    pub flank: usize,
}

/// Why a model cannot be run along a sequence.
#[derive(Debug, Error, Serialize)]
pub enum ScanError {
    /// It reads more than bases.
    #[error("the model reads TF levels, and a sequence alone would not do; only models of bases run along a genome")]
    Conditions,
    /// An input besides the sequence has no defaults.
    #[error(
        "the model's input \"{0}\" has to be given for each sequence; only bases, and numbers that may be absent, run along a genome"
    )]
    Input(String),
    /// A reporter's insert.
    #[error("the model reads inserts between constant bases, which stand in no genome")]
    Frame,
    /// Letters that are no bases.
    #[error("the model's letters are {0}; they have to be A, C, G and T in some order")]
    Letters(String),
    /// There is no ONNX of it.
    #[error("this architecture cannot be exported yet")]
    Architecture,
}

/// Writes a model so that it runs along a sequence.
///
/// # Errors
/// [`ScanError`] says why it cannot be.
pub fn to_scan(model: &Model) -> Result<Scan, ScanError> {
    let manifest = model.manifest();
    if model.signature().capabilities.tf_levels {
        return Err(ScanError::Conditions);
    }
    let (first, others) = manifest.inputs.split_first().ok_or(ScanError::Architecture)?;
    let InputSpec::Bases(bases) = first else { return Err(ScanError::Input(first.name().to_owned())) };
    if bases.frame.is_some() {
        return Err(ScanError::Frame);
    }
    let letters = String::from(bases.alphabet.clone());
    let order: Option<Vec<i64>> = letters.chars().map(|own| LETTERS.find(own).map(|at| at as i64)).collect();
    let order = order.filter(|order| order.len() == LETTERS.len()).ok_or(ScanError::Letters(letters))?;
    let mut graph = GraphBuilder::default();
    let (windows, flank) = windows(&mut graph, bases, &order);
    let count = graph.node("Shape", &[&windows], vec![("start", One(0)), ("end", One(1))]);
    for input in others {
        let InputSpec::Numbers(own) = input else { return Err(ScanError::Input(input.name().to_owned())) };
        if !own.optional {
            return Err(ScanError::Input(own.name.clone()));
        }
        let defaults: Vec<f32> = own.numbers.iter().map(|number| number.default).collect();
        let defaults = graph.constant(&[1, defaults.len()], &defaults);
        let length = graph.integers(&[own.numbers.len() as i64]);
        let shape = graph.node("Concat", &[&count, &length], vec![("axis", One(0))]);
        let all = graph.node("Expand", &[&defaults, &shape], Vec::new());
        graph.stand_in(&own.name, all);
    }
    let name = if others.is_empty() { "promoters" } else { bases.name.as_str() };
    graph.stand_in(name, windows);
    let [p, c] = ["P", "C"].map(|name| Size::Named(name.to_owned()));
    let (sum, share) = summed(&mut graph, model, &p, &c).ok_or(ScanError::Architecture)?;
    let mean = graph.node("Mul", &[&sum, &share], Vec::new());
    // As many rows as windows; places come last.
    let outputs = manifest.outputs.len();
    let shape = graph.integers(&[1, -1, outputs as i64]);
    let rows = graph.node("Reshape", &[&mean, &shape], Vec::new());
    graph.last_node("Transpose", &[&rows], vec![("perm", Many(vec![0, 2, 1]))], "responses");
    graph.output("responses", &[fixed(1), fixed(outputs), Size::Named("places".into())]);
    Ok(Scan { onnx: file(manifest, graph), flank })
}

/// Declares the sequence; gives its windows, `places x letters x window`, and the bases on either side of those that
/// anchors stand at.
fn windows(graph: &mut GraphBuilder, bases: &BasesInput, order: &[i64]) -> (String, usize) {
    let window = bases.window;
    // Where the anchor stands in a window; one that ends at its anchor is shown at its last base.
    let anchor = window.saturating_sub(bases.downstream.max(1));
    let behind = window - 1 - anchor;
    let flank = anchor.max(behind);
    let sequence = graph.input("sequence", &[fixed(1), fixed(LETTERS.len()), Size::Named("L".into())]);
    let letters = graph.integers(order);
    let own = graph.node("Gather", &[&sequence, &letters], vec![("axis", One(1))]);
    let length = graph.node("Shape", &[&own], vec![("start", One(2)), ("end", One(3))]);
    let sides = graph.integers(&[2 * flank as i64]);
    let count = graph.node("Sub", &[&length, &sides], Vec::new());
    let none = graph.integers(&[0]);
    let count = graph.node("Squeeze", &[&count, &none], Vec::new());
    let [zero, one] = [0, 1].map(|own| graph.integer(own));
    let places = graph.node("Range", &[&zero, &count, &one], Vec::new());
    let axis = graph.integers(&[1]);
    let places = graph.node("Unsqueeze", &[&places, &axis], Vec::new());
    let within: Vec<i64> = (0..window).map(|at| (flank - anchor + at) as i64).collect();
    let within = graph.integers(&within);
    let places = graph.node("Add", &[&places, &within], Vec::new());
    // 1 x letters x places x window
    let cut = graph.node("Gather", &[&own, &places], vec![("axis", One(2))]);
    let turned = graph.node("Transpose", &[&cut], vec![("perm", Many(vec![2, 1, 0, 3]))]);
    let axis = graph.integers(&[2]);
    (graph.node("Squeeze", &[&turned, &axis], Vec::new()), flank)
}
