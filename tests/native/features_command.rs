//! `cisight features`: contributions that are the model's own, clusters, and one clear line for what cannot be
//! clustered.

use std::error::Error;
use std::fs;

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "models/abundance-yeast";
const EXAMPLE: &str = "models/abundance-yeast/example.fa";

fn table(path: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    Ok(fs::read_to_string(path)?.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn numbers(cells: &[String]) -> Result<Vec<f64>, Box<dyn Error>> {
    Ok(cells.iter().map(|cell| cell.parse::<f64>()).collect::<Result<_, _>>()?)
}

#[test]
fn promoters_are_grouped_by_contributions_that_add_up() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(path("measured.tsv"), "gene\tabundance\nadh1\t27.2\nTDH3\t34.6\nCLN2\t7.3\nnobody\t1\n")?;
    let mut run = Command::cargo_bin("cisight")?;
    run.args(["features", "--model", MODEL, "--promoters", EXAMPLE, "--clusters", "3"]);
    run.args(["--measured", &path("measured.tsv"), "--out", &path("out.tsv"), "--summary", &path("clusters.tsv")]);
    let output = run.output()?;
    let errors = String::from_utf8(output.stderr)?;
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains("5 promoters without a measured value"), "{errors}");

    let rows = table(&path("out.tsv"))?;
    assert_eq!(rows[0][..5], ["promoter", "cluster", "response", "measured", "kernel 1"]);
    assert_eq!((rows.len(), rows[0].len()), (9, 4 + 64));
    let predicted = path("predicted.tsv");
    Command::cargo_bin("cisight")?
        .args(["predict", "--model", MODEL, "--promoters", EXAMPLE, "--out", &predicted])
        .assert()
        .success();
    let mut biases = Vec::new();
    for (row, predicted) in rows[1..].iter().zip(&table(&predicted)?[1..]) {
        let response: f64 = row[2].parse()?;
        assert!((response - predicted[1].parse::<f64>()?).abs() < 1e-3, "{row:?}");
        biases.push(response - numbers(&row[4..])?.iter().sum::<f64>());
    }
    // What all promoters have in common is in the response and in no column.
    assert!(biases.iter().all(|bias| (bias - biases[0]).abs() < 1e-3), "{biases:?}");

    let clusters = table(&path("clusters.tsv"))?;
    assert_eq!(clusters.len(), 4);
    let means =
        clusters[1..].iter().map(|row| Ok(row[2].parse::<f64>()?)).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    assert!(means.is_sorted_by(|a, b| a >= b), "{means:?}");
    for (at, cluster) in clusters[1..].iter().enumerate() {
        let own: Vec<&Vec<String>> = rows[1..].iter().filter(|row| row[1] == (at + 1).to_string()).collect();
        assert_eq!(cluster[1], own.len().to_string());
        let mean = own.iter().filter_map(|row| row[2].parse::<f64>().ok()).sum::<f64>() / own.len() as f64;
        assert!((mean - means[at]).abs() < 1e-3);
        assert!(cluster[6].starts_with("kernel "), "{cluster:?}");
    }
    Ok(())
}

#[test]
fn regulons_are_clustered_by_the_same_command() -> Outcome {
    let mut run = Command::cargo_bin("cisight")?;
    run.args(["features", "--model", "models/regulons-s-cerevisiae", "--clusters", "2", "--condition", "heat"]);
    run.args([
        "--promoters",
        "models/fun-prose-s-cerevisiae/example.fa",
        "--conditions",
        "docs/example/conditions.tsv",
    ]);
    let output = run.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    assert!(text.starts_with("promoter\tcluster\tresponse\t") && !text.contains("all promoters"));
    Ok(())
}

#[test]
fn what_cannot_be_clustered_is_said_in_a_line() -> Outcome {
    let folder = tempfile::tempdir()?;
    let measured = folder.path().join("measured.tsv");
    fs::write(&measured, "gene\tabundance\nX\t1\n")?;
    let measured = measured.to_string_lossy().into_owned();
    let cases: [(&[&str], &str); 3] = [
        (
            &["--model", "models/deepatt-yeast", "--promoters", "models/reporter-yeast/example.fa"],
            "no sums over named features",
        ),
        (&["--model", MODEL, "--promoters", EXAMPLE, "--measured", &measured], "no row is named as a promoter"),
        (&["--model", MODEL, "--promoters", EXAMPLE, "--clusters", "0"], "0 is not in 1..=1000"),
    ];
    for (options, reason) in cases {
        let output = Command::cargo_bin("cisight")?.arg("features").args(options).output()?;
        let errors = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(reason), "{errors}");
    }
    Ok(())
}
