//! Sites of enzymes, start codons, and sites of motifs.

use super::{BrokenRule, ChangedSequence, Finding, GuardedMotifs, Natural, RecognitionSite};
use crate::motif::Hit;

const START_CODON: &[u8] = b"ATG";

/// Sites of an enzyme; with a natural sequence, where none stood.
pub(super) fn recognition<'a>(
    site: &'a RecognitionSite,
    changed: &'a ChangedSequence,
    natural: Option<&'a Natural>,
) -> impl Iterator<Item = Finding> + 'a {
    let length = site.pattern().len();
    let stood = move |natural: &Natural, at: usize| {
        changed.former_places(at, at + length).any(|place| site.pattern().is_at(&natural.bases, place))
    };
    let places = site.places(&changed.bases).filter(move |at| !natural.is_some_and(|natural| stood(natural, *at)));
    let rule = || BrokenRule::Site { name: site.name().to_owned() };
    places.map(move |at| Finding { rule: rule(), from: at, to: at + length })
}

/// Start codons before the anchor; with a natural sequence, where none stood.
pub(super) fn start_codons<'a>(
    changed: &'a ChangedSequence,
    downstream: usize,
    natural: Option<&'a Natural>,
) -> impl Iterator<Item = Finding> + 'a {
    let length = START_CODON.len();
    let upstream = &changed.bases[..changed.bases.len().saturating_sub(downstream)];
    let stood = move |natural: &Natural, at: usize| {
        changed.former_places(at, at + length).any(|place| natural.bases[place..].starts_with(START_CODON))
    };
    let places = upstream.windows(length).enumerate().filter(|(_, bases)| *bases == START_CODON).map(|(at, _)| at);
    let places = places.filter(move |at| !natural.is_some_and(|natural| stood(natural, *at)));
    places.map(move |at| Finding { rule: BrokenRule::StartCodon, from: at, to: at + length })
}

/// Sites of guarded motifs that were gained and lost. A site that is still one, better or worse, is neither.
pub(super) fn guarded(motifs: &GuardedMotifs, changed: &ChangedSequence, natural: &[Hit]) -> Vec<Finding> {
    let mut kept = vec![false; natural.len()];
    let mut findings = Vec::new();
    let name = |motif: usize| motifs.names.get(motif).cloned().unwrap_or_default();
    for hit in motifs.scanner.scan(&changed.bases) {
        let mut is_new = true;
        for place in changed.former_places(hit.start, hit.end) {
            let same = |own: &&Hit| (own.motif, own.strand, own.start) == (hit.motif, hit.strand, place);
            // Hits are in the order of their starts.
            let from = natural.partition_point(|own| own.start < place);
            let until = natural.partition_point(|own| own.start <= place);
            if let Some(at) = (from..until).find(|at| same(&&natural[*at])) {
                kept[at] = true;
                is_new = false;
            }
        }
        if is_new && motifs.gained {
            let rule = BrokenRule::MotifGained { name: name(hit.motif) };
            findings.push(Finding { rule, from: hit.start, to: hit.end });
        }
    }
    if motifs.lost {
        let lost = natural.iter().zip(&kept).filter(|(_, kept)| !**kept);
        findings.extend(lost.map(|(hit, _)| Finding {
            rule: BrokenRule::MotifLost { name: name(hit.motif) },
            from: hit.start,
            to: hit.end,
        }));
    }
    findings
}
