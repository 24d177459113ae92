//! Genomes and their annotation: where the promoters of any species come from.
//!
//! FASTA or 2bit with GFF3 or GTF, or GenBank records that bring both, become contigs and the genes that code
//! for proteins; an [`Anchor`] then says what a promoter ends at. Bytes come in unpacked; which format they
//! are in is told by their content.

mod alleles;
mod annotation;
mod contigs;
mod error;
mod fasta;
mod files;
mod genbank;
mod gene;
mod located;
mod note;
mod promoters;
mod starts;
mod text;
mod two_bit;

#[cfg(feature = "files")]
pub use alleles::calls;
pub use alleles::{
    Allele, ContigLookup, CrossesAnchor, PromoterIndex, PromoterPlace, changed_stretch, haplotype, promoter_change,
};
#[cfg(feature = "files")]
pub use alleles::{Alternative, Genotype, LeftOut, VcfError, VcfFeed, VcfHeader, VcfReader, VcfRecord};
pub use annotation::AnnotationLineProblem;
pub use contigs::{Contig, read_contigs};
pub use error::GenomeError;
pub use files::GenomeFiles;
pub use gene::CodingGene;
pub use located::{Place, located};
pub use note::{Counted, Example, GenomeNote};
pub use promoters::{Anchor, Promoters};

use std::borrow::Cow;

use crate::sequence::Reach;
use note::NoteCounter;
use text::{is_plain, plain};

/// The most bytes of a genome, or of an annotation, that are read: ten times the largest fungus.
pub const MAX_BYTES: usize = 2 << 30;

/// Contigs and the genes on them.
#[derive(Debug, Clone, Default)]
pub struct Genome {
    contigs: Vec<Contig>,
    genes: Vec<CodingGene>,
    /// What was left out while reading, in words.
    notes: Vec<NoteCounter>,
    /// Why the first gene that was left out could not be used, to be said where no gene is left.
    trouble: Option<GenomeError>,
}

impl Genome {
    /// Reads a genome (FASTA, 2bit or GenBank) and, unless it is GenBank or a GFF3 file that ends in its
    /// genome, its annotation (GFF3 or GTF). [`GenomeFiles`] does the same without a copy.
    ///
    /// # Errors
    /// [`GenomeError`] names the record or line, and says what to do.
    pub fn read(sequence: &[u8], annotation: Option<&[u8]>) -> Result<Self, GenomeError> {
        let mut files = GenomeFiles::default();
        files.add_sequence(sequence.to_vec());
        files.add_annotation(annotation.unwrap_or_default().to_vec());
        files.read()
    }

    /// Adds GenBank records; a genome may come in several files.
    ///
    /// # Errors
    /// [`GenomeError`] names the record.
    pub fn add_genbank(&mut self, records: &[u8]) -> Result<(), GenomeError> {
        let text = if is_plain(records) { Cow::Borrowed(records) } else { Cow::Owned(plain(records.to_vec())) };
        genbank::add(self, &text)
    }

    /// What is left out of several files is counted together.
    fn add_note(&mut self, note: NoteCounter) {
        match self.notes.iter_mut().find(|own| own.is_of(&note)) {
            Some(own) => own.join(note),
            None => self.notes.push(note),
        }
    }

    /// Whether it is known of any gene where its coding sequence is.
    pub fn has_coding_sequences(&self) -> bool {
        self.genes.iter().any(|gene| gene.start_codon.is_some() || !gene.coding.is_empty())
    }

    /// Itself, if there is any gene.
    ///
    /// # Errors
    /// [`GenomeError::NoGenes`] where there is none, or why none could be used.
    pub fn with_genes(self) -> Result<Self, GenomeError> {
        match self.trouble {
            Some(trouble) if self.genes.is_empty() => Err(trouble),
            None if self.genes.is_empty() => Err(GenomeError::NoGenes),
            _ => Ok(self),
        }
    }

    /// In the order of the file.
    pub fn contigs(&self) -> &[Contig] {
        &self.contigs
    }

    /// The genes that code for proteins and have a name, in the order of the annotation.
    pub fn genes(&self) -> &[CodingGene] {
        &self.genes
    }

    /// The promoters around an anchor; a number alone is of bases before it.
    ///
    /// # Errors
    /// [`GenomeError::NoCodingSequences`] or [`GenomeError::NoTranscripts`] where the anchor is known of no
    /// gene at all.
    pub fn promoters(&self, anchor: Anchor, reach: impl Into<Reach>) -> Result<Promoters, GenomeError> {
        Promoters::cut(self, anchor, reach.into())
    }
}
