use std::collections::{HashMap, HashSet};

use super::AnnotationLineProblem;
use super::attributes::Dialect;
use super::contig_names::ContigNames;
use super::line::{Kind, Line};
use super::names::Names;
use super::piece::Piece;
use super::transcript::{GeneFault, Transcript};
use crate::genome::note::{GenomeNote, NoteCounter};
use crate::genome::{CodingGene, GenomeError};

/// Transcripts and the genes that they belong to, in the order in which they first appear.
#[derive(Debug)]
pub(super) struct Transcripts {
    genes: Vec<Names>,
    gene_index: HashMap<String, usize>,
    transcripts: Vec<Transcript>,
    /// By gene, identifier and contig: some programs give many transcripts one identifier.
    index: HashMap<(usize, String, String), usize>,
    /// Transcripts that are named without their gene.
    without_gene: Vec<(String, Piece)>,
    named_by_other_attribute: NoteCounter,
}

/// A gene while its transcripts come in.
#[derive(Debug, Clone, Default)]
struct GeneInProgress {
    gene: Option<CodingGene>,
    fault: Option<GeneFault>,
    /// Whether a transcript lies on another contig.
    is_elsewhere_too: bool,
}

impl GeneInProgress {
    fn note_fault(&mut self, fault: GeneFault) {
        self.fault = self.fault.max(Some(fault));
    }
}

impl Transcripts {
    pub(super) fn new() -> Self {
        let named_by_other_attribute = NoteCounter::new(GenomeNote::OtherAttribute);
        let (genes, transcripts, without_gene) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            genes,
            gene_index: HashMap::new(),
            transcripts,
            index: HashMap::new(),
            without_gene,
            named_by_other_attribute,
        }
    }

    /// Adds a piece to a transcript of a gene; both are made where they are new. Whether the gene was.
    pub(super) fn add(&mut self, transcript: &str, gene: &str, names: impl FnOnce() -> Names, piece: Piece) -> bool {
        let known = self.genes.len();
        let gene = *self.gene_index.entry(gene.to_owned()).or_insert(known);
        if gene == known {
            self.genes.push(names());
        }
        let key = (gene, transcript.to_owned(), piece.contig.clone());
        let index = *self.index.entry(key).or_insert_with(|| {
            self.transcripts.push(Transcript { gene, contig: piece.contig.clone(), pieces: Vec::new() });
            self.transcripts.len() - 1
        });
        self.transcripts[index].pieces.push(piece);
        gene == known
    }

    /// A line of GTF names its gene and its transcript itself.
    ///
    /// # Errors
    /// [`AnnotationLineProblem::NoGene`] where it does not.
    pub(super) fn add_gtf(&mut self, line: &Line<'_>) -> Result<(), AnnotationLineProblem> {
        if !line.kind.is_piece() {
            return Ok(());
        }
        let attributes = line.attributes(Dialect::Gtf);
        let piece = Piece::of(line, &attributes);
        let transcript = attributes.get("transcript_id");
        let own = attributes.get("gene_id");
        if own.is_none() && line.kind == Kind::Transcript {
            self.without_gene.extend(transcript.or_else(|| attributes.bare()).map(|transcript| (transcript, piece)));
            return Ok(());
        }
        let is_otherwise = own.is_none();
        let other = || attributes.first_of(&["gene", "name", "gene_name", "locus_tag", "transcript_id"]);
        let Some(gene) = own.or_else(other).or_else(|| attributes.bare()) else {
            return Err(AnnotationLineProblem::NoGene);
        };
        let transcript = transcript.unwrap_or_else(|| gene.clone());
        let names = || {
            let standard = ["gene_name", "gene"].into_iter().filter_map(|tag| attributes.get(tag)).collect();
            Names { systematic: Some(gene.clone()), standard }
        };
        if self.add(&transcript, &gene, names, piece) && is_otherwise {
            self.named_by_other_attribute.add(&gene);
        }
        Ok(())
    }

    /// The names of the contigs that they are on.
    pub(super) fn contigs(&self) -> impl Iterator<Item = &str> {
        self.transcripts.iter().map(|transcript| transcript.contig.as_str())
    }

    /// Hands pieces that name their transcript alone to where it is known.
    fn place_transcripts_without_gene(&mut self) {
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        for ((_, transcript, contig), at) in &self.index {
            known.insert((transcript.clone(), contig.clone()), *at);
        }
        for (transcript, piece) in std::mem::take(&mut self.without_gene) {
            if let Some(at) = known.get(&(transcript, piece.contig.clone())) {
                self.transcripts[*at].pieces.push(piece);
            }
        }
    }

    /// One gene per name, with the start that lies furthest upstream and the end furthest downstream; and what was
    /// left out.
    ///
    /// # Errors
    /// Where no gene is left: why the first one could not be used.
    pub(super) fn into_genes(
        mut self,
        places: &mut ContigNames<'_>,
    ) -> Result<(Vec<CodingGene>, Vec<NoteCounter>), GenomeError> {
        self.place_transcripts_without_gene();
        let pieces = || self.transcripts.iter().flat_map(|own| &own.pieces);
        let with_start_codons = pieces().any(|piece| piece.kind == Kind::StartCodon);
        // Without any coding sequence, what is transcribed and not said to be anything else is a gene.
        let with_coding = pieces().any(Piece::is_coding);
        let mut of_rna = NoteCounter::new(GenomeNote::NoProtein);
        let mut genes = vec![GeneInProgress::default(); self.genes.len()];
        let mut first_fault = None;
        for transcript in &self.transcripts {
            if with_coding && !transcript.is_coding() {
                continue;
            }
            let genes_in_progress = &mut genes[transcript.gene];
            let names = &self.genes[transcript.gene];
            let Some(systematic) = names.own() else { continue };
            if !with_coding && transcript.is_of_rna() {
                of_rna.add(&systematic);
                continue;
            }
            let Some(at) = places.find(&transcript.contig) else {
                genes_in_progress.note_fault(GeneFault::Elsewhere);
                first_fault.get_or_insert_with(|| places.unknown(&transcript.contig));
                continue;
            };
            let starts = match transcript.starts(with_start_codons) {
                Ok(starts) => starts,
                Err(fault) => {
                    genes_in_progress.note_fault(fault);
                    continue;
                }
            };
            let starts = match starts.on(places.stretch(at, &transcript.contig), &systematic) {
                Ok(starts) => starts,
                Err(error) => {
                    genes_in_progress.note_fault(GeneFault::Beyond);
                    first_fault.get_or_insert(error);
                    continue;
                }
            };
            match &mut genes_in_progress.gene {
                Some(gene) if gene.contig != at => genes_in_progress.is_elsewhere_too = true,
                Some(gene) if gene.strand != starts.strand => genes_in_progress.fault = Some(GeneFault::Strands),
                Some(gene) => {
                    gene.add_transcript([starts.start_codon, starts.transcript, starts.transcript_end]);
                }
                none => {
                    let standard = names.standard.iter().find(|name| !name.eq_ignore_ascii_case(&systematic)).cloned();
                    *none = Some(CodingGene::new(at, systematic, standard, starts));
                }
            }
        }
        let (genes, mut notes) = self.usable_genes(genes);
        notes.extend([of_rna, self.named_by_other_attribute]);
        match first_fault {
            Some(error) if genes.is_empty() => Err(error),
            _ => Ok((genes, notes)),
        }
    }

    fn usable_genes(&self, genes_in_progress: Vec<GeneInProgress>) -> (Vec<CodingGene>, Vec<NoteCounter>) {
        let mut elsewhere = NoteCounter::new(GenomeNote::Elsewhere);
        let mut beyond = NoteCounter::new(GenomeNote::BeyondContig);
        let mut unreadable = NoteCounter::new(GenomeNote::WithUnreadLine);
        let mut unplaced = NoteCounter::new(GenomeNote::NoStrand);
        let mut order = NoteCounter::new(GenomeNote::NoOrder);
        let mut twice = NoteCounter::new(GenomeNote::SameName);
        let mut moved = NoteCounter::new(GenomeNote::SeveralContigs);
        let mut genes = Vec::new();
        let mut seen = HashSet::new();
        for (GeneInProgress { gene, fault, is_elsewhere_too }, names) in genes_in_progress.into_iter().zip(&self.genes)
        {
            let name = names.own().unwrap_or_default();
            match (fault, gene) {
                (Some(GeneFault::Unreadable), _) => unreadable.add(&name),
                (Some(GeneFault::Strands), _) => unplaced.add(&name),
                (Some(GeneFault::Order), _) => order.add(&name),
                (Some(GeneFault::Elsewhere), None) => elsewhere.add(&name),
                (Some(GeneFault::Beyond), None) => beyond.add(&name),
                (_, None) => {}
                (_, Some(gene)) if !seen.insert(gene.systematic.to_ascii_uppercase()) => twice.add(&name),
                (_, Some(gene)) => {
                    if is_elsewhere_too {
                        moved.add(&name);
                    }
                    genes.push(gene);
                }
            }
        }
        (genes, vec![elsewhere, beyond, unreadable, unplaced, order, twice, moved])
    }
}
