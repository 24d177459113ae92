//! `cisight grammar`: motifs of kernels that are counts of their sites, known motifs that are found again, and one
//! clear line for models without kernels.

use std::error::Error;

use assert_cmd::Command;
use cisight::motif::MotifFile;

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "models/abundance-yeast";
const EXAMPLE: &str = "models/abundance-yeast/example.fa";

#[test]
fn motifs_of_kernels_are_found_again_among_known_ones() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let grammar = |options: &[&str]| -> Result<(String, String), Box<dyn Error>> {
        let mut run = Command::cargo_bin("cisight")?;
        run.args(["grammar", "--model", MODEL, "--promoters", EXAMPLE, "--sites", "100"]).args(options);
        let output = run.output()?;
        let errors = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "{errors}");
        Ok((String::from_utf8(output.stdout)?, errors))
    };
    let (table, errors) = grammar(&["--share", "0.8", "--meme", &path("own.meme")])?;
    let file = MotifFile::parse(&std::fs::read_to_string(path("own.meme"))?)?;
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(!rows.is_empty() && rows.len() < 64 && rows.len() == file.motifs.len());
    assert!(errors.contains(&format!("{} kernels of 64 left out: fewer than 100 sites", 64 - rows.len())), "{errors}");
    for (row, motif) in rows.iter().zip(&file.motifs) {
        assert_eq!((row[0].replace(' ', "_"), row[1].parse::<f64>().ok()), (motif.id.clone(), motif.sites));
        assert!(row[1].parse::<f64>()? >= 100.0 && motif.probabilities.len() == 8 && row[4].is_empty());
    }
    // Against themselves, each is the one that is most like it, where it lies.
    let (table, _) = grammar(&["--share", "0.8", "--motifs", &path("own.meme")])?;
    for (line, motif) in table.lines().skip(1).zip(&file.motifs) {
        let row: Vec<&str> = line.split('\t').collect();
        assert_eq!((row[4], row[6], row[7]), (motif.id.as_str(), "+", "0"), "{line}");
        assert!(row[8].parse::<f64>()? <= row[9].parse::<f64>()?);
    }
    Ok(())
}

#[test]
fn what_has_no_kernels_is_said_in_a_line() -> Outcome {
    let regulons = ["--model", "models/regulons-s-cerevisiae", "--conditions", "docs/example/conditions.tsv"];
    let heat = ["--condition", "heat", "--promoters", "models/fun-prose-s-cerevisiae/example.fa"];
    let regulons = [regulons, heat].concat();
    let cases: [(&[&str], &str); 4] = [
        (
            &["--model", "models/reporter-yeast", "--promoters", "models/reporter-yeast/example.fa"],
            "no sums over named features",
        ),
        (&regulons, "the features of regulons networks are not read with kernels of a convolution"),
        (&["--model", MODEL, "--promoters", EXAMPLE, "--share", "1"], "--share is 1; it has to lie between 0 and 1"),
        (&["--model", MODEL, "--promoters", EXAMPLE, "--sites", "0"], "0 is not in 1.."),
    ];
    for (options, reason) in cases {
        let output = Command::cargo_bin("cisight")?.arg("grammar").args(options).output()?;
        let errors = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(reason), "{errors}");
    }
    Ok(())
}
