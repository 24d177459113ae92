use std::fmt;

use serde::Serialize;

use crate::sequence::MIN_BASES;

/// How many contigs a note names.
const EXAMPLES: usize = 5;

/// Something to know about variant calls: mostly what was left out of them, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum CallsNote {
    /// A contig is not as long as the calls say, as if they were of another assembly.
    OtherLength {
        /// Its name in the calls.
        contig: String,
        /// Its bases there.
        said: usize,
        /// Its bases in the genome.
        own: usize,
    },
    /// Alternatives that name a kind of allele: `<DEL>`.
    Symbolic {
        /// How many.
        count: usize,
    },
    /// Alternatives that are one end of a join: `A[chrII:5[`.
    Breakend {
        /// How many.
        count: usize,
    },
    /// Alternatives that stand for a deletion of another record: `*`.
    Spanning {
        /// How many.
        count: usize,
    },
    /// Records without an alternative: `.`.
    NoneCalled {
        /// How many.
        count: usize,
    },
    /// Alternatives with letters other than A, C, G and T.
    OtherLetters {
        /// How many.
        count: usize,
    },
    /// Records before the first base of a contig.
    Telomere {
        /// How many.
        count: usize,
    },
    /// Records whose reference the genome does not have.
    OtherBases {
        /// How many.
        count: usize,
        /// The first one.
        first: Mismatch,
    },
    /// Records on contigs that the genome does not have.
    Elsewhere {
        /// How many.
        count: usize,
        /// The contigs.
        contigs: Vec<String>,
    },
    /// Alleles that insert or delete bases across the anchor of a gene.
    AcrossAnchor {
        /// How many.
        count: usize,
    },
    /// Alleles in promoters of which the contig has too few bases.
    ShortPromoter {
        /// How many.
        count: usize,
    },
    /// Promoters of samples, of which nothing says which variants lie on one chromosome.
    Unphased {
        /// How many.
        count: usize,
    },
    /// Variants that change bases of a haplotype that an earlier one changes.
    Overlapping {
        /// How many.
        count: usize,
    },
}

/// A reference that the genome does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Mismatch {
    /// Of the calls, from 1.
    pub line: usize,
    /// As the calls name it.
    pub contig: String,
    /// From 1.
    pub position: usize,
    /// The reference of the calls.
    pub said: String,
    /// What the genome has there; empty where its contig ends before.
    pub own: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, contig, position, said, own } = self;
        let own = if own.is_empty() { "nothing" } else { own };
        write!(out, "line {line}: {said} at {contig}:{position}, where the genome has {own}")
    }
}

impl fmt::Display for CallsNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherLength { contig, said, own } => write!(
                out,
                "contig {contig} has {} there and {own} in the genome: the calls may be of another assembly",
                crate::text::counted(*said, "base")
            ),
            Self::Symbolic { count } => write!(out, "alternatives left out: {count} (symbolic, such as <DEL>)"),
            Self::Breakend { count } => write!(out, "alternatives left out: {count} (breakends)"),
            Self::Spanning { count } => {
                write!(out, "alternatives left out: {count} (*, a deletion that another record has)")
            }
            Self::NoneCalled { count } => write!(out, "alternatives left out: {count} (., none called)"),
            Self::OtherLetters { count } => {
                write!(out, "alternatives left out: {count} (with other letters than A, C, G, T)")
            }
            Self::Telomere { count } => {
                write!(out, "records left out: {count} (at position 0, before the contig's first base)")
            }
            Self::OtherBases { count, first } => {
                write!(out, "records left out: {count} (the genome has other bases there; {first})")
            }
            Self::Elsewhere { count, contigs } => {
                write!(out, "records left out: {count} (on contigs that the genome does not have: {})", listed(contigs))
            }
            Self::AcrossAnchor { count } => {
                write!(out, "alleles left out of a gene: {count} (they insert or delete bases across its anchor)")
            }
            Self::ShortPromoter { count } => {
                write!(
                    out,
                    "alleles left out of a gene: {count} (its contig has fewer than {MIN_BASES} bases of its promoter)"
                )
            }
            Self::Unphased { count } => write!(
                out,
                "promoters of samples left out: {count} (several heterozygous variants, of which nothing says which lie on one chromosome: phase the calls)"
            ),
            Self::Overlapping { count } => {
                write!(out, "variants left out of a haplotype: {count} (they change bases that an earlier one changes)")
            }
        }
    }
}

/// The first few of some names.
pub(super) fn listed(names: &[String]) -> String {
    let more = if names.len() > EXAMPLES { ", ..." } else { "" };
    format!("{}{more}", names[..names.len().min(EXAMPLES)].join(", "))
}
