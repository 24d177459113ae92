//! The bytes of a pickle, in order.

use super::CheckpointError;

/// Bytes, and how many of them were read.
#[derive(Debug)]
pub struct Bytes<'a> {
    bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8], CheckpointError> {
        let end = self.at.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| CheckpointError::damaged("its description breaks off"))?;
        self.at += length;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], CheckpointError> {
        let taken = self.take(N)?;
        <[u8; N]>::try_from(taken).map_err(CheckpointError::damaged)
    }

    /// A length, in as many bytes as the instruction says, and that many bytes.
    pub fn counted(&mut self, instruction: u8) -> Result<&'a [u8], CheckpointError> {
        let length = match instruction {
            b'U' | b'C' | 0x8a | 0x8c => u64::from(u8::from_le_bytes(self.array()?)),
            0x8d | 0x8e | 0x96 => u64::from_le_bytes(self.array()?),
            _ => u64::from(u32::from_le_bytes(self.array()?)),
        };
        self.take(usize::try_from(length).unwrap_or(usize::MAX))
    }

    pub fn line(&mut self) -> Result<String, CheckpointError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let line = String::from_utf8_lossy(self.take(length)?).into_owned();
        self.take(1)?;
        Ok(line)
    }
}
