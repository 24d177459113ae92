/// A kernel of a network's first convolution on bases.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstKernel {
    /// What A, C, G, T add to its activation, one row a position.
    pub values: Vec<[f32; 4]>,
    /// What is added to their sum.
    pub bias: f32,
}

/// The kernels of a network's first convolution on bases.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstKernels {
    /// In the order of the channels.
    pub kernels: Vec<FirstKernel>,
    /// Whether the network reads both strands with them.
    pub both_strands: bool,
}
