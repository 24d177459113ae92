//! What the benchmarks time: FUN-PROSE at its published size, with random weights (time does not depend on
//! what the weights are).
#![forbid(unsafe_code)]
#![warn(missing_docs)]

use std::error::Error;

use burn::tensor::Device;
use cisight::architecture::{Activation, FunProse, FunProseConfig, Network, build};
use cisight::sequence::Window;

/// TFs of the published S. cerevisiae network.
pub const TFS: usize = 208;

/// The published hyperparameters.
pub fn published_config() -> FunProseConfig {
    FunProseConfig {
        fc_widths: FunProseConfig::PUBLISHED_WIDTHS,
        seq_length: 1000,
        num_tfs: TFS,
        conv1_knum: 256,
        conv1_ksize: 9,
        pool1: 19,
        conv2_knum: 64,
        conv2_ksize: 13,
        pool2: 8,
        pool2_mean: false,
        xt_hidden: 1024,
        conv_activation: Activation::Relu,
        fc_activation: Activation::Elu,
    }
}

/// The plain network, layer by layer as published, and the one that answers users.
///
/// # Errors
/// Where the device cannot be used.
pub fn networks(device: &Device) -> Result<(FunProse, Box<dyn Network>), Box<dyn Error>> {
    device.seed(1);
    let plain = FunProse::init(published_config(), device);
    let config = serde_json::to_value(plain.config())?;
    let fast = build(FunProse::NAME, &config, plain.parameters(), device)?;
    Ok((plain, fast))
}

/// Random promoters, the same in every run.
pub fn windows(count: usize) -> Vec<Window> {
    let mut state = 1_u32;
    let mut base = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        [0, 1, 2, 4][(state >> 30) as usize]
    };
    (0..count).map(|_| Window::from_codes((0..1000).map(|_| base()).collect())).collect()
}

/// Levels of so many conditions.
pub fn levels(conditions: usize) -> Vec<f32> {
    (0..conditions * TFS).map(|index| (index as f32 * 0.37).sin()).collect()
}
