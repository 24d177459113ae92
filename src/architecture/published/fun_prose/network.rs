use burn::tensor::{Device, Tensor, TensorData};

use super::FunProse;
use super::train::LETTERS;
use crate::architecture::network::{Declaration, Features, Network, PartError};
use crate::architecture::{Parameters, one_hot};
use crate::sample::Part;
use crate::sequence::Window;

/// The network as it is written down: every edit is encoded whole.
impl Network for FunProse {
    fn declaration(&self) -> &Declaration {
        self.declared()
    }

    fn device(&self) -> Device {
        self.weights_device()
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let shape = self.declared().inputs.get(input);
        let window = |part: &Part| match part {
            Part::Bases(window) if input == 0 && window.codes().len() == self.config().seq_length => Ok(window.clone()),
            other => Err(PartError::new(input, shape, Some(other))),
        };
        let windows = parts.iter().map(window).collect::<Result<Vec<Window>, _>>()?;
        Ok(Features::new(self.encode_one_hot(one_hot(&windows, LETTERS.len(), &self.device()))))
    }

    fn encode_conditions(&self, levels: &[f32]) -> Features {
        let shape = [levels.len() / self.config().num_tfs, self.config().num_tfs];
        let levels = Tensor::from_data(TensorData::new(levels.to_vec(), shape), &self.device());
        Features::new(self.encode_levels(levels))
    }

    fn respond(&self, inputs: &[Features], conditions: &Features) -> Tensor<3> {
        let promoters = inputs.first().and_then(|own| own.strand(0));
        match promoters.zip(conditions.strand(0)) {
            Some((promoters, conditions)) => self.head(promoters.clone(), conditions.clone()).unsqueeze_dim::<3>(2),
            None => Tensor::zeros([0, 0, 1], &self.device()),
        }
    }

    fn parameters(&self) -> Parameters {
        self.named_parameters()
    }
}
