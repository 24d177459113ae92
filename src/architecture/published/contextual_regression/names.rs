//! The names of the weights.

/// The kernels whose means are the features, `kernels x 4 x width`; they have no bias.
pub const KERNELS: &str = "motifs.weight";

/// Before the number of a convolution of the context.
pub const CONVOLUTIONS: &str = "context.convolutions";

/// Before the number of a fully connected layer of the context.
pub const DENSE: &str = "context.dense";

/// From the context to the weight of each feature.
pub const WEIGHTS: &str = "context.weights";

/// What is added to every response.
pub const BIAS: &str = "bias";
