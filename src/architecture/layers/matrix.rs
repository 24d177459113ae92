use std::sync::{Arc, OnceLock};

use burn::tensor::{Device, Tensor};

use super::dense;
use super::panels::Panels;
use super::processor::{is_processor, numbers};
#[cfg(feature = "webgpu")]
use super::shaders;

/// The weight of a fully connected layer, `inputs x outputs`, which does not change.
#[derive(Debug, Clone)]
pub struct Matrix(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    values: Tensor<2>,
    /// The same for products of our own, made when first asked for.
    panels: OnceLock<Panels>,
}

/// Whether products on a device are those of [`Panels`]: on the processor in a browser. Elsewhere burn's are as fast.
pub fn multiplies_by_panels(device: &Device) -> bool {
    cfg!(all(target_arch = "wasm32", target_feature = "simd128")) && is_processor(device)
}

impl Matrix {
    pub fn new(values: Tensor<2>) -> Self {
        // A turned view would be copied before each product.
        #[cfg(feature = "webgpu")]
        let values = if shaders::run_on(&values.device()) { shaders::in_order(values) } else { values };
        Self(Arc::new(Inner { values, panels: OnceLock::new() }))
    }

    /// `inputs x outputs`.
    pub fn values(&self) -> Tensor<2> {
        self.0.values.clone()
    }

    /// Rows through the layer, `rows x inputs` to `rows x outputs`.
    pub fn apply(&self, input: Tensor<2>, bias: Option<Tensor<1>>) -> Tensor<2> {
        dense(input, self.values(), bias)
    }

    /// For products in plain memory.
    pub fn panels(&self) -> &Panels {
        self.0.panels.get_or_init(|| Panels::new(&numbers(&self.0.values), self.0.values.dims()[1]))
    }
}
