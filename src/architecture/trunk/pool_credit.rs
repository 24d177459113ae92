use burn::tensor::{IndexingUpdateOp, Tensor};

use super::patch::indices;
use super::stage::Pool;

/// Differences below this are rounding; the quotient of two of them is taken as 1, which is the gradient.
const SMALLEST_CHANGE: f32 = 1e-7;

impl Pool {
    /// What the pool's input contributes, from what its output does (`R x channels x windows`).
    ///
    /// Without a reference the column that holds the maximum takes all; equal columns (repeated words of the
    /// sequence) take equal shares. With one, a window's difference in maxima goes to the column that holds
    /// the larger of the two maxima, whichever of target and reference that is in, and is divided by that
    /// column's own difference. That one is at least as large and has the same sign, so the quotient lies
    /// between 0 and 1 and nothing is lost: contributions sum to the difference. (The rule of shap's
    /// DeepExplainer, with ties shared.)
    pub(in crate::architecture) fn credit(
        self,
        target: &Tensor<3>,
        reference: Option<&Tensor<3>>,
        output: Tensor<3>,
    ) -> Tensor<3> {
        let columns = target.dims()[2];
        let output = output.unsqueeze_dim::<4>(3);
        let windows = self.unfolded(target.clone());
        let maxima = windows.clone().max_dim(3);
        let shares = winners(&windows, &maxima);
        let Some(reference) = reference else { return self.folded(shares * output, columns) };
        let before = self.unfolded(reference.clone());
        let maxima_before = before.clone().max_dim(3);
        let shares_before = winners(&before, &maxima_before);
        let gain = maxima - maxima_before;
        let lost = gain.clone().lower_scalar(0.0).float();
        let shares = shares * (lost.clone().neg() + 1.0) + shares_before * lost;
        let change = windows - before;
        let small = change.clone().abs().lower_scalar(SMALLEST_CHANGE);
        let quotient = gain / change.mask_fill(small.clone(), 1.0);
        self.folded(shares * quotient.mask_fill(small, 1.0) * output, columns)
    }

    /// What the input of a mean pool contributes, from what its output does (`R x channels x windows`): each column
    /// of a window the same share.
    pub(super) fn shared(self, output: Tensor<3>, columns: usize) -> Tensor<3> {
        let [rows, channels, windows] = output.dims();
        let shares = (output / self.width as f32).unsqueeze_dim::<4>(3);
        self.folded(shares.expand([rows, channels, windows, self.width]), columns)
    }

    /// The columns of every window, `N x channels x windows x width`.
    pub(super) fn unfolded(self, input: Tensor<3>) -> Tensor<4> {
        let [rows, channels, columns] = input.dims();
        let windows = self.columns(columns);
        let flat = if self.stride == self.width {
            input.narrow(2, 0, windows * self.width)
        } else {
            let places: Vec<i64> =
                (0..windows).flat_map(|window| self.window(window)).map(|column| column as i64).collect();
            input.clone().select(2, indices(&places, &input.device()))
        };
        flat.reshape([rows, channels, windows, self.width])
    }

    /// The sum over windows for every column, `N x channels x columns`.
    pub(in crate::architecture) fn folded(self, windows: Tensor<4>, columns: usize) -> Tensor<3> {
        let [rows, channels, count, width] = windows.dims();
        let device = windows.device();
        if self.stride == self.width {
            let flat = windows.reshape([rows, channels, count * width]);
            let rest = columns - count * width;
            return if rest == 0 {
                flat
            } else {
                Tensor::cat(vec![flat, Tensor::zeros([rows, channels, rest], &device)], 2)
            };
        }
        // One offset at a time, so that no column is written twice at once.
        (0..width).fold(Tensor::zeros([rows, channels, columns], &device), |sums: Tensor<3>, offset| {
            let places: Vec<i64> = (0..count).map(|window| (self.window(window).start + offset) as i64).collect();
            let values = windows.clone().narrow(3, offset, 1).squeeze_dim::<3>(3);
            sums.select_assign(2, indices(&places, &device), values, IndexingUpdateOp::Add)
        })
    }
}

/// One over the number of largest columns at each of them, zero elsewhere.
fn winners(windows: &Tensor<4>, maxima: &Tensor<4>) -> Tensor<4> {
    let largest = (windows.clone() - maxima.clone()).greater_equal_scalar(0.0).float();
    largest.clone() / largest.sum_dim(3)
}
