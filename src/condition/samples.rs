use serde::Serialize;
use thiserror::Error;

use crate::text::{DelimitedError, Line, read_delimited, unguarded};

/// What programs put after the name of a sample where they name the file of its reads, the longest first.
const ENDINGS: [&str; 12] = [
    "aligned.sortedbycoord.out.bam",
    "readspergene.out.tab",
    "aligned.out.bam",
    ".sorted.bam",
    ".counts.txt",
    ".counts.tsv",
    ".bam",
    ".sam",
    ".cram",
    ".txt",
    ".tsv",
    ".tab",
];

/// A library: the study that made it and the condition that it is a replicate of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its column in the table of counts.
    pub sample: String,
    /// What is centred together.
    pub study: String,
    /// What is averaged.
    pub condition: String,
}

/// Why a text describes no samples.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum SamplesError {
    /// The text has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// Not all of the headings are there.
    #[error("the heading {0} is missing; give a table with the headings sample, study, condition")]
    Heading(&'static str),
    /// A line lacks a cell.
    #[error("line {0} lacks its {1}; each line needs a sample, a study and a condition")]
    Field(usize, &'static str),
}

/// Reads what the libraries are: a table with the headings sample, study, condition, in any order and case.
pub(super) fn read_samples(text: &[u8]) -> Result<Vec<Sample>, SamplesError> {
    let lines = read_delimited(text)?.lines;
    let head = lines.first();
    let place = |heading: &'static str| {
        let found = head.and_then(|head| head.cells().position(|cell| cell.eq_ignore_ascii_case(heading)));
        found.map(|at| (at, heading)).ok_or(SamplesError::Heading(heading))
    };
    let [sample, study, condition] = [place("sample")?, place("study")?, place("condition")?];
    let read = |line: &Line| {
        let field = |(at, heading): (usize, &'static str)| {
            let cell = line.cell(at).filter(|cell| !cell.is_empty());
            cell.map(|cell| unguarded(cell).to_owned()).ok_or(SamplesError::Field(line.number, heading))
        };
        Ok(Sample { sample: field(sample)?, study: field(study)?, condition: field(condition)? })
    };
    lines.iter().skip(1).map(read).collect()
}

/// The one of `names` that a column means: the same name; or else, where each has but one such counterpart,
/// the same file name without its folder and ending, as `/data/bam/wt_1.bam` means `wt_1`.
pub(super) fn counterpart<'a>(column: &str, columns: &[String], names: &[&'a str]) -> Option<&'a str> {
    if let Some(same) = names.iter().find(|name| **name == column) {
        return Some(same);
    }
    let own = stem(column);
    let is_own =
        |name: &str| stem(name) == own || as_r_names_it(column).ends_with(&format!(".{}", as_r_names_it(&stem(name))));
    let mut found = names.iter().filter(|name| is_own(name));
    let first = found.next()?;
    let is_alone = found.next().is_none() && columns.iter().filter(|other| stem(other) == own).count() == 1;
    is_alone.then_some(first)
}

/// The name of a file without its folder and its ending.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let lower = file.to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(*ending) && lower.len() > ending.len());
    file[..file.len() - ending.map_or(0, |ending| ending.len())].trim_end_matches(['_', '.']).to_owned()
}

/// A name as R makes one of it (`make.names`), without the ending of a file.
fn as_r_names_it(name: &str) -> String {
    stem(name).chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '.' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_mean_samples() {
        let names = ["wt_1", "wt_2", "runs/hs_1.bam"];
        let columns: Vec<String> =
            ["/data/wt_1.bam", "X.data.bam.wt_2.bam", "hs_1Aligned.sortedByCoord.out.bam", "a/x.bam", "b/x.bam"]
                .map(String::from)
                .to_vec();
        let found = |column: &str| counterpart(column, &columns, &names);
        assert_eq!(found("wt_1"), Some("wt_1"));
        assert_eq!(found(&columns[0]), Some("wt_1"));
        assert_eq!(found(&columns[1]), Some("wt_2"));
        assert_eq!(found(&columns[2]), Some("runs/hs_1.bam"));
        assert_eq!(counterpart(&columns[3], &columns, &["x"]), None);
        assert_eq!(counterpart("wt", &columns, &["wt_1"]), None);
    }
}
