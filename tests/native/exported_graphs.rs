//! `export-onnx` of networks that were read as graphs: what is written is read again, and predicts the same.
//! tests/python/test_onnx.py asks ONNX Runtime.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use cisight::backend::Backend;
use cisight::export::to_onnx;
use cisight::foreign::{Seen, make_model, read_network};
use cisight::model::Model;

use crate::foreign::{Expected, FOLDER, answers, opened, predictions, sample};

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn graphs_are_written_as_they_were_read() -> Outcome {
    let mut files = 0;
    for (listing, extension) in [("onnx.json", ".onnx"), ("keras-2.json", ""), ("keras-3.json", "")] {
        let expected: BTreeMap<String, Expected> = serde_json::from_slice(&fs::read(format!("{FOLDER}/{listing}"))?)?;
        for (name, expected) in expected {
            let (model, _) = opened(&Path::new(FOLDER).join(format!("{name}{extension}")))?;
            let again = again(&model).map_err(|error| format!("{name}: {error}"))?;
            let given = |model: &Model| {
                let rows = expected.sequences.iter().zip(&expected.numbers);
                predictions(model, rows.map(|(sequence, numbers)| sample(model, sequence, numbers)).collect())
            };
            let (own, found) = (given(&model)?, given(&again)?);
            let pairs = own.iter().flatten().zip(found.iter().flatten());
            let worst = pairs.map(|(a, b)| (a - b).abs() / a.abs().max(1.0)).fold(0.0_f32, f32::max);
            println!("{name}: {worst:.1e}");
            assert_eq!(own.len(), found.len(), "{name}");
            assert!(worst < 1e-5, "{name}: {own:?} {found:?}");
            files += 1;
        }
    }
    assert!(files >= 31, "{files}");
    Ok(())
}

/// The model of what is written of a model.
pub fn again(model: &Model) -> Result<Model, Box<dyn Error>> {
    let file = to_onnx(model).ok_or("nothing is written")?;
    let network = read_network(file, None)?;
    let seen = Seen::of(&network)?;
    let weights = network.parameters.clone();
    let device = pollster::block_on(Backend::Cpu.open())?;
    let made = pollster::block_on(make_model(&network, &answers(&seen), "again", &device))?;
    Ok(Model::new(made.manifest, &weights, &device)?)
}
