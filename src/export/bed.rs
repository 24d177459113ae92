use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

use super::tsv::{ExportError, finished, tsv};
use crate::sequence::Strand;

/// The highest score that BED knows.
const MOST: f64 = 1000.0;

/// A stretch of a genome for a genome browser.
#[derive(Debug, Clone, PartialEq)]
pub struct BedFeature<'a> {
    /// The contig's name.
    pub contig: Cow<'a, str>,
    /// On the forward strand, 0-based and half-open.
    pub range: Range<usize>,
    /// What it is called; white space becomes `_`.
    pub name: Cow<'a, str>,
    /// How probable it is by chance: written as -100 log10, from 0 to 1000, as a score.
    pub p_value: Option<f64>,
    /// The strand that it is read from, if it is read from one.
    pub strand: Option<Strand>,
    /// Whether it raises or lowers a response: blue or orange.
    pub raises: Option<bool>,
}

/// Writes features as BED with nine columns: contig, start, end, name, score, strand, start and end once more,
/// and colour; by the contigs' names and then by place, as indexes need it. There is no `track` line, so that
/// other programs read it as well.
///
/// # Errors
/// [`ExportError`] where the output refuses.
pub fn write_bed<W: Write>(out: W, mut features: Vec<BedFeature<'_>>) -> Result<W, ExportError> {
    features.sort_by(|a, b| (&a.contig, a.range.start, a.range.end).cmp(&(&b.contig, b.range.start, b.range.end)));
    let mut table = tsv(out);
    for feature in &features {
        let [start, end] = [feature.range.start, feature.range.end].map(|border| border.to_string());
        let score = feature.p_value.map_or(0.0, |p_value| (-100.0 * p_value.log10()).clamp(0.0, MOST));
        let colour = match feature.raises {
            Some(true) => "0,90,181",
            Some(false) => "220,90,0",
            None => "80,80,80",
        };
        let strand = feature.strand.map_or('.', Strand::sign).to_string();
        let (contig, name, score) = (one_word(&feature.contig), one_word(&feature.name), format!("{score:.0}"));
        table.write_record([&contig, &start, &end, &name, &score, &strand, &start, &end, colour])?;
    }
    finished(table)
}

/// White space would end a column, and a name has to be there.
fn one_word(name: &str) -> String {
    let name = name.trim().replace(|letter: char| letter.is_whitespace() || letter.is_control(), "_");
    if name.is_empty() { ".".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_scores_stay_in_their_columns() -> Result<(), ExportError> {
        let feature = |start, name: &'static str, p_value, strand, raises| BedFeature {
            contig: "chrII".into(),
            range: start..start + 3,
            name: name.into(),
            p_value,
            strand,
            raises,
        };
        let features = vec![
            feature(10, " ", Some(0.0), None, None),
            feature(9, "my\tmotif", Some(1e-4), Some(Strand::Reverse), Some(true)),
        ];
        let text = write_bed(Vec::new(), features)?;
        let expected = "chrII\t9\t12\tmy_motif\t400\t-\t9\t12\t0,90,181\nchrII\t10\t13\t.\t1000\t.\t10\t13\t80,80,80\n";
        assert_eq!(String::from_utf8_lossy(&text), expected);
        Ok(())
    }
}
