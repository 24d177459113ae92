//! `cisight catalogue`, on a made-up chromosome of 90 bases.

use std::error::Error;
use std::fs;

use assert_cmd::Command;
use cisight::sequence::Catalogue;
use predicates::prelude::*;
use predicates::str::contains;

type Outcome = Result<(), Box<dyn Error>>;

const RECORD: &str = "\
LOCUS       TEST1                     90 bp    DNA     linear       01-JAN-2020
DEFINITION  Made up.
ACCESSION   TEST1
VERSION     TEST1.3
FEATURES             Location/Qualifiers
     source          1..90
     gene            41..49
                     /locus_tag=\"T1W\"
     CDS             join(41..43,45..49)
                     /locus_tag=\"T1W\"
                     /gene=\"ONE1\"
     CDS             complement(join(3..5,8..20))
                     /locus_tag=\"T2C\"
     CDS             44..49
                     /locus_tag=\"T1W\"
     CDS             <1..9
                     /locus_tag=\"T3W\"
     CDS             60..70
                     /note=\"without a name\"
ORIGIN
        1 gattacagat tacagattac ccggttaacc ggttaaccat atgaaatgaa acgtacgtac
       61 gtacgtacgt acgtacgtac gtnacgtacg
//
";

fn command(folder: &tempfile::TempDir) -> Result<Command, Box<dyn Error>> {
    let mut command = Command::cargo_bin("cisight")?;
    command.current_dir(folder).args(["catalogue", "--species", "Testus testus", "--assembly", "T1", "--length", "22"]);
    Ok(command)
}

#[test]
fn promoters_of_both_strands_are_written_and_compared() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("one.gb"), RECORD)?;
    let other = ">ONE1\ntacccggttaaccggttaaccat\n>t2c\nGGTTAACCGGTTAACCGGTTAA\n>T9W\nGGTTAACCGGTTAACCGGTTAA\n";
    fs::write(folder.path().join("other.fa"), other)?;
    let mut command = command(&folder)?;
    command.args(["--genbank", "one.gb", "--out", "cat.safetensors", "--fasta", "-", "--check", "other.fa"]);
    let expected =
        ">T1W ONE1 TEST1.3:19-40(+)\nACCCGGTTAACCGGTTAACCAT\n>T2C TEST1.3:21-42(-)\nATATGGTTAACCGGTTAACCGG\n";
    command
        .assert()
        .success()
        .stdout(expected)
        .stderr(contains("1 contig, 90 bases, 3 genes that code for proteins"))
        .stderr(contains("coding sequences without a name (left out): 1 (60..70)"))
        .stderr(contains("genes without a start codon (left out): 1 (T3W)"))
        .stderr(contains("begin at other start codons (the one furthest upstream counts): 1 (T1W)"))
        .stderr(contains("equal: 0\nthe same but for the length: 1 (T1W)\ndifferent: 1 (T2C)"))
        .stderr(contains("in the FASTA only: 1 (T9W)"));
    let catalogue = Catalogue::from_bytes(&fs::read(folder.path().join("cat.safetensors"))?)?;
    assert_eq!(catalogue.origin().source, "GenBank TEST1.3");
    assert_eq!(catalogue.find("one1").map(|found| found.bases), Some(b"ACCCGGTTAACCGGTTAACCAT".to_vec()));
    Ok(())
}

#[test]
fn promoters_may_reach_beyond_their_anchor() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("one.gb"), RECORD)?;
    let cut = |upstream: &str, downstream: &str| -> Result<String, Box<dyn Error>> {
        let mut run = Command::cargo_bin("cisight")?;
        run.current_dir(folder.path()).args(["promoters", "--genbank", "one.gb", "--upstream", upstream]);
        let output = run.args(["--downstream", downstream]).assert().success().get_output().stdout.clone();
        Ok(String::from_utf8(output)?)
    };
    let (whole, upstream) = (cut("22", "10")?, cut("22", "0")?);
    let sequences = |text: &str| -> Vec<String> {
        text.split('>').skip(1).map(|record| record.lines().skip(1).collect()).collect()
    };
    for (whole, upstream) in sequences(&whole).iter().zip(sequences(&upstream)) {
        assert!(whole.starts_with(&upstream) && whole.len() == upstream.len() + 10, "{whole}");
    }
    assert_eq!(&sequences(&whole)[0][22..], "ATGAAATGAA");
    assert!(whole.starts_with(">T1W ONE1 TEST1.3:19-50(+)"), "{whole}");
    // Beyond the end of its contig a promoter holds N, so that its anchor stays in its place.
    let far = cut("22", "80")?;
    assert!(sequences(&far).iter().all(|bases| bases.len() == 102 && bases.ends_with('N')), "{far}");
    Ok(())
}

#[test]
fn a_gene_outside_its_record_costs_no_other() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("one.gb"), RECORD.replace("8..20", "8..200"))?;
    let run = command(&folder)?.args(["--genbank", "one.gb", "--out", "cat.safetensors", "--fasta", "-"]).assert();
    run.success()
        .stdout(">T1W ONE1 TEST1.3:19-40(+)\nACCCGGTTAACCGGTTAACCAT\n")
        .stderr(contains("genes that reach beyond their contig's end (left out): 1 (T2C)"));
    Ok(())
}

fn complains_in_its_last_line(text: &str) -> bool {
    let complaint = |line: &&str| line.starts_with("cisight: ");
    text.lines().filter(complaint).count() == 1 && text.lines().last().as_ref().is_some_and(complaint)
}

#[test]
fn bad_input_exits_with_2_and_one_line() -> Outcome {
    let folder = tempfile::tempdir()?;
    let without_bases = RECORD.split("ORIGIN").next().unwrap_or_default().to_owned() + "//\n";
    // Every gene.
    let outside = RECORD.replace("8..20", "8..200").replace("CDS             join(41", "exon            join(41");
    let outside = outside.replace("44..49", "44..490").replace("<1..9", "1..900");
    let cases = [
        ("fasta.gb", ">T1W\nACGT\n".to_owned(), "record 1 is not a GenBank record, or is cut short"),
        ("empty.gb", String::new(), "holds no GenBank record"),
        ("cut.gb", RECORD[..400].to_owned(), "record 1 is not a GenBank record, or is cut short"),
        ("bare.gb", without_bases, "TEST1.3 has no bases"),
        ("outside.gb", outside, "T2C starts at base 200 of TEST1.3, which has 90"),
        ("genes.gb", RECORD.replace("CDS ", "exon"), "no CDS feature with a name"),
    ];
    for (name, text, message) in cases {
        fs::write(folder.path().join(name), text)?;
        let run = command(&folder)?.args(["--genbank", name, "--out", "cat"]).assert();
        run.code(2).stdout("").stderr(contains(message)).stderr(predicate::function(complains_in_its_last_line));
    }
    let missing = "missing.gb: No such file";
    command(&folder)?.args(["--genbank", "missing.gb", "--out", "cat"]).assert().code(2).stderr(contains(missing));
    Ok(())
}
