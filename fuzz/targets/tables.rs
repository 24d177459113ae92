//! Promoters, conditions and motifs as visitors paste them.

use std::sync::OnceLock;

use cisight::condition::{
    Counts, ExpressionTable, Orthologues, Scaling, TfList, TranscriptionFactor, align, read_loose_table, read_table,
};
use cisight::motif::{MAX_WIDTH, MotifFile, Scanner, best_match};
use cisight::sequence::{Alphabet, Promoter, Target, Window, read_fasta, read_variants};
use cisight::text::decode;

use super::{files, said};

pub fn fasta(data: &[u8]) {
    let read = match read_fasta(data) {
        Ok(read) => read,
        Err(error) => return said(&error),
    };
    read.problems.iter().for_each(said);
    let alphabet = Alphabet::parse("ACGNT").unwrap();
    for promoter in &read.promoters {
        assert!(promoter.bases().iter().all(|base| b"ACGTN".contains(base)));
        assert!(!promoter.name().is_empty());
        promoter.corrections().iter().for_each(said);
        promoter.fit(50).iter().for_each(said);
        assert_eq!(Window::new(promoter, 50, &alphabet).codes().len(), 50);
    }
}

fn tfs() -> TfList {
    let named =
        |id: &str, name: &str| TranscriptionFactor { id: id.into(), name: name.into(), aliases: vec!["MSN2B".into()] };
    TfList::new(vec![named("YMR037C", "MSN2"), named("YGL073W", "HSF1"), TranscriptionFactor::named("GCN4")])
}

pub fn tf_table(data: &[u8]) {
    if let Err(error) = read_table(data) {
        said(&error);
    }
    let table = match read_loose_table(data) {
        Ok(table) => table,
        Err(error) => return said(&error),
    };
    assert_eq!(table.values.len(), table.rows.len() * table.columns.len());
    assert!(table.values.iter().flatten().all(|value| value.is_finite()));
    table.notes.iter().for_each(said);
    table.faults.rows().for_each(|row| said(&table.faults.of(row, &table.rows[row]).unwrap()));
    let tfs = tfs();
    match align(&table, &tfs, &Scaling::identity(tfs.len())) {
        Ok(aligned) => {
            assert_eq!(aligned.levels.len(), tfs.len() * table.columns.len());
            assert!(aligned.levels.iter().all(|level| level.is_finite()));
        }
        Err(error) => said(&error),
    }
}

/// Counts, their samples, and perhaps library sizes.
pub fn counts(data: &[u8]) {
    let [counts, samples, sizes] = files(data);
    match Counts::read(counts, samples, (!sizes.is_empty()).then_some(sizes)) {
        Ok(counts) => {
            let table = counts.log_ratios();
            assert_eq!(table.values.len(), table.rows.len() * table.columns.len());
            assert!(table.values.iter().flatten().all(|value| value.is_finite()));
        }
        Err(error) => said(&error),
    }
}

fn measured() -> &'static ExpressionTable {
    static TABLE: OnceLock<ExpressionTable> = OnceLock::new();
    TABLE.get_or_init(|| read_table(b"TF\ta\tb\nMSN2\t1\t\nMSN4\t3\t4\nHSF1\t5\t6\n").unwrap())
}

/// Orthologues, and a table to carry over.
pub fn orthologues(data: &[u8]) {
    let [pairs, table] = files(data);
    let pairs = match Orthologues::read(pairs) {
        Ok(pairs) => pairs,
        Err(error) => return said(&error),
    };
    // Most changes of the input leave no table: the pairs are tried all the same.
    let Ok(table) = read_table(table) else { return drop(pairs.carry(measured())) };
    let carried = pairs.carry(&table).table;
    assert_eq!(carried.values.len(), carried.rows.len() * carried.columns.len());
}

fn promoter() -> &'static Promoter {
    static PROMOTER: OnceLock<Promoter> = OnceLock::new();
    PROMOTER.get_or_init(|| Promoter::parse("HSP12", "ACGTTGCAACGGTTAACCGTACGTTGCAACGGTTAACCGT").unwrap())
}

pub fn variants(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let target = Target { promoter: promoter(), alias: Some("YFL014W"), downstream: 0 };
    match read_variants(text, &[target], |promoter| promoter) {
        Ok(read) => {
            read.problems.iter().for_each(said);
            for variant in &read.variants {
                assert!(variant.alternative.bases().iter().all(|base| b"ACGTN".contains(base)));
            }
        }
        Err(error) => said(&error),
    }
}

/// Whatever encoding a text is in.
pub fn text(data: &[u8]) {
    match decode(data) {
        Ok(decoded) => assert!(!decoded.text.contains('\0')),
        Err(error) => said(&error),
    }
}

pub fn meme(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let file = match MotifFile::parse(text) {
        Ok(file) => file,
        Err(error) => return said(&error),
    };
    assert!(!file.motifs.is_empty());
    // Preparing a scan costs a millisecond a motif: a few of them tell as much as many.
    let few = &file.motifs[..file.motifs.len().min(2)];
    if few.iter().any(|motif| motif.probabilities.len() > MAX_WIDTH / 10) {
        return;
    }
    let scanner = match Scanner::new(few, file.background.unwrap_or([0.25; 4]), 1e-2) {
        Ok(scanner) => scanner,
        Err(error) => return said(&error),
    };
    let hits = scanner.scan(b"ACGTTGCANNACGATCGATTACGGGGGGTATATAAAACCAGGTCTCAGGTA");
    let _ = best_match(&(10..30), &hits, &scanner);
}
