use crate::sequence::{Promoter, SequenceError, reverse_complement};
use crate::training::evaluation::scale;
use crate::training::families::numbered;
use crate::training::{Part, SplitSection, families, part_of};

/// Promoters with their genes' mRNA abundances, split by family.
#[derive(Debug)]
pub struct AbundanceData {
    /// The windows that the network reads.
    pub promoters: Vec<Promoter>,
    /// One abundance each.
    pub values: Vec<f32>,
    /// What each is for.
    pub parts: Vec<Part>,
    /// Number of families.
    pub families: usize,
    /// Which of them each promoter is of.
    pub family_of: Vec<usize>,
}

impl AbundanceData {
    /// Splits promoters by family. Those that share words on opposite strands, as the two genes of a divergent
    /// promoter do, are of one family too.
    ///
    /// # Errors
    /// [`SequenceError`] where a promoter is none.
    pub fn split(rows: Vec<(Promoter, f32)>, split: &SplitSection) -> Result<Self, SequenceError> {
        let (promoters, values): (Vec<Promoter>, Vec<f32>) = rows.into_iter().unzip();
        let both_strands = promoters.iter().map(|promoter| {
            // Between the strands stands a letter that no word has.
            let bases = [promoter.bases(), b"N", &reverse_complement(promoter.bases())].concat();
            Promoter::parse(promoter.name(), &String::from_utf8_lossy(&bases))
        });
        let both_strands = both_strands.collect::<Result<Vec<Promoter>, SequenceError>>()?;
        let keys = families(&both_strands, split.word, split.shared);
        let parts = keys.iter().map(|key| part_of(split, key)).collect();
        let (family_of, families) = numbered(&keys);
        Ok(Self { promoters, values, parts, families, family_of })
    }

    /// Indices of the promoters of a part.
    pub fn of(&self, part: Part) -> Vec<usize> {
        (0..self.parts.len()).filter(|&at| self.parts[at] == part).collect()
    }

    /// Mean and standard deviation of the training promoters' abundances.
    pub fn scale(&self) -> (f32, f32) {
        scale(self.of(Part::Training).into_iter().map(|at| self.values[at]))
    }
}
