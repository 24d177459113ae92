use super::*;

/// Its last ten bases are ACCGATTTGC: -10 to -1.
const BASES: &str = "GGGGGGGGGGGGGGGGGGGGACCGATTTGC";

fn read(text: &str) -> Result<VariantText, VariantsError> {
    let promoter = Promoter::parse("HSP12", BASES).unwrap();
    read_variants(text, &[Target { promoter: &promoter, alias: Some("YFL014W"), downstream: 0 }], |promoter| promoter)
}

#[test]
fn changes_are_read_as_people_write_them() -> Result<(), VariantsError> {
    let cases = [
        ("-1C>A", "ACCGATTTGA"),
        ("\u{2212}1 C\u{2192}A", "ACCGATTTGA"),
        ("c.-1C>A", "ACCGATTTGA"),
        ("HSP12:c.-1C>A", "ACCGATTTGA"),
        ("yfl014w:-1c>a", "ACCGATTTGA"),
        ("NM_001.1(HSP12):c.-1C>A", "ACCGATTTGA"),
        ("C-1A", "ACCGATTTGA"),
        ("[c.-1C>A;c.-3T>G]", "ACCGATTGGA"),
        ("c.[-1C>A;-3T>G]", "ACCGATTGGA"),
        ("HSP12:c.[-1C>A;-3T>G]", "ACCGATTGGA"),
        ("-1C>A, -3T>G", "ACCGATTGGA"),
        ("-2_-1>AA", "ACCGATTTAA"),
        ("-2_-1GC>AA", "ACCGATTTAA"),
        ("-2GC>AA", "ACCGATTTAA"),
        ("-2_-1delinsAA", "ACCGATTTAA"),
        ("-2_-1delGCinsA", "GACCGATTTA"),
        ("-1del", "GACCGATTTG"),
        ("-1delC", "GACCGATTTG"),
        ("-5_-3del", "GGGACCGAGC"),
        ("-5_-3del3", "GGGACCGAGC"),
        ("-5_-3delTTT", "GGGACCGAGC"),
        ("-2_-1insAA", "CGATTTGAAC"),
        ("-1dup", "CCGATTTGCC"),
        ("-2_-1dupGC", "CGATTTGCGC"),
        ("-10_-8inv", "GGTGATTTGC"),
    ];
    for (text, expected) in cases {
        let read = read(text)?;
        assert_eq!(read.problems, [], "{text}");
        let [Variant { name, reference, alternative }] = read.variants.as_slice() else { panic!("{text}") };
        assert_eq!((name.as_str(), reference.bases()), (text, BASES.as_bytes()));
        let end = &alternative.bases()[alternative.bases().len() - 10..];
        assert_eq!(String::from_utf8_lossy(end), expected, "{text}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_made_is_said() -> Result<(), VariantsError> {
    let cases = [
        ("-1A>G", "line 1: HSP12 has C at −1, not A"),
        ("-2_-1delAA", "line 1: HSP12 has GC at −2, not AA"),
        ("-31A>C", "line 1: −31 is not in HSP12, whose 30 bases are −30 to −1"),
        ("-1C>C", "line 1: “-1C>C” changes nothing; so it is not a variant"),
        ("-1C=", "line 1: “-1C=” changes nothing; so it is not a variant"),
        ("-2_-1delinsGC", "line 1: “-2_-1delinsGC” changes nothing; so it is not a variant"),
        ("-3_-1insG", "line 1: “-3_-1insG” needs two positions from left to right, for an insertion neighbours"),
        ("-1_-3del", "line 1: “-1_-3del” needs two positions from left to right, for an insertion neighbours"),
        ("-3_-1delAA", "line 1: “-3_-1delAA” names 2 bases for 3 positions"),
        ("5A>G", "line 1: “5A>G” lies beyond the promoter, whose last base is −1; write a negative position"),
        ("c.*5A>G", "line 1: “c.*5A>G” lies beyond the promoter, whose last base is −1; write a negative position"),
        (
            "g.123A>G",
            "line 1: “g.123A>G” counts from elsewhere; write the position relative to the promoter's end, such as c.−45A>G",
        ),
        ("c.[-1C>A];[-3T>G]", "line 1: “c.[-1C>A];[-3T>G]” stands for two chromosomes; write a line for each"),
        ("CTT1:c.-1C>A", "line 1: “CTT1” is not HSP12; choose the promoter that the change belongs to"),
        ("-1C>A,-1C>G", "line 1: two of its changes touch the same bases; write them as one"),
        ("-30_-2del", "line 1: fewer than 20 bases are left of the promoter"),
        ("-1C[5]", "line 1: “-1C[5]” is not a change;"),
        ("-45+3A>G", "line 1: “-45+3A>G” is not a change;"),
        ("nonsense", "line 1: “nonsense” is not a change;"),
        ("-0A>G", "line 1: “-0A>G” is not a change;"),
        ("-1>A", "line 1: “-1>A” is not a change;"),
    ];
    for (text, message) in cases {
        let read = read(text)?;
        assert_eq!((read.variants.len(), read.problems.len()), (0, 1), "{text}");
        let found = read.problems[0].to_string();
        assert!(found.starts_with(message), "{text}: {found}");
    }
    Ok(())
}

#[test]
fn a_table_of_sequences_and_lines_of_a_vcf_are_told_apart() -> Result<(), VariantsError> {
    let other = BASES.replace("TTT", "AAA");
    for mark in ["\t", ";", ","] {
        let lines =
            [["Name", "Alternative", "Reference"], ["'-1C>A", &other, BASES], ["x", "", BASES], ["y", "ACGU?", BASES]];
        let table = read(&lines.map(|line| line.join(mark)).join("\r\n"))?;
        assert_eq!((table.variants[0].name.as_str(), table.variants.len()), ("-1C>A", 1));
        assert_eq!(table.variants[0].alternative.bases(), other.as_bytes());
        let problems: Vec<String> = table.problems.iter().map(ToString::to_string).collect();
        assert!(problems[0].starts_with("line 3 has no alternative"), "{problems:?}");
        assert!(problems[1].starts_with("line 4 (“y”), alternative: it has '?' at position 5"), "{problems:?}");
    }
    assert_eq!(read("variant\tbefore\nx\tACGT\n"), Err(VariantsError::Headings));
    assert_eq!(read("# mine\n\n"), Err(VariantsError::Empty));
    assert_eq!(read(&"-1C>A\n".repeat(MAX_VARIANTS + 2)), Err(VariantsError::TooMany(MAX_VARIANTS + 2)));
    assert_eq!(read("-1C>A\nchrVI\t107256\t.\tA\tG\t50\tPASS\t."), Err(VariantsError::Vcf(2)));
    assert_eq!(read("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\n"), Err(VariantsError::Vcf(1)));
    assert_eq!(read("VI 107256 rs1 A <DEL>"), Err(VariantsError::Vcf(1)));
    assert_eq!(read_variants("-1C>A", &[], |promoter| promoter), Err(VariantsError::NoPromoter));
    let several = [Promoter::parse("a", BASES).unwrap(), Promoter::parse("b", BASES).unwrap()];
    let targets = [0, 1].map(|at| Target { promoter: &several[at], alias: None, downstream: 0 });
    let read = read_variants("-1C>A\nb:-1C>A", &targets, |promoter| promoter)?;
    assert_eq!((read.variants.len(), read.variants[0].reference.name()), (1, "b"));
    assert!(
        read.problems[0].to_string().contains("there are 2 promoters; name the one that is changed, as in a:c.−45A>G")
    );
    Ok(())
}

#[test]
fn positions_are_counted_from_an_anchor_inside_the_promoter() {
    let promoter = Promoter::parse("g", "AACCGGTTAACCGGTTAACCGGTTAC").unwrap();
    let target = Target { promoter: &promoter, alias: None, downstream: 6 };
    let read = |text: &str| read_variants(text, &[target], |promoter| promoter).unwrap();
    // The anchor lies before the last GGTTAC; what leaves the right end is lost, what is left empty there is
    // N.
    let cases = [
        ("-1C>T", "AACCGGTTAACCGGTTAACTGGTTAC"),
        ("1G>T", "AACCGGTTAACCGGTTAACCTGTTAC"),
        ("+6C>T", "AACCGGTTAACCGGTTAACCGGTTAT"),
        ("-1_1delinsTA", "AACCGGTTAACCGGTTAACTAGTTAC"),
        ("-1_1insAA", "AACCGGTTAACCGGTTAACCAAGGTTAC"),
        ("1_2insAA", "AACCGGTTAACCGGTTAACCGAAGTT"),
        ("2_3del", "AACCGGTTAACCGGTTAACCGTACNN"),
        ("-2del", "AACCGGTTAACCGGTTAACGGTTAC"),
        ("-2_2del", "AACCGGTTAACCGGTTAATTACNN"),
        ("[-2del;2_3del]", "AACCGGTTAACCGGTTAACGTACNN"),
    ];
    for (text, expected) in cases {
        let read = read(text);
        let found = read.variants.iter().map(|own| String::from_utf8_lossy(own.alternative.bases()).into_owned());
        assert_eq!(found.collect::<Vec<_>>(), [expected], "{text}: {:?}", read.problems);
    }
    let problem = |text: &str| read(text).problems[0].to_string();
    assert_eq!(problem("7A>T"), "line 1: 7 is not in g, whose 26 bases are −20 to 6");
    assert_eq!(problem("1A>T"), "line 1: g has G at 1, not A");
    assert!(problem("0A>T").contains("write it like"), "{}", problem("0A>T"));
}
