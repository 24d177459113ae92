//! What the command line writes is there whole or not at all.

use std::error::Error;
use std::fs;

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;

/// Commands that fail at their second promoter, after the first one was written: the output that was there before is still there, and no part of another.
#[test]
fn a_run_that_fails_leaves_what_was_there() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    // The second promoter is too short for the stretches that are asked for.
    let bases = "ACGTTGCATTACCCCTTAGGGCATAAGTCTATATAAGCGATTTCAAGT".repeat(9);
    fs::write(path("promoters.fa"), format!(">long\n{bases}\n>short\n{}\n", &bases[..40]))?;
    fs::write(path("tfs.tsv"), "TF\theat\nMSN2\t1\nHSF1\t1\n")?;
    let cases: [(&str, &[&str]); 3] = [
        ("scramble", &["--region", "-300..-291"]),
        ("epistasis", &["--first", "-300..-300", "--second", "-290..-290"]),
        ("doubles", &["--within", "-300..-298"]),
    ];
    for (command, options) in cases {
        let out = path("out.tsv");
        fs::write(&out, "before")?;
        let mut run = Command::cargo_bin("cisight")?;
        run.args([command, "--model", "models/fun-prose-s-cerevisiae", "--promoters", &path("promoters.fa")]);
        let output = run.args(["--conditions", &path("tfs.tsv"), "--out", &out]).args(options).output()?;
        assert_eq!(output.status.code(), Some(2), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read_to_string(&out)?, "before", "{command}");
    }
    let left: Vec<String> =
        fs::read_dir(folder.path())?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
    Ok(())
}

/// Every command's file goes through the one place that writes whole files.
#[test]
fn no_command_opens_a_file_for_writing_by_itself() -> Outcome {
    for entry in fs::read_dir("src/bin/cisight")? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let writes = ["File::create", "fs::write(", "output::open"].iter().any(|call| text.contains(call));
        assert!(!writes || path.ends_with("output.rs"), "{}", path.display());
    }
    Ok(())
}
