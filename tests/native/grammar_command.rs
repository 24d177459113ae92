//! `cisight grammar`: motifs of kernels that are counts of their sites, known motifs that are found again, and one
//! clear line for models without kernels.

use std::error::Error;
use std::fmt::Write as _;

use assert_cmd::Command;
use cisight::motif::MotifFile;

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "models/abundance-yeast";
const EXAMPLE: &str = "models/abundance-yeast/example.fa";
const REGULONS: &str = "models/regulons-s-cerevisiae";
const GENES: &str = "models/fun-prose-s-cerevisiae/example.fa";
const MOTIFS: &str = "models/reporter-yeast/motifs.meme";

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

/// Of a mixture, the kernels of those members that have a first convolution: the same as in the model that they are of.
#[test]
fn kernels_of_a_mixture_are_those_of_its_members() -> Outcome {
    let grammar = |model: &str| -> Result<(String, String), Box<dyn Error>> {
        let mut run = Command::cargo_bin("cisight")?;
        run.args(["grammar", "--model", model, "--promoters", GENES, "--sites", "1"]);
        let output = run.output()?;
        let errors = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "{errors}");
        Ok((String::from_utf8(output.stdout)?, errors))
    };
    let (mixture, errors) = grammar("models/stress-s-cerevisiae")?;
    assert!(errors.contains("5 of 9 networks have no first convolution and are left out"), "{errors}");
    let (members, errors) = grammar("models/fun-prose-s-cerevisiae")?;
    assert!(!errors.contains("networks have no first"), "{errors}");
    assert!(members.contains("of network 4\t"));
    assert_eq!(mixture, members);
    Ok(())
}

/// Two families that share promoters and two that do not, and what the table says of each.
#[test]
fn pairs_of_families_are_counted_as_the_sites_say() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    // A background without sites to speak of, into which REB1's and RAP1's are written.
    let blank = "TCTCTATCTATATCTTCATCTATATTCTATCTCTTATCATCTTATCTATT".repeat(20);
    let with = |sites: &[(usize, &str)]| {
        let mut bases = blank.clone();
        sites.iter().for_each(|(at, own)| bases.replace_range(*at..at + own.len(), own));
        bases
    };
    let (reb1, rap1) = ("TTACCCGG", "TGTATGGGTG");
    let mut fasta = String::new();
    for promoter in 0..60 {
        let at = 300 + 7 * promoter;
        let both: &[(usize, &str)] = &[(at, reb1), (at + 40, rap1)];
        let sites = match promoter % 4 {
            0 | 1 => both,
            2 => &both[..0],
            _ => &both[promoter % 2..],
        };
        writeln!(fasta, ">p{promoter}\n{}", with(sites))?;
    }
    std::fs::write(path("p.fa"), fasta)?;
    let mut run = Command::cargo_bin("cisight")?;
    run.args(["grammar", "--model", REGULONS, "--promoters", &path("p.fa"), "--sites", "10", "--out", &path("t.tsv")]);
    run.args(["--pairs", &path("pairs.tsv"), "--distances", &path("distances.tsv"), "--top", "2000"]);
    let output = run.output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = |name: &str| -> Result<Vec<Vec<String>>, Box<dyn Error>> {
        let text = std::fs::read_to_string(path(name))?;
        Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    };
    let pairs = table("pairs.tsv")?;
    let is = |row: &&Vec<String>| row[..2].contains(&"REB1".to_owned()) && row[..2].contains(&"RAP1".to_owned());
    let pair = pairs.iter().find(is).ok_or("REB1 and RAP1 are no pair")?;
    let of = |name: &str| Ok::<f64, Box<dyn Error>>(pair[column(&pairs[0], name)?].parse()?);
    let reb1_is_first = pair[0] == "REB1";
    let (reb1, rap1) = if reb1_is_first { ("with_first", "with_second") } else { ("with_second", "with_first") };
    assert_eq!((of("promoters")?, of(reb1)?, of(rap1)?, of("with_both")?), (60.0, 30.0, 45.0, 30.0));
    assert_eq!(of("expected")?, 22.5);
    assert!(of("p_value")? < 1e-4 && of("q_value")? < 0.05 && of("odds_ratio")? > 10.0);
    // Every distance is the same, and by chance few are.
    assert_eq!(of("first_upstream")?, if reb1_is_first { 1.0 } else { 0.0 });
    assert!(of("distance")? < of("distance_by_chance")? && of("distance_q_value")? < 0.05);
    assert_eq!(of("in_excess")?, of("distance")?);
    let distances = table("distances.tsv")?;
    let own: Vec<&Vec<String>> = distances.iter().filter(is).collect();
    let sum = |at: usize| own.iter().filter_map(|row| row[at].parse::<f64>().ok()).sum::<f64>();
    assert_eq!(sum(3), 30.0);
    assert!((sum(4) - 30.0).abs() < 1.0, "{}", sum(4));
    Ok(())
}

fn column(header: &[String], name: &str) -> Result<usize, String> {
    header.iter().position(|own| own == name).ok_or_else(|| format!("no column {name} in {header:?}"))
}

#[test]
fn what_has_no_kernels_is_said_in_a_line() -> Outcome {
    let cases: [(&[&str], &str); 6] = [
        (&["--model", MODEL, "--promoters", EXAMPLE, "--json", "/dev/null", "--most", "0"], "0 is not in 1.."),
        (&["--model", REGULONS, "--promoters", GENES, "--share", "0.8"], "--share is for kernels"),
        (&["--model", MODEL], "this model has no catalogue of promoters; give promoters with --promoters"),
        (&["--model", MODEL, "--promoters", EXAMPLE, "--pairs", "/dev/null", "--top", "0"], "0 is not in 1.."),
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

/// Sites of each kernel of FUN-PROSE's first convolution, told from its weights in this test's own way.
#[test]
fn first_kernels_are_told_by_half_of_their_largest_activation() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (json, profile, meme) = (path("kernels.json"), path("profile.tsv"), path("kernels.meme"));
    let ask = ["grammar", "--model", "models/fun-prose-s-cerevisiae", "--promoters", GENES, "--sites", "1"];
    let files = ["--json", &json, "--most", "7", "--profile", &profile, "--meme", &meme];
    let output = Command::cargo_bin("cisight")?.args(ask).args(files).args(["--motifs", MOTIFS]).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout)?;
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 300, "{}", rows.len());

    let file = std::fs::read("models/fun-prose-s-cerevisiae/weights.safetensors")?;
    let tensors = safetensors::SafeTensors::deserialize(&file)?;
    let numbers = |name: &str| -> Result<Vec<f32>, Box<dyn Error>> {
        let tensor = tensors.tensor(name)?;
        Ok(match tensor.dtype() {
            safetensors::Dtype::F16 => {
                tensor.data().chunks(2).map(|own| half::f16::from_le_bytes([own[0], own[1]]).to_f32()).collect()
            }
            _ => tensor.data().chunks(4).map(|own| f32::from_le_bytes([own[0], own[1], own[2], own[3]])).collect(),
        })
    };
    let text = std::fs::read_to_string(GENES)?;
    let promoters: Vec<Vec<u8>> =
        text.split('>').skip(1).map(|record| record.lines().skip(1).flat_map(str::bytes).collect()).collect();
    let mut tried = 0;
    for (network, kernel) in [(1, 1), (1, 75), (3, 40), (4, 96)] {
        let weights = numbers(&format!("{}.conv1.weight", network - 1))?;
        let bias = numbers(&format!("{}.conv1.bias", network - 1))?[kernel - 1];
        // Channels A, C, G, N, T of 15 taps each.
        let own = &weights[(kernel - 1) * 75..][..75];
        let channel = |base: u8| match base {
            b'A' => 0,
            b'C' => 1,
            b'G' => 2,
            _ => 4,
        };
        let activation = |site: &[u8]| -> f32 {
            bias + site.iter().enumerate().map(|(tap, base)| own[channel(*base) * 15 + tap]).sum::<f32>()
        };
        let all: Vec<f32> = promoters.iter().flat_map(|bases| bases.windows(15).map(activation)).collect();
        let largest = all.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let expected = if largest > 0.0 { all.iter().filter(|own| **own > largest / 2.0).count() } else { 0 };
        let name = format!("kernel {kernel} of network {network}");
        let found = rows.iter().find(|row| row[0] == name).map_or(Ok(0), |row| row[1].parse::<usize>())?;
        assert!(found.abs_diff(expected) <= expected / 200, "{name}: {found}, not {expected}");
        tried += expected;
        // Each site stands once in the profile.
        let places = std::fs::read_to_string(&profile)?;
        let places = places.lines().filter(|line| line.split('\t').next() == Some(name.as_str()));
        let counts = places.map(|line| line.split('\t').nth(3).unwrap_or_default().parse::<usize>());
        assert_eq!(counts.sum::<Result<usize, _>>()?, found, "{name}");
    }
    assert!(tried > 20, "{tried}");
    assert_eq!(std::fs::read_to_string(&meme)?.matches("MOTIF ").count(), rows.len());

    let written: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&json)?)?;
    let kernels = written["kernels"].as_array().ok_or("no kernels")?;
    assert_eq!((kernels.len(), written["of"].as_u64()), (7, Some(rows.len() as u64)));
    let q_values: Vec<f64> = kernels.iter().filter_map(|own| own["match"]["qValue"].as_f64()).collect();
    assert!(q_values.len() == 7 && q_values.is_sorted(), "{q_values:?}");
    let targets: std::collections::BTreeSet<&str> =
        kernels.iter().filter_map(|own| own["match"]["id"].as_str()).collect();
    assert_eq!(targets.len(), 7, "a known motif twice");
    for own in kernels {
        let places: u64 = own["places"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(Some(places as f64), own["sites"].as_f64());
    }
    Ok(())
}
