use super::processor::exponential;

/// An activation of plain numbers.
#[derive(Debug, Clone, Copy)]
pub enum OfNumbers {
    /// max(0, x)
    Relu,
    /// `above` x above zero, `below` (exp(x) - 1) below: ELU and SELU.
    Exponential {
        /// The slope above zero.
        above: f32,
        /// The slope at zero from below.
        below: f32,
    },
    /// x / (1 + exp(-x))
    Silu,
    /// x
    Identity,
}

impl OfNumbers {
    /// Applies the function to all of `values`, which become `scale` times what it gives, plus `shift`.
    pub fn apply(self, values: &mut [f32], scale: f32, shift: f32) {
        self.each(values.iter_mut(), |(), value| value * scale + shift, std::iter::repeat(()));
    }

    /// The same with a scale and a shift for each of the values.
    pub fn apply_to_row(self, values: &mut [f32], scale: &[f32], shift: &[f32]) {
        let norms = scale.iter().zip(shift);
        self.each(values.iter_mut(), |(scale, shift): (&f32, &f32), value| value * scale + shift, norms);
    }

    fn each<'a, N>(
        self,
        values: impl Iterator<Item = &'a mut f32>,
        then: impl Fn(N, f32) -> f32,
        norms: impl Iterator<Item = N>,
    ) {
        let both = values.zip(norms);
        match self {
            // What is no number stays none.
            Self::Relu => both.for_each(|(value, norm)| *value = then(norm, if *value < 0.0 { 0.0 } else { *value })),
            Self::Exponential { above, below } => both.for_each(|(value, norm)| {
                let beneath = below * (exponential(*value) - 1.0);
                *value = then(norm, if *value > 0.0 { above * *value } else { beneath });
            }),
            Self::Silu => both.for_each(|(value, norm)| *value = then(norm, *value / (1.0 + exponential(-*value)))),
            Self::Identity => both.for_each(|(value, norm)| *value = then(norm, *value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Tensor};

    use crate::architecture::Activation;

    #[test]
    fn numbers_give_what_burn_does() {
        let values: Vec<f32> = (-900..=900).map(|step| step as f32 / 10.0).chain([f32::NAN]).collect();
        let on = |device: &Device| Tensor::<1>::from_floats(&values[..], device);
        for activation in [Activation::Relu, Activation::Elu, Activation::Selu, Activation::Silu, Activation::Identity]
        {
            // Tensors that record gradients go through burn.
            let expected = activation.apply(on(&Device::flex().autodiff())).into_data();
            let mut found = values.clone();
            activation.of_numbers().unwrap().apply(&mut found, 2.0, 1.0);
            for (found, expected) in found.iter().zip(expected.iter::<f32>()) {
                let difference = found - (2.0 * expected + 1.0);
                let same = found.is_nan() && expected.is_nan();
                let near = difference.abs() <= 1e-6 * expected.abs().max(1.0);
                assert!(same || near, "{activation:?}: {found}, {expected}");
            }
        }
    }
}
