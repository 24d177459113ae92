use crate::architecture::Edit;
use crate::architecture::explanation::{InputValue, NetworkInput};
use crate::sequence::{PADDING, Window};

/// Letters of the alphabet, in an order that reverses under complement: A, C, G, T.
pub const BASES: u8 = 4;

fn complement(code: u8) -> u8 {
    if code == PADDING { PADDING } else { (BASES - 1).saturating_sub(code) }
}

/// The other strand of a window.
pub fn reversed(window: &Window) -> Window {
    window.with_codes(window.codes().iter().rev().copied().map(complement).collect())
}

/// The same substitution, seen from the other strand of a window of that many bases.
pub fn reversed_substitution(edit: &Edit, length: usize) -> Edit {
    let codes: Vec<u8> = edit.codes().iter().rev().copied().map(complement).collect();
    Edit::substitution(length.saturating_sub(edit.position() + codes.len()), codes)
}

/// The same values with all sequences on the other strand.
pub fn reversed_input(input: &NetworkInput) -> NetworkInput {
    let value = |value: &InputValue| match value {
        InputValue::Bases(profile) => InputValue::Bases(profile.reversed()),
        InputValue::Part(part) => InputValue::Part(part.clone()),
    };
    NetworkInput { values: input.values.iter().map(value).collect(), levels: input.levels.clone() }
}
