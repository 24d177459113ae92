use burn_cubecl::cubecl;
use cubecl::prelude::*;

use crate::architecture::layers::OfNumbers;

/// An activation as shaders know it: its kind, which is compiled in, and two numbers, which are not.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    pub(super) kind: Kind,
    pub(super) numbers: [f32; 2],
}

/// What a shader is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Identity,
    Relu,
    /// `numbers[0]` x above zero, `numbers[1]` (exp(x) - 1) below.
    Exponential,
    /// x / (1 + exp(-`numbers[0]` x))
    Silu,
}

impl Function {
    /// None.
    pub const IDENTITY: Self = Self { kind: Kind::Identity, numbers: [1.0, 1.0] };

    /// None where shaders do not know it.
    pub(super) fn of(function: OfNumbers) -> Option<Self> {
        let (kind, numbers) = match function {
            OfNumbers::Identity => (Kind::Identity, [1.0, 1.0]),
            OfNumbers::Relu => (Kind::Relu, [1.0, 1.0]),
            OfNumbers::Exponential { above, below } => (Kind::Exponential, [above, below]),
            OfNumbers::Silu { steepness } => (Kind::Silu, [steepness, 1.0]),
            OfNumbers::Exp
            | OfNumbers::Sigmoid
            | OfNumbers::Tanh
            | OfNumbers::Leaky { .. }
            | OfNumbers::Bounded { .. } => return None,
        };
        Some(Self { kind, numbers })
    }
}

/// The function of one number. exp never sees what would overflow it.
#[cube]
pub(super) fn of_number(x: f32, first: f32, second: f32, #[comptime] kind: Kind) -> f32 {
    match kind {
        Kind::Identity => x,
        Kind::Relu => select(x < 0.0, 0.0, x),
        Kind::Exponential => select(x > 0.0, first * x, second * (f32::exp(min(x, 0.0)) - 1.0)),
        Kind::Silu => x / (1.0 + f32::exp(min(-first * x, 87.0))),
    }
}

/// The function of each number of a vector.
#[cube]
pub(super) fn of_vector<N: Size>(
    values: Vector<f32, N>,
    first: f32,
    second: f32,
    #[comptime] kind: Kind,
) -> Vector<f32, N> {
    let mut changed = values;
    #[unroll]
    for k in 0..N::value() {
        changed.insert(k, of_number(values.extract(k), first, second, kind));
    }
    changed
}
