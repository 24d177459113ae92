use std::ops::Range;

use super::Allele;
use crate::sequence::{Chromosome, ExtractedPromoter, ExtractionError, Reach, Strand, extract_promoters};

/// All promoters of a genome by where they lie, to ask which ones an allele falls into.
#[derive(Debug)]
pub struct PromoterIndex<'a> {
    reach: Reach,
    /// By contig, in the order of where they begin.
    contigs: Vec<Vec<PromoterPlace<'a>>>,
}

/// A promoter among those of its genome.
#[derive(Debug, Clone)]
pub struct PromoterPlace<'a> {
    /// Its place among the promoters of the genome.
    pub index: usize,
    /// The promoter.
    pub promoter: ExtractedPromoter<'a>,
}

impl<'a> PromoterIndex<'a> {
    /// Of the chromosomes' genes.
    ///
    /// # Errors
    /// [`ExtractionError`] where a gene starts outside its chromosome.
    pub fn new(chromosomes: &'a [Chromosome], reach: Reach) -> Result<Self, ExtractionError> {
        let (mut contigs, mut index) = (Vec::new(), 0);
        for chromosome in chromosomes {
            let mut places = Vec::new();
            for promoter in extract_promoters(chromosome, reach)? {
                places.push(PromoterPlace { index, promoter });
                index += 1;
            }
            places.sort_by_key(|place| place.promoter.region().start);
            contigs.push(places);
        }
        Ok(Self { reach, contigs })
    }

    /// The promoter of that place among those of the genome.
    pub fn place(&self, index: usize) -> Option<&PromoterPlace<'a>> {
        self.contigs.iter().flatten().find(|place| place.index == index)
    }

    /// The promoters whose bases an allele changes, by where they begin; the contig is one of those that the
    /// index was made of.
    pub fn touched(&self, contig: usize, allele: &Allele) -> Vec<&PromoterPlace<'a>> {
        let Some(places) = self.contigs.get(contig) else { return Vec::new() };
        let Range { start, end } = allele.range();
        let first = places.partition_point(|own| own.promoter.region().start + self.reach.total() < start);
        let near = places[first..].iter().take_while(|own| own.promoter.region().start <= end);
        near.filter(|own| touches(&own.promoter, start..end)).collect()
    }
}

/// Whether a change of these bases, or an insertion where they are none, changes the promoter.
fn touches(promoter: &ExtractedPromoter<'_>, changed: Range<usize>) -> bool {
    let (own, anchor) = (promoter.region(), promoter.feature().anchor);
    if !changed.is_empty() {
        return changed.start < own.end && own.start < changed.end;
    }
    // At the anchor it belongs to what lies upstream; at the far end it is not reached, but where the contig
    // ends before the promoter has all its bases.
    let reach = promoter.reach();
    let (left, right) = match promoter.feature().strand {
        Strand::Forward => (reach.upstream, reach.downstream),
        Strand::Reverse => (reach.downstream, reach.upstream),
    };
    let is_inside = own.start < changed.start && changed.start < own.end;
    let is_at_anchor = changed.start == anchor && reach.upstream > 0;
    let fills_left = changed.start == own.start && own.start + left > anchor && left > 0;
    let fills_right = changed.start == own.end && own.end < anchor + right;
    is_inside || is_at_anchor || fills_left || fills_right
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::haplotype;
    use super::*;
    use crate::sequence::Feature;

    proptest! {
        #[test]
        fn no_promoter_that_changes_is_missed(
            bases in "[ACGT]{40}", anchors in prop::collection::vec((0_usize..40, any::<bool>()), 1..8),
            upstream in 1_usize..12, downstream in 0_usize..6,
            start in 0_usize..36, removed in 0_usize..4, inserted in "[ACGT]{0,3}",
        ) {
            let feature = |(index, (anchor, is_forward)): (usize, (usize, bool))| Feature {
                systematic: format!("G{index}"),
                standard: None,
                strand: if is_forward { Strand::Forward } else { Strand::Reverse },
                anchor,
            };
            let features = anchors.into_iter().enumerate().map(feature).collect();
            let chromosomes = [Chromosome { name: "I".into(), bases: bases.clone().into_bytes(), features }];
            let reach = Reach { upstream, downstream };
            let allele = Allele::new(start, &bases.as_bytes()[start..start + removed], inserted.as_bytes());
            let index = PromoterIndex::new(&chromosomes, reach).unwrap();
            let touched: Vec<usize> = index.touched(0, &allele).iter().map(|own| own.index).collect();
            for (at, promoter) in extract_promoters(&chromosomes[0], reach).unwrap().iter().enumerate() {
                if let Ok(changed) = haplotype(promoter, std::slice::from_ref(&allele)) {
                    prop_assert!(changed == promoter.bases() || touched.contains(&at), "G{at}");
                }
            }
        }
    }
}
