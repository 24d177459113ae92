//! `cisight design`, `scramble`, `insert`, `epistasis` and the tracks of `mutagenesis`, on the shipped model
//! and the promoter of HSP12.

use std::fmt::Write as _;
use std::fs;

use assert_cmd::Command;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const MODEL: &str = "models/fun-prose-s-cerevisiae";

/// HSP12's promoter, and two conditions of the model's presets.
fn folder() -> Result<TempDir, Failure> {
    let folder = tempfile::tempdir()?;
    let example = fs::read_to_string(format!("{MODEL}/example.fa"))?;
    let first = example.split('>').nth(1).ok_or("an empty example")?;
    fs::write(folder.path().join("hsp12.fa"), format!(">{first}"))?;
    let presets: Value = serde_json::from_slice(&fs::read(format!("{MODEL}/presets.json"))?)?;
    let find = |id: &str| presets["conditions"].as_array().into_iter().flatten().find(|preset| preset["id"] == id);
    let (heat, starved) = (find("heat-shock-20min"), find("amino-acid-starvation-1h"));
    let (heat, starved) = (heat.ok_or("no heat shock")?, starved.ok_or("no starvation")?);
    let mut table = String::from("TF\theat\tstarved\n");
    for (at, tf) in presets["tfs"].as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
        let cell = |preset: &Value| preset["values"][at].as_f64().map_or(String::new(), |level| level.to_string());
        writeln!(table, "{tf}\t{}\t{}", cell(heat), cell(starved))?;
    }
    fs::write(folder.path().join("tfs.tsv"), table)?;
    Ok(folder)
}

fn run(folder: &TempDir, command: &str, arguments: &[&str]) -> Result<assert_cmd::assert::Assert, Failure> {
    let path = |name: &str| folder.path().join(name);
    let mut cisight = Command::cargo_bin("cisight")?;
    cisight.args([command, "--model", MODEL, "--promoters"]).arg(path("hsp12.fa"));
    cisight.arg("--conditions").arg(path("tfs.tsv")).args(arguments);
    Ok(cisight.assert())
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn a_designed_promoter_is_predicted_as_the_design_says() -> Result<(), Failure> {
    let folder = folder()?;
    let designed = folder.path().join("designed.fa");
    let fasta = designed.to_string_lossy().into_owned();
    let options = ["--lower", "heat", "--keep", "starved", "--changes", "2", "--beam", "1", "--protect", "-240..-220"];
    let options: Vec<&str> = options.into_iter().chain(["--fasta", &fasta]).collect();
    let steps = rows(&run(&folder, "design", &options)?.success().get_output().stdout);
    assert_eq!(steps[0], ["promoter", "change", "position", "from", "to", "heat", "starved"]);
    assert_eq!(steps.len(), 4);
    let position: i64 = steps[2][2].parse()?;
    assert!((-1000..0).contains(&position) && !(-240..=-220).contains(&position));
    fs::copy(&designed, folder.path().join("hsp12.fa"))?;
    let predicted = rows(&run(&folder, "predict", &[])?.success().get_output().stdout);
    for (said, found) in steps[3][5..].iter().zip(&predicted[1][1..]) {
        assert!((said.parse::<f32>()? - found.parse::<f32>()?).abs() < 1e-3, "{said} {found}");
    }
    assert!(steps[3][5].parse::<f32>()? < steps[1][5].parse::<f32>()? - 0.3);
    Ok(())
}

/// Several designs with every kind of change and every export, and their predictions from what was exported.
#[test]
fn designs_are_exported_as_they_were_found() -> Result<(), Failure> {
    let folder = folder()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let files = [path("d.fa"), path("d.gb"), path("d.csv"), path("d.tsv")];
    let [fasta, genbank, pool, primers] = files.each_ref().map(String::as_str);
    let options = ["--reach", "heat=4..9", "--evolve", "4", "--changes", "3", "--designs", "2", "--insert", "2"];
    let more = ["--delete", "2", "--avoid", "BsaI,EcoRI", "--no-start-codon", "--fasta", fasta, "--genbank", genbank];
    let last = ["--pool", pool, "--adapter-5", "ggtctc a", "--adapter-3", "TTTT", "--primers", primers];
    let summary = path("summary.tsv");
    let last = last.into_iter().chain(["--summary", &summary, "--percentiles"]);
    let options: Vec<&str> = options.into_iter().chain(more).chain(last).collect();
    let output = run(&folder, "design", &options)?.success().stderr(contains("as it is, it has a start codon at"));
    let steps = rows(&output.get_output().stdout);
    assert_eq!(steps[0], ["promoter", "design", "change", "position", "from", "to", "heat", "starved"]);
    let text = fs::read_to_string(fasta)?;
    let designs: Vec<(&str, &str)> =
        text.split('>').skip(1).filter_map(|record| record.trim().split_once('\n')).collect();
    assert!(designs[0].0.starts_with("HSP12_design_1 designed, ") && designs.len() == 2, "{designs:?}");
    let genbank = fs::read_to_string(genbank)?;
    assert_eq!(genbank.matches("misc_difference").count(), steps.len() - 3);
    let oligos = fs::read_to_string(pool)?;
    for (number, (_, bases)) in (1..).zip(&designs) {
        let oligo = format!("HSP12_design_{number},GGTCTCA{bases}TTTT,{}\n", bases.len() + 11);
        assert!(oligos.contains(&oligo), "{oligos}");
        assert!(!bases.contains("GAATTC") && !bases.contains("GGTCTC") && !bases.contains("GAGACC"));
    }
    assert!(fs::read_to_string(primers)?.contains("HSP12_design_1\t1\t-"));
    // Each design in each condition, within its interval, with a percentile from 0 to 100.
    let summary = rows(&fs::read(&summary)?);
    assert_eq!(summary.len(), 5);
    for row in &summary[1..] {
        let number = |heading: &str| -> Result<f32, Failure> {
            let at = summary[0].iter().position(|own| own == heading).ok_or("no such column")?;
            Ok(row[at].parse()?)
        };
        assert!(number("lower_90")? <= number("lower_68")? && number("upper_68")? <= number("upper_90")?, "{row:?}");
        assert!((0.0..=100.0).contains(&number("percentile")?), "{row:?}");
        let own = steps.iter().rfind(|step| step[1] == row[1]).ok_or("no design")?;
        assert_eq!(own[if row[2] == "heat" { 6 } else { 7 }], row[4], "{row:?}");
    }
    fs::copy(fasta, folder.path().join("hsp12.fa"))?;
    let predicted = rows(&run(&folder, "predict", &[])?.success().get_output().stdout);
    for (number, row) in predicted[1..].iter().enumerate() {
        let own = steps.iter().rfind(|step| step[1] == (number + 1).to_string()).ok_or("no design")?;
        assert_eq!(own[6..], row[1..], "{own:?}");
    }
    Ok(())
}

#[test]
fn stretches_are_scrambled_filled_and_paired() -> Result<(), Failure> {
    let folder = folder()?;
    let heat = ["--condition", "heat"];
    let with = |options: &[&'static str]| -> Vec<&'static str> { heat.iter().chain(options).copied().collect() };
    // The two stress response elements hold the response up; the far end of the promoter does not.
    let options = with(&["--region", "-236..-227", "--region", "-990..-981"]);
    let scrambled = rows(&run(&folder, "scramble", &options)?.success().get_output().stdout);
    assert_eq!(scrambled.len(), 3);
    let effect = |row: usize| scrambled[row][4].parse::<f32>();
    assert!(effect(1)? < -0.1 && effect(2)?.abs() < effect(1)?.abs(), "{scrambled:?}");
    let options = with(&["--motif", "aagggg", "--at", "-300..-280", "--step", "10", "--shuffles", "3"]);
    let inserted = rows(&run(&folder, "insert", &options)?.success().get_output().stdout);
    assert_eq!(inserted.len(), 4);
    assert_eq!(inserted[1][..4], ["heat", "AAGGGG", "-300", "3"]);
    let options = with(&["--first", "-231..-230", "--second", "-188..-188"]);
    let pairs = rows(&run(&folder, "epistasis", &options)?.success().get_output().stdout);
    assert_eq!(pairs.len(), 1 + 6 * 3);
    Ok(())
}

#[test]
fn a_track_is_written_for_browsers_and_for_modisco() -> Result<(), Failure> {
    let folder = folder()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (bedgraph, modisco, seqlets) = (path("track.bedgraph"), path("modisco"), path("seqlets.tsv"));
    let options = ["--condition", "heat", "--out", &path("deltas.tsv"), "--bedgraph", &bedgraph];
    let options: Vec<&str> = options.into_iter().chain(["--modisco", &modisco, "--seqlets", &seqlets]).collect();
    run(&folder, "mutagenesis", &options)?.success();
    assert_eq!(fs::read_to_string(&bedgraph)?.lines().count(), 1001);
    assert!(fs::metadata(format!("{modisco}/one-hot.npz"))?.len() > 4 * 4 * 1000);
    let seqlets = rows(&fs::read(&seqlets)?);
    let elements = seqlets.iter().filter(|row| row[4].contains("CCCCT") && row[6] == "+").count();
    assert!(elements >= 1, "no stress response element among {seqlets:?}");
    Ok(())
}

#[test]
fn bad_requests_get_one_line() -> Result<(), Failure> {
    let folder = folder()?;
    let cases: [(&str, &[&str], &str); 19] = [
        ("design", &["--keep", "heat"], "name a condition with --raise or --lower"),
        ("design", &["--raise", "cold"], "there is no condition \"cold\"; the table has: heat, starved"),
        ("design", &["--raise", "heat", "--lower", "heat"], "condition \"heat\" is named twice"),
        ("design", &["--reach", "heat=3..2"], "a value or a range with the lower end first"),
        ("design", &["--reach", "heat"], "a value or a range with the lower end first"),
        ("design", &["--reach", "heat=1", "--raise", "heat"], "condition \"heat\" is named twice"),
        ("design", &["--raise", "heat", "--weight", "starved=2"], "has a weight and no goal"),
        ("design", &["--raise", "heat", "--avoid", "BsaI,BsaX"], "\"BsaX\" is neither an enzyme"),
        ("design", &["--raise", "heat", "--avoid", "NNNN"], "would be found everywhere"),
        ("design", &["--raise", "heat", "--gc", "70..30"], "write two percentages from 0 to 100, the lower one first"),
        ("design", &["--raise", "heat", "--homopolymer", "1"], "--homopolymer is 1; it has to be at least 2"),
        ("design", &["--raise", "heat", "--hairpin", "8", "--hairpin-within", "9"], "there is no room"),
        ("design", &["--raise", "heat", "--no-substitutions"], "leaves nothing to change"),
        (
            "design",
            &["--raise", "heat", "--pool", "-", "--adapter-3", "AC-T"],
            "--adapter-3: the adapter has '-' at position 3",
        ),
        (
            "design",
            &["--raise", "heat", "--motifs", "models/fun-prose-s-cerevisiae/motifs.meme", "--place", "XYZ9"],
            "there is no motif \"XYZ9\"",
        ),
        ("scramble", &[], "the table has several conditions: choose one with --condition"),
        ("scramble", &["--condition", "heat", "--region", "5..9"], "a stretch is written as -250..-201"),
        ("insert", &["--condition", "heat", "--motif", "CCNT"], "is not a sequence of A, C, G and T"),
        ("epistasis", &["--condition", "heat", "--first", "-9..-5", "--second", "-6..-2"], "overlap"),
    ];
    for (command, options, message) in cases {
        run(&folder, command, options)?.code(2).stderr(contains(message));
    }
    Ok(())
}
