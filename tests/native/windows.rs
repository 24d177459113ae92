//! What a model reads of any promoter.

use cisight::sequence::{Alphabet, PADDING, Window};
use proptest::prelude::*;

proptest! {
    #[test]
    fn windows_keep_the_last_bases(bases in "[ACGT]{1,60}", length in 1_usize..50) {
        let alphabet = Alphabet::parse("ACGNT").map_err(|error| TestCaseError::fail(error.to_string()))?;
        let window = Window::from_bases(bases.as_bytes(), length, &alphabet);
        prop_assert_eq!(window.codes().len(), length);
        let letters: Vec<u8> = window.codes().iter().filter(|code| **code != PADDING).map(|code| b"ACGNT"[usize::from(*code)]).collect();
        prop_assert!(bases.as_bytes().ends_with(&letters));
    }
}
