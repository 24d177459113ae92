//! A reporter model from its recipe to what is asked of it: trained on a small made-up assay, then used
//! through the command line.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::Command;
use predicates::str::contains;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

/// Constant bases, then 24 that are tested, then constant ones.
const FRAME: [&str; 2] = ["TTGCA", "GGT"];
const INSERT: usize = 24;

const RECIPE: &str = r#"
[model]
id = "small"
version = "1.0.0"
title = "Small"
species = "none"
architecture = "reporter-resnet"
output = "expression"
unit = "arbitrary"
anchor = "end of the construct"
frame = { left = "TTGCA", right = "GGT" }
data = "made up"
licence = "CC0-1.0"
[data]
sequences = "sequences.tsv"
pairs = "pairs.tsv"
[split]
salt = "small"
test = 20
validation = 20
[network]
length = 32
activation = "silu"
both_strands = true
dense = [8]
convolutions = [
  { channels = 8, width = 7, pool = 2 },
  { channels = 8, width = 3 },
  { channels = 8, width = 3, adds_input_of = 1 },
]
[motifs]
file = "motifs.meme"
similarity = 0.8
background = [0.3, 0.2, 0.2, 0.3]
scale = 0.5
shift = -1.0
[[tasks]]
column = "expression"
sources = ["dream"]
weight = 1.0
[[tasks]]
column = "legnet"
sources = ["dream"]
weight = 0.5
[training]
seeds = [1]
passes = 8
rows = 256
batch = 32
learning_rate = 0.01
warm_up = 0.2
weight_decay = 0.01
dropout = 0.1
family_power = -0.5
"#;

const MEME: &str = "MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\nMOTIF M1 UP\nletter-probability matrix: alength= 4 w= 5\n\
 0 0 0 1\n 0 0 1 0\n 1 0 0 0\n 0 1 0 0\n 0 0 0 1\n\nMOTIF M2 DOWN\nletter-probability matrix: alength= 4 w= 5\n\
 0 1 0 0\n 0 1 0 0\n 0 0 1 0\n 0 1 0 0\n 0 0 1 0\n";

fn insert(random: &mut StdRng) -> String {
    (0..INSERT).map(|_| char::from(b"ACGT"[random.random_range(0..4_usize)])).collect()
}

fn construct(insert: &str) -> String {
    format!("{}{insert}{}", FRAME[0], FRAME[1])
}

/// A third holds TGACT, which raises expression.
pub fn write_data(folder: &Path) -> Result<(), Failure> {
    let mut random = StdRng::seed_from_u64(3);
    let mut text = String::from(
        "row\tsource\tsequence\texpression\treplicate1\treplicate2\tcamformer_original\tcamformer_mini\tlegnet\tfamily\tstrata\n",
    );
    for row in 0..500 {
        let mut own = insert(&mut random);
        if row % 3 == 0 {
            own.replace_range(8..13, "TGACT");
        }
        let value = if own.contains("TGACT") { 2.0 } else { 0.0 } + random.random_range(-0.2_f32..0.2);
        let strata = if row % 2 == 0 { "even" } else { "" };
        writeln!(text, "{row}\tdream\t{}\t{value}\t\t\t{value}\t{value}\t{value}\t{row}\t{strata}", construct(&own))?;
    }
    fs::write(folder.join("sequences.tsv"), text)?;
    fs::write(folder.join("pairs.tsv"), "stratum\talternative_row\treference_row\nsnv\t0\t1\n")?;
    fs::write(folder.join("motifs.meme"), MEME)?;
    fs::write(folder.join("small.toml"), RECIPE)?;
    Ok(())
}

fn train(folder: &Path, out: &str) -> Result<assert_cmd::assert::Assert, Failure> {
    let mut cisight = Command::cargo_bin("cisight")?;
    cisight.args(["train", "--recipe"]).arg(folder.join("small.toml")).arg("--data").arg(folder);
    cisight.arg("--out").arg(folder.join(out)).arg("--state").arg(folder.join("state"));
    Ok(cisight.assert())
}

/// Trained once for all tests of this file.
static TRAINED: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path()).unwrap();
    train(folder.path(), "small").unwrap().success();
    folder
});

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// A command on the trained model with a file of its own.
fn ask(command: &str, option: &str, content: &str, more: &[&str]) -> Result<assert_cmd::assert::Assert, Failure> {
    let own = tempfile::tempdir()?;
    let file = own.path().join("input");
    fs::write(&file, content)?;
    let mut cisight = Command::cargo_bin("cisight")?;
    cisight.args([command, "--model"]).arg(TRAINED.path().join("small")).arg(option).arg(file).args(more);
    Ok(cisight.assert())
}

fn table(command: &str, option: &str, content: &str, more: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
    Ok(rows(&ask(command, option, content, more)?.success().get_output().stdout))
}

fn fasta(inserts: &[String]) -> String {
    inserts.iter().enumerate().map(|(at, bases)| format!(">{at}\n{bases}\n")).collect()
}

fn predict(inserts: &[String]) -> Result<Vec<f32>, Failure> {
    let answer = table("predict", "--promoters", &fasta(inserts), &[])?;
    Ok(answer[1..].iter().map(|row| row[1].parse()).collect::<Result<_, _>>()?)
}

#[test]
fn training_learns_goes_on_where_it_stopped_and_reports_held_out_families() -> Result<(), Failure> {
    let manifest: Value = serde_json::from_slice(&fs::read(TRAINED.path().join("small/manifest.json"))?)?;
    let test = &manifest["metrics"]["test"];
    assert!(test["own"]["all"]["pearson_squared"].as_f64().ok_or("no score")? > 0.5, "{test}");
    // The made-up predictions of published networks are the measurements.
    assert!(test["legnet"]["even"]["spearman"].as_f64().ok_or("no score")? > 0.999, "{test}");
    // What is finished is taken up, not trained again, and gives the same weights.
    train(TRAINED.path(), "again")?.success();
    let again: Value = serde_json::from_slice(&fs::read(TRAINED.path().join("again/manifest.json"))?)?;
    assert_eq!(again["weights"]["sha256"], manifest["weights"]["sha256"]);
    Ok(())
}

#[test]
fn an_insert_is_completed_and_both_strands_are_averaged() -> Result<(), Failure> {
    let insert = insert(&mut StdRng::seed_from_u64(7));
    let whole = construct(&insert);
    let longer = format!("ACGTACGTA{insert}");
    let other: String =
        whole.bytes().rev().map(|base| char::from(b"TGCA"[b"ACGT".iter().position(|b| *b == base).unwrap()])).collect();
    let found = predict(&[insert, whole, longer, other])?;
    assert!(found.iter().all(|value| (value - found[0]).abs() < 1e-3), "{found:?}");
    Ok(())
}

#[test]
fn mutants_doubles_and_variants_are_what_is_predicted() -> Result<(), Failure> {
    let start = insert(&mut StdRng::seed_from_u64(8)).replace("TGACT", "TGCCT");
    let one = [start.clone()];
    let listed = table("doubles", "--promoters", &fasta(&one), &["--best", "3"])?;
    assert_eq!(listed.len(), 1 + 3 * INSERT + 6);
    let change = |bases: &mut Vec<u8>, position: &str, to: &str| -> Result<(), Failure> {
        let at = position.parse::<i64>()? + FRAME[1].len() as i64 + INSERT as i64;
        bases[usize::try_from(at)?] = to.as_bytes()[0];
        Ok(())
    };
    let mut mutants = Vec::new();
    for row in &listed[1 + 3 * INSERT..] {
        let mut bases = start.clone().into_bytes();
        change(&mut bases, &row[4], &row[5])?;
        change(&mut bases, &row[6], &row[7])?;
        mutants.push(String::from_utf8(bases)?);
    }
    let predicted = predict(&mutants)?;
    for (row, found) in listed[1 + 3 * INSERT..].iter().zip(&predicted) {
        assert!((row[8].parse::<f32>()? - found).abs() < 2e-3, "{row:?} {found}");
    }
    assert!(predicted[0] >= predicted[2] && predicted[3] <= predicted[5] && predicted[0] > predicted[3]);
    let lines: String = mutants.iter().enumerate().map(|(at, mutant)| format!("v{at}\t{start}\t{mutant}\n")).collect();
    let ranked = table("variants", "--variants", &format!("name\treference\talternative\n{lines}"), &[])?;
    let standing = predict(&one)?[0];
    for (row, found) in ranked[1..].iter().zip(&predicted) {
        assert!((row[4].parse::<f32>()? - (found - standing)).abs() < 2e-3, "{row:?}");
    }
    assert_eq!((ranked[1][5].as_str(), ranked[4][5].as_str()), ("1", "6"));
    let scan = table("mutagenesis", "--promoters", &fasta(&one), &[])?;
    let highest = scan[1..].iter().map(|row| row[4].parse::<f32>().unwrap()).fold(f32::MIN, f32::max);
    let singles = listed[1..=3 * INSERT].iter().map(|row| row[9].parse::<f32>().unwrap()).fold(f32::MIN, f32::max);
    assert!(highest >= singles - 1e-4);
    Ok(())
}

#[test]
fn motifs_are_paired_and_bases_attributed() -> Result<(), Failure> {
    let inserts: Vec<String> = (0..6).map(|seed| insert(&mut StdRng::seed_from_u64(20 + seed))).collect();
    let motifs = TRAINED.path().join("motifs.meme").to_string_lossy().into_owned();
    let options = ["--motifs", &motifs, "--names", "UP,DOWN", "--within", "-27..-4", "--shuffles", "4"];
    let pairs = table("motif-pairs", "--promoters", &fasta(&inserts), &options)?;
    assert_eq!(pairs[1][..4], ["expression", "UP", "DOWN", "24"]);
    let value = |at: usize| pairs[1][at].parse::<f32>();
    assert!(value(4)? > 0.1 && value(4)? > 4.0 * value(5)?.abs(), "{:?}", pairs[1]);
    assert!((value(6)? - value(4)? - value(5)? - value(7)?).abs() < 1e-3);
    let one = &inserts[..1];
    for method in ["gradient", "deeplift", "integrated-gradients"] {
        let answer = ask("attribute", "--promoters", &fasta(one), &["--method", method])?.success();
        assert_eq!(rows(&answer.get_output().stdout).len(), 1 + 32, "{method}");
        if method == "deeplift" {
            let said = String::from_utf8_lossy(&answer.get_output().stderr).into_owned();
            let error = said.rsplit("error ").next().and_then(|number| number.trim().parse::<f32>().ok());
            assert!(error.ok_or("no completeness error")? < 1e-4, "{said}");
        }
    }
    let map = table("attribute", "--promoters", &fasta(one), &["--method", "grad-cam"])?;
    assert!(map.len() == 1 + 32 && map[1..].iter().all(|row| row[3].parse::<f32>().is_ok_and(|value| value >= 0.0)));
    let designed = table("design", "--promoters", &fasta(one), &["--changes", "2"])?;
    assert!(designed[3][5].parse::<f32>()? > designed[1][5].parse::<f32>()?);
    Ok(())
}

#[test]
fn bad_input_gets_one_clear_line_and_exit_2() -> Result<(), Failure> {
    let variants = |content: &str| ask("variants", "--variants", content, &[]);
    variants("name\treference\n")?.code(2).stderr(contains("there is no variant"));
    variants("name\treference\talternative\na\tACGTACGTACGTACGTACGT\tACG-ACGTACGTACGTACGT\n")?
        .code(2)
        .stderr(contains("line 2 (“a”), alternative: it has a gap"));
    let motifs = TRAINED.path().join("motifs.meme").to_string_lossy().into_owned();
    let pair = |names: &str, within: &str| {
        let options = ["--motifs", &motifs, "--names", names, "--within", within];
        ask("motif-pairs", "--promoters", ">a\nACGTACGTACGTACGTACGTACGT\n", &options)
    };
    pair("UP,SIDEWAYS", "-27..-4")?.code(2).stderr(contains("no motif \"SIDEWAYS\""));
    pair("UP,DOWN", "-13..-4")?.code(2).stderr(contains("20 are needed"));
    let long = ">a\nACGTACGTACGTACGTACGTACGT\n";
    ask("doubles", "--promoters", long, &["--within", "-60..-50"])?.code(2).stderr(contains("empty"));
    Ok(())
}

#[test]
fn weights_trained_elsewhere_are_evaluated_alike() -> Result<(), Failure> {
    let folder = TRAINED.path();
    let own = fs::read_to_string(folder.join("small.toml"))?;
    let evaluate = |recipe: &str, trained: Option<&str>| -> Result<assert_cmd::assert::Assert, Failure> {
        fs::write(folder.join("elsewhere.toml"), recipe)?;
        let mut cisight = Command::cargo_bin("cisight")?;
        cisight.args(["train", "--recipe"]).arg(folder.join("elsewhere.toml")).arg("--data").arg(folder);
        cisight.arg("--out").arg(folder.join("elsewhere"));
        trained.map(|file| cisight.arg("--trained").arg(folder.join(file)));
        Ok(cisight.assert())
    };
    evaluate(&own, Some("small/weights.safetensors"))?.success();
    let read = |name: &str| -> Result<Value, Failure> { Ok(serde_json::from_slice(&fs::read(folder.join(name))?)?) };
    let [mut there, mut here] = [read("elsewhere/manifest.json")?, read("small/manifest.json")?];
    assert_eq!(there["metrics"]["test"], here["metrics"]["test"]);
    assert_eq!(there["weights"].take(), here["weights"].take());
    let camformer = own.replace("reporter-resnet", "camformer");
    let start = camformer.find("[network]").ok_or("no network")?;
    let end = camformer.find("[motifs]").ok_or("no motifs")?;
    let network = "[network]\ninput_channels = 4\nlength = 32\nout_channels = [4]\nkernels = [5]\npadding = \"same\"\npool_kernels = [1]\n\
         pool_strides = [1]\nlinear_output = [4]\nresidual = false\n";
    let camformer = format!("{}{network}{}", &camformer[..start], &camformer[end..]);
    let refused = evaluate(&camformer, None)?.failure();
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("give their weights with --trained"), "{said}");
    Ok(())
}
