//! Alleles of a genome and what they make of its genes' promoters.

mod allele;
#[cfg(feature = "files")]
pub mod calls;
mod contigs;
mod haplotype;
mod index;
mod notation;
#[cfg(feature = "files")]
mod vcf;

pub use allele::Allele;
pub use contigs::ContigLookup;
pub use haplotype::{CrossesAnchor, haplotype};
pub use index::{PromoterIndex, PromoterPlace};
pub use notation::{changed_stretch, promoter_change};
#[cfg(feature = "files")]
pub use vcf::{Alternative, Genotype, LeftOut, VcfError, VcfFeed, VcfHeader, VcfReader, VcfRecord};
