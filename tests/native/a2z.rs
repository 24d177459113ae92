//! a2z in small, a convolution and a recurrent layer that end in a probability: it answers as Keras does
//! (tests/fixtures/foreign/a2z.py), and nobody has to say what kind of number that is.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use assert_cmd::Command;
use cisight::attribution::MutagenesisJob;
use cisight::sample::Subject;
use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;
use serde_json::Value;

use crate::foreign::{FOLDER, opened, predictions, sample};
use crate::numbers::{largest, numbers};

type Failure = Box<dyn Error>;

/// What the project promises.
const NEAR: f32 = 1e-4;

#[test]
fn a_convolution_and_an_lstm_answer_as_in_keras() -> Result<(), Failure> {
    let json: Value = serde_json::from_slice(&fs::read(format!("{FOLDER}/a2z.json"))?)?;
    let (model, _) = opened(&Path::new(FOLDER).join("a2z.h5"))?;
    let model = Rc::new(model);
    let texts: Vec<&str> = json["sequences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let samples: Vec<_> = texts.iter().map(|text| sample(&model, text, &[])).collect();
    let expected = numbers(&json["predictions"]);
    let apart = largest(&predictions(&model, samples.clone())?.concat(), &expected);
    assert!(apart < NEAR, "{apart:.1e}");
    let subject = Subject::new(&samples[0], 0).ok_or("no sequence")?;
    let rows = json["mutants[position][base]"].as_array().ok_or("no mutants")?;
    for (position, row) in numbers(&json["positions"]).into_iter().zip(rows) {
        let at = position as usize;
        let mut job = MutagenesisJob::of_positions(Rc::clone(&model), subject.clone(), &[], at..at + 1);
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        let found: Vec<f32> = job.results()[0].deltas.iter().map(|delta| delta + expected[0]).collect();
        let apart = largest(&found, &numbers(row));
        assert!(apart < NEAR, "position {at}: {apart:.1e}");
    }
    Ok(())
}

#[test]
fn what_ends_in_a_sigmoid_is_a_probability() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let (file, out) = (format!("{FOLDER}/a2z.h5"), folder.path().join("a2z"));
    let import = |said: &[&str]| -> Result<assert_cmd::assert::Assert, Failure> {
        Ok(Command::cargo_bin("cisight")?.args(["import", &file]).args(said).arg("--out").arg(&out).assert())
    };
    let asked = import(&[])?.code(2);
    asked.stderr(contains("ends in a probability").and(contains("--letters")).and(contains("--scale").not()));
    let said = ["--letters", "ACGT", "--anchor", "end", "--output", "open=probability"];
    let scale = || -> Result<Value, Failure> {
        let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json"))?)?;
        Ok(manifest["outputs"][0]["scale"].clone())
    };
    import(&said)?.success();
    assert_eq!(scale()?, "probability");
    // Whoever knows better says so.
    import(&[&said[..], &["--scale", "linear"]].concat())?.success();
    assert_eq!(scale()?, "linear");
    Ok(())
}
