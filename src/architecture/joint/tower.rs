use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};

use super::standard::Standard;
use super::strand::reversed;
use crate::architecture::explanation::{InputValue, Profile};
use crate::architecture::network::{Features, InputShape, PartError};
use crate::architecture::trunk::{ColumnStages, Trace, Trunk};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::{ExportDense, ExportLayer};
use crate::sample::Part;
use crate::sequence::Window;

/// The way of one input to its part of the layer that joins all inputs.
#[derive(Debug)]
pub enum Tower {
    /// From bases. Shared with the editors of its sequences.
    Bases(Arc<Trunk>),
    /// From an embedding (a column for each position) or from numbers (one column).
    Columns(Box<ColumnTower>),
}

/// What is done to columns as they are given, and the stages after it.
#[derive(Debug)]
pub struct ColumnTower {
    standard: Option<Standard>,
    stages: ColumnStages,
}

/// A value is not what a tower reads.
pub struct Mismatch;

impl Tower {
    /// From columns, brought to a standard first where there is one.
    pub fn columns(stages: ColumnStages, standard: Option<Standard>) -> Self {
        Self::Columns(Box::new(ColumnTower { standard, stages }))
    }

    pub fn device(&self) -> Device {
        match self {
            Self::Bases(trunk) => trunk.device(),
            Self::Columns(own) => own.stages.device(),
        }
    }

    /// One row for each part, for both strands of what has strands.
    pub fn encode(
        &self,
        input: usize,
        shape: &InputShape,
        parts: &[Part],
        both_strands: bool,
    ) -> Result<Features, PartError> {
        let wrong = |part: &Part| PartError::new(input, Some(shape), Some(part));
        match (self, shape) {
            (Self::Bases(trunk), InputShape::Bases { window, .. }) => {
                let window_of = |part: &'_ Part| match part {
                    Part::Bases(own) if own.codes().len() == *window => Ok(own.clone()),
                    other => Err(wrong(other)),
                };
                let windows = parts.iter().map(window_of).collect::<Result<Vec<Window>, _>>()?;
                let own = trunk.encode(&windows.iter().collect::<Vec<_>>());
                if !both_strands {
                    return Ok(Features::new(own));
                }
                let turned: Vec<Window> = windows.iter().map(reversed).collect();
                Ok(Features::of_strands(own, trunk.encode(&turned.iter().collect::<Vec<_>>())))
            }
            (Self::Columns(own), shape) => {
                let parts: Vec<&Part> = parts.iter().collect();
                let columns = own.read(shape, &parts).map_err(|at| wrong(parts[at]))?;
                Ok(Features::new(own.stages.encode(columns)))
            }
            (Self::Bases(_), other) => Err(PartError::new(input, Some(other), parts.first())),
        }
    }

    /// What is linear in the input, `R x channels x columns`: mixtures of it are that of mixtures.
    pub fn open(&self, shape: &InputShape, values: &[&InputValue]) -> Result<Tensor<3>, Mismatch> {
        match self {
            Self::Bases(trunk) => {
                let profile = |value: &&'_ InputValue| match value {
                    InputValue::Bases(profile) => Ok(profile.clone()),
                    InputValue::Part(_) => Err(Mismatch),
                };
                let profiles = values.iter().map(profile).collect::<Result<Vec<Profile>, _>>()?;
                Ok(trunk.unpooled(&profiles.iter().collect::<Vec<_>>()))
            }
            Self::Columns(own) => {
                let part = |value: &&'_ InputValue| match value {
                    InputValue::Part(part) => Ok(part.clone()),
                    InputValue::Bases(_) => Err(Mismatch),
                };
                let parts = values.iter().map(part).collect::<Result<Vec<Part>, _>>()?;
                own.read(shape, &parts.iter().collect::<Vec<_>>()).map_err(|_| Mismatch)
            }
        }
    }

    pub fn trace(&self, opened: Tensor<3>) -> Trace {
        match self {
            Self::Bases(trunk) => trunk.trace(opened),
            Self::Columns(own) => own.stages.trace(opened.clone(), opened),
        }
    }
}

impl ColumnTower {
    /// Parts as `N x channels x columns`; the error is the index of a part that does not fit.
    fn read(&self, shape: &InputShape, parts: &[&Part]) -> Result<Tensor<3>, usize> {
        let (mut values, [positions, width]) = columns(shape, parts)?;
        if let Some(standard) = &self.standard {
            standard.apply(&mut values);
        }
        let data = TensorData::new(values, [parts.len(), positions, width]);
        Ok(Tensor::<3>::from_data(data, &self.stages.device()).swap_dims(1, 2))
    }

    /// Its layers, and the one after them.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn export_layers(&self) -> (Vec<ExportLayer>, ExportDense) {
        let standard = self.standard.as_ref().map(Standard::export);
        let mut layers: Vec<ExportLayer> =
            standard.map(|[scale, shift]| ExportLayer::Affine { scale, shift }).into_iter().collect();
        let (own, last) = self.stages.export_layers(layers.len());
        layers.extend(own);
        (layers, last)
    }
}

/// Parts one after the other, each of so many positions and numbers.
fn columns(shape: &InputShape, parts: &[&Part]) -> Result<(Vec<f32>, [usize; 2]), usize> {
    let size = match shape {
        InputShape::Embedding { positions, width } => [*positions, *width],
        InputShape::Numbers { count } => [1, *count],
        InputShape::Bases { .. } => [0, 0],
    };
    let mut values = Vec::with_capacity(parts.len() * size[0] * size[1]);
    for (at, part) in parts.iter().enumerate() {
        match (shape, part) {
            (InputShape::Embedding { .. }, Part::Embedding(own)) if [own.positions(), own.width()] == size => {
                values.extend_from_slice(own.values());
            }
            (InputShape::Numbers { count }, Part::Numbers(own)) if own.len() == *count => {
                values.extend_from_slice(own);
            }
            _ => return Err(at),
        }
    }
    Ok((values, size))
}
