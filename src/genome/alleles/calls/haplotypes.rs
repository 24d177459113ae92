use std::collections::BTreeMap;
use std::rc::Rc;

use super::effect::is_readable;
use super::{Call, CallsError, CallsTally, Score};
use crate::genome::{Allele, Genotype, PromoterIndex, PromoterPlace, VcfHeader};

/// All variants of a promoter together, as chosen samples have them on each copy of their chromosomes.
#[derive(Debug, Default)]
pub struct HaplotypeCalls {
    /// Columns and names of the samples.
    samples: Vec<(usize, String)>,
    /// By promoter the called places in it.
    promoters: BTreeMap<usize, Vec<Rc<Site>>>,
}

/// A called place, and what each chosen sample has there.
#[derive(Debug)]
struct Site {
    line: usize,
    alleles: Vec<Option<Allele>>,
    genotypes: Vec<Option<Genotype>>,
}

/// One copy of a promoter: for each site that it changes the site's and the alternative's place.
type Copy = Vec<(usize, usize)>;

/// The distinct copies of a promoter, and who has them.
#[derive(Debug)]
pub struct PromoterCopies {
    /// The alleles of each distinct copy.
    pub alleles: Vec<Vec<Allele>>,
    /// By copy the lines of its records, each with the alternative's place.
    pub called: Vec<Vec<(usize, usize)>>,
    /// Whose they are.
    pub owners: Vec<SampleCopy>,
}

/// Whose copy it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleCopy {
    /// The sample's name.
    pub sample: String,
    /// Which of its chromosomes, from 1.
    pub haplotype: usize,
    /// The copy's place among the distinct ones.
    pub copy: usize,
}

/// What all variants of a copy do to one gene.
#[derive(Debug, Clone, PartialEq)]
pub struct HaplotypeRow {
    /// The name that no other gene has.
    pub gene: String,
    /// The name that people use; empty where there is none.
    pub name: String,
    /// Whose it is.
    pub sample: String,
    /// Which of its chromosomes, from 1.
    pub haplotype: usize,
    /// How many variants it has.
    pub variants: usize,
    /// On the gene's strand.
    pub changes: String,
    /// By column of the map.
    pub scores: Vec<Score>,
}

impl HaplotypeCalls {
    /// Of the samples of those names; of all where none is named.
    ///
    /// # Errors
    /// [`CallsError`] where the calls have no samples, or none of a name.
    pub fn new(header: &VcfHeader, wanted: &[String]) -> Result<Self, CallsError> {
        let all = header.samples();
        if all.is_empty() {
            return Err(CallsError::NoSamples);
        }
        let find = |name: &String| match all.iter().position(|own| own == name) {
            Some(at) => Ok((at, name.clone())),
            None => Err(CallsError::UnknownSample { name: name.clone(), samples: all.to_vec() }),
        };
        let samples = if wanted.is_empty() {
            all.iter().cloned().enumerate().collect()
        } else {
            wanted.iter().map(find).collect::<Result<_, _>>()?
        };
        Ok(Self { samples, promoters: BTreeMap::new() })
    }

    /// Takes in a call: it is kept where it lies in a promoter.
    pub fn add(&mut self, call: Call, index: &PromoterIndex<'_>, tally: &mut CallsTally) {
        let Call { record, contig: Some(contig), alleles } = call else { return };
        let touched = alleles.iter().flatten().flat_map(|allele| index.touched(contig, allele));
        let touched: BTreeMap<usize, _> = touched.map(|place| (place.index, place)).collect();
        let (readable, short): (Vec<_>, Vec<_>) = touched.into_iter().partition(|(_, place)| is_readable(place));
        short.iter().for_each(|_| tally.count_short());
        let touched: Vec<usize> = readable.into_iter().map(|(at, _)| at).collect();
        if touched.is_empty() {
            return;
        }
        let genotypes = self.samples.iter().map(|(column, _)| record.genotype(*column)).collect();
        let site = Rc::new(Site { line: record.line(), alleles, genotypes });
        for promoter in touched {
            self.promoters.entry(promoter).or_default().push(Rc::clone(&site));
        }
    }

    /// Promoters with called places.
    pub fn len(&self) -> usize {
        self.promoters.len()
    }

    /// Whether nothing was called in a promoter.
    pub fn is_empty(&self) -> bool {
        self.promoters.is_empty()
    }

    /// Takes out the next promoter, by its place among those of the genome, and what the samples have of it. Copies
    /// without variants are left out; those whose phases are not known are counted.
    pub fn next_promoter(&mut self, tally: &mut CallsTally) -> Option<(usize, PromoterCopies)> {
        let (promoter, sites) = self.promoters.pop_first()?;
        let (mut distinct, mut owners) = (BTreeMap::new(), Vec::new());
        for (at, (_, sample)) in self.samples.iter().enumerate() {
            let Some(copies) = copies(&sites, at, tally) else {
                tally.count_unphased();
                continue;
            };
            for (haplotype, copy) in (1..).zip(copies).filter(|(_, copy)| !copy.is_empty()) {
                let next = distinct.len();
                let copy = *distinct.entry(copy).or_insert(next);
                owners.push(SampleCopy { sample: sample.clone(), haplotype, copy });
            }
        }
        let mut copies: Vec<(Copy, usize)> = distinct.into_iter().collect();
        copies.sort_by_key(|(_, at)| *at);
        let allele = |&(site, alternative): &(usize, usize)| sites[site].alleles[alternative].clone();
        let called = |&(site, alternative): &(usize, usize)| (sites[site].line, alternative);
        let own = PromoterCopies {
            alleles: copies.iter().map(|(copy, _)| copy.iter().filter_map(allele).collect()).collect(),
            called: copies.iter().map(|(copy, _)| copy.iter().map(called).collect()).collect(),
            owners,
        };
        Some((promoter, own))
    }
}

impl HaplotypeRow {
    /// Of a copy that somebody has.
    pub fn new(
        place: &PromoterPlace<'_>,
        owner: &SampleCopy,
        variants: usize,
        changes: String,
        scores: Vec<Score>,
    ) -> Self {
        let feature = place.promoter.feature();
        Self {
            gene: feature.systematic.clone(),
            name: feature.standard.clone().unwrap_or_default(),
            sample: owner.sample.clone(),
            haplotype: owner.haplotype,
            variants,
            changes,
            scores,
        }
    }
}

/// What a sample has on each copy; nothing where its phases do not say it.
fn copies(sites: &[Rc<Site>], sample: usize, tally: &mut CallsTally) -> Option<Vec<Copy>> {
    let called = || {
        let of = |(at, site): (usize, &Rc<Site>)| Some((at, site.genotypes[sample].clone()?));
        sites.iter().enumerate().filter_map(of)
    };
    let ploidy = called().map(|(_, genotype)| genotype.alleles.len()).max()?;
    let heterozygous: Vec<Genotype> = called()
        .map(|(_, genotype)| genotype)
        .filter(|own| own.alleles.windows(2).any(|two| two[0] != two[1]))
        .collect();
    let is_one_phase = heterozygous.windows(2).all(|two| two[0].phase_set == two[1].phase_set);
    let is_phased = heterozygous.iter().all(|own| own.is_phased) && is_one_phase;
    if heterozygous.len() > 1 && !is_phased {
        return None;
    }
    let mut copies = vec![Copy::new(); ploidy];
    for (at, genotype) in called() {
        for (copy, allele) in copies.iter_mut().zip(&genotype.alleles) {
            let Some(alternative) = allele.and_then(|allele| allele.checked_sub(1)) else { continue };
            let Some(own) = sites[at].alleles.get(alternative).and_then(Option::as_ref) else { continue };
            let is_taken = |(site, other): &(usize, usize)| {
                sites[*site].alleles[*other].as_ref().is_some_and(|other| other.overlaps(own))
            };
            if copy.iter().any(is_taken) {
                tally.count_overlapping();
            } else {
                copy.push((at, alternative));
            }
        }
    }
    Some(copies)
}
