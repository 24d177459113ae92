//! What a forward pass leaves for the way back.

use burn::tensor::Tensor;

use crate::architecture::layers::DenseTrace;
use crate::architecture::trunk::Trace;

/// What is linear in the inputs, for one or more rows: mixtures of it are that of mixtures.
pub(super) struct FirstLayers {
    /// By input, `R x channels x columns`.
    pub(super) towers: Vec<Tensor<3>>,
    /// Normalised levels, `R x T`.
    pub(super) levels: Option<Tensor<2>>,
}

/// What every layer reads.
pub(super) struct ForwardTrace {
    pub(super) towers: Vec<Trace>,
    pub(super) conditions: Option<DenseTrace>,
    pub(super) head: DenseTrace,
}

/// Gradients or multipliers of one or more rows.
pub(super) struct Backpropagated {
    /// Of what the tower in question opens with.
    pub(super) columns: Tensor<3>,
    pub(super) tfs: Option<Tensor<2>>,
}

impl FirstLayers {
    pub(super) fn row(&self, row: usize) -> Self {
        Self {
            towers: self.towers.iter().map(|own| own.clone().narrow(0, row, 1)).collect(),
            levels: self.levels.as_ref().map(|levels| levels.clone().narrow(0, row, 1)),
        }
    }

    /// Points on the line to another one, both of one row; `at` holds a share for each point, `N x 1`.
    pub(super) fn between(&self, target: &Self, at: &Tensor<2>) -> Self {
        let along = at.clone().unsqueeze_dim::<3>(2);
        let towers = self.towers.iter().zip(&target.towers);
        let levels = self.levels.as_ref().zip(target.levels.as_ref());
        Self {
            towers: towers.map(|(from, to)| from.clone() + (to.clone() - from.clone()) * along.clone()).collect(),
            levels: levels.map(|(from, to)| from.clone() + (to.clone() - from.clone()) * at.clone()),
        }
    }
}

impl ForwardTrace {
    /// One of the outputs, `R x 1`.
    pub(super) fn output(&self, output: usize) -> Tensor<2> {
        self.head.output().narrow(1, output, 1)
    }
}

impl Backpropagated {
    pub(super) fn concatenated(all: Vec<Self>) -> Self {
        let (columns, tfs): (Vec<_>, Vec<_>) = all.into_iter().map(|own| (own.columns, own.tfs)).unzip();
        let tfs: Vec<Tensor<2>> = tfs.into_iter().flatten().collect();
        Self { columns: Tensor::cat(columns, 0), tfs: (!tfs.is_empty()).then(|| Tensor::cat(tfs, 0)) }
    }
}
