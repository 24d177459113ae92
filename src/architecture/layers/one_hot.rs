use burn::tensor::{Device, Tensor, TensorData};

use crate::sequence::{PADDING, Window};

/// Windows as one-hot floats, `P x channels x length`; padding is all zero.
pub fn one_hot(windows: &[Window], channels: usize, device: &Device) -> Tensor<3> {
    let length = windows.first().map_or(0, |window| window.codes().len());
    let mut values = vec![0.0_f32; windows.len() * channels * length];
    for (window, block) in windows.iter().zip(values.chunks_mut((channels * length).max(1))) {
        for (position, &code) in window.codes().iter().enumerate().filter(|(_, code)| **code != PADDING) {
            block[usize::from(code) * length + position] = 1.0;
        }
    }
    Tensor::from_data(TensorData::new(values, [windows.len(), channels, length]), device)
}
