use std::cmp::Reverse;
use std::ops::Range;

use super::Allele;
use crate::sequence::{ExtractedPromoter, Strand, reverse_complement};

/// An allele removes or adds bases on both sides of the anchor, so that nothing says where the anchor then is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossesAnchor {
    /// The allele's place among those given.
    pub allele: usize,
}

/// Puts alleles into the contig and cuts the promoter out anew, as [`ExtractedPromoter::bases`] has it without
/// alleles. The anchor keeps its place; where bases are inserted or deleted, the promoter reaches less or more
/// far along the contig and has as many bases as before. Alleles may come in any order and lie anywhere, but
/// no two may overlap. An insertion at the anchor belongs to what lies upstream of it.
///
/// # Errors
/// [`CrossesAnchor`] where the anchor is among the bases that an allele replaces by more or fewer.
pub fn haplotype(promoter: &ExtractedPromoter<'_>, alleles: &[Allele]) -> Result<Vec<u8>, CrossesAnchor> {
    let (contig, anchor, reach) = (&promoter.chromosome().bases, promoter.feature().anchor, promoter.reach());
    let is_forward = promoter.feature().strand == Strand::Forward;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (at, allele) in alleles.iter().enumerate() {
        let Range { start, end } = allele.range();
        // Upstream is to the left of the anchor of a gene on the forward strand, to the right otherwise.
        let is_left = if start == end && start == anchor { is_forward } else { end <= anchor };
        if is_left {
            left.push(allele.clone());
        } else if start >= anchor {
            right.push(allele.clone());
        } else {
            let parts = allele.split(anchor).ok_or(CrossesAnchor { allele: at })?;
            let [before, after] = parts;
            left.push(before);
            right.push(after);
        }
    }
    left.sort_by_key(|allele| Reverse(allele.range().start));
    right.sort_by_key(|allele| allele.range().start);
    let of_left = |length| leftwards(contig, anchor, length, &left);
    let of_right = |length| rightwards(contig, anchor, length, &right);
    let (upstream, mut downstream) = if is_forward {
        (of_left(reach.upstream), of_right(reach.downstream))
    } else {
        (reverse_complement(&of_right(reach.upstream)), reverse_complement(&of_left(reach.downstream)))
    };
    downstream.resize(reach.downstream, b'N');
    Ok([upstream, downstream].concat())
}

/// The `length` bases before a border, the alleles there made good; fewer at the contig's end. The alleles come
/// from the border on.
fn leftwards(contig: &[u8], border: usize, length: usize, alleles: &[Allele]) -> Vec<u8> {
    let (mut turned, mut at) = (Vec::with_capacity(length), border.min(contig.len()));
    let add = |turned: &mut Vec<u8>, bases: &[u8]| turned.extend(bases.iter().rev().map(u8::to_ascii_uppercase));
    for allele in alleles {
        if turned.len() + (at - allele.range().end.min(at)) >= length {
            break;
        }
        add(&mut turned, &contig[allele.range().end.min(at)..at]);
        add(&mut turned, allele.bases());
        at = allele.range().start.min(at);
    }
    let more = length.saturating_sub(turned.len());
    add(&mut turned, &contig[at.saturating_sub(more)..at]);
    turned.truncate(length);
    turned.reverse();
    turned
}

/// The same behind a border.
fn rightwards(contig: &[u8], border: usize, length: usize, alleles: &[Allele]) -> Vec<u8> {
    let (mut bases, mut at) = (Vec::with_capacity(length), border.min(contig.len()));
    let add = |bases: &mut Vec<u8>, own: &[u8]| bases.extend(own.iter().map(u8::to_ascii_uppercase));
    for allele in alleles {
        let start = allele.range().start.clamp(at, contig.len());
        if bases.len() + (start - at) >= length {
            break;
        }
        add(&mut bases, &contig[at..start]);
        add(&mut bases, allele.bases());
        at = allele.range().end.clamp(start, contig.len());
    }
    let more = length.saturating_sub(bases.len());
    add(&mut bases, &contig[at..at.saturating_add(more).min(contig.len())]);
    bases.truncate(length);
    bases
}

#[cfg(test)]
mod tests;
