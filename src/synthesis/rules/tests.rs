use proptest::prelude::*;

use super::*;
use crate::motif::Motif;
use crate::synthesis::{Change, SiteError};

fn change(at: usize, removed: usize, bases: &str) -> Change {
    Change { at, removed, bases: bases.into(), motif: None }
}

fn found(rules: &Rules, natural: &str, changes: &[Change]) -> Vec<(BrokenRule, usize, usize)> {
    let checker = RuleChecker::new(rules.clone(), natural.as_bytes(), 0);
    let changed = ChangedSequence::of(natural.as_bytes(), changes);
    let all = checker.new_findings(&changed);
    assert_eq!(checker.keeps(&changed), all.is_empty());
    all.into_iter().map(|own| (own.rule, own.from, own.to)).collect()
}

#[test]
fn what_was_there_may_stay_and_what_is_added_is_named() -> Result<(), SiteError> {
    let bsa = Rules { sites: vec![RecognitionSite::parse("BsaI")?], ..Rules::default() };
    let natural = "TTGGTCTCAAAAGAGACGTT";
    let existing = RuleChecker::new(bsa.clone(), natural.as_bytes(), 0).existing();
    assert_eq!(existing.iter().map(|own| (own.from, own.to)).collect::<Vec<_>>(), [(2, 8)]);
    assert_eq!(found(&bsa, natural, &[change(0, 1, "C")]), []);
    let site = || BrokenRule::Site { name: "BsaI".into() };
    assert_eq!(found(&bsa, natural, &[change(16, 0, "C")]), [(site(), 12, 18)]);
    // Moved by what is put in before it, it is no new one.
    assert_eq!(found(&bsa, natural, &[change(0, 0, "CCC")]), []);

    let runs = Rules { homopolymer: Some(3), ..Rules::default() };
    assert_eq!(found(&runs, "CAAAAATC", &[change(3, 1, "G")]), []);
    assert_eq!(found(&runs, "CAAAAATC", &[change(3, 1, "")]), []);
    assert_eq!(found(&runs, "CAAAAATC", &[change(6, 1, "A")]), [(BrokenRule::Homopolymer { length: 6 }, 1, 7)]);

    let codons = Rules { start_codons: true, ..Rules::default() };
    assert_eq!(found(&codons, "CATGCAAG", &[change(5, 2, "TT")]), []);
    assert_eq!(found(&codons, "CATGCAAG", &[change(6, 1, "T")]), [(BrokenRule::StartCodon, 5, 8)]);
    let downstream = RuleChecker::new(codons, b"CATGCAAG", 2);
    assert!(downstream.keeps(&ChangedSequence::of(b"CATGCAAG", &[change(6, 1, "T")])));

    let half = GcLimits::new(0.4, 0.6);
    let share = Rules { gc: half, ..Rules::default() };
    assert_eq!(found(&share, "ACACACACAC", &[change(0, 1, "C")]), []);
    assert_eq!(found(&share, "ACACACACAC", &[change(0, 3, "CCC")]), [(BrokenRule::Gc { share: 0.7 }, 0, 10)]);
    assert_eq!(found(&share, "CCCCCCCCCA", &[change(0, 1, "A")]), []);
    let windows = Rules { gc_windows: half.map(|limits| (4, limits)), ..Rules::default() };
    assert_eq!(found(&windows, "ACACAAAA", &[change(6, 1, "C")]), []);
    assert_eq!(found(&windows, "ACACAAAA", &[change(1, 1, "G")]), []);
    assert!(!found(&windows, "ACACAAAA", &[change(0, 1, "C")]).is_empty());

    let repeats = Rules { repeats: Some(Repeats { length: 5, within: 14 }), ..Rules::default() };
    assert_eq!(found(&repeats, "ACGTTGCCACGATTC", &[change(11, 1, "T")]), [(BrokenRule::Repeat, 0, 13)]);
    assert_eq!(found(&repeats, "ACGTTGCCAACACGATGC", &[change(14, 1, "T")]), []);
    let hairpins = Rules { hairpins: Some(Hairpins { stem: 5, within: 15 }), ..Rules::default() };
    assert_eq!(found(&hairpins, "ACGTGAAATGACGTC", &[change(9, 1, "C")]), [(BrokenRule::Hairpin, 0, 14)]);
    assert_eq!(found(&hairpins, "ACGTGAACACGTTC", &[]), []);

    let few = Rules { differences: Some(2), ..Rules::default() };
    assert_eq!(found(&few, "ACGTACGT", &[change(0, 1, "C"), change(4, 1, "")]), []);
    assert_eq!(found(&few, "ACGTACGT", &[change(0, 0, "CCC")]), [(BrokenRule::Differences { count: 3 }, 0, 11)]);
    Ok(())
}

#[test]
fn sites_of_guarded_motifs_are_neither_gained_nor_lost() -> Result<(), Box<dyn std::error::Error>> {
    let row = |base: u8| b"ACGT".map(|own| if own == base { 0.97 } else { 0.01 });
    let probabilities = b"AAGGGG".map(row).to_vec();
    let motif = Motif { id: "M".into(), name: "MSN2".into(), probabilities, sites: Some(100.0) };
    let scanner = Scanner::new(&[motif], [0.25; 4], 5e-4)?;
    let guarded = GuardedMotifs { scanner, names: vec!["MSN2".into()], gained: true, lost: true };
    let rules = Rules { motifs: Some(guarded), ..Rules::default() };
    let natural = "TTTAAGGGGTTTTCCCATTTT";
    assert_eq!(found(&rules, natural, &[change(0, 1, "C")]), []);
    let gained = BrokenRule::MotifGained { name: "MSN2".into() };
    assert_eq!(found(&rules, natural, &[change(16, 2, "CT")]), [(gained, 13, 19)]);
    let lost = BrokenRule::MotifLost { name: "MSN2".into() };
    assert_eq!(found(&rules, natural, &[change(6, 1, "T")]), [(lost, 3, 9)]);
    assert_eq!(found(&rules, natural, &[change(1, 2, "")]), []);
    Ok(())
}

/// Substitutions at places of their own.
fn substitutions(length: usize) -> impl Strategy<Value = Vec<Change>> {
    let one = (0..length, "[ACGT]").prop_map(|(at, base)| change(at, 1, &base));
    prop::collection::vec(one, 0..12).prop_map(|mut changes| {
        changes.sort_by_key(|own| own.at);
        changes.dedup_by_key(|own| own.at);
        changes
    })
}

proptest! {
    /// Against a reading of the rules that knows nothing of the code above, for changes that move nothing.
    #[test]
    fn new_findings_are_those_that_a_plain_reading_finds(
        natural in "[AACGTT]{40}", changes in substitutions(40),
    ) {
        let rules = Rules {
            sites: vec![RecognitionSite::parse("GANTC").map_err(|error| TestCaseError::fail(error.to_string()))?],
            homopolymer: Some(3),
            start_codons: true,
            repeats: Some(Repeats { length: 4, within: 20 }),
            hairpins: Some(Hairpins { stem: 4, within: 16 }),
            gc_windows: GcLimits::new(0.2, 0.7).map(|limits| (10, limits)),
            ..Rules::default()
        };
        let made = ChangedSequence::of(natural.as_bytes(), &changes).bases;
        let checker = RuleChecker::new(rules, natural.as_bytes(), 0);
        let found = checker.new_findings(&ChangedSequence::of(natural.as_bytes(), &changes));
        let places = |rule: fn(&BrokenRule) -> bool| {
            let mut all: Vec<_> = found.iter().filter(|own| rule(&own.rule)).map(|own| (own.from, own.to)).collect();
            all.sort_unstable();
            all
        };
        let paired = |text: &[u8], at: usize| text.get(at..at + 5).is_some_and(|own| own.starts_with(b"GA") && own.ends_with(b"TC"));
        let plain: Vec<_> = (0..40).filter(|at| paired(&made, *at) && !paired(natural.as_bytes(), *at)).map(|at| (at, at + 5)).collect();
        prop_assert_eq!(places(|rule| matches!(rule, BrokenRule::Site { .. })), plain);
        let codon = |text: &[u8], at: usize| text[at..].starts_with(b"ATG");
        let plain: Vec<_> = (0..40).filter(|at| codon(&made, *at) && !codon(natural.as_bytes(), *at)).map(|at| (at, at + 3)).collect();
        prop_assert_eq!(places(|rule| matches!(rule, BrokenRule::StartCodon)), plain);
        let pairs = |text: &[u8], is: &dyn Fn(&[u8], &[u8]) -> bool, apart: std::ops::RangeInclusive<usize>| {
            let all = (0..37).flat_map(|one| (one..37).map(move |other| (one, other)));
            all.filter(|(one, other)| apart.contains(&(other - one)) && is(&text[*one..one + 4], &text[*other..other + 4]))
                .collect::<Vec<_>>()
        };
        let new = |is: &dyn Fn(&[u8], &[u8]) -> bool, apart: std::ops::RangeInclusive<usize>| {
            let before = pairs(natural.as_bytes(), is, apart.clone());
            let now = pairs(&made, is, apart).into_iter().filter(|own| !before.contains(own));
            let mut now: Vec<_> = now.map(|(one, other)| (one, other + 4)).collect();
            now.sort_unstable();
            now
        };
        prop_assert_eq!(places(|rule| matches!(rule, BrokenRule::Repeat)), new(&|one, other| one == other, 4..=16));
        let folds = |one: &[u8], other: &[u8]| one.iter().zip(other.iter().rev()).all(|pair| matches!(pair, (b'A', b'T') | (b'T', b'A') | (b'C', b'G') | (b'G', b'C')));
        prop_assert_eq!(places(|rule| matches!(rule, BrokenRule::Hairpin)), new(&folds, 7..=12));
        let strong = |text: &[u8], at: usize| text[at..at + 10].iter().filter(|base| b"CG".contains(base)).count();
        let outside = |count: usize| if count < 2 { 2 - count } else { count.saturating_sub(7) };
        let plain: Vec<_> = (0..=30).filter(|at| outside(strong(&made, *at)) > outside(strong(natural.as_bytes(), *at))).map(|at| (at, at + 10)).collect();
        prop_assert_eq!(places(|rule| matches!(rule, BrokenRule::GcWindow { .. })), plain);
    }

    #[test]
    fn nothing_is_new_in_an_unchanged_sequence(natural in "[ACGTN]{0,60}", longer in "[ACGT]{0,30}") {
        let limits = GcLimits::new(0.4, 0.6);
        let sites = ["BsaI", "EcoRI", "GANTC"].iter().map(|name| RecognitionSite::parse(name)).collect::<Result<_, _>>();
        let rules = Rules {
            sites: sites.map_err(|error| TestCaseError::fail(error.to_string()))?,
            gc: limits,
            gc_windows: limits.map(|limits| (12, limits)),
            homopolymer: Some(2),
            repeats: Some(Repeats { length: 3, within: 30 }),
            hairpins: Some(Hairpins { stem: 3, within: 30 }),
            start_codons: true,
            motifs: None,
            differences: Some(0),
        };
        let checker = RuleChecker::new(rules.clone(), natural.as_bytes(), 0);
        prop_assert!(checker.keeps(&ChangedSequence::unchanged(natural.as_bytes())));
        // Whatever is put in or taken out, the rules answer, and pure distance is what was done.
        let put_in = ChangedSequence::of(natural.as_bytes(), &[change(natural.len() / 2, 0, &longer)]);
        let all = checker.new_findings(&put_in);
        prop_assert_eq!(all.iter().any(|own| matches!(own.rule, BrokenRule::Differences { .. })), !longer.is_empty());
    }
}
