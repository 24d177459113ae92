//! From a chromosome and its genes to promoters.
//!
//! Coordinates count from 0 on the forward strand and ranges are half-open, as in BED: `3..5` holds the
//! fourth and the fifth base of the chromosome, whichever strand a gene is on.

use std::ops::Range;

use serde::Serialize;
use thiserror::Error;

use super::{Place, reverse_complement};

/// The strand that a gene is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strand {
    /// Read in the direction of the coordinates; also `+`, `W`, Watson.
    Forward,
    /// Read against them; also `-`, `C`, Crick, `complement(...)`.
    Reverse,
}

impl Strand {
    /// `+` or `-`.
    pub fn sign(self) -> char {
        match self {
            Self::Forward => '+',
            Self::Reverse => '-',
        }
    }
}

/// A gene, as far as its promoter needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// The name that no other gene of the genome has, such as `YFL014W`.
    pub systematic: String,
    /// The name that people use, such as `HSP12`, where the gene has one.
    pub standard: Option<String>,
    /// The strand that the gene is read from.
    pub strand: Strand,
    /// The border between the promoter and the start codon: the index of the A of ATG for a gene on the
    /// forward strand, one more than that of the base paired with it for a gene on the reverse strand. Both
    /// are what half-open ranges call the near end of the coding sequence: `start` for the one, `end` for the
    /// other.
    pub anchor: usize,
}

/// A chromosome (or contig) with its genes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chromosome {
    /// Its name, for messages.
    pub name: String,
    /// The forward strand; letters of either case.
    pub bases: Vec<u8>,
    /// Its genes, in any order.
    pub features: Vec<Feature>,
}

/// How far a promoter reaches around its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Bases before the anchor.
    pub upstream: usize,
    /// Bases from the anchor on; 0 for what ends at it.
    pub downstream: usize,
}

impl Reach {
    /// Bases of a promoter that the chromosome's ends do not cut.
    pub fn total(self) -> usize {
        self.upstream + self.downstream
    }
}

impl From<usize> for Reach {
    fn from(upstream: usize) -> Self {
        Self { upstream, downstream: 0 }
    }
}

/// Where the promoter of a gene lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedPromoter<'a> {
    chromosome: &'a Chromosome,
    feature: &'a Feature,
    region: Range<usize>,
    reach: Reach,
    /// Bases that the chromosome lacks downstream.
    lacking: usize,
}

/// Why promoters could not be extracted.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum ExtractionError {
    /// Annotation and sequence do not belong together.
    #[error(
        "{gene} starts at base {anchor} of {chromosome}, which has {bases}: use the annotation of the same assembly as the sequence"
    )]
    OutsideChromosome {
        /// Systematic name.
        gene: String,
        /// The chromosome's name.
        chromosome: String,
        /// [`Feature::anchor`]
        anchor: usize,
        /// Length of the chromosome.
        bases: usize,
    },
}

impl<'a> ExtractedPromoter<'a> {
    /// The gene.
    pub fn feature(&self) -> &'a Feature {
        self.feature
    }

    /// What it was cut out of.
    pub fn chromosome(&self) -> &'a Chromosome {
        self.chromosome
    }

    /// How far it was to reach; the chromosome's ends may have cut it.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Bases downstream that the chromosome lacks; N stands in for them.
    pub fn lacking(&self) -> usize {
        self.lacking
    }

    /// The part of the chromosome, in coordinates of the forward strand. Empty for a gene that opens the
    /// chromosome.
    pub fn region(&self) -> Range<usize> {
        self.region.clone()
    }

    /// Where its bases lie; the N that stand in for what the chromosome lacks lie beyond.
    pub fn place(&self) -> Place {
        Place::new(self.chromosome.name.clone(), self.region(), self.feature.strand)
    }

    /// Upper-case bases, 5' to 3' on the gene's strand. The last one stands next to the start codon, or as
    /// far downstream of it as was asked for: where the chromosome ends before, N stands in, so that models
    /// find the anchor in its place.
    pub fn bases(&self) -> Vec<u8> {
        let bases = self.chromosome.bases[self.region()].to_ascii_uppercase();
        let mut own = match self.feature.strand {
            Strand::Forward => bases,
            Strand::Reverse => reverse_complement(&bases),
        };
        own.resize(own.len() + self.lacking, b'N');
        own
    }
}

/// The bases around every gene's start codon, in the order of the genes; a number alone is of bases upstream.
/// A promoter is shorter where the chromosome ends before; a chromosome is not taken for a circle.
///
/// # Errors
/// [`ExtractionError`] where a gene starts outside the chromosome.
///
/// ```
/// use cisight::sequence::{Chromosome, Feature, Strand, extract_promoters};
/// let feature = |systematic: &str, strand, anchor| Feature { systematic: systematic.into(), standard: None, strand, anchor };
/// let chromosome = Chromosome {
///     name: "I".into(),
///     bases: b"ACGTATGAAACATTTGC".to_vec(),
///     features: vec![feature("onward", Strand::Forward, 4), feature("back", Strand::Reverse, 13)],
/// };
/// let promoters = extract_promoters(&chromosome, 3)?;
/// assert_eq!(promoters[0].bases(), b"CGT");
/// assert_eq!(promoters[1].bases(), b"CAA");
/// # Ok::<(), cisight::sequence::ExtractionError>(())
/// ```
pub fn extract_promoters(
    chromosome: &Chromosome,
    reach: impl Into<Reach>,
) -> Result<Vec<ExtractedPromoter<'_>>, ExtractionError> {
    let reach = reach.into();
    chromosome.features.iter().map(|feature| extract(chromosome, feature, reach)).collect()
}

fn extract<'a>(
    chromosome: &'a Chromosome,
    feature: &'a Feature,
    reach: Reach,
) -> Result<ExtractedPromoter<'a>, ExtractionError> {
    let (anchor, bases) = (feature.anchor, chromosome.bases.len());
    let Reach { upstream, downstream } = reach;
    if anchor > bases {
        let gene = feature.systematic.clone();
        return Err(ExtractionError::OutsideChromosome { gene, chromosome: chromosome.name.clone(), anchor, bases });
    }
    let region = match feature.strand {
        Strand::Forward => anchor.saturating_sub(upstream)..anchor.saturating_add(downstream).min(bases),
        Strand::Reverse => anchor.saturating_sub(downstream)..anchor.saturating_add(upstream).min(bases),
    };
    let left = match feature.strand {
        Strand::Forward => bases - anchor,
        Strand::Reverse => anchor,
    };
    Ok(ExtractedPromoter { chromosome, feature, region, reach, lacking: downstream.saturating_sub(left) })
}

#[cfg(test)]
mod tests;
