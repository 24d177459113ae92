use std::collections::BTreeMap;

use super::{Call, CallsTally};
use crate::genome::{Allele, PromoterIndex, PromoterPlace};
use crate::sequence::MIN_BASES;

/// What is predicted of a promoter as the genome has it and with alleles, in one column of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The response without the alleles.
    pub reference: f32,
    /// The response with them.
    pub alternative: f32,
    /// What else is written of it, such as an interval: under headings that whoever predicts knows.
    pub further: Vec<String>,
}

impl Score {
    /// Alternative minus reference.
    pub fn difference(&self) -> f32 {
        self.alternative - self.reference
    }
}

/// An allele in a promoter, by the places of its record among those that are predicted together and of its
/// alternative among the record's.
#[derive(Debug, Clone)]
pub struct PlacedAllele {
    /// The record's place.
    pub record: usize,
    /// The alternative's.
    pub alternative: usize,
    /// What it changes.
    pub allele: Allele,
}

/// A promoter and the alleles that fall into it.
#[derive(Debug, Clone)]
pub struct CalledPromoter<'p> {
    /// The promoter.
    pub place: &'p PromoterPlace<'p>,
    /// In the order of the calls.
    pub alleles: Vec<PlacedAllele>,
}

/// What an alternative does to one gene.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The record's place among those that are predicted together.
    pub record: usize,
    /// The alternative's among the record's.
    pub alternative: usize,
    /// The name that no other gene has.
    pub gene: String,
    /// The name that people use; empty where there is none.
    pub name: String,
    /// On the gene's strand, as [`crate::genome::promoter_change`] writes it.
    pub change: String,
    /// By column of the map.
    pub scores: Vec<Score>,
}

/// The promoters that some calls fall into, each once with all of their alleles. Of promoters that hardly have a base
/// on their contig they are counted instead.
pub fn by_promoter<'p>(
    index: &'p PromoterIndex<'p>,
    calls: &[Call],
    tally: &mut CallsTally,
) -> Vec<CalledPromoter<'p>> {
    let mut promoters: BTreeMap<usize, CalledPromoter<'p>> = BTreeMap::new();
    for (record, call) in calls.iter().enumerate() {
        let alleles = call.alleles.iter().enumerate();
        for (alternative, allele) in alleles.filter_map(|(at, own)| Some((at, own.as_ref()?))) {
            for place in call.contig.iter().flat_map(|&contig| index.touched(contig, allele)) {
                if !is_readable(place) {
                    tally.count_short();
                    continue;
                }
                let own = promoters.entry(place.index).or_insert_with(|| CalledPromoter { place, alleles: Vec::new() });
                own.alleles.push(PlacedAllele { record, alternative, allele: allele.clone() });
            }
        }
    }
    promoters.into_values().collect()
}

/// Whether the contig has enough bases of a promoter for a model to read.
pub(super) fn is_readable(place: &PromoterPlace<'_>) -> bool {
    place.promoter.region().len() >= MIN_BASES
}

/// Effects in the order of the records, of their alternatives, and of the genes as they were given.
pub fn ordered(mut effects: Vec<Effect>) -> Vec<Effect> {
    effects.sort_by_key(|effect| (effect.record, effect.alternative));
    effects
}
