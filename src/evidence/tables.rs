//! Published tables of regulation and binding.

use std::collections::HashMap;

use serde::Serialize;
use thiserror::Error;

/// Why a table of regulation or binding is refused.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum EvidenceTableError {
    /// No line, or none but the headings.
    #[error("the table is empty; give one with a line of headings and a row for each gene or peak")]
    Empty,
    /// A row of another length than the others.
    #[error("line {line} has {found} cells where {expected} are needed; give every row a cell for each column")]
    Cells {
        /// Its number, from 1.
        line: usize,
        /// Cells there are.
        found: usize,
        /// Cells there should be.
        expected: usize,
    },
    /// A cell that is no number.
    #[error("line {line}: \"{cell}\" is no whole number; write one")]
    Number {
        /// Its number, from 1.
        line: usize,
        /// What stands there.
        cell: String,
    },
    /// A gene that has two rows.
    #[error("line {line}: the gene {gene} has a row already; leave one of them out")]
    Twice {
        /// Its number, from 1.
        line: usize,
        /// The gene.
        gene: String,
    },
}

/// Which TFs regulate which genes: a row for each gene, a column for each TF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    tfs: Vec<String>,
    /// By gene, its row: 1 and -1 where the TF raises and lowers it, or 1 alone where signs are not known; 0
    /// where there is no edge.
    rows: HashMap<String, Vec<i8>>,
}

impl Network {
    /// Reads a tab-separated table: TFs in its line of headings (with or without one for the genes), a gene at
    /// the start of each row; 0 for no edge, else the edge's sign. Names may stand in quotes.
    ///
    /// # Errors
    /// [`EvidenceTableError`] names the line.
    pub fn parse(text: &str) -> Result<Self, EvidenceTableError> {
        let mut lines = cells(text);
        let (_, headings) = lines.next().ok_or(EvidenceTableError::Empty)?;
        let mut network = Self::default();
        for (line, row) in lines {
            if network.rows.is_empty() {
                let skipped = (headings.len() == row.len()).into();
                network.tfs = headings[skipped..].iter().map(|name| (*name).to_owned()).collect();
            }
            if row.len() != network.tfs.len() + 1 {
                return Err(EvidenceTableError::Cells { line, found: row.len(), expected: network.tfs.len() + 1 });
            }
            let number =
                |cell: &&str| cell.parse().map_err(|_| EvidenceTableError::Number { line, cell: (*cell).to_owned() });
            let values = row[1..].iter().map(number).collect::<Result<Vec<i8>, _>>()?;
            if network.rows.insert(row[0].to_owned(), values).is_some() {
                return Err(EvidenceTableError::Twice { line, gene: row[0].to_owned() });
            }
        }
        if network.rows.is_empty() { Err(EvidenceTableError::Empty) } else { Ok(network) }
    }

    /// The TFs, in the table's order.
    pub fn tfs(&self) -> &[String] {
        &self.tfs
    }

    /// A gene's edges, one for each TF; nothing for a gene that is not in the table.
    pub fn row(&self, gene: &str) -> Option<&[i8]> {
        self.rows.get(gene).map(Vec::as_slice)
    }

    /// The TFs that have an edge to a gene.
    pub fn regulators(&self, gene: &str) -> impl Iterator<Item = &str> {
        let row = self.row(gene).unwrap_or_default();
        row.iter().zip(&self.tfs).filter(|(edge, _)| **edge != 0).map(|(_, tf)| tf.as_str())
    }
}

/// A peak of a protein's binding on a gene's promoter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingPeak {
    /// Systematic name of the protein's gene; empty where it has none.
    pub protein: String,
    /// Systematic name of the gene.
    pub gene: String,
    /// The summit: -1 is the base before the start codon.
    pub position: i32,
}

/// Reads a tab-separated table of peaks: protein, systematic name of the protein's gene, gene, position.
///
/// # Errors
/// [`EvidenceTableError`] names the line.
pub fn read_peaks(text: &str) -> Result<Vec<BindingPeak>, EvidenceTableError> {
    let mut lines = cells(text);
    lines.next().ok_or(EvidenceTableError::Empty)?;
    let peak = |(line, row): (usize, Vec<&str>)| match row.as_slice() {
        [_, protein, gene, position] => {
            let number =
                position.parse().map_err(|_| EvidenceTableError::Number { line, cell: (*position).to_owned() });
            Ok(BindingPeak { protein: (*protein).to_owned(), gene: (*gene).to_owned(), position: number? })
        }
        other => Err(EvidenceTableError::Cells { line, found: other.len(), expected: 4 }),
    };
    lines.map(peak).collect()
}

fn cells(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| (at + 1, line.split('\t').map(|cell| cell.trim().trim_matches('"')).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_with_and_without_a_heading_for_genes() {
        for text in ["gene\tT1\tT2\nG1\t0\t1\nG2\t-1\t0\n", "\"T1\"\t\"T2\"\n\"G1\"\t0\t1\n\"G2\"\t-1\t0\n"] {
            let network = Network::parse(text).unwrap();
            assert_eq!(network.tfs(), ["T1", "T2"]);
            assert_eq!((network.row("G2"), network.row("G3")), (Some(&[-1, 0][..]), None));
            assert_eq!(network.regulators("G1").collect::<Vec<_>>(), ["T2"]);
        }
    }

    #[test]
    fn rows_that_do_not_fit_are_named() {
        let network = |text: &str| Network::parse(text).map(|_| ()).map_err(|error| error.to_string());
        let peaks = |text: &str| read_peaks(text).map(|_| ()).map_err(|error| error.to_string());
        let cases = [
            (network(""), "the table is empty"),
            (network("gene\tT1\n"), "the table is empty"),
            (network("gene\tT1\nG1\t0\nG2\t0\t1\n"), "line 3 has 3 cells where 2 are needed"),
            (network("gene\tT1\n\nG1\tyes\n"), "line 3: \"yes\" is no whole number"),
            (network("gene\tT1\nG1\t1\nG1\t1\n"), "line 3: the gene G1 has a row already"),
            (peaks(""), "the table is empty"),
            (peaks("protein\torf\tgene\tposition\nA\tYA\tG1\n"), "line 2 has 3 cells where 4 are needed"),
            (peaks("protein\torf\tgene\tposition\nA\tYA\tG1\tx\n"), "line 2: \"x\" is no whole number"),
        ];
        for (found, expected) in cases {
            assert!(found.as_ref().is_err_and(|message| message.starts_with(expected)), "{expected}: {found:?}");
        }
    }
}
