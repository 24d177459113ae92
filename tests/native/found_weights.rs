//! Which tensors of a checkpoint are taken for weights: under wrappers, containers and whole networks; and
//! what is said where they do not fit.

use std::error::Error;
use std::fs;

use cisight::architecture::{Array, Parameters};
use cisight::model::Checkpoint;

use crate::own_models::{authors_config, imported, imported_from, weights};
use crate::pytorch_files::{TensorParts, dict, module, pickle, saved, six, tensor, with_parts};

type Outcome = Result<(), Box<dyn Error>>;

/// A name and bytes.
type Part = (String, Vec<u8>);

/// A `.pt` file of some weights: each a storage of its own, each name from `name`, under the path of
/// containers.
fn torch_file(weights: &Parameters, container: &[&str], name: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts: Vec<Part> = Vec::new();
    let stored = |parts: &mut Vec<Part>, array: &Array| {
        let key = parts.len().to_string();
        parts.push((format!("data/{key}"), array.values.iter().flat_map(|value| value.to_le_bytes()).collect()));
        let shape: Vec<i32> = array.shape.iter().map(|&size| size as i32).collect();
        let strides = (0..shape.len()).map(|axis| shape[axis + 1..].iter().product()).collect();
        tensor(TensorParts { key, stored: array.values.len() as i32, shape, strides, ..six() })
    };
    let entries: Vec<Part> = weights.iter().map(|(own, array)| (name(own), stored(&mut parts, array))).collect();
    let entries: Vec<(&str, Vec<u8>)> = entries.iter().map(|(name, tensor)| (name.as_str(), tensor.clone())).collect();
    let moments = |parts: &mut Vec<Part>| {
        let moments: Vec<Part> = weights.iter().map(|(name, array)| (name.clone(), stored(parts, array))).collect();
        dict(&moments.iter().map(|(name, tensor)| (name.as_str(), tensor.clone())).collect::<Vec<_>>())
    };
    let mut root = dict(&entries);
    for (level, key) in container.iter().rev().enumerate() {
        let mut beside = vec![(*key, root)];
        if level + 1 == container.len() {
            beside.push(("optimizer_state_dict", moments(&mut parts)));
            beside.push(("model_ema", moments(&mut parts)));
            beside.push(("lr_scheduler", moments(&mut parts)));
        }
        root = dict(&beside);
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    with_parts(&pickle(&root), &parts)
}

#[test]
fn weights_are_found_under_wrappers_and_containers_and_said() -> Outcome {
    let (config, weights) = (authors_config()?, weights()?);
    let expected = imported(&config, None, weights.clone(), "m")?.weights;
    let prefixed = |prefix: &'static str| move |name: &str| format!("{prefix}{name}");
    let cases: [(&[&str], &'static str, &[&str]); 9] = [
        (&[], "", &[]),
        (&[], "module.", &["the prefix \"module.\" was left out"]),
        (&[], "_orig_mod.", &["the prefix \"_orig_mod.\" was left out"]),
        (&[], "model._orig_mod.module.", &["the prefix \"model._orig_mod.module.\" was left out"]),
        (
            &["model_state_dict"],
            "",
            &["found under \"model_state_dict\"", "\"lr_scheduler\", \"model_ema\", \"optimizer_state_dict\""],
        ),
        (&["state_dict"], "model.", &["found under \"state_dict\"", "the prefix \"model.\" was left out"]),
        (&["model"], "module.", &["found under \"model\"", "the prefix \"module.\" was left out"]),
        (&["weights"], "", &["found under \"weights\""]),
        (&["weights", "model", "state_dict"], "module._orig_mod.", &["found under \"weights.model.state_dict\""]),
    ];
    for (container, prefix, says) in cases {
        let checkpoint = Checkpoint::parse(torch_file(&weights, container, prefixed(prefix)))?;
        let made = imported_from(&config, None, &checkpoint, "m")?;
        assert!(made.weights == expected, "{container:?} {prefix}");
        for part in says {
            assert!(made.notes.iter().any(|note| note.to_string().contains(part)), "{:?}, expected {part}", made.notes);
        }
        // The same names in a safetensors file, which has no containers but in its names.
        let mut flat = Parameters::default();
        let path: String = container.iter().map(|key| format!("{key}.")).collect();
        flat.extend_with_prefix(&format!("{path}{prefix}"), weights.clone());
        flat.extend_with_prefix("ema.", weights.clone());
        assert!(imported(&config, None, flat, "m")?.weights == expected, "{path}{prefix}");
    }
    Ok(())
}

#[test]
fn a_whole_network_is_read_as_data() -> Outcome {
    let (config, weights) = (authors_config()?, weights()?);
    let mut parts: Vec<Part> = Vec::new();
    let mut layers: Vec<(String, Vec<Part>)> = Vec::new();
    for (name, array) in weights.iter() {
        let (layer, own) = name.rsplit_once('.').ok_or("no layer")?;
        let key = parts.len().to_string();
        parts.push((format!("data/{key}"), array.values.iter().flat_map(|value| value.to_le_bytes()).collect()));
        let shape: Vec<i32> = array.shape.iter().map(|&size| size as i32).collect();
        let strides = (0..shape.len()).map(|axis| shape[axis + 1..].iter().product()).collect();
        let stored = tensor(TensorParts { key, stored: array.values.len() as i32, shape, strides, ..six() });
        match layers.iter_mut().find(|(known, _)| known == layer) {
            Some((_, own_weights)) => own_weights.push((own.to_owned(), stored)),
            None => layers.push((layer.to_owned(), vec![(own.to_owned(), stored)])),
        }
    }
    let modules: Vec<(&str, Vec<u8>)> = layers
        .iter()
        .map(|(layer, own)| {
            let own: Vec<(&str, Vec<u8>)> = own.iter().map(|(name, stored)| (name.as_str(), stored.clone())).collect();
            (layer.as_str(), module("torch.nn.modules.linear.Linear", &own, &[]))
        })
        .collect();
    let network = module("classifier.ProCNN", &[], &modules);
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    let expected = imported(&config, None, weights, "m")?.weights;
    for root in [network.clone(), dict(&[("model", network)])] {
        let made = imported_from(&config, None, &Checkpoint::parse(with_parts(&pickle(&root), &parts))?, "m")?;
        assert!(made.weights == expected);
        let says = "a whole network (classifier.ProCNN): its weights were read as data, its code was not run";
        assert!(made.notes.iter().any(|note| note.to_string().contains(says)), "{:?}", made.notes);
    }
    Ok(())
}

#[test]
fn weights_that_do_not_fit_are_named_and_send_nobody_elsewhere() -> Outcome {
    let (config, weights) = (authors_config()?, weights()?);
    let message = |file: Vec<u8>| -> Result<String, Box<dyn Error>> {
        Ok(imported_from(&config, None, &Checkpoint::parse(file)?, "m")
            .map_or_else(|error| error.to_string(), |made| format!("accepted: {:?}", made.notes)))
    };
    let without = |names: &[&str]| {
        let mut kept = Parameters::default();
        let all = weights.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        all.for_each(|(name, array)| kept.insert(name.clone(), array.clone()));
        kept
    };
    let with = |name: &str| {
        let mut more = weights.clone();
        more.insert(name, Array { shape: vec![1], values: vec![0.0] });
        more
    };
    let own = |name: &str| name.to_owned();
    let cases = [
        (torch_file(&weights, &[], |name| format!("net.{name}")), "begin with \"net.\" (\"net."),
        (torch_file(&weights, &["ema"], own), "begin with \"ema.\""),
        (
            torch_file(&without(&["fc3.bias"]), &[], own),
            "the weights lack \"fc3.bias\", and the others are those of a fun-prose network",
        ),
        (
            torch_file(&without(&["conv1.weight", "fc3.bias"]), &["model"], own),
            "\"conv1.weight\" and 1 more, and the others",
        ),
        (torch_file(&with("lstm.weight"), &["state_dict"], |name| format!("module.{name}")), "hold \"lstm.weight\""),
        (
            torch_file(&with("loss.pos_weight"), &["state_dict"], |name| {
                if name.starts_with("loss") { own(name) } else { format!("model.{name}") }
            }),
            "accepted",
        ),
        (
            fs::read("tests/fixtures/camformer-tiny.safetensors")?,
            "more instead; choose the architecture and the configuration",
        ),
        (
            saved(&dict(&[("conv1.weight", tensor(TensorParts { kind: "IntStorage", ..six() }))])),
            "\"conv1.weight\" is stored as int32",
        ),
    ];
    for (file, expected) in cases {
        let found = message(file)?;
        assert!(found.contains(expected), "{found}, expected {expected}");
        assert!(!found.contains("another architecture?"), "{found}");
    }
    Ok(())
}
