//! Training on embeddings: its own backward pass, what ships of it, a toy table with folds that has to be learnt, letters
//! beside embeddings, and variants that are given as two embeddings.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use assert_cmd::Command;
use cisight::architecture::{JointConfig, build};
use cisight::backend::Backend;
use cisight::export::write_npy;
use cisight::sample::{Embedding, Part};
use cisight::sequence::Window;
use cisight::training::joint::JointRecipe;
use cisight::training::reporter::step::{Columns, JointStep, Trainable, Update};
use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use crate::numbers::{largest, values};

type Failure = Box<dyn Error>;

const COUNT: usize = 9;
const BASES: usize = 23;
const POSITIONS: usize = 11;
const WIDTH: usize = 4;

/// Letters and an embedding, with all that the published head has: valid convolutions, even ones too, an activation in
/// front of its batch norm, constants, a fully connected layer of its own.
fn hyperparameters() -> Value {
    json!({
        "inputs": [
            { "reads": "bases", "window": BASES, "convolutions": [
                { "channels": 5, "width": 4, "valid": true, "activation_first": true, "pool": 2 },
                { "channels": 4, "width": 3, "activation_first": true, "mean_pool": 2 },
            ] },
            { "reads": "embedding", "positions": POSITIONS, "width": WIDTH, "standardised": true, "convolutions": [
                { "channels": 6, "width": 4, "valid": true, "activation_first": true },
                { "channels": 5, "width": 2, "valid": true },
                { "channels": 5, "width": 1, "valid": true, "adds_input_of": 2 },
            ], "dense": [5] },
        ],
        "joined": 6, "head": [], "outputs": 1, "activation": "silu",
    })
}

struct Given {
    codes: Vec<Vec<u8>>,
    embeddings: Vec<Vec<f32>>,
}

impl Given {
    fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let codes = (0..COUNT).map(|_| (0..BASES).map(|_| random.random_range(0..4_u8)).collect()).collect();
        // Far from 0 and of another size, so that constants count.
        let number = |random: &mut StdRng| 40.0 + 3.0 * random.random_range(-1.0_f32..1.0);
        let embeddings = (0..COUNT).map(|_| (0..POSITIONS * WIDTH).map(|_| number(&mut random)).collect()).collect();
        Self { codes, embeddings }
    }

    fn columns(&self) -> Vec<Columns> {
        let mut letters = Columns::zeros(COUNT, BASES, 4);
        for (row, code) in letters.values.chunks_mut(4).zip(self.codes.iter().flatten()) {
            row[usize::from(*code)] = 1.0;
        }
        let values = self.embeddings.concat();
        vec![letters, Columns { count: COUNT, length: POSITIONS, channels: WIDTH, values }]
    }

    fn network(&self) -> Result<JointStep, Failure> {
        let mut network = JointStep::new(&JointConfig::from_json(&hyperparameters())?, 4)?;
        network.standardise(1, self.embeddings.iter().map(Vec::as_slice));
        let mut random = StdRng::seed_from_u64(5);
        for (list, decays) in network.lists() {
            if !decays {
                list.iter_mut().for_each(|value| *value += random.random_range(-0.3_f32..0.3));
            }
        }
        Ok(network)
    }
}

#[test]
fn gradients_are_what_small_steps_find() -> Result<(), Failure> {
    let given = Given::new(1);
    let mut network = given.network()?;
    let weights: Vec<f32> = (0..COUNT).map(|at| (at % 5) as f32 - 1.7).collect();
    let pass = network.forward(given.columns(), 0.0, &mut StdRng::seed_from_u64(1));
    let gradients = network.backward(&pass, &weights);
    let sizes: Vec<usize> = network.lists().iter().map(|(list, _)| list.len()).collect();
    assert_eq!(gradients.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
    let mut moved = |list: usize, at: usize, by: f32| {
        network.lists()[list].0[at] += by;
        let output = network.forward(given.columns(), 0.0, &mut StdRng::seed_from_u64(1)).output;
        network.lists()[list].0[at] -= by;
        output.iter().zip(&weights).map(|(own, weight)| f64::from(own * weight)).sum::<f64>()
    };
    let step = 5e-3;
    for (list, own) in gradients.iter().enumerate() {
        let largest = own.iter().fold(0.02_f32, |largest, value| largest.max(value.abs()));
        for at in [0, own.len() / 2, own.len() - 1] {
            let found = ((moved(list, at, step) - moved(list, at, -step)) / f64::from(2.0 * step)) as f32;
            let error = (found - own[at]).abs();
            assert!(error < 0.05 * largest, "list {list}, {at}: {found} {} of {largest}", own[at]);
        }
    }
    Ok(())
}

#[test]
fn what_ships_answers_as_what_trained() -> Result<(), Failure> {
    let given = Given::new(2);
    let mut network = given.network()?;
    let (mut random, mut moments) = (StdRng::seed_from_u64(2), network.moments());
    let mut losses = Vec::new();
    for step in 1..=60 {
        let pass = network.forward(given.columns(), 0.1, &mut random);
        let errors: Vec<f32> = pass.output.iter().enumerate().map(|(at, value)| value - (at % 7) as f32).collect();
        losses.push(errors.iter().map(|error| error * error).sum::<f32>());
        let gradients = network.backward(&pass, &errors);
        network.step(&gradients, &mut moments, Update { rate: 0.02, decay: 0.01, step });
    }
    assert!(losses[59] < 0.3 * losses[0], "{} {}", losses[0], losses[59]);
    let expected: Vec<f32> = network.answer(given.columns()).iter().map(|value| value * 0.3 - 1.0).collect();
    let device = pollster::block_on(Backend::Cpu.open())?;
    let weights = network.parameters(&[(0.3, -1.0)]);
    let shipped = build(JointConfig::ARCHITECTURE, &hyperparameters(), weights, &device)?;
    let letters: Vec<Part> = given.codes.iter().map(|own| Part::Bases(Window::from_codes(own.clone()))).collect();
    let embedding = |own: &Vec<f32>| Embedding::new(POSITIONS, WIDTH, own.clone()).map(Part::Embedding);
    let embeddings: Vec<Part> = given.embeddings.iter().filter_map(embedding).collect();
    let features = [shipped.encode(0, &letters)?, shipped.encode(1, &embeddings)?];
    let found = values(shipped.respond(&features, &shipped.encode_conditions(&[])));
    assert!(largest(&found, &expected) < 1e-4, "{found:?} {expected:?}");
    Ok(())
}

/// A gene's embeddings tell its value, its letters nothing, and three genes are a family.
const RECIPE: &str = r#"
[model]
id = "toy"
version = "1.0.0"
title = "Toy"
species = "none"
architecture = "joint"
output = "expression"
unit = "none"
data = "made up"
licence = "CC0-1.0"

[data]
table = "genes.tsv"
gene = "gene"
value = "value"

[[inputs]]
name = "promoter"
embeddings = "promoter.npz"

[[inputs]]
name = "terminator"
embeddings = "terminator.npz"

[split]
salt = "toy"
family = "family"
folds = 3
validation = 20
test = 20

[network]
joined = 8
outputs = 1
activation = "relu"
inputs = [
  { reads = "embedding", positions = 6, width = 3, standardised = true, dense = [6], convolutions = [{ channels = 8, width = 2, valid = true, activation_first = true }] },
  { reads = "embedding", positions = 6, width = 3, standardised = true, dense = [6], convolutions = [{ channels = 8, width = 2, valid = true, activation_first = true }] },
]

[training]
seeds = [1, 2, 3]
passes = 30
batch = 16
learning_rate = 0.01
warm_up = 0.2
weight_decay = 0.01
dropout = 0.0
shift = 0
"#;

const GENES: usize = 240;

fn npz(path: &Path, arrays: &[(String, Vec<f32>)]) -> Result<(), Failure> {
    let mut file = zip::ZipWriter::new(File::create(path)?);
    for (name, values) in arrays {
        file.start_file(format!("{name}.npy"), zip::write::SimpleFileOptions::default())?;
        let mut array = Vec::new();
        write_npy(&mut array, &[6, 3], values)?;
        file.write_all(&array)?;
    }
    file.finish()?;
    Ok(())
}

/// Writes a table and its embeddings: the value is the first number's mean over positions on one side less that on the
/// other. The last gene lacks one side.
fn toy(folder: &Path) -> Result<(), Failure> {
    let mut random = StdRng::seed_from_u64(3);
    let mut table = "gene\tfamily\tletters\tvalue\n".to_owned();
    let mut sides: [Vec<(String, Vec<f32>)>; 2] = [Vec::new(), Vec::new()];
    for number in 0..GENES {
        let name = format!("gene{number}");
        let mut value = 0.0;
        for (side, sign) in sides.iter_mut().zip([1.0, -1.0]) {
            let level = random.random_range(-1.0_f32..1.0);
            value += sign * level;
            let own = (0..18).map(|at| {
                let noise = random.random_range(-0.2_f32..0.2);
                // The first number counts, at a place of its own; the others are far from 0.
                if at % 3 == 0 { 0.02 * (level + noise) + at as f32 } else { 100.0 + noise }
            });
            side.push((name.clone(), own.collect()));
        }
        let letters: String = (0..30).map(|_| ['A', 'C', 'G', 'T'][random.random_range(0..4)]).collect();
        writeln!(table, "{name}\tfamily{}\t{letters}\t{value}", number / 3)?;
    }
    sides[1].pop();
    fs::write(folder.join("genes.tsv"), table)?;
    npz(&folder.join("promoter.npz"), &sides[0])?;
    npz(&folder.join("terminator.npz"), &sides[1])
}

fn cisight(arguments: &[&str]) -> Result<assert_cmd::assert::Assert, Failure> {
    Ok(Command::cargo_bin("cisight")?.args(arguments).assert())
}

fn rows(text: &[u8]) -> Result<Vec<Vec<String>>, Failure> {
    let text = std::str::from_utf8(text)?;
    Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

#[test]
fn embeddings_are_learnt_by_folds_and_two_versions_compared() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name).display().to_string();
    toy(folder.path())?;
    fs::write(at("recipe.toml"), RECIPE)?;
    let given = ["--recipe", &at("recipe.toml"), "--data", &at("")];
    cisight(&[&["train", "--out", &at("toy"), "--state", &at("state")][..], &given[..]].concat())?
        .success()
        .stderr(contains("genes without an embedding, left out: 1").and(contains("member 3, epoch 30 of 30")));
    let manifest: Value = serde_json::from_slice(&fs::read(at("toy/manifest.json"))?)?;
    let metrics = &manifest["metrics"];
    let r = |part: &str| metrics[part]["pearson"].as_f64().unwrap_or_default();
    assert!(r("test") > 0.9 && r("validation") > 0.9, "{} {}", r("test"), r("validation"));
    // Every gene that is not for the test is of one fold.
    let count = |part: &str| metrics["split"][part].as_u64().unwrap_or_default();
    let learnt = metrics["folds"]["genes"].as_u64();
    assert_eq!(learnt, Some(count("training_genes") + count("validation_genes")));
    assert!(metrics["baselines"]["pearson_test"]["ridge_on_embeddings"].as_f64().is_some_and(|r| r > 0.5));
    assert_eq!(metrics["baselines"]["pearson_test"].as_object().map(serde_json::Map::len), Some(1));
    assert!(manifest["outputs"][0]["calibration"].is_object());
    // Members learnt from other genes, so their constants are others.
    let weights = cisight::model::read_safetensors(&fs::read(at("toy/weights.safetensors"))?)?;
    let mean = |member: usize| weights.get(&format!("{member}.inputs.0.mean")).map(|own| own.values.clone());
    assert!(mean(0).is_some() && mean(0) != mean(1));

    cisight(&[&["baseline", "--stretches", "6"][..], &given[..]].concat())?
        .success()
        .stdout(contains("means of 6 stretches").and(contains("words").not()));
    cisight(&[&["calibrate", "--model", &at("toy"), "--out", &at("again.json")][..], &given[..]].concat())?
        .code(2)
        .stderr(contains("each member of its model has a fold of its own"));
    versions(&at, &manifest)
}

/// The first number raised in the promoter of some genes, and nothing given of the terminator.
fn versions(at: &impl Fn(&str) -> String, manifest: &Value) -> Result<(), Failure> {
    let side = |by: f32| (0..18).map(|at| if at % 3 == 0 { 0.02 * by + at as f32 } else { 100.0 }).collect::<Vec<_>>();
    let named = |name: &str, by: f32| (name.to_owned(), side(by));
    let both = [named("a", 0.0), named("b", 0.2), named("c", 0.0)];
    npz(Path::new(&at("ref.npz")), &both)?;
    npz(Path::new(&at("alt.npz")), &[named("b", 0.2), named("a", 0.8), named("other", 0.0)])?;
    let inputs = ["promoter", "terminator"].map(|name| format!("{name}={}", at("ref.npz")));
    let alternative = format!("promoter={}", at("alt.npz"));
    let given = ["--model", &at("toy"), "--input", &inputs[0], "--input", &inputs[1]];
    let done = cisight(&[&["variants", "--alternative", &alternative][..], &given[..]].concat())?.success();
    let notes = String::from_utf8(done.get_output().stderr.clone())?;
    assert!(notes.contains("alternatives without a reference, left out: 1"), "{notes}");
    assert!(notes.contains("references without an alternative, left out: 1"), "{notes}");
    let table = rows(&done.get_output().stdout)?;
    let headings = ["name", "condition", "reference", "alternative", "difference", "rank", "members_sd"];
    assert_eq!((table[0].as_slice(), table.len()), (headings.map(str::to_owned).as_slice(), 3));
    let cell = |row: usize, column: usize| table[row][column].parse::<f64>();
    assert_eq!((table[1][0].as_str(), table[2][0].as_str()), ("a", "b"));
    // Raised by 0.8 where the network has learnt a slope of 1; and the same twice is no difference.
    assert!((cell(1, 4)? - 0.8).abs() < 0.25 && cell(1, 6)? > 0.0, "{:?}", table[1]);
    assert_eq!((table[2][4].as_str(), table[2][6].as_str()), ("0.00000", "0.00000"));
    // The reference is what predict says of it.
    let predicted = rows(&cisight(&[&["predict"][..], &given[..]].concat())?.success().get_output().stdout)?;
    assert_eq!(manifest["members"], 3);
    assert!((predicted[1][1].parse::<f64>()? - cell(1, 2)?).abs() < 1e-3, "{:?} {:?}", predicted[1], table[1]);
    let unknown = format!("enhancer={}", at("alt.npz"));
    cisight(&[&["variants", "--alternative", &unknown][..], &given[..]].concat())?
        .code(2)
        .stderr(contains("the model reads nothing called \"enhancer\"; it reads: promoter, terminator"));
    Ok(())
}

#[test]
fn letters_stand_beside_embeddings() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name).display().to_string();
    toy(folder.path())?;
    let letters = "[[inputs]]\nname = \"core\"\ncolumn = \"letters\"\nanchor = \"transcript start\"\n";
    let recipe = RECIPE
        .replace("[[inputs]]\nname = \"terminator\"\nembeddings = \"terminator.npz\"\n", letters)
        .replacen("folds = 3\n", "", 1)
        .replace("seeds = [1, 2, 3]", "seeds = [1]");
    let (before, network) = recipe.rsplit_once("  { reads = \"embedding\"").ok_or("no network")?;
    let (_, behind) = network.split_once('\n').ok_or("no network")?;
    let tower = "  { reads = \"bases\", window = 30, convolutions = [{ channels = 4, width = 3, mean_pool = 10 }] },\n";
    let recipe = format!("{before}{tower}{behind}");
    fs::write(at("recipe.toml"), &recipe)?;
    cisight(&[
        "train",
        "--recipe",
        &at("recipe.toml"),
        "--data",
        &at(""),
        "--out",
        &at("toy"),
        "--state",
        &at("state"),
    ])?
    .success();
    let manifest: Value = serde_json::from_slice(&fs::read(at("toy/manifest.json"))?)?;
    let r = &manifest["metrics"]["test"]["pearson"];
    // Half of what makes the value is in the promoter.
    assert!(r.as_f64().is_some_and(|r| r > 0.5 && r < 0.9), "{r}");
    assert!(manifest["outputs"][0]["effects"].is_object() && manifest["domain"]["sequences"].is_object());

    let told = |text: &str| JointRecipe::parse(text).map_err(|error| error.to_string());
    for (from, to, expected) in [
        ("family = \"family\"\n", "", "split needs data.place, or split.family"),
        ("column = \"letters\"\n", "", "either a column of letters or embeddings"),
        ("salt = \"toy\"\n", "salt = \"toy\"\nfolds = 2\n", "a seed for each of split.folds"),
    ] {
        let error = told(&recipe.replacen(from, to, 1)).err().ok_or("it was read")?;
        assert!(error.contains(expected), "{error}");
    }
    let turned = told(&recipe.replace("embeddings = \"promoter.npz\"", "column = \"letters\"\nanchor = \"x\""))?;
    assert!(turned.config().is_err_and(|error| error.to_string().contains("\"promoter\" is letters on one side")));
    Ok(())
}
