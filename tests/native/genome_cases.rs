//! Genomes as people's files are, from public reports: promoters that were computed elsewhere, and what is
//! said on the way.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cisight::genome::{Anchor, Genome, GenomeError, GenomeFiles, Promoters};

type Outcome = Result<(), Box<dyn Error>>;

const CODON: Anchor = Anchor::StartCodon;
const TRANSCRIPT: Anchor = Anchor::TranscriptStart;

fn folder(case: &str) -> PathBuf {
    Path::new("tests/fixtures/genomes").join(case)
}

/// A genome from the files of a case: sequences first, then at most one annotation.
fn read(case: &str, files: &str) -> Result<Genome, Box<dyn Error>> {
    let mut genome = GenomeFiles::default();
    for name in files.split(' ') {
        let bytes = fs::read(folder(case).join(name))?;
        let is_annotation = ["gff", "gff3", "gtf"].iter().any(|ending| name.ends_with(&format!(".{ending}")));
        if is_annotation { genome.add_annotation(bytes) } else { genome.add_sequence(bytes) }
    }
    Ok(genome.read()?)
}

fn listed(promoters: &Promoters) -> Result<Vec<(String, String)>, GenomeError> {
    let mut found = Vec::new();
    promoters.each(|gene, description, bases| {
        // Without the place, which is the last word.
        let name = format!("{gene} {description}");
        let name = name.rsplit_once(' ').map_or(name.as_str(), |(name, _)| name);
        found.push((name.to_owned(), String::from_utf8_lossy(&bases).into_owned()));
    })?;
    Ok(found)
}

fn notes(promoters: &Promoters) -> String {
    let notes = promoters.notes().iter();
    notes.map(|note| format!("{note}\n")).collect()
}

/// A case, its files, the length and the anchor of promoters, the names of the genes with the promoters that
/// are expected (as in `expected`, where another name stands after an equals sign), and a part of what has to
/// be said.
type Case = (&'static str, &'static str, usize, Anchor, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "braker-gtf",
        "genome.fa braker.gtf",
        200,
        CODON,
        "g1, g2",
        "at other start codons (the one furthest upstream counts): 1 (g2)",
    ),
    ("braker-gtf", "genome.fa braker-sorted.gtf", 200, CODON, "g1, g2", "other start codons"),
    ("braker-gtf", "genome.fa quoted-only.gtf", 200, CODON, "g1, g2", "other start codons"),
    ("jgi-gff2", "genome.fa jgi.gff", 200, CODON, "AN5093, AN5092", "have no gene_id: 2 (AN5093, AN5092)"),
    (
        "yeast-contig-names",
        "ncbi.fna ncbi.gff",
        150,
        CODON,
        "YAL068C PAU8 = YAL068C, YAL067W-A, YAL067C SEO1 = YAL067C, YBL112C",
        "",
    ),
    (
        "yeast-contig-names",
        "ucsc.fa ncbi.gff",
        150,
        CODON,
        "YAL068C PAU8 = YAL068C, YAL067W-A, YAL067C SEO1 = YAL067C, YBL112C",
        "matched by what the annotation says of them: 2 (NC_001133.9 = chrI, NC_001134.8 = chrII)",
    ),
    (
        "yeast-contig-names",
        "sgd.fsa sgd.gff",
        150,
        CODON,
        "YAL068C PAU8 = YAL068C, YAL067W-A, YAL067C SEO1 = YAL067C, YBL112C",
        "2 (chrI = ref|NC_001133|, chrII = ref|NC_001134|)",
    ),
    (
        "yeast-contig-names",
        "ncbi.fna sgd.gff",
        150,
        CODON,
        "YAL068C PAU8 = YAL068C, YAL067W-A, YAL067C SEO1 = YAL067C, YBL112C",
        "2 (chrI = NC_001133.9, chrII = NC_001134.8)",
    ),
    (
        "yeast-contig-names",
        "sgd-with-fasta.gff",
        150,
        CODON,
        "YAL068C PAU8 = YAL068C, YAL067W-A, YAL067C SEO1 = YAL067C, YBL112C",
        "",
    ),
    ("origin-spanning", "genome.fa circular.gff", 100, CODON, "CHR1, CHR2, PLS1, PLS2", ""),
    ("origin-spanning", "genome.fa plus.gff", 100, CODON, "CHR1, CHR2, PLS1, PLS3 = *", ""),
    ("origin-spanning", "circular.gb", 100, CODON, "CHR1, CHR2, PLS1, PLS2", ""),
    (
        "trans-spliced-two-parents",
        "genome.fa trans.gff3",
        200,
        CODON,
        "gene83 rps12 = rps12, gene1 plain = plain",
        "genes on both strands or on none (left out): 1 (CsCp066)",
    ),
    ("byte-order-mark", "genome.fa genes.gff3", 300, CODON, "G1 ABC1 = G1", ""),
    ("byte-order-mark", "genome-bom.fa genes.gff3", 300, CODON, "G1 ABC1 = G1", ""),
    ("byte-order-mark", "genome.fa genes-bom.gff3", 300, CODON, "G1 ABC1 = G1", ""),
    ("byte-order-mark", "genome.fa genes-bom-no-header.gff3", 300, CODON, "G1 ABC1 = G1", ""),
    ("byte-order-mark", "record-bom.gb", 300, CODON, "G1", ""),
    ("genbank-locus-lines", "prokka-collided.gbk", 300, CODON, "A_00001, A_00002", ""),
    ("genbank-locus-lines", "prokka-two.gbk", 300, CODON, "A_00001, A_00002, A_00003", ""),
    ("genbank-locus-lines", "long-name.gbk", 300, CODON, "A_00001, A_00002", ""),
    ("genbank-locus-lines", "consrtm.gb", 300, CODON, "A_00001, A_00002", ""),
    ("genbank-locus-lines", "prokka-date-below.gbk", 300, CODON, "A_00001, A_00002", ""),
    ("two-bit-byte-order", "genome.fa genes.gff3", 300, CODON, "A, B, C", "cuts short: 2 (B, C)"),
    ("two-bit-byte-order", "little.2bit genes.gff3", 300, CODON, "A, B, C", "cuts short: 2 (B, C)"),
    ("two-bit-byte-order", "big.2bit genes.gff3", 300, CODON, "A, B, C", "cuts short: 2 (B, C)"),
    ("exon-only-gtf", "genome.fa exons.gtf", 200, TRANSCRIPT, "ACT1, AGP3, ACS2X", ""),
    ("exon-only-gtf", "genome.fa exons-live-track-line.gtf", 200, TRANSCRIPT, "ACT1, AGP3, ACS2X", ""),
    ("exon-only-gtf", "genome.fa with-track-and-cds.gtf", 200, TRANSCRIPT, "ACT1, AGP3, ACS2X", ""),
    ("fungidb-gff3", "genome.fa fungidb.gff", 200, CODON, "CNAG_00001, CNAG_00002 LAC1", ""),
    ("fungidb-gff3", "genome.fa fungidb.gff", 200, TRANSCRIPT, "CNAG_00001, CNAG_00002 LAC1", ""),
    (
        "attribute-oddities",
        "genome.fa odd.gff3",
        100,
        CODON,
        "YGL234W ADE5,7, YGL235W ADE5,7, YIL154C IMP2', LBPN_00851 gltI_3, G5 semi = G5, G6 SPC1",
        "",
    ),
    ("attribute-oddities", "genome.fa commas.gff3", 100, CODON, "YGL234W ADE5,7, YGL235W ADE5,7, YIL154C IMP2'", ""),
    ("attribute-oddities", "genome.fa quoted.gff3", 100, CODON, "YGL234W ADE5,7, LBPN_00851 gltI_3", ""),
    ("attribute-oddities", "genome.fa bare-flags.gff3", 100, CODON, "YGL234W ADE5,7, G5 semi = G5", ""),
    ("attribute-oddities", "genome.fa flag-between.gff3", 100, CODON, "G5 YFG5 = G5, YX6 SPC1 = G6 SPC1", ""),
    ("attribute-oddities", "genome.fa spaces.gff3", 100, CODON, "YGL234W ADE5,7, G6 SPC1", ""),
    ("attribute-oddities", "genome.fa gff3-with-quotes-first.gff3", 100, CODON, "YGL234W = YGL234W ADE5,7", ""),
    ("attribute-oddities", "genome.fa semicolon.gtf", 100, CODON, "YGL234W ADE5,7", ""),
];

#[test]
fn files_of_public_reports_give_the_promoters_that_were_cut_elsewhere() -> Outcome {
    for &(case, files, length, anchor, genes, said) in CASES {
        let expected = if (case, anchor) == ("fungidb-gff3", TRANSCRIPT) { "expected-tss.fa" } else { "expected.fa" };
        let expected = records(&fs::read_to_string(folder(case).join(expected))?);
        let promoters = read(case, files)?.promoters(anchor, length)?;
        let found = listed(&promoters)?;
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        // Genes' names may have commas, but no blank after them.
        let wanted: Vec<(&str, &str)> =
            genes.split(", ").map(|gene| gene.split_once(" = ").unwrap_or((gene, gene))).collect();
        assert_eq!(names, wanted.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{case}: {files}");
        for ((name, bases), (_, as_expected)) in found.iter().zip(&wanted) {
            let own = expected.iter().find(|(header, _)| is_called(header, as_expected));
            if *as_expected != "*" {
                assert_eq!(own.map(|(_, bases)| bases), Some(bases), "{case}: {files}: {name}");
            }
        }
        let notes = notes(&promoters);
        assert!(notes.contains(said), "{case}: {files}: {notes}");
    }
    Ok(())
}

#[test]
fn a_file_without_what_the_anchor_needs_says_which_anchor_works() -> Outcome {
    let exons = read("exon-only-gtf", "genome.fa exons.gtf")?;
    let without = exons.promoters(CODON, 200).map(|_| ()).map_err(|error| error.to_string());
    assert!(without.is_err_and(|error| error.contains("no coding sequences") && error.contains("transcript-start")));
    let coding = read("two-bit-byte-order", "genome.fa genes.gff3")?;
    let without = coding.promoters(TRANSCRIPT, 200).map(|_| ()).map_err(|error| error.to_string());
    assert!(without.is_err_and(|error| error.contains("no transcripts") && error.contains("start-codon")));
    Ok(())
}

/// Expected records may say more after the name, in brackets or after a colon.
fn is_called(header: &str, name: &str) -> bool {
    header.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
}

fn records(text: &str) -> Vec<(String, String)> {
    let found = text.split('>').skip(1).filter_map(|record| record.split_once('\n'));
    found.map(|(header, bases)| (header.to_owned(), bases.replace('\n', ""))).collect()
}
