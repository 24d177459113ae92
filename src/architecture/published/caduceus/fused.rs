use burn::tensor::{Device, Tensor, TensorData};

use super::mixer::{Direction, MixerSizes};
use crate::architecture::layers::exponential;

/// Channels that are gone through together: as many as compilers keep in registers.
const LANES: usize = 16;

type Lane = [f32; LANES];

/// A direction's weights as plain memory.
pub struct DirectionNumbers {
    /// `width x inner`.
    pub convolution: Vec<f32>,
    /// `inner`.
    pub convolution_bias: Vec<f32>,
    /// `inner`.
    pub dt_bias: Vec<f32>,
    /// `state x inner`.
    pub rates: Vec<f32>,
    /// `inner`.
    pub skip: Vec<f32>,
}

/// What [`super::tensors::mixed_by_tensors`] is, on the processor: convolution, scan and gate are one pass each over
/// plain memory, sequence by sequence in threads; the projections are burn's.
pub fn mixed_in_memory(
    projected: Tensor<2>,
    [count, length]: [usize; 2],
    sizes: MixerSizes,
    directions: &[Direction; 2],
) -> Tensor<2> {
    let (device, inner) = (projected.device(), sizes.inner);
    let whole = values_of(projected);
    let mut mixed = vec![0.0; count * length * inner];
    for (own, is_backward) in directions.iter().zip([false, true]) {
        let order = Order { length, is_backward };
        let mut values = vec![0.0; count * length * inner];
        for_each(&mut values, length * inner, |at, out| {
            convolve(&whole[at * length * 2 * inner..][..length * 2 * inner], out, order, sizes, &own.numbers);
        });
        let read = on([count * length, inner], values.clone(), &device).matmul(own.x_proj.clone());
        let steps = values_of(read.clone().narrow(1, 0, sizes.rank).matmul(own.dt_proj.clone()));
        let read = values_of(read);
        let columns = sizes.rank + 2 * sizes.state;
        for_each(&mut mixed, length * inner, |at, out| {
            let inputs = ScanInputs {
                values: &values[at * length * inner..][..length * inner],
                steps: &steps[at * length * inner..][..length * inner],
                read: &read[at * length * columns..][..length * columns],
            };
            scan(inputs, out, order, sizes, &own.numbers);
        });
    }
    for (out, row) in mixed.chunks_exact_mut(inner).zip(whole.chunks_exact(2 * inner)) {
        for (value, gate) in out.iter_mut().zip(&row[inner..]) {
            *value *= silu(*gate);
        }
    }
    on([count * length, inner], mixed, &device)
}

/// The order that positions are read in.
#[derive(Clone, Copy)]
struct Order {
    length: usize,
    is_backward: bool,
}

impl Order {
    /// The position that is read at this step.
    fn position(self, step: usize) -> usize {
        if self.is_backward { self.length - 1 - step } else { step }
    }
}

/// What a scan reads of one sequence, position by position.
#[derive(Clone, Copy)]
struct ScanInputs<'a> {
    /// `L x inner`.
    values: &'a [f32],
    /// `L x inner`, before their bias and softplus.
    steps: &'a [f32],
    /// `L x (rank + 2 state)`.
    read: &'a [f32],
}

/// A direction's convolution of one sequence's values (the first half of each row) and the ones read before, and SiLU
/// of it.
fn convolve(rows: &[f32], out: &mut [f32], order: Order, sizes: MixerSizes, own: &DirectionNumbers) {
    let inner = sizes.inner;
    for step in 0..order.length {
        let sum = &mut out[order.position(step) * inner..][..inner];
        sum.copy_from_slice(&own.convolution_bias);
        for (tap, weights) in own.convolution.chunks_exact(inner).enumerate() {
            let Some(read) = (step + tap + 1).checked_sub(sizes.width) else { continue };
            let values = &rows[order.position(read) * 2 * inner..][..inner];
            for ((sum, weight), value) in sum.iter_mut().zip(weights).zip(values) {
                *sum += weight * value;
            }
        }
        for value in sum {
            *value = silu(*value);
        }
    }
}

/// Adds one sequence's selective scan, and what passes it by, to `out` (`L x inner`).
fn scan(inputs: ScanInputs<'_>, out: &mut [f32], order: Order, sizes: MixerSizes, own: &DirectionNumbers) {
    let MixerSizes { inner, state, rank, .. } = sizes;
    let columns = rank + 2 * state;
    let mut states = vec![[0.0; LANES]; state];
    for from in (0..inner).step_by(LANES) {
        let here = from..(from + LANES).min(inner);
        let rates: Vec<Lane> = own.rates.chunks_exact(inner).map(|row| lane(&row[here.clone()])).collect();
        let (bias, skip) = (lane(&own.dt_bias[here.clone()]), lane(&own.skip[here.clone()]));
        states.fill([0.0; LANES]);
        for step in 0..order.length {
            let at = order.position(step);
            let row = at * inner + here.start..at * inner + here.end;
            let (values, mut steps) = (lane(&inputs.values[row.clone()]), lane(&inputs.steps[row.clone()]));
            let (mut entering, mut answer) = ([0.0; LANES], [0.0; LANES]);
            for at in 0..LANES {
                steps[at] = softplus(steps[at] + bias[at]);
                entering[at] = steps[at] * values[at];
                answer[at] = skip[at] * values[at];
            }
            let read = &inputs.read[at * columns + rank..][..2 * state];
            let (enter, leave) = read.split_at(state);
            for (((hidden, rate), enter), leave) in states.iter_mut().zip(&rates).zip(enter).zip(leave) {
                for at in 0..LANES {
                    hidden[at] = exponential(steps[at] * rate[at]) * hidden[at] + entering[at] * enter;
                    answer[at] += hidden[at] * leave;
                }
            }
            for (out, answer) in out[row].iter_mut().zip(answer) {
                *out += answer;
            }
        }
    }
}

/// Up to [`LANES`] numbers, and zeros.
fn lane(values: &[f32]) -> Lane {
    let mut lane = [0.0; LANES];
    lane[..values.len()].copy_from_slice(values);
    lane
}

/// x / (1 + exp(-x)).
#[inline]
fn silu(x: f32) -> f32 {
    x / (1.0 + exponential(-x))
}

/// ln(1 + exp(x)), within 3e-7, without branches: the logarithm is a series of s = u / (2 + u), of which no more is
/// needed as u = exp(-|x|) is at most 1.
#[inline]
fn softplus(x: f32) -> f32 {
    let u = exponential(-x.abs());
    let s = u / (2.0 + u);
    let t = s * s;
    let series =
        1.0 + t * (1.0 / 3.0 + t * (1.0 / 5.0 + t * (1.0 / 7.0 + t * (1.0 / 9.0 + t * (1.0 / 11.0 + t / 13.0)))));
    x.max(0.0) + 2.0 * s * series
}

fn values_of(tensor: Tensor<2>) -> Vec<f32> {
    let length = tensor.dims().iter().product();
    // The processor's tensors are memory: there is nothing that could fail, and what did would be seen.
    tensor.try_into_data().ok().and_then(|data| data.try_into_vec().ok()).unwrap_or_else(|| vec![f32::NAN; length])
}

fn on(shape: [usize; 2], values: Vec<f32>, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// Does `work` for each block of `size` numbers, by as many threads as the processor has.
fn for_each(out: &mut [f32], size: usize, work: impl Fn(usize, &mut [f32]) + Sync) {
    let count = out.len() / size.max(1);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count);
    if threads < 2 {
        out.chunks_mut(size.max(1)).enumerate().for_each(|(at, own)| work(at, own));
        return;
    }
    let each = count.div_ceil(threads);
    std::thread::scope(|scope| {
        for (thread, own) in out.chunks_mut(each * size).enumerate() {
            let work = &work;
            scope.spawn(move || {
                own.chunks_mut(size).enumerate().for_each(|(at, own)| work(thread * each + at, own));
            });
        }
    });
}
