//! `cisight import FILE`: what is seen, asked and checked, and the model that comes of it.

use std::error::Error;
use std::fs;

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

const FOLDER: &str = "tests/fixtures/foreign";

fn cisight() -> Result<Command, Box<dyn Error>> {
    Ok(Command::cargo_bin("cisight")?)
}

/// A sequence, further numbers, and what is predicted.
type Row = (String, Vec<f64>, Vec<f64>);

/// The first sequence of a fixture, and what is expected for it.
fn row(listing: &str, name: &str) -> Result<Row, Box<dyn Error>> {
    let all: Value = serde_json::from_slice(&fs::read(format!("{FOLDER}/{listing}"))?)?;
    let own = &all[name];
    let numbers = |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let sequence = own["sequences"][0].as_str().ok_or("no sequence")?.to_owned();
    Ok((sequence, numbers(&own["numbers"][0]), numbers(&own["outputs"][0])))
}

#[test]
fn a_network_becomes_a_model_that_commands_use() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (sequence, numbers, outputs) = row("onnx.json", "several")?;
    let cells = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join("\t");
    fs::write(path("known.tsv"), format!("{sequence}\t{}\t{}\n", cells(&numbers), cells(&outputs)))?;
    fs::write(path("wrong.tsv"), format!("{sequence}\t{}\t{}\n", cells(&numbers), cells(&[9.0, 0.0, 0.0, 0.0])))?;
    fs::write(path("promoters.fa"), format!(">one\n{sequence}\n"))?;
    let network = format!("{FOLDER}/several.onnx");

    cisight()?.args(["import", &network, "--look"]).assert().success().stderr(
        contains("reads \"sequence\": 4 x 40, which looks like 4 letters along 40 positions")
            .and(contains("reads \"numbers\": 3, which looks like numbers"))
            .and(contains("operators: "))
            .and(contains("edits compute only what they reach in ")),
    );
    // One sentence with everything that is still to be said.
    cisight()?.args(["import", &network, "--out", &path("model")]).assert().code(2).stderr(
        contains("the file does not say everything; add")
            .and(contains("--letters"))
            .and(contains("--anchor"))
            .and(contains("--numbers numbers=FIRST,SECOND"))
            .and(contains("names and units of the 4 numbers"))
            .and(contains("--scale")),
    );
    let said: Vec<String> = [
        "import",
        &network,
        "--letters",
        "ACGT",
        "--anchor",
        "start codon",
        "--numbers",
        "numbers=a:0,b:0,c:1",
        "--rename",
        "numbers=extra",
        "--output",
        "first=none",
        "--output",
        "x=share",
        "--output",
        "y=share",
        "--output",
        "z=share",
        "--scale",
        "linear",
        "--out",
        &path("model"),
    ]
    .iter()
    .map(|own| (*own).to_owned())
    .collect();
    let run = |more: &[&str]| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        Ok(cisight()?.args(&said).args(more).assert())
    };
    run(&["--expect", &path("wrong.tsv")])?
        .code(2)
        .stderr(contains("wrong.tsv: line 1: 9 is expected, but the network predicts"));
    assert!(!folder.path().join("model").exists(), "a network that predicts otherwise makes no model");
    run(&["--letters", "ACG"])?.failure();
    run(&["--expect", &path("known.tsv"), "--preview", &path("promoters.fa")])?
        .success()
        .stderr(contains("1 prediction as expected").and(contains("one: first ")));

    // What was said says it again.
    let answers = fs::read_to_string(path("model/answers.json"))?;
    assert!(answers.contains("\"anchor\": \"start codon\""), "{answers}");
    fs::copy(path("model/answers.json"), path("answers.json"))?;
    let again = ["import", &network, "--answers", &path("answers.json"), "--out", &path("model")];
    fs::write(path("extra.tsv"), format!("promoter\ta\tb\tc\none\t{}\n", cells(&numbers)))?;
    let example = |input: &str, file: &str| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        let of_input = format!("{input}={}", path(file));
        let example = ["--example", &path("promoters.fa"), "--example-input", &of_input];
        Ok(cisight()?.args(again).args(["--expect", &path("known.tsv")]).args(example).assert())
    };
    example("other", "extra.tsv")?
        .code(2)
        .stderr(contains("--example-input other: the model reads no input of this name"));
    example("sequence", "promoters.fa")?
        .code(2)
        .stderr(contains("example_inputs names \"sequence\", which is neither"));
    example("extra", "extra.tsv")?.success();
    let manifest = fs::read_to_string(path("model/manifest.json"))?;
    assert!(manifest.contains("\"extra\": \"example-extra.tsv\""), "{manifest}");
    assert_eq!(fs::read(path("model/example-extra.tsv"))?, fs::read(path("extra.tsv"))?);

    let predict = || -> Result<Command, Box<dyn Error>> {
        let mut command = cisight()?;
        command.args(["predict", "--model", &path("model"), "--promoters", &path("promoters.fa")]);
        Ok(command)
    };
    // Each number has a default, so that they may be left out.
    predict()?.assert().success().stdout(contains("one"));
    let expected = format!("{:.3}", outputs[0]);
    predict()?
        .args(["--input", &format!("extra={}", path("extra.tsv"))])
        .assert()
        .success()
        .stdout(contains(&expected));
    let changes = ["mutagenesis", "--model", &path("model"), "--promoters", &path("promoters.fa")];
    cisight()?.args(changes).assert().success();
    cisight()?.args(["models", "--details"]).assert().success().stdout(contains("accuracy on held-out data: "));
    Ok(())
}

#[test]
fn what_is_said_has_to_fit_the_file() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("answers.json"), r#"{"letters": "ACGT", "colour": "blue"}"#)?;
    let network = format!("{FOLDER}/residual.onnx");
    let usual =
        ["--letters", "ACGT", "--anchor", "start codon", "--scale", "log", "--output", "a=b", "--output", "c=d"];
    let rows: [(&[&str], &str); 8] = [
        (&["--letters", "ACGTN"], "\"ACGTN\" has not as many letters"),
        (&["--letters", "AACC"], "the alphabet \"AACC\""),
        (&["--output", "e=f"], "3 names are given for 2 numbers that the network predicts"),
        (&["--rename", "nothing=x"], "no input \"nothing\"; it has: sequence"),
        (&["--downstream", "41"], "more bases of the window lie downstream"),
        (&["--frame", "ACGX,A"], "the frame has to be"),
        (&["--answers", &path("answers.json")], "unknown field `colour`"),
        (&["--expect", "no-such-file.tsv"], "no-such-file.tsv"),
    ];
    for (options, expected) in rows {
        let replaced = |own: &str| options.contains(&own) && own != "--output";
        let kept = usual.chunks(2).filter(|pair| !replaced(pair[0])).flatten();
        let mut command = cisight()?;
        command.args(["import", &network, "--out", &path("model")]).args(kept).args(options);
        command.assert().code(2).stderr(contains(expected));
    }
    cisight()?.args(["import", "--letters", "ACGT", "--out", &path("model")]).assert().code(2);
    Ok(())
}
