//! The command line on real files: a published checkpoint in, the reference answers out, and one clear line
//! for every bad input.

use std::fmt::Write as _;
use std::path::Path;

use assert_cmd::Command;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const FIXTURE: &str = "tests/fixtures/fun-prose-tiny";

fn cisight() -> Result<Command, Failure> {
    Ok(Command::cargo_bin("cisight")?)
}

fn reference() -> Result<Value, Failure> {
    Ok(serde_json::from_slice(&std::fs::read(format!("{FIXTURE}.json"))?)?)
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

/// The fixture as a model folder, its promoters as FASTA and its TF vectors as a table.
struct Imported {
    folder: TempDir,
    reference: Value,
}

impl Imported {
    fn new(checkpoint: &str) -> Result<Self, Failure> {
        let (folder, reference) = (TempDir::new()?, reference()?);
        let (config, checkpoint) = (format!("{FIXTURE}.json"), format!("{FIXTURE}.{checkpoint}"));
        let mut import = cisight()?;
        import.args([
            "import",
            "--architecture",
            "fun-prose",
            "--config",
            &config,
            "--checkpoint",
            &checkpoint,
            "--out",
        ]);
        import.arg(folder.path().join("tiny")).assert().success();
        let mut fasta = String::new();
        for (index, bases) in list(&reference["sequences"]).filter_map(Value::as_str).enumerate() {
            writeln!(fasta, ">p{index}\n{bases}")?;
        }
        std::fs::write(folder.path().join("promoters.fa"), fasta)?;
        let vectors: Vec<&Value> = list(&reference["tf_vectors"]).collect();
        let mut table = String::from("TF\tc0\tc1\tc2\n");
        for tf in 0..12_usize {
            let levels: Vec<String> = vectors.iter().map(|vector| vector[tf].to_string()).collect();
            writeln!(table, "TF{}\t{}", tf + 1, levels.join("\t"))?;
        }
        std::fs::write(folder.path().join("conditions.tsv"), table)?;
        Ok(Self { folder, reference })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    fn run(&self, command: &str, more: &[&str]) -> Result<Command, Failure> {
        let mut run = cisight()?;
        run.args([command, "--model", &self.path("tiny"), "--promoters", &self.path("promoters.fa")]);
        run.args(["--conditions", &self.path("conditions.tsv")]).args(more);
        Ok(run)
    }
}

fn table(text: &[u8]) -> Vec<Vec<String>> {
    String::from_utf8_lossy(text).lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn imported_checkpoints_predict_what_pytorch_does() -> Result<(), Failure> {
    for checkpoint in ["pt", "safetensors"] {
        let imported = Imported::new(checkpoint)?;
        let output = imported.run("predict", &[])?.assert().success().get_output().stdout.clone();
        let rows = table(&output);
        assert_eq!(rows[0], ["promoter", "c0", "c1", "c2"]);
        let expected = list(&imported.reference["predictions[sequence][condition]"]);
        for (row, expected) in rows[1..].iter().zip(expected) {
            for (cell, expected) in row[1..].iter().zip(list(expected)) {
                let error = (cell.parse::<f64>()? - expected.as_f64().unwrap_or(f64::NAN)).abs();
                assert!(error < 2e-4, "{checkpoint}: {cell} for {expected}");
            }
        }
        assert_eq!(rows.len(), 7);
    }
    Ok(())
}

#[test]
fn mutagenesis_is_the_references() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    let output = imported.run("mutagenesis", &["--condition", "c0"])?.assert().success().get_output().stdout.clone();
    let rows = table(&output);
    let first: Vec<&Vec<String>> = rows[1..].iter().filter(|row| row[0] == "p0").collect();
    let expected: Vec<f64> =
        list(&imported.reference["ism"]["delta[position][base]"]).flat_map(list).filter_map(Value::as_f64).collect();
    assert_eq!((first.len(), first[5][2].as_str(), first[5][3].as_str()), (expected.len(), "1", "C"));
    for (row, expected) in first.iter().zip(expected) {
        assert!((row[4].parse::<f64>()? - expected).abs() < 1e-5, "{row:?} for {expected}");
    }
    Ok(())
}

#[test]
fn standard_streams_stand_in_for_files() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    let fasta = std::fs::read(imported.path("promoters.fa"))?;
    let mut run = cisight()?;
    run.args([
        "predict",
        "--model",
        &imported.path("tiny"),
        "--promoters",
        "-",
        "--conditions",
        &imported.path("conditions.tsv"),
    ]);
    let output = run.args(["--out", "-"]).write_stdin(fasta).assert().success().get_output().stdout.clone();
    assert_eq!(table(&output).len(), 7);
    Ok(())
}

/// What is wrong, how the file is named, what it holds, and what the one line has to say.
type BadInput = (&'static str, &'static str, Vec<u8>, &'static str);

fn bad_inputs() -> Vec<BadInput> {
    let bases = "ACGTACGTACGTACGTACGT";
    let fasta = |text: &str| text.replace('@', bases).into_bytes();
    vec![
        ("empty", "promoters.fa", Vec::new(), "there is no sequence"),
        ("text before a header", "promoters.fa", fasta("@\n>a\n@\n"), "line 1 comes before the first '>' header"),
        (
            "duplicate names",
            "promoters.fa",
            fasta(">a\n@\n>a\n@\n"),
            "record 2 (a, line 3) has the same name as record 1",
        ),
        ("protein", "promoters.fa", fasta(">a\nMKLVE\n"), "looks like a protein ('L' at position 3)"),
        ("gaps", "promoters.fa", fasta(">a\nACG--T@\n"), "has a gap ('-' at position 4)"),
        ("too short", "promoters.fa", fasta(">a\nACGT\n"), "is too short: 4 bases"),
        ("a chromosome", "promoters.fa", fasta(&format!(">a\n{}\n", "A".repeat(1_000_001))), "is too long"),
        ("no text", "promoters.fa", vec![0, 159, 146, 150], "this is not text"),
        ("damaged gzip", "promoters.fa", vec![0x1f, 0x8b, 8, 0, 1], "damaged gzip"),
        ("empty table", "conditions.tsv", Vec::new(), "there is no table"),
        (
            "text in a cell",
            "conditions.tsv",
            b"TF\tc0\nTF1\thigh\n".to_vec(),
            "line 2, column \"c0\": \"high\" is not a number",
        ),
        ("infinity", "conditions.tsv", b"TF\tc0\nTF1\tinf\n".to_vec(), "the value is infinite"),
        (
            "unknown TFs only",
            "conditions.tsv",
            b"TF\tc0\nTP53\t1\n".to_vec(),
            "no row is a transcription factor of this model",
        ),
        ("transposed", "conditions.tsv", b"condition\tTF1\tTF2\nheat\t1\t2\n".to_vec(), "the table looks transposed"),
        ("ragged", "conditions.tsv", b"TF\tc0\nTF1\t1\t2\n".to_vec(), "line 2 has 3 columns where the header has 2"),
        ("one column", "conditions.tsv", b"TF1\nTF2\n".to_vec(), "has one column only"),
        ("manifest of nothing", "tiny/manifest.json", b"{}".to_vec(), "missing field `format`"),
        ("later manifest", "tiny/manifest.json", b"{\"format\": 99}".to_vec(), "format 99"),
        ("cut weights", "tiny/weights.safetensors", vec![1; 10], "the weights have 10 bytes"),
    ]
}

#[test]
fn bad_input_gets_one_clear_line_and_exit_2() -> Result<(), Failure> {
    for (what, file, content, message) in bad_inputs() {
        let imported = Imported::new("safetensors")?;
        std::fs::write(imported.path(file), content)?;
        let output = imported.run("predict", &[])?.assert().code(2).get_output().clone();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = error.lines().last().unwrap_or_default();
        assert!(last.starts_with("cisight: ") && last.contains(message), "{what}: {error}");
        assert!(output.stdout.is_empty(), "{what}");
    }
    Ok(())
}

#[test]
fn corrections_and_gaps_are_reported_but_do_not_stop() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    std::fs::write(imported.path("promoters.fa"), ">a\r\nacguRYacgtacgtacgtacgt\r\n")?;
    std::fs::write(imported.path("conditions.tsv"), "TF\tc0\nTF1\tNaN\nTF2\t0.5\nACT1\t1\n")?;
    let output = imported.run("predict", &[])?.assert().success().get_output().clone();
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    for part in [
        "lower-case",
        "1 U read as T",
        "2 IUPAC",
        "left empty",
        "2 of 12 TFs found, 10 missing and 1 empty",
        "1 row is not a TF of the model",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    Ok(())
}

#[test]
fn weights_that_were_changed_are_refused() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    let path = imported.path("tiny/weights.safetensors");
    let mut bytes = std::fs::read(&path)?;
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes)?;
    let output = imported.run("predict", &[])?.assert().code(2).get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&output).contains("SHA-256"));
    Ok(())
}

fn import_fails(config: &Path, checkpoint: &Path, message: &str) -> Result<(), Failure> {
    let out = TempDir::new()?;
    let mut import = cisight()?;
    import.args(["import", "--architecture", "fun-prose", "--config"]).arg(config).arg("--checkpoint").arg(checkpoint);
    let output = import.arg("--out").arg(out.path().join("model")).assert().code(2).get_output().stderr.clone();
    let error = String::from_utf8_lossy(&output).into_owned();
    assert!(error.contains(message), "{error}");
    assert!(!out.path().join("model").exists());
    Ok(())
}

#[test]
fn checkpoints_that_do_not_fit_are_explained_and_never_executed() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let file = |name: &str| folder.path().join(name);
    let (config, checkpoint) =
        (Path::new("tests/fixtures/fun-prose-tiny.json"), Path::new("tests/fixtures/fun-prose-tiny.safetensors"));

    let mut json = reference()?;
    json["config"]["xt_hidden"] = 17.into();
    std::fs::write(file("wide.json"), json.to_string())?;
    import_fails(&file("wide.json"), checkpoint, "has the shape")?;

    json["config"]["conv1_ksize"] = 1_000_000.into();
    std::fs::write(file("huge.json"), json.to_string())?;
    import_fails(&file("huge.json"), checkpoint, "conv1_ksize is 1000000")?;

    // A pickle that would run a shell command, were it unpickled.
    let trap = file("executed");
    std::fs::write(file("trap.pt"), format!("cposix\nsystem\n(S'touch {}'\ntR.", trap.display()))?;
    import_fails(config, &file("trap.pt"), "neither a PyTorch checkpoint that can be read as data")?;
    assert!(!trap.exists());

    let whole = std::fs::read(format!("{FIXTURE}.pt"))?;
    std::fs::write(file("cut.pt"), &whole[..whole.len() / 2])?;
    import_fails(config, &file("cut.pt"), "the checkpoint is cut short or damaged")?;
    Ok(())
}

#[test]
fn models_are_listed() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    let mut list = cisight()?;
    let output =
        list.arg("models").env("CISIGHT_MODELS", imported.folder.path()).assert().success().get_output().stdout.clone();
    assert!(table(&output).iter().any(|row| row[0] == "tiny" && row[5] == "12"));
    let output = cisight()?
        .args(["predict", "--model", "nothing", "--promoters", "-"])
        .assert()
        .code(2)
        .get_output()
        .stderr
        .clone();
    assert!(String::from_utf8_lossy(&output).contains("there is no model \"nothing\""));
    Ok(())
}

#[test]
fn parts_concatenate_to_the_whole() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    for command in ["predict", "mutagenesis"] {
        let more: &[&str] = if command == "predict" { &[] } else { &["--condition", "c1"] };
        let whole = imported.run(command, more)?.assert().success().get_output().stdout.clone();
        let mut parts = Vec::new();
        for part in ["1/4", "2/4", "3/4", "4/4"] {
            let out = imported.path("part.tsv");
            let run = imported.run(command, &[more, &["--shard", part, "--out", &out]].concat())?.assert();
            run.success().stdout("");
            parts.extend(std::fs::read(out)?);
        }
        assert_eq!(String::from_utf8(parts)?, String::from_utf8(whole)?);
    }
    // Nothing but the results is left.
    let hidden = std::fs::read_dir(imported.folder.path())?.flatten();
    assert!(!hidden.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with('.')));
    imported.run("predict", &["--shard", "5/4"])?.assert().code(2).stderr(contains("such as 3/8"));
    Ok(())
}

#[test]
fn parquet_holds_what_tsv_does() -> Result<(), Failure> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let imported = Imported::new("safetensors")?;
    let out = imported.path("grid.parquet");
    imported.run("predict", &["--out", &out])?.assert().success();
    let rows = table(&imported.run("predict", &[])?.assert().success().get_output().stdout.clone());
    let file = SerializedFileReader::new(std::fs::File::open(&out)?)?;
    let mut count = 0;
    for (row, expected) in file.get_row_iter(None)?.zip(&rows[1..]) {
        let row = row?;
        assert_eq!(row.get_string(0)?, &expected[0]);
        for (column, cell) in expected[1..].iter().enumerate() {
            assert!((row.get_float(column + 1)? - cell.parse::<f32>()?).abs() < 1e-4);
        }
        count += 1;
    }
    assert_eq!(count, rows.len() - 1);
    Ok(())
}

#[test]
fn orthologues_carry_a_condition_over() -> Result<(), Failure> {
    let imported = Imported::new("safetensors")?;
    let own = imported.run("predict", &[])?.assert().success().get_output().stdout.clone();
    // The same table under names of another species, one of them missing from the pairs.
    let table = std::fs::read_to_string(imported.path("conditions.tsv"))?.replace("TF", "OTHER");
    std::fs::write(imported.path("conditions.tsv"), table.replacen("OTHER\t", "TF\t", 1))?;
    let mut pairs: String = (1..=12).fold(String::new(), |mut text, tf| {
        let _ = writeln!(text, "other{tf}\tTF{tf}");
        text
    });
    std::fs::write(imported.path("pairs.tsv"), &pairs)?;
    let pairs_path = imported.path("pairs.tsv");
    let carried = imported.run("predict", &["--orthologues", &pairs_path])?.assert().success();
    let carried = carried.stderr(contains("carried over to orthologues: 12 (OTHER1 to TF1"));
    assert_eq!(carried.get_output().stdout, own);
    pairs = pairs.replace("other12\tTF12\n", "other11\tTF12\n");
    std::fs::write(imported.path("pairs.tsv"), pairs)?;
    let partly = imported.run("predict", &["--orthologues", &pairs_path])?.assert().success();
    partly.stderr(contains("without an orthologue, names kept: 1 (OTHER12)"));
    std::fs::write(imported.path("pairs.tsv"), "lonely\n")?;
    let broken = imported.run("predict", &["--orthologues", &pairs_path])?.assert().code(2);
    broken.stderr(contains("line 1 needs two names"));
    Ok(())
}
