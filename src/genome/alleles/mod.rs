//! Alleles of a genome and what they make of its genes' promoters.

mod allele;
mod contigs;
mod haplotype;
mod index;
mod notation;
#[cfg(feature = "vcf")]
mod vcf;

pub use allele::Allele;
pub use contigs::ContigLookup;
pub use haplotype::{CrossesAnchor, haplotype};
pub use index::{PromoterIndex, PromoterPlace};
pub use notation::promoter_change;
#[cfg(feature = "vcf")]
pub use vcf::{Alternative, Genotype, LeftOut, VcfError, VcfHeader, VcfReader, VcfRecord};
