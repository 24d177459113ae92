use burn::tensor::{Int, Tensor};

#[cfg(feature = "webgpu")]
use super::shaders;

/// A copy whose values follow one another in the order of its dimensions, so that products read it in one piece.
///
/// `Tensor::cat` of a single tensor hands that tensor back as it is, and products of a turned view copy it each time.
pub fn in_one_piece<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    #[cfg(feature = "webgpu")]
    if shaders::run_on(&tensor.device()) {
        return shaders::in_order(tensor);
    }
    let rows = Tensor::<1, Int>::arange(0..tensor.dims()[0] as i64, &tensor.device());
    tensor.select(0, rows)
}
