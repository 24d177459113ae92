//! Models that a user brings: checkpoints with their configuration, zipped folders, and what is wrong with
//! some of them.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Write};

use assert_cmd::Command;
use burn::tensor::Device;
use cisight::architecture::{Array, Parameters};
use cisight::backend::Backend;
use cisight::model::{
    Checkpoint, Import, Imported, Model, Precision, import, read_safetensors, unpack_model, write_safetensors,
};
use cisight::schema::{Manifest, sha256_hex};
use predicates::str::contains;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::pytorch_files::{global, pickle, saved, text};

type Outcome = Result<(), Box<dyn Error>>;

const FIXTURE: &str = "tests/fixtures/fun-prose-tiny";

pub fn device() -> Result<Device, Box<dyn Error>> {
    Ok(pollster::block_on(Backend::Cpu.open())?)
}

/// The hyperparameters of the tiny fixture as FUN-PROSE's authors keep them: among rates of learning and
/// dropout, without the number of TFs.
pub fn authors_config() -> Result<Value, Box<dyn Error>> {
    let mut fixture: Value = serde_json::from_slice(&fs::read(format!("{FIXTURE}.json"))?)?;
    let mut config = fixture["config"].take();
    let entries = config.as_object_mut().ok_or("no object")?;
    entries.remove("num_tfs");
    for (name, value) in [("learning_rate", json!(1e-4)), ("conv_dropout", json!(0.4)), ("use_cuda", json!(true))] {
        entries.insert(name.to_owned(), value);
    }
    Ok(config)
}

pub fn imported(config: &Value, tfs: Option<&str>, weights: Parameters, id: &str) -> Result<Imported, Box<dyn Error>> {
    let checkpoint = Checkpoint::parse(write_safetensors(&weights, Precision::Single)?)?;
    imported_from(config, tfs, &checkpoint, id)
}

pub fn imported_from(
    config: &Value,
    tfs: Option<&str>,
    checkpoint: &Checkpoint,
    id: &str,
) -> Result<Imported, Box<dyn Error>> {
    let config = serde_json::to_vec(config)?;
    let request = Import { architecture: "fun-prose", config: &config, tfs, checkpoint, id, title: "mine" };
    Ok(import(request, &device()?)?)
}

pub fn weights() -> Result<Parameters, Box<dyn Error>> {
    Ok(read_safetensors(&fs::read(format!("{FIXTURE}.safetensors"))?)?)
}

fn tf_names(count: usize) -> String {
    (0..count).map(|number| format!("N{number}\tname{number}\talias{number}\n")).collect()
}

#[test]
fn the_authors_configuration_just_works() -> Outcome {
    let count = weights()?.get("fc_t.weight").ok_or("no TF layer")?.shape[1];
    let made = imported(&authors_config()?, Some(&tf_names(count)), weights()?, "mine-1.0")?;
    assert_eq!(made.manifest.conditions.as_ref().map_or(0, |own| own.tfs.len()), count);
    assert_eq!(made.manifest.conditions.as_ref().ok_or("no TFs")?.tfs[1].aliases, ["alias1"]);
    assert_eq!(made.notes.len(), 3, "{:?}", made.notes);
    assert!(made.notes[0].to_string().contains("conv_dropout, learning_rate, use_cuda"));
    assert!(made.notes[1].to_string().contains(&count.to_string()));
    Ok(())
}

#[test]
fn what_does_not_fit_is_named() -> Outcome {
    let config = authors_config()?;
    let count = weights()?.get("fc_t.weight").ok_or("no TF layer")?.shape[1];
    let changed = |name: &str, value: Value| {
        let mut config = config.clone();
        config[name] = value;
        config
    };
    let with = |change: &dyn Fn(&mut Parameters)| {
        let mut weights = weights()?;
        change(&mut weights);
        Ok::<_, Box<dyn Error>>(weights)
    };
    let nan = with(&|weights| {
        let shape = weights.get("fc3.bias").map(|array| array.shape.clone()).unwrap_or_default();
        weights.insert("fc3.bias", Array { values: vec![f32::NAN; shape[0]], shape });
    })?;
    let more = with(&|weights| weights.insert("lstm.weight", Array { shape: vec![1], values: vec![0.0] }))?;
    let message = |config: &Value, tfs: Option<&str>, weights: Parameters, id: &str| {
        imported(config, tfs, weights, id).map_or_else(|error| error.to_string(), |_| "accepted".to_owned())
    };
    let scaled = |means: usize, sds: usize| json!({ "config": config, "scaling": { "mean": vec![0.0; means], "sd": vec![1.0; sds] } });
    let cases = [
        (message(&json!([1]), None, weights()?, "m"), "has to be a JSON object"),
        (message(&json!({ "seq_length": 1000 }), None, weights()?, "m"), "missing field"),
        (message(&changed("conv1_knum", json!(3)), None, weights()?, "m"), "\"conv1.weight\" has the shape"),
        (message(&changed("seq_length", json!(4_000_000_000_u64)), None, weights()?, "m"), "seq_length is 4000000000"),
        (message(&changed("num_tfs", json!(3)), None, weights()?, "m"), "\"fc_t.weight\" has the shape"),
        (message(&config, Some("A\nB\n"), weights()?, "m"), "the list has 2 TFs where the network reads"),
        (message(&config, Some(&"A\n".repeat(count)), weights()?, "m"), "names \"A\" twice"),
        (message(&scaled(2, 2), None, weights()?, "m"), "it has 2 means and 2 standard deviations"),
        (
            message(&scaled(count, count - 1), None, weights()?, "m"),
            "one mean and one positive standard deviation for each",
        ),
        (message(&json!({ "config": config, "tfs": "A" }), None, weights()?, "m"), "\"tfs\" has to be a list"),
        (message(&changed("num_tfs", json!(12)), None, Parameters::default(), "m"), "the weights lack"),
        (message(&config, None, nan, "m"), "\"fc3.bias\" holds values that are not finite"),
        (message(&config, None, more, "m"), "hold \"lstm.weight\""),
        (message(&config, None, weights()?, "../m"), "cannot be a model's name"),
    ];
    for (found, expected) in cases {
        assert!(found.contains(expected), "{found}, expected {expected}");
    }
    Ok(())
}

/// A zip file of these entries.
fn zipped(entries: &[(&str, &[u8])]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[test]
fn a_zipped_folder_is_unpacked_and_checked() -> Outcome {
    let made = imported(&authors_config()?, None, weights()?, "mine")?;
    let manifest = serde_json::to_vec(&made.manifest)?;
    let file = made.weights.as_slice();
    for folder in ["", "mine/"] {
        let inside = |name: &str| format!("{folder}{name}");
        let names = [inside("manifest.json"), inside("weights.safetensors"), inside("notes.txt")];
        let zip = zipped(&[(&names[0], &manifest), (&names[1], file), (&names[2], b"mine")])?;
        let unpacked = unpack_model(&zip, &device()?)?;
        assert_eq!(unpacked.manifest.id, "mine");
        assert_eq!(
            unpacked.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["manifest.json", "weights.safetensors"]
        );
        let notes: Vec<String> = unpacked.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes, ["1 further file of the zip file was left out"]);
    }
    Ok(())
}

/// What goes with the example promoters of a model of two sequences.
#[test]
fn examples_of_further_inputs_are_unpacked_too() -> Outcome {
    let config = fs::read("tests/fixtures/joint-two-sequences.json")?;
    let checkpoint = Checkpoint::parse(fs::read("tests/fixtures/joint-two-sequences.safetensors")?)?;
    let request =
        Import { architecture: "joint", config: &config, tfs: None, checkpoint: &checkpoint, id: "two", title: "two" };
    let made = import(request, &device()?)?;
    let with = |input: &str, files: &[(&str, &[u8])]| -> Result<_, Box<dyn Error>> {
        let mut json = serde_json::to_value(&made.manifest)?;
        json["example"] = json!("example.fa");
        json["example_inputs"] = json!({ input: "ends.fa" });
        let manifest = serde_json::to_vec(&json)?;
        let own = [("manifest.json", manifest.as_slice()), ("weights.safetensors", &made.weights)];
        Ok(unpack_model(&zipped(&[&own, files].concat())?, &device()?).map_err(|error| error.to_string()))
    };
    let promoters: (&str, &[u8]) = ("example.fa", b">a\nACGT\n");
    let unpacked = with("terminator", &[promoters, ("ends.fa", b">a\nTTTT\n")])??;
    assert!(unpacked.files.contains(&("ends.fa".to_owned(), b">a\nTTTT\n".to_vec())), "{:?}", unpacked.manifest);
    assert!(unpacked.notes.is_empty());
    for (input, expected) in [
        ("terminator", "names \"ends.fa\", which the zip file does not hold"),
        ("promoter", "contradicts itself: example_inputs names \"promoter\""),
        ("distal", "contradicts itself: example_inputs names \"distal\""),
    ] {
        let found = with(input, &[promoters])?.map(|_| ());
        assert!(found.as_ref().is_err_and(|found| found.contains(expected)), "{found:?}, expected {expected}");
    }
    Ok(())
}

#[test]
fn hostile_zip_files_are_refused() -> Outcome {
    let made = imported(&authors_config()?, None, weights()?, "mine")?;
    let manifest = serde_json::to_vec(&made.manifest)?;
    let changed = |change: &dyn Fn(&mut Value)| -> Result<Vec<u8>, Box<dyn Error>> {
        let mut json: Value = serde_json::from_slice(&manifest)?;
        change(&mut json);
        Ok(serde_json::to_vec(&json)?)
    };
    let outside = changed(&|json| json["weights"]["file"] = json!("../weights.safetensors"))?;
    let absolute = changed(&|json| json["presets"] = json!("/etc/passwd"))?;
    let name = changed(&|json| json["id"] = json!("../../x"))?;
    // The bytes that the manifest promises, but not the weights.
    let noise = vec![7_u8; made.weights.len()];
    let wrong = changed(&|json| json["weights"]["sha256"] = json!(sha256_hex(&noise)))?;
    let mut nan = Parameters::default();
    nan.insert("fc_t.weight", Array { shape: vec![2], values: vec![f32::NAN; 2] });
    let nan = write_safetensors(&nan, Precision::Single)?;
    let misshapen =
        changed(&|json| json["weights"] = json!({ "file": "w", "bytes": nan.len(), "sha256": sha256_hex(&nan) }))?;
    let weights = "weights.safetensors";
    // Zeros pack a thousand to one.
    let bomb = vec![0_u8; 1 << 26];
    let many: Vec<String> = (0..300).map(|number| format!("{number}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let file = made.weights.as_slice();
    let cases = [
        (b"PK no".to_vec(), "not an intact zip file"),
        (zipped(&[("readme", b"")])?, "holds no manifest.json"),
        (zipped(&[("a/b/manifest.json", &manifest), (weights, file)])?, "holds no manifest.json"),
        (zipped(&[("manifest.json", &manifest)])?, "names \"weights.safetensors\", which the zip file does not hold"),
        (zipped(&[("manifest.json", &bomb), (weights, file)])?, "\"manifest.json\" unpacks to more"),
        (zipped(&[("manifest.json", b"{}"), (weights, file)])?, "the manifest cannot be read"),
        (zipped(&[("manifest.json", &outside), ("../weights.safetensors", file)])?, "a model's files lie beside"),
        (zipped(&[("manifest.json", &absolute), (weights, file)])?, "names the file \"/etc/passwd\""),
        (zipped(&[("manifest.json", &name), (weights, file)])?, "cannot be a model's name"),
        (zipped(&[("manifest.json", &manifest), (weights, &noise)])?, "SHA-256"),
        (zipped(&[("manifest.json", &wrong), (weights, &noise)])?, "safetensors"),
        (zipped(&[("manifest.json", &misshapen), ("w", &nan)])?, "the weights lack"),
        (zipped(&many)?, "has 300 entries"),
    ];
    for (zip, expected) in cases {
        let found = unpack_model(&zip, &device()?).map(|_| ()).map_err(|error| error.to_string());
        assert!(found.as_ref().is_err_and(|found| found.contains(expected)), "{found:?}, expected {expected}");
    }
    let intact = zipped(&[("manifest.json", &manifest), (weights, file)])?;
    for at in (0..intact.len()).step_by(intact.len() / 97) {
        let mut damaged = intact.clone();
        damaged[at] ^= 0x55;
        let _ = unpack_model(&damaged, &device()?);
        assert!(unpack_model(&intact[..at], &device()?).is_err());
    }
    Ok(())
}

#[test]
fn the_command_line_imports_a_checkpoint_and_a_zipped_folder() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("config.json"), serde_json::to_vec(&authors_config()?)?)?;
    let run = |args: &[&str]| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        Ok(Command::cargo_bin("cisight")?.current_dir(folder.path()).arg("import").args(args).assert())
    };
    let checkpoint = fs::canonicalize(format!("{FIXTURE}.pt"))?;
    let checkpoint = checkpoint.to_string_lossy();
    let from_checkpoint =
        ["--architecture", "fun-prose", "--config", "config.json", "--checkpoint", &checkpoint, "--out", "mine"];
    run(&from_checkpoint)?.success().stderr(contains("left out of the configuration: conv_dropout"));
    let manifest = fs::read(path("mine/manifest.json"))?;
    let weights = fs::read(path("mine/weights.safetensors"))?;
    fs::write(path("mine.zip"), zipped(&[("manifest.json", &manifest), ("weights.safetensors", &weights)])?)?;
    run(&["--archive", "mine.zip", "--out", "again"])?.success();
    assert_eq!(fs::read(path("again/weights.safetensors"))?, weights);
    let mut hostile = from_checkpoint;
    hostile[5] = "code.pt";
    let code = [global("os", "system"), text("echo"), b"\x85R".to_vec()].concat();
    fs::write(path("code.pt"), pickle(&code))?;
    run(&hostile)?.code(2).stderr(contains("not one that torch.save wrote"));
    fs::write(path("code.pt"), saved(&code))?;
    run(&hostile)?.code(2).stderr(contains("asks to run \"os.system\", and nothing in a file is run here"));
    Ok(())
}

#[test]
fn a_model_that_was_imported_opens_and_weights_of_no_member_are_refused() -> Outcome {
    let count = weights()?.get("fc_t.weight").ok_or("no TF layer")?.shape[1];
    let scaling = json!({ "mean": vec![0.5; count], "sd": vec![2.0; count] });
    let made = imported(&json!({ "config": authors_config()?, "scaling": scaling }), None, weights()?, "mine")?;
    let json = serde_json::to_vec(&made.manifest)?;
    assert_eq!(Model::load(&json, &made.weights, &device()?)?.scaling().mean[0], 0.5);
    let mut ensemble = Parameters::default();
    ["0.", "1.", "2."].iter().for_each(|member| ensemble.extend_with_prefix(member, made_weights(&made)));
    let manifest = |members| Manifest { members, ..made.manifest.clone() };
    assert!(Model::new(manifest(3), &ensemble, &device()?).is_ok());
    let refused = Model::new(manifest(2), &ensemble, &device()?).map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("none of the 2 members")), "{refused:?}");
    Ok(())
}

fn made_weights(made: &Imported) -> Parameters {
    read_safetensors(&made.weights).unwrap_or_default()
}
