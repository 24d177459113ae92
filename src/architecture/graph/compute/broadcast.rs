use burn::tensor::Tensor;

use super::Value;

/// Axes of a tensor that holds any broadcast, the rows' among them.
pub const MOST_AXES: usize = 7;

/// How shapes go together: axes that are broadcast alike are one.
pub struct Broadcast {
    /// By operand, the extents of the merged axes.
    operands: Vec<Vec<usize>>,
    /// Those of the result.
    result: Vec<usize>,
}

impl Broadcast {
    pub fn new(operands: &[&[usize]], result: &[usize]) -> Self {
        let mut merged = Self { operands: vec![Vec::new(); operands.len()], result: Vec::new() };
        let mut last: Option<Vec<bool>> = None;
        for (axis, extent) in result.iter().enumerate().filter(|(_, extent)| **extent != 1) {
            let at = |shape: &[usize]| (axis + shape.len()).checked_sub(result.len()).map_or(1, |own| shape[own]);
            let spans: Vec<bool> = operands.iter().map(|shape| at(shape) == *extent).collect();
            let goes_on = last.as_ref() == Some(&spans);
            let extents = merged.operands.iter_mut().zip(&spans).chain(std::iter::once((&mut merged.result, &true)));
            for (own, spans) in extents {
                let extent = if *spans { *extent } else { 1 };
                match own.last_mut().filter(|_| goes_on) {
                    Some(last) => *last *= extent,
                    None => own.push(extent),
                }
            }
            last = Some(spans);
        }
        merged
    }

    /// Merged axes, the rows' not counted.
    pub fn axes(&self) -> usize {
        self.result.len()
    }

    /// An operand with its merged axes; those that are missing in front have an extent of 1.
    pub fn view<const D: usize>(&self, operand: usize, value: &Value) -> Tensor<D> {
        viewed(value.rows(), &self.operands[operand])
    }

    /// The same, as large as the result.
    pub fn expanded<const D: usize>(&self, operand: usize, value: &Value, rows: usize) -> Tensor<D> {
        self.view::<D>(operand, value).expand(dims::<D>(rows, &self.result))
    }

    /// What has the result's shape, for an operand: sums over the axes along which that was repeated, `rows x
    /// numbers`.
    pub fn gathered(&self, operand: usize, rows: &Tensor<2>) -> Tensor<2> {
        let own = &self.operands[operand];
        let mut all = viewed::<MOST_AXES>(rows, &self.result);
        let first = MOST_AXES - own.len();
        for (at, (extent, full)) in own.iter().zip(&self.result).enumerate() {
            if extent != full {
                all = all.sum_dim(first + at);
            }
        }
        let count = rows.dims()[0];
        all.reshape([count, own.iter().product::<usize>()])
    }
}

fn viewed<const D: usize>(rows: &Tensor<2>, extents: &[usize]) -> Tensor<D> {
    rows.clone().reshape(dims::<D>(rows.dims()[0], extents))
}

fn dims<const D: usize>(rows: usize, extents: &[usize]) -> [usize; D] {
    let mut dims = [1; D];
    dims[0] = rows;
    dims[D - extents.len()..].copy_from_slice(extents);
    dims
}
