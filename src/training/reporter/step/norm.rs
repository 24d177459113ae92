use super::columns::Columns;

/// PyTorch's and burn's defaults.
const EPSILON: f64 = 1e-5;
const MOMENTUM: f32 = 0.1;

/// A batch norm over columns, or over rows of a fully connected layer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
    pub(super) mean: Vec<f32>,
    pub(super) variance: Vec<f32>,
}

/// What the backward pass needs of a batch.
#[derive(Debug, Clone)]
pub(super) struct BatchStatistics {
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
}

impl Norm {
    pub(super) fn new(channels: usize) -> Self {
        Self {
            scale: vec![1.0; channels],
            shift: vec![0.0; channels],
            mean: vec![0.0; channels],
            variance: vec![1.0; channels],
        }
    }

    /// A batch's own mean and variance, which also move the running ones.
    pub(super) fn measure(&mut self, input: &Columns) -> BatchStatistics {
        let rows = (input.count * input.length) as f64;
        let mean: Vec<f64> = totals(input, |sum, value, _| *sum += value).iter().map(|sum| sum / rows).collect();
        let centre: Vec<f32> = mean.iter().map(|&mean| mean as f32).collect();
        let squares = totals(input, |sum, value, channel| *sum += (value - centre[channel]).powi(2));
        let variance: Vec<f64> = squares.iter().map(|sum| sum / rows).collect();
        let unbiased = rows / (rows - 1.0).max(1.0);
        for (running, own) in self.mean.iter_mut().zip(&mean) {
            *running += MOMENTUM * (*own as f32 - *running);
        }
        for (running, own) in self.variance.iter_mut().zip(&variance) {
            *running += MOMENTUM * ((*own * unbiased) as f32 - *running);
        }
        let inverse_deviation = variance.iter().map(|variance| (1.0 / (variance + EPSILON).sqrt()) as f32).collect();
        BatchStatistics { mean: centre, inverse_deviation }
    }

    /// The running mean and variance, for answers that do not depend on the batch.
    pub(super) fn running_statistics(&self) -> BatchStatistics {
        let inverse = |variance: &f32| (1.0 / (f64::from(*variance) + EPSILON).sqrt()) as f32;
        BatchStatistics { mean: self.mean.clone(), inverse_deviation: self.variance.iter().map(inverse).collect() }
    }

    /// Factor and summand by channel.
    pub(super) fn affine(&self, statistics: &BatchStatistics) -> (Vec<f32>, Vec<f32>) {
        let factor: Vec<f32> = self.scale.iter().zip(&statistics.inverse_deviation).map(|(a, b)| a * b).collect();
        let summand = self.shift.iter().zip(factor.iter().zip(&statistics.mean));
        let summand = summand.map(|(shift, (factor, mean))| shift - factor * mean).collect();
        (factor, summand)
    }

    /// From the output's gradient to the input's, in place; returns the gradients of scale and shift.
    pub(super) fn backward(
        &self,
        input: &Columns,
        statistics: &BatchStatistics,
        output: &mut Columns,
    ) -> [Vec<f32>; 2] {
        let rows = (input.count * input.length) as f32;
        let (sums, products) = paired_totals(input, output, statistics);
        let (factor, _) = self.affine(statistics);
        // d input = factor (d output - mean(d output) - normalised input x mean(d output x normalised input))
        let slope: Vec<f32> =
            products.iter().zip(&statistics.inverse_deviation).map(|(p, inv)| p / rows * inv).collect();
        let level: Vec<f32> = (0..sums.len()).map(|at| sums[at] / rows - slope[at] * statistics.mean[at]).collect();
        for (row, values) in output.rows_mut().zip(input.rows()) {
            let channels = row.iter_mut().zip(values).zip(factor.iter().zip(level.iter().zip(&slope)));
            channels.for_each(|((gradient, value), (factor, (level, slope)))| {
                *gradient = factor * (*gradient - level - slope * value);
            });
        }
        [products, sums]
    }
}

/// Columns summed in 32 bits before they are added in 64.
const BLOCK: usize = 64;

fn totals(input: &Columns, add: impl Fn(&mut f32, f32, usize)) -> Vec<f64> {
    let mut totals = vec![0.0_f64; input.channels];
    let mut sums = vec![0.0_f32; input.channels];
    for block in input.values.chunks(input.channels * BLOCK) {
        sums.fill(0.0);
        for row in block.chunks_exact(input.channels) {
            sums.iter_mut().zip(row).enumerate().for_each(|(channel, (sum, value))| add(sum, *value, channel));
        }
        totals.iter_mut().zip(&sums).for_each(|(total, sum)| *total += f64::from(*sum));
    }
    totals
}

/// Sums over columns of the output's gradient, and of its product with the normalised input.
fn paired_totals(input: &Columns, output: &Columns, statistics: &BatchStatistics) -> (Vec<f32>, Vec<f32>) {
    let channels = input.channels;
    let (mut sums, mut products) = (vec![0.0_f64; channels], vec![0.0_f64; channels]);
    let (mut sum, mut product) = (vec![0.0_f32; channels], vec![0.0_f32; channels]);
    let blocks = input.values.chunks(channels * BLOCK).zip(output.values.chunks(channels * BLOCK));
    for (inputs, outputs) in blocks {
        sum.fill(0.0);
        product.fill(0.0);
        for (row, gradients) in inputs.chunks_exact(channels).zip(outputs.chunks_exact(channels)) {
            let values = row.iter().zip(gradients).zip(&statistics.mean).zip(sum.iter_mut().zip(product.iter_mut()));
            values.for_each(|(((value, gradient), mean), (sum, product))| {
                *sum += gradient;
                *product += gradient * (value - mean);
            });
        }
        sums.iter_mut().zip(&sum).for_each(|(total, own)| *total += f64::from(*own));
        products.iter_mut().zip(&product).for_each(|(total, own)| *total += f64::from(*own));
    }
    let products = products.iter().zip(&statistics.inverse_deviation);
    (sums.iter().map(|&sum| sum as f32).collect(), products.map(|(&sum, inv)| sum as f32 * inv).collect())
}
