use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A transcription factor that a model reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptionFactor {
    /// Systematic name, such as `YMR037C`.
    pub id: String,
    /// Standard name, such as `MSN2`; the systematic name where there is none.
    pub name: String,
}

/// A model's TFs in input order, found by either name, whatever the case.
#[derive(Debug, Clone)]
pub struct TfList {
    factors: Vec<TranscriptionFactor>,
    index: HashMap<String, usize>,
}

impl TfList {
    /// Indexes the TFs. Where two share a name, the systematic name wins, then the earlier one.
    pub fn new(factors: Vec<TranscriptionFactor>) -> Self {
        let mut index = HashMap::new();
        let ids = factors.iter().map(|factor| &factor.id).enumerate();
        let names = factors.iter().map(|factor| &factor.name).enumerate();
        for (position, name) in ids.chain(names) {
            index.entry(name.to_uppercase()).or_insert(position);
        }
        Self { factors, index }
    }

    /// The position of a TF, by systematic or standard name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.index.get(&name.trim().to_uppercase()).copied()
    }

    /// The TFs in input order.
    pub fn factors(&self) -> &[TranscriptionFactor] {
        &self.factors
    }

    /// How many TFs there are.
    pub fn len(&self) -> usize {
        self.factors.len()
    }

    /// Whether the model reads no TF at all.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }
}
