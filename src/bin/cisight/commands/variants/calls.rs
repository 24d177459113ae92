//! Variant calls in a file, matched to the genome that they were called on.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use cisight::genome::calls::{Call, CallMatcher, CallsTally};
use cisight::genome::{ContigLookup, Genome, VcfHeader, VcfReader};
use cisight::text::counted;
use flate2::read::MultiGzDecoder;

use super::indexed::CallIndex;
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
    /// Whether most of these were not even read.
    is_part: bool,
    pub tally: CallsTally,
}

impl<'g> Calls<'g> {
    /// Opens a file of calls, or standard input for `-`; gzip is unpacked. Where an index lies beside calls of which only
    /// some regions are asked for, no more than these and `beyond` bases on either side are read.
    pub fn open(path: &Path, genome: &'g Genome, regions: &RegionArgs, beyond: usize) -> Result<Self> {
        let named = path.display().to_string();
        if regions.is_given()
            && let Some(index) = CallIndex::beside(path).with_context(|| named.clone())?
        {
            return Self::by_index(path, &index, (genome, beyond), regions).with_context(|| named);
        }
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
        let called: Vec<&str> = reader.header().contigs().map(|(name, _)| name).collect();
        let regions = regions.read(genome.contigs(), &called)?;
        Ok(Self::of(reader, named, genome, regions))
    }

    fn by_index(
        path: &Path,
        index: &CallIndex,
        (genome, beyond): (&'g Genome, usize),
        regions: &RegionArgs,
    ) -> Result<Self> {
        let contigs = index.contigs();
        let called: Vec<&str> = contigs.iter().map(String::as_str).collect();
        let regions = regions.read(genome.contigs(), &called)?;
        let mut lookup = ContigLookup::new(genome.contigs(), called.iter().copied());
        let own = called.iter().enumerate().filter_map(|(at, name)| Some((at, lookup.find(name)?)));
        let wider = |region: &Range<usize>| region.start.saturating_sub(beyond)..region.end.saturating_add(beyond);
        let stretches = own.flat_map(|(at, contig)| {
            let own = regions.as_ref().map_or_else(Default::default, |regions| regions.of(contig));
            own.iter().map(move |region| (at, wider(region))).collect::<Vec<_>>()
        });
        let text = index.open(path, &stretches.collect::<Vec<_>>())?;
        eprintln!("read by the index {index}: lines are counted among those that are read");
        let calls = Self::of(VcfReader::new(text)?, path.display().to_string(), genome, regions);
        Ok(Self { is_part: true, ..calls })
    }

    fn of(reader: VcfReader<Box<dyn BufRead>>, named: String, genome: &'g Genome, regions: Option<Regions>) -> Self {
        let mut matcher = CallMatcher::new(genome, reader.header());
        if let Some(note) = matcher.other_length(reader.header()) {
            eprintln!("note: {named}: {note}");
        }
        let tally = CallsTally::default();
        Self { reader, path: named, genome, matcher, regions, outside: 0, is_part: false, tally }
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
        if self.outside > 0 && !self.is_part {
            eprintln!("records outside of the regions: {}", self.outside);
        }
        self.tally.notes().iter().for_each(|note| eprintln!("{note}"));
        Ok(())
    }
}
