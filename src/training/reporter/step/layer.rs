use rand::rngs::StdRng;

use super::activation::{activated, affine, pass_activated};
use super::columns::Columns;
use super::convolution::Convolution;
use super::network::random;
use super::norm::{BatchStatistics, Norm};
use super::pool::{MeanPool, Pool};
use crate::architecture::{Activation, ConvolutionSpec};

/// A convolution and what stands behind it.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) convolution: Convolution,
    /// Where the activation comes before the norm; else the norm has it.
    pub(super) bias: Option<Vec<f32>>,
    pool: Option<Pool>,
    pub(super) norm: Norm,
    adds_input_of: Option<usize>,
    /// At the end.
    mean_pool: Option<MeanPool>,
}

/// What a layer read and gave for a batch.
#[derive(Debug)]
pub(super) struct LayerPass {
    input: Columns,
    /// The length before the pool, and which column won.
    unpooled: usize,
    winners: Vec<u8>,
    /// What the norm reads.
    to_norm: Columns,
    statistics: BatchStatistics,
    /// What the activation reads.
    to_activation: Columns,
}

/// What comes back through a layer.
pub(super) struct LayerGradient {
    /// Of [`Layer::lists`], the last first.
    pub(super) lists: Vec<Vec<f32>>,
    /// Of the layer's input, where it is wanted.
    pub(super) input: Option<Columns>,
    /// Of the input of an earlier layer that is added, and which one that is.
    pub(super) branch: Option<(usize, Columns)>,
}

impl Layer {
    pub(super) fn new(spec: &ConvolutionSpec, inputs: usize, source: &mut StdRng) -> Self {
        let (outputs, width) = (spec.channels, spec.width);
        let kernels = random(width * inputs * outputs, width * inputs, source);
        Self {
            convolution: Convolution { inputs, outputs, width, padding: spec.padding(), kernels },
            bias: spec.activation_first.then(|| vec![0.0; outputs]),
            pool: (spec.pool > 1).then_some(Pool { width: spec.pool }),
            norm: Norm::new(outputs),
            adds_input_of: spec.adds_input_of,
            mean_pool: (spec.mean_pool > 1).then_some(MeanPool { width: spec.mean_pool }),
        }
    }

    /// A batch forward, by its own statistics; `earlier` holds the layers before.
    pub(super) fn forward(
        &mut self,
        activation: Activation,
        input: Columns,
        earlier: &[LayerPass],
    ) -> (LayerPass, Columns) {
        let (linear, unpooled, winners) = self.linear(&input);
        if self.bias.is_some() {
            let active = activated(activation, &linear);
            let statistics = self.norm.measure(&active);
            let next = self.averaged(affine(&active, &self.norm.affine(&statistics)));
            let (to_norm, to_activation) = (active, linear);
            return (LayerPass { input, unpooled, winners, to_norm, statistics, to_activation }, next);
        }
        let statistics = self.norm.measure(&linear);
        let mut normed = affine(&linear, &self.norm.affine(&statistics));
        if let Some(start) = self.adds_input_of {
            normed.add(&earlier.get(start).map_or(&input, |pass| &pass.input).values);
        }
        let next = self.averaged(activated(activation, &normed));
        let (to_norm, to_activation) = (linear, normed);
        (LayerPass { input, unpooled, winners, to_norm, statistics, to_activation }, next)
    }

    /// By the running statistics; `inputs` holds what each layer up to this one reads.
    pub(super) fn answer(&self, activation: Activation, inputs: &[Columns]) -> Columns {
        let (linear, ..) = self.linear(&inputs[inputs.len() - 1]);
        let norm = self.norm.affine(&self.norm.running_statistics());
        if self.bias.is_some() {
            return self.averaged(affine(&activated(activation, &linear), &norm));
        }
        let mut normed = affine(&linear, &norm);
        if let Some(start) = self.adds_input_of {
            normed.add(&inputs[start].values);
        }
        self.averaged(activated(activation, &normed))
    }

    /// From the gradient of what the layer gives.
    pub(super) fn backward(
        &self,
        activation: Activation,
        pass: &LayerPass,
        mut passed: Columns,
        wants_input: bool,
    ) -> LayerGradient {
        if let Some(pool) = self.mean_pool {
            passed = pool.backward(&passed, pass.to_activation.length);
        }
        let (mut branch, mut bias) = (None, None);
        let [scale, shift] = if let Some(own) = &self.bias {
            let norm = self.norm.backward(&pass.to_norm, &pass.statistics, &mut passed);
            pass_activated(activation, &pass.to_activation, &mut passed.values);
            let mut sums = vec![0.0; own.len()];
            passed.rows().for_each(|row| sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value));
            bias = Some(sums);
            norm
        } else {
            pass_activated(activation, &pass.to_activation, &mut passed.values);
            branch = self.adds_input_of.map(|start| (start, passed.clone()));
            self.norm.backward(&pass.to_norm, &pass.statistics, &mut passed)
        };
        if let Some(pool) = self.pool {
            passed = pool.backward(&passed, &pass.winners, pass.unpooled);
        }
        let mut kernels = vec![0.0; self.convolution.kernels.len()];
        let input = self.convolution.backward(&pass.input, &passed, &mut kernels, wants_input);
        let lists = [shift, scale].into_iter().chain(bias).chain([kernels]).collect();
        LayerGradient { lists, input, branch }
    }

    /// All numbers that train, and whether weight decay acts on them.
    pub(super) fn lists(&mut self) -> Vec<(&mut Vec<f32>, bool)> {
        let mut lists = vec![(&mut self.convolution.kernels, true)];
        lists.extend(self.bias.as_mut().map(|bias| (bias, false)));
        lists.extend([(&mut self.norm.scale, false), (&mut self.norm.shift, false)]);
        lists
    }

    /// What the next layer reads.
    fn averaged(&self, columns: Columns) -> Columns {
        match self.mean_pool {
            Some(pool) => pool.forward(&columns),
            None => columns,
        }
    }

    /// The convolution behind its max pool, the length before the pool, and which columns won.
    fn linear(&self, input: &Columns) -> (Columns, usize, Vec<u8>) {
        let mut convolved = self.convolution.forward(input);
        if let Some(bias) = &self.bias {
            convolved.rows_mut().for_each(|row| row.iter_mut().zip(bias).for_each(|(value, bias)| *value += bias));
        }
        let length = convolved.length;
        match self.pool {
            Some(pool) => {
                let (pooled, winners) = pool.forward(&convolved);
                (pooled, length, winners)
            }
            None => (convolved, length, Vec::new()),
        }
    }
}
