//! Promoters of a genome that the visitor opens, in JavaScript's hands.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::calls::{CallOptions, CallReader};
use super::{Plain, RequestError, failure, to_ts};
use crate::genome::{self, Genome, GenomeError, GenomeFiles, Promoters};
use crate::sequence::{Origin, Reach};

/// The unpacked files of a genome as they come in, and what they hold.
#[wasm_bindgen]
#[derive(Default)]
pub struct GenomeReader {
    /// Of the file that is coming in.
    bytes: Vec<u8>,
    files: GenomeFiles,
    genome: Option<Rc<Genome>>,
}

/// What promoters end at, or lie around.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// At the start codon.
    StartCodon,
    /// Where the transcript starts.
    TranscriptStart,
    /// Where the transcript ends.
    TranscriptEnd,
}

/// What is cut out of a genome.
#[derive(Deserialize, Tsify)]
pub struct ExtractionOptions {
    anchor: Anchor,
    /// Bases before the anchor.
    length: usize,
    /// Bases from the anchor on.
    #[serde(default)]
    downstream: usize,
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

    /// Adds unpacked bytes of a file.
    pub fn push(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }

    /// What was pushed was FASTA, 2bit or GenBank, all of it.
    #[wasm_bindgen(js_name = endSequence)]
    pub fn end_sequence(&mut self) {
        self.files.add_sequence(std::mem::take(&mut self.bytes));
    }

    /// What was pushed was GFF3 or GTF, all of it.
    #[wasm_bindgen(js_name = endAnnotation)]
    pub fn end_annotation(&mut self) {
        self.files.add_annotation(std::mem::take(&mut self.bytes));
    }

    /// Whether the files bring a sequence; an annotation may bring it in its own last part.
    #[wasm_bindgen(js_name = hasSequence)]
    pub fn has_sequence(&self) -> bool {
        self.files.has_sequence()
    }

    /// Cuts the promoters; may be asked again with other options.
    ///
    /// # Errors
    /// `GenomeError` names the record or line.
    pub fn extract(&mut self, options: &Ts<ExtractionOptions>) -> Result<GenomePromoters, JsValue> {
        let options = options.to_rust().map_err(RequestError::object)?;
        self.cut(&options).map_err(|error| failure(&error))
    }

    /// Opens variant calls that were made on the genome.
    ///
    /// # Errors
    /// `GenomeError` names the record or line.
    #[wasm_bindgen(js_name = openCalls)]
    pub fn open_calls(&mut self, options: &Ts<CallOptions>) -> Result<CallReader, JsValue> {
        let options = options.to_rust().map_err(RequestError::object)?;
        let genome = self.genome().map_err(|error| failure(&error))?;
        CallReader::open(genome, options)
    }
}

impl From<&Anchor> for genome::Anchor {
    fn from(anchor: &Anchor) -> Self {
        match anchor {
            Anchor::StartCodon => Self::StartCodon,
            Anchor::TranscriptStart => Self::TranscriptStart,
            Anchor::TranscriptEnd => Self::TranscriptEnd,
        }
    }
}

impl GenomeReader {
    /// What was read is kept once, as contigs.
    fn genome(&mut self) -> Result<Rc<Genome>, GenomeError> {
        let genome = match self.genome.take() {
            Some(genome) => genome,
            None => Rc::new(self.files.read()?),
        };
        self.files = GenomeFiles::default();
        Ok(Rc::clone(self.genome.insert(genome)))
    }

    fn cut(&mut self, options: &ExtractionOptions) -> Result<GenomePromoters, GenomeError> {
        let genome = self.genome()?;
        let anchor = genome::Anchor::from(&options.anchor);
        let ExtractionOptions { length: upstream, downstream, .. } = *options;
        let promoters = genome.promoters(anchor, Reach { upstream, downstream })?;
        let bases = genome.contigs().iter().map(|contig| contig.bases.len()).sum();
        let behind = if downstream > 0 { format!(" and {downstream} from it on") } else { String::new() };
        let origin = Origin {
            species: options.species.clone(),
            assembly: options.assembly.clone(),
            source: format!("files opened here; {upstream} bases upstream of the {}{behind}", anchor.name()),
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

/// What was cut out of a genome.
#[derive(Serialize, Tsify)]
pub struct GenomeReport {
    genes: usize,
    /// Promoters of the length that was asked for, and those that their contig's end cuts short.
    full: usize,
    short: usize,
    contigs: usize,
    bases: usize,
    /// What was left out or supposed, and how often.
    #[tsify(type = "Coded<\"genome\", GenomeNote>[]")]
    notes: Plain,
}

#[wasm_bindgen]
impl GenomePromoters {
    /// What was cut, and what was left out.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn report(&self) -> Result<Ts<GenomeReport>, JsValue> {
        let [full, short] = self.promoters.counts();
        let notes = Plain::notes(&self.promoters.notes());
        to_ts(&GenomeReport { genes: full + short, full, short, contigs: self.contigs, bases: self.bases, notes })
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
        each.map_err(|error| failure(&error))?;
        Ok(text)
    }

    /// A catalogue file, as `Catalogue` reads it.
    ///
    /// # Errors
    /// `GenomeError` where a name or the number of bases does not fit the file.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn catalogue(&self) -> Result<Vec<u8>, JsValue> {
        let made = self.promoters.catalogue(self.origin.clone()).and_then(|catalogue| catalogue.to_bytes());
        made.map_err(|error| failure(&error))
    }
}
