//! What else a mutagenesis is written as: a genome browser's track, arrays for TF-MoDISco, seqlets with the
//! motifs that they look like.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cisight::attribution::{Mutagenesis, SeqletSettings, Sign, call_seqlets};
use cisight::export::{Array, Examples, write_bedgraph};
use cisight::motif::{Motif, MotifFile, Scanner, best_match};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;

use crate::common::region::position;
use crate::common::table::Table;
use crate::common::{files, input};

/// Hits that may name a seqlet: short motifs have no better p-value to give, and the name's own p-value is
/// corrected.
const NAMING_P_VALUE: f64 = 1e-3;

#[derive(clap::Args)]
pub struct TrackArgs {
    /// Also write the importance of every base as bedGraph (0-based, half-open, in each promoter's own
    /// sequence)
    #[arg(long, value_name = "BEDGRAPH")]
    bedgraph: Option<PathBuf>,
    /// Also write DIR/one-hot.npz and DIR/scores.npz (N x 4 x L, hypothetical contributions), as `modisco
    /// motifs -s -a` reads them
    #[arg(long, value_name = "DIR")]
    modisco: Option<PathBuf>,
    /// Also write the stretches of important bases: promoter, condition, from, to (-1 is the last base),
    /// bases, total, sign, p_value, and with --motifs the motif that each looks like most and the p-value of
    /// that name
    #[arg(long, value_name = "TSV")]
    seqlets: Option<PathBuf>,
    /// Motifs that seqlets are named by, in MEME's minimal format
    #[arg(long, value_name = "MEME", requires = "seqlets")]
    motifs: Option<PathBuf>,
}

/// A promoter, a condition's name, and what mutations do.
pub type Scanned<'a> = (&'a Promoter, String, Mutagenesis);

impl TrackArgs {
    /// Whether anything of this is asked for.
    pub fn is_wanted(&self) -> bool {
        self.bedgraph.is_some() || self.modisco.is_some() || self.seqlets.is_some()
    }

    /// Writes what is asked for.
    pub fn write(&self, reads: &BasesInput, scanned: &[Scanned<'_>]) -> Result<()> {
        if let Some(path) = &self.bedgraph {
            bedgraph(path, scanned)?;
        }
        if let Some(folder) = &self.modisco {
            modisco(folder, reads, scanned)?;
        }
        if let Some(path) = &self.seqlets {
            seqlets(path, self.motifs.as_deref(), reads, scanned)?;
        }
        Ok(())
    }
}

/// The bases that a track is of: a window keeps the promoter's last ones.
fn bases_of<'a>(promoter: &'a Promoter, track: &Mutagenesis) -> &'a [u8] {
    let bases = promoter.bases();
    &bases[bases.len().saturating_sub(track.base_known.len())..]
}

fn bedgraph(path: &Path, scanned: &[Scanned<'_>]) -> Result<()> {
    let mut out = files::create(Some(path))?;
    let mut conditions: Vec<&String> = Vec::new();
    for (_, condition, _) in scanned {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    }
    for condition in conditions {
        let own = scanned.iter().filter(|(_, name, _)| name == condition);
        let tracks: Vec<(&str, usize, Vec<f32>)> = own
            .map(|(promoter, _, track)| {
                let first = promoter.bases().len() - bases_of(promoter, track).len();
                (promoter.name(), first, track.importance())
            })
            .collect();
        let tracks = tracks.iter().map(|(name, first, values)| (*name, *first, values.as_slice()));
        write_bedgraph(&mut out, &format!("importance, {condition}"), tracks)?;
    }
    out.commit()
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

fn seqlets(path: &Path, motifs: Option<&Path>, reads: &BasesInput, scanned: &[Scanned<'_>]) -> Result<()> {
    let naming = motifs.map(naming).transpose()?;
    let columns = ["promoter", "condition", "from", "to", "bases", "total", "sign", "p_value"];
    let named = ["motif", "motif_name", "strand", "motif_p_value"];
    let mut table = Table::create(Some(path), columns.iter().chain(naming.iter().flat_map(|_| &named)))?;
    for (promoter, condition, track) in scanned {
        let bases = bases_of(promoter, track);
        let hits = naming.as_ref().map(|(scanner, _)| scanner.scan(bases)).unwrap_or_default();
        for seqlet in call_seqlets(&track.importance(), &SeqletSettings::default()) {
            let ends =
                [seqlet.range.start, seqlet.range.end - 1].map(|at| position(at + track.offset, reads).to_string());
            let sign = if seqlet.sign == Sign::Positive { "+" } else { "-" };
            let mut row = vec![promoter.name().to_owned(), condition.clone()];
            row.extend(ends);
            row.push(String::from_utf8_lossy(&bases[seqlet.range.clone()]).into_owned());
            row.extend([format!("{:.4}", seqlet.total), sign.to_owned(), format!("{:.1e}", seqlet.p_value)]);
            if let Some((scanner, motifs)) = &naming {
                row.extend(match best_match(&seqlet.range, &hits, scanner) {
                    Some(best) => {
                        let motif = &motifs[best.hit.motif];
                        let strand = if best.hit.strand == cisight::sequence::Strand::Forward { "+" } else { "-" };
                        [motif.id.clone(), motif.name.clone(), strand.to_owned(), format!("{:.1e}", best.p_value)]
                    }
                    None => [const { String::new() }; 4],
                });
            }
            table.row(row)?;
        }
    }
    table.finish()
}

fn naming(path: &Path) -> Result<(Scanner, Vec<Motif>)> {
    let MotifFile { background, motifs, .. } = input::motifs(path)?;
    Ok((Scanner::new(&motifs, background.unwrap_or([0.25; 4]), NAMING_P_VALUE)?, motifs))
}
