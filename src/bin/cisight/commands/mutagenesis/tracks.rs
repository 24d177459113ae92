//! What else a mutagenesis is written as: a genome browser's track, arrays for TF-MoDISco, seqlets with the
//! motifs that they look like.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::attribution::Mutagenesis;
use cisight::export::{Array, Examples};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;

use super::seqlets;
use crate::common::files;
use crate::common::tracks::{BaseValues, TrackFileArgs};

#[derive(clap::Args)]
pub struct TrackArgs {
    #[command(flatten)]
    bases: TrackFileArgs,
    /// Also write DIR/one-hot.npz and DIR/scores.npz (N x 4 x L, hypothetical contributions), as `modisco
    /// motifs -s -a` reads them
    #[arg(long, value_name = "DIR")]
    modisco: Option<PathBuf>,
    /// Also write the stretches of important bases: promoter, condition, from, to (-1 is the last base),
    /// bases, total, sign, p_value, and with --motifs the motif that each looks like most and the p-value of
    /// that name
    #[arg(long, value_name = "TSV")]
    seqlets: Option<PathBuf>,
    /// Also write these stretches as BED, in the genome's coordinates, named by their motif or else their bases
    #[arg(long, value_name = "BED")]
    bed: Option<PathBuf>,
    /// Motifs that seqlets are named by, in MEME's minimal format
    #[arg(long, value_name = "MEME")]
    motifs: Option<PathBuf>,
}

/// A promoter, a condition's name, and what mutations do.
pub type Scanned<'a> = (&'a Promoter, String, Mutagenesis);

impl TrackArgs {
    /// Whether anything of this is asked for.
    pub fn is_wanted(&self) -> bool {
        self.bases.is_wanted() || self.modisco.is_some() || self.seqlets.is_some() || self.bed.is_some()
    }

    /// Says what cannot be written before anything is computed.
    pub fn check(&self, conditions: usize) -> Result<()> {
        if self.motifs.is_some() && self.seqlets.is_none() && self.bed.is_none() {
            bail!("--motifs names what --seqlets or --bed writes: give one of them");
        }
        self.bases.check(conditions)
    }

    /// Writes what is asked for.
    pub fn write<'a>(&self, reads: &BasesInput, scanned: &[Scanned<'a>]) -> Result<()> {
        if self.bases.is_wanted() {
            let values = |(promoter, condition, track): &Scanned<'a>| BaseValues {
                promoter,
                condition: condition.clone(),
                first: first_of(promoter, track),
                values: track.importance(),
            };
            self.bases.write("importance", &scanned.iter().map(values).collect::<Vec<_>>())?;
        }
        if let Some(folder) = &self.modisco {
            modisco(folder, reads, scanned)?;
        }
        if self.seqlets.is_some() || self.bed.is_some() {
            let called = seqlets::called(self.motifs.as_deref(), scanned)?;
            if let Some(path) = &self.seqlets {
                seqlets::table(path, self.motifs.is_some(), reads, &called)?;
            }
            if let Some(path) = &self.bed {
                seqlets::bed(path, &called)?;
            }
        }
        Ok(())
    }
}

/// The index of the promoter's base that a track begins with: a window keeps the promoter's last ones.
pub(super) fn first_of(promoter: &Promoter, track: &Mutagenesis) -> usize {
    promoter.bases().len().saturating_sub(track.base_known.len())
}

/// The bases that a track is of.
pub(super) fn bases_of<'a>(promoter: &'a Promoter, track: &Mutagenesis) -> &'a [u8] {
    &promoter.bases()[first_of(promoter, track)..]
}

fn modisco(folder: &Path, reads: &BasesInput, scanned: &[Scanned<'_>]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut examples = Examples::new(reads.window);
    for (promoter, _, track) in scanned {
        examples.push(bases_of(promoter, track), &track.hypothetical_contributions())?;
    }
    for (array, name) in [(Array::OneHot, "one-hot.npz"), (Array::Scores, "scores.npz")] {
        let path = folder.join(name);
        // Its container is written back and forth.
        let mut file = std::io::Cursor::new(Vec::new());
        examples.write_npz(array, &mut file)?;
        files::write(Some(&path), file.get_ref())?;
    }
    Ok(())
}
