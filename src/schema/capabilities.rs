use serde::Serialize;

/// What a model can do beyond predicting. It is said by the model, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent answers to independent questions")]
pub struct Capabilities {
    /// It reads TF levels, so that conditions differ and TFs can be attributed to, knocked out and ranked.
    pub tf_levels: bool,
    /// Edits of its sequences are computed from what they change; exact, and many times faster than encoding
    /// each mutant whole.
    pub fast_edits: bool,
    /// It has a backward pass: gradients, integrated gradients, DeepLIFT.
    pub gradients: bool,
    /// Its last convolution is fine enough along the sequence to be shown (Grad-CAM).
    pub grad_cam: bool,
    /// It computes named features whose contributions add up to a response.
    pub features: bool,
}

impl Capabilities {
    /// What a model of several networks can do: what each of them can.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            tf_levels: self.tf_levels && other.tf_levels,
            fast_edits: self.fast_edits && other.fast_edits,
            gradients: self.gradients && other.gradients,
            grad_cam: self.grad_cam && other.grad_cam,
            features: self.features && other.features,
        }
    }
}
