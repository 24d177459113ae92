//! Variant calls in VCF (VCFv4, text), read line by line: what is not looked at is kept as it was written.

mod error;
mod feed;
mod header;
mod lines;
mod record;

use std::io::{BufRead, Read};

pub use error::VcfError;
pub use feed::VcfFeed;
pub use header::VcfHeader;
pub use record::{Alternative, Genotype, LeftOut, VcfRecord};

use lines::VcfLines;

/// The longest line that is read: the genotypes of a few million samples.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// Reads a header, then one record after the other.
#[derive(Debug)]
pub struct VcfReader<R> {
    inner: R,
    lines: VcfLines,
    header: VcfHeader,
}

impl<R: BufRead> VcfReader<R> {
    /// Reads the header of a text (unpacked).
    ///
    /// # Errors
    /// [`VcfError`] where it is not VCF.
    pub fn new(mut inner: R) -> Result<Self, VcfError> {
        let mut lines = VcfLines::default();
        loop {
            let Some(line) = next_line(&mut inner, lines.next())? else { return Err(lines.without_columns()) };
            lines.take(line)?;
            if let Some(header) = lines.header().cloned() {
                return Ok(Self { inner, lines, header });
            }
        }
    }

    /// What stands before the records.
    pub fn header(&self) -> &VcfHeader {
        &self.header
    }

    /// The next record; nothing at the end. Empty lines are passed over.
    ///
    /// # Errors
    /// [`VcfError`] names the line.
    pub fn next_record(&mut self) -> Result<Option<VcfRecord>, VcfError> {
        while let Some(line) = next_line(&mut self.inner, self.lines.next())? {
            if let Some(record) = self.lines.take(line)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

/// A line with its end.
fn next_line(inner: &mut impl BufRead, line: usize) -> Result<Option<Vec<u8>>, VcfError> {
    let mut bytes = Vec::new();
    let read = inner.take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes);
    match read.map_err(|error| VcfError::Unreadable { line, reason: error.to_string() })? {
        0 => Ok(None),
        length if length as u64 == MAX_LINE_BYTES => Err(VcfError::LongLine(line)),
        _ => Ok(Some(bytes)),
    }
}

#[cfg(test)]
mod tests {
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
}
