use std::collections::BTreeMap;

use burn::tensor::{Tensor, TensorData};

use super::Trunk;
use super::stage::{Convolution, Pool, Stage};
use super::word_tables::larger_or_none;
use crate::architecture::layers::{ChannelLast, Rows, numbers};
use crate::sequence::Window;

impl Trunk {
    /// Whole windows, as [`Trunk::encode`], in plain memory: one window goes through all stages while its columns are in
    /// the caches, channel by channel, as the first convolution leaves them and products read them.
    pub(super) fn encode_in_memory(&self, windows: &[&Window]) -> Tensor<2> {
        let mut last = Vec::new();
        for window in windows {
            let mut columns = Vec::new();
            self.first.encode(window.codes(), &mut columns);
            last.extend(self.last_columns(columns));
        }
        let (panels, bias) = (self.by_column.panels(), numbers(&self.body.bias));
        let (count, outputs) = (windows.len(), panels.outputs());
        let mut output = bias.repeat(count);
        let stride = last.len() / count.max(1);
        let rows = Rows { values: &last, stride, count };
        panels.add_products(&(0..stride), rows, &mut output, outputs);
        Tensor::from_data(TensorData::new(output, [count, outputs]), &self.device())
    }

    /// What the last stage makes of one window's columns, `columns x channels`.
    fn last_columns(&self, first: Vec<f32>) -> Vec<f32> {
        let mut channels = self.first.channels();
        let mut added: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        self.body.stages.iter().enumerate().fold(first, |mut columns, (at, stage)| {
            if self.body.is_added(at) {
                added.insert(at, columns.clone());
            }
            match stage {
                Stage::Convolution(convolution) => {
                    columns = convolved(convolution, &columns, channels);
                    channels = convolution.panels().outputs();
                }
                Stage::Pool(pool) => columns = pooled(*pool, &columns, channels),
                Stage::Mean(pool) => columns = averaged(*pool, &columns, channels),
                Stage::Pointwise(pointwise) => pointwise.change_columns(&mut columns),
                Stage::Add(layer) => {
                    let earlier = added.get(layer).into_iter().flatten();
                    columns.iter_mut().zip(earlier).for_each(|(value, earlier)| *value += earlier);
                }
            }
            columns
        })
    }
}

fn convolved(convolution: &Convolution, columns: &[f32], channels: usize) -> Vec<f32> {
    let (panels, bias) = (convolution.panels(), &numbers(&convolution.bias));
    let padding = [convolution.left, convolution.right];
    ChannelLast { panels, bias, taps: convolution.width(), dilation: 1, padding }.apply(columns, channels)
}

/// By window of a pool, its columns one after the other.
fn windows(pool: Pool, columns: &[f32], channels: usize) -> impl Iterator<Item = std::slice::ChunksExact<'_, f32>> {
    let count = columns.len() / channels.max(1);
    (0..pool.columns(count)).map(move |window| {
        let own = pool.window(window);
        columns[own.start * channels..own.end * channels].chunks_exact(channels.max(1))
    })
}

/// The largest of each window of columns, `columns x channels`.
pub fn pooled(pool: Pool, columns: &[f32], channels: usize) -> Vec<f32> {
    let mut output = Vec::with_capacity(columns.len());
    for mut window in windows(pool, columns, channels) {
        let begin = output.len();
        output.extend_from_slice(window.next().unwrap_or_default());
        for column in window {
            let maxima = output[begin..].iter_mut().zip(column);
            maxima.for_each(|(maximum, value)| *maximum = larger_or_none(*maximum, *value));
        }
    }
    output
}

fn averaged(pool: Pool, columns: &[f32], channels: usize) -> Vec<f32> {
    let mut output = Vec::with_capacity(columns.len());
    for window in windows(pool, columns, channels) {
        let begin = output.len();
        output.resize(begin + channels, 0.0);
        for column in window {
            output[begin..].iter_mut().zip(column).for_each(|(sum, value)| *sum += value);
        }
        output[begin..].iter_mut().for_each(|sum| *sum /= pool.width as f32);
    }
    output
}
