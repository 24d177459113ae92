//! The promoters of all genes of a genome in one compact file, so that a gene's name gives its promoter
//! offline.
//!
//! Promoters of neighbours overlap, and genes in opposite directions share one, so what is kept is the union
//! of all promoter regions, each base once in two bits, and where in it each gene's promoter lies.

mod error;
mod file;
mod name_index;
mod packed_bases;

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use error::CatalogueError;

use super::extraction::ExtractedPromoter;
use super::{Chromosome, Place, Reach, Strand, extract_promoters, reverse_complement};
use name_index::{NameIndex, asked_for};
use packed_bases::PackedBases;

/// Where the promoters of a catalogue are from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Such as `Saccharomyces cerevisiae S288C`.
    pub species: String,
    /// Such as `R64-2-1`.
    pub assembly: String,
    /// The records that the sequence and the genes were read from.
    pub source: String,
}

/// The names of a gene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gene {
    /// The name that no other gene of the genome has, such as `YFL014W`.
    pub systematic: String,
    /// The name that people use, such as `HSP12`, where the gene has one.
    pub standard: Option<String>,
}

/// A gene and its promoter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenePromoter<'a> {
    /// The gene's names.
    pub gene: &'a Gene,
    /// A, C, G, T, N, 5' to 3' on the gene's strand, the last one next to the start codon, or as far downstream of the
    /// anchor as the catalogue reaches.
    pub bases: Vec<u8>,
    /// Where they lie on the genome, as far as the catalogue knows.
    pub place: Option<Place>,
}

/// The promoters of all genes of a genome, found by name.
#[derive(Debug, Clone)]
pub struct Catalogue {
    origin: Origin,
    promoter_length: usize,
    genes: Vec<Gene>,
    /// Of each gene.
    stretches: Vec<Stretch>,
    /// Of each gene.
    places: Vec<Option<Place>>,
    bases: PackedBases,
    names: NameIndex,
}

/// Where a promoter lies in the packed bases, and from which strand it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    region: Range<usize>,
    strand: Strand,
}

impl Gene {
    /// The standard name, or the systematic one where there is no other.
    pub fn name(&self) -> &str {
        self.standard.as_deref().unwrap_or(&self.systematic)
    }
}

impl Catalogue {
    /// Collects the bases around the anchor of every gene of a genome, as far as `reach` says: a number alone is bases
    /// upstream. A gene that opens its chromosome has no promoter and is left out. Where the chromosome ends before the
    /// last base downstream, N stands in, and no place is kept.
    ///
    /// # Errors
    /// [`CatalogueError`] for a gene outside its chromosome, a systematic name that two genes have, a name
    /// that cannot be stored, and more bases than the file can address.
    pub fn build(origin: Origin, reach: impl Into<Reach>, chromosomes: &[Chromosome]) -> Result<Self, CatalogueError> {
        let reach = reach.into();
        let (mut genes, mut stretches, mut bases) = (Vec::new(), Vec::new(), PackedBases::default());
        let mut places = Vec::new();
        for chromosome in chromosomes {
            let mut promoters = extract_promoters(chromosome, reach)?;
            promoters.retain(|promoter| !promoter.region().is_empty());
            let kept = union(promoters.iter().map(ExtractedPromoter::region).collect());
            let mut packed_from = Vec::with_capacity(kept.len());
            for region in &kept {
                packed_from.push(bases.len());
                bases.extend(&chromosome.bases[region.clone()]);
            }
            for promoter in promoters {
                let (feature, region) = (promoter.feature(), promoter.region());
                let (systematic, standard) = (feature.systematic.clone(), feature.standard.clone());
                genes.push(Gene { systematic, standard });
                if promoter.lacking() > 0 {
                    // As it is read, so that the N lie behind it.
                    let (from, own) = (bases.len(), promoter.bases());
                    bases.extend(&own);
                    stretches.push(Stretch { region: from..from + own.len(), strand: Strand::Forward });
                    places.push(None);
                    continue;
                }
                // `union` covers every region, so there is one that starts at or before it.
                let home = kept.partition_point(|whole| whole.start <= region.start).saturating_sub(1);
                let from = packed_from[home] + region.start - kept[home].start;
                stretches.push(Stretch { region: from..from + region.len(), strand: feature.strand });
                places.push(Some(promoter.place()));
            }
        }
        Self::assemble(origin, reach.upstream + reach.downstream, (genes, stretches, places), bases)
    }

    /// The same promoters at other places, one for each gene that has a promoter.
    #[must_use]
    pub fn with_places(self, places: impl IntoIterator<Item = Option<Place>>) -> Self {
        let places = places.into_iter().chain(std::iter::repeat(None)).take(self.genes.len()).collect();
        Self { places, ..self }
    }

    /// Checks what a build or a file gave and makes the index of names.
    fn assemble(
        origin: Origin,
        promoter_length: usize,
        (genes, stretches, places): (Vec<Gene>, Vec<Stretch>, Vec<Option<Place>>),
        bases: PackedBases,
    ) -> Result<Self, CatalogueError> {
        if u32::try_from(bases.len()).is_err() {
            return Err(CatalogueError::TooLarge(bases.len()));
        }
        let mut seen = HashSet::new();
        for (gene, stretch) in genes.iter().zip(&stretches) {
            let names = || std::iter::once(&gene.systematic).chain(&gene.standard);
            if let Some(name) = names().find(|name| name.trim().is_empty() || name.contains(char::is_control)) {
                return Err(CatalogueError::Name { gene: gene.systematic.clone(), name: name.clone() });
            }
            if !seen.insert(asked_for(&gene.systematic)) {
                return Err(CatalogueError::DuplicateName(gene.systematic.clone()));
            }
            if stretch.region.end > bases.len() {
                return Err(CatalogueError::Place(gene.systematic.clone()));
            }
        }
        let names = NameIndex::new(&genes);
        Ok(Self { origin, promoter_length, genes, stretches, places, bases, names })
    }

    /// The number of genes.
    pub fn len(&self) -> usize {
        self.genes.len()
    }

    /// Whether it holds no gene at all.
    pub fn is_empty(&self) -> bool {
        self.genes.is_empty()
    }

    /// Where the promoters are from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The genome's assembly.
    pub fn assembly(&self) -> &str {
        &self.origin.assembly
    }

    /// The length of a promoter that no end of a chromosome cuts short.
    pub fn promoter_length(&self) -> usize {
        self.promoter_length
    }

    /// The number of bases kept, each counted once however many promoters share it.
    pub fn base_count(&self) -> usize {
        self.bases.len()
    }

    /// All genes, in the order of the genome.
    pub fn genes(&self) -> &[Gene] {
        &self.genes
    }

    /// All promoters, in the order of [`Catalogue::genes`].
    pub fn promoters(&self) -> impl Iterator<Item = GenePromoter<'_>> {
        (0..self.len()).map(|gene| self.promoter(gene))
    }

    /// The promoter of the gene with this systematic or standard name, in letters of either case. Where one
    /// gene's standard name is another's systematic name, the latter is meant.
    pub fn find(&self, name: &str) -> Option<GenePromoter<'_>> {
        self.names.exact(name).map(|gene| self.promoter(gene))
    }

    /// At most `limit` genes with a name that starts with `prefix`, in letters of either case: sorted by that
    /// name, so that a gene of exactly this name comes first, and each gene once.
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<&Gene> {
        self.names.with_prefix(prefix, limit).into_iter().map(|gene| &self.genes[gene]).collect()
    }

    fn promoter(&self, gene: usize) -> GenePromoter<'_> {
        let Stretch { region, strand } = &self.stretches[gene];
        let bases = self.bases.get(region.clone());
        let bases = match strand {
            Strand::Forward => bases,
            Strand::Reverse => reverse_complement(&bases),
        };
        GenePromoter { gene: &self.genes[gene], bases, place: self.places[gene].clone() }
    }
}

/// The fewest regions that cover the same positions, sorted; those that touch become one.
fn union(mut regions: Vec<Range<usize>>) -> Vec<Range<usize>> {
    regions.sort_by_key(|region| region.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for region in regions {
        match merged.last_mut() {
            Some(last) if region.start <= last.end => last.end = last.end.max(region.end),
            _ => merged.push(region),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
