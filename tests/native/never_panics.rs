//! Parsers on text that nobody meant for them: an answer or an error, never a panic, and what is accepted keeps its promises.

use cisight::condition::{Scaling, TfList, TranscriptionFactor, align, read_table};
use cisight::model::{Manifest, read_safetensors};
use cisight::motif::read_meme;
use cisight::sequence::{Alphabet, PADDING, Window, read_fasta};
use proptest::prelude::*;

/// Text that looks enough like FASTA or a table to reach the deeper branches.
fn almost_a_file() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        ">",
        ">a",
        ">b c",
        "\n",
        "\r\n",
        "\r",
        "\t",
        ",",
        ";",
        "\"",
        "ACGTACGTACGTACGTACGTACGT",
        "acgu",
        "N",
        "-",
        "TF1",
        "tf1",
        "TF2",
        "1.5",
        "-2",
        "NaN",
        "inf",
        "1e99",
        "é",
        "\u{feff}",
        " ",
        "MOTIF",
        "letter-probability matrix:",
        "letter-probability matrix: w= 2 nsites= 1e99",
        "Background letter frequencies",
        "A 0.25 C 0.25 G 0.25 T 0.25",
        "ALPHABET",
        "0.25 0.25 0.25 0.25",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn accepted_promoters_are_clean(text in almost_a_file()) {
        if let Ok(read) = read_fasta(text.as_bytes()) {
            for promoter in read.promoters {
                prop_assert!(promoter.bases().iter().all(|base| b"ACGTN".contains(base)));
                prop_assert!(!promoter.name().is_empty());
            }
        }
    }

    #[test]
    fn accepted_tables_are_rectangular_and_align(text in almost_a_file()) {
        if let Ok(table) = read_table(text.as_bytes()) {
            prop_assert_eq!(table.values.len(), table.rows.len() * table.columns.len());
            let factor = |id: &str| TranscriptionFactor::named(id);
            let tfs = TfList::new(vec![factor("TF1"), factor("TF2")]);
            if let Ok(aligned) = align(&table, &tfs, &Scaling::identity(2)) {
                prop_assert_eq!(aligned.levels.len(), 2 * table.columns.len());
                prop_assert!(aligned.levels.iter().all(|level| level.is_finite()));
            }
        }
    }

    #[test]
    fn arbitrary_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400), text in almost_a_file()) {
        let _ = (read_fasta(&bytes), read_table(&bytes), Manifest::parse(&bytes), read_safetensors(&bytes), read_meme(&text));
    }

    #[test]
    fn windows_keep_the_last_bases(bases in "[ACGT]{1,60}", length in 1_usize..50) {
        let alphabet = Alphabet::parse("ACGNT").map_err(|error| TestCaseError::fail(error.to_string()))?;
        let window = Window::from_bases(bases.as_bytes(), length, &alphabet);
        prop_assert_eq!(window.codes().len(), length);
        let letters: Vec<u8> = window.codes().iter().filter(|code| **code != PADDING).map(|code| b"ACGNT"[usize::from(*code)]).collect();
        prop_assert!(bases.as_bytes().ends_with(&letters));
    }
}
