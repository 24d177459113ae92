use super::*;

const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chrI,length=230218>\n##contig=<ID=chrII>\n##contig=<broken\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\ts2\n";

fn records(text: &str) -> Result<Vec<VcfRecord>, VcfError> {
    let mut reader = VcfReader::new(text.as_bytes())?;
    let mut records = Vec::new();
    while let Some(record) = reader.next_record()? {
        records.push(record);
    }
    Ok(records)
}

#[test]
fn a_header_says_contigs_and_samples() -> Result<(), VcfError> {
    let reader = VcfReader::new(HEADER.as_bytes())?;
    let contigs: Vec<_> = reader.header().contigs().collect();
    assert_eq!(contigs, [("chrI", Some(230_218)), ("chrII", None)]);
    assert_eq!(reader.header().samples(), ["s1", "s2"]);
    Ok(())
}

#[test]
fn a_record_is_kept_as_it_was_written() -> Result<(), VcfError> {
    let line = "chrI\t1000\trs1;x\ta\tG,<DEL>,*,A[chrII:5[,.,ACN,Tt\t30.50\tPASS\tDP=3;CISIGHT=old;AF=0.5\tGT:DP:PS\t0|1:3:7\t./2:.";
    let record = &records(&format!("{HEADER}{line}\r\n"))?[0];
    assert_eq!((record.contig(), record.start(), record.reference()), ("chrI", Some(999), b"A".as_slice()));
    let alternatives = record.alternatives();
    let expected = [
        Alternative::Bases(b"G".to_vec()),
        Alternative::LeftOut(LeftOut::Symbolic),
        Alternative::LeftOut(LeftOut::Spanning),
        Alternative::LeftOut(LeftOut::Breakend),
        Alternative::LeftOut(LeftOut::Missing),
        Alternative::LeftOut(LeftOut::Letters),
        Alternative::Bases(b"TT".to_vec()),
    ];
    assert_eq!(alternatives, expected);
    let with = line.replace("DP=3;CISIGHT=old;AF=0.5", "DP=3;AF=0.5;CISIGHT=new");
    assert_eq!(record.with_info("CISIGHT", Some("new")), with);
    assert_eq!(record.with_info("CISIGHT", None), line.replace("CISIGHT=old;", ""));
    let genotypes: Vec<_> = (0..2).map(|sample| record.genotype(sample)).collect();
    let first = Genotype { alleles: vec![Some(0), Some(1)], is_phased: true, phase_set: Some("7".into()) };
    let second = Genotype { alleles: vec![None, Some(2)], is_phased: false, phase_set: None };
    assert_eq!(genotypes, [Some(first), Some(second)]);
    Ok(())
}

#[test]
fn what_is_no_vcf_gets_one_sentence() {
    let cases = [
        ("", "holds no line"),
        ("chrI\t5\n", "does not begin with ##fileformat=VCF"),
        ("##fileformat=VCFv4.2\nchrI\t5\n", "no line that begins with #CHROM"),
        ("BCF\u{2}", "bcftools view"),
    ];
    for (text, part) in cases {
        let error = records(text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(part), "{text:?}: {error}");
    }
    for line in ["chrI", "chrI\tx\t.\tA\tG\t.\t.\t.", "chrI\t5\t.\tA"] {
        let error = records(&format!("{HEADER}{line}\n")).map(|_| ()).unwrap_err().to_string();
        assert!(error.starts_with("line 6"), "{line:?}: {error}");
    }
}
