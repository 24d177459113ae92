use std::collections::BTreeMap;

use burn::module::{Param, RunningState};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig};
use burn::tensor::{Device, Tensor, TensorData};
use serde::Serialize;
use thiserror::Error;

/// A named weight: its shape and its values, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// The shape.
    pub shape: Vec<usize>,
    /// As many values as the shape says.
    pub values: Vec<f32>,
}

/// The weights of one network by their published (PyTorch) names and layouts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    arrays: BTreeMap<String, Array>,
}

/// Why weights do not fit an architecture.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum ParameterError {
    /// A weight is not there.
    #[error("the weights lack \"{name}\", which the configuration asks for")]
    Missing {
        /// The weight.
        name: String,
        /// The shape that it would have.
        shape: Vec<usize>,
    },
    /// A weight has another shape than the hyperparameters ask for.
    #[error("\"{name}\" has the shape {found:?} where the configuration asks for {expected:?}")]
    Shape {
        /// The weight.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that would fit.
        expected: Vec<usize>,
    },
    /// A weight holds NaN or infinity.
    #[error("\"{0}\" holds values that are not finite; the checkpoint is damaged or its training failed")]
    NotFinite(String),
    /// Weights are left over.
    #[error("the weights hold {}, which the architecture has no place for", listed(.names))]
    Unexpected {
        /// Their names.
        names: Vec<String>,
    },
}

impl ParameterError {
    /// A weight that is not there, of no matter which shape.
    pub(in crate::architecture) fn missing(name: &str) -> Self {
        Self::Missing { name: name.to_owned(), shape: Vec::new() }
    }
}

impl Parameters {
    /// Adds or replaces a weight.
    pub fn insert(&mut self, name: impl Into<String>, array: Array) {
        self.arrays.insert(name.into(), array);
    }

    /// A weight.
    pub fn get(&self, name: &str) -> Option<&Array> {
        self.arrays.get(name)
    }

    /// Drops the weights whose names `keep` refuses.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.arrays.retain(|name, _| keep(name));
    }

    /// All weights, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Array)> {
        self.arrays.iter()
    }

    /// The weights whose names start with `prefix`, without it.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Self {
        let matching = self.arrays.iter().filter_map(|(name, array)| Some((name.strip_prefix(prefix)?, array)));
        Self { arrays: matching.map(|(name, array)| (name.to_owned(), array.clone())).collect() }
    }

    /// Adds all of `other` under names that start with `prefix`.
    pub fn extend_with_prefix(&mut self, prefix: &str, other: Self) {
        let prefixed = other.arrays.into_iter().map(|(name, array)| (format!("{prefix}{name}"), array));
        self.arrays.extend(prefixed);
    }

    /// The same weights without the counters that batch norms keep while they train.
    #[must_use]
    pub fn without_counters(&self) -> Self {
        let arrays = self.arrays.iter().filter(|(name, _)| !name.ends_with(".num_batches_tracked"));
        Self { arrays: arrays.map(|(name, array)| (name.clone(), array.clone())).collect() }
    }

    /// Takes out one weight as a tensor, if it has the shape.
    ///
    /// # Errors
    /// [`ParameterError`] where it is missing, of another shape, or not finite.
    pub fn take<const D: usize>(
        &mut self,
        name: &str,
        shape: [usize; D],
        device: &Device,
    ) -> Result<Tensor<D>, ParameterError> {
        let array = self
            .arrays
            .remove(name)
            .ok_or_else(|| ParameterError::Missing { name: name.to_owned(), shape: shape.to_vec() })?;
        if array.shape != shape {
            let (name, expected) = (name.to_owned(), shape.to_vec());
            return Err(ParameterError::Shape { name, found: array.shape, expected });
        }
        if !array.values.iter().all(|value| value.is_finite()) {
            return Err(ParameterError::NotFinite(name.to_owned()));
        }
        Ok(Tensor::from_data(TensorData::new(array.values, shape), device))
    }

    /// Takes out a fully connected layer, whose weight is `[out, in]` in the file and `[in, out]` in burn.
    ///
    /// # Errors
    /// As for [`Parameters::take`].
    pub fn take_linear(
        &mut self,
        name: &str,
        [inputs, outputs]: [usize; 2],
        device: &Device,
    ) -> Result<Linear, ParameterError> {
        let mut layer = LinearConfig::new(inputs, outputs).init(device);
        let weight = self.take::<2>(&format!("{name}.weight"), [outputs, inputs], device)?;
        layer.weight = Param::from_tensor(weight.transpose());
        layer.bias = Some(Param::from_tensor(self.take(&format!("{name}.bias"), [outputs], device)?));
        Ok(layer)
    }

    /// Takes out a batch norm with its running statistics.
    ///
    /// # Errors
    /// As for [`Parameters::take`].
    pub fn take_batch_norm(&mut self, name: &str, size: usize, device: &Device) -> Result<BatchNorm, ParameterError> {
        let mut layer = BatchNormConfig::new(size).init(device);
        layer.gamma = Param::from_tensor(self.take(&format!("{name}.weight"), [size], device)?);
        layer.beta = Param::from_tensor(self.take(&format!("{name}.bias"), [size], device)?);
        layer.running_mean = RunningState::new(self.take(&format!("{name}.running_mean"), [size], device)?);
        layer.running_var = RunningState::new(self.take(&format!("{name}.running_var"), [size], device)?);
        self.arrays.remove(&format!("{name}.num_batches_tracked"));
        Ok(layer)
    }

    /// Puts a tensor in.
    pub fn put<const D: usize>(&mut self, name: &str, tensor: Tensor<D>) {
        let shape = tensor.dims().to_vec();
        let values = tensor.into_data().iter::<f32>().collect();
        self.insert(name, Array { shape, values });
    }

    /// Puts a fully connected layer in, in the file's layout.
    pub fn put_linear(&mut self, name: &str, layer: &Linear) {
        self.put(&format!("{name}.weight"), layer.weight.val().transpose());
        if let Some(bias) = &layer.bias {
            self.put(&format!("{name}.bias"), bias.val());
        }
    }

    /// Puts a batch norm in.
    pub fn put_batch_norm(&mut self, name: &str, layer: &BatchNorm) {
        self.put(&format!("{name}.weight"), layer.gamma.val());
        self.put(&format!("{name}.bias"), layer.beta.val());
        self.put(&format!("{name}.running_mean"), layer.running_mean.value_sync());
        self.put(&format!("{name}.running_var"), layer.running_var.value_sync());
    }

    /// Says that everything has found its place.
    ///
    /// # Errors
    /// [`ParameterError::Unexpected`] names the weights that are left over.
    pub fn finish(self) -> Result<(), ParameterError> {
        if self.arrays.is_empty() {
            return Ok(());
        }
        Err(ParameterError::Unexpected { names: self.arrays.into_keys().collect() })
    }
}

/// The first names, and how many there are besides.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = names[..names.len().min(SHOWN)].join("\", \"");
    match names.len().saturating_sub(SHOWN) {
        0 => format!("\"{shown}\""),
        others => format!("\"{shown}\" and {others} more"),
    }
}
