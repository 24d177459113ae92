use std::collections::HashSet;

use super::Gene;

/// The names of all genes in upper case and without blanks around them, as they are asked for; sorted, with
/// the gene's number.
#[derive(Debug, Clone)]
pub(super) struct NameIndex {
    sorted: Vec<(String, Kind, usize)>,
}

/// Systematic names sort first, so that they win where a standard name is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Systematic,
    Standard,
}

/// A name as visitors mean it: in letters of either case, perhaps with blanks around it.
pub(super) fn asked_for(name: &str) -> String {
    name.trim().to_ascii_uppercase()
}

impl NameIndex {
    pub(super) fn new(genes: &[Gene]) -> Self {
        let names = genes.iter().enumerate().flat_map(|(number, gene)| {
            let standard = gene.standard.iter().map(|name| (name, Kind::Standard));
            let both = std::iter::once((&gene.systematic, Kind::Systematic)).chain(standard);
            both.map(move |(name, kind)| (asked_for(name), kind, number))
        });
        let mut sorted: Vec<_> = names.collect();
        sorted.sort();
        Self { sorted }
    }

    /// The gene of this name.
    pub(super) fn exact(&self, name: &str) -> Option<usize> {
        let name = asked_for(name);
        let (found, _, gene) = self.sorted.get(self.first_from(&name))?;
        (*found == name).then_some(*gene)
    }

    /// Genes with a name that starts so, by that name, each once.
    pub(super) fn with_prefix(&self, prefix: &str, limit: usize) -> Vec<usize> {
        let prefix = asked_for(prefix);
        let candidates = self.sorted[self.first_from(&prefix)..].iter();
        let mut seen = HashSet::new();
        candidates
            .take_while(|(name, ..)| name.starts_with(&prefix))
            .map(|(.., gene)| *gene)
            .filter(|gene| seen.insert(*gene))
            .take(limit)
            .collect()
    }

    fn first_from(&self, name: &str) -> usize {
        self.sorted.partition_point(|(known, ..)| known.as_str() < name)
    }
}
