//! Variant calls on a genome that the visitor opened, in JavaScript's hands: bytes in, promoters and edits out,
//! responses in, tables out.

mod asked;
mod compared;
mod objects;
mod rows;

use std::rc::Rc;

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::{Plain, RequestError, failure, to_ts};
use crate::genome::calls::{
    self, CALL_COLUMNS, CALLS_FIELD, Call, CallMatcher, CallsNote, CallsTally, HAPLOTYPE_COLUMNS, HaplotypeCalls,
};
use crate::genome::{Anchor, Genome, Promoters, VcfFeed};
use crate::schema::Calibration;
use crate::sequence::{Alphabet, Reach};
use asked::AskedPromoter;
use compared::Compared;
pub use objects::CallOptions;
use objects::{CallBatch, CallEffects, CallReport};
use rows::effects;

/// Variant calls on their way from a file to a table.
#[wasm_bindgen]
pub struct CallReader {
    genome: Rc<Genome>,
    promoters: Rc<Promoters>,
    reach: Reach,
    alphabet: Alphabet,
    options: CallOptions,
    feed: VcfFeed,
    haplotypes: Option<HaplotypeCalls>,
    has_begun: bool,
    has_ended: bool,
    tally: CallsTally,
    compared: Compared,
    /// The first contig of another length.
    other_length: Option<CallsNote>,
    /// Records that are predicted at the moment.
    batch: Vec<Call>,
    /// The promoters whose responses are asked for, likewise.
    asked: Vec<AskedPromoter>,
}

impl CallReader {
    pub(super) fn open(genome: Rc<Genome>, options: CallOptions) -> Result<Self, JsValue> {
        let alphabet = Alphabet::parse(&options.alphabet).map_err(|error| failure(&error))?;
        let downstream = options.downstream.min(options.window);
        let reach = Reach { upstream: options.window - downstream, downstream };
        let promoters = genome.promoters(Anchor::from(&options.anchor), reach).map_err(|error| failure(&error))?;
        Ok(Self {
            genome,
            promoters: Rc::new(promoters),
            reach,
            alphabet,
            options,
            feed: VcfFeed::default(),
            haplotypes: None,
            has_begun: false,
            has_ended: false,
            tally: CallsTally::default(),
            compared: Compared::default(),
            other_length: None,
            batch: Vec::new(),
            asked: Vec::new(),
        })
    }

    /// Once the header is there: whether it is.
    fn begin(&mut self) -> Result<bool, JsValue> {
        if self.has_begun {
            return Ok(true);
        }
        let Some(header) = self.feed.header().map_err(|error| failure(&error))?.cloned() else { return Ok(false) };
        self.other_length = CallMatcher::new(&self.genome, &header).other_length(&header);
        if self.options.haplotypes {
            let own = HaplotypeCalls::new(&header, &self.options.samples).map_err(|error| failure(&error))?;
            self.haplotypes = Some(own);
        }
        self.has_begun = true;
        Ok(true)
    }
}

#[wasm_bindgen]
impl CallReader {
    /// Adds unpacked bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) {
        self.feed.push(chunk);
    }

    /// That was all of it.
    pub fn end(&mut self) {
        self.has_ended = true;
        self.feed.end();
    }

    /// The promoters and edits whose responses are needed next; absent where more bytes are needed first, and at
    /// the end.
    ///
    /// # Errors
    /// `VcfError` names the line, `CallsError` says what the calls lack.
    #[wasm_bindgen(js_name = nextBatch)]
    pub fn next_batch(&mut self) -> Result<Option<Ts<CallBatch>>, JsValue> {
        if !self.begin()? {
            return Ok(None);
        }
        let found = self.found_batch(&Rc::clone(&self.promoters))?;
        found.map(|batch| to_ts(&batch)).transpose()
    }

    /// From now on the files also say where measured differences are to be expected (`calibration` is the output's) and
    /// where differences stand among `effects`, those of random changes; neither where it is absent.
    ///
    /// # Errors
    /// `RequestError` where a calibration cannot be read.
    #[wasm_bindgen(js_name = compareWith)]
    pub fn compare_with(
        &mut self,
        calibration: Option<Ts<Calibration>>,
        effects: Option<Vec<f32>>,
    ) -> Result<(), JsValue> {
        let calibration = calibration.map(|own| own.to_rust()).transpose().map_err(RequestError::object)?;
        self.compared = Compared::new(calibration, effects);
        Ok(())
    }

    /// Takes the responses of what was asked for last, promoter by promoter: of each promoter and of its edits.
    ///
    /// # Errors
    /// `RequestError` where they are not as many.
    pub fn scored(&mut self, references: &[f32], responses: &[f32]) -> Result<Ts<CallEffects>, JsValue> {
        let (asked, batch) = (std::mem::take(&mut self.asked), std::mem::take(&mut self.batch));
        let edits: usize = asked.iter().map(|own| own.edits.len()).sum();
        if references.len() != asked.len() || responses.len() != edits {
            return Err(RequestError::Edits.into());
        }
        to_ts(&effects(self, &asked, &batch, [references, responses])?)
    }

    /// What stands before the lines of both files: the headings of the table, the header of the calls.
    ///
    /// # Errors
    /// `VcfError` where the file is not VCF.
    pub fn heads(&mut self) -> Result<Vec<String>, JsValue> {
        let columns: &[&str] = if self.options.haplotypes { &HAPLOTYPE_COLUMNS } else { &CALL_COLUMNS };
        let further = self.compared.headings();
        let declaration = calls::field_declaration(&self.options.described, &further);
        let header = self.feed.header().map_err(|error| failure(&error))?;
        let lines = header.map(|header| header.with_info(CALLS_FIELD, &declaration)).unwrap_or_default();
        Ok(vec![
            calls::table_lines([calls::headings(columns, &further)]),
            lines.into_iter().map(|line| line + "\n").collect(),
        ])
    }

    /// What was read; to be asked at the end.
    ///
    /// # Errors
    /// `CallsError` where nothing of the calls fits the genome.
    pub fn report(&self) -> Result<Ts<CallReport>, JsValue> {
        self.tally.check(self.genome.contigs()).map_err(|error| failure(&error))?;
        let notes: Vec<_> = self.other_length.iter().cloned().chain(self.tally.notes()).collect();
        to_ts(&CallReport { records: self.tally.records(), notes: Plain::notes(&notes) })
    }
}
