use std::collections::HashMap;
use std::error::Error;

use proptest::prelude::*;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};

use super::*;

type Outcome = Result<(), Box<dyn Error>>;

fn names(all: &[&str]) -> Vec<String> {
    all.iter().map(|name| (*name).to_owned()).collect()
}

fn records() -> Vec<GeneRecord> {
    vec![
        GeneRecord {
            gene: "YFL014W".into(),
            edges: names(&["YMR037C", "YKL062W"]),
            peaks: vec![("YMR037C".into(), -230), ("YGL073W".into(), -1)],
            conservation: vec![Some(0.84), None],
        },
        GeneRecord { gene: "YGR088W".into(), conservation: vec![Some(1.0), Some(0.0)], ..GeneRecord::default() },
    ]
}

fn evidence() -> Result<Evidence, EvidenceError> {
    let source = Source { of: "edges".into(), source: "made up".into(), licence: "MIT".into() };
    Evidence::build(vec![source], names(&["MSN2/MSN4", "HSF1"]), &records())
}

#[test]
fn a_file_gives_back_what_was_collected() -> Outcome {
    let built = evidence()?;
    let file = built.to_bytes()?;
    let read = Evidence::read(&file)?;
    assert_eq!(read, built);
    assert_eq!(read.to_bytes()?, file);
    assert_eq!(read.sources()[0].licence, "MIT");
    let gene = read.of(" yfl014w ").ok_or("no gene")?;
    assert_eq!(gene.gene(), "YFL014W");
    assert_eq!(gene.edges().collect::<Vec<_>>(), ["YMR037C", "YKL062W"]);
    let peaks = [Peak { tf: "YMR037C", position: -230 }, Peak { tf: "YGL073W", position: -1 }];
    assert_eq!(gene.peaks().collect::<Vec<_>>(), peaks);
    assert_eq!(["MSN2/MSN4", "HSF1", "GCN4"].map(|family| gene.conservation(family)), [Some(0.8), None, None]);
    let bare = read.of("YGR088W").ok_or("no gene")?;
    assert_eq!((bare.edges().count(), bare.peaks().count(), bare.conservation("HSF1")), (0, 0, Some(0.0)));
    assert!(read.of("YFL014").is_none() && read.of("").is_none());
    let known = |tf: &str| (read.has_edges(tf), read.has_peaks(tf));
    assert_eq!(
        ["YKL062W", "YGL073W", "YMR037C", "YPL248C"].map(known),
        [(true, false), (false, true), (true, true), (false, false)]
    );
    Ok(())
}

#[test]
fn evidence_that_cannot_be_stored() {
    let build = |change: &dyn Fn(&mut Vec<GeneRecord>)| {
        let mut records = records();
        change(&mut records);
        Evidence::build(Vec::new(), names(&["A", "B"]), &records).map(|_| ()).map_err(|error| error.to_string())
    };
    let cases: [(Result<(), String>, &str); 6] = [
        (build(&|all| all[1].gene = "yfl014w".into()), "the evidence has the gene yfl014w twice"),
        (build(&|all| all[1].gene = " ".into()), "the name \" \" of the evidence is empty"),
        (build(&|all| all[0].edges[0] = "A\nB".into()), "the name \"A\\nB\" of the evidence is empty or has"),
        (build(&|all| all[0].peaks[0].1 = 0), "YFL014W: a peak of YMR037C is not among the bases upstream"),
        (build(&|all| all[0].peaks[0].1 = -40_000), "YFL014W: a peak of YMR037C is not among the bases upstream"),
        (build(&|all| all[1].conservation.truncate(1)), "YGR088W: one conservation score for each of the 2 families"),
    ];
    for (found, expected) in cases {
        assert!(found.as_ref().is_err_and(|message| message.starts_with(expected)), "{expected}: {found:?}");
    }
}

/// A file with one table replaced, or without it, or with another description.
fn tampered(table: &str, with: Option<(Dtype, &[u8])>, description: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let file = evidence()?.to_bytes()?;
    let tables = SafeTensors::deserialize(&file)?;
    let mut kept = tables.tensors();
    kept.retain(|(name, _)| name != table);
    if let Some((dtype, data)) = with {
        let size = if matches!(dtype, Dtype::U8) { 1 } else { 2 };
        kept.push((table.to_owned(), TensorView::new(dtype, vec![data.len() / size], data)?));
    }
    Ok(serialize(kept, Some(HashMap::from([("cisight_evidence".to_owned(), description.to_owned())])))?)
}

#[test]
fn each_bad_file_has_its_own_error() -> Outcome {
    let good = r#"{"format":1,"sources":[]}"#;
    let file = evidence()?.to_bytes()?;
    let with = |table, dtype, data: &'static [u8]| tampered(table, Some((dtype, data)), good);
    let cases = [
        (Vec::new(), "damaged or cut short"),
        (b"<!DOCTYPE html><html></html>".to_vec(), "damaged or cut short"),
        (file[..file.len() - 1].to_vec(), "damaged or cut short"),
        (serialize(Vec::<(&str, TensorView<'_>)>::new(), None)?, "holds no evidence of TFs and genes"),
        (tampered("", None, "not JSON")?, "damaged or cut short"),
        (tampered("", None, r#"{"format":1}"#)?, "damaged or cut short"),
        (tampered("", None, r#"{"format":2}"#)?, "has format 2, this program reads format 1"),
        (tampered("genes", None, good)?, "\"genes\" of the evidence file is missing"),
        (with("genes", Dtype::U8, b"G\xff\nH\n")?, "is not UTF-8 text"),
        (with("genes", Dtype::U8, b"G\n")?, "\"edge_counts\" of the evidence file has not one row for each gene"),
        (with("genes", Dtype::U8, b"G\n\n")?, "is empty or has control characters"),
        (with("genes", Dtype::U8, b"G\ng\n")?, "has the gene g twice"),
        (with("tfs", Dtype::U8, b"T\n")?, "names a TF that the file has not"),
        (with("edges", Dtype::U8, &[0, 0])?, "\"edges\" of the evidence file holds another type"),
        (with("edge_counts", Dtype::U16, &[1, 0, 0, 0])?, "counts more or fewer entries than there are"),
        (with("peak_positions", Dtype::I16, &[1, 0])?, "has not one position for each peak"),
        (with("peak_positions", Dtype::I16, &[1, 0, 2, 0])?, "has a position that is not upstream"),
        (with("conservation", Dtype::U8, &[1, 2, 3])?, "has not one score for each gene and family"),
        (with("conservation", Dtype::U8, &[1, 2, 3, 11])?, "has a score above 1"),
    ];
    for (file, expected) in cases {
        let message = Evidence::read(&file).map(|_| ()).map_err(|error| error.to_string());
        assert!(message.as_ref().is_err_and(|message| message.contains(expected)), "{expected}: {message:?}");
    }
    Evidence::read(&tampered("", None, good)?)?;
    Ok(())
}

proptest! {
    #[test]
    fn flipped_bytes_give_an_error_or_evidence(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = evidence()?.to_bytes()?;
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(read) = Evidence::read(&file) {
            for gene in read.genes() {
                let own = read.of(gene);
                prop_assert!(own.is_some_and(|own| own.peaks().all(|peak| peak.position < 0)));
            }
        }
    }
}
