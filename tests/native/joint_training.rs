//! Training on several sequences of each gene: its own backward pass, what ships of it, a toy table that has to be
//! learnt, and the command.

use std::error::Error;
use std::fmt::Write as _;

use assert_cmd::Command;
use burn::tensor::Tensor;
use cisight::architecture::{Edit, JointConfig, Network, build};
use cisight::backend::Backend;
use cisight::sample::Part as SamplePart;
use cisight::sequence::Window;
use cisight::training::joint::{GeneData, JointRecipe};
use cisight::training::reporter::step::{Adam, Columns, JointStep, Trainable, Update};
use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

type Failure = Box<dyn Error>;

const COUNT: usize = 8;
const LENGTHS: [usize; 2] = [41, 37];

fn hyperparameters(head: &[usize]) -> Value {
    json!({
        "inputs": [
            { "reads": "bases", "window": LENGTHS[0], "convolutions": [
                { "channels": 6, "width": 5, "mean_pool": 3 },
                { "channels": 6, "width": 3, "adds_input_of": 1 },
                { "channels": 5, "width": 3, "pool": 2, "mean_pool": 2 },
            ] },
            { "reads": "bases", "window": LENGTHS[1], "convolutions": [{ "channels": 4, "width": 7, "pool": 4 }] },
        ],
        "joined": 9, "head": head, "outputs": 1, "activation": "silu",
    })
}

fn network(head: &[usize], seed: u64) -> Result<JointStep, Failure> {
    let mut network = JointStep::new(&JointConfig::from_json(&hyperparameters(head))?, seed)?;
    // Norms that do something.
    let mut random = StdRng::seed_from_u64(seed + 100);
    for (list, decays) in network.lists() {
        if !decays {
            list.iter_mut().for_each(|value| *value += random.random_range(-0.3_f32..0.3));
        }
    }
    Ok(network)
}

/// For each input, the codes of every sequence.
fn codes(seed: u64) -> Vec<Vec<Vec<u8>>> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut of =
        |length: usize| (0..COUNT).map(|_| (0..length).map(|_| random.random_range(0..4_u8)).collect()).collect();
    LENGTHS.into_iter().map(&mut of).collect()
}

fn one_hot(codes: &[Vec<Vec<u8>>]) -> Vec<Columns> {
    let of = |codes: &Vec<Vec<u8>>| {
        let mut columns = Columns::zeros(codes.len(), codes[0].len(), 4);
        for (row, code) in columns.values.chunks_mut(4).zip(codes.iter().flatten()) {
            row[usize::from(*code)] = 1.0;
        }
        columns
    };
    codes.iter().map(of).collect()
}

#[test]
fn gradients_are_what_small_steps_find() -> Result<(), Failure> {
    for head in [&[][..], &[7, 5][..]] {
        let mut network = network(head, 3)?;
        let codes = codes(3);
        let weights: Vec<f32> = (0..COUNT).map(|at| (at % 5) as f32 - 1.7).collect();
        let mut source = StdRng::seed_from_u64(1);
        let pass = network.forward(one_hot(&codes), 0.0, &mut source);
        let gradients = network.backward(&pass, &weights);
        let sizes: Vec<usize> = network.lists().iter().map(|(list, _)| list.len()).collect();
        assert_eq!(gradients.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        let mut moved = |list: usize, at: usize, by: f32| {
            network.lists()[list].0[at] += by;
            let output = network.forward(one_hot(&codes), 0.0, &mut StdRng::seed_from_u64(1)).output;
            network.lists()[list].0[at] -= by;
            output.iter().zip(&weights).map(|(own, weight)| f64::from(own * weight)).sum::<f64>()
        };
        let step = 1e-2;
        for (list, own) in gradients.iter().enumerate() {
            let largest = own.iter().fold(0.02_f32, |largest, value| largest.max(value.abs()));
            for at in [0, own.len() / 2, own.len() - 1] {
                let found = ((moved(list, at, step) - moved(list, at, -step)) / f64::from(2.0 * step)) as f32;
                let error = (found - own[at]).abs();
                assert!(error < 0.05 * largest, "list {list}, {at}: {found} {} of {largest}", own[at]);
            }
        }
    }
    Ok(())
}

fn respond(network: &dyn Network, codes: &[Vec<Vec<u8>>]) -> Result<Vec<f32>, Failure> {
    let part = |own: &Vec<u8>| SamplePart::Bases(Window::from_codes(own.clone()));
    let encode =
        |(input, codes): (usize, &Vec<Vec<u8>>)| network.encode(input, &codes.iter().map(part).collect::<Vec<_>>());
    let features = codes.iter().enumerate().map(encode).collect::<Result<Vec<_>, _>>()?;
    let responses: Tensor<3> = network.respond(&features, &network.encode_conditions(&[]));
    Ok(responses.into_data().iter().collect())
}

#[test]
fn what_ships_answers_as_what_trained_and_so_do_its_edits() -> Result<(), Failure> {
    for head in [&[][..], &[7][..]] {
        let mut network = network(head, 5)?;
        let codes = codes(5);
        let mut random = StdRng::seed_from_u64(2);
        let mut moments: Vec<Adam> = network.moments();
        let mut losses = Vec::new();
        for step in 1..=60 {
            let pass = network.forward(one_hot(&codes), 0.1, &mut random);
            let errors: Vec<f32> = pass.output.iter().enumerate().map(|(at, value)| value - (at % 7) as f32).collect();
            losses.push(errors.iter().map(|error| error * error).sum::<f32>());
            let gradients = network.backward(&pass, &errors);
            network.step(&gradients, &mut moments, Update { rate: 0.02, decay: 0.01, step });
        }
        assert!(losses[59] < 0.3 * losses[0], "{} {}", losses[0], losses[59]);
        let expected: Vec<f32> = network.answer(one_hot(&codes)).iter().map(|value| value * 0.3 - 1.0).collect();
        let device = pollster::block_on(Backend::Cpu.open())?;
        let shipped =
            build(JointConfig::ARCHITECTURE, &hyperparameters(head), network.parameters(&[(0.3, -1.0)]), &device)?;
        let found = respond(shipped.as_ref(), &codes)?;
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
        edits_are_whole_sequences(shipped.as_ref(), &codes)?;
    }
    Ok(())
}

/// Mean pools behind the activation among them.
fn edits_are_whole_sequences(network: &dyn Network, codes: &[Vec<Vec<u8>>]) -> Result<(), Failure> {
    for (input, length) in LENGTHS.into_iter().enumerate() {
        let window = Window::from_codes(codes[input][0].clone());
        let edits: Vec<Edit> =
            (0..length).flat_map(|position| (0..4).map(move |code| Edit::single(position, code))).collect();
        assert!(network.editor(input, &window).is_some());
        let fast = network.encode_edits(input, &window, &edits)?;
        let fast: Vec<f32> = fast.strand(0).ok_or("no features")?.clone().into_data().iter().collect();
        let whole: Vec<SamplePart> = edits.iter().map(|edit| SamplePart::Bases(edit.apply(&window))).collect();
        let plain: Vec<f32> =
            network.encode(input, &whole)?.strand(0).ok_or("no features")?.clone().into_data().iter().collect();
        assert_eq!(fast.len(), plain.len());
        let error = fast.iter().zip(&plain).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(error < 1e-4, "input {input}: {error}");
    }
    Ok(())
}

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
place = "start"
value = "value"

[[inputs]]
name = "promoter"
column = "before"
anchor = "transcription start"
downstream = 10

[[inputs]]
name = "terminator"
column = "behind"
anchor = "transcript end"
downstream = 30

[split]
salt = "toy"
block = 1000
word = 12
shared = 0.5
validation = 20
test = 20

[network]
joined = 8
outputs = 1
activation = "relu"
inputs = [
  { reads = "bases", window = 40, convolutions = [{ channels = 8, width = 3, mean_pool = 10 }] },
  { reads = "bases", window = 40, convolutions = [{ channels = 8, width = 3, mean_pool = 10 }] },
]

[training]
seeds = [1, 2]
passes = 40
batch = 16
learning_rate = 0.01
warm_up = 0.2
weight_decay = 0.01
dropout = 0.0
shift = 1
"#;

/// Genes whose expression is what their promoter has of G and C, less what their terminator has.
fn toy() -> Result<String, Failure> {
    let mut random = StdRng::seed_from_u64(3);
    let mut table = "gene\tstart\tbefore\tbehind\tvalue\n".to_owned();
    for number in 0..400 {
        let mut sequence = || {
            let share = random.random_range(0.1..0.9);
            let base = |_| if random.random_bool(share) { ['G', 'C'] } else { ['A', 'T'] }[random.random_range(0..2)];
            (0..40).map(base).collect::<String>()
        };
        let (before, behind) = (sequence(), sequence());
        let content = |own: &str| own.chars().filter(|base| "GC".contains(*base)).count() as f64;
        let value = content(&before) - content(&behind);
        writeln!(table, "gene{number}\t{}\t{before}\t{behind}\t{value}", number * 100)?;
    }
    Ok(table)
}

#[test]
fn a_toy_table_is_learnt_and_its_model_answers() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("recipe.toml"), RECIPE)?;
    std::fs::write(at("genes.tsv"), toy()?)?;
    let cisight = || Command::cargo_bin("cisight");
    cisight()?
        .args(["train", "--recipe"])
        .arg(at("recipe.toml"))
        .args(["--data"])
        .arg(folder.path())
        .args(["--out"])
        .arg(at("toy"))
        .arg("--state")
        .arg(at("state"))
        .assert()
        .success()
        .stderr(contains("genes in").and(contains("member 2, epoch 40 of 40")));
    let manifest: Value = serde_json::from_slice(&std::fs::read(at("toy/manifest.json"))?)?;
    let r = manifest["metrics"]["test"]["pearson"].as_f64().ok_or("no correlation")?;
    assert!(r > 0.9, "r {r}");
    assert!(manifest["metrics"]["baselines"]["pearson_test"]["ridge_on_words"].as_f64().is_some_and(|r| r > 0.5));
    assert_eq!((manifest["members"].as_u64(), manifest["inputs"][1]["name"].as_str()), (Some(2), Some("terminator")));
    assert!(manifest["outputs"][0]["calibration"].is_object());

    // G and C in the promoter raise, in the terminator lower.
    let rich = "GC".repeat(20);
    let poor = "AT".repeat(20);
    let mut answers = Vec::new();
    for (promoter, terminator) in [(&rich, &poor), (&poor, &rich)] {
        std::fs::write(at("promoter.fa"), format!(">gene\n{promoter}\n"))?;
        std::fs::write(at("terminator.fa"), format!(">gene\n{terminator}\n"))?;
        let further = format!("terminator={}", at("terminator.fa").display());
        let output = cisight()?
            .args(["predict", "--model"])
            .arg(at("toy"))
            .arg("--promoters")
            .arg(at("promoter.fa"))
            .args(["--input", &further])
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let value = text.lines().nth(1).and_then(|line| line.split('\t').nth(1)).ok_or("no answer")?;
        answers.push(value.parse::<f32>()?);
    }
    assert!(answers[0] > 8.0 && answers[1] < -8.0, "{answers:?}");

    // The same weights, trained elsewhere as it were; and which gene is for what, without training.
    let again = |option: &str, file: &str| -> Result<_, Failure> {
        let mut cisight = cisight()?;
        cisight.args(["train", "--recipe"]).arg(at("recipe.toml")).arg("--data").arg(folder.path());
        cisight.arg("--out").arg(at("elsewhere")).arg("--state").arg(at("no-state")).arg(option).arg(at(file));
        Ok(cisight.assert().success().stderr(contains("member 1").not()))
    };
    again("--trained", "toy/weights.safetensors")?;
    let mut elsewhere: Value = serde_json::from_slice(&std::fs::read(at("elsewhere/manifest.json"))?)?;
    assert_eq!(elsewhere["metrics"].take(), manifest["metrics"]);
    assert_eq!(elsewhere["members"], 2);
    again("--split", "split.tsv")?;
    let split = std::fs::read_to_string(at("split.tsv"))?;
    let parts = split.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap_or_default());
    let tests = parts.filter(|part| *part == "test").count();
    assert_eq!(json!(tests), manifest["metrics"]["split"]["test_genes"]);

    // The same table, told of by words alone.
    cisight()?
        .args(["baseline", "--words", "1,2", "--stretches", "2", "--recipe"])
        .arg(at("recipe.toml"))
        .arg("--data")
        .arg(folder.path())
        .assert()
        .success()
        .stdout(contains("1 bases, 2 stretches"));
    cisight()?
        .args(["calibrate", "--model"])
        .arg(at("toy"))
        .arg("--recipe")
        .arg(at("recipe.toml"))
        .arg("--data")
        .arg(folder.path())
        .arg("--out")
        .arg(at("again.json"))
        .assert()
        .success();
    let again: Value = serde_json::from_slice(&std::fs::read(at("again.json"))?)?;
    assert_eq!(again["outputs"], manifest["outputs"]);
    Ok(())
}

#[test]
fn a_wrong_table_is_refused_by_column_and_line() -> Result<(), Failure> {
    let recipe = JointRecipe::parse(RECIPE)?;
    let config = recipe.config()?;
    let told = |text: &str| GeneData::read(&recipe, &config, text.as_bytes(), &[]).err().map(|error| error.to_string());
    let table = toy()?;
    for (from, to, expected) in [
        ("value\n", "number\n", "no column \"value\""),
        ("gene1\t100\t", "gene1\tfar\t", "line 3 of the table of genes, column \"start\": \"far\" is no number"),
        ("gene1\t100\t", "gene1\t100\t!", "line 3 of the table of genes, column \"before\""),
    ] {
        let error = told(&table.replacen(from, to, 1)).ok_or("it was read")?;
        assert!(error.contains(expected), "{error}");
    }
    let few: String = table.lines().take(3).flat_map(|line| [line, "\n"]).collect();
    assert!(told(&few).is_some_and(|error| error.contains("choose another split.salt")));
    Ok(())
}
