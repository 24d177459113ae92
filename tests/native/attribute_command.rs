//! `cisight attribute` and `cisight tf-ranking` on real files: tables that add up, and one clear line for bad
//! input.

use std::collections::HashMap;

use assert_cmd::Command;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

struct Files(TempDir);

impl Files {
    fn new() -> Result<Self, Failure> {
        let folder = TempDir::new()?;
        let unit = "ACGTTGCATTACCCCTTAGGGCATAAGTCTATATAAGCGATTTCAAGT";
        let bases: String = unit.chars().cycle().take(400).collect();
        std::fs::write(folder.path().join("promoters.fa"), format!(">one\n{bases}\n>two\n{}\n", &bases[7..]))?;
        std::fs::write(folder.path().join("conditions.tsv"), "TF\theat\tcold\nMSN2\t1.5\t-1\nMSN4\t3\t\nHSF1\t1\t0\n")?;
        Ok(Self(folder))
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn run(&self, command: &str, more: &[&str]) -> Result<Command, Failure> {
        let mut run = Command::cargo_bin("cisight")?;
        run.args([command, "--model", "models/fun-prose-s-cerevisiae", "--promoters", &self.path("promoters.fa")]);
        run.args(["--conditions", &self.path("conditions.tsv")]).args(more);
        Ok(run)
    }
}

fn table(text: &[u8]) -> Vec<Vec<String>> {
    String::from_utf8_lossy(text).lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn sums(rows: &[Vec<String>], column: usize) -> Result<HashMap<String, f64>, Failure> {
    let mut sums = HashMap::new();
    for row in &rows[1..] {
        *sums.entry(row[0].clone()).or_insert(0.0) += row[column].parse::<f64>()?;
    }
    Ok(sums)
}

#[test]
fn bases_and_tfs_add_up_to_the_difference_that_is_reported() -> Result<(), Failure> {
    let files = Files::new()?;
    let out_tfs = files.path("tfs.tsv");
    let chosen = ["--method", "deeplift", "--condition", "heat", "--references", "3", "--out-tfs", &out_tfs];
    let output = files.run("attribute", &chosen)?.output()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let (bases, tfs) = (table(&output.stdout), table(&std::fs::read(&out_tfs)?));
    let header =
        ["promoter", "condition", "position", "base", "contribution", "A", "C", "G", "T", "completeness_error"];
    assert_eq!(bases[0], header);
    assert_eq!((bases.len(), tfs.len()), (1 + 400 + 393, 1 + 2 * 209));
    assert_eq!((bases[1][2].as_str(), bases[1][3].as_str()), ("600", "A"));
    let (bases, tfs) = (sums(&bases, 4)?, sums(&tfs, 6)?);
    for line in errors.lines().filter(|line| line.contains("completeness error")) {
        let numbers: Vec<f64> = line.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        let name = line.split(':').next().unwrap_or_default();
        assert!((bases[name] + tfs[name] - (numbers[0] - numbers[1])).abs() < 3e-4, "{line}");
        assert!(numbers[2] < 1e-4, "{line}");
    }
    assert_eq!(errors.matches("completeness error").count(), 2);
    Ok(())
}

#[test]
fn other_methods_write_tables_of_the_same_shape() -> Result<(), Failure> {
    let files = Files::new()?;
    for method in ["gradient", "integrated-gradients"] {
        let chosen = ["--method", method, "--condition", "cold", "--references", "1", "--steps", "4"];
        let output = files.run("attribute", &chosen)?.output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(table(&output.stdout).len(), 1 + 400 + 393);
    }
    Ok(())
}

#[test]
fn effects_of_tfs_and_pairs_are_listed() -> Result<(), Failure> {
    let files = Files::new()?;
    let chosen = ["--method", "tf-effects", "--condition", "heat", "--tfs", "MSN2,MSN4,HSF1", "--pairs"];
    let output = files.run("attribute", &chosen)?.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = table(&output.stdout);
    assert_eq!(rows[0], ["promoter", "condition", "change", "tf", "second_tf", "response", "effect", "beyond_sum"]);
    assert_eq!(rows.len(), 1 + 2 * 3 * (3 + 3));
    let effect = |first: &str, second: &str| -> Result<f64, Failure> {
        let found = rows
            .iter()
            .find(|row| row[0] == "two" && row[2] == "overexpression" && row[3] == first && row[4] == second);
        Ok(found.ok_or("no such row")?[6].parse()?)
    };
    let pair =
        rows.iter().find(|row| row[0] == "two" && row[2] == "overexpression" && row[4] == "HSF1").ok_or("no pair")?;
    let beyond: f64 = pair[7].parse()?;
    assert!((effect("MSN2", "HSF1")? - effect("MSN2", "")? - effect("HSF1", "")? - beyond).abs() < 1e-5);
    Ok(())
}

#[test]
fn tfs_are_ranked_over_promoters() -> Result<(), Failure> {
    let files = Files::new()?;
    let output = files.run("tf-ranking", &["--condition", "heat", "--reference-condition", "cold"])?.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = table(&output.stdout);
    assert_eq!((rows.len(), rows[1][0].as_str()), (210, "1"));
    // Only the three TFs that the two conditions tell apart contribute.
    let named: Vec<&str> = rows[1..4].iter().map(|row| row[2].as_str()).collect();
    assert!(["MSN2", "MSN4", "HSF1"].iter().all(|name| named.contains(name)), "{named:?}");
    Ok(())
}

#[test]
fn bad_input_is_refused_in_one_line() -> Result<(), Failure> {
    let files = Files::new()?;
    let cases: [(&str, &[&str], &str); 5] = [
        ("attribute", &["--method", "deeplift", "--condition", "salt"], "no condition \"salt\""),
        ("attribute", &["--method", "deeplift"], "the table has several conditions: choose one with --condition"),
        (
            "attribute",
            &["--method", "tf-effects", "--condition", "heat", "--tfs", "TP53"],
            "no transcription factor \"TP53\"",
        ),
        (
            "attribute",
            &["--method", "tf-effects", "--condition", "heat", "--tfs", "MSN2", "--pairs"],
            "at least two TFs",
        ),
        ("tf-ranking", &["--condition", "heat", "--reference-condition", "salt"], "no condition \"salt\""),
    ];
    for (command, more, message) in cases {
        let output = files.run(command, more)?.output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {errors}");
        assert!(
            errors.lines().last().is_some_and(|line| line.starts_with("cisight: ") && line.contains(message)),
            "{errors}"
        );
    }
    Ok(())
}

/// Promoters with N, of one base, of a repeat, and short: the contributions add up, and what is not there
/// contributes nothing.
#[test]
fn deeplift_adds_up_for_odd_promoters_too() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let promoters = std::fs::read_to_string("tests/fixtures/deeplift/promoters.fa")?;
    let sequences: HashMap<&str, String> = promoters
        .split('>')
        .skip(1)
        .filter_map(|record| record.split_once('\n').map(|(name, bases)| (name, bases.replace('\n', ""))))
        .collect();
    let inputs = ["--promoters", "tests/fixtures/deeplift/promoters.fa", "--condition", "heat"];
    let table_of = ["--conditions", "tests/fixtures/deeplift/conditions.tsv"];
    let run = |command: &str, more: &[&str]| -> Result<(Vec<Vec<String>>, String), Failure> {
        let mut run = Command::cargo_bin("cisight")?;
        run.args([command, "--model", "models/fun-prose-s-cerevisiae"]).args(inputs).args(table_of).args(more);
        let output = run.output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        Ok((table(&output.stdout), errors))
    };
    let out_tfs = path("tfs.tsv");
    let (rows, said) = run("attribute", &["--method", "deeplift", "--references", "4", "--out-tfs", &out_tfs])?;
    let (bases, tfs) = (sums(&rows, 4)?, sums(&table(&std::fs::read(&out_tfs)?), 6)?);
    let mut promoters = 0;
    for line in said.lines().filter(|line| line.contains("completeness error")) {
        let numbers: Vec<f64> = line.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        let name = line.split(':').next().unwrap_or_default();
        assert!((bases[name] + tfs[name] - (numbers[0] - numbers[1])).abs() < 1e-3, "{line}");
        promoters += 1;
    }
    assert_eq!(promoters, sequences.len());
    for (name, bases) in &sequences {
        let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == *name).collect();
        // Every base that the model reads, and none of the padding before a short promoter.
        let letters: String = own.iter().map(|row| row[3].as_str()).collect();
        assert_eq!(letters, bases[bases.len().saturating_sub(1000)..], "{name}");
        for row in own {
            let contribution: f64 = row[4].parse()?;
            // A promoter of one base, or of a repeat of two, has one shuffle: itself.
            let is_nothing = ["polyA", "repeat"].contains(name);
            assert!(contribution.is_finite() && (!is_nothing || contribution.abs() < 1e-6), "{row:?}");
        }
    }
    let (rows, _) = run("mutagenesis", &[])?;
    for row in &rows[1..] {
        let bases = &sequences[row[0].as_str()];
        let at = row[2].parse::<usize>()? + bases.len().min(1000) - 1000;
        if bases[bases.len().saturating_sub(1000)..][at..].starts_with(&row[3]) {
            assert_eq!(row[4].parse::<f64>()?, 0.0, "{row:?}");
        }
    }
    Ok(())
}

#[test]
fn grad_cam_stands_beside_the_letters_of_a_sequence_that_begins_with_n() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = folder.path().join("inserts.fa");
    let insert = "NNNTTGACCTAGGATCCATTGCAAGGGTACCATTTCGGCATAGCATTCACGATTACGGATCCATTGCAAGGGTACCATTT";
    let whole = format!("NNNNNNNNNNTGCATTTTTTTCACATC{insert}GGTTACGGCTGTT");
    let bases = &whole[whole.len() - 110..];
    std::fs::write(&path, format!(">n\n{bases}\n"))?;
    let mut run = Command::cargo_bin("cisight")?;
    run.args(["attribute", "--model", "models/reporter-yeast", "--output", "grape must", "--method", "grad-cam"]);
    run.arg("--promoters").arg(&path);
    let output = run.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = table(&output.stdout);
    assert_eq!(rows.len(), 1 + 110);
    let letters: String = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(letters, bases);
    let positions: Vec<usize> = rows[1..].iter().filter_map(|row| row[1].parse().ok()).collect();
    assert_eq!(positions, (0..110).collect::<Vec<_>>());
    Ok(())
}
