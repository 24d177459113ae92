use burn::tensor::Device;

#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::Array;
use crate::architecture::{ParameterError, Parameters};

/// Brings each number of an embedding, at each position, to a mean of 0 and a deviation of 1 over the genes that the
/// network was trained on.
#[derive(Debug, Clone)]
pub struct Standard {
    /// `positions x width`, row-major, on the processor whatever the device.
    mean: Vec<f32>,
    /// What is multiplied with then; 0 where training saw one value only.
    factor: Vec<f32>,
    size: [usize; 2],
}

impl Standard {
    /// Takes out `{prefix}mean` and `{prefix}sd`, both of this size.
    ///
    /// # Errors
    /// As for [`Parameters::take`].
    pub fn take(
        weights: &mut Parameters,
        prefix: &str,
        size: [usize; 2],
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let mut take = |name: &str| {
            let name = format!("{prefix}{name}");
            let values = weights.get(&name).map(|array| array.values.clone());
            weights.take::<2>(&name, size, device)?;
            values.ok_or_else(|| ParameterError::missing(&name))
        };
        let (mean, sd) = (take("mean")?, take("sd")?);
        let factor = sd.into_iter().map(|sd| if sd > 0.0 { 1.0 / sd } else { 0.0 }).collect();
        Ok(Self { mean, factor, size })
    }

    /// Changes embeddings that lie one after the other, each `positions x width`.
    pub fn apply(&self, values: &mut [f32]) {
        for own in values.chunks_exact_mut(self.size.iter().product::<usize>().max(1)) {
            let constants = self.mean.iter().zip(&self.factor);
            own.iter_mut().zip(constants).for_each(|(value, (mean, factor))| *value = (*value - mean) * factor);
        }
    }

    /// Factor and summand, `width x positions` each.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn export(&self) -> [Array; 2] {
        let [positions, width] = self.size;
        let turned = |value: &dyn Fn(usize) -> f32| Array {
            shape: vec![width, positions],
            values: (0..width)
                .flat_map(|number| (0..positions).map(move |position| position * width + number))
                .map(value)
                .collect(),
        };
        [turned(&|at| self.factor[at]), turned(&|at| -self.mean[at] * self.factor[at])]
    }
}
