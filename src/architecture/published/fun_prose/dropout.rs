use burn::module::Module;
use burn::nn::{Dropout, DropoutConfig};
use serde::Deserialize;

/// What is set to zero at random, in training only.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropoutRates {
    /// After the first convolutional block.
    pub convolution: f64,
    /// Where promoter and TFs are joined.
    pub joined: f64,
    /// On the TF layer.
    pub tf: f64,
    /// After the first two fully connected layers.
    pub dense: f64,
}

/// The layers that do it; they act on a device that tracks gradients only.
#[derive(Module, Debug)]
pub(super) struct DropoutLayers {
    pub(super) convolution: Dropout,
    pub(super) joined: Dropout,
    pub(super) tf: Dropout,
    pub(super) dense: Dropout,
}

impl From<DropoutRates> for DropoutLayers {
    fn from(rates: DropoutRates) -> Self {
        let layer = |rate| DropoutConfig::new(rate).init();
        Self {
            convolution: layer(rates.convolution),
            joined: layer(rates.joined),
            tf: layer(rates.tf),
            dense: layer(rates.dense),
        }
    }
}
