use proptest::prelude::*;

use super::*;

#[test]
fn values_of_every_way_of_writing() {
    use Dialect::{Gff3, Gtf};
    let cases = [
        (Gff3, "ID=a;gene=ADE5%2C7;x=1", "gene", Some("ADE5,7")),
        (Gff3, "ID=a;gene=ADE5,7", "gene", Some("ADE5,7")),
        (Gff3, "ID=a; Parent=b ;", "Parent", Some("b")),
        (Gff3, "ID=a ;pseudo;flag;Parent=b", "Parent", Some("b")),
        (Gff3, "product=phage tail; putative;Parent=G5", "Parent", Some("G5")),
        (Gff3, "Note=a |identity=99.58|escore=2e-126;ID=b", "Note", Some("a |identity=99.58|escore=2e-126")),
        (Gff3, "Note=5\" end;ID=b", "ID", Some("b")),
        (Gff3, "Note=a \"heat; shock\" protein;ID=b", "ID", Some("b")),
        (Gff3, "Name=\"A;B\";ID=b", "Name", Some("A;B")),
        (Gff3, "gene=IMP2'", "gene", Some("IMP2'")),
        (Gff3, "Name=50%;ID=%zz%4", "ID", Some("%zz%4")),
        (Gff3, "\"ID=a;Note=x,y\"", "Note", Some("x,y")),
        (Gff3, "ID = a; parent = b", "Parent", Some("b")),
        (Gff3, "ID=;Name=%0A", "ID", None),
        (Gff3, "Name=a%0Ab", "Name", Some("a b")),
        (Gff3, "gene b;ID=c", "gene", None),
        (Gtf, "gene_id \"a\"; note \"b; gene_id c\"; x \"d\";", "x", Some("d")),
        (Gtf, "gene_id \"a\";transcript_id \"b\"", "transcript_id", Some("b")),
        (Gtf, "name \"AN5093\"; transcriptId 181", "transcriptId", Some("181")),
        (Gtf, "gene_id \"a \"\"b\"\" c\"; x y", "x", Some("y")),
        (Gtf, "\"gene_id \"\"a\"\"; transcript_id \"\"b;c\"\";\"", "transcript_id", Some("b;c")),
        (Gtf, "gene_id \"a%2C\"", "gene_id", Some("a%2C")),
        (Gtf, "gene_id \"a", "gene_id", Some("a")),
        (Gtf, "gene_id \"a\" transcript_id \"b c\" x \"d\"", "transcript_id", Some("b c")),
        (Gtf, "note \"heat \"shock\" protein\"; x \"d\"", "note", Some("heat \"shock\" protein")),
        (Gtf, "note \"x=y\"; gene_id=b;", "gene_id", Some("b")),
    ];
    for (dialect, column, tag, expected) in cases {
        assert_eq!(Attributes::new(column.as_bytes(), dialect).get(tag).as_deref(), expected, "{column}");
    }
    let list = |text: &str, tag| Attributes::new(text.as_bytes(), Gff3).list(tag);
    assert_eq!(list("Parent=a, b%2Cc", "Parent"), ["a", "b,c"]);
    let tags = Attributes::new(b"tag \"basic\"; tag \"cds_start_NF\"", Gtf).list("tag");
    assert_eq!(tags, ["basic", "cds_start_NF"]);
    assert_eq!(Attributes::new(b"g1.t1", Gtf).bare().as_deref(), Some("g1.t1"));
    assert_eq!(Attributes::new(b"gene_id \"a\"", Gtf).bare(), None);
}

#[test]
fn the_dialect_of_a_column() {
    let cases = [
        ("ID=a;Note=\"b\"", Some(Dialect::Gff3)),
        ("\"ID=a,b\"", Some(Dialect::Gff3)),
        ("ID = a", Some(Dialect::Gff3)),
        ("gene_id \"a=b\"", Some(Dialect::Gtf)),
        ("name AN1; x 2", Some(Dialect::Gtf)),
        ("g1.t1", None),
        ("", None),
        (".", None),
    ];
    for (column, expected) in cases {
        assert_eq!(dialect_of(column.as_bytes()), expected, "{column}");
    }
}

#[test]
fn quotes_that_nothing_closes_are_looked_for_once() {
    let column = "k \"a;".repeat(200_000) + "gene_id b";
    assert_eq!(Attributes::new(column.as_bytes(), Dialect::Gtf).get("gene_id").as_deref(), Some("b"));
}

proptest! {
    #[test]
    fn no_column_makes_it_panic(column in "[ab\"=; ,%2C\u{e9}]{0,40}", bytes in any::<Vec<u8>>()) {
        for dialect in [Dialect::Gff3, Dialect::Gtf] {
            for column in [column.as_bytes(), &bytes] {
                let attributes = Attributes::new(column, dialect);
                let _ = (attributes.get("a"), attributes.list("b"), attributes.bare(), dialect_of(column));
            }
        }
    }
}
