//! Variant calls on a genome that the visitor opened, in JavaScript's hands: bytes in, promoters and edits out,
//! responses in, tables out.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::{Bytes, Indices};
use super::genomes::Anchor;
use super::{Plain, RequestError, failure, to_ts};
use crate::architecture::Edit;
use crate::genome::calls::{
    self, CALL_COLUMNS, CALLS_FIELD, Call, CallMatcher, CallsTally, Effect, HAPLOTYPE_COLUMNS, HaplotypeCalls,
    HaplotypeRow, SampleCopy, Score,
};
use crate::genome::{Allele, Genome, GenomeError, PromoterIndex, Promoters, VcfFeed, haplotype, promoter_change};
use crate::sequence::{Alphabet, ExtractedPromoter, Reach, Window};

/// Records that are predicted together: enough for the variants of a gene to share its promoter's layers, few
/// enough to hold.
const RECORDS: usize = 4000;

/// Promoters with haplotypes that are predicted together.
const PROMOTERS: usize = 100;

/// What a model reads of a promoter, and what is made of the calls.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallOptions {
    anchor: Anchor,
    /// Bases of the model's window.
    window: usize,
    /// Those of them from the anchor on.
    downstream: usize,
    /// Channels, such as `ACGNT`.
    alphabet: String,
    /// The model and what it predicts, for the annotated calls.
    described: String,
    /// The name of the column of the map that is predicted.
    column: String,
    /// All variants of a promoter together, as samples have them on each copy of their chromosomes.
    haplotypes: bool,
    /// Of these samples; of all where none is named.
    samples: Vec<String>,
}

/// Promoters and edits whose responses are needed next.
#[derive(Serialize, Tsify)]
pub struct CallBatch {
    /// Each as the genome has it.
    promoters: Vec<CalledSequence>,
    /// Edits of each promoter.
    counts: Indices,
    /// For each edit its place in the window, the bases that are replaced, and how many replace them.
    places: Indices,
    /// Codes of those.
    codes: Bytes,
}

/// A promoter that calls fall into.
#[derive(Serialize, Tsify)]
pub struct CalledSequence {
    /// Its gene's systematic name.
    gene: String,
    sequence: String,
}

/// What an alternative, or a copy of a sample's chromosome, does to a gene. What there is only of the one or the
/// other is empty.
#[derive(Clone, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallRow {
    gene: String,
    name: String,
    contig: String,
    /// From 1; 0 for a haplotype.
    position: usize,
    id: String,
    reference_allele: String,
    alternative_allele: String,
    sample: String,
    /// From 1.
    haplotype: usize,
    /// On the gene's strand.
    change: String,
    reference: f32,
    alternative: f32,
    /// The first base of the window that differs, and what stands there instead.
    start: usize,
    bases: String,
}

/// What became of a batch.
#[derive(Serialize, Tsify)]
pub struct CallEffects {
    rows: Vec<CallRow>,
    /// Lines of the table.
    table: String,
    /// Lines of the annotated calls; empty for haplotypes.
    calls: String,
}

/// What was read of the calls.
#[derive(Serialize, Tsify)]
pub struct CallReport {
    records: usize,
    /// What was left out or supposed, and how often.
    #[tsify(type = "Coded<\"calls\", CallsNote>[]")]
    notes: Plain,
}

/// An edit of a promoter, and whose it is.
struct Edited {
    edit: Edit,
    change: String,
    of: Owner,
}

enum Owner {
    Allele { record: usize, alternative: usize },
    Copies { owners: Vec<SampleCopy>, variants: usize },
}

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
    /// The first contig of another length.
    other_length: Option<calls::CallsNote>,
    /// Records that are predicted at the moment.
    batch: Vec<Call>,
    /// Promoters among those of the genome with their edits, likewise.
    asked: Vec<(usize, Vec<Edited>)>,
}

impl CallReader {
    pub(super) fn open(genome: Rc<Genome>, options: CallOptions) -> Result<Self, JsValue> {
        let alphabet = Alphabet::parse(&options.alphabet).map_err(|error| failure(&error))?;
        let downstream = options.downstream.min(options.window);
        let reach = Reach { upstream: options.window - downstream, downstream };
        let anchor = (&options.anchor).into();
        let promoters = Rc::new(genome.promoters(anchor, reach).map_err(|error| failure(&error))?);
        Ok(Self {
            genome,
            promoters,
            reach,
            alphabet,
            options,
            feed: VcfFeed::default(),
            haplotypes: None,
            has_begun: false,
            has_ended: false,
            tally: CallsTally::default(),
            other_length: None,
            batch: Vec::new(),
            asked: Vec::new(),
        })
    }

    /// As in promoters that are read from a file, letters for several bases are unknown ones.
    fn plain(bases: &[u8]) -> Vec<u8> {
        bases.iter().map(|base| if b"ACGT".contains(base) { *base } else { b'N' }).collect()
    }

    fn window(&self, bases: &[u8]) -> Window {
        Window::from_bases(&Self::plain(bases), self.reach.total(), &self.alphabet)
            .with_downstream(self.reach.downstream)
    }

    /// The edit that a set of alleles makes of a promoter; nothing where one crosses its anchor.
    fn edited(&self, promoter: &ExtractedPromoter<'_>, alleles: &[Allele], of: Owner) -> Option<Edited> {
        let changed = haplotype(promoter, alleles).ok()?;
        let edit = Edit::between(&self.window(&promoter.bases()), &self.window(&changed));
        let change = |allele| promoter_change(promoter.feature(), &promoter.chromosome().bases, allele);
        Some(Edited { edit, change: alleles.iter().map(change).collect::<Vec<_>>().join(";"), of })
    }

    /// The next alternatives and the promoters that they fall into.
    fn next_calls(&mut self, index: &PromoterIndex<'_>) -> Result<(), JsValue> {
        let genome = Rc::clone(&self.genome);
        let Some(header) = self.feed.header().map_err(|error| failure(&error))?.cloned() else { return Ok(()) };
        let mut matcher = CallMatcher::new(&genome, &header);
        while self.batch.len() < RECORDS
            && let Some(record) = self.feed.next_record().map_err(|error| failure(&error))?
        {
            let call = matcher.matched(record, &mut self.tally);
            match &mut self.haplotypes {
                Some(haplotypes) => haplotypes.add(call, index, &mut self.tally),
                None => self.batch.push(call),
            }
        }
        Ok(())
    }

    fn ask_for_alleles(&mut self, index: &PromoterIndex<'_>) {
        for called in calls::by_promoter(index, &self.batch, &mut self.tally) {
            let mut edits = Vec::new();
            for own in &called.alleles {
                let of = Owner::Allele { record: own.record, alternative: own.alternative };
                let edited = self.edited(&called.place.promoter, std::slice::from_ref(&own.allele), of);
                if edited.is_none() {
                    self.tally.count_crossing();
                }
                edits.extend(edited);
            }
            self.asked.push((called.place.index, edits));
        }
    }

    fn ask_for_haplotypes(&mut self, index: &PromoterIndex<'_>) {
        while self.asked.len() < PROMOTERS {
            let next = self.haplotypes.as_mut().and_then(|own| own.next_promoter(&mut self.tally));
            let Some((at, copies)) = next else { return };
            let Some(place) = index.place(at) else { continue };
            let mut edits = Vec::new();
            for (copy, alleles) in copies.alleles.iter().enumerate() {
                let owners = copies.owners.iter().filter(|owner| owner.copy == copy).cloned().collect();
                let edited = self.edited(&place.promoter, alleles, Owner::Copies { owners, variants: alleles.len() });
                if edited.is_none() {
                    self.tally.count_crossing();
                }
                edits.extend(edited);
            }
            self.asked.push((at, edits));
        }
    }

    fn row(&self, promoter: &ExtractedPromoter<'_>, edited: &Edited, score: Score) -> CallRow {
        let feature = promoter.feature();
        let letters = self.alphabet.letters();
        // What no letter stands for, the end of the contig has left empty.
        let letter = |code: &u8| letters.get(usize::from(*code)).map_or('N', |letter| char::from(*letter));
        CallRow {
            gene: feature.systematic.clone(),
            name: feature.standard.clone().unwrap_or_default(),
            contig: promoter.chromosome().name.clone(),
            position: 0,
            id: String::new(),
            reference_allele: String::new(),
            alternative_allele: String::new(),
            sample: String::new(),
            haplotype: 0,
            change: edited.change.clone(),
            reference: score.reference,
            alternative: score.alternative,
            start: edited.edit.position(),
            bases: edited.edit.codes().iter().map(letter).collect(),
        }
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

    /// Names of the samples; absent while the header is not all there.
    ///
    /// # Errors
    /// `VcfError` where the file is not VCF.
    pub fn samples(&mut self) -> Result<Option<Vec<String>>, JsValue> {
        let header = self.feed.header().map_err(|error| failure(&error))?;
        Ok(header.map(|header| header.samples().to_vec()))
    }

    /// The promoters and edits whose responses are needed next; absent where more bytes are needed first, and at
    /// the end.
    ///
    /// # Errors
    /// `VcfError` names the line, `CallsError` says that the calls are not of this genome.
    #[wasm_bindgen(js_name = nextBatch)]
    pub fn next_batch(&mut self) -> Result<Option<Ts<CallBatch>>, JsValue> {
        if !self.has_begun {
            let Some(header) = self.feed.header().map_err(|error| failure(&error))?.cloned() else { return Ok(None) };
            self.other_length = CallMatcher::new(&self.genome, &header).other_length(&header);
            if self.options.haplotypes {
                let own = HaplotypeCalls::new(&header, &self.options.samples).map_err(|error| failure(&error))?;
                self.haplotypes = Some(own);
            }
            self.has_begun = true;
        }
        self.found_batch(&Rc::clone(&self.promoters))
    }

    /// Takes the responses of what was asked for last, promoter by promoter: of each promoter and of its edits.
    ///
    /// # Errors
    /// `RequestError` where they are not as many.
    pub fn scored(&mut self, references: &[f32], responses: &[f32]) -> Result<Ts<CallEffects>, JsValue> {
        let asked = std::mem::take(&mut self.asked);
        let batch = std::mem::take(&mut self.batch);
        let edits: usize = asked.iter().map(|(_, edits)| edits.len()).sum();
        if references.len() != asked.len() || responses.len() != edits {
            return Err(RequestError::Edits.into());
        }
        let index = self.index(&self.promoters).map_err(|error| failure(&error))?;
        let columns = [self.options.column.clone()];
        let (mut responses, mut effects, mut rows, mut table) = (responses.iter(), Vec::new(), Vec::new(), Vec::new());
        for ((at, edits), &reference) in asked.iter().zip(references) {
            let Some(place) = index.place(*at) else { continue };
            let feature = place.promoter.feature();
            for (edited, &alternative) in edits.iter().zip(responses.by_ref()) {
                let score = Score { reference, alternative };
                let row = self.row(&place.promoter, edited, score);
                match &edited.of {
                    Owner::Allele { record, alternative } => {
                        let effect = Effect {
                            record: *record,
                            alternative: *alternative,
                            gene: feature.systematic.clone(),
                            name: feature.standard.clone().unwrap_or_default(),
                            change: edited.change.clone(),
                            scores: vec![score],
                        };
                        let called = &batch[*record].record;
                        rows.push(CallRow {
                            contig: called.contig().to_owned(),
                            position: called.start().map_or(0, |start| start + 1),
                            id: called.id().to_owned(),
                            reference_allele: called.reference_text().to_owned(),
                            alternative_allele: called.alternative_text(*alternative).to_owned(),
                            ..row
                        });
                        effects.push(effect);
                    }
                    Owner::Copies { owners, variants } => {
                        for owner in owners {
                            let own = HaplotypeRow::new(place, owner, *variants, edited.change.clone(), vec![score]);
                            table.extend(calls::haplotype_rows(&own, &columns));
                            let (sample, haplotype) = (owner.sample.clone(), owner.haplotype);
                            rows.push(CallRow { sample, haplotype, ..row.clone() });
                        }
                    }
                }
            }
        }
        let effects = calls::ordered(effects);
        table.extend(effects.iter().flat_map(|effect| calls::call_rows(&batch[effect.record], effect, &columns)));
        let annotated = calls::annotated(&batch, &effects, &columns).map(|line| line + "\n");
        to_ts(&CallEffects { rows, table: calls::table_lines(table), calls: annotated.collect() })
    }

    /// What stands before the lines of both files: the headings of the table, the header of the calls.
    ///
    /// # Errors
    /// `VcfError` where the file is not VCF.
    pub fn heads(&mut self) -> Result<Vec<String>, JsValue> {
        let columns: &[&str] = if self.options.haplotypes { &HAPLOTYPE_COLUMNS } else { &CALL_COLUMNS };
        let declaration = calls::field_declaration(&self.options.described);
        let header = self.feed.header().map_err(|error| failure(&error))?;
        let lines = header.map(|header| header.with_info(CALLS_FIELD, &declaration)).unwrap_or_default();
        Ok(vec![calls::table_lines([columns]), lines.into_iter().map(|line| line + "\n").collect()])
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

impl CallReader {
    fn index<'p>(&self, promoters: &'p Promoters) -> Result<PromoterIndex<'p>, GenomeError> {
        Ok(PromoterIndex::new(promoters.chromosomes(), self.reach)?)
    }

    fn found_batch(&mut self, promoters: &Promoters) -> Result<Option<Ts<CallBatch>>, JsValue> {
        let index = self.index(promoters).map_err(|error| failure(&error))?;
        self.next_calls(&index)?;
        match &self.haplotypes {
            // All records have to be there before it is known what a promoter has.
            Some(_) if !self.has_ended => return Ok(None),
            Some(_) => self.ask_for_haplotypes(&index),
            None if self.batch.is_empty() || (self.batch.len() < RECORDS && !self.has_ended) => return Ok(None),
            None => self.ask_for_alleles(&index),
        }
        if self.asked.is_empty() && self.batch.is_empty() {
            return Ok(None);
        }
        let (mut counts, mut places, mut codes, mut sequences) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        for (at, edits) in &self.asked {
            let Some(place) = index.place(*at) else { continue };
            let bases = Self::plain(&place.promoter.bases());
            sequences.push(CalledSequence {
                gene: place.promoter.feature().systematic.clone(),
                sequence: String::from_utf8_lossy(&bases).into_owned(),
            });
            counts.push(number(edits.len()));
            for Edited { edit, .. } in edits {
                places.extend([edit.position(), edit.removed(), edit.codes().len()].map(number));
                codes.extend_from_slice(edit.codes());
            }
        }
        to_ts(&CallBatch {
            promoters: sequences,
            counts: Indices::of(&counts),
            places: Indices::of(&places),
            codes: Bytes::of(&codes),
        })
        .map(Some)
    }
}
