//! What lies around the ends of transcripts, from every format of annotation and on both strands.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;

use cisight::genome::{Anchor, Genome, GenomeError, Promoters};
use cisight::sequence::Reach;

use crate::genome::unpacked;
use crate::shared::shared;

type Outcome = Result<(), Box<dyn Error>>;

/// Base 10 of the first contig is C, base 30 G and base 40 C.
const FASTA: &[u8] = b">I\nACGTACGTACGGTTAACCATGAAATTTGGGCCCATCGATCG\n>II\nttttccccaaaaggggcatt\n";

/// A gene on the forward strand with two transcripts, one on the reverse strand, one at the end of its contig,
/// one of coding sequence alone, one whose transcript goes on.
const GFF: &str = "##gff-version 3
I\tx\tgene\t10\t33\t.\t+\t.\tID=A1
I\tx\tmRNA\t15\t30\t.\t+\t.\tID=A1.1;Parent=A1
I\tx\tCDS\t19\t30\t.\t+\t0\tParent=A1.1
I\tx\tmRNA\t10\t33\t.\t+\t.\tID=A1.2;Parent=A1
I\tx\tCDS\t19\t30\t.\t+\t0\tParent=A1.2
I\tx\tgene\t8\t18\t.\t-\t.\tID=B1
I\tx\tmRNA\t8\t18\t.\t-\t.\tID=B1.1;Parent=B1
I\tx\tCDS\t12\t17\t.\t-\t0\tParent=B1.1
II\tx\tgene\t2\t9\t.\t-\t.\tID=C1
II\tx\tfive_prime_UTR\t9\t9\t.\t-\t.\tParent=C1.1
II\tx\texon\t2\t4\t.\t-\t.\tParent=C1.1
II\tx\texon\t6\t9\t.\t-\t.\tParent=C1.1
II\tx\tCDS\t3\t8\t.\t-\t0\tParent=C1.1
II\tx\tmRNA\t2\t9\t.\t-\t.\tID=C1.1;Parent=C1
II\tx\tCDS\t12\t20\t.\t-\t0\tID=D1;locus_tag=D1
II\tx\tgene\t12\t18\t.\t+\t.\tID=E1
II\tx\tmRNA\t12\t18\t.\t+\t.\tID=E1.1;Parent=E1;end_range=18,.
II\tx\tCDS\t12\t17\t.\t+\t0\tParent=E1.1
";

const GTF: &str = "I\tx\texon\t15\t30\t.\t+\t.\tgene_id \"A1\"; transcript_id \"A1.1\";
I\tx\tCDS\t19\t30\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.1\";
I\tx\texon\t10\t20\t.\t+\t.\tgene_id \"A1\"; transcript_id \"A1.2\";
I\tx\texon\t25\t33\t.\t+\t.\tgene_id \"A1\"; transcript_id \"A1.2\";
I\tx\tCDS\t19\t20\t.\t+\t0\tgene_id \"A1\"; transcript_id \"A1.2\";
I\tx\ttranscript\t8\t18\t.\t-\t.\tgene_id \"B1\"; transcript_id \"B1.1\";
I\tx\tCDS\t12\t17\t.\t-\t0\tgene_id \"B1\"; transcript_id \"B1.1\";
II\tx\texon\t2\t4\t.\t-\t.\tgene_id \"C1\"; transcript_id \"C1.1\";
II\tx\texon\t6\t9\t.\t-\t.\tgene_id \"C1\"; transcript_id \"C1.1\";
II\tx\tCDS\t6\t8\t.\t-\t0\tgene_id \"C1\"; transcript_id \"C1.1\";
II\tx\tCDS\t12\t20\t.\t-\t0\tgene_id \"D1\"; transcript_id \"D1.1\";
II\tx\texon\t12\t18\t.\t+\t.\tgene_id \"E1\"; transcript_id \"E1.1\"; tag \"mRNA_end_NF\";
II\tx\tCDS\t12\t17\t.\t+\t0\tgene_id \"E1\"; transcript_id \"E1.1\";
";

fn genbank() -> String {
    let feature = |(kind, location, gene): (&str, &str, &str)| {
        format!("     {kind:<16}{location}\n                     /locus_tag=\"{gene}\"\n")
    };
    let record = |name: &str, bases: &str, features: &[(&str, &str, &str)]| {
        let features: String = features.iter().copied().map(feature).collect();
        let count = bases.len();
        format!(
            "LOCUS       {name} {count} bp DNA linear PLN\nFEATURES             Location/Qualifiers\n{features}ORIGIN\n        1 {bases}\n//\n"
        )
    };
    let first = [
        ("CDS", "19..30", "A1"),
        ("mRNA", "15..30", "A1"),
        ("mRNA", "join(10..20,25..33)", "A1"),
        ("CDS", "complement(12..17)", "B1"),
        ("mRNA", "complement(8..18)", "B1"),
    ];
    let second = [
        ("CDS", "complement(3..8)", "C1"),
        ("mRNA", "complement(join(2..4,6..9))", "C1"),
        ("CDS", "complement(12..20)", "D1"),
        ("CDS", "12..17", "E1"),
        ("mRNA", "12..>18", "E1"),
    ];
    record("I", "acgtacgtacggttaaccatgaaatttgggcccatcgatcg", &first) + &record("II", "ttttccccaaaaggggcatt", &second)
}

const AROUND: Reach = Reach { upstream: 4, downstream: 3 };

fn listed(promoters: &Promoters) -> Result<Vec<String>, GenomeError> {
    let mut lines = Vec::new();
    promoters.each(|gene, place, bases| lines.push(format!("{gene} {place} {}", String::from_utf8_lossy(&bases))))?;
    Ok(lines)
}

#[test]
fn every_format_gives_what_lies_around_the_last_base() -> Outcome {
    let genbank = genbank();
    let genomes = [
        ("GFF3", Genome::read(FASTA, Some(GFF.as_bytes()))?),
        ("GTF", Genome::read(FASTA, Some(GTF.as_bytes()))?),
        ("GenBank", Genome::read(genbank.as_bytes(), None)?),
    ];
    for (format, genome) in genomes {
        let promoters = genome.promoters(Anchor::TranscriptEnd, AROUND)?;
        // Bases 30 to 33 are the transcript's last four; of the gene on the other strand, bases 11 to 8. The contig
        // ends one base behind the third gene, so that N stand in for two.
        let expected = ["A1 I:30-36(+) GCCCATC", "B1 I:5-11(-) CGTACGT", "C1 II:1-5(-) GAAAANN"];
        assert_eq!(listed(&promoters)?, expected, "{format}");
        let notes: Vec<String> = promoters.notes().iter().map(ToString::to_string).collect();
        let said = [
            "genes whose transcript's end is not annotated (left out): 2 (D1, E1)",
            "genes with transcripts that end elsewhere (the one furthest downstream counts): 1 (A1)",
            "promoters that the end of the contig cuts short: 1 (C1)",
        ];
        for own in said {
            assert!(notes.iter().any(|note| note == own), "{format}: {own} in {notes:?}");
        }
    }
    Ok(())
}

#[test]
fn a_transcript_that_goes_on_has_no_end_on_either_strand() -> Outcome {
    let ends = |attributes: &str, strand: char| -> Result<bool, GenomeError> {
        let gene = |name: &str, more: &str| {
            format!(
                "I\tx\tmRNA\t12\t30\t.\t{strand}\t.\tID={name}.t{more}\nI\tx\tCDS\t15\t26\t.\t{strand}\t0\tParent={name}.t\n"
            )
        };
        let annotation = gene("A", "") + &gene("B", attributes);
        let genome = Genome::read(FASTA, Some(annotation.as_bytes()))?;
        Ok(listed(&genome.promoters(Anchor::TranscriptEnd, AROUND)?)?.len() == 2)
    };
    for (attributes, forward, reverse) in [
        ("", true, true),
        (";end_range=30,.", false, true),
        (";start_range=.,12", true, false),
        (";partial=01", false, true),
        (";partial=10", true, false),
        (";tag=mRNA_end_NF", false, false),
        (";tag=mRNA_start_NF", true, true),
    ] {
        assert_eq!((ends(attributes, '+')?, ends(attributes, '-')?), (forward, reverse), "{attributes}");
    }
    Ok(())
}

#[test]
fn where_no_transcript_is_annotated_there_is_no_end() -> Outcome {
    // The part before the coding sequence says where a transcript starts, and nothing about its end.
    let half = "I\tx\tfive_prime_UTR\t10\t18\t.\t+\t.\tParent=A.t\nI\tx\tCDS\t19\t30\t.\t+\t0\tID=A.c;Parent=A.t\n";
    let genome = Genome::read(FASTA, Some(half.as_bytes()))?;
    assert_eq!(listed(&genome.promoters(Anchor::TranscriptStart, 3)?)?, ["A.t I:7-9(+) GTA"]);
    let error = genome.promoters(Anchor::TranscriptEnd, AROUND).map(|_| ()).map_err(|error| error.to_string());
    assert!(error.is_err_and(|error| error.contains("up to their last base") && error.contains("transcript-end")));
    Ok(())
}

#[test]
fn the_words_of_manifests_are_understood() {
    let cases = [
        ("transcript end", Some(Anchor::TranscriptEnd)),
        ("Transcription end site", Some(Anchor::TranscriptEnd)),
        ("TTS", Some(Anchor::TranscriptEnd)),
        ("terminator", Some(Anchor::TranscriptEnd)),
        ("polyadenylation site", Some(Anchor::TranscriptEnd)),
        ("transcript start", Some(Anchor::TranscriptStart)),
        ("transcription start", Some(Anchor::TranscriptStart)),
        ("TSS", Some(Anchor::TranscriptStart)),
        ("start codon", Some(Anchor::StartCodon)),
        ("end of the insert", None),
    ];
    for (words, expected) in cases {
        assert_eq!(Anchor::of(words), expected, "{words}");
    }
    for anchor in [Anchor::StartCodon, Anchor::TranscriptStart, Anchor::TranscriptEnd] {
        assert_eq!(Anchor::of(anchor.name()), Some(anchor));
    }
}

/// Promoters and terminators of Arabidopsis genes that others cut out, by the genes' first and last bases.
#[test]
fn both_ends_of_arabidopsis_genes_agree_with_another_extraction() -> Outcome {
    let Some(data) = shared("data/a-thaliana") else { return Ok(()) };
    let table = String::from_utf8(unpacked(&data.join("leaf-chromosome-1.tsv.gz"))?)?;
    let mut rows = table.lines().map(|line| line.split('\t').collect::<Vec<&str>>());
    let header = rows.next().unwrap_or_default();
    let column = |name: &str| header.iter().position(|own| *own == name).ok_or(format!("no column {name}"));
    let [gene, strand, start, end] = ["gene", "strand", "start", "end"].map(column);
    let [gene, strand, start, end] = [gene?, strand?, start?, end?];
    let [promoter, terminator] = [column("tss_minus1000_plus500")?, column("tts_minus500_plus1000")?];
    let rows: Vec<Vec<&str>> = rows.collect();
    let mut annotation = String::from("##gff-version 3\n");
    for row in &rows {
        let (gene, strand, start, end) = (row[gene], row[strand], row[start], row[end]);
        let place = format!("{start}\t{end}\t.\t{strand}\t.");
        writeln!(annotation, "NC_003070.9\tx\tgene\t{place}\tID={gene}")?;
        writeln!(annotation, "NC_003070.9\tx\tmRNA\t{place}\tID={gene}.1;Parent={gene}")?;
    }
    let genome = Genome::read(&unpacked(&data.join("chromosome-1.fa.gz"))?, Some(annotation.as_bytes()))?;
    let cases = [
        (Anchor::TranscriptStart, Reach { upstream: 1000, downstream: 500 }, promoter),
        (Anchor::TranscriptEnd, Reach { upstream: 500, downstream: 1000 }, terminator),
    ];
    for (anchor, reach, column) in cases {
        let mut own = HashMap::new();
        genome.promoters(anchor, reach)?.each(|gene, _, bases| drop(own.insert(gene.to_owned(), bases)))?;
        let equal = rows.iter().filter(|row| own.get(row[gene]).is_some_and(|bases| bases == row[column].as_bytes()));
        let equal = equal.count();
        println!("{}: {equal} of {} genes are equal", anchor.name(), rows.len());
        assert_eq!((equal, rows.len()), (6203, 6203));
    }
    Ok(())
}
