//! The names of the weights.

/// Log-odds of all motifs, one after the other: `positions x 4`.
pub const MATRICES: &str = "motifs.matrices";

/// Logarithm of what a site adds, `motifs x 1`.
pub const AMPLITUDE: &str = "features.amplitude";

/// Logits of the thresholds' shares, `motifs x thresholds`.
pub const MIXTURE: &str = "features.mixture";

/// Logits of the bins' weights, `motifs x bins`.
pub const POSITION: &str = "features.position";

/// Standard deviation of the features among the training promoters at the start, `motifs x 1`.
pub const SCALE: &str = "features.scale";

/// From features to what sets their gates, and back.
pub const CONTEXT: [&str; 2] = ["context.0", "context.1"];

/// From TF levels to a condition's state.
pub const CONDITIONS: [&str; 2] = ["conditions.0", "conditions.1"];

/// From a condition's state to the families' activities, `families x state`.
pub const ACTIVITIES: &str = "activities.weight";

/// From a condition's state to what all promoters share, `1 x state`.
pub const BASE: &str = "base.weight";

/// What a TF that is raised by one log2 unit adds, `families x 1`.
pub const RAISED: &str = "activities.raised";

/// The most that counts of a family's sites, `families x 1`.
pub const MOST: &str = "features.most";
