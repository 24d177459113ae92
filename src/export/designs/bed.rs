use std::io::Write;

use super::DesignRecord;
use crate::export::{BedFeature, ExportError, write_bed};

/// Writes where designs change the genome as BED with nine columns: each change at the bases that it replaces or takes
/// out, bases that are put in at the border between two (an empty stretch, as BED has insertions), named by the design and
/// the change. Designs without a place, and changes beyond the contig, are left out.
///
/// # Errors
/// [`ExportError`] where the output refuses.
pub fn write_design_bed<W: Write>(out: W, designs: &[DesignRecord]) -> Result<W, ExportError> {
    write_bed(out, designs.iter().flat_map(features).collect())
}

fn features(design: &DesignRecord) -> Vec<BedFeature<'_>> {
    let Some(place) = &design.place else { return Vec::new() };
    let feature = |change: &crate::synthesis::Change| {
        let range = match change.removed {
            0 => place.border(change.at).map(|border| border..border),
            _ => place.stretch(change.at..change.end()),
        };
        Some(BedFeature {
            contig: place.contig().into(),
            range: range?,
            name: format!("{}: {}", design.name, design.label(change)).into(),
            p_value: None,
            strand: Some(place.strand()),
            raises: None,
        })
    };
    design.changes.iter().filter_map(feature).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::{Place, Strand};
    use crate::synthesis::Change;

    #[test]
    fn changes_lie_where_they_are_on_the_genome() -> Result<(), ExportError> {
        let change = |at, removed, bases: &str| Change { at, removed, bases: bases.into(), motif: None };
        let design = |strand| DesignRecord {
            name: "my gene".into(),
            title: String::new(),
            start: b"AACCGGTTAC".to_vec(),
            changes: vec![change(7, 2, "AC"), change(2, 0, "GG"), change(4, 3, "")],
            motifs: Vec::new(),
            downstream: 0,
            comments: Vec::new(),
            place: Some(Place::new("chrII", 100..110, strand)),
        };
        let forward = "chrII\t102\t102\tmy_gene:_-8_insert_GG\t0\t+\t102\t102\t80,80,80\n\
            chrII\t104\t107\tmy_gene:_-6_delete_GGT\t0\t+\t104\t107\t80,80,80\n\
            chrII\t107\t109\tmy_gene:_-3_TA>AC\t0\t+\t107\t109\t80,80,80\n";
        let reverse = "chrII\t101\t103\tmy_gene:_-3_TA>AC\t0\t-\t101\t103\t80,80,80\n\
            chrII\t103\t106\tmy_gene:_-6_delete_GGT\t0\t-\t103\t106\t80,80,80\n\
            chrII\t108\t108\tmy_gene:_-8_insert_GG\t0\t-\t108\t108\t80,80,80\n";
        for (strand, expected) in [(Strand::Forward, forward), (Strand::Reverse, reverse)] {
            let text = write_design_bed(Vec::new(), &[design(strand)])?;
            assert_eq!(String::from_utf8_lossy(&text), expected);
        }
        let nowhere = DesignRecord { place: None, ..design(Strand::Forward) };
        assert!(write_design_bed(Vec::new(), &[nowhere])?.is_empty());
        Ok(())
    }
}
