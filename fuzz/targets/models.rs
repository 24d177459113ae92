//! Models: manifests, weights, checkpoints, zipped folders. What is accepted has to answer.

use std::io::{Cursor, Write};
use std::rc::Rc;

use burn::tensor::Device;
use cisight::architecture::Parameters;
use cisight::backend::Backend;
use cisight::embedder::{Embedder, EmbedderImport, EmbedderManifest, import_embedder};
use cisight::foreign::{
    Answers, ForeignNetwork, Looks, NumberAnswer, OutputAnswer, Pack, Said, Seen, make_model, read_network,
};
use cisight::model::{
    Checkpoint, Import, Model, Precision, Presets, import, read_safetensors, unpack_model, write_safetensors,
};
use cisight::prediction::GridJob;
use cisight::schema::{ConditionSpec, Manifest, Scale};
use cisight::sequence::Promoter;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{files, said};

fn device() -> Device {
    pollster::block_on(Backend::Cpu.open()).unwrap()
}

/// A manifest, and perhaps presets.
pub fn manifest(data: &[u8]) {
    let [manifest, presets] = files(data);
    match Manifest::parse(manifest) {
        Ok(manifest) => {
            let written = serde_json::to_value(&manifest).unwrap();
            let again = Manifest::parse(&serde_json::to_vec(&manifest).unwrap()).unwrap();
            assert!(alike(&serde_json::to_value(&again).unwrap(), &written), "{again:?}\n{manifest:?}");
            assert!(manifest.check_weights(b"").map_err(|error| said(&error)).is_err() || manifest.weights.bytes == 0);
        }
        Err(error) => said(&error),
    }
    match serde_json::from_slice::<Presets>(presets) {
        Ok(presets) => drop(serde_json::to_vec(&presets)),
        Err(error) => said(&error),
    }
}

/// Whether two texts say the same: as JSON is read here, a number may change in its last digit (one part in
/// 10¹⁵).
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-15 * one.abs(),
            _ => one == other,
        },
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| alike(value, other)))
        }
        _ => one == other,
    }
}

pub fn safetensors(data: &[u8]) {
    match read_safetensors(data) {
        Ok(weights) => sound(&weights),
        Err(error) => said(&error),
    }
}

/// PyTorch's formats: zip and pickle, and the older one.
pub fn pytorch(data: &[u8]) {
    checkpoint(data.to_vec());
}

/// The instructions inside of a zip, which a checksum would keep a fuzzer from, and six numbers beside them.
pub fn pickle(data: &[u8]) {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("a/data.pkl", [b"\x80\x02", data, b"."].concat()), ("a/data/0", vec![0; 24])] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(&part).unwrap();
    }
    checkpoint(zip.finish().unwrap().into_inner());
}

fn checkpoint(file: Vec<u8>) {
    let checkpoint = match Checkpoint::parse(file) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return said(&error),
    };
    let mut weights = Parameters::default();
    for name in checkpoint.names() {
        match checkpoint.read(name) {
            Ok(array) => weights.insert(name, array),
            Err(error) => said(&error),
        }
    }
    sound(&weights);
}

fn sound(weights: &Parameters) {
    for (name, array) in weights.iter() {
        assert_eq!(array.shape.iter().product::<usize>(), array.values.len(), "{name}");
    }
    let _ = write_safetensors(weights, Precision::Half).map_err(|error| said(&error));
}

/// A manifest and its weights, whatever their checksum.
pub fn model(data: &[u8]) {
    let [manifest, weights] = files(data);
    let (Ok(manifest), Ok(weights)) = (Manifest::parse(manifest), read_safetensors(weights)) else { return };
    match Model::new(manifest, &weights, &device()) {
        Ok(model) => answers(model),
        Err(error) => said(&error),
    }
}

fn answers(model: Model) {
    let promoter = Promoter::parse("p", &"ACGTTGCAAC".repeat(4)).unwrap();
    let signature = model.signature();
    let Ok(reads) = model.sequence() else { return };
    let (inputs, outputs) = (signature.inputs.len(), signature.outputs.len());
    let windows = vec![reads.window(&reads.complete(promoter))];
    let levels = vec![0.5; model.tfs().len()];
    let mut job = GridJob::new(Rc::new(model), windows, &levels);
    if inputs > 1 {
        // A part is missing, which is an error and no more.
        assert!(pollster::block_on(job.step()).is_err());
        return;
    }
    pollster::block_on(job.step()).unwrap();
    assert_eq!(job.grid().responses.len(), outputs);
}

/// A line that names the architecture; a configuration; a list of TFs; the weights.
pub fn import_model(data: &[u8]) {
    let [architecture, config, tfs, weights] = files(data);
    let Ok(checkpoint) = Checkpoint::parse(weights.to_vec()) else { return };
    let (architecture, tfs) = (String::from_utf8_lossy(architecture), String::from_utf8_lossy(tfs));
    if architecture.trim() == "caduceus" {
        return embedder(config, &checkpoint);
    }
    let tfs = (!tfs.is_empty()).then_some(tfs.as_ref());
    let request =
        Import { architecture: architecture.trim(), config, tfs, checkpoint: &checkpoint, id: "mine", title: "Mine" };
    match import(request, &device()) {
        Ok(imported) => {
            let manifest = serde_json::to_vec(&imported.manifest).unwrap();
            answers(Model::load(&manifest, &imported.weights, &device()).unwrap());
        }
        Err(error) => said(&error),
    }
}

/// What makes vectors of sequences is imported by itself.
fn embedder(config: &[u8], checkpoint: &Checkpoint) {
    match import_embedder(&EmbedderImport { config, checkpoint, id: "mine" }, &device()) {
        Ok(imported) => {
            let json = serde_json::to_vec(&imported.manifest).unwrap();
            let manifest = EmbedderManifest::parse(&json).unwrap();
            let own = Embedder::load(manifest, &imported.weights, &device()).unwrap();
            match pollster::block_on(own.means(&[(b"ACGTNACGGT".as_slice(), 2..8)])) {
                Ok(means) => assert_eq!(means[0].len(), imported.manifest.width),
                Err(error) => said(&error),
            }
        }
        Err(error) => said(&error),
    }
}

pub fn archive(data: &[u8]) {
    match unpack_model(data, &device()) {
        Ok(unpacked) => {
            assert!(unpacked.files.iter().all(|(name, _)| !name.contains(['/', '\\'])));
            let _: Option<ConditionSpec> = unpacked.manifest.conditions;
        }
        Err(error) => said(&error),
    }
}

/// Multiply-adds of a network that is asked to answer, so that none takes long.
const CHEAP: u64 = 1 << 22;

/// A network out of an ONNX or a Keras file; what is read can be described, and makes a model that answers.
pub fn network(data: &[u8]) {
    if Pack::looks_so(data) {
        return pack(data);
    }
    match read_network(data.to_vec(), Some(50)) {
        Ok(network) => {
            let seen = Seen::of(&network).unwrap();
            assert!(seen.answers() > 0 && !seen.inputs.is_empty());
            for (name, array) in network.parameters.iter() {
                assert_eq!(array.shape.iter().product::<usize>(), array.values.len(), "{name}");
            }
            make(&network, &seen, &usual(&seen));
        }
        Err(error) => said(&error),
    }
}

/// A model of a network, which is asked about random samples while it is made.
fn make(network: &ForeignNetwork, seen: &Seen, answers: &Answers) {
    if seen.multiply_adds >= CHEAP {
        return;
    }
    match pollster::block_on(make_model(network, answers, "mine", &device())) {
        Ok(made) => assert_eq!(made.manifest.outputs.len(), seen.answers()),
        Err(error) => said(&error),
    }
}

/// A pack of Sequence Browser and its network; what it says is proposed and taken as it is, as the page does.
fn pack(data: &[u8]) {
    let [pack, network] = files(data);
    let packed = Pack::parse(pack).and_then(|pack| pack.network(network, Some(50)));
    match packed {
        Ok(packed) => {
            let seen = Seen::of(&packed.network).unwrap();
            assert_eq!(seen.answers(), packed.answers.outputs.len());
            match Said::proposed(&seen, &packed.answers).answers(&seen, &packed.answers) {
                Ok(answers) => make(&packed.network, &seen, &answers),
                Err(error) => said(&error),
            }
        }
        Err(error) => said(&error),
    }
}

/// Answers to all that a network leaves open.
fn usual(seen: &Seen) -> Answers {
    let mut answers = Answers {
        anchor: Some("start codon".into()),
        scale: Some(Scale::Linear),
        letters: Some("ACGT".into()),
        ..Answers::default()
    };
    for input in seen.inputs.iter().filter(|input| input.looks == Looks::Numbers) {
        let number = |at: usize| NumberAnswer { name: format!("n{at}"), default: Some(0.5) };
        answers.numbers.insert(input.name.clone(), (0..input.numbers()).map(number).collect());
    }
    let output = |at: usize| OutputAnswer { name: format!("o{at}"), unit: "none".into(), relative: None };
    answers.outputs = (0..seen.answers()).map(output).collect();
    answers
}
