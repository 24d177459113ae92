use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use serde::{Deserialize, Serialize};

use super::member::TrainingError;
use super::whole_file::{part_of, write_whole};
use crate::architecture::{FunProse, Parameters};
use crate::model::{Precision, read_safetensors, write_safetensors};

/// Where the state of an unfinished member is kept, so that a run that was cut off goes on. The states after
/// even and odd epochs are files of their own, and the position says which of them counts: one is always
/// whole.
#[derive(Debug, Clone)]
pub struct CheckpointFolder {
    folder: PathBuf,
}

/// How far a member has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Position {
    /// Epochs done.
    pub epochs: usize,
    /// The best validation correlation, and when.
    pub best: f64,
    /// Epochs since then.
    pub waited: usize,
    /// Seconds of training so far.
    pub seconds: f64,
}

impl CheckpointFolder {
    /// A folder for one member; it is made when first written to.
    pub fn new(root: &Path, seed: u64) -> Self {
        Self { folder: root.join(format!("member-{seed}")) }
    }

    /// The finished member's weights, if it is finished.
    pub fn finished(&self) -> Option<Parameters> {
        self.folder.join("finished").exists().then(|| self.best()).flatten()
    }

    /// The best weights so far.
    pub fn best(&self) -> Option<Parameters> {
        read_safetensors(&std::fs::read(self.folder.join("best.safetensors")).ok()?).ok()
    }

    /// Marks the member as finished.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn finish(&self) -> Result<(), TrainingError> {
        Ok(write_whole(&self.folder.join("finished"), &[])?)
    }

    /// Keeps the best weights.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn keep_best(&self, weights: &Parameters) -> Result<(), TrainingError> {
        std::fs::create_dir_all(&self.folder)?;
        let bytes = write_safetensors(weights, Precision::Single).map_err(std::io::Error::other)?;
        Ok(write_whole(&self.folder.join("best.safetensors"), &bytes)?)
    }

    /// Writes the state after an epoch. The position comes last, so that a half-written state is not taken
    /// up.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn save(
        &self,
        network: &FunProse,
        optimizer: &ModuleOptimizer,
        position: &Position,
    ) -> Result<(), TrainingError> {
        std::fs::create_dir_all(&self.folder)?;
        let [network_file, optimizer_file] = self.state_files(position.epochs);
        let failed = |error: &dyn std::fmt::Display| TrainingError::State(error.to_string());
        network.clone().save_file(part_of(&network_file)).map_err(|error| failed(&error))?;
        std::fs::rename(part_of(&network_file), network_file)?;
        optimizer.save(part_of(&optimizer_file)).map_err(|error| failed(&error))?;
        std::fs::rename(part_of(&optimizer_file), optimizer_file)?;
        let json = serde_json::to_vec(position).map_err(std::io::Error::other)?;
        Ok(write_whole(&self.folder.join("position.json"), &json)?)
    }

    /// The network and the optimizer after that many epochs.
    fn state_files(&self, epochs: usize) -> [PathBuf; 2] {
        ["network", "optimizer"].map(|what| self.folder.join(format!("{what}-{}.bpk", epochs % 2)))
    }

    /// Takes up the state of a run that was cut off, if there is one.
    ///
    /// # Errors
    /// Where the state is there but does not fit the recipe.
    pub fn resume(
        &self,
        network: FunProse,
        optimizer: impl FnOnce(&FunProse) -> ModuleOptimizer,
    ) -> Result<(FunProse, ModuleOptimizer, Position), TrainingError> {
        let Ok(json) = std::fs::read(self.folder.join("position.json")) else {
            let optimizer = optimizer(&network);
            return Ok((network, optimizer, Position::default()));
        };
        let misfit = |error: &dyn std::fmt::Display| TrainingError::State(error.to_string());
        let position: Position = serde_json::from_slice(&json).map_err(|error| misfit(&error))?;
        let [network_file, optimizer_file] = self.state_files(position.epochs);
        let network = network.try_load_file(network_file).map_err(|error| misfit(&error))?;
        let optimizer = optimizer(&network).load(optimizer_file).map_err(|error| misfit(&error))?;
        Ok((network, optimizer, position))
    }
}
