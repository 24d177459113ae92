use super::*;

#[test]
fn the_start_codon_of_each_kind_of_location() {
    let cases = [
        ("5..12", Some((Strand::Forward, 4))),
        ("complement(5..12)", Some((Strand::Reverse, 12))),
        ("join(5..12,20..30)", Some((Strand::Forward, 4))),
        ("join(5,20..30)", Some((Strand::Forward, 4))),
        ("complement(join(5..12,20..30))", Some((Strand::Reverse, 30))),
        ("complement(join(5..12,30))", Some((Strand::Reverse, 30))),
        ("join(complement(20..30),complement(5..12))", Some((Strand::Reverse, 30))),
        ("join(complement(20..30), 5..12)", Some((Strand::Reverse, 30))),
        ("5..>12", Some((Strand::Forward, 4))),
        ("<5..12", None),
        ("complement(<5..12)", Some((Strand::Reverse, 12))),
        ("complement(5..>12)", None),
        ("J00194.1:5..12", None),
        ("7..7", Some((Strand::Forward, 6))),
        ("5..<12", None),
        ("5..12,20..30", None),
        ("-9223372036854775808..5", None),
        ("0..12", None),
        ("12..5", None),
        ("99999999999999999999999..5", None),
        ("join(5..12", None),
        ("5..12)", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let found = Location::read(text).and_then(|found| Some((found.strand(), found.start()?)));
        assert_eq!(found, expected, "{text}");
    }
    assert_eq!(Location::read(&"join(".repeat(1_000_000)), None);
}

#[test]
fn the_last_base_of_each_kind_of_location() {
    let cases = [
        ("5..12", Some(12)),
        ("complement(5..12)", Some(4)),
        ("join(5..12,20..30)", Some(30)),
        ("complement(join(5..12,20..30))", Some(4)),
        ("join(complement(20..30),complement(5..12))", Some(4)),
        ("5..>12", None),
        ("<5..12", Some(12)),
        ("complement(<5..12)", None),
        ("complement(5..>12)", Some(4)),
    ];
    for (text, expected) in cases {
        assert_eq!(Location::read(text).and_then(|found| found.end()), expected, "{text}");
    }
}

#[test]
fn what_crosses_the_origin_ends_behind_it() {
    let extent = |text| Location::read(text).map(|found| found.extent(1200));
    assert_eq!(extent("join(1051..1200,1..120)"), Some(1050..1320));
    assert_eq!(extent("complement(join(1051..1200,1..120))"), Some(1050..1320));
    assert_eq!(extent("join(complement(1..120),complement(1051..1200))"), Some(1050..1320));
    assert_eq!(extent("join(5..12,20..30)"), Some(4..30));
    assert_eq!(extent("join(complement(20..30),5..12)"), Some(4..30));
}
