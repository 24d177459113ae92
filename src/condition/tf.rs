use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A transcription factor that a model reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct TranscriptionFactor {
    /// Systematic name, such as `YMR037C`.
    pub id: String,
    /// Standard name, such as `MSN2`; the systematic name where there is none.
    pub name: String,
    /// Other names that it goes or went by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl TranscriptionFactor {
    /// A TF of which one name is known.
    pub fn named(id: impl Into<String>) -> Self {
        let id = id.into();
        Self { name: id.clone(), id, aliases: Vec::new() }
    }
}

/// A model's TFs in input order, found by any of their names, whatever the case.
#[derive(Debug, Clone)]
pub struct TfList {
    factors: Vec<TranscriptionFactor>,
    index: HashMap<String, usize>,
}

impl TfList {
    /// Indexes the TFs. Where two share a name, the systematic name wins, then the standard name, then the
    /// earlier one; an alias of two TFs is nobody's.
    pub fn new(factors: Vec<TranscriptionFactor>) -> Self {
        let mut index = HashMap::new();
        let ids = factors.iter().map(|factor| &factor.id).enumerate();
        let names = factors.iter().map(|factor| &factor.name).enumerate();
        for (position, name) in ids.chain(names) {
            index.entry(name.to_uppercase()).or_insert(position);
        }
        let mut aliases: HashMap<String, Option<usize>> = HashMap::new();
        for (position, factor) in factors.iter().enumerate() {
            for alias in &factor.aliases {
                let owner = aliases.entry(alias.to_uppercase()).or_insert(Some(position));
                *owner = owner.filter(|owner| *owner == position);
            }
        }
        for (alias, position) in aliases.into_iter().filter_map(|(alias, position)| Some((alias, position?))) {
            index.entry(alias).or_insert(position);
        }
        Self { factors, index }
    }

    /// The position of a TF, by systematic name, standard name or alias.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_find_a_tf_unless_two_share_them() {
        let factor = |id: &str, name: &str, aliases: &[&str]| TranscriptionFactor {
            id: id.into(),
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let list = TfList::new(vec![
            factor("YMR037C", "MSN2", &["ABC1", "HSF1", "both"]),
            factor("YGL073W", "HSF1", &["MAS3", "BOTH"]),
        ]);
        let found = ["msn2", "abc1", "hsf1", "MAS3", "both", "XYZ"].map(|name| list.position(name));
        assert_eq!(found, [Some(0), Some(0), Some(1), Some(1), None, None]);
    }
}
