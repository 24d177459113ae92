//! Variant calls in a file, matched to the genome that they were called on.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use cisight::genome::calls::{Call, CallMatcher, CallsTally};
use cisight::genome::{Genome, VcfHeader, VcfReader};
use cisight::text::counted;
use flate2::read::MultiGzDecoder;

/// Calls that are read one by one, and what had to be left out of them.
pub struct Calls<'g> {
    reader: VcfReader<Box<dyn BufRead>>,
    path: String,
    genome: &'g Genome,
    matcher: CallMatcher<'g>,
    pub tally: CallsTally,
}

impl<'g> Calls<'g> {
    /// Opens a file of calls, or standard input for `-`; gzip is unpacked.
    pub fn open(path: &Path, genome: &'g Genome) -> Result<Self> {
        let named = path.display().to_string();
        let raw: Box<dyn Read> = if path == Path::new("-") {
            Box::new(std::io::stdin())
        } else {
            Box::new(File::open(path).with_context(|| named.clone())?)
        };
        let mut raw = BufReader::new(raw);
        let is_packed = raw.fill_buf().with_context(|| named.clone())?.starts_with(&[0x1f, 0x8b]);
        let text: Box<dyn BufRead> =
            if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(raw))) } else { Box::new(raw) };
        let reader = VcfReader::new(text).with_context(|| named.clone())?;
        let mut matcher = CallMatcher::new(genome, reader.header());
        if let Some(note) = matcher.other_length(reader.header()) {
            eprintln!("note: {named}: {note}");
        }
        Ok(Self { reader, path: named, genome, matcher, tally: CallsTally::default() })
    }

    pub fn header(&self) -> &VcfHeader {
        self.reader.header()
    }

    /// The next call; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Call>> {
        let record = self.reader.next_record().with_context(|| self.path.clone())?;
        Ok(record.map(|record| self.matcher.matched(record, &mut self.tally)))
    }

    /// Says on standard error what was read and what was left out.
    ///
    /// # Errors
    /// Where nothing of the calls fits the genome.
    pub fn report(&self, genes: usize, effects: usize) -> Result<()> {
        self.tally.check(self.genome.contigs()).with_context(|| self.path.clone())?;
        eprintln!(
            "{}: {}; {} in the promoters of {}",
            self.path,
            counted(self.tally.records(), "record"),
            counted(effects, "allele"),
            counted(genes, "gene")
        );
        self.tally.notes().iter().for_each(|note| eprintln!("{note}"));
        Ok(())
    }
}
