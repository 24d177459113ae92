use std::ops::Range;

use super::DesignOptions;
use crate::architecture::Edit;
use crate::model::Model;
use crate::sample::Subject;
use crate::schema::BasesInput;
use crate::sequence::{Alphabet, PADDING, Window};

/// What a design is made of: the natural sequence, the bases before the window included, and what of it may change.
#[derive(Debug)]
pub(super) struct Ground {
    natural: Vec<u8>,
    /// For each base of the natural sequence, whether it may change.
    free: Vec<bool>,
    alphabet: Alphabet,
    window: usize,
    downstream: usize,
    /// The most bases of a whole design: a reporter construct is no longer than its window.
    longest: usize,
}

impl Ground {
    /// `before` holds the bases before the window.
    pub fn new(model: &Model, subject: &Subject, options: &DesignOptions) -> Self {
        let window = subject.window();
        let spec = model.signature().inputs.get(subject.input()).and_then(|input| input.bases());
        let alphabet = spec.map_or(Alphabet::ACGT, |own| own.alphabet.clone());
        let letter = |code: &u8| alphabet.letters().get(usize::from(*code)).copied().unwrap_or(b'N');
        // Padding inside of a longer promoter is a letter that the model does not read.
        let first = if options.before.is_empty() { window.first_base() } else { 0 };
        let read = window.codes()[first..].iter().map(letter);
        let natural: Vec<u8> = options.before.iter().copied().chain(read).collect();
        let free_codes = model.free_stretch(subject.input(), window);
        let shift = window.codes().len() as i64 - natural.len() as i64;
        let is_free = |at: usize| {
            let index = at as i64 + shift;
            let inside = |range: &Range<usize>| index >= range.start as i64 && index < range.end as i64;
            inside(&free_codes) && !options.forbidden.iter().any(inside)
        };
        let free = (0..natural.len()).map(is_free).collect();
        let has_frame = spec.is_some_and(|own: &BasesInput| own.frame.is_some());
        let longest = if has_frame { window.codes().len() } else { usize::MAX };
        Self { natural, free, alphabet, window: window.codes().len(), downstream: window.downstream(), longest }
    }

    /// The natural sequence.
    pub fn natural(&self) -> &[u8] {
        &self.natural
    }

    /// Bases behind the anchor.
    pub fn downstream(&self) -> usize {
        self.downstream
    }

    /// From the first to the last base that may change.
    pub fn free(&self) -> Range<usize> {
        let first = self.free.iter().position(|free| *free).unwrap_or(0);
        first..self.free.iter().rposition(|free| *free).map_or(first, |last| last + 1)
    }

    /// Whether a whole stretch may change.
    pub fn is_free(&self, from: usize, to: usize) -> bool {
        self.free.get(from..to).is_some_and(|all| all.iter().all(|free| *free))
    }

    /// Whether a stretch may be taken out: what lies behind the anchor would leave the window's end empty.
    pub fn may_lose(&self, from: usize, to: usize) -> bool {
        self.is_free(from, to) && to <= self.natural.len() - self.downstream.min(self.natural.len())
    }

    /// Whether bases may be put in before one.
    pub fn takes_insertion(&self, at: usize) -> bool {
        self.may_lose(at, at + 1) && self.natural.len() < self.longest
    }

    /// Whether a design is not too long for what it is to be put into.
    pub fn has_room_for(&self, bases: usize) -> bool {
        bases <= self.longest
    }

    /// What the model reads of a design.
    pub fn window_of(&self, bases: &[u8]) -> Window {
        Window::from_bases(bases, self.window, &self.alphabet).with_downstream(self.downstream)
    }

    /// The index in the natural window of a base of the natural sequence that lies in it.
    pub fn in_window(&self, at: usize) -> usize {
        (at + self.window).saturating_sub(self.natural.len())
    }

    /// What replaces bases from an index of a design on, as the model reads it; nothing where that lies outside of the window.
    pub fn substitution(&self, design: &[u8], index: usize, bases: &[u8]) -> Option<Edit> {
        let from = (index + self.window).checked_sub(design.len())?;
        let codes = bases.iter().map(|base| self.alphabet.code(*base).unwrap_or(PADDING)).collect();
        Some(Edit::substitution(from, codes))
    }
}
