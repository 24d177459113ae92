use std::io::{self, Write};

use gb_io::seq::{After, Before, Feature, Location, Seq};
use gb_io::writer::SeqWriter;

use super::DesignRecord;
use crate::sequence::Strand;
use crate::synthesis::Change;

/// The most letters of a record's name in its first line, whose columns are fixed; the whole name is its accession.
const LONGEST_NAME: usize = 16;

/// Writes designs as GenBank records: each change is a `misc_difference` with what stood there (`/replace`), each motif that was written a
/// `protein_bind`.
///
/// # Errors
/// Where the output refuses.
pub fn write_genbank(mut out: impl Write, designs: &[DesignRecord]) -> io::Result<()> {
    designs.iter().try_for_each(|design| {
        let mut text = Vec::new();
        SeqWriter::new(&mut text).truncate_locus(false).write(&record(design))?;
        // The first line has fixed columns, and its writer does not pad the one of the topology.
        let padded = String::from_utf8_lossy(&text).replacen(" linear SYN ", " linear   SYN ", 1);
        out.write_all(padded.as_bytes())
    })
}

fn record(design: &DesignRecord) -> Seq {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = line(&design.name).replace(' ', "_");
    let name = if name.is_empty() { "design".to_owned() } else { name };
    let bases = design.bases();
    let mut seq = Seq::empty();
    seq.name = Some(shortened(&name));
    seq.accession = Some(name);
    seq.definition = Some(line(&format!("{}, {}.", design.name, design.title)));
    seq.molecule_type = Some("DNA".into());
    seq.division = "SYN".into();
    seq.keywords = Some(".".into());
    seq.comments = design.comments.iter().map(|comment| line(comment)).collect();
    seq.features = features(design, bases.len());
    seq.seq = bases.to_ascii_lowercase();
    seq
}

/// A name that fits; what tells several designs of one promoter apart is its end.
fn shortened(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let Some(over) = letters.len().checked_sub(LONGEST_NAME) else { return name.to_owned() };
    let end = name.rfind("_design_").map_or(0, |at| name[at..].chars().count()).min(LONGEST_NAME - 1);
    let start = letters.len() - end - over;
    letters[..start].iter().chain(&letters[letters.len() - end..]).collect()
}

fn features(design: &DesignRecord, length: usize) -> Vec<Feature> {
    let mut ordered: Vec<&Change> = design.changes.iter().collect();
    ordered.sort_by_key(|change| (change.at, change.removed));
    let mut shift = 0_i64;
    let mut features = Vec::new();
    for change in ordered {
        let from = change.at as i64 + shift;
        shift += change.bases.len() as i64 - change.removed as i64;
        let to = from + change.bases.len() as i64;
        let location = if change.bases.is_empty() {
            // Between two bases; at an end, beside its base.
            let left = (from - 1).clamp(0, (length as i64 - 2).max(0));
            Location::Between(left, left + 1)
        } else {
            Location::Range((from, Before(false)), (to, After(false)))
        };
        let old = String::from_utf8_lossy(design.start.get(change.at..change.end()).unwrap_or_default());
        let qualifiers =
            vec![("replace".into(), Some(old.to_ascii_lowercase())), ("note".into(), Some(design.label(change)))];
        if let Some(motif) = change.motif.filter(|own| own.motif < design.motifs.len()) {
            let place = location.clone();
            let place = if motif.strand == Strand::Forward { place } else { Location::Complement(Box::new(place)) };
            let bound = vec![("bound_moiety".into(), Some(design.motifs[motif.motif].clone()))];
            features.push(Feature { kind: "protein_bind".into(), location: place, qualifiers: bound });
        }
        features.push(Feature { kind: "misc_difference".into(), location, qualifiers });
    }
    features
}

#[cfg(test)]
mod tests {
    use gb_io::reader::parse_slice;

    use super::*;
    use crate::synthesis::PlacedMotif;

    #[test]
    fn a_record_is_read_again_with_its_changes() -> Result<(), Box<dyn std::error::Error>> {
        let change = |at, removed, bases: &str| Change { at, removed, bases: bases.into(), motif: None };
        let mut changes = vec![change(3, 1, "A"), change(10, 0, "GGG"), change(20, 2, ""), change(0, 1, "")];
        let motif = Some(PlacedMotif { motif: 0, strand: Strand::Reverse });
        changes.push(Change { motif, ..change(25, 4, "CCCC") });
        let design = DesignRecord {
            name: "a \"quoted\" name\twith é".repeat(5),
            title: "5 changes".into(),
            start: b"TTGACCTAGGATCCATTGCAAGGGTACCATTTCGG".to_vec(),
            changes,
            motifs: vec!["MSN2".into()],
            downstream: 0,
            comments: vec!["heat: 1.0\nto 2.0".into()],
            place: None,
        };
        let mut text = Vec::new();
        write_genbank(&mut text, &[design.clone(), design.clone()])?;
        let read = parse_slice(&text).map_err(|error| error.to_string())?;
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].seq.to_ascii_uppercase(), design.bases());
        let of = |kind: &str| -> Vec<(String, String)> {
            let own = read[1].features.iter().filter(|feature| feature.kind == kind);
            own.map(|own| (own.location.to_gb_format(), own.qualifiers[0].1.clone().unwrap_or_default())).collect()
        };
        let expected = [("1^2", "t"), ("3", "a"), ("10..12", ""), ("22^23", "ag"), ("26..29", "accc")];
        let found = of("misc_difference");
        assert_eq!(found.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), expected.map(|(at, _)| at));
        assert_eq!(of("protein_bind"), [("complement(26..29)".to_owned(), "MSN2".to_owned())]);
        Ok(())
    }
}
