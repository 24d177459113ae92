use burn::tensor::Device;

use super::Features;
use super::layers::is_processor;
use crate::sequence::{PADDING, Window};

/// A change of a sequence: that many bases, from a position on, are replaced by others. Substitutions,
/// insertions and deletions are its cases.
///
/// The anchor stays where it is: a change before it moves what lies upstream, one after it what lies
/// downstream. What leaves the window is lost, and what is left empty at an end is padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    position: usize,
    removed: usize,
    codes: Vec<u8>,
}

impl Edit {
    /// A single-base change; `code` is one of the network's alphabet, as all codes here.
    pub fn single(position: usize, code: u8) -> Self {
        Self::substitution(position, vec![code])
    }

    /// Other bases in place of as many from `position` on.
    pub fn substitution(position: usize, codes: Vec<u8>) -> Self {
        Self { position, removed: codes.len(), codes }
    }

    /// Bases in front of the one at `position`.
    pub fn insertion(position: usize, codes: Vec<u8>) -> Self {
        Self { position, removed: 0, codes }
    }

    /// `length` bases from `position` on are lost.
    pub fn deletion(position: usize, length: usize) -> Self {
        Self { position, removed: length, codes: Vec::new() }
    }

    /// Other bases in place of `removed` from `position` on.
    pub fn replacement(position: usize, removed: usize, codes: Vec<u8>) -> Self {
        Self { position, removed, codes }
    }

    /// Index in the window of the first changed base.
    pub fn position(&self) -> usize {
        self.position
    }

    /// How many bases are replaced.
    pub fn removed(&self) -> usize {
        self.removed
    }

    /// What they are replaced by.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The same change with other codes in place of its own, of which there have to be as many.
    #[must_use]
    pub(super) fn with_codes(&self, codes: Vec<u8>) -> Self {
        Self { codes, ..*self }
    }

    /// Whether every other base stays in its place.
    pub fn is_substitution(&self) -> bool {
        self.removed == self.codes.len()
    }

    /// The window with the change.
    #[must_use]
    pub fn apply(&self, window: &Window) -> Window {
        let old = window.codes();
        let start = self.position.min(old.len());
        let end = (self.position + self.removed).min(old.len());
        if self.is_substitution() {
            let mut codes = old.to_vec();
            codes[start..end].iter_mut().zip(&self.codes).for_each(|(slot, code)| *slot = *code);
            return window.with_codes(codes);
        }
        let anchor = window.anchor();
        // What stands before the anchor ends at it, what stands after it begins there.
        let (mut left, mut right) = if start >= anchor && end > anchor {
            (old[..anchor].to_vec(), [&old[anchor..start], &self.codes, &old[end..]].concat())
        } else {
            let middle = old.get(end..anchor).unwrap_or(&[]);
            ([&old[..start], &self.codes, middle].concat(), old[end.max(anchor)..].to_vec())
        };
        left.drain(..left.len().saturating_sub(anchor));
        right.resize(old.len() - anchor, PADDING);
        let mut codes = vec![PADDING; anchor - left.len()];
        codes.extend(left);
        codes.extend(right);
        window.with_codes(codes)
    }

    /// The same change as a substitution of the stretch that differs in the end, which lies in the window.
    #[must_use]
    pub fn as_substitution(&self, window: &Window) -> Self {
        if self.is_substitution() {
            let position = self.position.min(window.codes().len());
            let inside = self.codes.len().min(window.codes().len() - position);
            return Self::substitution(position, self.codes[..inside].to_vec());
        }
        Self::between(window, &self.apply(window))
    }

    /// The substitution that makes one window of another one of the same length: the stretch in which they
    /// differ.
    pub fn between(window: &Window, changed: &Window) -> Self {
        let differ = |(old, new): (&u8, &u8)| old != new;
        let pairs = || window.codes().iter().zip(changed.codes());
        let first = pairs().position(differ).unwrap_or(0);
        let last = pairs().rposition(differ).map_or(first, |last| last + 1);
        Self::substitution(first, changed.codes()[first..last].to_vec())
    }
}

/// Fast exact edits of one sequence: what they need is kept, so that only what an edit changes is computed.
pub trait Editor: std::fmt::Debug {
    /// Encodes the sequence with each of the edits, in the order given: equal to encoding each edited window
    /// whole.
    fn encode(&self, edits: &[Edit]) -> Features;
}

/// Edits that a graphics adapter is given at once at least.
pub(super) const EDITS_ON_AN_ADAPTER: usize = 720;

/// How many edits are best encoded at once: enough to share the reference's layers, few enough to report progress and to
/// stop soon. On a graphics adapter an operation costs about the same however much it does.
pub fn edits_at_once(device: &Device) -> usize {
    if is_processor(device) { 180 } else { EDITS_ON_AN_ADAPTER }
}

/// An insertion or a deletion that changes more than one part in this many of the window is encoded whole: it
/// shifts all that lies between it and the window's end, and fewer columns than that cost less one by one.
const LARGEST_SHARE: usize = 4;

/// Encodes a window with each of some edits, in their order: `substitutions` encodes the stretches that differ in
/// the end, `whole` the windows of those whose stretch is long (or nothing, where stretches have to do).
pub(super) fn encode_by_reach(
    window: &Window,
    edits: &[Edit],
    substitutions: impl Fn(&[Edit]) -> Features,
    whole: impl FnOnce(Vec<Window>) -> Option<Features>,
) -> Features {
    let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(window)).collect();
    let most = window.codes().len() / LARGEST_SHARE;
    let is_short = |&index: &usize| edits[index].is_substitution() || stretches[index].codes().len() <= most;
    let (short, long): (Vec<usize>, Vec<usize>) = (0..edits.len()).partition(is_short);
    let windows: Vec<Window> = long.iter().map(|&index| edits[index].apply(window)).collect();
    let whole = if long.is_empty() { None } else { whole(windows) };
    let Some(whole) = whole else { return substitutions(&stretches) };
    if short.is_empty() {
        return whole;
    }
    let few: Vec<Edit> = short.iter().map(|&index| stretches[index].clone()).collect();
    let rows = Features::concatenated(&[substitutions(&few), whole]);
    let mut places = vec![0; edits.len()];
    short.iter().chain(&long).enumerate().for_each(|(row, &edit)| places[edit] = row);
    rows.select(&places)
}

#[cfg(test)]
mod tests;
