//! FUN-PROSE from its recipe: trained on a small made-up table, cut off and taken up again.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

const RECIPE: &str = r#"
[model]
id = "small"
version = "1.0.0"
title = "Small"
species = "none"
architecture = "fun-prose"
output = "expression response"
unit = "log2 ratio"
anchor = "start codon"
data = "made up"
presets = "made up"
licence = "CC0-1.0"
[data]
promoters = "promoters.fa"
expression = "expression.tsv"
tfs = "tfs.txt"
conditions = "conditions.tsv"
tf_coverage = 0.9
variable_genes = 10
[split]
salt = "small"
word = 20
shared = 0.5
validation = 20
test = 20
hold_out_series = false
[network]
seq_length = 60
conv1_knum = 4
conv1_ksize = 7
pool1 = 5
conv2_knum = 4
conv2_ksize = 5
pool2 = 4
xt_hidden = 4
conv_activation = "relu"
fc_activation = "elu"
[training]
seeds = [1]
epochs = 3
patience = 4
promoters = 8
conditions = 4
learning_rate = 4e-3
warm_up = 0.2
weight_decay = 0.05
shift = 2
tf_dropout = 0.05
components = 0
[dropout]
convolution = 0.1
joined = 0.2
tf = 0.1
dense = 0.3
"#;

const GENES: usize = 60;
const CONDITIONS: usize = 8;
const TFS: usize = 5;

/// Writes a recipe, `small.toml`, and the tables that it names.
pub fn write_data(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    let mut random = StdRng::seed_from_u64(5);
    let mut fasta = String::new();
    let mut expression = String::from("gene");
    let mut conditions = String::from("column\tid\tname\tseries\theld_out\n");
    for at in 0..CONDITIONS {
        write!(expression, "\tc{at}")?;
        writeln!(conditions, "c{at}\tc{at}\tCondition {at}\tseries\tno")?;
    }
    expression.push('\n');
    for gene in 0..GENES {
        let bases: String = (0..60).map(|_| char::from(b"ACGT"[random.random_range(0..4_usize)])).collect();
        writeln!(fasta, ">g{gene}\n{bases}")?;
        write!(expression, "g{gene}")?;
        for _ in 0..CONDITIONS {
            write!(expression, "\t{:.3}", random.random_range(-2.0_f32..2.0))?;
        }
        expression.push('\n');
    }
    let tfs: String = (0..TFS).map(|tf| format!("g{tf}\n")).collect();
    let files = [
        ("promoters.fa", fasta),
        ("expression.tsv", expression),
        ("conditions.tsv", conditions),
        ("tfs.txt", tfs),
        ("small.toml", RECIPE.to_owned()),
    ];
    for (name, content) in files {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}

/// Trains, and returns what was said of each epoch, without its times.
fn train(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut cisight = Command::cargo_bin("cisight")?;
    cisight.args(["train", "--recipe"]).arg(folder.join("small.toml")).arg("--data").arg(folder);
    let output = cisight.arg("--out").arg(folder.join("model")).arg("--state").arg(folder.join("state")).output()?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{report}");
    let epochs = report.lines().filter(|line| line.starts_with("member 1, epoch "));
    Ok(epochs.filter_map(|line| line.split(';').next()).map(str::to_owned).collect())
}

#[test]
fn trained_models_become_one_mixture() -> Outcome {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_data(folder)?;
    train(folder)?;
    let sections = |recipe: &str| recipe.split("[network]").next().unwrap_or_default().to_owned();
    let recipe =
        sections(RECIPE).replace("\"fun-prose\"", "\"mixture\"").replace("\"small\"\nversion", "\"both\"\nversion");
    let mix = |parts: &str, recipe: &str| -> Result<(bool, String), Box<dyn Error>> {
        fs::write(folder.join("both.toml"), format!("parts = {parts}\n{recipe}"))?;
        let mut cisight = Command::cargo_bin("cisight")?;
        cisight.args(["train", "--recipe"]).arg(folder.join("both.toml")).arg("--data").arg(folder);
        let output = cisight.arg("--out").arg(folder.join("both")).output()?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (done, report) = mix("[\"model\", \"model\"]", &recipe)?;
    assert!(done, "{report}");
    // Weights that were trained elsewhere are evaluated alike, but for what is trained here alone.
    let elsewhere = |recipe: &str| -> Result<(bool, String), Box<dyn Error>> {
        let mut cisight = Command::cargo_bin("cisight")?;
        cisight.args(["train", "--recipe"]).arg(folder.join(recipe)).arg("--data").arg(folder);
        cisight.arg("--out").arg(folder.join("elsewhere")).arg("--trained");
        let output = cisight.arg(folder.join("model/weights.safetensors")).output()?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (done, report) = elsewhere("small.toml")?;
    assert!(done, "{report}");
    assert_eq!(fs::read(folder.join("elsewhere/manifest.json"))?, fs::read(folder.join("model/manifest.json"))?);
    let (done, report) = elsewhere("both.toml")?;
    assert!(!done && report.contains("are trained here alone; leave --trained out"), "{report}");
    let predict = |model: &str| -> Result<Vec<f32>, Box<dyn Error>> {
        let mut cisight = Command::cargo_bin("cisight")?;
        cisight.arg("predict").arg("--model").arg(folder.join(model)).arg("--promoters");
        cisight.arg(folder.join("promoters.fa")).arg("--conditions").arg(folder.join("expression.tsv"));
        let text = String::from_utf8(cisight.output()?.stdout)?;
        let responses = text.lines().skip(1).flat_map(|line| line.split('\t').skip(1));
        Ok(responses.map(str::parse).collect::<Result<_, _>>()?)
    };
    let (one, both) = (predict("model")?, predict("both")?);
    assert_eq!((one.len(), both.len()), (GENES * CONDITIONS, GENES * CONDITIONS));
    let apart = one.iter().zip(&both).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-5, "twice the same network is the same network: {apart}");

    // Both parts read the same letters, so that the mean explains itself as they do.
    let mut cisight = Command::cargo_bin("cisight")?;
    cisight.args(["attribute", "--method", "gradient", "--condition", "c0", "--model"]).arg(folder.join("both"));
    cisight.arg("--promoters").arg(folder.join("promoters.fa")).arg("--conditions").arg(folder.join("expression.tsv"));
    let output = cisight.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let (done, report) = mix("[\"missing\"]", &recipe)?;
    assert!(!done && report.contains("missing"), "{report}");
    let (done, report) = mix("[]", &recipe)?;
    assert!(!done && report.contains("parts name no model folder"), "{report}");
    let conditions =
        fs::read_to_string(folder.join("conditions.tsv"))?.replace("Condition 0\tseries\t", "Condition 0\tapart\t");
    fs::write(folder.join("conditions.tsv"), conditions)?;
    let others = recipe.replace("hold_out_series = false", "held_out_series = [\"apart\"]");
    let (done, report) = mix("[\"model\"]", &others)?;
    assert!(!done && report.contains("it normalises TF levels otherwise"), "{report}");
    Ok(())
}

#[test]
fn a_run_that_was_cut_off_goes_on_from_the_last_whole_state() -> Outcome {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    write_data(folder)?;
    let unbroken = train(folder)?;
    assert_eq!(unbroken.len(), 3, "{unbroken:?}");
    // As it was in the middle of writing the state after the third epoch: the one after the second counts.
    let member = folder.join("state/member-1");
    fs::remove_file(member.join("finished"))?;
    let mut position: Value = serde_json::from_slice(&fs::read(member.join("position.json"))?)?;
    (position["epochs"], position["waited"]) = (2.into(), 0.into());
    fs::write(member.join("position.json"), position.to_string())?;
    for half in ["network-1.bpk", "part-optimizer-1.bpk"] {
        fs::write(member.join(half), "half")?;
    }
    assert_eq!(train(folder)?, unbroken[2..]);
    // What is finished is not trained again.
    assert_eq!(train(folder)?, [""; 0]);
    Ok(())
}
