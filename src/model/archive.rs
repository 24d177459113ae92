use std::io::{Cursor, Read};

use burn::tensor::Device;
use serde::Serialize;
use thiserror::Error;
use zip::ZipArchive;

use super::import::check_name;
use super::{ImportError, ImportNote, Model, ModelError};
use crate::schema::{Manifest, ManifestError};

/// The file that makes a folder a model.
const MANIFEST: &str = "manifest.json";

/// The file of a model's folder that keeps what was said about its network, where it was imported.
pub const ANSWERS_FILE: &str = "answers.json";

/// Files that no manifest names.
const BESIDE: [&str; 2] = ["MODEL_CARD.md", ANSWERS_FILE];

/// More files than any model has.
const MOST_ENTRIES: usize = 256;

/// The most bytes of all files together, unpacked.
const MOST_BYTES: u64 = 1 << 30;

/// The most bytes of a manifest.
const MOST_MANIFEST_BYTES: u64 = 16 << 20;

/// A zipped model folder, checked.
#[derive(Debug)]
pub struct Unpacked {
    /// What it is.
    pub manifest: Manifest,
    /// The folder's files that the manifest names, its card, and what was said about its network; the manifest
    /// itself too.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was left out.
    pub notes: Vec<ImportNote>,
}

/// Why a zipped model is refused.
#[derive(Debug, Error, Serialize)]
pub enum ArchiveError {
    /// It is no zip file, or is damaged.
    #[error("this is not an intact zip file ({0}); zip the model's folder again")]
    Zip(#[serde(skip)] zip::result::ZipError),
    /// It holds no manifest.
    #[error("the zip file holds no {MANIFEST}; zip a model folder, such as cisight import or cisight train makes")]
    NoManifest,
    /// Far more files than a model has.
    #[error("the zip file has {0} entries, where a model has a few; zip the model's folder alone")]
    Entries(usize),
    /// Unpacked it would not fit.
    #[error("\"{0}\" unpacks to more than a model may have ({limit} MB in all); this is not a model", limit = MOST_BYTES >> 20)]
    TooLarge(String),
    /// A file that the manifest names is not there.
    #[error("the manifest names \"{0}\", which the zip file does not hold; zip the whole folder")]
    Missing(String),
    /// A file's name leads out of the folder.
    #[error("the manifest names the file \"{0}\"; a model's files lie beside its manifest")]
    Path(String),
    /// A file cannot be unpacked.
    #[error("\"{name}\" cannot be unpacked ({reason}); zip the model's folder again")]
    Damaged {
        /// The file.
        name: String,
        /// The reader's words.
        reason: String,
    },
    /// The name could not stand in a link.
    #[error(transparent)]
    Name(#[from] ImportError),
    /// The manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The model.
    #[error(transparent)]
    Model(#[from] ModelError),
}

quotes! {
    ArchiveError::Zip(zip::result::ZipError);
}

/// Unpacks a zipped model folder and checks that it makes a model. The manifest lies at the top or in the one
/// folder of the file.
///
/// # Errors
/// [`ArchiveError`] names the file that is at fault. Nothing is unpacked beyond the limits, whatever the
/// entries claim.
pub fn unpack_model(zip: &[u8], device: &Device) -> Result<Unpacked, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(zip))?;
    if archive.len() > MOST_ENTRIES {
        return Err(ArchiveError::Entries(archive.len()));
    }
    let names: Vec<String> = archive.file_names().filter_map(|name| name.ok().map(String::from)).collect();
    let found = names.iter().filter(|name| {
        let mut parts = name.rsplit('/');
        parts.next() == Some(MANIFEST) && parts.count() <= 1
    });
    let manifest_name = found.min_by_key(|name| name.len()).ok_or(ArchiveError::NoManifest)?;
    let folder = manifest_name.strip_suffix(MANIFEST).unwrap_or("").to_owned();
    let mut left = MOST_BYTES;
    let json = unpack(&mut archive, manifest_name, MOST_MANIFEST_BYTES)?;
    let manifest = Manifest::parse(&json)?;
    check_name(&manifest.id)?;
    let optional = [&manifest.presets, &manifest.catalogue, &manifest.motifs, &manifest.grammar, &manifest.example];
    let named = optional.into_iter().flatten().chain(manifest.example_inputs.values()).chain([&manifest.weights.file]);
    let mut files = vec![(MANIFEST.to_owned(), json)];
    for name in named {
        let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
        if !plain {
            return Err(ArchiveError::Path(name.clone()));
        }
        let inside = format!("{folder}{name}");
        if archive.index_for_name(&inside).is_none() {
            return Err(ArchiveError::Missing(name.clone()));
        }
        let bytes = unpack(&mut archive, &inside, left)?;
        left -= bytes.len() as u64;
        files.push((name.clone(), bytes));
    }
    for name in BESIDE {
        let inside = format!("{folder}{name}");
        if archive.index_for_name(&inside).is_some() {
            let bytes = unpack(&mut archive, &inside, MOST_MANIFEST_BYTES.min(left))?;
            left -= bytes.len() as u64;
            files.push((name.to_owned(), bytes));
        }
    }
    let weights = files.iter().find(|(name, _)| *name == manifest.weights.file).map(|(_, bytes)| bytes.as_slice());
    Model::load(&files[0].1, weights.unwrap_or_default(), device)?;
    let in_folder = names.iter().filter(|name| !name.ends_with('/')).count();
    let others = in_folder.saturating_sub(files.len());
    let notes = if others > 0 { vec![ImportNote::FilesLeftOut { count: others }] } else { Vec::new() };
    Ok(Unpacked { manifest, files, notes })
}

/// Reads one entry, but never more than `most` bytes of it.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Result<Vec<u8>, ArchiveError> {
    let damaged = |reason: String| ArchiveError::Damaged { name: name.to_owned(), reason };
    let entry = archive.by_name(name).map_err(|error| damaged(error.to_string()))?;
    if entry.size() > most {
        return Err(ArchiveError::TooLarge(name.to_owned()));
    }
    let mut bytes = Vec::new();
    entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
    if bytes.len() as u64 > most {
        return Err(ArchiveError::TooLarge(name.to_owned()));
    }
    Ok(bytes)
}
