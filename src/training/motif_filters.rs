use burn::tensor::{Device, Tensor, TensorData};

use super::recipe::MotifSection;
use crate::architecture::{FunProse, one_hot};
use crate::motif::Motif;
use crate::sequence::{Alphabet, Promoter, Window};

/// Pseudocount, as a multiple of the background.
const PSEUDOCOUNT: f64 = 0.04;

/// Promoters that thresholds are taken from: enough for a median.
const SAMPLE: usize = 256;

/// Starts the first convolution from published motifs: kernels `2 k` and `2 k + 1` are motif `k` on the two
/// strands, as log-odds with each position centred, scaled to length one; each bias is minus the median of
/// that kernel's pooled scores over training promoters, so that half of the pooling windows pass.
///
/// Kernels beyond the motifs keep their random start. Returns the weight's and the bias's tensor.
pub fn motif_filters(
    network: &FunProse,
    motifs: &[Motif],
    section: &MotifSection,
    training: &[&Promoter],
    device: &Device,
) -> FunProse {
    let config = network.config();
    let (kernels, width) = (config.conv1_knum, config.conv1_ksize);
    let channels = network.first_convolution().weight.dims()[1];
    let mut weight: Vec<f32> = network.first_convolution().weight.val().into_data().iter::<f32>().collect();
    let started = (2 * motifs.len()).min(kernels);
    for (kernel, block) in weight.chunks_mut(channels * width).take(started).enumerate() {
        let forward = log_odds(&motifs[kernel / 2], &section.background, width);
        let matrix = if kernel % 2 == 0 { forward } else { reverse(&forward) };
        block.fill(0.0);
        // A, C, G, T are channels 0, 1, 2 and 4 of the alphabet; N (3) stays zero.
        for (position, column) in matrix.iter().enumerate() {
            for (channel, value) in [0, 1, 2, 4].into_iter().zip(column) {
                block[channel * width + position] = *value as f32;
            }
        }
    }
    let weight = Tensor::<3>::from_data(TensorData::new(weight, [kernels, channels, width]), device);
    let zero = Tensor::zeros([kernels], device);
    let scoring = network.clone().with_first_convolution(weight.clone(), zero);
    let medians = median_scores(&scoring, training, device);
    let mut bias: Vec<f32> =
        network.first_convolution().bias.as_ref().map_or_else(Vec::new, |bias| bias.val().into_data().iter().collect());
    bias.iter_mut().zip(&medians).take(started).for_each(|(bias, median)| *bias = -median);
    let bias = Tensor::<1>::from_data(TensorData::new(bias, [kernels]), device);
    network.clone().with_first_convolution(weight, bias)
}

/// Rows of A, C, G, T; the most informative stretch where the motif is longer than the kernel, centred where
/// it is shorter.
pub(super) fn log_odds(motif: &Motif, background: &[f64; 4], width: usize) -> Vec<[f64; 4]> {
    let row = |probabilities: &[f64; 4]| {
        let smoothed: [f64; 4] = std::array::from_fn(|base| probabilities[base] + PSEUDOCOUNT * background[base]);
        let total: f64 = smoothed.iter().sum();
        let odds: [f64; 4] = std::array::from_fn(|base| (smoothed[base] / total / background[base]).log2());
        let information: f64 = (0..4).map(|base| smoothed[base] / total * odds[base]).sum();
        let mean = odds.iter().sum::<f64>() / 4.0;
        (odds.map(|value| value - mean), information)
    };
    let (mut rows, information): (Vec<[f64; 4]>, Vec<f64>) = motif.probabilities.iter().map(row).unzip();
    if rows.len() > width {
        let content = |start: usize| information[start..start + width].iter().sum::<f64>();
        let best = (0..=rows.len() - width).max_by(|&a, &b| content(a).total_cmp(&content(b))).unwrap_or(0);
        rows = rows[best..best + width].to_vec();
    }
    let length = rows.iter().flatten().map(|value| value * value).sum::<f64>().sqrt().max(1e-12);
    let mut matrix = vec![[0.0; 4]; width];
    let start = (width - rows.len()) / 2;
    for (slot, row) in matrix[start..].iter_mut().zip(rows) {
        *slot = row.map(|value| value / length);
    }
    matrix
}

pub(super) fn reverse(matrix: &[[f64; 4]]) -> Vec<[f64; 4]> {
    matrix.iter().rev().map(|[a, c, g, t]| [*t, *g, *c, *a]).collect()
}

fn median_scores(network: &FunProse, training: &[&Promoter], device: &Device) -> Vec<f32> {
    let Ok(alphabet) = Alphabet::parse("ACGNT") else { return Vec::new() };
    let step = training.len().div_ceil(SAMPLE).max(1);
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); network.config().conv1_knum];
    for promoter in training.iter().step_by(step) {
        let window = Window::new(promoter, network.config().seq_length, &alphabet);
        let pooled = network.first_pooled(one_hot(&[window], alphabet.len(), device));
        let columns = pooled.dims()[2];
        let values: Vec<f32> = pooled.into_data().iter().collect();
        for (own, pooled) in scores.iter_mut().zip(values.chunks(columns)) {
            own.extend_from_slice(pooled);
        }
    }
    let median = |mut own: Vec<f32>| {
        own.sort_by(f32::total_cmp);
        own.get(own.len() / 2).copied().unwrap_or(0.0)
    };
    scores.into_iter().map(median).collect()
}
