//! Promoters of a genome that the visitor opens, in JavaScript's hands.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::{failure, to_js};
use crate::genome::{Anchor, Genome, GenomeError, Promoters};
use crate::sequence::Origin;

/// The unpacked bytes of a genome and its annotation as they come in, and what they hold.
#[wasm_bindgen]
#[derive(Default)]
pub struct GenomeReader {
    sequence: Vec<u8>,
    annotation: Vec<u8>,
    genome: Option<Genome>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AnchorName {
    StartCodon,
    TranscriptStart,
}

#[derive(Deserialize)]
struct Options {
    anchor: AnchorName,
    length: usize,
    species: String,
    assembly: String,
}

#[wasm_bindgen]
impl GenomeReader {
    /// An empty reader.
    #[wasm_bindgen(constructor)]
    pub fn new() -> GenomeReader {
        Self::default()
    }

    /// Adds unpacked bytes of the genome: FASTA, 2bit or GenBank.
    #[wasm_bindgen(js_name = pushGenome)]
    pub fn push_genome(&mut self, chunk: &[u8]) {
        self.sequence.extend_from_slice(chunk);
    }

    /// Adds unpacked bytes of the annotation: GFF3 or GTF.
    #[wasm_bindgen(js_name = pushAnnotation)]
    pub fn push_annotation(&mut self, chunk: &[u8]) {
        self.annotation.extend_from_slice(chunk);
    }

    /// Cuts the promoters; may be asked again with other options.
    ///
    /// # Errors
    /// `GenomeError` names the record or line.
    pub fn extract(&mut self, options: JsValue) -> Result<GenomePromoters, JsValue> {
        let options: Options =
            serde_wasm_bindgen::from_value(options).map_err(|error| failure("GenomeError", &error))?;
        self.cut(&options).map_err(|error| failure("GenomeError", &error))
    }
}

impl GenomeReader {
    fn cut(&mut self, options: &Options) -> Result<GenomePromoters, GenomeError> {
        let genome = match self.genome.take() {
            Some(genome) => genome,
            None => Genome::read(&self.sequence, Some(&self.annotation))?,
        };
        // What is read is kept once, as contigs.
        (self.sequence, self.annotation) = (Vec::new(), Vec::new());
        let genome = self.genome.insert(genome);
        let anchor = match options.anchor {
            AnchorName::StartCodon => Anchor::StartCodon,
            AnchorName::TranscriptStart => Anchor::TranscriptStart,
        };
        let promoters = genome.promoters(anchor, options.length)?;
        let bases = genome.contigs().iter().map(|contig| contig.bases.len()).sum();
        let origin = Origin {
            species: options.species.clone(),
            assembly: options.assembly.clone(),
            source: format!("files opened here; {} bases upstream of the {}", options.length, anchor.name()),
        };
        Ok(GenomePromoters { promoters, contigs: genome.contigs().len(), bases, origin })
    }
}

/// The promoters of a genome's genes.
#[wasm_bindgen]
pub struct GenomePromoters {
    promoters: Promoters,
    contigs: usize,
    bases: usize,
    origin: Origin,
}

#[derive(Serialize)]
struct Report<'a> {
    genes: usize,
    full: usize,
    short: usize,
    contigs: usize,
    bases: usize,
    notes: Vec<NoteRow<'a>>,
}

#[derive(Serialize)]
struct NoteRow<'a> {
    what: &'a str,
    count: usize,
    examples: &'a [String],
}

#[wasm_bindgen]
impl GenomePromoters {
    /// `{ genes, full, short, contigs, bases, notes: [{ what, count, examples }] }`
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let [full, short] = self.promoters.counts();
        let rows = self.promoters.notes().iter();
        let notes =
            rows.map(|note| NoteRow { what: &note.what, count: note.count, examples: &note.examples }).collect();
        to_js(&Report { genes: full + short, full, short, contigs: self.contigs, bases: self.bases, notes })
    }

    /// All promoters as FASTA, sense strand; places count from 1, both ends included.
    ///
    /// # Errors
    /// `GenomeError` where a gene lies outside its contig.
    pub fn fasta(&self) -> Result<String, JsValue> {
        const WIDTH: usize = 60;
        let mut text = String::new();
        let each = self.promoters.each(|gene, description, bases| {
            text.push_str(&format!(">{gene} {description}\n"));
            for line in bases.chunks(WIDTH) {
                text.push_str(&String::from_utf8_lossy(line));
                text.push('\n');
            }
        });
        each.map_err(|error| failure("GenomeError", &error))?;
        Ok(text)
    }

    /// A catalogue file, as `Catalogue` reads it.
    ///
    /// # Errors
    /// `GenomeError` where a name or the number of bases does not fit the file.
    pub fn catalogue(&self) -> Result<Vec<u8>, JsValue> {
        let made = self.promoters.catalogue(self.origin.clone()).and_then(|catalogue| catalogue.to_bytes());
        made.map_err(|error| failure("GenomeError", &error))
    }
}
