//! Long work in JavaScript's hands: the worker calls `step` until `done` equals `total`, and stops calling to
//! cancel.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{RequestError, to_ts};
use crate::attribution::MutagenesisJob as MutagenesisSteps;
use crate::prediction::{ClusteringJob as ClusteringSteps, GridJob as GridSteps, groups};

/// A job's handle: what is to do, what is done, and the next bounded piece.
macro_rules! job {
    ($(#[$meta:meta])* $name:ident, $steps:ty $(, $field:ident: $type:ty)*) => {
        $(#[$meta])*
        #[wasm_bindgen]
        pub struct $name {
            pub(in crate::web) steps: $steps,
            $(pub(in crate::web) $field: $type,)*
        }

        #[wasm_bindgen]
        impl $name {
            /// Units of work to do.
            #[wasm_bindgen(getter)]
            pub fn total(&self) -> usize {
                self.steps.total()
            }

            /// Units of work done.
            #[wasm_bindgen(getter)]
            pub fn done(&self) -> usize {
                self.steps.done()
            }

            /// Computes a bounded piece.
            ///
            /// # Errors
            /// `DeviceError` where the device fails or the architecture has no such attribution.
            pub async fn step(&mut self) -> Result<(), JsValue> {
                self.steps.step().await.map_err(|error| $crate::web::failure(&error))
            }
        }
    };
}
pub(super) use job;

job!(
    /// A grid that is computed step by step.
    GridJob,
    GridSteps
);

/// Responses of samples, `samples x columns`, row-major; the outputs of a condition stand side by side.
#[derive(Serialize, Tsify)]
pub struct GridResult {
    responses: Floats,
    spreads: Floats,
}

#[wasm_bindgen]
impl GridJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<GridResult>, JsValue> {
        let grid = self.steps.grid();
        to_ts(&GridResult { responses: Floats::of(&grid.responses), spreads: Floats::of(&grid.spreads) })
    }
}

/// What every single-base change of a sequence does.
#[derive(Serialize, Tsify)]
pub struct MutagenesisResult {
    reference: f32,
    spread: f32,
    length: usize,
    /// Index in the window of the first base shown.
    offset: usize,
    /// `length x 4`, in the order A, C, G, T: mutant minus reference.
    deltas: Floats,
    importance: Floats,
}

job!(
    /// A mutagenesis, computed step by step, of which one output is shown.
    MutagenesisJob,
    MutagenesisSteps,
    output: usize
);

#[wasm_bindgen]
impl MutagenesisJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// `ModelError` where the model has no such output.
    pub fn result(&self) -> Result<Ts<MutagenesisResult>, JsValue> {
        let done = self.steps.results().get(self.output);
        let done = done.ok_or(RequestError::NoOutput { output: self.output, outputs: self.steps.results().len() })?;
        to_ts(&MutagenesisResult {
            reference: done.reference,
            spread: done.spread,
            length: done.base_known.len(),
            offset: done.offset,
            deltas: Floats::of(&done.deltas),
            importance: Floats::of(&done.importance()),
        })
    }
}

/// The group of each profile of `width` values (row-major): profiles that are near each other are one of so many
/// groups, which are numbered in the order in which the profiles name them. All in one piece, and the distances
/// take two bytes for the square of the number of profiles: for two thousand or so.
#[wasm_bindgen(js_name = groupsOf)]
pub fn groups_of(values: &[f32], width: usize, count: usize) -> Vec<u32> {
    groups(values, width, count).into_iter().map(|group| u32::try_from(group).unwrap_or(u32::MAX)).collect()
}

/// An order of profiles by similarity that is computed step by step.
#[wasm_bindgen]
pub struct ClusteringJob {
    steps: ClusteringSteps,
}

#[wasm_bindgen]
impl ClusteringJob {
    /// Prepares the clustering of profiles of `width` values each, row-major.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[f32], width: usize) -> ClusteringJob {
        Self { steps: ClusteringSteps::new(values, width) }
    }

    /// Profiles to do, and the tree.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.steps.total()
    }

    /// Profiles done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.steps.done()
    }

    /// Computes a bounded piece; the tree, at the end, in one.
    pub fn step(&mut self) {
        self.steps.step();
    }

    /// Indices of the profiles in the order of the tree.
    pub fn result(&self) -> Vec<u32> {
        self.steps.order().iter().map(|index| u32::try_from(*index).unwrap_or(u32::MAX)).collect()
    }
}
