use serde::Serialize;
use thiserror::Error;

use super::Target;
use super::notation::{self, Edit, Kind, NotationError};
use crate::sequence::{MIN_BASES, Promoter, reverse_complement};

/// Why changes cannot be made in a promoter.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum ChangeError {
    /// The text names none.
    #[error(transparent)]
    Notation(#[from] NotationError),
    /// A change of another gene.
    #[error("“{gene}” is not {known}; choose the promoter that the change belongs to")]
    OtherGene {
        /// The gene of the text.
        gene: String,
        /// The promoters that are there.
        known: String,
    },
    /// No gene is named, and there are several promoters.
    #[error("there are {0} promoters; name the one that is changed, as in {1}:c.−45A>G")]
    WhichGene(usize, String),
    /// A position before the first base.
    #[error("{} is not in {promoter}, whose {length} bases are {} to {}", written(*.at), written(*.first), written(*.first + *.length as i64 - 1))]
    Outside {
        /// The position: -1 is the base before the anchor, 0 the one behind.
        at: i64,
        /// The promoter.
        promoter: String,
        /// Its bases.
        length: usize,
        /// The position of its first base.
        first: i64,
    },
    /// Other bases stand there.
    #[error("{promoter} has {found} at {}, not {given}", written(*.at))]
    OtherBases {
        /// The promoter.
        promoter: String,
        /// What stands there.
        found: String,
        /// The position of the first of them.
        at: i64,
        /// What the text says.
        given: String,
    },
    /// Two changes of the same bases.
    #[error("two of its changes touch the same bases; write them as one")]
    Overlap,
    /// The result is the reference.
    #[error("“{0}” changes nothing; so it is not a variant")]
    NoChange(String),
    /// Too little is left.
    #[error("fewer than {MIN_BASES} bases are left of the promoter")]
    TooShort,
}

/// A position as people write it, without a 0, and with the sign that the page writes.
fn written(at: i64) -> String {
    (if at < 0 { at } else { at + 1 }).to_string().replace('-', "\u{2212}")
}

/// The promoter that a line changes, and what becomes of it.
pub(super) fn changed<'a>(written: &str, targets: &[Target<'a>]) -> Result<(&'a Promoter, Promoter), ChangeError> {
    let changes = notation::parse(written, targets.iter().any(|target| target.downstream > 0))?;
    let target = target(changes.gene.as_deref(), targets)?;
    let promoter = target.promoter;
    let bases = promoter.bases();
    let mut replacements = changes.edits.iter().map(|edit| replacement(edit, target)).collect::<Result<Vec<_>, _>>()?;
    replacements.sort_by_key(|change| (change.from, change.to));
    let mut changed = bases.to_vec();
    // From the right, so that the positions of those to come stay what they are.
    let (mut end, mut anchor) = (usize::MAX, bases.len().saturating_sub(target.downstream));
    for Replacement { from, to, put } in replacements.into_iter().rev() {
        if to > end || (from == to && to == end) {
            return Err(ChangeError::Overlap);
        }
        // As `architecture::Edit` has it: what stands before the anchor ends at it, what stands behind it
        // begins there.
        if to - from != put.len() && (from < anchor || to <= anchor) {
            anchor = from + put.len() + anchor.saturating_sub(to);
        }
        changed.splice(from..to, put);
        end = from;
    }
    if target.downstream > 0 {
        changed.resize(anchor + target.downstream.min(bases.len()), b'N');
    }
    if changed.len() < MIN_BASES {
        return Err(ChangeError::TooShort);
    }
    if changed == bases {
        return Err(ChangeError::NoChange(written.to_owned()));
    }
    Ok((promoter, promoter.edited(changed)))
}

fn target<'t, 'a>(gene: Option<&str>, targets: &'t [Target<'a>]) -> Result<&'t Target<'a>, ChangeError> {
    let names = || targets.iter().map(|target| target.promoter.name());
    match gene {
        Some(gene) => {
            let is = |target: &&Target<'a>| {
                let names = [Some(target.promoter.name()), target.alias];
                names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(gene))
            };
            let known = names().take(3).collect::<Vec<_>>().join(", ");
            let known =
                if targets.len() > 3 { format!("one of {known} and {} more", targets.len() - 3) } else { known };
            let found = targets.iter().find(is);
            found.ok_or_else(|| ChangeError::OtherGene { gene: gene.to_owned(), known })
        }
        None => match targets {
            [only] => Ok(only),
            _ => Err(ChangeError::WhichGene(targets.len(), names().next().unwrap_or_default().to_owned())),
        },
    }
}

/// Bases in place of a half-open stretch.
struct Replacement {
    from: usize,
    to: usize,
    put: Vec<u8>,
}

fn replacement(edit: &Edit, target: &Target<'_>) -> Result<Replacement, ChangeError> {
    let (bases, name) = (target.promoter.bases(), target.promoter.name());
    let length = bases.len();
    let first = target.downstream as i64 - length as i64;
    let index = |at: i64| {
        let index = usize::try_from(at - first).ok().filter(|index| *index < length);
        index.ok_or_else(|| ChangeError::Outside { at, promoter: name.to_owned(), length, first })
    };
    let (from, to) = (index(edit.first)?, index(edit.last)? + 1);
    let found = &bases[from..to];
    if !edit.given.is_empty() && edit.given.as_bytes() != found {
        return Err(ChangeError::OtherBases {
            promoter: name.to_owned(),
            found: String::from_utf8_lossy(found).into_owned(),
            at: edit.first,
            given: edit.given.clone(),
        });
    }
    Ok(match &edit.kind {
        Kind::Replace(put) => Replacement { from, to, put: put.clone().into_bytes() },
        Kind::Insert(put) => Replacement { from: to - 1, to: to - 1, put: put.clone().into_bytes() },
        Kind::Duplicate => Replacement { from: to, to, put: found.to_vec() },
        Kind::Invert => Replacement { from, to, put: reverse_complement(found) },
    })
}
