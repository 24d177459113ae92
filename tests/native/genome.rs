//! Promoters out of genomes and their annotation, of every format.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use cisight::genome::{Anchor, Counted, Genome, GenomeError, Promoters};
use cisight::sequence::{Catalogue, Promoter, read_fasta, reverse_complement};
use flate2::read::MultiGzDecoder;
use proptest::prelude::*;

use crate::shared::shared;

type Outcome = Result<(), Box<dyn Error>>;

/// Two contigs; the second is written in lower case, on two lines.
const FASTA: &[u8] = b">I first\nACGTACGTACGGTTAACCATGAAATTTGGGCCCATCGATCG\n>chrII\nttttccccaa\naaggggcatt\n";

/// One gene on each strand, one with two transcripts, one at the end of its contig, one without a whole start
/// codon.
const GFF: &str = "##gff-version 3
I\tx\tgene\t15\t35\t.\t+\t.\tID=gene:A1;gene_id=A1;Name=ALPHA
I\tx\tmRNA\t15\t35\t.\t+\t.\tID=transcript:A1.1;Parent=gene:A1
I\tx\texon\t15\t35\t.\t+\t.\tParent=transcript:A1.1
I\tx\tCDS\t19\t30\t.\t+\t0\tID=CDS:A1.1;Parent=transcript:A1.1
I\tx\tmRNA\t10\t35\t.\t+\t.\tID=transcript:A1.2;Parent=gene:A1
I\tx\tCDS\t22\t30\t.\t+\t0\tID=CDS:A1.2;Parent=transcript:A1.2
I\tx\tgene\t3\t9\t.\t-\t.\tID=gene-B1;locus_tag=B1
I\tx\tCDS\t3\t5\t.\t-\t0\tID=cds-B1;Parent=gene-B1
I\tx\tCDS\t7\t9\t.\t-\t0\tID=cds-B1;Parent=gene-B1
I\tx\ttRNA\t36\t40\t.\t+\t.\tID=trna
II\tx\tgene\t1\t9\t.\t+\t.\tID=C1
II\tx\tCDS\t1\t9\t.\t+\t1\tID=C1.cds;Parent=C1
II\tx\tCDS\t12\t20\t.\t-\t0\tID=D1;locus_tag=D1
";

const GTF: &str = "#!genome
I\tx\texon\t15\t35\t.\t+\t.\tgene_id \"A1\"; transcript_id \"A1.1\"; gene_name \"ALPHA\";
I\tx\tCDS\t19\t30\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.1\"; gene_name \"ALPHA\";
I\tx\tstart_codon\t19\t21\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.1\";
I\tx\tCDS\t22\t30\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.2\";
I\tx\tstart_codon\t22\t24\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.2\";
I\tx\tCDS\t3\t5\t.\t-\t0\tgene_id \"B1\"; transcript_id \"B1.1\";
I\tx\tCDS\t7\t9\t.\t-\t0\tgene_id \"B1\"; transcript_id \"B1.1\";
I\tx\tstart_codon\t7\t9\t.\t-\t0\tgene_id \"B1\"; transcript_id \"B1.1\";
chrII\tx\tCDS\t1\t9\t.\t+\t1\tgene_id \"C1\"; transcript_id \"C1.1\";
chrII\tx\tCDS\t12\t20\t.\t-\t0\tgene_id \"D1\"; transcript_id \"D1.1\";
chrII\tx\tstart_codon\t18\t20\t.\t-\t0\tgene_id \"D1\"; transcript_id \"D1.1\";
";

fn cut(sequence: &[u8], annotation: &str, anchor: Anchor, length: usize) -> Result<Promoters, GenomeError> {
    Genome::read(sequence, Some(annotation.as_bytes()))?.promoters(anchor, length)
}

fn listed(promoters: &Promoters) -> Result<Vec<String>, GenomeError> {
    let mut lines = Vec::new();
    promoters.each(|gene, description, bases| {
        lines.push(format!("{gene} {description} {}", String::from_utf8_lossy(&bases)));
    })?;
    Ok(lines)
}

fn noted(promoters: &Promoters, what: &str) -> Option<(usize, Vec<String>)> {
    let note = promoters.notes().iter().find(|note| note.to_string().contains(what))?;
    let Counted { count, examples } = note.counted();
    Some((*count, examples.iter().map(ToString::to_string).collect()))
}

#[test]
fn both_formats_give_the_promoters_before_the_start_codons() -> Outcome {
    // Blank lines and line ends of another system change nothing.
    let spaced = GTF.replace('\n', "\r\n\r\n");
    for annotation in [GFF, GTF, &spaced] {
        let promoters = cut(FASTA, annotation, Anchor::StartCodon, 8)?;
        let expected = ["A1 ALPHA I:11-18(+) GGTTAACC", "B1 I:10-17(-) GTTAACCG"];
        // The gene on the second contig opens it and has no promoter.
        assert_eq!(listed(&promoters)?, expected);
        assert_eq!(promoters.counts(), [2, 1]);
        assert_eq!(noted(&promoters, "other start codons"), Some((1, vec!["A1".to_owned()])));
        assert_eq!(noted(&promoters, "without a start codon"), Some((1, vec!["C1".to_owned()])));
        assert_eq!(noted(&promoters, "cuts short"), Some((1, vec!["D1".to_owned()])));
        let longer = cut(FASTA, annotation, Anchor::StartCodon, 12)?;
        assert_eq!(noted(&longer, "another gene's coding"), Some((2, vec!["A1".to_owned(), "B1".to_owned()])));
    }
    Ok(())
}

#[test]
fn promoters_may_end_before_the_transcript() -> Outcome {
    let promoters = cut(FASTA, GFF, Anchor::TranscriptStart, 6)?;
    assert_eq!(listed(&promoters)?, ["A1 ALPHA I:4-9(+) TACGTA"]);
    assert_eq!(noted(&promoters, "start elsewhere"), Some((1, vec!["A1".to_owned()])));
    assert_eq!(noted(&promoters, "transcript is not annotated").map(|(count, _)| count), Some(3));
    Ok(())
}

#[test]
fn what_cannot_be_used_is_named() {
    let error = |sequence: &[u8], annotation: &str| {
        Genome::read(sequence, Some(annotation.as_bytes())).map(|_| ()).map_err(|error| error.to_string()).unwrap_err()
    };
    let line = |text: &str| error(FASTA, text);
    let cases = [
        (error(b"", GFF), "neither FASTA"),
        (error(b"hello", GFF), "neither FASTA"),
        (error(FASTA, ""), "needs its annotation"),
        (error(b">I\nAC\x01GT\n", GFF), "record 1: \"I\" holds"),
        (error(b">I\nACGT\n>I\nACGT\n", GFF), "two records of the genome are named \"I\""),
        (error(b"\x1a\x41\x27\x43\0\0\0\0\x01\0\0\0", GFF), "2bit file cannot be read"),
        (error(b"\x43\x27\x41\x1a\0\0\0\0\xff\xff\xff\xff\0\0\0\0", GFF), "2bit file cannot be read"),
        (line("I\tx\tCDS\t5\n"), "annotation, line 1:"),
        (line("I\tx\tCDS\tfive\t9\t.\t+\t0\tID=a\n"), "annotation, line 1:"),
        (
            line("# c\nI\tx\tCDS\t9\t5\t.\t+\t0\tID=a\n"),
            "annotation, line 2: the feature ends (5) before it starts (9)",
        ),
        (line("I\tx\tCDS\t5\t9\t.\t+\t0\tx \"y\"; z \"w\"\n"), "line 1: there is no gene_id"),
        (line("I\tx\tgene\t5\t9\t.\t+\t.\tID=a\n"), "has no CDS feature"),
        (line("V\tx\tCDS\t5\t9\t.\t+\t0\tID=a\n"), "annotation is on \"V\" where the genome has \"I\", \"chrII\""),
    ];
    for (found, expected) in cases {
        assert!(found.contains(expected), "{found}");
    }
    let outside = cut(FASTA, "I\tx\tCDS\t5\t900\t.\t-\t0\tID=a\n", Anchor::StartCodon, 8);
    assert!(outside.is_err_and(|error| error.to_string().contains("a starts at base 900 of I, which has 41")));
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(sequence in any::<Vec<u8>>(), line in "(I|chrII)\t.{0,3}\t(CDS|exon)\t[0-9]{0,21}\t[0-9]{1,3}\t\\.\t[+-.]\t[012.]\t(ID|Parent)=.{0,6}") {
        let _ = Genome::read(&sequence, Some(line.as_bytes()));
        if let Ok(genome) = Genome::read(FASTA, Some(line.as_bytes())) {
            let _ = genome.promoters(Anchor::StartCodon, 20);
        }
        let _ = Genome::read(&[b"LOCUS ".as_slice(), &sequence].concat(), None);
        let _ = Genome::read(&[[0x43, 0x27, 0x41, 0x1a].as_slice(), &sequence].concat(), Some(GFF.as_bytes()));
    }
}

/// What a gzipped file holds.
pub fn unpacked(path: &Path) -> Result<Vec<u8>, std::io::Error> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(fs::File::open(path)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// SGD's feature table as GFF3; `start > stop` on the reverse strand, chromosomes by number.
fn as_gff(table: &str) -> String {
    const ROMAN: [&str; 16] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"];
    let line = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let chromosome = ROMAN.get(cells[8].parse::<usize>().ok()?.checked_sub(1)?)?;
        let [start, stop] = [9, 10].map(|at| cells[at].parse::<usize>());
        let (start, stop) = (start.ok()?, stop.ok()?);
        let strand = if cells[11] == "C" { '-' } else { '+' };
        let (low, high) = (start.min(stop), start.max(stop));
        let gene = cells[3];
        (cells[1] == "ORF").then(|| format!("{chromosome}\tSGD\tCDS\t{low}\t{high}\t.\t{strand}\t0\tID={gene}\n"))
    };
    table.lines().filter_map(line).collect()
}

#[test]
fn yeast_from_its_2bit_genome_equals_the_catalogue() -> Outcome {
    let Some(data) = shared("data/s-cerevisiae") else { return Ok(()) };
    let genome = data.join("genome-R64.2bit");
    let table = String::from_utf8_lossy(&unpacked(&data.join("SGD_features.tab.gz"))?).into_owned();
    let begun = Instant::now();
    let promoters = cut(&fs::read(genome)?, &as_gff(&table), Anchor::StartCodon, 1000)?;
    let mut own = HashMap::new();
    promoters.each(|gene, _, bases| {
        own.insert(gene.to_owned(), bases);
    })?;
    println!("{} promoters in {:.2} s", own.len(), begun.elapsed().as_secs_f64());
    let others = read_fasta(&unpacked(&data.join("promoters-1000bp-upstream-of-atg.fa.gz"))?)?.promoters;
    let differ: Vec<&str> = others
        .iter()
        .filter(|other| own.get(other.name()).is_none_or(|bases| bases != other.bases()))
        .map(Promoter::name)
        .collect();
    println!("{} promoters of another source, {} differ: {differ:?}", others.len(), differ.len());
    assert!(differ.is_empty());
    let catalogue = Catalogue::from_bytes(&fs::read("models/fun-prose-s-cerevisiae/catalogue.safetensors")?)?;
    let both = catalogue.promoters().filter_map(|found| Some((own.get(&found.gene.systematic)?, found.bases)));
    let (mut equal, mut different) = (0, 0);
    for (own, shipped) in both {
        if *own == shipped { equal += 1 } else { different += 1 }
    }
    println!("{equal} promoters are those of the shipped catalogue, {different} differ");
    assert!(equal > 5800 && different == 0);
    Ok(())
}

#[test]
fn neurospora_coordinates_agree_with_another_extraction() -> Outcome {
    let Some(data) = shared("data/n-crassa") else { return Ok(()) };
    let annotation = unpacked(&data.join("transcripts.gtf.gz"))?;
    // Its genome is not at hand: contigs of the right names and at least the right lengths, of one letter.
    let mut ends: HashMap<String, usize> = HashMap::new();
    for line in String::from_utf8_lossy(&annotation).lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(contig), Some(end)) = (cells.next(), cells.nth(3)) else { continue };
        let known = ends.entry(contig.to_owned()).or_default();
        *known = (*known).max(end.parse::<usize>()? + 2000);
    }
    let fasta: String = ends.iter().map(|(name, length)| format!(">{name}\n{}\n", "N".repeat(*length))).collect();
    for (anchor, file) in [(Anchor::StartCodon, "atg"), (Anchor::TranscriptStart, "transcript")] {
        let genome = Genome::read(fasta.as_bytes(), Some(&annotation))?;
        let mut own = HashMap::new();
        genome.promoters(anchor, 1000)?.each(|gene, place, _| {
            let place = place.rsplit(' ').next().unwrap_or_default();
            own.insert(gene.to_owned(), place.to_owned());
        })?;
        let text = unpacked(&data.join(format!("promoters-1000bp-upstream-of-{file}.fa.gz")))?;
        let (mut equal, mut other) = (0, Vec::new());
        for header in String::from_utf8_lossy(&text).lines().filter_map(|line| line.strip_prefix('>')) {
            let gene = header.split_whitespace().next().unwrap_or_default();
            // Some descriptions have brackets of their own.
            let mut brackets = header.split('[').skip(1).filter_map(|rest| rest.split(']').next());
            let place = brackets.find(|text| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
            let place = place.unwrap_or_default();
            let strand = if header.contains("[reverse complement]") { '-' } else { '+' };
            match own.get(gene) {
                Some(found) if found.ends_with(&format!(":{place}({strand})")) => equal += 1,
                Some(found) => other.push(format!("{gene} {found} {place}")),
                None => {}
            }
        }
        println!(
            "{file}: {} of {} genes agree; others: {:?}",
            equal,
            equal + other.len(),
            &other[..other.len().min(5)]
        );
        assert!(equal > 8500 && other.is_empty(), "{equal} agree, {} do not", other.len());
    }
    Ok(())
}

#[test]
fn turning_a_genome_over_changes_no_promoter() -> Outcome {
    let forward = "I\tx\tCDS\t19\t30\t.\t+\t0\tID=a\n";
    let bases = b"ACGTACGTACGGTTAACCATGAAATTTGGGCCCATCGATCG";
    let turned = [b">I\n".as_slice(), &reverse_complement(bases)].concat();
    let reverse = "I\tx\tCDS\t12\t23\t.\t-\t0\tID=a\n";
    let bases_of = |sequence: &[u8], annotation| -> Result<Vec<u8>, GenomeError> {
        let mut found = Vec::new();
        cut(sequence, annotation, Anchor::StartCodon, 10)?.each(|_, _, bases| found = bases)?;
        Ok(found)
    };
    assert_eq!(bases_of(FASTA, forward)?, bases_of(&turned, reverse)?);
    Ok(())
}
