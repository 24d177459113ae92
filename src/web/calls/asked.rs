//! What is asked of a model next: promoters that calls fall into, and what the calls make of them.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::super::arrays::{Bytes, Indices};
use super::super::failure;
use super::CallReader;
use super::objects::{CallBatch, CalledSequence};
use crate::architecture::Edit;
use crate::genome::calls::{self, CallMatcher, SampleCopy};
use crate::genome::{
    Allele, GenomeError, PromoterIndex, PromoterPlace, Promoters, changed_stretch, haplotype, promoter_change,
};
use crate::sequence::{ExtractedPromoter, Window};

/// Records that are predicted together: enough for the variants of a gene to share its promoter's layers, few
/// enough to hold.
const RECORDS: usize = 4000;

/// Promoters with haplotypes that are predicted together.
const PROMOTERS: usize = 100;

/// A promoter, by its place among those of the genome, with its edits.
pub(super) struct AskedPromoter {
    pub(super) index: usize,
    pub(super) edits: Vec<AskedEdit>,
}

/// An edit of a promoter, and whose it is.
pub(super) struct AskedEdit {
    pub(super) edit: Edit,
    /// On the gene's strand.
    pub(super) change: String,
    pub(super) stretch: (i32, i32),
    pub(super) of: Owner,
}

/// What an edit comes from.
pub(super) enum Owner {
    /// An alternative, by its record's place and its own.
    Allele { record: usize, alternative: usize },
    /// Copies of chromosomes that have so many variants.
    Copies { owners: Vec<SampleCopy>, variants: usize },
}

impl CallReader {
    /// The promoters by their places.
    pub(super) fn index<'p>(&self, promoters: &'p Promoters) -> Result<PromoterIndex<'p>, JsValue> {
        PromoterIndex::new(promoters.chromosomes(), self.reach).map_err(|error| failure(&GenomeError::from(error)))
    }

    /// Reads on until a batch is whole.
    pub(super) fn found_batch(&mut self, promoters: &Promoters) -> Result<Option<CallBatch>, JsValue> {
        if self.haplotypes.is_none() {
            self.next_calls(None)?;
            if self.batch.is_empty() || (self.batch.len() < RECORDS && !self.has_ended) {
                return Ok(None);
            }
        }
        // Made for a whole batch, not for each piece of the file.
        let index = self.index(promoters)?;
        if self.haplotypes.is_some() {
            self.next_calls(Some(&index))?;
            // All records have to be there before it is known what a promoter has.
            if !self.has_ended {
                return Ok(None);
            }
            self.ask_for_haplotypes(&index);
        } else {
            self.ask_for_alleles(&index);
        }
        let is_over = self.asked.is_empty() && self.batch.is_empty();
        Ok((!is_over).then(|| self.batch_of(&index)))
    }

    /// Reads records, as far as there are whole ones; `index` is where haplotypes are gathered.
    fn next_calls(&mut self, index: Option<&PromoterIndex<'_>>) -> Result<(), JsValue> {
        let genome = Rc::clone(&self.genome);
        let Some(header) = self.feed.header().map_err(|error| failure(&error))?.cloned() else { return Ok(()) };
        let mut matcher = CallMatcher::new(&genome, &header);
        while self.batch.len() < RECORDS
            && let Some(record) = self.feed.next_record().map_err(|error| failure(&error))?
        {
            let call = matcher.matched(record, &mut self.tally);
            match self.haplotypes.as_mut().zip(index) {
                Some((haplotypes, index)) => haplotypes.add(call, index, &mut self.tally),
                None => self.batch.push(call),
            }
        }
        Ok(())
    }

    fn ask_for_alleles(&mut self, index: &PromoterIndex<'_>) {
        for called in calls::by_promoter(index, &self.batch, &mut self.tally) {
            let alleles = called.alleles.iter().map(|own| {
                let of = Owner::Allele { record: own.record, alternative: own.alternative };
                (std::slice::from_ref(&own.allele), of)
            });
            self.ask_for(called.place, alleles);
        }
    }

    fn ask_for_haplotypes(&mut self, index: &PromoterIndex<'_>) {
        while self.asked.len() < PROMOTERS {
            let next = self.haplotypes.as_mut().and_then(|own| own.next_promoter(&mut self.tally));
            let Some((at, copies)) = next else { return };
            let Some(place) = index.place(at) else { continue };
            let alleles = copies.alleles.iter().enumerate().map(|(copy, alleles)| {
                let owners = copies.owners.iter().filter(|owner| owner.copy == copy).cloned().collect();
                (alleles.as_slice(), Owner::Copies { owners, variants: alleles.len() })
            });
            self.ask_for(place, alleles);
        }
    }

    fn ask_for<'a>(&mut self, place: &PromoterPlace<'_>, sets: impl Iterator<Item = (&'a [Allele], Owner)>) {
        let mut edits = Vec::new();
        for (alleles, of) in sets {
            let edit = self.edit(&place.promoter, alleles, of);
            if edit.is_none() {
                self.tally.count_crossing();
            }
            edits.extend(edit);
        }
        if !edits.is_empty() {
            self.asked.push(AskedPromoter { index: place.index, edits });
        }
    }

    /// What alleles make of a promoter; nothing where one crosses its anchor.
    fn edit(&self, promoter: &ExtractedPromoter<'_>, alleles: &[Allele], of: Owner) -> Option<AskedEdit> {
        let changed = haplotype(promoter, alleles).ok()?;
        let edit = Edit::between(&self.window(&promoter.bases()), &self.window(&changed));
        let change = |allele| promoter_change(promoter.feature(), &promoter.chromosome().bases, allele);
        let stretches = || alleles.iter().flat_map(|allele| changed_stretch(promoter.feature(), allele));
        let number = |at: Option<i64>| at.and_then(|at| i32::try_from(at).ok()).unwrap_or_default();
        let stretch = (number(stretches().min()), number(stretches().max()));
        Some(AskedEdit { edit, change: alleles.iter().map(change).collect::<Vec<_>>().join(";"), stretch, of })
    }

    fn window(&self, bases: &[u8]) -> Window {
        let window = Window::from_bases(&plain(bases), self.reach.total(), &self.alphabet);
        window.with_downstream(self.reach.downstream)
    }

    fn batch_of(&self, index: &PromoterIndex<'_>) -> CallBatch {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (mut promoters, mut counts, mut places, mut codes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for AskedPromoter { index: at, edits } in &self.asked {
            let Some(place) = index.place(*at) else { continue };
            promoters.push(CalledSequence {
                gene: place.promoter.feature().systematic.clone(),
                sequence: String::from_utf8_lossy(&plain(&place.promoter.bases())).into_owned(),
            });
            counts.push(number(edits.len()));
            for AskedEdit { edit, .. } in edits {
                places.extend([edit.position(), edit.removed(), edit.codes().len()].map(number));
                codes.extend_from_slice(edit.codes());
            }
        }
        let [read, came] = self.feed.progress();
        CallBatch {
            promoters,
            counts: Indices::of(&counts),
            places: Indices::of(&places),
            codes: Bytes::of(&codes),
            bytes: (read, came),
            left: self.haplotypes.as_ref().map_or(0, calls::HaplotypeCalls::len),
        }
    }
}

/// As in promoters that are read from a file, letters for several bases are unknown ones.
fn plain(bases: &[u8]) -> Vec<u8> {
    bases.iter().map(|base| if b"ACGT".contains(base) { *base } else { b'N' }).collect()
}
