use std::path::{Path, PathBuf};

use burn::tensor::Device;
use serde::Serialize;
use thiserror::Error;

use super::{Model, ModelError};
use crate::schema::Manifest;

/// The file that makes a folder a model.
const MANIFEST: &str = "manifest.json";

/// Names the folder of models, where it is not one of the usual places.
const FOLDER_VARIABLE: &str = "CISIGHT_MODELS";

/// A model's folder on disk.
#[derive(Debug)]
pub struct ModelFolder {
    /// Where it is.
    pub path: PathBuf,
    /// What it says it is.
    pub manifest: Manifest,
}

/// Why a model folder cannot be used.
#[derive(Debug, Error, Serialize)]
pub enum FolderError {
    /// There is no such model.
    #[error("there is no model \"{name}\"; known: {known} (or give the folder of one)")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[serde(skip)]
        reason: std::io::Error,
    },
    /// The model itself is at fault.
    #[error("{path}: {reason}")]
    Model {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: ModelError,
    },
}

/// All models in the usual places: the folder that `CISIGHT_MODELS` names, `models` here, and `models` beside
/// or above the program.
pub fn find_models() -> Vec<ModelFolder> {
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.ancestors().skip(1).take(3).map(|folder| folder.join("models"));
    let named = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
    let places = named.into_iter().chain([PathBuf::from("models")]).chain(beside);
    let mut found: Vec<ModelFolder> = Vec::new();
    for entry in places.filter_map(|place| std::fs::read_dir(place).ok()).flatten().flatten() {
        let Ok(folder) = read_manifest(&entry.path()) else { continue };
        if !found.iter().any(|known| known.manifest.id == folder.manifest.id) {
            found.push(folder);
        }
    }
    found.sort_by(|a, b| a.manifest.id.cmp(&b.manifest.id));
    found
}

fn read_manifest(path: &Path) -> Result<ModelFolder, FolderError> {
    let json = read(&path.join(MANIFEST))?;
    let failed = |error| FolderError::Model { path: path.to_owned(), reason: ModelError::Manifest(error) };
    Ok(ModelFolder { path: path.to_owned(), manifest: Manifest::parse(&json).map_err(failed)? })
}

fn read(path: &Path) -> Result<Vec<u8>, FolderError> {
    std::fs::read(path).map_err(|reason| FolderError::File { path: path.to_owned(), reason })
}

/// Finds a model by its id or its folder.
///
/// # Errors
/// [`FolderError`] where there is no such model or its manifest is damaged.
pub fn find_model(name: &str) -> Result<ModelFolder, FolderError> {
    let path = Path::new(name);
    if path.is_dir() {
        return read_manifest(path);
    }
    let models = find_models();
    let known = models.iter().map(|model| model.manifest.id.as_str()).collect::<Vec<_>>().join(", ");
    let found = models.into_iter().find(|model| model.manifest.id == name);
    found.ok_or_else(|| FolderError::Unknown { name: name.to_owned(), known })
}

impl ModelFolder {
    /// Loads the model.
    ///
    /// # Errors
    /// [`FolderError`] where it is damaged.
    pub fn open(&self, device: &Device) -> Result<Model, FolderError> {
        let json = self.file(MANIFEST)?;
        let weights = self.file(&self.manifest.weights.file)?;
        let failed = |reason| FolderError::Model { path: self.path.clone(), reason };
        Model::load(&json, &weights, device).map_err(failed)
    }

    /// Reads a file that the manifest names.
    ///
    /// # Errors
    /// [`FolderError::File`] where it cannot be read.
    pub fn file(&self, name: &str) -> Result<Vec<u8>, FolderError> {
        read(&self.path.join(name))
    }
}

/// Finds a model by its id or its folder, and loads it.
///
/// # Errors
/// [`FolderError`] where there is no such model or it is damaged.
pub fn open_model(name: &str, device: &Device) -> Result<Model, FolderError> {
    find_model(name)?.open(device)
}
