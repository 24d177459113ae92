//! `cisight evaluate` of a model whose output is a probability.

use std::error::Error;
use std::fs;

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;

use crate::foreign_onnx_faults::{node, onnx, weight};

type Outcome = Result<(), Box<dyn Error>>;

/// Bases before the four that count.
const BEFORE: &str = "CCCCCCCCCCCCCCCCCCCC";

/// The logistic function of how many of the last four bases are A, less two.
fn network() -> Vec<u8> {
    let width = BEFORE.len() + 4;
    let kernel: Vec<f32> =
        (0..4 * width).map(|at| if (BEFORE.len()..width).contains(&at) { 1.0 } else { 0.0 }).collect();
    let weights = vec![weight("w", &[1, 4, width as i64], &kernel), weight("b", &[1], &[-2.0])];
    onnx(vec![node("Conv", &["x", "w", "b"], "z"), node("Sigmoid", &["z"], "y")], weights, 13, &[1, 4, width as i64], 1)
}

#[test]
fn probabilities_are_compared_with_what_is_positive() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("n.onnx"), network())?;
    let import = |scale: &str, out: &str| -> Outcome {
        let said = ["--letters", "ACGT", "--anchor", "start codon", "--output", "open=probability", "--scale", scale];
        let files = ["import".to_owned(), path("n.onnx"), "--out".to_owned(), path(out)];
        Command::cargo_bin("cisight")?.args(files).args(said).assert().success();
        Ok(())
    };
    import("probability", "m")?;
    import("linear", "l")?;
    let rows = [
        ("a", "AAAA", "1", "7"),
        ("b", "AAAC", "1", "7"),
        ("c", "AAAG", "0", "1"),
        ("d", "ACGT", "0", "2"),
        ("e", "CGTC", "1", "9"),
        ("f", "AAGT", "0", "0"),
        ("g", "AAGG", "1", "6"),
        ("h", "CCCC", "0", "-3"),
        ("i", "CCCA", "0", "4.5"),
        ("unmeasured", "AAAA", "", ""),
    ];
    let fasta: String = rows.iter().map(|(name, bases, ..)| format!(">{name}\n{BEFORE}{bases}\n")).collect();
    fs::write(path("p.fa"), fasta)?;
    let table = |label: fn(&(&str, &str, &'static str, &'static str)) -> &'static str| {
        rows.iter().map(|row| format!("{}\t{}\n", row.0, label(row))).collect::<String>()
    };
    fs::write(path("labels.tsv"), format!("gene\topen\n{}", table(|row| row.2)))?;
    fs::write(path("values.tsv"), format!("gene\topen\n{}", table(|row| row.3)))?;
    let evaluate = |model: &str, table: &str, extra: &[&str]| -> Result<assert_cmd::assert::Assert, Box<dyn Error>> {
        let own = ["evaluate", "--model", &path(model), "--promoters", &path("p.fa"), "--expression", &path(table)];
        Ok(Command::cargo_bin("cisight")?.args(own).args(extra).assert())
    };
    let printed = |assert: assert_cmd::assert::Assert| String::from_utf8(assert.get_output().stdout.clone());
    let bins = path("bins.tsv");
    let text = printed(evaluate("m", "labels.tsv", &["--reliability", &bins])?.success())?;
    let first: Vec<&str> = text.lines().nth(1).ok_or("no row")?.split('\t').collect();
    assert_eq!(text.lines().next().map(|line| line.split('\t').nth(3)), Some(Some("auroc")));
    assert_eq!((first[0], first[1], first[2]), ("open", "9", "4"));
    let found: f64 = first[3].parse()?;
    let by_hand = pairs_in_order(&rows.map(|(_, bases, label, _)| (bases.matches('A').count(), label)));
    assert!((found - by_hand).abs() < 1e-4, "{found} {by_hand}");
    let reliability = fs::read_to_string(&bins)?;
    assert!(reliability.starts_with("column\tfrom\tto\tpromoters\tmean_predicted\tpositive_share\n"), "{reliability}");
    assert_eq!(reliability.lines().count(), 6, "{reliability}");
    // The same by a threshold, where what was measured is no label.
    let json: Value =
        serde_json::from_str(&printed(evaluate("m", "values.tsv", &["--positive-from", "5", "--json"])?.success())?)?;
    let own = &json["classification"]["open"];
    assert!((own["auroc"].as_f64().ok_or("none")? - found).abs() < 1e-4, "{own}");
    assert_eq!((own["positives"].as_u64(), own["negatives"].as_u64()), (Some(4), Some(5)));
    let counts = own["reliability"].as_array().into_iter().flatten().filter_map(|bin| bin["count"].as_u64());
    assert_eq!(counts.sum::<u64>(), 9);
    evaluate("m", "values.tsv", &[])?.code(2).stderr(contains("not only 0 and 1").and(contains("--positive-from")));
    evaluate("l", "labels.tsv", &["--positive-from", "5"])?
        .code(2)
        .stderr(contains("no output of the model is a probability"));
    evaluate("l", "labels.tsv", &["--reliability", &bins])?.code(2).stderr(contains("there are no bins"));
    let plain = printed(evaluate("l", "labels.tsv", &[])?.success())?;
    assert!(plain.starts_with("promoters\tconditions\tpairs"), "{plain}");
    Ok(())
}

/// The share of pairs of a positive and a negative that are in order, ties as halves.
fn pairs_in_order(rows: &[(usize, &str)]) -> f64 {
    let of = |label: &str| rows.iter().filter(|row| row.1 == label).map(|row| row.0).collect::<Vec<_>>();
    let (positives, negatives) = (of("1"), of("0"));
    let score = |(a, b): (usize, usize)| match a.cmp(&b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let pairs = positives.iter().flat_map(|a| negatives.iter().map(move |b| (*a, *b)));
    pairs.map(score).sum::<f64>() / (positives.len() * negatives.len()) as f64
}
