use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::annotation::{Kind, Line};
use super::contigs::Contig;
use super::promoters::Counted;
use super::{CodingGene, GenomeError};
use crate::sequence::Strand;

/// What a gene is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    systematic: Option<String>,
    standard: Vec<String>,
}

impl Names {
    /// NCBI gives `locus_tag`, Ensembl `gene_id`, others an `ID` alone.
    pub(super) fn of_gff(line: &Line) -> Self {
        let id = || line.attribute("ID").map(|id| without_prefix(&id));
        let systematic = line.attribute("locus_tag").or_else(|| line.attribute("gene_id")).or_else(id);
        let standard = ["gene", "gene_name", "Name"].into_iter().filter_map(|tag| line.attribute(tag)).collect();
        Self { systematic: systematic.or_else(|| line.attribute("Name")), standard }
    }

    pub(super) fn systematic(&self) -> Option<String> {
        self.systematic.clone()
    }

    /// The identifier where nothing else names it.
    pub(super) fn or_id(mut self, id: &str) -> Self {
        let id = without_prefix(id);
        if self.systematic.is_none() && !id.is_empty() {
            self.systematic = Some(id);
        }
        self
    }
}

/// Ensembl writes `gene:YAL001C`, NCBI `gene-YAL001C`.
fn without_prefix(id: &str) -> String {
    let bare = ["gene:", "gene-", "transcript:", "rna-", "cds-", "CDS:"].into_iter().find_map(|p| id.strip_prefix(p));
    bare.unwrap_or(id).to_owned()
}

/// A part of a transcript.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    contig: String,
    kind: Kind,
    range: Range<usize>,
    strand: Option<Strand>,
    begins_within_codon: bool,
}

impl Piece {
    pub(super) fn of(line: &Line) -> Self {
        Self {
            contig: line.contig.clone(),
            kind: line.kind,
            range: line.start..line.end,
            strand: line.strand,
            begins_within_codon: line.begins_within_codon,
        }
    }
}

#[derive(Debug, Default)]
struct Transcript {
    gene: usize,
    pieces: Vec<Piece>,
}

/// Transcripts and the genes that they belong to, in the order in which they first appear.
#[derive(Debug, Default)]
pub(super) struct Transcripts {
    genes: Vec<Names>,
    gene_index: HashMap<String, usize>,
    transcripts: Vec<Transcript>,
    transcript_index: HashMap<String, usize>,
}

/// Where a transcript starts.
struct Starts {
    contig: usize,
    strand: Option<Strand>,
    start_codon: Option<usize>,
    transcript: Option<usize>,
    coding: Range<usize>,
}

impl Transcripts {
    /// Adds a piece to a transcript of a gene; both are made where they are new.
    pub(super) fn add(&mut self, transcript: &str, gene: &str, names: Names, piece: &Piece) {
        let gene = *self.gene_index.entry(gene.to_owned()).or_insert_with(|| {
            self.genes.push(names);
            self.genes.len() - 1
        });
        let index = *self.transcript_index.entry(transcript.to_owned()).or_insert_with(|| {
            self.transcripts.push(Transcript { gene, pieces: Vec::new() });
            self.transcripts.len() - 1
        });
        self.transcripts[index].pieces.push(piece.clone());
    }

    /// A line of GTF names its gene and its transcript itself.
    pub(super) fn add_gtf(&mut self, number: usize, line: &Line) -> Result<(), GenomeError> {
        if line.kind == Kind::Other {
            return Ok(());
        }
        let Some(gene) = line.attribute("gene_id") else {
            let reason = "there is no gene_id, which every line of GTF needs; repair the line or remove it".to_owned();
            return Err(GenomeError::Line { line: number, reason });
        };
        let standard = ["gene_name", "gene"].into_iter().filter_map(|tag| line.attribute(tag)).collect();
        let transcript = line.attribute("transcript_id").unwrap_or_else(|| gene.clone());
        let names = Names { systematic: Some(gene.clone()), standard };
        self.add(&transcript, &gene, names, &Piece::of(line));
        Ok(())
    }

    /// One gene a name, with the start that lies furthest upstream.
    pub(super) fn into_genes(self, contigs: &[Contig]) -> Result<(Vec<CodingGene>, Vec<Counted>), GenomeError> {
        let places = Places::new(contigs);
        let with_start_codons =
            self.transcripts.iter().any(|own| own.pieces.iter().any(|piece| piece.kind == Kind::StartCodon));
        let mut found: Vec<Option<CodingGene>> = vec![None; self.genes.len()];
        let mut elsewhere = Counted::new("genes on contigs that the genome does not have (left out)");
        let mut unplaced = Counted::new("genes on both strands or on none (left out)");
        let mut first_contig = None;
        for transcript in &self.transcripts {
            let coding = |piece: &&Piece| piece.kind == Kind::CodingSequence;
            let Some(piece) = transcript.pieces.iter().find(coding) else { continue };
            let name = || self.genes[transcript.gene].systematic.clone().unwrap_or_default();
            first_contig.get_or_insert(&piece.contig);
            let Some(contig) = places.find(&piece.contig) else {
                elsewhere.add(&name());
                continue;
            };
            let starts = transcript.starts(contig, with_start_codons);
            let Some(strand) = starts.strand else {
                unplaced.add(&name());
                continue;
            };
            match &mut found[transcript.gene] {
                Some(gene) => gene.add_transcript(starts.start_codon, starts.transcript),
                none => {
                    let Names { systematic, standard } = &self.genes[transcript.gene];
                    let Some(systematic) = systematic.clone() else { continue };
                    let standard = standard.iter().find(|name| !name.eq_ignore_ascii_case(&systematic)).cloned();
                    *none = Some(CodingGene {
                        contig: starts.contig,
                        systematic,
                        standard,
                        strand,
                        start_codon: starts.start_codon,
                        transcript_start: starts.transcript,
                        coding: starts.coding,
                        other_starts: [false; 2],
                    });
                }
            }
        }
        if let Some(annotated) = first_contig
            && found.iter().all(Option::is_none)
            && elsewhere.count > 0
        {
            return Err(places.unknown(annotated));
        }
        let mut twice = Counted::new("further genes of a name that an earlier gene has (left out)");
        let mut seen = HashSet::new();
        let mut genes: Vec<CodingGene> = found.into_iter().flatten().collect();
        genes.retain(|gene| {
            let new = seen.insert(gene.systematic.to_ascii_uppercase());
            if !new {
                twice.add(&gene.systematic);
            }
            new
        });
        Ok((genes, vec![elsewhere, unplaced, twice]))
    }
}

impl Transcript {
    fn starts(&self, contig: usize, with_start_codons: bool) -> Starts {
        let of = |kind: Kind| self.pieces.iter().filter(move |piece| piece.kind == kind);
        let whole = |pieces: &mut dyn Iterator<Item = &Piece>| {
            pieces.map(|piece| piece.range.clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
        };
        let coding = whole(&mut of(Kind::CodingSequence)).unwrap_or_default();
        let mut strands = of(Kind::CodingSequence).map(|piece| piece.strand);
        let first = strands.next().flatten();
        let strand = first.filter(|strand| strands.all(|other| other == Some(*strand)));
        let transcribed = whole(&mut of(Kind::Transcript).chain(of(Kind::Exon)));
        let border = |range: &Range<usize>| match strand {
            Some(Strand::Reverse) => range.end,
            _ => range.start,
        };
        let opening = of(Kind::CodingSequence).find(|piece| border(&piece.range) == border(&coding));
        let begins_within = opening.is_some_and(|piece| piece.begins_within_codon);
        let start_codon = match (with_start_codons, whole(&mut of(Kind::StartCodon))) {
            (true, Some(codon)) => Some(border(&codon)),
            (true, None) => None,
            (false, _) => (!begins_within).then(|| border(&coding)),
        };
        Starts { contig, strand, start_codon, transcript: transcribed.as_ref().map(border), coding }
    }
}

/// Contigs by name; `chrI` and `I` are one.
struct Places<'a> {
    contigs: &'a [Contig],
    index: HashMap<String, usize>,
}

impl<'a> Places<'a> {
    fn new(contigs: &'a [Contig]) -> Self {
        let exact = contigs.iter().enumerate().map(|(at, contig)| (contig.name.clone(), at));
        let loose = contigs.iter().enumerate().map(|(at, contig)| (loose(&contig.name), at));
        let mut index = HashMap::new();
        for (name, at) in exact.chain(loose) {
            index.entry(name).or_insert(at);
        }
        Self { contigs, index }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).or_else(|| self.index.get(&loose(name))).copied()
    }

    fn unknown(&self, annotated: &str) -> GenomeError {
        let some: Vec<String> = self.contigs.iter().take(3).map(|contig| format!("\"{}\"", contig.name)).collect();
        GenomeError::OtherContigs { annotation: annotated.to_owned(), genome: some.join(", ") }
    }
}

fn loose(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    lower
        .strip_prefix("chromosome")
        .or_else(|| lower.strip_prefix("chr"))
        .unwrap_or(&lower)
        .trim_matches('_')
        .to_owned()
}
