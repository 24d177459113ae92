//! Genomes and their annotation: where the promoters of any species come from.
//!
//! FASTA or 2bit with GFF3 or GTF, or GenBank records that bring both, become contigs and the genes that code for proteins; an
//! [`Anchor`] then says what a promoter ends at. Bytes come in unpacked; which format they are in is told by their content.

mod annotation;
mod contigs;
mod error;
mod genbank;
mod gene;
mod promoters;
mod relations;
mod transcripts;

pub use contigs::Contig;
pub use error::GenomeError;
pub use gene::CodingGene;
pub use promoters::{Anchor, Note, Promoters};

use annotation::read_annotation;
use contigs::read_contigs;
use promoters::Counted;

/// The most bytes of a genome, or of an annotation, that are read: ten times the largest fungus.
pub const MAX_BYTES: usize = 2 << 30;

/// Contigs and the genes on them.
#[derive(Debug, Clone, Default)]
pub struct Genome {
    contigs: Vec<Contig>,
    genes: Vec<CodingGene>,
    /// What was left out while reading, in words.
    notes: Vec<Counted>,
}

impl Genome {
    /// Reads a genome (FASTA, 2bit or GenBank) and, unless it is GenBank, its annotation (GFF3 or GTF).
    ///
    /// # Errors
    /// [`GenomeError`] names the record or line, and says what to do.
    pub fn read(sequence: &[u8], annotation: Option<&[u8]>) -> Result<Self, GenomeError> {
        if is_genbank(sequence) {
            let mut genome = Self::default();
            genome.add_genbank(sequence)?;
            return genome.with_genes();
        }
        let contigs = read_contigs(sequence)?;
        let annotation = annotation.filter(|text| !text.is_empty()).ok_or(GenomeError::NoAnnotation)?;
        let (genes, notes) = read_annotation(annotation, &contigs)?;
        Self { contigs, genes, notes }.with_genes()
    }

    /// Adds GenBank records; a genome may come in several files.
    ///
    /// # Errors
    /// [`GenomeError`] names the record.
    pub fn add_genbank(&mut self, records: &[u8]) -> Result<(), GenomeError> {
        genbank::add(self, records)
    }

    /// Itself, if there is any gene.
    ///
    /// # Errors
    /// [`GenomeError::NoGenes`] where there is none.
    pub fn with_genes(self) -> Result<Self, GenomeError> {
        if self.genes.is_empty() { Err(GenomeError::NoGenes) } else { Ok(self) }
    }

    /// In the order of the file.
    pub fn contigs(&self) -> &[Contig] {
        &self.contigs
    }

    /// The genes that code for proteins and have a name, in the order of the annotation.
    pub fn genes(&self) -> &[CodingGene] {
        &self.genes
    }

    /// The promoters that end at an anchor.
    ///
    /// # Errors
    /// [`GenomeError::Extraction`] where a gene lies outside its contig.
    pub fn promoters(&self, anchor: Anchor, length: usize) -> Result<Promoters, GenomeError> {
        Promoters::cut(self, anchor, length)
    }
}

fn is_genbank(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"LOCUS")
}
