//! `.czpack`, Sequence Browser's manifest of an ONNX network: read, refused, and written.

use std::error::Error;
use std::fs;

use assert_cmd::Command;
use cisight::backend::Backend;
use cisight::foreign::{Pack, Packed, make_model};
use cisight::model::Model;
use cisight::sample::{Part, Sample};
use cisight::schema::Scale;
use cisight::sequence::{Alphabet, Window};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::{Value, json};

use crate::foreign::predictions;
use crate::foreign_onnx_faults::{node, onnx, weight};

type Outcome = Result<(), Box<dyn Error>>;

/// Channel 0 adds the number of the tap, from 1, for each A; channel 1 takes one off for a C in the middle. Both are
/// multiplied by the further input `gain`.
fn network() -> Vec<u8> {
    let mut kernels = vec![0.0_f32; 2 * 4 * 5];
    (0..5).for_each(|tap| kernels[tap] = tap as f32 + 1.0);
    kernels[4 * 5 + 5 + 2] = -1.0;
    let nodes = vec![node("Conv", &["x", "w"], "columns"), node("Mul", &["columns", "gain"], "y")];
    onnx(nodes, vec![weight("w", &[2, 4, 5], &kernels)], 13, &[1, 4, 0], 1)
}

fn track(id: &str, channel: usize, more: &Value) -> Value {
    let mut track = json!({
        "id": id, "name": format!("the {id}"), "kind": "signal", "color": "#77b6ff", "height": 76,
        "outputName": "y", "channelIndex": channel,
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        track[name] = value.clone();
    }
    track
}

fn pack() -> Value {
    json!({
        "$schema": "/computational/czpack.schema.json", "schemaVersion": 1, "id": "taps", "name": "Taps",
        "description": "Counts taps.", "assemblyId": "sacCer3",
        "sequenceProvider": {"type": "ucsc", "genome": "sacCer3"},
        "model": {"format": "onnx", "url": "/computational/models/taps.onnx?v=2", "inputName": "x", "fixedInputs": {"gain": 2}},
        "inference": {"flankBp": 2, "maxWindowBp": 86000, "maxResolutionBp": 24},
        "plotGroups": [{"id": "both", "label": "Both", "subtrackIds": ["sum", "middle"]}],
        "subtracks": [
            track("sum", 0, &json!({"scaleMode": "signed"})),
            track("middle", 1, &json!({"transform": "abs"})),
            track("twice", 0, &json!({"renderStyle": "bars"})),
            track("hidden", 1, &json!({"defaultVisible": false})),
            track("mutants", 0, &json!({"mutagenesis": {}})),
        ],
    })
}

fn read(pack: &Value, length: Option<usize>) -> Result<Packed, Box<dyn Error>> {
    Ok(Pack::parse(pack.to_string().as_bytes())?.network(&network(), length)?)
}

fn model_of(packed: Packed) -> Result<Model, Box<dyn Error>> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let mut answers = packed.answers;
    answers.scale = answers.scale.or(Some(Scale::Linear));
    Ok(pollster::block_on(make_model(&packed.network, &answers, "taps", &device))?.model)
}

fn given(model: &Model, sequence: &str) -> Result<Vec<f32>, Box<dyn Error>> {
    let window = Window::from_bases(sequence.as_bytes(), sequence.len(), &Alphabet::ACGT);
    let sample = Sample { name: String::new(), parts: vec![Part::Bases(window)] };
    Ok(predictions(model, vec![sample])?.remove(0))
}

#[test]
fn a_pack_says_what_is_drawn() -> Outcome {
    let packed = read(&pack(), None)?;
    assert_eq!(packed.left_out, 3);
    assert_eq!(packed.answers.letters.as_deref(), Some("ACGT"));
    assert_eq!((packed.answers.downstream, packed.answers.title.as_deref()), (3, Some("Taps")));
    let names: Vec<(&str, Option<bool>)> =
        packed.answers.outputs.iter().map(|own| (own.name.as_str(), own.relative)).collect();
    assert_eq!(names, [("the sum", Some(true)), ("the middle", None)]);
    // One place of the answer reads two bases on either side.
    let model = model_of(packed)?;
    assert_eq!(model.sequence()?.window, 5);
    assert_eq!(given(&model, "CCACC")?, [6.0, 0.0]);
    assert_eq!(given(&model, "AACAA")?, [24.0, 2.0]);
    // More places: their mean, after the transformation.
    let longer = model_of(read(&pack(), Some(7))?)?;
    let windows = ["ACACC", "CACCG", "ACCGT"];
    let means = windows.iter().map(|own| given(&model, own)).collect::<Result<Vec<_>, _>>()?;
    let mean = |at: usize| means.iter().map(|own| own[at]).sum::<f32>() / 3.0;
    for (found, expected) in given(&longer, "ACACCGT")?.iter().zip([mean(0), mean(1)]) {
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
    Ok(())
}

#[test]
fn what_is_drawn_from_0_to_1_is_a_probability() -> Outcome {
    let mut own = pack();
    let scale = json!({"fixedScale": {"min": 0, "max": 1}});
    own["subtracks"] = json!([track("chance", 1, &scale)]);
    let packed = read(&own, None)?;
    assert_eq!(packed.answers.scale, Some(Scale::Probability));
    assert_eq!(packed.answers.outputs[0].unit, "probability");
    Ok(())
}

#[test]
fn every_faulty_pack_gets_a_sentence() -> Outcome {
    let changed = |pointer: &str, value: Value| -> Result<Value, Box<dyn Error>> {
        let mut own = pack();
        *own.pointer_mut(pointer).ok_or("no such entry")? = value;
        Ok(own)
    };
    let rows: Vec<(&str, Value, &str)> = vec![
        ("a list", json!([1]), "this is no .czpack of Sequence Browser"),
        ("no network", changed("/model", json!({"format": "onnx"}))?, "missing field `url`"),
        ("another version", changed("/schemaVersion", json!(2))?, "has the version 2 of its format; version 1 is read"),
        ("another format", changed("/model/format", json!("tfjs"))?, "of the format \"tfjs\"; only \"onnx\""),
        ("a word for a number", changed("/inference/flankBp", json!("wide"))?, "this is no .czpack"),
        ("a flank without end", changed("/inference/flankBp", json!(u32::MAX))?, "one may hold 67108864 numbers"),
        (
            "a channel too far",
            changed("/subtracks/0/channelIndex", json!(2))?,
            "shows channel 2 of \"y\", which the network does not give; it gives: y",
        ),
        ("another answer", changed("/subtracks/1/outputName", json!("z"))?, "shows channel 1 of \"z\""),
        (
            "another input",
            changed("/model/inputName", json!("dna"))?,
            "reads its sequence at \"dna\", which is none of its inputs",
        ),
        ("an unknown transformation", changed("/subtracks/1/transform", json!("exp"))?, "unknown variant `exp`"),
        (
            "only hidden",
            changed("/subtracks", json!([track("h", 0, &json!({"defaultVisible": false}))]))?,
            "none of the network's answers",
        ),
        (
            "an input that is not said",
            changed("/model/fixedInputs", json!({}))?,
            "reads \"gain\", which nothing before it gives",
        ),
    ];
    for (what, own, expected) in rows {
        let found = read(&own, None).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(found.contains(expected), "{what}: {found}");
        assert!(!found.contains('\n'), "{what}: {found}");
    }
    Ok(())
}

#[test]
fn packs_are_imported_with_the_network_beside_them() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let import = |extra: &[&str]| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        let own = ["import".to_owned(), path("taps.czpack"), "--out".to_owned(), path("taps")];
        Ok(Command::cargo_bin("cisight")?.args(own).args(extra).assert())
    };
    fs::write(path("taps.czpack"), pack().to_string())?;
    import(&["--scale", "linear"])?.code(2).stderr(contains("put its network beside it").and(contains("taps.onnx")));
    fs::write(path("taps.onnx"), network())?;
    import(&[])?.code(2).stderr(contains("the file does not say everything; add the scale of what it predicts"));
    import(&["--scale", "linear"])?.success().stderr(contains("3 tracks left out"));
    // Shorter than any promoter, so that it is asked for with more places.
    import(&["--scale", "linear", "--length", "23"])?.success();
    fs::write(path("p.fa"), format!(">p\n{}\n", "AACAA".repeat(5)))?;
    let predicted = Command::cargo_bin("cisight")?
        .args(["predict", "--model", &path("taps"), "--promoters", &path("p.fa")])
        .assert()
        .success();
    let text = String::from_utf8(predicted.get_output().stdout.clone())?;
    assert!(text.contains("the sum") && text.contains("the middle"), "{text}");
    Ok(())
}

#[test]
fn models_of_bases_are_written_as_packs_and_others_refused() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let export = |model: &str, genome: &str, out: &str| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        let out = path(out);
        let own = ["export-czpack", "--model", model, "--genome", genome, "--out", &out];
        Ok(Command::cargo_bin("cisight")?.args(own).assert())
    };
    export("models/plant-core-promoters", "araTha1", "plants.czpack")?.success();
    let pack: Value = serde_json::from_slice(&fs::read(path("plants.czpack"))?)?;
    assert_eq!(pack["model"], json!({"format": "onnx", "url": "plants.onnx", "inputName": "sequence"}));
    // 165 bases before the anchor, and 4 behind it.
    assert_eq!(pack["inference"]["flankBp"], json!(165));
    let tracks = pack["subtracks"].as_array().ok_or("no tracks")?;
    assert_eq!(tracks.len(), 8);
    assert!(tracks.iter().enumerate().all(|(at, own)| own["channelIndex"] == json!(at)));
    // What is written is a pack by our own reader too.
    Pack::parse(pack.to_string().as_bytes())?;
    assert!(fs::metadata(path("plants.onnx"))?.len() > 10_000);
    export("models/fun-prose-s-cerevisiae", "sacCer3", "a.czpack")?.code(2).stderr(contains("reads TF levels"));
    export("models/reporter-yeast", "sacCer3", "b.czpack")?.code(2).stderr(contains("inserts between constant bases"));
    export("models/plant-core-promoters", "a b", "c.czpack")?.code(2).stderr(contains("no name of a genome"));
    export("models/plant-core-promoters", "araTha1", "d.onnx")?.code(2).stderr(contains("ends with .czpack"));
    assert!(!folder.path().join("b.czpack").exists() && !folder.path().join("b.onnx").exists());
    Ok(())
}
