use burn::tensor::Tensor;

/// How the positions of a sequence are gone through. All three give the same numbers, but for rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// One position after the other, each a handful of tensor operations: what the scan is defined by, and slow.
    Steps,
    /// Stretches of so many positions, each in a number of tensor operations that grows with the logarithm of its
    /// length: for graphics devices, where every operation has its price.
    Chunks(usize),
    /// One pass over plain memory for each sequence, sixteen channels at a time: for the processor.
    Fused,
}

/// What a selective scan reads: every state decays by exp(`steps` x `rates`), and `steps` x `values` x `enter` is
/// added to it; the answer is the sum of the states, each times `leave`.
pub struct ScanTerms {
    /// `N x L x C`.
    pub values: Tensor<3>,
    /// `N x L x C`, positive.
    pub steps: Tensor<3>,
    /// `C x S`, negative.
    pub rates: Tensor<2>,
    /// `N x L x S`.
    pub enter: Tensor<3>,
    /// `N x L x S`.
    pub leave: Tensor<3>,
}

impl ScanTerms {
    /// The scan, `N x L x C`, in stretches of `size` positions.
    pub fn scan(&self, size: usize) -> Tensor<3> {
        let [count, length, channels] = self.values.dims();
        let states = self.rates.dims()[1];
        let device = self.values.device();
        let mut carried: Tensor<4> = Tensor::zeros([count, 1, channels, states], &device);
        let mut answers = Vec::new();
        for from in (0..length).step_by(size.max(1)) {
            let own = size.max(1).min(length - from);
            let (decays, added) = self.stretch(from, own);
            let (decays, sums) = accumulated(decays, added);
            let reached = sums + decays * carried;
            carried = reached.clone().narrow(1, own - 1, 1);
            let leave = self.leave.clone().narrow(1, from, own).unsqueeze_dim::<4>(2);
            answers.push((reached * leave).sum_dim(3).reshape([count, own, channels]));
        }
        Tensor::cat(answers, 1)
    }

    /// What the states of `length` positions decay by, and what is added to them: `N x length x C x S` each.
    fn stretch(&self, from: usize, length: usize) -> (Tensor<4>, Tensor<4>) {
        let narrow = |tensor: &Tensor<3>| tensor.clone().narrow(1, from, length);
        let steps = narrow(&self.steps);
        let decays = (steps.clone().unsqueeze_dim::<4>(3) * self.rates.clone().unsqueeze::<4>()).exp();
        let entering = (steps * narrow(&self.values)).unsqueeze_dim::<4>(3);
        (decays, entering * narrow(&self.enter).unsqueeze_dim::<4>(2))
    }
}

/// The states at each position of a stretch that begins with none, and what is left there of those before it. Each
/// round doubles how far back a position has seen (Hillis and Steele 1986).
fn accumulated(mut decays: Tensor<4>, mut sums: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
    let [count, length, channels, states] = decays.dims();
    let mut seen = 1;
    while seen < length {
        let before = |tensor: &Tensor<4>| tensor.clone().narrow(1, 0, length - seen);
        let later = |tensor: &Tensor<4>| tensor.clone().narrow(1, seen, length - seen);
        let first = |tensor: &Tensor<4>| tensor.clone().narrow(1, 0, seen);
        let further = later(&sums) + later(&decays) * before(&sums);
        let left = later(&decays) * before(&decays);
        sums = Tensor::cat(vec![first(&sums), further], 1);
        decays = Tensor::cat(vec![first(&decays), left], 1);
        seen *= 2;
    }
    debug_assert_eq!(sums.dims(), [count, length, channels, states]);
    (decays, sums)
}
