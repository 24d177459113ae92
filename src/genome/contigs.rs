use std::collections::HashSet;
use std::io::Cursor;

use noodles_fasta as fasta;
use twobit::TwoBitFile;

use super::{GenomeError, MAX_BYTES};

/// The first four bytes of a 2bit file, of either byte order.
const TWO_BIT: [[u8; 4]; 2] = [[0x43, 0x27, 0x41, 0x1a], [0x1a, 0x41, 0x27, 0x43]];

/// A stretch of a genome: a chromosome, scaffold or contig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contig {
    /// The first word of its header.
    pub name: String,
    /// The forward strand; letters of either case.
    pub bases: Vec<u8>,
}

/// Reads FASTA or 2bit, as the content says.
pub(super) fn read_contigs(bytes: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    if bytes.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("genome"));
    }
    let contigs = if TWO_BIT.iter().any(|magic| bytes.starts_with(magic)) {
        read_two_bit(bytes)?
    } else if bytes.trim_ascii_start().starts_with(b">") {
        read_fasta(bytes.trim_ascii_start())?
    } else {
        return Err(GenomeError::UnknownGenome);
    };
    let mut seen = HashSet::new();
    match contigs.iter().find(|contig| !seen.insert(contig.name.as_str())) {
        Some(twice) => Err(GenomeError::SameContig(twice.name.clone())),
        None => Ok(contigs),
    }
}

fn read_two_bit(bytes: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    let mut file = TwoBitFile::new(Cursor::new(bytes))?;
    let mut total = 0_usize;
    let mut contigs = Vec::new();
    // A base takes a quarter of a byte: a file that claims more bases than that is damaged, and would ask for any amount of memory.
    for (name, size) in file.chrom_names().into_iter().zip(file.chrom_sizes()) {
        total = total.saturating_add(size);
        if total > bytes.len().saturating_mul(4) {
            return Err(GenomeError::TwoBit(twobit::Error::FileFormat(format!("{name} has more bases than the file"))));
        }
        let bases = file.read_sequence(&name, ..)?.into_bytes();
        contigs.push(Contig { name, bases });
    }
    Ok(contigs)
}

fn read_fasta(bytes: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    let mut contigs = Vec::new();
    for (index, record) in fasta::io::Reader::new(bytes).records().enumerate() {
        let failed = |reason: String| GenomeError::Fasta { record: index + 1, reason };
        let record = record.map_err(|error| failed(format!("{error}; is the file cut short?")))?;
        let name = String::from_utf8_lossy(record.name()).into_owned();
        let bases = record.sequence().as_ref().to_vec();
        if let Some(odd) = bases.iter().find(|base| !base.is_ascii_alphabetic() && !matches!(base, b'*' | b'-')) {
            let odd = char::from(*odd).escape_default().to_string();
            return Err(failed(format!(
                "\"{name}\" holds \"{odd}\", which is no base; give unpacked or gzipped FASTA"
            )));
        }
        contigs.push(Contig { name, bases });
    }
    Ok(contigs)
}
