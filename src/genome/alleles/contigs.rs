use std::sync::LazyLock;

use crate::genome::Contig;
use crate::genome::annotation::{ContigNames, Sequences};

/// Variant calls say nothing of their contigs but names and lengths.
static NOTHING_SAID: LazyLock<Sequences> = LazyLock::new(Sequences::default);

/// The contigs of a genome by the names that variant calls give them (`chrIV`, `IV`, `4`, accessions).
pub struct ContigLookup<'a> {
    names: ContigNames<'a>,
    contigs: &'a [Contig],
}

impl<'a> ContigLookup<'a> {
    /// `called`: the names that the calls declare.
    pub fn new<'n>(contigs: &'a [Contig], called: impl Iterator<Item = &'n str>) -> Self {
        Self { names: ContigNames::new(contigs, &NOTHING_SAID, called), contigs }
    }

    /// The index of the contig of that name.
    pub fn find(&mut self, name: &str) -> Option<usize> {
        self.names.find(name)
    }

    /// Contigs that are not as long as the calls say, as if these were of another assembly: name, bases said,
    /// bases here.
    pub fn of_other_length<'n>(
        &mut self,
        called: impl Iterator<Item = (&'n str, Option<usize>)>,
    ) -> Vec<(&'n str, usize, usize)> {
        let other = |(name, bases): (&'n str, Option<usize>)| {
            let own = self.contigs[self.find(name)?].bases.len();
            bases.filter(|said| *said != own).map(|said| (name, said, own))
        };
        called.filter_map(other).collect()
    }
}
