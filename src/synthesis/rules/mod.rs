//! What a sequence that is to be made and put into cells must not contain.
//!
//! Changes are held to "nothing new": what breaks a rule in the natural sequence is reported once and may stay, and a
//! changed sequence is refused for what it adds or makes worse. A site, a start codon, a repeat or a hairpin is new unless one stood in its
//! place; a run of one base is new unless one as long stood there; a share of G and C is refused where it lies further outside of its limits than that
//! of the same stretch of the natural sequence.

mod composition;
mod repeats;
mod sites;

pub use composition::GcLimits;
pub use repeats::{Hairpins, Repeats};

use super::{BrokenRule, ChangedSequence, Finding, RecognitionSite};
use crate::motif::{Hit, Scanner};

/// Motifs whose sites are to be neither gained nor lost.
#[derive(Debug, Clone)]
pub struct GuardedMotifs {
    /// Finds their sites.
    pub scanner: Scanner,
    /// Their names, in the scanner's order.
    pub names: Vec<String>,
    /// Whether new sites are refused.
    pub gained: bool,
    /// Whether lost sites are refused.
    pub lost: bool,
}

/// Rules; none by default.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Sites to keep free of, on both strands.
    pub sites: Vec<RecognitionSite>,
    /// The share of G and C of the whole sequence.
    pub gc: Option<GcLimits>,
    /// The share of G and C of every window of so many bases.
    pub gc_windows: Option<(usize, GcLimits)>,
    /// The same base at most so many times in a row.
    pub homopolymer: Option<usize>,
    /// No bases twice within a stretch.
    pub repeats: Option<Repeats>,
    /// No stretch and its reverse complement close behind it.
    pub hairpins: Option<Hairpins>,
    /// No ATG before the anchor, on the strand that is read.
    pub start_codons: bool,
    /// Motifs that keep their sites.
    pub motifs: Option<GuardedMotifs>,
    /// At most so many bases replaced, put in or taken out.
    pub differences: Option<usize>,
}

impl Rules {
    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        let Self { sites, gc, gc_windows, homopolymer, repeats, hairpins, start_codons, motifs, differences } = self;
        let none = gc.is_none() && gc_windows.is_none() && homopolymer.is_none() && repeats.is_none();
        sites.is_empty() && none && hairpins.is_none() && !start_codons && motifs.is_none() && differences.is_none()
    }
}

/// The natural sequence, for what changed ones are compared with.
#[derive(Debug, Clone)]
struct Natural {
    bases: Vec<u8>,
    downstream: usize,
    hits: Vec<Hit>,
}

/// Rules, and the natural sequence that changes are compared with.
#[derive(Debug, Clone)]
pub struct RuleChecker {
    rules: Rules,
    natural: Natural,
}

impl RuleChecker {
    /// Prepares to check changes of a sequence (upper-case letters), `downstream` of whose bases lie behind the anchor.
    pub fn new(rules: Rules, natural: &[u8], downstream: usize) -> Self {
        let hits = rules.motifs.as_ref().map_or_else(Vec::new, |motifs| motifs.scanner.scan(natural));
        Self { rules, natural: Natural { bases: natural.to_vec(), downstream, hits } }
    }

    /// What breaks a rule in the natural sequence.
    pub fn existing(&self) -> Vec<Finding> {
        self.findings(&ChangedSequence::unchanged(&self.natural.bases), None).collect()
    }

    /// What a changed sequence adds or makes worse.
    pub fn new_findings(&self, changed: &ChangedSequence) -> Vec<Finding> {
        self.findings(changed, Some(&self.natural)).collect()
    }

    /// Whether a changed sequence adds nothing and makes nothing worse.
    pub fn keeps(&self, changed: &ChangedSequence) -> bool {
        self.first_new(changed).is_none()
    }

    /// The first thing that a changed sequence adds or makes worse.
    pub fn first_new(&self, changed: &ChangedSequence) -> Option<Finding> {
        self.findings(changed, Some(&self.natural)).next()
    }

    /// What breaks a rule; with a natural sequence, what is new.
    fn findings<'a>(
        &'a self,
        changed: &'a ChangedSequence,
        natural: Option<&'a Natural>,
    ) -> impl Iterator<Item = Finding> + 'a {
        let Rules { sites, gc, gc_windows, homopolymer, repeats, hairpins, start_codons, motifs, differences } =
            &self.rules;
        let too_different = natural.zip(*differences).and_then(|(natural, most)| {
            let count = changed.differences(&natural.bases);
            let whole = (0, changed.bases.len());
            (count > most).then_some(Finding { rule: BrokenRule::Differences { count }, from: whole.0, to: whole.1 })
        });
        let guarded = natural.and_then(|natural| Some(sites::guarded(motifs.as_ref()?, changed, &natural.hits)));
        too_different
            .into_iter()
            .chain(gc.and_then(|limits| composition::whole(limits, changed, natural)))
            .chain(sites.iter().flat_map(move |site| sites::recognition(site, changed, natural)))
            .chain(sites::start_codons(changed, self.natural.downstream, natural).filter(|_| *start_codons))
            .chain(homopolymer.iter().flat_map(move |most| composition::homopolymers(*most, changed, natural)))
            .chain(
                gc_windows
                    .iter()
                    .flat_map(move |(length, limits)| composition::windows(*length, *limits, changed, natural)),
            )
            .chain(hairpins.iter().flat_map(move |own| own.findings(changed, natural)))
            .chain(repeats.iter().flat_map(move |own| own.findings(changed, natural)))
            .chain(guarded.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests;
