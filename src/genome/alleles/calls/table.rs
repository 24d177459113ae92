//! The cells of tables of effects.

use super::{Call, Effect, HaplotypeRow, Score};

/// Headings of a row for each alternative, gene and condition.
pub const CALL_COLUMNS: [&str; 12] = [
    "contig",
    "position",
    "id",
    "reference_allele",
    "alternative_allele",
    "gene",
    "name",
    "change",
    "condition",
    "reference",
    "alternative",
    "difference",
];

/// Headings of a row for each gene, sample, copy of the chromosome and condition.
pub const HAPLOTYPE_COLUMNS: [&str; 10] = [
    "gene",
    "name",
    "sample",
    "haplotype",
    "variants",
    "changes",
    "condition",
    "reference",
    "alternative",
    "difference",
];

/// The headings with those of what is written beside a difference.
pub fn headings(columns: &[&str], further: &[String]) -> Vec<String> {
    columns.iter().copied().chain(further.iter().map(String::as_str)).map(str::to_owned).collect()
}

/// The rows of an effect, one for each column of the map.
pub fn call_rows<'a>(
    call: &'a Call,
    effect: &'a Effect,
    columns: &'a [String],
) -> impl Iterator<Item = Vec<String>> + 'a {
    let record = &call.record;
    columns.iter().zip(&effect.scores).map(move |(column, score)| {
        let place = [
            record.contig(),
            &record.start().map_or(0, |start| start + 1).to_string(),
            record.id(),
            record.reference_text(),
            record.alternative_text(effect.alternative),
            &effect.gene,
            &effect.name,
            &effect.change,
            column,
        ]
        .map(str::to_owned);
        place.into_iter().chain(numbers(score)).collect()
    })
}

/// The rows of a haplotype, one for each column of the map.
pub fn haplotype_rows<'a>(row: &'a HaplotypeRow, columns: &'a [String]) -> impl Iterator<Item = Vec<String>> + 'a {
    columns.iter().zip(&row.scores).map(move |(column, score)| {
        let words = [
            &row.gene,
            &row.name,
            &row.sample,
            &row.haplotype.to_string(),
            &row.variants.to_string(),
            &row.changes,
            column,
        ]
        .map(String::as_str)
        .map(str::to_owned);
        words.into_iter().chain(numbers(score)).collect()
    })
}

/// Reference, alternative, difference and what goes with it, as tables and annotated calls write them.
pub(super) fn numbers(score: &Score) -> Vec<String> {
    let numbers = [score.reference, score.alternative, score.difference()].map(|number| format!("{number:.5}"));
    numbers.into_iter().chain(score.further.iter().cloned()).collect()
}

/// Rows as lines of tab-separated values, quoted where it takes that.
pub fn table_lines<R: AsRef<[C]>, C: AsRef<str>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    for row in rows {
        // What is written to memory is not refused.
        let _ = table.write_record(row.as_ref().iter().map(|cell| cell.as_ref().as_bytes()));
    }
    String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
}
