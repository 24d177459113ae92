//! The stretches of important bases, with the motifs that they look like, as a table and as BED.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use cisight::attribution::{Seqlet, SeqletSettings, Sign, call_seqlets};
use cisight::export::{BedFeature, write_bed};
use cisight::motif::{Motif, MotifFile, Scanner, best_match};
use cisight::schema::BasesInput;
use cisight::sequence::{Promoter, Strand};

use super::tracks::{Scanned, bases_of, first_of};
use crate::common::region::position;
use crate::common::table::Table;
use crate::common::tracks::Unplaced;
use crate::common::{files, input};

/// Hits that may name a seqlet: short motifs have no better p-value to give, and the name's own p-value is
/// corrected.
const NAMING_P_VALUE: f64 = 1e-3;

/// A seqlet of a promoter in a condition, and the motif that names it.
pub struct Called<'a> {
    promoter: &'a Promoter,
    condition: String,
    seqlet: Seqlet,
    /// Where it stands in the promoter's bases.
    range: Range<usize>,
    /// Where it stands in the window.
    in_window: Range<usize>,
    motif: Option<(Motif, Strand, f64)>,
}

/// The seqlets of all tracks, each with its motif where motifs are given.
pub fn called<'a>(motifs: Option<&Path>, scanned: &[Scanned<'a>]) -> Result<Vec<Called<'a>>> {
    let naming = motifs.map(naming).transpose()?;
    let mut called = Vec::new();
    for (promoter, condition, track) in scanned {
        let hits = naming.as_ref().map(|(scanner, _)| scanner.scan(bases_of(promoter, track))).unwrap_or_default();
        for seqlet in call_seqlets(&track.importance(), &SeqletSettings::default()) {
            let named = naming.as_ref().and_then(|(scanner, motifs)| {
                let best = best_match(&seqlet.range, &hits, scanner)?;
                Some((motifs[best.hit.motif].clone(), best.hit.strand, best.p_value))
            });
            let moved = |by: usize| seqlet.range.start + by..seqlet.range.end + by;
            let (range, in_window) = (moved(first_of(promoter, track)), moved(track.offset));
            called.push(Called { promoter, condition: condition.clone(), range, in_window, motif: named, seqlet });
        }
    }
    Ok(called)
}

/// The table that `--seqlets` writes.
pub fn table(path: &Path, is_named: bool, reads: &BasesInput, called: &[Called<'_>]) -> Result<()> {
    let columns = ["promoter", "condition", "from", "to", "bases", "total", "sign", "p_value"];
    let named: &[&str] = if is_named { &["motif", "motif_name", "strand", "motif_p_value"] } else { &[] };
    let mut table = Table::create(Some(path), columns.iter().chain(named))?;
    for Called { promoter, condition, seqlet, range, in_window, motif } in called {
        let ends = [in_window.start, in_window.end - 1].map(|at| position(at, reads).to_string());
        let sign = if seqlet.sign == Sign::Positive { "+" } else { "-" };
        let mut row = vec![promoter.name().to_owned(), condition.clone()];
        row.extend(ends);
        row.push(String::from_utf8_lossy(&promoter.bases()[range.clone()]).into_owned());
        row.extend([format!("{:.4}", seqlet.total), sign.to_owned(), format!("{:.1e}", seqlet.p_value)]);
        if is_named {
            row.extend(match motif {
                Some((motif, strand, p_value)) => {
                    [motif.id.clone(), motif.name.clone(), strand.sign().to_string(), format!("{p_value:.1e}")]
                }
                None => [const { String::new() }; 4],
            });
        }
        table.row(row)?;
    }
    table.finish()
}

/// The file that `--bed` writes.
pub fn bed(path: &Path, called: &[Called<'_>]) -> Result<()> {
    let (mut features, mut left_out) = (Vec::new(), Unplaced::default());
    for Called { promoter, seqlet, range, motif, .. } in called {
        let placed = promoter.place().and_then(|place| Some((place, place.stretch(range.clone())?)));
        let Some((place, on_contig)) = placed else {
            left_out.add(promoter);
            continue;
        };
        features.push(BedFeature {
            contig: place.contig().into(),
            range: on_contig,
            name: match motif {
                Some((motif, ..)) => motif.name.as_str().into(),
                None => String::from_utf8_lossy(&promoter.bases()[range.clone()]),
            },
            p_value: Some(seqlet.p_value),
            strand: motif.as_ref().map(|(_, strand, _)| place.turned(*strand)),
            raises: Some(seqlet.sign == Sign::Positive),
        });
    }
    left_out.report(features.len())?;
    write_bed(files::create(Some(path))?, features)?.commit()
}

fn naming(path: &Path) -> Result<(Scanner, Vec<Motif>)> {
    let MotifFile { background, motifs, .. } = input::motifs(path)?;
    Ok((Scanner::new(&motifs, background.unwrap_or([0.25; 4]), NAMING_P_VALUE)?, motifs))
}
