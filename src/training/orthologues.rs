use std::collections::HashMap;

use super::dataset::Dataset;
use crate::sequence::Promoter;

/// Promoters of the genes' orthologues, which may stand for a gene's own while training. An orthologue is on
/// the side of the split that its gene is on, as it is known by that gene alone.
#[derive(Debug)]
pub struct Orthologues<'a> {
    /// By gene of the data set.
    promoters: Vec<Vec<&'a Promoter>>,
}

impl<'a> Orthologues<'a> {
    /// Each named after its gene and then, after a space, what tells it apart, such as the strain.
    pub fn of(data: &Dataset, orthologues: &'a [Promoter]) -> Self {
        let mut known: HashMap<&str, Vec<&Promoter>> = HashMap::new();
        for orthologue in orthologues {
            let gene = orthologue.name().split_whitespace().next().unwrap_or_default();
            known.entry(gene).or_default().push(orthologue);
        }
        let promoters = data.promoters.iter().map(|own| known.remove(own.name()).unwrap_or_default()).collect();
        Self { promoters }
    }

    /// Those of a gene.
    pub fn of_gene(&self, gene: usize) -> &[&'a Promoter] {
        self.promoters.get(gene).map_or(&[], Vec::as_slice)
    }
}
