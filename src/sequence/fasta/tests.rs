use super::*;

const BASES: &str = "ACGTACGTACGTACGTACGT";

#[test]
fn texts_that_are_refused_whole() {
    assert_eq!(read_fasta(b" \n\n"), Err(FastaError::Empty));
    assert_eq!(read_fasta(b"\x1f\x8b\x00\xff"), Err(FastaError::NotText));
    let headless = format!("\n{BASES}\n>a\n{BASES}\n");
    assert_eq!(read_fasta(headless.as_bytes()), Err(FastaError::NoHeader { line: 2 }));
}

#[test]
fn a_bad_record_does_not_spoil_the_others() -> Result<(), FastaError> {
    let text = format!(">a\n{BASES}\n>a\n{BASES}\n>\n{BASES}\n>p\nMKLV\n>e\n>b one\r\n{BASES}\r\n\r\n{BASES}\n");
    let read = read_fasta(text.as_bytes())?;
    let names: Vec<&str> = read.promoters.iter().map(Promoter::name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(read.promoters[1].bases().len(), 40);
    let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "record 2 (a, line 3) has the same name as record 1; rename one of them",
            "record 3 (no name, line 5) has no name after '>'; give it one",
            "record 4 (p, line 7) looks like a protein ('L' at position 3); give the DNA of the promoter",
            "record 5 (e, line 9) has no sequence; paste the bases below its name",
        ]
    );
    Ok(())
}

#[test]
fn a_bare_sequence_needs_no_header() -> Result<(), FastaError> {
    let read = read_fasta(format!("\u{feff}{BASES}\r{BASES}").as_bytes())?;
    assert_eq!(read.promoters[0].bases().len(), 40);
    Ok(())
}

#[test]
fn a_lone_carriage_return_ends_a_line_too() -> Result<(), FastaError> {
    assert_eq!(read_fasta(format!(">a\r{BASES}\r>b\r{BASES}").as_bytes())?.promoters.len(), 2);
    Ok(())
}
