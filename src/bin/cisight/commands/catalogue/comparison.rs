//! How the promoters of a catalogue compare with those of the same names from another source.

use std::collections::HashSet;
use std::fmt;

use cisight::sequence::{Catalogue, Promoter};

/// How many names of a group are listed.
const LISTED: usize = 12;

/// Systematic names on this side, given names on the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    pub equal: usize,
    /// One is the other's end: the lengths alone differ.
    pub other_length: Vec<String>,
    pub differ: Vec<String>,
    pub only_in_catalogue: Vec<String>,
    pub only_in_other: Vec<String>,
}

impl Comparison {
    /// Compares by name, standard or systematic.
    pub fn new(catalogue: &Catalogue, others: &[Promoter]) -> Self {
        let mut compared = Self::default();
        let mut met = HashSet::new();
        for other in others {
            let Some(found) = catalogue.find(other.name()) else {
                compared.only_in_other.push(other.name().to_owned());
                continue;
            };
            let name = &found.gene.systematic;
            met.insert(name);
            if found.bases == other.bases() {
                compared.equal += 1;
            } else if found.bases.ends_with(other.bases()) || other.bases().ends_with(&found.bases) {
                compared.other_length.push(name.clone());
            } else {
                compared.differ.push(name.clone());
            }
        }
        let names = catalogue.genes().iter().map(|gene| &gene.systematic);
        compared.only_in_catalogue = names.filter(|name| !met.contains(name)).cloned().collect();
        compared
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "equal: {}", self.equal)?;
        let groups = [
            ("the same but for the length", &self.other_length),
            ("different", &self.differ),
            ("in the catalogue only", &self.only_in_catalogue),
            ("in the FASTA only", &self.only_in_other),
        ];
        for (index, (title, names)) in groups.into_iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{title}: {}", names.len())?;
            if !names.is_empty() {
                let more = if names.len() > LISTED { ", ..." } else { "" };
                write!(out, " ({}{more})", names[..names.len().min(LISTED)].join(", "))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use cisight::sequence::{Chromosome, Feature, Origin, Strand};

    use super::*;

    #[test]
    fn each_gene_is_in_one_group() -> anyhow::Result<()> {
        let bases = b"GATTACAGATTACAGATTACACCCCGGTTAACC".to_vec();
        let feature = |number: usize| Feature {
            systematic: format!("G{number}"),
            standard: None,
            strand: Strand::Forward,
            anchor: 22 + number,
        };
        let features = (0..4).map(feature).collect();
        let chromosome = Chromosome { name: "I".into(), bases, features };
        let origin = Origin { species: String::new(), assembly: String::new(), source: String::new() };
        let catalogue = Catalogue::build(origin, 21, &[chromosome])?;
        let others = [
            Promoter::parse("g0", "ATTACAGATTACAGATTACAC")?,
            Promoter::parse("G1", "GATTACAGATTACAGATTACACC")?,
            Promoter::parse("G2", "ATTACAGATTACAGATTACAC")?,
            Promoter::parse("G9", "ATTACAGATTACAGATTACAC")?,
        ];
        let expected = Comparison {
            equal: 1,
            other_length: vec!["G1".into()],
            differ: vec!["G2".into()],
            only_in_catalogue: vec!["G3".into()],
            only_in_other: vec!["G9".into()],
        };
        let compared = Comparison::new(&catalogue, &others);
        assert_eq!(compared, expected);
        assert!(compared.to_string().ends_with("in the catalogue only: 1 (G3)\nin the FASTA only: 1 (G9)"));
        Ok(())
    }
}
