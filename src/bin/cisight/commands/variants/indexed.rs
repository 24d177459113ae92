//! Block-gzipped calls with an index: only the blocks that hold some regions are read.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use anyhow::{Context, Result, anyhow};
use noodles_bgzf::{self as bgzf, VirtualPosition};
use noodles_core::Position;
use noodles_core::region::Interval;
use noodles_csi::BinningIndex;
use noodles_csi::binning_index::index::reference_sequence::bin::Chunk;
use noodles_csi::binning_index::merge_chunks;

/// An index beside calls.
pub struct CallIndex {
    path: PathBuf,
    index: Box<dyn BinningIndex>,
}

impl CallIndex {
    /// The index of a file, as bcftools and tabix name it; nothing where there is none, or one that is older than the
    /// calls, which is said.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn beside(calls: &Path) -> Result<Option<Self>> {
        let named = |extension: &str| {
            let mut name = OsString::from(calls);
            name.push(extension);
            PathBuf::from(name)
        };
        let Some(path) = [named(".tbi"), named(".csi")].into_iter().find(|path| path.is_file()) else {
            return Ok(None);
        };
        let written = |path: &Path| fs::metadata(path).and_then(|own| own.modified()).ok();
        if written(&path).zip(written(calls)).is_some_and(|(index, calls)| index < calls) {
            eprintln!("note: {} is older than the calls and is not used", path.display());
            return Ok(None);
        }
        let is_tabix = path.extension().is_some_and(|own| own == "tbi");
        let read = || -> io::Result<Box<dyn BinningIndex>> {
            Ok(if is_tabix {
                Box::new(noodles_tabix::fs::read(&path)?)
            } else {
                Box::new(noodles_csi::fs::read(&path)?)
            })
        };
        let index = read().map_err(|error| {
            anyhow!(
                "{} is not an index of calls ({error}); make it with `bcftools index`, or move it away",
                path.display()
            )
        })?;
        Ok(Some(Self { path, index }))
    }

    /// Names of the contigs, by their place in the index; none where it does not say them.
    pub fn contigs(&self) -> Vec<String> {
        let names = self.index.header().map(|own| own.reference_sequence_names().iter().map(ToString::to_string));
        names.map(Iterator::collect).unwrap_or_default()
    }

    /// The header of the calls, and then what lies in blocks with some stretches of contigs (by their place in the index).
    ///
    /// # Errors
    /// Where index and calls do not belong together, or the calls cannot be read.
    pub fn open(&self, calls: &Path, stretches: &[(usize, Range<usize>)]) -> Result<Box<dyn BufRead>> {
        let mut chunks = Vec::new();
        for (contig, stretch) in stretches {
            let ends = Position::try_from(stretch.start + 1).ok().zip(Position::try_from(stretch.end).ok());
            let Some((start, end)) = ends else { continue };
            let found = self.index.query(*contig, Interval::from(start..=end));
            chunks.extend(found.with_context(|| self.path.display().to_string())?);
        }
        chunks.sort_by_key(Chunk::start);
        let mut reader = File::open(calls).map(bgzf::io::Reader::new)?;
        let mut header = Vec::new();
        loop {
            let before = header.len();
            let read = reader.read_until(b'\n', &mut header)?;
            if read == 0 || header.get(before) != Some(&b'#') {
                header.truncate(before);
                break;
            }
        }
        let blocks = Blocks { reader, chunks: merge_chunks(&chunks).into_iter(), end: None, line: Vec::new(), read: 0 };
        Ok(Box::new(io::Cursor::new(header).chain(blocks)))
    }
}

impl fmt::Display for CallIndex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(out)
    }
}

/// The lines of some chunks of a block-gzipped file.
struct Blocks {
    reader: bgzf::io::Reader<File>,
    chunks: IntoIter<Chunk>,
    /// Where the chunk ends that is read.
    end: Option<VirtualPosition>,
    line: Vec<u8>,
    /// Bytes of the line that were taken.
    read: usize,
}

impl Blocks {
    fn next_line(&mut self) -> io::Result<()> {
        self.line.clear();
        self.read = 0;
        loop {
            let is_inside = self.end.is_some_and(|end| self.reader.virtual_position() < end);
            if is_inside && self.reader.read_until(b'\n', &mut self.line)? > 0 {
                return Ok(());
            }
            let Some(chunk) = self.chunks.next() else { return Ok(()) };
            self.reader.seek(chunk.start())?;
            self.end = Some(chunk.end());
        }
    }
}

impl BufRead for Blocks {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.line.len() {
            self.next_line()?;
        }
        Ok(&self.line[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read = (self.read + amount).min(self.line.len());
    }
}

impl Read for Blocks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.fill_buf()?;
        let length = line.len().min(buffer.len());
        buffer[..length].copy_from_slice(&line[..length]);
        self.consume(length);
        Ok(length)
    }
}
