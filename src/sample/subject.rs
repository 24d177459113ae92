use super::{Part, Sample};
use crate::sequence::Window;

/// A sample one of whose sequences is looked at or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    parts: Vec<Part>,
    input: usize,
    window: Window,
}

impl Subject {
    /// The sequence that the input `input` reads of a sample; nothing where that input reads no bases.
    pub fn new(sample: &Sample, input: usize) -> Option<Self> {
        let window = sample.parts.get(input)?.window()?.clone();
        Some(Self { parts: sample.parts.clone(), input, window })
    }

    /// The parts of the sample, one for each input.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Which input reads the sequence.
    pub fn input(&self) -> usize {
        self.input
    }

    /// The sequence.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The same sample with another sequence.
    #[must_use]
    pub fn with_window(&self, window: Window) -> Self {
        let mut parts = self.parts.clone();
        if let Some(part) = parts.get_mut(self.input) {
            *part = Part::Bases(window.clone());
        }
        Self { parts, input: self.input, window }
    }
}

impl From<Window> for Subject {
    /// A sample of a model that reads one sequence.
    fn from(window: Window) -> Self {
        Self { parts: vec![Part::Bases(window.clone())], input: 0, window }
    }
}
