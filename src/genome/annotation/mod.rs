//! The genes of a GFF3 or GTF file, or of what programs write under those names.

mod attributes;
mod contig_names;
mod gene_places;
mod labels;
mod line;
mod line_problem;
mod names;
mod piece;
mod relations;
mod sequences;
mod transcript;
mod transcripts;

use super::note::{Example, GenomeNote, NoteCounter};
use super::{CodingGene, Contig, GenomeError, MAX_BYTES};
use attributes::Dialect;
pub(super) use contig_names::ContigNames;
use line::{Kind, lines};
use relations::Relations;
pub(super) use sequences::Sequences;
use transcripts::Transcripts;

pub(super) use line::fasta_part;
pub use line_problem::AnnotationLineProblem;

/// Lines that cannot be read, and why the first of them cannot.
struct RefusedLines {
    lines: NoteCounter,
    first: Option<GenomeError>,
}

impl RefusedLines {
    fn add(&mut self, line: usize, reason: AnnotationLineProblem) {
        self.lines.add(Example::UnreadLine { line, reason: reason.clone() });
        self.first.get_or_insert(GenomeError::Line { line, reason });
    }
}

/// Reads GFF3 or GTF, as most of its lines are written, up to a genome that it may end in: the genes that
/// code for proteins, and what was left out.
pub(super) fn read_annotation(
    text: &[u8],
    contigs: &[Contig],
) -> Result<(Vec<CodingGene>, Vec<NoteCounter>), GenomeError> {
    if text.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("annotation"));
    }
    let text = fasta_part(text).map_or(text, |(end, _)| &text[..end]);
    let dialect = dialect(text);
    let mut refused = RefusedLines { lines: NoteCounter::new(GenomeNote::UnreadLines), first: None };
    let mut sequences = Sequences::default();
    sequences.read_directives(text);
    let (mut transcripts, mut relations) = (Transcripts::new(), Relations::new());
    for line in lines(text) {
        let line = match line {
            Ok(line) => line,
            Err((number, reason)) => {
                refused.add(number, reason);
                continue;
            }
        };
        if let Some(reason) = line.fault() {
            refused.add(line.number, reason.clone());
        }
        sequences.add(&line);
        match dialect {
            Dialect::Gff3 => relations.add(&line),
            Dialect::Gtf => {
                if let Err(reason) = transcripts.add_gtf(&line) {
                    refused.add(line.number, reason);
                }
            }
        }
    }
    let lost = relations.into_transcripts(&mut transcripts);
    let mut names = ContigNames::new(contigs, &sequences, transcripts.contigs());
    let (genes, mut notes) = match transcripts.into_genes(&mut names) {
        Err(error) => return Err(error),
        Ok((genes, _)) if genes.is_empty() => return Err(refused.first.unwrap_or(GenomeError::NoGenes)),
        Ok(found) => found,
    };
    notes.splice(0..0, names.into_notes());
    notes.extend([lost, refused.lines]);
    Ok((genes, notes))
}

/// How most of the lines that matter are written.
fn dialect(text: &[u8]) -> Dialect {
    let gene_lines = lines(text).flatten().filter(|line| line.kind.is_piece() || line.kind == Kind::Gene);
    let [gff3, gtf] =
        gene_lines.filter_map(|line| line.dialect()).fold([0_usize; 2], |[gff3, gtf], dialect| match dialect {
            Dialect::Gff3 => [gff3 + 1, gtf],
            Dialect::Gtf => [gff3, gtf + 1],
        });
    if gtf > gff3 { Dialect::Gtf } else { Dialect::Gff3 }
}
