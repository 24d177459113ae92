//! Errors are said once: none hands on what its own text quotes, and no line of the command line repeats
//! itself.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// A variant that quotes `{0}` or `{source}` in its text must not be `#[from]` or `#[source]`, nor name a
/// field `source`.
#[test]
fn what_an_error_quotes_is_not_its_source_too() -> Outcome {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files)?;
    let (mut variants, mut double) = (0, Vec::new());
    for path in files {
        let text = fs::read_to_string(&path)?;
        for part in text.split("#[error(").skip(1) {
            // The text ends before the variant, which ends before the next attribute or comment of another
            // one.
            let Some((says, variant)) = part.split_once(")]\n") else { continue };
            let variant = variant.split("///  ").next().unwrap_or_default();
            let variant: String =
                variant.lines().take_while(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n");
            let own = variant.split("#[error").next().unwrap_or_default();
            variants += 1;
            let quotes = says.contains("{0") || says.contains("{source");
            let hands_on = own.contains("#[from]") || own.contains("#[source]") || own.contains("source:");
            if quotes && hands_on {
                double.push(format!("{}: {says}", path.display()));
            }
        }
    }
    assert!(variants > 80, "{variants}");
    assert!(double.is_empty(), "{double:#?}");
    Ok(())
}

/// Parts of a sentence, between colons, that stand in it twice.
fn repeated(line: &str) -> Option<&str> {
    let parts: Vec<&str> = line.split(": ").map(str::trim).filter(|part| part.len() > 8).collect();
    parts
        .iter()
        .enumerate()
        .find(|(at, part)| parts[at + 1..].iter().any(|other| other.contains(**part)))
        .map(|(_, part)| *part)
}

#[test]
fn the_command_line_says_nothing_twice() -> Outcome {
    assert_eq!(
        repeated("cisight: a.json: the configuration is not JSON: expected value: expected value"),
        Some("expected value")
    );
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let files: [(&str, &[u8]); 12] = [
        ("no.json", b"{seq_length: 5}"),
        ("list.json", b"[1]"),
        ("short.fa", b">a\nACGT\n"),
        ("promoters.fa", b">a\nACGTACGTACGTACGTACGTACGTAAA\n"),
        ("word.tsv", b"TF\tc0\nMSN2\thigh\n"),
        ("zip.zip", b"PK\x03\x04 no zip"),
        ("gz.fa.gz", &[0x1f, 0x8b, 8, 0, 1]),
        ("samples.tsv", b"sample\tstudy\ncontrol\n"),
        ("counts.tsv", b"gene\tcontrol\nA\t-5\n"),
        ("genome.2bit", &[0x43, 0x27, 0x41, 0x1a, 0, 0, 0]),
        ("motifs.meme", b"MEME version 4\nMOTIF x\n"),
        ("broken/manifest.json", b"{\"format\": 1}"),
    ];
    fs::create_dir(path("broken"))?;
    for (name, content) in files {
        fs::write(path(name), content)?;
    }
    let model = "models/fun-prose-s-cerevisiae";
    let weights = "tests/fixtures/fun-prose-tiny.safetensors";
    let import = |config: &str, checkpoint: &str| {
        vec![
            "import".into(),
            "--architecture".into(),
            "fun-prose".into(),
            "--config".into(),
            config.to_owned(),
            "--checkpoint".into(),
            checkpoint.to_owned(),
            "--out".into(),
            path("out"),
        ]
    };
    let predict = |model: &str, promoters: &str, conditions: &str| {
        vec![
            "predict".into(),
            "--model".into(),
            model.to_owned(),
            "--promoters".into(),
            promoters.to_owned(),
            "--conditions".into(),
            conditions.to_owned(),
        ]
    };
    let normalise = |counts: &str, samples: &str| {
        vec!["normalise".into(), "--counts".into(), counts.to_owned(), "--samples".into(), samples.to_owned()]
    };
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let requests: Vec<Vec<String>> = vec![
        import(&path("no.json"), weights),
        import(&path("list.json"), weights),
        import("tests/fixtures/fun-prose-tiny.json", &path("zip.zip")),
        import("tests/fixtures/fun-prose-tiny.json", &path("word.tsv")),
        import("tests/fixtures/fun-prose-tiny.json", "tests/fixtures/camformer-tiny.pt"),
        import("tests/fixtures/fun-prose-tiny.json", &path("missing.pt")),
        owned(&["import", "--archive", &path("zip.zip"), "--out", &path("out")]),
        predict(model, &path("short.fa"), &path("word.tsv")),
        predict(model, &path("promoters.fa"), &path("word.tsv")),
        predict(model, &path("gz.fa.gz"), &path("word.tsv")),
        predict(model, &path("missing.fa"), &path("word.tsv")),
        predict(&path("broken"), &path("promoters.fa"), &path("word.tsv")),
        predict("nothing", &path("promoters.fa"), &path("word.tsv")),
        normalise(&path("counts.tsv"), &path("samples.tsv")),
        normalise(&path("word.tsv"), &path("counts.tsv")),
        owned(&["promoters", "--genome", &path("genome.2bit"), "--annotation", &path("word.tsv")]),
        owned(&["motifs", "--motifs", &path("motifs.meme"), "--promoters", &path("promoters.fa")]),
    ];
    for request in requests {
        let output = Command::cargo_bin("cisight")?.args(&request).output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{request:?}: {errors}");
        let line =
            errors.lines().rfind(|line| line.starts_with("cisight: ")).ok_or(format!("{request:?}: {errors}"))?;
        assert_eq!(repeated(line), None, "{line}");
    }
    Ok(())
}
