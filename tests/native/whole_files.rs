//! What the command line writes is there whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "models/fun-prose-s-cerevisiae";
const REGULONS: &str = "--model models/regulons-s-cerevisiae";
const PROBABLE: &str = "models/deepatt-yeast";
const MOTIFS: &str = "models/fun-prose-s-cerevisiae/motifs.meme";
const GENBANK: &str = "tests/fixtures/genomes/genbank-locus-lines/consrtm.gb";

/// Commands that fail at their second promoter, after the first one was written: the output that was there
/// before is still there, and no part of another.
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
        run.args([command, "--model", MODEL, "--promoters", &path("promoters.fa")]);
        let output = run.args(["--conditions", &path("tfs.tsv"), "--out", &out]).args(options).output()?;
        assert_eq!(output.status.code(), Some(2), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read_to_string(&out)?, "before", "{command}");
    }
    assert_eq!(files(folder.path())?.len(), 3);
    Ok(())
}

/// Every file of a folder and its folders.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn help(command: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::cargo_bin("cisight")?.args(command).arg("--help").output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// The commands that `cisight --help` lists.
pub fn commands() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let text = help(&[])?;
    let list = text.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).ok_or("no list")?;
    // A line that goes on with a description is indented further.
    let names = list.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    Ok(names.map(str::to_owned).collect())
}

/// The options of a command whose help says that something is written or made.
fn writing_options(command: &str) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let text = help(&[command])?;
    let mut options = BTreeMap::<String, String>::new();
    let mut current = None;
    for line in text.split("Options:\n").nth(1).ok_or("no options")?.lines() {
        if let Some(name) = line.trim_start().strip_prefix("--").or_else(|| line.trim_start().split(", --").nth(1)) {
            current = name.split_whitespace().next().map(str::to_owned);
        }
        if let Some(name) = &current {
            write!(options.entry(name.clone()).or_default(), "{line} ")?;
        }
    }
    let writes = |text: &str| {
        let says = [" write ", " Write ", "folder to make", "state of an unfinished run"];
        says.iter().any(|words| text.contains(words)) && text.contains('<')
    };
    Ok(options.into_iter().filter(|(_, text)| writes(text)).map(|(name, _)| name).collect())
}

/// What commands read, and where they write.
struct Workplace {
    folder: tempfile::TempDir,
}

impl Workplace {
    fn new() -> Result<Self, Box<dyn Error>> {
        let own = Self { folder: tempfile::tempdir()? };
        let bases = "ACGTTGCATTACCCCTTAGGGCATAAGTCTATATAAGCGATTTCAAGT".repeat(9);
        fs::write(own.path("promoters.fa"), format!(">a chrI:1-{}(+)\n{bases}\n", bases.len()))?;
        fs::write(own.path("sizes.tsv"), "chrI\t1000\n")?;
        fs::write(own.path("tfs.tsv"), "TF\theat\nMSN2\t1\nHSF1\t1\n")?;
        fs::write(own.path("variants.txt"), format!("-1{}>C\n", &bases[bases.len() - 1..]))?;
        fs::write(own.path("counts.tsv"), "gene\tone\ttwo\nA\t5\t9\nB\t70\t40\n")?;
        fs::write(own.path("samples.tsv"), "sample\tstudy\tcondition\none\ts\tcontrol\ntwo\ts\theat\n")?;
        let assay = own.folder.path().join("assay");
        fs::create_dir(&assay)?;
        crate::reporter::write_data(&assay)?;
        let recipe = fs::read_to_string(assay.join("small.toml"))?;
        fs::write(assay.join("small.toml"), recipe.replace("passes = 8", "passes = 2"))?;
        crate::evidence::write_data(&own.folder.path().join("known"))?;
        crate::training::write_data(&own.folder.path().join("arrays"))?;
        own.run("train", "--recipe @assay/small.toml --data @assay --out @trained --state @trained-state")?;
        // A model whose output is said to be a probability, and what is positive.
        let probable = own.folder.path().join("probable");
        fs::create_dir(&probable)?;
        fs::copy(Path::new(PROBABLE).join("weights.safetensors"), probable.join("weights.safetensors"))?;
        let mut manifest: Value = serde_json::from_slice(&fs::read(Path::new(PROBABLE).join("manifest.json"))?)?;
        manifest["outputs"][0]["scale"] = "probability".into();
        manifest.as_object_mut().ok_or("no manifest")?.remove("example");
        fs::write(probable.join("manifest.json"), manifest.to_string())?;
        fs::write(own.path("labels.tsv"), "gene\topen\nHSP12:-170..-91\t1\nCTT1:-170..-91\t0\n")?;
        Ok(own)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// Runs a command; `{name}` is a file of this place.
    fn run(&self, command: &str, arguments: &str) -> Outcome {
        let words = arguments.split_whitespace().map(|word| match word.strip_prefix('@') {
            Some(name) => self.path(name),
            None => word.to_owned(),
        });
        let output = Command::cargo_bin("cisight")?.arg(command).args(words).output()?;
        assert!(output.status.success(), "{command} {arguments}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }
}

/// Commands with all options that write something; words that begin with @ are files of the workplace, and
/// what is written lies in its folder `out`.
fn requests() -> Vec<(&'static str, String)> {
    let asks = format!("--model {MODEL} --promoters @promoters.fa --conditions @tfs.tsv");
    let train = |folder: &str, recipe: &str| {
        format!("--recipe @{folder}/{recipe} --data @{folder} --out @out/{folder} --state @out/{folder}-state")
    };
    vec![
        ("predict", format!("{asks} --out @out/grid.tsv --spread @out/spread.tsv")),
        ("predict", format!("{asks} --out @out/grid.parquet")),
        (
            "mutagenesis",
            format!(
                "{asks} --out @out/m.tsv --bedgraph @out/m.bedgraph --modisco @out/modisco --seqlets @out/s.tsv --bed @out/s.bed --motifs {MOTIFS} \
                 --bigwig @out/m.bw --chrom-sizes @sizes.tsv"
            ),
        ),
        ("design", format!("{asks} --raise heat --changes 1 --beam 1 --out @out/d.tsv --fasta @out/d.fa --genbank @out/d.gb --bed @out/d.bed --pool @out/d.csv --primers @out/d-primers.tsv --summary @out/d-summary.tsv")),
        ("epistasis", format!("{asks} --first -30..-30 --second -20..-20 --out @out/e.tsv")),
        ("doubles", format!("{asks} --within -30..-28 --out @out/doubles.tsv")),
        ("compare", format!("{asks} --out @out/compared.tsv")),
        (
            "align",
            format!("--model {MODEL} --promoters docs/example/orthologues.fa --conditions @tfs.tsv --out @out/aligned.tsv"),
        ),
        ("variants", format!("{asks} --variants @variants.txt --out @out/v.tsv")),
        (
            "variants",
            "--model models/abundance-yeast --vcf tests/fixtures/vcf/calls.vcf --genome tests/fixtures/vcf/genome.fa \
             --annotation tests/fixtures/vcf/genes.gff3 --out @out/called.tsv --vcf-out @out/called.vcf"
                .to_owned(),
        ),
        (
            "motif-pairs",
            format!("{asks} --motifs {MOTIFS} --names ABF1,ACE2 --within -93..-14 --shuffles 2 --out @out/p.tsv"),
        ),
        ("scramble", format!("{asks} --region -30..-20 --out @out/scramble.tsv")),
        ("insert", format!("{asks} --motif AGGGG --at -60..-50 --shuffles 1 --out @out/i.tsv")),
        ("motifs", format!("--motifs {MOTIFS} --promoters @promoters.fa --out @out/hits.tsv --bed @out/hits.bed")),
        ("attribute", format!("{asks} --method deeplift --references 1 --out @out/b.tsv --out-tfs @out/t.tsv --bedgraph @out/b.bedgraph --bigwig @out/b.bw --chrom-sizes @sizes.tsv")),
        ("attribute", format!("{asks} --method tf-effects --tfs MSN2 --out @out/tf.tsv")),
        (
            "features",
            "--model models/abundance-yeast --promoters models/abundance-yeast/example.fa --clusters 2 --out @out/f.tsv \
             --summary @out/clusters.tsv"
                .to_owned(),
        ),
        (
            "grammar",
            "--model models/abundance-yeast --promoters models/abundance-yeast/example.fa --out @out/grammar.tsv \
             --share 0.8 --meme @out/kernels.meme --pairs @out/pairs.tsv --distances @out/distances.tsv --json @out/grammar.json --profile @out/profile.tsv"
                .to_owned(),
        ),
        ("tf-ranking", format!("{asks} --out @out/r.tsv")),
        ("tf-map", format!("{REGULONS} --promoters @promoters.fa --conditions @tfs.tsv --out @out/map.npz")),
        ("tf-map", format!("{REGULONS} --promoters @promoters.fa --conditions @tfs.tsv --out @out/map.parquet")),
        ("evidence", "--recipe @known/evidence.toml --data @known --out @out/evidence.safetensors".to_owned()),
        ("promoters", format!("--genbank {GENBANK} --out @out/g.fa --bed @out/g.bed --chrom-sizes @out/g.sizes")),
        (
            "catalogue",
            format!("--genbank {GENBANK} --species S --assembly A --out @out/c.safetensors --fasta @out/c.fa"),
        ),
        ("normalise", "--counts @counts.tsv --samples @samples.tsv --out @out/n.tsv".to_owned()),
        (
            "import",
            "--architecture camformer --config tests/fixtures/camformer-tiny.json --checkpoint \
             tests/fixtures/camformer-tiny.pt --out @out/imported"
                .to_owned(),
        ),
        (
            "embed",
            "--model tests/fixtures/caduceus-tiny --sequences @promoters.fa --out @out/embeddings.npz --cache @out/windows"
                .to_owned(),
        ),
        ("export-onnx", format!("--model {MODEL} --out @out/m.onnx")),
        (
            "evaluate",
            format!("--model @probable --promoters {PROBABLE}/example.fa --expression @labels.tsv --reliability @out/bins.tsv"),
        ),
        (
            "export-czpack",
            "--model models/plant-core-promoters --genome araTha1 --out @out/m.czpack".to_owned(),
        ),
        ("train", format!("{} --split @out/split.tsv", train("arrays", "small.toml"))),
        ("baseline", "--recipe @assay/small.toml --data @assay --out @out/baseline.tsv".to_owned()),
        ("calibrate", "--model @trained --recipe @assay/small.toml --data @assay --out @out/manifest.json".to_owned()),
        ("train", train("arrays", "small.toml")),
        ("train", train("assay", "small.toml")),
    ]
}

/// Commands that print and write no file.
const PRINTING: [&str; 1] = ["models"];

/// A file that is opened for writing is emptied first; one that is written whole gets its name in the end,
/// and whoever holds the earlier one goes on reading that. So a second name of each file must keep what the
/// file held before.
#[test]
fn every_command_puts_whole_files_in_their_place() -> Outcome {
    let place = Workplace::new()?;
    let out = place.folder.path().join("out");
    fs::create_dir(&out)?;
    let requests = requests();
    let covered: BTreeSet<String> =
        requests.iter().map(|(command, _)| *command).chain(PRINTING).map(str::to_owned).collect();
    assert_eq!(covered, commands()?);
    for command in &covered {
        let used: String =
            requests.iter().filter(|(own, _)| own == command).map(|(_, all)| format!("{all} ")).collect();
        for option in writing_options(command)? {
            assert!(used.contains(&format!("--{option} ")), "{command} --{option} is not tried");
        }
    }
    let mut written = 0;
    for (command, arguments) in requests {
        place.run(command, &arguments)?;
        let made = files(&out)?;
        assert!(!made.is_empty(), "{command}");
        let unfinished = |path: &&PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with(".cisight-") || name.starts_with("part-")
        };
        assert_eq!(made.iter().find(unfinished), None, "{command}");
        written += made.len();
        // What is finished would be taken up as it is.
        for path in made.iter().filter(|path| path.ends_with("finished")) {
            fs::remove_file(path)?;
        }
        let second = tempfile::tempdir_in(place.folder.path())?;
        let mut before = Vec::new();
        for (at, path) in files(&out)?.into_iter().enumerate() {
            let other = second.path().join(at.to_string());
            fs::hard_link(&path, &other)?;
            before.push((path, fs::read(&other)?, other));
        }
        place.run(command, &arguments)?;
        for (path, content, other) in before {
            assert!(fs::read(&other)? == content, "{command} writes into {} itself", path.display());
        }
        fs::remove_dir_all(&out)?;
        fs::create_dir(&out)?;
    }
    assert!(written > 40, "{written}");
    Ok(())
}

/// Every command's file goes through the one place that writes whole files.
#[test]
fn no_command_opens_a_file_for_writing_by_itself() -> Outcome {
    let places = ["src/bin/cisight/common/files.rs", "src/training/whole_file.rs"];
    let mut read = 0;
    for path in files(Path::new("src"))? {
        let text = fs::read_to_string(&path)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let writes =
            [" File::create", "fs::File::", "fs::write(", "OpenOptions"].iter().any(|call| code.contains(call));
        assert!(!writes || places.iter().any(|place| path == Path::new(place)), "{}", path.display());
        read += 1;
    }
    assert!(read > 100, "{read}");
    Ok(())
}
