//! `cisight design --bed`: every change lies on the genome where its bases stand, on both strands.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use assert_cmd::Command;
use cisight::sequence::reverse_complement;

type Outcome = Result<(), Box<dyn Error>>;

const FILES: &str = "tests/fixtures/vcf";

#[test]
fn designs_change_the_bases_that_the_genome_has_there() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let run = |arguments: &[&str]| -> Result<String, Box<dyn Error>> {
        let output = Command::cargo_bin("cisight")?.args(arguments).output()?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "{said}");
        Ok(said)
    };
    let (genome, genes) = (format!("{FILES}/genome.fa"), format!("{FILES}/genes.gff3"));
    let cut = ["promoters", "--genome", &genome, "--annotation", &genes, "--anchor", "transcript-start"];
    run(&[&cut[..], &["--length", "200", "--downstream", "200", "--out", &path("p.fa")]].concat())?;
    // A promoter without a place is left out and said.
    let promoters = fs::read_to_string(path("p.fa"))?;
    let nowhere = promoters.lines().nth(1).ok_or("no bases")?;
    fs::write(path("p.fa"), format!("{promoters}>nowhere\n{nowhere}{nowhere}\n"))?;
    let search = ["--raise", "mRNA abundance", "--changes", "6", "--evolve", "4", "--insert", "3", "--delete", "4"];
    let (fasta, steps, bed) = (path("p.fa"), path("d.tsv"), path("d.bed"));
    let asked = ["design", "--model", "models/abundance-yeast", "--promoters", &fasta, "--designs", "2"];
    let said = run(&[&asked[..], &search, &["--out", &steps, "--bed", &bed]].concat())?;
    assert!(said.contains("left out of the genome's coordinates: 1 promoter"), "{said}");
    let text = fs::read_to_string(&genome)?;
    let records = text.split('>').skip(1).filter_map(|record| record.split_once('\n'));
    let contigs: BTreeMap<&str, String> = records.map(|(name, bases)| (name.trim(), bases.replace('\n', ""))).collect();
    let bed = fs::read_to_string(&bed)?;
    let (mut kinds, mut strands) = ([0; 3], [0; 2]);
    for line in bed.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (start, end): (usize, usize) = (cells[1].parse()?, cells[2].parse()?);
        let forward = &contigs[cells[0]].as_bytes()[start..end];
        let is_forward = cells[5] == "+";
        strands[usize::from(is_forward)] += 1;
        let own = if is_forward { forward.to_vec() } else { reverse_complement(forward) };
        let own = String::from_utf8(own)?;
        let change = cells[3].rsplit(":_").next().ok_or("no change")?;
        let parts: Vec<&str> = change.split('_').collect();
        match parts[1..] {
            ["insert", _] => assert_eq!(own, "", "{line}"),
            ["delete", bases] => assert_eq!(own, bases, "{line}"),
            [one] => assert_eq!(Some(own.as_str()), one.split_once('>').map(|(old, _)| old), "{line}"),
            _ => panic!("{line}"),
        }
        kinds[usize::from(parts[1] == "delete") + 2 * usize::from(parts.len() == 2)] += 1;
    }
    let changes = fs::read_to_string(&steps)?;
    let is_placed = |line: &&str| !line.starts_with("nowhere") && line.split('\t').nth(2) != Some("0");
    assert_eq!(bed.lines().count(), changes.lines().skip(1).filter(is_placed).count());
    assert!(kinds.iter().chain(&strands).all(|count| *count > 0), "{kinds:?} {strands:?}");
    fs::write(path("only.fa"), format!(">nowhere\n{nowhere}{nowhere}\n"))?;
    let only = path("only.fa");
    let asked = ["design", "--model", "models/abundance-yeast", "--promoters", &only, "--raise", "mRNA abundance"];
    let output = Command::cargo_bin("cisight")?.args(asked).args(["--bed", &path("e.bed")]).output()?;
    let said = String::from_utf8(output.stderr)?;
    assert!(output.status.code() == Some(2) && said.contains("no promoter says where it lies on a genome"), "{said}");
    Ok(())
}
