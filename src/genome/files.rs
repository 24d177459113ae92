use super::annotation::{fasta_part, read_annotation};
use super::contigs::read_contigs;
use super::text::{numbered_lines, plain};
use super::two_bit::is_two_bit;
use super::{Genome, GenomeError};

/// How much of a file says what it is.
const HEAD: usize = 4096;

/// The unpacked files that a genome comes in, one or several of each kind, as they come in.
#[derive(Debug, Default)]
pub struct GenomeFiles {
    sequence: Option<Vec<u8>>,
    annotation: Vec<u8>,
    /// The annotation that came with a sequence, which counts where no other file brings one.
    own_annotation: Vec<u8>,
    /// The genome that an annotation ended in, which counts where no other file brings it.
    embedded: Vec<u8>,
}

impl GenomeFiles {
    /// Adds FASTA, GenBank or a 2bit file; a GFF3 file that ends in its genome is both, sequence and
    /// annotation.
    pub fn add_sequence(&mut self, file: Vec<u8>) {
        if is_two_bit(&file) {
            self.sequence.get_or_insert_default().extend(file);
            return;
        }
        let mut text = plain(file);
        if is_annotation(&text) {
            if let Some(sequence) = split_off_fasta(&mut text) {
                append(self.sequence.get_or_insert_default(), sequence);
            }
            append(&mut self.own_annotation, text);
        } else {
            append(self.sequence.get_or_insert_default(), text);
        }
    }

    /// Adds GFF3 or GTF.
    pub fn add_annotation(&mut self, file: Vec<u8>) {
        let mut text = plain(file);
        if let Some(sequence) = split_off_fasta(&mut text) {
            append(&mut self.embedded, sequence);
        }
        append(&mut self.annotation, text);
    }

    /// Whether there is anything that genes could lie on.
    pub fn has_sequence(&self) -> bool {
        self.sequence.is_some() || !self.embedded.is_empty()
    }

    /// The genome that they make.
    ///
    /// # Errors
    /// [`GenomeError`] names the record or line, and says what to do.
    pub fn read(&self) -> Result<Genome, GenomeError> {
        let sequence = match &self.sequence {
            Some(sequence) => sequence,
            None if self.embedded.is_empty() => return Err(GenomeError::NoSequence),
            None => &self.embedded,
        };
        if is_genbank(sequence) {
            let mut genome = Genome::default();
            genome.add_genbank(sequence)?;
            return genome.with_genes();
        }
        let contigs = read_contigs(sequence)?;
        let mut annotations = [&self.annotation, &self.own_annotation].into_iter();
        let annotation = annotations.find(|text| !text.is_empty()).ok_or(GenomeError::NoAnnotation)?;
        let (genes, notes) = read_annotation(annotation, &contigs)?;
        Genome { contigs, genes, notes, trouble: None }.with_genes()
    }
}

/// The genome that an annotation ends in; the annotation is left.
fn split_off_fasta(text: &mut Vec<u8>) -> Option<Vec<u8>> {
    let (end, begin) = fasta_part(text)?;
    let sequence = text.split_off(begin);
    text.truncate(end);
    Some(sequence)
}

/// The last line of a file need not have an end; the first one of the next file is another line all the same.
fn append(all: &mut Vec<u8>, file: Vec<u8>) {
    if all.is_empty() {
        *all = file;
    } else {
        if all.last() != Some(&b'\n') {
            all.push(b'\n');
        }
        all.extend(file);
    }
}

/// NCBI's release files have lines of their own above the first record.
fn is_genbank(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    !head.trim_ascii_start().starts_with(b">") && numbered_lines(head).any(|(_, line)| line.starts_with(b"LOCUS"))
}

/// Whether the first line that is no comment has the columns of an annotation.
fn is_annotation(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let is_passed_over = |line: &[u8]| line.starts_with(b"#") || line.trim_ascii().is_empty();
    let first = numbered_lines(head).map(|(_, line)| line).find(|line| !is_passed_over(line));
    match first {
        Some(line) => !line.starts_with(b">") && line.split(|byte| *byte == b'\t').count() >= 8,
        None => head.starts_with(b"##gff"),
    }
}
