use std::collections::HashSet;

use super::fasta::read_fasta;
use super::two_bit::{is_two_bit, read_two_bit};
use super::{GenomeError, MAX_BYTES};

/// A stretch of a genome: a chromosome, scaffold or contig.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contig {
    /// The first word of its header.
    pub name: String,
    /// The rest of the header.
    pub description: String,
    /// The forward strand; letters of either case.
    pub bases: Vec<u8>,
}

/// Reads FASTA or 2bit, as the content says: sequences without genes.
///
/// # Errors
/// [`GenomeError`] names the record.
pub fn read_contigs(bytes: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    if bytes.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("genome"));
    }
    let contigs = if is_two_bit(bytes) { read_two_bit(bytes)? } else { read_fasta(bytes)? };
    if contigs.is_empty() {
        return Err(GenomeError::UnknownGenome);
    }
    let mut seen = HashSet::new();
    match contigs.iter().find(|contig| !seen.insert(contig.name.as_str())) {
        Some(twice) => Err(GenomeError::SameContig(twice.name.clone())),
        None => Ok(contigs),
    }
}
