use proptest::prelude::*;

use super::*;

fn change(at: usize, removed: usize, bases: &str) -> Change {
    Change { at, removed, bases: bases.into(), motif: None }
}

/// The plasmid after the round: what the reverse primer leaves, then the forward primer and all behind it.
fn made(start: &[u8], pair: &PrimerPair) -> Option<Vec<u8>> {
    let paired = &pair.forward.bases[pair.forward.tail..];
    let before = reverse_complement(&pair.reverse.bases);
    let left = start.windows(before.len()).position(|own| own == before)? + before.len();
    let right = left + start[left..].windows(paired.len()).position(|own| own == paired)?;
    Some([&start[..left], &pair.forward.bases[..pair.forward.tail], &start[right..]].concat())
}

const START: &str = "TTGACCTAGGATCCATTGCAAGGGTACCATTTCGGCATAGCATTGACGATTACGGATCAAGTCCTGATCGGATTACGTCAGGCTAAACTTCGAGCGTTAGCATGCCTAACGTGGTCATTCCGATAGCTTGGCACTAAGTGCC";

#[test]
fn each_kind_of_change_is_brought_in() {
    let start = START.as_bytes();
    for own in [
        vec![change(70, 1, "A")],
        vec![change(70, 0, "GGC")],
        vec![change(70, 5, "")],
        vec![change(66, 1, "T"), change(72, 2, "AA")],
    ] {
        let pairs = mutagenesis_primers(start, &own, 60.0, &PrimerBuffer::default());
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].flaw, None, "{pairs:?}");
        assert_eq!(made(start, &pairs[0]), Some(ChangedSequence::of(start, &own).bases));
    }
    let far = [change(110, 1, "T"), change(50, 1, "C")];
    let pairs = mutagenesis_primers(start, &far, 60.0, &PrimerBuffer::default());
    assert_eq!(pairs.iter().map(|pair| pair.changes.clone()).collect::<Vec<_>>(), [[1], [0]]);
    let at_end = mutagenesis_primers(start, &[change(3, 1, "A")], 60.0, &PrimerBuffer::default());
    assert_eq!(at_end[0].flaw, Some(PrimerFlaw::NearEnd));
}

proptest! {
    #[test]
    fn primers_are_made_of_any_sequence(bases in "[ACGTN]{0,90}", at in 0_usize..90, removed in 0_usize..4, new in "[ACGT]{0,4}") {
        let at = at.min(bases.len());
        let own = [change(at, removed.min(bases.len() - at), &new)];
        for pair in mutagenesis_primers(bases.as_bytes(), &own, 55.0, &PrimerBuffer::default()) {
            prop_assert!(pair.flaw.is_some() || [&pair.forward, &pair.reverse].iter().all(|own| own.temperature.is_some_and(|own| own >= 55.0)));
        }
    }
}
