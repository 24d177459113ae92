//! What the CPU backend can do in place, as its tensors are plain memory there: one pass over values that are in cache,
//! where burn has a pass for each operation.

use burn::tensor::{DType, Device, Tensor, TensorData};

/// Whether the device is the CPU backend itself. Tensors that record their gradients are not: they have to go through
/// burn.
#[cfg(feature = "cpu")]
pub fn is_processor(device: &Device) -> bool {
    // Devices are compared without regard to that.
    !device.is_autodiff() && *device == Device::flex()
}

/// Without the CPU backend nothing is.
#[cfg(not(feature = "cpu"))]
pub fn is_processor(_: &Device) -> bool {
    false
}

/// Whether a tensor is plain memory of 32-bit numbers, which [`change_in_place`] can change.
pub fn is_in_memory<const D: usize>(tensor: &Tensor<D>) -> bool {
    tensor.dtype() == DType::F32 && is_processor(&tensor.device())
}

/// Changes the values of a tensor that [`is_in_memory`] where they lie, in the order of its dimensions. What others hold
/// as well is copied first.
pub fn change_in_place<const D: usize>(tensor: Tensor<D>, change: impl FnOnce(&mut [f32])) -> Tensor<D> {
    let (device, shape) = (tensor.device(), tensor.dims());
    let mut data = tensor.try_into_data().unwrap_or_else(|_| TensorData::full(shape, f32::NAN));
    if let Ok(values) = data.as_mut_slice::<f32>() {
        change(values);
    }
    Tensor::from_data(data, &device)
}

/// The larger of two tensors that are [in memory](is_in_memory), in rows whose flag is set; the first one in the others.
pub fn larger_in_rows(tensor: Tensor<2>, other: Tensor<2>, rows: &[bool]) -> Tensor<2> {
    let width = tensor.dims()[1].max(1);
    let data = other.try_into_data().ok();
    let Some(other) = data.as_ref().and_then(|data| data.as_slice::<f32>().ok()) else { return tensor };
    change_in_place(tensor, |values| {
        let both = values.chunks_mut(width).zip(other.chunks(width)).zip(rows);
        for ((values, other), _) in both.filter(|(_, is_set)| **is_set) {
            // What is no number stays so.
            let larger = |(value, other): (&mut f32, &f32)| {
                if *value < *other || other.is_nan() {
                    *value = *other;
                }
            };
            values.iter_mut().zip(other).for_each(larger);
        }
    })
}

/// What is made of the values of a tensor that [`is_in_memory`], in the order of its dimensions: as many as `shape` has.
pub fn made_from<const D: usize>(
    tensor: Tensor<D>,
    shape: [usize; D],
    make: impl FnOnce(&[f32]) -> Vec<f32>,
) -> Tensor<D> {
    let device = tensor.device();
    let data = tensor.try_into_data().ok();
    let made = data.as_ref().and_then(|data| data.as_slice::<f32>().ok()).map(make);
    Tensor::from_data(
        made.map_or_else(|| TensorData::full(shape, f32::NAN), |made| TensorData::new(made, shape)),
        &device,
    )
}

/// The numbers of a tensor of the CPU backend in the order of its dimensions, which need not be waited for.
pub fn numbers<const D: usize>(tensor: &Tensor<D>) -> Vec<f32> {
    tensor.clone().try_into_data().ok().and_then(|data| data.try_into_vec().ok()).unwrap_or_default()
}

/// exp(x), within 1.5e-7 of it (relative) from -87 to 88, and its value there beyond: no branches, so that compilers
/// take several numbers at a time. After Cephes' `expf` (Moshier): 2^n times a polynomial of what is left.
#[inline]
pub fn exponential(x: f32) -> f32 {
    /// Adding it leaves a whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    /// 1 in the exponent.
    const ONE: u32 = 127 << 23;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first of which has few digits.
    let rest = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let polynomial = ((((1.987_569_1e-4 * rest + 1.398_199_9e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2)
        * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(ONE));
    (polynomial * rest * rest + rest + 1.0) * power
}

/// Rows of so many values as shares that sum to 1: the softmax of each.
#[cfg(feature = "graphs")]
pub fn softmax_of_rows(values: &mut [f32], width: usize) {
    for row in values.chunks_exact_mut(width.max(1)) {
        let largest = row.iter().fold(f32::NEG_INFINITY, |largest, value| largest.max(*value));
        row.iter_mut().for_each(|value| *value = exponential(*value - largest));
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|value| *value /= sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "graphs")]
    #[test]
    fn shares_are_burns() {
        use burn::tensor::{Distribution, activation};
        let values = Tensor::<2>::random([7, 13], Distribution::Normal(0.0, 9.0), &Device::flex());
        let expected = numbers(&activation::softmax(values.clone(), 1));
        let mut found = numbers(&values);
        softmax_of_rows(&mut found, 13);
        assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6));
        let mut nothing = [1.0, f32::NAN];
        softmax_of_rows(&mut nothing, 2);
        assert!(nothing[0].is_nan());
    }

    #[test]
    fn the_exponential_is_within_its_error() {
        let worst = (-870_000..880_000).map(|step| {
            let x = step as f32 / 10_000.0;
            let exact = f64::from(x).exp();
            ((f64::from(exponential(x)) - exact) / exact).abs()
        });
        assert!(worst.fold(0.0, f64::max) < 1.5e-7);
        assert_eq!(exponential(0.0), 1.0);
        assert_eq!((exponential(-1e30), exponential(1e30)), (exponential(-87.0), exponential(88.0)));
        assert!(exponential(f32::NAN).is_nan());
    }
}
