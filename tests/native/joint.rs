//! Networks of several inputs and outputs against PyTorch, through the library and through the command line:
//! two sequences, a sequence and named numbers, a sequence and embeddings, eight outputs.
//! `tests/fixtures/joint.py` made the answers, in 64 bits.

use std::fmt::Write as _;

use crate::numbers::{largest, numbers};
use assert_cmd::Command;
use burn::tensor::Device;
use cisight::architecture::{Edit, Features, Network, build};
use cisight::backend::Backend;
use cisight::export::write_npy;
use cisight::model::read_safetensors;
use cisight::sample::{Embedding, Part};
use cisight::schema::InputSpec;
use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const NETWORKS: [&str; 6] = ["two-sequences", "numbers", "embedding", "heads", "vectors", "eight-outputs"];

/// What the project promises.
const TOLERANCE: f32 = 1e-4;

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

struct Fixture {
    json: Value,
    inputs: Vec<InputSpec>,
}

impl Fixture {
    fn read(name: &str) -> Result<Self, Failure> {
        let json: Value = serde_json::from_slice(&std::fs::read(format!("tests/fixtures/joint-{name}.json"))?)?;
        let inputs = serde_json::from_value(json["inputs"].clone())?;
        Ok(Self { json, inputs })
    }

    fn network(&self, name: &str, device: &Device) -> Result<Box<dyn Network>, Failure> {
        let weights = read_safetensors(&std::fs::read(format!("tests/fixtures/joint-{name}.safetensors"))?)?;
        Ok(build("joint", &self.json["config"], weights, device)?)
    }

    fn sequence(&self, input: usize, sample: usize) -> &str {
        self.json["parts"][input][sample].as_str().unwrap_or_default()
    }

    /// The part of a sample as a network reads it.
    fn part(&self, input: usize, sample: usize) -> Result<Part, Failure> {
        let values = &self.json["parts"][input][sample];
        Ok(match &self.inputs[input] {
            InputSpec::Bases(own) => {
                let promoter = cisight::sequence::Promoter::parse("p", self.sequence(input, sample))?;
                Part::Bases(own.window(&promoter))
            }
            InputSpec::Embedding(own) => {
                let embedding = Embedding::new(own.positions, own.width, numbers(values)).ok_or("no embedding")?;
                Part::Embedding(embedding)
            }
            InputSpec::Numbers(own) => {
                let scaled =
                    numbers(values).into_iter().zip(&own.numbers).map(|(value, own)| (value - own.mean) / own.sd);
                Part::Numbers(scaled.collect())
            }
        })
    }

    fn samples(&self) -> usize {
        list(&self.json["parts"][0]).len()
    }

    fn encoded(&self, network: &dyn Network, samples: &[usize]) -> Result<Vec<Features>, Failure> {
        let input = |input: usize| {
            let parts = samples.iter().map(|&sample| self.part(input, sample)).collect::<Result<Vec<_>, _>>()?;
            Ok(network.encode(input, &parts)?)
        };
        (0..self.inputs.len()).map(input).collect()
    }
}

/// Every single-base change of a window, the base that stands there included: A, C, G, T by position.
fn all_edits(length: usize) -> Vec<Edit> {
    (0..length).flat_map(|position| (0..4).map(move |code| Edit::single(position, code))).collect()
}

fn check(backend: Backend) -> Result<(), Failure> {
    let device = pollster::block_on(backend.open())?;
    println!("network, on {}                | samples | mutants, fast | fast - plain", backend.name());
    for name in NETWORKS {
        let fixture = Fixture::read(name)?;
        let network = fixture.network(name, &device)?;
        let network = network.as_ref();
        let conditions = network.encode_conditions(&numbers(&fixture.json["levels"]));
        let respond =
            |inputs: &[Features]| network.respond(inputs, &conditions).into_data().iter::<f32>().collect::<Vec<f32>>();
        let all: Vec<usize> = (0..fixture.samples()).collect();
        let whole = largest(
            &respond(&fixture.encoded(network, &all)?),
            &numbers(&fixture.json["responses[sample][condition][output]"]),
        );
        let (mut mutants, mut apart) = (0.0_f32, 0.0_f32);
        for (input, spec) in fixture.inputs.iter().enumerate() {
            let Some(own) = spec.bases() else { continue };
            let Part::Bases(window) = fixture.part(input, 0)? else { continue };
            let edits = all_edits(window.codes().len());
            let mut inputs = fixture.encoded(network, &[0])?;
            assert!(network.editor(input, &window).is_some(), "{name}: no fast edits of {}", own.name);
            inputs[input] = network.encode_edits(input, &window, &edits)?;
            let fast = respond(&inputs);
            let windows: Vec<Part> = edits.iter().map(|edit| Part::Bases(edit.apply(&window))).collect();
            inputs[input] = network.encode(input, &windows)?;
            apart = apart.max(largest(&fast, &respond(&inputs)));
            let expected = &fixture.json["mutants[input][position x ACGT][condition][output]"][&own.name];
            mutants = mutants.max(largest(&fast, &numbers(expected)));
        }
        println!("{name:<32} | {whole:.1e} | {mutants:.1e}       | {apart:.1e}");
        assert!(whole < TOLERANCE && mutants < TOLERANCE && apart < TOLERANCE, "{name}");
    }
    Ok(())
}

#[test]
fn networks_of_several_inputs_and_outputs_answer_as_pytorch_does() -> Result<(), Failure> {
    check(Backend::Cpu)
}

#[test]
fn on_wgpu_too() -> Result<(), Failure> {
    check(Backend::WebGpu)
}

#[test]
fn insertions_and_deletions_are_what_the_plain_network_gives() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    for name in NETWORKS {
        let fixture = Fixture::read(name)?;
        let network = fixture.network(name, &device)?;
        for input in 0..fixture.inputs.len() {
            let Part::Bases(window) = fixture.part(input, 0)? else { continue };
            let length = window.codes().len();
            let edits: Vec<Edit> = (0..length)
                .flat_map(|at| {
                    [Edit::insertion(at, vec![1, 2, 0]), Edit::deletion(at, 1 + at % 5), Edit::single(at, at as u8 % 4)]
                })
                .collect();
            let fast = network.encode_edits(input, &window, &edits)?;
            let windows: Vec<Part> = edits.iter().map(|edit| Part::Bases(edit.apply(&window))).collect();
            let plain = network.encode(input, &windows)?;
            for strand in 0..2 {
                let values = |features: &Features| -> Vec<f32> {
                    features.strand(strand).unwrap().clone().into_data().iter().collect()
                };
                let error = largest(&values(&fast), &values(&plain));
                assert!(error < TOLERANCE, "{name}, input {input}: {error}");
            }
        }
    }
    Ok(())
}

/// A fixture as a model folder with files of its samples.
struct Files {
    folder: TempDir,
    fixture: Fixture,
    arguments: Vec<String>,
}

impl Files {
    fn new(name: &str) -> Result<Self, Failure> {
        let (folder, fixture) = (TempDir::new()?, Fixture::read(name)?);
        let path = |file: &str| folder.path().join(file).to_string_lossy().into_owned();
        let base = format!("tests/fixtures/joint-{name}");
        let checkpoint = format!("{base}.safetensors");
        Command::cargo_bin("cisight")?
            .args([
                "import",
                "--architecture",
                "joint",
                "--config",
                &format!("{base}.json"),
                "--checkpoint",
                &checkpoint,
            ])
            .args(["--out", &path("joint")])
            .assert()
            .success();
        let mut arguments = vec!["--model".to_owned(), path("joint")];
        let mut is_first = true;
        for (input, spec) in fixture.inputs.iter().enumerate() {
            let file = path(&format!("{}.txt", spec.name()));
            let samples = 0..fixture.samples();
            match spec {
                InputSpec::Bases(_) => {
                    let mut fasta = String::new();
                    // Rows are matched by name, not by order.
                    let order: Vec<usize> = if is_first { samples.collect() } else { samples.rev().collect() };
                    for sample in order {
                        writeln!(fasta, ">s{sample}\n{}", fixture.sequence(input, sample))?;
                    }
                    std::fs::write(&file, fasta)?;
                }
                InputSpec::Numbers(own) => {
                    let headings: Vec<&str> = own.numbers.iter().map(|number| number.name.as_str()).collect();
                    let mut table = format!("gene\t{}\n", headings.join("\t"));
                    for sample in samples.rev() {
                        let cells = list(&fixture.json["parts"][input][sample]).iter().map(Value::to_string);
                        writeln!(table, "s{sample}\t{}", cells.collect::<Vec<_>>().join("\t"))?;
                    }
                    std::fs::write(&file, table)?;
                }
                InputSpec::Embedding(own) => {
                    let values: Vec<f32> = numbers(&fixture.json["parts"][input]);
                    let shape = [fixture.samples(), own.positions, own.width];
                    write_npy(std::fs::File::create(&file)?, &shape, &values)?;
                }
            }
            // Without a sequence, everything is a further input.
            if is_first && spec.bases().is_some() {
                arguments.extend(["--promoters".to_owned(), file]);
            } else {
                arguments.extend(["--input".to_owned(), format!("{}={file}", spec.name())]);
            }
            is_first = false;
        }
        if let Some(levels) = fixture.json["levels"].as_array() {
            let mut table = "TF\tc0\tc1\n".to_owned();
            for (tf, (one, other)) in list(&levels[0]).iter().zip(list(&levels[1])).enumerate() {
                writeln!(table, "TF{}\t{one}\t{other}", tf + 1)?;
            }
            std::fs::write(path("levels.tsv"), table)?;
            arguments.extend(["--conditions".to_owned(), path("levels.tsv")]);
        }
        Ok(Self { folder, fixture, arguments })
    }

    fn run(&self, command: &str, more: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
        let mut run = Command::cargo_bin("cisight")?;
        let output = run.arg(command).args(&self.arguments).args(more).assert().success().get_output().stdout.clone();
        let text = String::from_utf8(output)?;
        Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    }
}

#[test]
fn the_command_line_answers_as_pytorch_does() -> Result<(), Failure> {
    for name in NETWORKS {
        let files = Files::new(name)?;
        let rows = files.run("predict", &[])?;
        let cells: Vec<f32> =
            rows[1..].iter().flat_map(|row| &row[1..]).map(|cell| cell.parse()).collect::<Result<_, _>>()?;
        let expected = numbers(&files.fixture.json["responses[sample][condition][output]"]);
        let error = largest(&cells, &expected);
        println!("{name}: predict {error:.1e}, columns {:?}", &rows[0][1..]);
        // Four decimals are written.
        assert!(error < TOLERANCE, "{name}: {error}");
        for own in files.fixture.inputs.iter().filter_map(InputSpec::bases) {
            let rows = files.run("mutagenesis", &["--sequence", &own.name])?;
            let deltas: Vec<f32> =
                rows[1..].iter().filter(|row| row[0] == "s0").map(|row| row[4].parse()).collect::<Result<_, _>>()?;
            let mutants = numbers(&files.fixture.json["mutants[input][position x ACGT][condition][output]"][&own.name]);
            let columns = mutants.len() / (4 * own.window);
            let standing = &expected[..columns];
            // The file has one column after the other; the fixture one mutant after the other.
            let theirs: Vec<f32> = (0..columns)
                .flat_map(|column| mutants.chunks(columns).map(move |mutant| mutant[column] - standing[column]))
                .collect();
            let error = largest(&deltas, &theirs);
            println!("{name}: mutagenesis of {} {error:.1e}", own.name);
            assert!(error < TOLERANCE, "{name}, {}: {error}", own.name);
        }
    }
    Ok(())
}

/// In either sequence, whose positions count from their own anchors: the promoter's end before theirs, the
/// terminator's lie behind.
#[test]
fn variants_of_a_sequence_hold_the_other_inputs() -> Result<(), Failure> {
    let files = Files::new("two-sequences")?;
    let list = files.folder.path().join("variants.txt");
    let list = list.to_str().ok_or("no path")?;
    for (input, name, at, position) in [(0, "promoter", 40, -50), (1, "terminator", 4, 5)] {
        let standing = &files.fixture.sequence(input, 0)[at..=at];
        let others: Vec<(usize, &str)> =
            ["A", "C", "G", "T"].into_iter().enumerate().filter(|(_, base)| *base != standing).collect();
        let lines = others.iter().map(|(_, base)| format!("s0:c.{position}{standing}>{base}\n"));
        std::fs::write(list, lines.collect::<String>())?;
        let rows = files.run("variants", &["--variants", list, "--sequence", name])?;
        let mutants = numbers(&files.fixture.json["mutants[input][position x ACGT][condition][output]"][name]);
        let expected: Vec<f32> = (0..2)
            .flat_map(|column| others.iter().map(move |(code, _)| (4 * at + code) * 2 + column))
            .map(|slot| mutants[slot])
            .collect();
        let found: Vec<f32> = rows[1..].iter().map(|row| row[3].parse()).collect::<Result<_, _>>()?;
        assert!(largest(&found, &expected) < TOLERANCE, "{name}: {found:?} {expected:?}");
    }
    let mut run = Command::cargo_bin("cisight")?;
    std::fs::write(list, format!("name\treference\talternative\nv\t{0}\t{0}C\n", "ACGT".repeat(15)))?;
    let refused = run.arg("variants").args(&files.arguments).args(["--variants", list]).assert().code(2);
    refused.stderr(contains("write each variant as changes of a promoter that --promoters holds, such as s0:c.-45A>G"));
    Ok(())
}

#[test]
fn files_of_further_inputs_are_checked() -> Result<(), Failure> {
    let files = Files::new("numbers")?;
    let path = |name: &str| files.folder.path().join(name).to_string_lossy().into_owned();
    let run = |more: &[&str]| -> Result<assert_cmd::assert::Assert, Failure> {
        let mut run = Command::cargo_bin("cisight")?;
        run.args(["predict", "--model", &path("joint"), "--promoters", &path("promoter.txt")]).args(more);
        Ok(run.assert())
    };
    let gaps = path("gaps.tsv");
    std::fs::write(&gaps, "gene\tutr5_length\tgc\ns0\t100\t\ns2\t90\t0.4\n")?;
    let counted = run(&["--input", &format!("half_life={gaps}")])?.success();
    counted.stderr(contains("3 missing numbers take").and(contains("whose 3 numbers take the default: 1")));
    run(&[])?.code(2).stderr(contains("this model reads numbers called half_life (utr5_length, utr3_length, gc)"));
    run(&["--input", "other=x"])?.code(2).stderr(contains("nothing called \"other\"; it reads: promoter, half_life"));
    run(&["--input", "half_life"])?.code(2).stderr(contains("terminator=terminators.fa"));
    let wrong = path("wrong.tsv");
    std::fs::write(&wrong, "gene\tlength\ns0\t100\n")?;
    run(&["--input", &format!("half_life={wrong}")])?.code(2).stderr(contains("wrong.tsv: no column is one of"));

    let files = Files::new("two-sequences")?;
    let lacking = files.folder.path().join("lacking.fa").to_string_lossy().into_owned();
    std::fs::write(&lacking, format!(">s0\n{0}\n>s1\n{0}\n", "ACGT".repeat(15)))?;
    let mut run = Command::cargo_bin("cisight")?;
    let path = |name: &str| files.folder.path().join(name).to_string_lossy().into_owned();
    run.args(["predict", "--model", &path("joint"), "--promoters", &path("promoter.txt")]);
    run.args(["--conditions", &path("levels.tsv"), "--input", &format!("terminator={lacking}")]);
    run.assert().code(2).stderr(contains("lacking.fa: there is no sequence for the promoter \"s2\""));
    Ok(())
}

#[test]
fn positions_are_counted_from_an_anchor_inside_the_window() -> Result<(), Failure> {
    let files = Files::new("numbers")?;
    let rows = files.run("scramble", &["--region", "-70..-61", "--region", "26..35", "--repeats", "2"])?;
    assert_eq!([&rows[1][2], &rows[1][3], &rows[2][2], &rows[2][3]], ["-70", "-61", "26", "35"]);
    let outputs = Files::new("eight-outputs")?;
    let more = ["--region", "-20..-11", "--output", "assay3"];
    assert_eq!(outputs.run("scramble", &more)?.len(), 4);
    Ok(())
}
