use std::borrow::Cow;
use std::collections::BTreeMap;

use burn::tensor::{Tensor, TensorData};

use super::Trunk;
use super::pool_prefix_maxima::PoolPrefixMaxima;
use super::stage::{Pool, Stage};
use crate::architecture::layers::in_one_piece;
#[cfg(feature = "webgpu")]
use crate::architecture::layers::shaders;
use crate::sequence::Window;

/// Stands for "no column": below whatever a network computes, and finite, since shaders need not know
/// infinity.
pub(in crate::architecture) const LOWEST: f32 = -3.0e38;

/// What edits of one window share: every layer of the window as it is.
#[derive(Debug)]
pub struct TrunkReference {
    pub(super) window: Window,
    pub(super) maxima: PoolPrefixMaxima,
    /// What each stage reads, and at the end what the last one gives: `columns x channels`.
    pub(super) layers: Vec<Tensor<2>>,
    /// By the index of its stage, each pool's maxima over parts of its windows.
    pools: BTreeMap<usize, PoolParts>,
    /// `1 x outputs`.
    pub(super) output: Tensor<2>,
}

/// Maxima over the beginnings and the ends of a pool's windows.
#[derive(Debug, Clone)]
pub(super) struct PoolParts {
    pub(super) pool: Pool,
    pub(super) windows: usize,
    /// Row n * windows + w: over the first n columns of window w.
    pub(super) before: Tensor<2>,
    /// Row n * windows + w: over all but the first n.
    pub(super) behind: Tensor<2>,
}

impl Trunk {
    /// Encodes a window and keeps every layer.
    pub fn reference(&self, window: &Window) -> TrunkReference {
        let all = self.body.layers(self.first_columns(&[window]));
        let output = self.body.flattened(all[all.len() - 1].clone());
        let layers: Vec<Tensor<2>> = all.iter().map(columns_first).collect();
        let parts = |(at, (stage, layer)): (usize, (&Stage, &Tensor<2>))| match stage {
            Stage::Pool(pool) => Some((at, PoolParts::new(*pool, layer))),
            Stage::Convolution(_) | Stage::Mean(_) | Stage::Pointwise(_) | Stage::Add(_) => None,
        };
        let pools = self.body.stages.iter().zip(&layers).enumerate().filter_map(parts).collect();
        TrunkReference {
            window: window.clone(),
            maxima: self.first.prefix_maxima(window.codes()),
            layers,
            pools,
            output,
        }
    }
}

impl TrunkReference {
    /// The parts of the pool that is stage `at`; one that was not kept is made.
    pub(super) fn pool_parts(&self, at: usize, pool: Pool) -> Cow<'_, PoolParts> {
        self.pools.get(&at).map_or_else(|| Cow::Owned(PoolParts::new(pool, &self.layers[at])), Cow::Borrowed)
    }
}

/// `1 x channels x columns` to `columns x channels`.
fn columns_first(layer: &Tensor<3>) -> Tensor<2> {
    let [_, channels, columns] = layer.dims();
    // Rows are gathered from it many times.
    in_one_piece(layer.clone().swap_dims(1, 2).reshape([columns, channels]))
}

impl PoolParts {
    pub(super) fn new(pool: Pool, layer: &Tensor<2>) -> Self {
        #[cfg(feature = "webgpu")]
        if shaders::run_on(&layer.device()) {
            let windows = pool.columns(layer.dims()[0]);
            let [before, behind] = shaders::maxima_of_parts(layer, [pool.width, pool.stride], LOWEST);
            return Self { pool, windows, before, behind };
        }
        Self::step_by_step(pool, layer)
    }

    /// Each from the one before it.
    fn step_by_step(pool: Pool, layer: &Tensor<2>) -> Self {
        let [columns, channels] = layer.dims();
        let windows = pool.columns(columns);
        let none = || {
            let lowest = TensorData::new(vec![LOWEST; windows * channels], [windows, channels]);
            Tensor::<2>::from_data(lowest, &layer.device())
        };
        let offset = |offset: usize| {
            let rows: Vec<i64> = (0..windows).map(|window| (pool.window(window).start + offset) as i64).collect();
            layer.clone().select(0, super::patch::indices(&rows, &layer.device()))
        };
        let offsets: Vec<Tensor<2>> = (0..pool.width).map(offset).collect();
        let running = |parts: &mut dyn Iterator<Item = Tensor<2>>| {
            let mut maxima = vec![none()];
            for part in parts {
                let so_far = maxima.last().map_or_else(none, Clone::clone);
                maxima.push(so_far.max_pair(part));
            }
            maxima
        };
        let before = running(&mut offsets.iter().cloned());
        let mut behind = running(&mut offsets.iter().rev().cloned());
        behind.reverse();
        Self { pool, windows, before: Tensor::cat(before, 0), behind: Tensor::cat(behind, 0) }
    }
}
