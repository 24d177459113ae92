//! Variant calls in a file, matched to the genome that they were called on.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use cisight::genome::calls::{Call, CallMatcher, CallsTally};
use cisight::genome::{Genome, VcfHeader, VcfReader};
use cisight::text::counted;
use flate2::read::MultiGzDecoder;

use super::regions::{RegionArgs, Regions};

/// Calls that are read one by one, and what had to be left out of them.
pub struct Calls<'g> {
    reader: VcfReader<Box<dyn BufRead>>,
    path: String,
    genome: &'g Genome,
    matcher: CallMatcher<'g>,
    regions: Option<Regions>,
    /// Records outside of the regions.
    outside: usize,
    pub tally: CallsTally,
}

impl<'g> Calls<'g> {
    /// Opens a file of calls, or standard input for `-`; gzip is unpacked.
    pub fn open(path: &Path, genome: &'g Genome, regions: &RegionArgs) -> Result<Self> {
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
        let called: Vec<&str> = reader.header().contigs().map(|(name, _)| name).collect();
        let regions = regions.read(genome.contigs(), &called)?;
        Ok(Self { reader, path: named, genome, matcher, regions, outside: 0, tally: CallsTally::default() })
    }

    pub fn header(&self) -> &VcfHeader {
        self.reader.header()
    }

    /// Whether nothing but some regions is looked at, and a stretch of a contig (by its name in the genome) has no base
    /// in them.
    pub fn leaves_out(&self, contig: &str, stretch: &Range<usize>) -> bool {
        let Some(regions) = &self.regions else { return false };
        let contig = self.genome.contigs().iter().position(|own| own.name == contig);
        !contig.is_some_and(|contig| regions.touches(contig, stretch))
    }

    /// The next call in the regions that are looked at; nothing at the end.
    pub fn next_inside(&mut self) -> Result<Option<Call>> {
        while let Some(record) = self.reader.next_record().with_context(|| self.path.clone())? {
            let place = self.matcher.contig(&record).zip(record.start());
            let is_inside = |regions: &Regions| {
                place.is_some_and(|(contig, start)| {
                    regions.touches(contig, &(start..start.saturating_add(record.reference().len())))
                })
            };
            if self.regions.as_ref().is_none_or(is_inside) {
                return Ok(Some(self.matcher.matched(record, &mut self.tally)));
            }
            self.outside += 1;
        }
        Ok(None)
    }

    /// The next call wherever it lies; nothing at the end.
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
        if self.outside > 0 {
            eprintln!("records outside of the regions: {}", self.outside);
        }
        self.tally.notes().iter().for_each(|note| eprintln!("{note}"));
        Ok(())
    }
}
