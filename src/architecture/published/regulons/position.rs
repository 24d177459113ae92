use super::RegulonsConfig;

/// The weights of neighbouring bins in a smoothed one.
const NEIGHBOURS: [f32; 5] = [1.0, 2.0, 3.0, 2.0, 1.0];

/// `bins x bins`, row-major: what each bin's smoothed logit takes of the others'. An end stands in for what
/// lies beyond it.
pub fn smoothing(bins: usize) -> Vec<f32> {
    let sum: f32 = NEIGHBOURS.iter().sum();
    let mut weights = vec![0.0; bins * bins];
    for bin in 0..bins {
        for (at, share) in NEIGHBOURS.iter().enumerate() {
            let from = (bin + at).saturating_sub(NEIGHBOURS.len() / 2).min(bins - 1);
            weights[bin * bins + from] += share / sum;
        }
    }
    weights
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// What a fully occupied site adds, `motifs x bins x thresholds`: e to the amplitude, times the share of its
/// threshold, times the weight of its bin, which is 1 on average.
pub fn place_weights(config: &RegulonsConfig, amplitude: &[f32], mixture: &[f32], position: &[f32]) -> Vec<f32> {
    let smoothing = smoothing(config.bins);
    let smoothed = |logits: &[f32]| -> Vec<f32> {
        let bin = |row: &[f32]| row.iter().zip(logits).map(|(share, logit)| share * logit).sum();
        smoothing.chunks_exact(config.bins).map(bin).collect()
    };
    let motifs = amplitude.iter().zip(mixture.chunks_exact(config.thresholds.len()));
    let weights = motifs.zip(position.chunks_exact(config.bins)).flat_map(|((amplitude, mixture), position)| {
        let (shares, places) = (softmax(mixture), softmax(&smoothed(position)));
        let size = amplitude.exp() * config.bins as f32;
        let cells = places.iter().flat_map(|place| shares.iter().map(move |share| size * place * share));
        cells.collect::<Vec<f32>>()
    });
    weights.collect()
}
