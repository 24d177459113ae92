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
            Self::Relu => both.for_each(|(value, norm)| *value = then(norm, value.max(0.0))),
            // The exponential only ever sees what is not positive.
            Self::Exponential { above, below } => both.for_each(|(value, norm)| {
                let given = above * value.max(0.0) + below * (exponential(value.min(0.0)) - 1.0);
                *value = then(norm, given);
            }),
            Self::Silu => both.for_each(|(value, norm)| *value = then(norm, *value / (1.0 + exponential(-*value)))),
            Self::Identity => both.for_each(|(value, norm)| *value = then(norm, *value)),
        }
    }
}
