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
    /// x / (1 + exp(-`steepness` x))
    Silu {
        /// 1 for what is called so.
        steepness: f32,
    },
    /// exp(x)
    #[cfg(feature = "graphs")]
    Exp,
    /// 1 / (1 + exp(-x))
    #[cfg(feature = "graphs")]
    Sigmoid,
    /// The hyperbolic tangent.
    #[cfg(feature = "graphs")]
    Tanh,
    /// x above zero, `below` x below
    #[cfg(feature = "graphs")]
    Leaky {
        /// The slope below zero.
        below: f32,
    },
    /// `slope` x + `middle`, between 0 and 1
    #[cfg(feature = "graphs")]
    Bounded {
        /// Where it is within its bounds.
        slope: f32,
        /// At zero.
        middle: f32,
    },
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
            Self::Silu { steepness } => both.for_each(|(value, norm)| {
                *value = then(norm, *value / (1.0 + exponential(-steepness * *value)));
            }),
            #[cfg(feature = "graphs")]
            Self::Exp => both.for_each(|(value, norm)| {
                // The square of a root, so that large ones are infinite and small ones 0.
                let root = exponential(0.5 * *value);
                *value = then(norm, root * root);
            }),
            #[cfg(feature = "graphs")]
            Self::Sigmoid => both.for_each(|(value, norm)| *value = then(norm, 1.0 / (1.0 + exponential(-*value)))),
            #[cfg(feature = "graphs")]
            Self::Tanh => both.for_each(|(value, norm)| *value = then(norm, hyperbolic_tangent(*value))),
            #[cfg(feature = "graphs")]
            Self::Leaky { below } => both.for_each(|(value, norm)| {
                *value = then(norm, if *value < 0.0 { below * *value } else { *value });
            }),
            #[cfg(feature = "graphs")]
            Self::Bounded { slope, middle } => both.for_each(|(value, norm)| {
                *value = then(norm, (slope * *value + middle).clamp(0.0, 1.0));
            }),
            Self::Identity => both.for_each(|(value, norm)| *value = then(norm, *value)),
        }
    }
}

/// Within 5e-7 of the hyperbolic tangent, relative.
#[cfg(feature = "graphs")]
#[inline]
fn hyperbolic_tangent(x: f32) -> f32 {
    /// Where the difference from 1 would lose digits, the first terms of the series are as good.
    const SMALL: f32 = 0.3;
    let square = x * x;
    let terms = (62.0 / 2835.0 * square - 17.0 / 315.0) * square + 2.0 / 15.0;
    let series = x + x * square * (terms * square - 1.0 / 3.0);
    let whole = 1.0 - 2.0 / (exponential(2.0 * x) + 1.0);
    if x.abs() < SMALL { series } else { whole }
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

    #[cfg(feature = "graphs")]
    #[test]
    fn functions_of_graphs_are_within_their_error() {
        use super::OfNumbers;
        let values: Vec<f32> = (-300_000..300_000).map(|step| step as f32 / 3000.0).collect();
        let (mut sigmoid, mut tangent, mut exponential) = (values.clone(), values.clone(), values.clone());
        OfNumbers::Exp.apply(&mut exponential, 1.0, 0.0);
        for (value, found) in values.iter().zip(exponential) {
            let expected = f64::from(*value).exp();
            let is_normal = expected > f64::from(f32::MIN_POSITIVE) && expected < f64::from(f32::MAX);
            assert!(!is_normal || (f64::from(found) - expected).abs() < 5e-7 * expected, "{value}");
            assert!(expected < f64::from(f32::MAX) || found == f32::INFINITY, "{value}");
        }
        OfNumbers::Sigmoid.apply(&mut sigmoid, 1.0, 0.0);
        OfNumbers::Tanh.apply(&mut tangent, 1.0, 0.0);
        for (value, (sigmoid, tangent)) in values.iter().zip(sigmoid.iter().zip(tangent)) {
            let value = f64::from(*value);
            let expected = 1.0 / (1.0 + (-value).exp());
            assert!((f64::from(*sigmoid) - expected).abs() < 1e-6 * expected + 1e-37, "{value}");
            let expected = value.tanh();
            assert!((f64::from(tangent) - expected).abs() <= 5e-7 * expected.abs(), "{value}");
        }
        let mut nothing = [f32::NAN];
        OfNumbers::Tanh.apply(&mut nothing, 1.0, 0.0);
        assert!(nothing[0].is_nan());
    }
}
