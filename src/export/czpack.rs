use serde_json::{Value, json};

use super::Scan;
use crate::schema::{Manifest, OutputSpec, Scale};

/// Colours of tracks, distinct to all eyes (Okabe and Ito).
const COLOURS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#f0e442"];

/// The widest stretch that is computed: each base is a window of its own.
const WIDEST: usize = 2000;

/// Bases that may fall on one point of the screen.
const COARSEST: usize = 4;

/// Whether UCSC could have a genome of this name, such as `sacCer3`.
pub fn is_genome(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-'))
}

/// The manifest with which Sequence Browser runs a model along a genome of UCSC's: a track for each output, drawn at
/// the base that the model's window is placed by. `onnx` is the file's name beside it.
pub fn czpack(manifest: &Manifest, scan: &Scan, onnx: &str, genome: &str) -> Value {
    json!({
        "schemaVersion": 1,
        "id": manifest.id,
        "name": manifest.title,
        "description": format!("{} Licence: {}", manifest.data, manifest.licence),
        "assemblyId": genome,
        "sequenceProvider": {"type": "ucsc", "genome": genome},
        "model": {"format": "onnx", "url": onnx, "inputName": "sequence"},
        "inference": {"flankBp": scan.flank, "maxWindowBp": WIDEST, "maxResolutionBp": COARSEST},
        "subtracks": manifest.outputs.iter().enumerate().map(|(at, output)| track(at, output)).collect::<Vec<_>>(),
    })
}

fn track(at: usize, output: &OutputSpec) -> Value {
    let is_probability = output.scale == Some(Scale::Probability);
    let mut track = json!({
        "id": format!("output-{}", at + 1),
        "name": format!("{} ({})", output.name, output.unit),
        "kind": "signal",
        "color": COLOURS[at % COLOURS.len()],
        "height": 76,
        "outputName": "responses",
        "channelIndex": at,
        "role": "prediction",
        "scaleMode": if is_probability { "positive" } else { "signed" },
    });
    if is_probability {
        track["fixedScale"] = json!({"min": 0, "max": 1});
    }
    track
}
