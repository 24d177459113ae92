//! `cisight motifs`, on two made-up motifs and two made-up promoters.

use std::fs;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const MOTIFS: &str = "\
MEME version 4

ALPHABET= ACGT

strands: + -

Background letter frequencies
A 0.31 C 0.19 G 0.19 T 0.31

MOTIF M1 MSN2
letter-probability matrix: alength= 4 w= 6 nsites= 100 E= 0
0.9 0.0 0.1 0.0
0.9 0.0 0.1 0.0
0.0 0.0 1.0 0.0
0.0 0.0 1.0 0.0
0.0 0.0 1.0 0.0
0.0 0.0 1.0 0.0

MOTIF M2 TATA
letter-probability matrix: alength= 4 w= 2 nsites= 100 E= 0
0.0 0.0 0.0 1.0
1.0 0.0 0.0 0.0
";

/// Stress response elements: CCCCTT from base 10 and AAGGGG at the end.
const PROMOTERS: &str = ">p1 made up\nttatatatttCCCCTTataataaataaataaAAGGGG\n>p2\nTTATATATTTCCNCTTATAATAAATAAATAA\n";

const HEADER: &str = "promoter\tmotif\tname\tstart\tend\tstrand\tscore\tp_value\tposition";

fn folder() -> Result<TempDir, std::io::Error> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("motifs.meme"), MOTIFS)?;
    fs::write(folder.path().join("promoters.fa"), PROMOTERS)?;
    Ok(folder)
}

fn command(folder: &TempDir, motifs: &str, promoters: &str) -> Result<Command, Box<dyn std::error::Error>> {
    let mut command = Command::cargo_bin("cisight")?;
    command.current_dir(folder).args(["motifs", "--motifs", motifs, "--promoters", promoters]);
    Ok(command)
}

#[test]
fn both_strands_are_written_with_positions_from_the_end() -> Outcome {
    let folder = folder()?;
    let mut command = command(&folder, "motifs.meme", "promoters.fa")?;
    let assert = command.args(["--p-value", "1e-3"]).assert().success();
    let assert = assert.stderr(contains("1 of 2 motifs is too short or too vague for a p-value of 0.001"));
    let text = String::from_utf8(assert.get_output().stdout.clone())?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(text.lines().next(), Some(HEADER));
    assert_eq!(rows.len(), 3, "{text}");
    assert_eq!(rows[1][..6], ["p1", "M1", "MSN2", "10", "16", "-"]);
    assert_eq!((rows[1][8], rows[2][8]), ("-27", "-6"));
    assert_eq!(rows[2][..6], ["p1", "M1", "MSN2", "31", "37", "+"]);
    assert_eq!(rows[1][6..8], rows[2][6..8]);
    // 2 log2(0.9 / 0.31) + 4 log2(1 / 0.19), and 0.31^2 x 0.19^4, but for the pseudocount and for rounding.
    assert!((rows[1][6].parse::<f64>()? - 12.66).abs() < 0.04, "{text}");
    assert_eq!(rows[1][7], "1.252e-4");
    Ok(())
}

#[test]
fn standard_streams_and_a_given_background() -> Outcome {
    let folder = folder()?;
    let mut first = command(&folder, "-", "promoters.fa")?;
    let rows = contains(HEADER).and(contains("p1\tM1\tMSN2\t31\t37\t+"));
    first.args(["--p-value", "0.001", "--out", "-"]).write_stdin(MOTIFS).assert().success().stdout(rows);
    // 0.4^2 x 0.1^4: rarer where C and G are.
    let mut second = command(&folder, "motifs.meme", "-")?;
    second.args(["--background", "0.4,0.1,0.1,0.4", "--out", "hits.tsv"]).write_stdin(PROMOTERS).assert().success();
    assert!(fs::read_to_string(folder.path().join("hits.tsv"))?.contains("\t1.600e-5\t-6\n"));
    Ok(())
}

#[test]
fn bad_input_gets_one_clear_line_and_exit_2() -> Outcome {
    let cases: [(&str, &str, &[&str], &str); 10] = [
        ("motifs.meme", "", &[], "there is no motif in this file"),
        ("motifs.meme", "ALPHABET= ACDEFGHIKLMNPQRSTVWY\n", &[], "line 1: the alphabet is not ACGT"),
        ("motifs.meme", "MOTIF a\nletter-probability matrix: w= 2\n1 0 0 0\n0 1\n", &[], "line 4 is not a row"),
        ("motifs.meme", "\u{1}\0", &[], "there is no motif in this file"),
        ("promoters.fa", "", &[], "there is no sequence"),
        ("promoters.fa", ">a\nMKLV\n", &[], "looks like a protein"),
        ("other", "", &["--p-value", "0"], "the p-value is 0; it has to be above 0 and at most 1"),
        ("other", "", &["--p-value", "NaN"], "the p-value is NaN"),
        ("other", "", &["--background", "0.5,0.5"], "--background needs four frequencies"),
        ("other", "", &["--background", "0.5,0.5,0.5,0.5"], "the background needs four positive frequencies"),
    ];
    for (file, content, more, message) in cases {
        let folder = folder()?;
        fs::write(folder.path().join(file), content)?;
        let assert = command(&folder, "motifs.meme", "promoters.fa")?.args(more).assert().code(2).stdout("");
        let error = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        let last = error.lines().last().unwrap_or_default();
        assert!(last.starts_with("cisight: ") && last.contains(message), "{message}: {error}");
    }
    let folder = folder()?;
    command(&folder, "-", "-")?.assert().code(2).stderr(contains("only one of --motifs and --promoters"));
    fs::write(folder.path().join("motifs.meme"), b"PK\x03\x04\x14\0\x06")?;
    command(&folder, "motifs.meme", "promoters.fa")?.assert().code(2).stderr(contains("this is not text"));
    command(&folder, "nowhere", "promoters.fa")?.assert().code(2).stderr(contains("nowhere"));
    Ok(())
}
