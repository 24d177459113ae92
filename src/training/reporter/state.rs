use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::member::MemberError;
use super::step::{Adam, Trainable};
use crate::architecture::{Array, Parameters};
use crate::model::{Precision, read_safetensors, write_safetensors};
use crate::training::whole_file::write_whole;

/// Where the state of a member is kept, so that a run that was cut off goes on.
#[derive(Debug, Clone)]
pub struct MemberState {
    folder: PathBuf,
}

/// How far a member has come.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(in crate::training) struct Position {
    pub passes: usize,
    pub steps: i32,
    pub seconds: f64,
    /// The best agreement with genes that were left out, where the weights of that pass are kept.
    #[serde(default)]
    pub best: Option<f64>,
}

/// The state after that many passes, and how far that is; two files take turns, so that one is always whole.
const FILES: [&str; 2] = ["state-0", "state-1"];

/// The weights that told most about genes that were left out.
const BEST: &str = "best.safetensors";

impl MemberState {
    /// A folder for one member; it is made when first written to.
    pub fn new(root: &Path, seed: u64) -> Self {
        Self { folder: root.join(format!("member-{seed}")) }
    }

    pub(in crate::training) fn save(
        &self,
        network: &mut impl Trainable,
        moments: &[Adam],
        position: Position,
    ) -> Result<(), MemberError> {
        std::fs::create_dir_all(&self.folder)?;
        let mut arrays = numbers_of(network);
        let mut put = |name: String, values: &[f32]| {
            arrays.insert(name, Array { shape: vec![values.len()], values: values.to_vec() });
        };
        for (at, adam) in moments.iter().enumerate() {
            let [first, second] = adam.moments();
            put(format!("first.{at}"), first);
            put(format!("second.{at}"), second);
        }
        let name = FILES[position.passes % FILES.len()];
        let marker = self.folder.join(format!("{name}.json"));
        let _ = std::fs::remove_file(&marker);
        let bytes = write_safetensors(&arrays, Precision::Single).map_err(std::io::Error::other)?;
        write_whole(&self.folder.join(format!("{name}.safetensors")), &bytes)?;
        Ok(write_whole(&marker, &serde_json::to_vec(&position).map_err(std::io::Error::other)?)?)
    }

    /// Takes up the latest whole state, if there is one.
    pub(in crate::training) fn resume(
        &self,
        network: &mut impl Trainable,
        moments: &mut [Adam],
    ) -> Result<Position, MemberError> {
        let position = |name: &str| -> Option<Position> {
            serde_json::from_slice(&std::fs::read(self.folder.join(format!("{name}.json"))).ok()?).ok()
        };
        let latest = FILES.iter().filter_map(|name| Some((position(name)?, name))).max_by_key(|(at, _)| at.passes);
        let Some((position, name)) = latest else { return Ok(Position::default()) };
        let bytes = std::fs::read(self.folder.join(format!("{name}.safetensors")))?;
        let arrays = read_safetensors(&bytes).map_err(|error| MemberError::State(error.to_string()))?;
        restore(network, &arrays)?;
        let fill = |name: String, list: &mut [f32]| filled(&arrays, &name, list);
        for (at, adam) in moments.iter_mut().enumerate() {
            let size = adam.moments()[0].len();
            let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
            fill(format!("first.{at}"), &mut first)?;
            fill(format!("second.{at}"), &mut second)?;
            *adam = Adam::from_moments(first, second);
        }
        Ok(position)
    }

    /// Keeps the weights as those that told most.
    pub(in crate::training) fn save_best(&self, network: &mut impl Trainable) -> Result<(), MemberError> {
        std::fs::create_dir_all(&self.folder)?;
        let bytes = write_safetensors(&numbers_of(network), Precision::Single).map_err(std::io::Error::other)?;
        Ok(write_whole(&self.folder.join(BEST), &bytes)?)
    }

    /// Takes those weights up.
    pub(in crate::training) fn load_best(&self, network: &mut impl Trainable) -> Result<(), MemberError> {
        let bytes = std::fs::read(self.folder.join(BEST))?;
        restore(network, &read_safetensors(&bytes).map_err(|error| MemberError::State(error.to_string()))?)
    }
}

/// Weights and statistics of a network by their places.
fn numbers_of(network: &mut impl Trainable) -> Parameters {
    let mut arrays = Parameters::default();
    let mut put = |name: String, values: &[f32]| {
        arrays.insert(name, Array { shape: vec![values.len()], values: values.to_vec() });
    };
    for (at, (list, _)) in network.lists().into_iter().enumerate() {
        put(format!("list.{at}"), list);
    }
    for (at, list) in network.statistics().into_iter().enumerate() {
        put(format!("statistics.{at}"), list);
    }
    arrays
}

fn restore(network: &mut impl Trainable, arrays: &Parameters) -> Result<(), MemberError> {
    for (at, (list, _)) in network.lists().into_iter().enumerate() {
        filled(arrays, &format!("list.{at}"), list)?;
    }
    for (at, list) in network.statistics().into_iter().enumerate() {
        filled(arrays, &format!("statistics.{at}"), list)?;
    }
    Ok(())
}

fn filled(arrays: &Parameters, name: &str, list: &mut [f32]) -> Result<(), MemberError> {
    match arrays.get(name) {
        Some(array) if array.values.len() == list.len() => {
            list.copy_from_slice(&array.values);
            Ok(())
        }
        _ => Err(MemberError::State(name.to_owned())),
    }
}
