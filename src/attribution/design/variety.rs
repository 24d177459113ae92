/// In how many bases two sequences differ: place by place where they are as long, else by the fewest single bases that are replaced,
/// put in or taken out to make one of the other.
pub fn differing(one: &[u8], other: &[u8]) -> usize {
    if one.len() == other.len() {
        return one.iter().zip(other).filter(|(a, b)| a != b).count();
    }
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[common..], &other[common..]);
    let ends = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    strsim::generic_levenshtein(&one[..one.len() - ends].to_vec(), &other[..other.len() - ends].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_counted_by_place_or_by_fewest_changes() {
        let cases = [
            ("ACGT", "ACGT", 0),
            ("ACGT", "CGTA", 4),
            ("ACGTACGT", "ACGACG", 2),
            ("ACGT", "", 4),
            ("TTACG", "ACGG", 3),
        ];
        for (one, other, expected) in cases {
            assert_eq!(differing(one.as_bytes(), other.as_bytes()), expected, "{one} {other}");
            assert_eq!(differing(other.as_bytes(), one.as_bytes()), expected, "{other} {one}");
        }
    }
}
