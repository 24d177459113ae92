//! Values of bases as files for genome browsers.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::export::{GenomeTrack, write_bedgraph};
use cisight::sequence::Promoter;
use cisight::text::counted;

use super::{files, input};

/// What a promoter's place looks like in its header, for messages.
pub const PLACE: &str = "chrII:101-1100(-)";

/// Which coordinates a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Coordinates {
    /// Those of the genome; what has no place on it is left out
    Genome,
    /// Those of each promoter, whose name stands for a contig
    Promoter,
}

/// The files that a track is written to.
#[derive(Debug, clap::Args)]
pub struct TrackFileArgs {
    /// Also write the value of every base as bedGraph (0-based, half-open)
    #[arg(long, value_name = "BEDGRAPH")]
    bedgraph: Option<PathBuf>,
    /// Coordinates of the bedGraph; those of the genome where absent and any promoter's header says where it
    /// lies, such as chrII:101-1100(-)
    #[arg(long, value_enum, requires = "bedgraph", value_name = "WHICH")]
    coordinates: Option<Coordinates>,
    /// Also write them as bigWig, in the genome's coordinates; of one condition
    #[arg(long, requires = "chrom_sizes", value_name = "BIGWIG", hide = cfg!(not(feature = "bigwig")))]
    bigwig: Option<PathBuf>,
    /// Lengths of the genome's contigs, for --bigwig: name and length in two columns (`cisight promoters
    /// --chrom-sizes`, UCSC's chrom.sizes, a .fai index)
    #[arg(long, requires = "bigwig", value_name = "TSV", hide = cfg!(not(feature = "bigwig")))]
    chrom_sizes: Option<PathBuf>,
}

/// The values of a promoter's bases in a condition.
#[derive(Debug, Clone)]
pub struct BaseValues<'a> {
    pub promoter: &'a Promoter,
    pub condition: String,
    /// Index in the promoter's bases of the one that the first value belongs to.
    pub first: usize,
    pub values: Vec<f32>,
}

impl TrackFileArgs {
    /// Whether any file is asked for.
    pub fn is_wanted(&self) -> bool {
        self.bedgraph.is_some() || self.bigwig.is_some()
    }

    /// Says what cannot be written before anything is computed.
    pub fn check(&self, conditions: usize) -> Result<()> {
        let Some(sizes) = self.bigwig.as_ref().and(self.chrom_sizes.as_ref()) else { return Ok(()) };
        if !cfg!(feature = "bigwig") {
            bail!(
                "this cisight was built without bigWig: install it with --features bigwig, or write --bedgraph and turn that with UCSC's bedGraphToBigWig"
            );
        }
        if conditions > 1 {
            bail!("a bigWig has room for one condition: choose one with --condition");
        }
        contig_lengths(sizes).map(|_| ())
    }

    /// Writes the files; `what` names the values.
    pub fn write(&self, what: &str, tracks: &[BaseValues<'_>]) -> Result<()> {
        let mut conditions: Vec<&str> = Vec::new();
        for track in tracks {
            if !conditions.contains(&track.condition.as_str()) {
                conditions.push(&track.condition);
            }
        }
        let placed = tracks.iter().filter(|track| track.promoter.place().is_some()).count();
        if let Some(path) = &self.bedgraph {
            let coordinates = self.coordinates.unwrap_or(match placed {
                0 => Coordinates::Promoter,
                _ => Coordinates::Genome,
            });
            let mut out = files::create(Some(path))?;
            for condition in &conditions {
                let title = format!("{what}, {condition}");
                let own = tracks.iter().filter(|track| track.condition == *condition);
                match coordinates {
                    Coordinates::Promoter => {
                        let own = own.map(|track| (track.promoter.name(), track.first, track.values.as_slice()));
                        write_bedgraph(&mut out, &title, own)?;
                    }
                    Coordinates::Genome => {
                        let track = on_genome(own)?;
                        let values = track.values().map(|(contig, at, value)| (contig, at, [value]));
                        let values: Vec<(&str, usize, [f32; 1])> = values.collect();
                        let values = values.iter().map(|(contig, at, value)| (*contig, *at, value.as_slice()));
                        write_bedgraph(&mut out, &title, values)?;
                    }
                }
            }
            out.commit()?;
        }
        #[cfg(feature = "bigwig")]
        if let Some((path, sizes)) = self.bigwig.as_ref().zip(self.chrom_sizes.as_ref()) {
            bigwig(path, contig_lengths(sizes)?, &on_genome(tracks.iter())?)?;
        }
        Ok(())
    }
}

/// The values where they lie on the genome; how many promoters are left out goes to standard error.
fn on_genome<'a>(tracks: impl Iterator<Item = &'a BaseValues<'a>>) -> Result<GenomeTrack> {
    let mut genome = GenomeTrack::default();
    let (mut placed, mut left_out) = (0, Unplaced::default());
    for track in tracks {
        match track.promoter.place() {
            Some(place) => {
                genome.add(place, track.first, &track.values);
                placed += 1;
            }
            None => left_out.add(track.promoter),
        }
    }
    left_out.report(placed)?;
    Ok(genome)
}

/// Promoters that no file in a genome's coordinates can hold.
#[derive(Debug, Default)]
pub struct Unplaced {
    count: usize,
    first: String,
}

impl Unplaced {
    /// One more.
    pub fn add(&mut self, promoter: &Promoter) {
        if self.count == 0 {
            promoter.name().clone_into(&mut self.first);
        }
        self.count += 1;
    }

    /// Says how many there were; an error where nothing else was there.
    pub fn report(&self, placed: usize) -> Result<()> {
        let Self { count, first } = self;
        match (count, placed) {
            (0, _) => Ok(()),
            (_, 0) => bail!(
                "no promoter says where it lies on a genome: its header needs a word such as {PLACE}, as `cisight promoters` writes it"
            ),
            (count, _) => {
                let without = counted(*count, "promoter");
                eprintln!(
                    "note: left out of the genome's coordinates: {without} whose header names no place, such as {first}"
                );
                Ok(())
            }
        }
    }
}

/// Reads names and lengths of contigs.
fn contig_lengths(path: &Path) -> Result<HashMap<String, u32>> {
    let mut lengths = HashMap::new();
    for (index, line) in input::text(path)?.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split('\t');
        let row = cells.next().map(str::trim).zip(cells.next().and_then(|cell| cell.trim().parse::<u32>().ok()));
        let (name, length) = row.with_context(|| {
            format!("{}: line {} is not a contig's name, a tab and its length", path.display(), index + 1)
        })?;
        if lengths.insert(name.to_owned(), length).is_some_and(|before| before != length) {
            bail!("{}: line {} gives {name} another length than a line before it", path.display(), index + 1);
        }
    }
    Ok(lengths)
}

#[cfg(feature = "bigwig")]
fn bigwig(path: &Path, lengths: HashMap<String, u32>, track: &GenomeTrack) -> Result<()> {
    // Its container is written back and forth.
    let file = tempfile::NamedTempFile::new().context("a temporary file")?;
    cisight::export::write_bigwig(file.path(), lengths, track)?;
    let bytes = std::fs::read(file.path()).context("a temporary file")?;
    files::write(Some(path), &bytes)
}
