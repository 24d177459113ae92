use std::ops::Range;

use super::stage::Pool;

/// Maxima over the beginnings and the ends of a window's pools, before any change.
#[derive(Debug)]
pub(super) struct PoolPrefixMaxima {
    pub(super) bases: usize,
    pub(super) pool: Option<Pool>,
    /// `columns x (pool width + 1) x channels`: over the first n columns of a pool.
    pub(super) before: Vec<f32>,
    /// The same: over all but the first n.
    pub(super) behind: Vec<f32>,
}

impl PoolPrefixMaxima {
    /// The maxima of a pool over what lies left and right of `inside`.
    pub(super) fn maximum(&self, window: &Range<usize>, inside: &Range<usize>, channels: usize) -> Option<[&[f32]; 2]> {
        let pool = self.pool?;
        let at = |offset: usize| {
            let slot = (window.start / pool.stride * (pool.width + 1) + offset) * channels;
            slot..slot + channels
        };
        let before = &self.before[at(inside.start - window.start)];
        Some([before, &self.behind[at(inside.end - window.start)]])
    }
}
