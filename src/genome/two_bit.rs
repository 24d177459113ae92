//! 2bit files, of either byte order. Every number in them is checked before it is believed: nothing asks for
//! more memory than a few times the file.

use super::text::words;
use super::{Contig, GenomeError};

const MAGIC: u32 = 0x1a41_2743;

/// Whether a file begins as 2bit files do.
pub(super) fn is_two_bit(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_some_and(|first| [*first, reversed(*first)].map(u32::from_le_bytes).contains(&MAGIC))
}

fn reversed([a, b, c, d]: [u8; 4]) -> [u8; 4] {
    [d, c, b, a]
}

/// A file and how far it was read.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    is_big_endian: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], GenomeError> {
        let end = self.at.checked_add(count);
        let found = end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(|| damaged("it ends too early"))?;
        self.at += count;
        Ok(found)
    }

    fn number(&mut self) -> Result<usize, GenomeError> {
        let bytes = self.take(4)?.first_chunk().copied().unwrap_or_default();
        let number = if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        usize::try_from(number).map_err(|_| damaged("a number in it is too large"))
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<usize>, GenomeError> {
        let size = count.checked_mul(4).filter(|size| *size <= self.bytes.len());
        if size.is_none() {
            return Err(damaged("it ends too early"));
        }
        (0..count).map(|_| self.number()).collect()
    }
}

fn damaged(reason: &str) -> GenomeError {
    GenomeError::TwoBit(reason.to_owned())
}

pub(super) fn read_two_bit(bytes: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    let is_big_endian = bytes.starts_with(&MAGIC.to_be_bytes());
    let mut reader = Reader { bytes, at: 4, is_big_endian };
    // The version with longer offsets, which genomes of over 4 GB have.
    let is_long = match reader.number()? {
        0 => false,
        1 => true,
        version => return Err(damaged(&format!("it is of version {version}, which nobody has described"))),
    };
    let count = reader.number()?;
    reader.number()?;
    let (mut contigs, mut bases, mut blocks) = (Vec::new(), 0_usize, 0_usize);
    for _ in 0..count {
        let length = usize::from(reader.take(1)?.first().copied().unwrap_or_default());
        let name = words(reader.take(length)?).into_owned();
        let mut offset = [reader.number()?, if is_long { reader.number()? } else { 0 }];
        if is_long && is_big_endian {
            offset.reverse();
        }
        let [offset, 0] = offset else { return Err(damaged("a record lies beyond its end")) };
        let mut record = Reader { bytes, at: offset, is_big_endian };
        let contig = read_record(&mut record, name, &mut blocks)?;
        // A base takes a quarter of a byte: more bases than that in all, and records lie upon each other.
        bases = bases.saturating_add(contig.bases.len());
        if bases > bytes.len().saturating_mul(4) {
            return Err(damaged(&format!("{} has more bases than the file", contig.name)));
        }
        contigs.push(contig);
    }
    Ok(contigs)
}

/// `blocks`: how many stretches of N and of lower case were read in all.
fn read_record(record: &mut Reader<'_>, name: String, blocks: &mut usize) -> Result<Contig, GenomeError> {
    let size = record.number()?;
    let count = record.number()?;
    let (starts, lengths) = (record.numbers(count)?, record.numbers(count)?);
    let masks = record.number()?;
    record.take(masks.checked_mul(8).ok_or_else(|| damaged("it ends too early"))?)?;
    record.number()?;
    *blocks = blocks.saturating_add(count);
    let unknown = lengths.iter().fold(0_usize, |sum, length| sum.saturating_add(*length));
    if unknown > size || *blocks > record.bytes.len() / 8 {
        return Err(damaged(&format!("{name} has more unknown bases than bases")));
    }
    let packed = record.take(size.div_ceil(4))?;
    let letters = packed.iter().flat_map(|byte| [6, 4, 2, 0].map(|shift| b"TCAG"[usize::from(byte >> shift & 3)]));
    let mut bases: Vec<u8> = letters.take(size).collect();
    for (start, length) in starts.into_iter().zip(lengths) {
        let end = start.checked_add(length).filter(|end| *end <= size);
        let stretch = end.and_then(|end| bases.get_mut(start..end));
        stretch.ok_or_else(|| damaged(&format!("{name} has unknown bases beyond its end")))?.fill(b'N');
    }
    Ok(Contig { name, description: String::new(), bases })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two records: ACGTNNGT, and T.
    fn file() -> Vec<u8> {
        let mut bytes = Vec::new();
        let numbers = |numbers: &[u32], bytes: &mut Vec<u8>| {
            bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        };
        numbers(&[MAGIC, 0, 2, 0], &mut bytes);
        for (name, offset) in [(b"a", 28_u32), (b"b", 62)] {
            bytes.push(1);
            bytes.extend(name);
            numbers(&[offset], &mut bytes);
        }
        numbers(&[8, 1, 4, 2, 1, 0, 8, 0], &mut bytes);
        bytes.extend([0b10_01_11_00, 0b00_00_11_00]);
        numbers(&[1, 0, 0, 0], &mut bytes);
        bytes.push(0);
        bytes
    }

    #[test]
    fn bases_and_stretches_without_any() -> Result<(), GenomeError> {
        let contigs = read_two_bit(&file())?;
        let found: Vec<(&str, &[u8])> = contigs.iter().map(|own| (own.name.as_str(), own.bases.as_slice())).collect();
        assert_eq!(found, [("a", b"ACGTNNGT".as_slice()), ("b", b"T")]);
        Ok(())
    }

    proptest! {
        #[test]
        fn damage_is_an_error_or_another_file(at in 4_usize..79, byte in any::<u8>(), length in 0_usize..79) {
            let mut bytes = file();
            bytes[at] = byte;
            for bytes in [&bytes[..], &bytes[..length]] {
                if let Ok(contigs) = read_two_bit(bytes) {
                    let bases: usize = contigs.iter().map(|own| own.bases.len()).sum();
                    prop_assert!(bases <= bytes.len() * 4);
                }
            }
        }
    }
}
