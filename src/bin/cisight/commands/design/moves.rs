//! What a design may change, and what it sets out from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::attribution::{MotifMove, Moves, Start};
use cisight::motif::{Motif, MotifFile};
use clap::ValueEnum;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::common::input;

/// The most bases that are put in or taken out at one place.
const LONGEST: usize = 30;

/// What a change may be.
#[derive(Debug, clap::Args)]
pub struct MoveArgs {
    /// Replace no single bases
    #[arg(long)]
    no_substitutions: bool,
    /// Put in up to so many bases at one place (before the anchor): every single base is tried, and of longer
    /// stretches one that is drawn
    #[arg(long, value_name = "N", default_value_t = 0)]
    insert: usize,
    /// Take out up to so many bases at one place (before the anchor)
    #[arg(long, value_name = "N", default_value_t = 0)]
    delete: usize,
    /// Motifs (MEME or JASPAR), for --place and --guard
    #[arg(long, value_name = "MEME")]
    motifs: Option<PathBuf>,
    /// Motifs that may be written over what stands there, on either strand, by name or identifier
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "motifs")]
    place: Vec<String>,
    /// So many sequences drawn from each motif instead of its likeliest bases
    #[arg(long, value_name = "N", default_value_t = 0, requires = "place")]
    motif_samples: usize,
}

/// What a search sets out from.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StartKind {
    /// The promoter as it is
    Natural,
    /// The promoter shuffled, so that pairs of neighbours stay as frequent
    Shuffled,
    /// Bases drawn by chance
    Random,
}

#[derive(Debug, clap::Args)]
pub struct StartArgs {
    /// What the search sets out from; what may not change is always natural
    #[arg(long, value_enum, default_value = "natural")]
    start: StartKind,
    /// The share of G and C of a random start, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 40.0)]
    start_gc: f64,
}

impl StartArgs {
    pub fn read(&self) -> Result<Start> {
        if !(0.0..=100.0).contains(&self.start_gc) {
            bail!("--start-gc is {}; it has to be from 0 to 100", self.start_gc);
        }
        Ok(match self.start {
            StartKind::Natural => Start::Natural,
            StartKind::Shuffled => Start::Shuffled,
            StartKind::Random => Start::Random { gc: self.start_gc / 100.0 },
        })
    }
}

impl MoveArgs {
    /// The file of motifs, where one is named.
    pub fn file(&self) -> Result<Option<(&Path, MotifFile)>> {
        self.motifs.as_deref().map(|path| Ok((path, input::motifs(path)?))).transpose()
    }

    pub fn read(&self, file: Option<&(&Path, MotifFile)>, seed: u64) -> Result<Moves> {
        if self.insert > LONGEST || self.delete > LONGEST {
            bail!("--insert and --delete are at most {LONGEST} bases at one place");
        }
        let mut random = StdRng::seed_from_u64(seed);
        let mut written = |motif: &Motif| match self.motif_samples {
            0 => MotifMove::consensus(motif),
            samples => MotifMove::sampled(motif, samples, &mut random),
        };
        let motifs = chosen(file, &self.place)?.into_iter().map(&mut written).collect();
        let moves =
            Moves { substitutions: !self.no_substitutions, insertions: self.insert, deletions: self.delete, motifs };
        if moves.is_empty() {
            bail!("--no-substitutions leaves nothing to change; allow --insert, --delete or --place");
        }
        Ok(moves)
    }
}

/// Motifs by name or identifier.
pub fn chosen<'a>(file: Option<&'a (&Path, MotifFile)>, names: &[String]) -> Result<Vec<&'a Motif>> {
    let Some((path, file)) = file else { return Ok(Vec::new()) };
    let found = names.iter().map(|name| {
        let is = |motif: &&Motif| motif.id == *name || motif.name.eq_ignore_ascii_case(name);
        let motif = file.motifs.iter().find(is);
        motif.with_context(|| format!("{}: there is no motif \"{name}\"", path.display()))
    });
    found.collect()
}
