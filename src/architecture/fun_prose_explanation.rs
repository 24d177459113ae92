use burn::tensor::{Tensor, TensorData};

use super::dense::dense;
use super::head::HeadTrace;
use super::slope::slope;
use super::trunk::Trace;
use super::{FunProseInference, Multipliers, Node, Point, Profile, PromoterFeatures, Rule, TfMultipliers};

/// Rows that go through the promoter's part together; before its pool a row of the published size is a megabyte.
const ROWS: usize = 16;

/// What the layers behind the trunk read, for some rows.
struct Behind {
    /// Before the TF layer's activation.
    tf: Tensor<2>,
    head: HeadTrace,
}

impl Behind {
    fn output(&self) -> Tensor<2> {
        self.head.output()
    }
}

/// Gradients or multipliers of one or more rows.
struct Parts {
    /// Of the first convolution's columns.
    columns: Tensor<3>,
    tfs: Tensor<2>,
}

impl FunProseInference {
    pub(super) fn multipliers(&self, target: &Point, references: &[Point], rule: &Rule) -> Multipliers {
        let columns = self.trunk.unpooled(&[&target.profile]);
        let levels = self.levels(&target.levels);
        let trace = self.trunk.trace(columns.clone());
        let head = self.head_trace(trace.output.clone(), levels.clone());
        let (mut bases, mut tfs, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        for batch in references.chunks(ROWS) {
            let profiles: Vec<&Profile> = batch.iter().map(|point| &point.profile).collect();
            let own_columns = self.trunk.unpooled(&profiles);
            let own_levels = self.levels(&batch.iter().flat_map(|point| &point.levels).copied().collect::<Vec<_>>());
            let own_trace = self.trunk.trace(own_columns.clone());
            let own_head = self.head_trace(own_trace.output.clone(), own_levels.clone());
            outputs.push(own_head.output());
            let parts = match rule {
                Rule::Gradient => {
                    let at = self.parts((&trace, &head), None);
                    Parts { columns: at.columns.repeat_dim(0, batch.len()), tfs: at.tfs.repeat_dim(0, batch.len()) }
                }
                Rule::Rescale => self.parts((&trace, &head), Some((&own_trace, &own_head))),
                Rule::Integrated(nodes) => {
                    let lines = (0..batch.len()).map(|row| {
                        let from = (own_columns.clone().narrow(0, row, 1), own_levels.clone().narrow(0, row, 1));
                        self.mean_gradient(from, (&columns, &levels), nodes)
                    });
                    let (columns, tfs) = lines.map(|parts| (parts.columns, parts.tfs)).unzip();
                    Parts { columns: Tensor::cat(columns, 0), tfs: Tensor::cat(tfs, 0) }
                }
            };
            bases.push(self.trunk.by_letter(parts.columns));
            tfs.push(parts.tfs);
        }
        Multipliers {
            bases: Tensor::cat(bases, 0),
            tfs: Tensor::cat(tfs, 0),
            target: head.output(),
            references: Tensor::cat(outputs, 0),
        }
    }

    pub(super) fn tf_multipliers(
        &self,
        promoters: &PromoterFeatures,
        target: &[f32],
        reference: &[f32],
        rule: &Rule,
    ) -> TfMultipliers {
        let (target, reference) = (self.levels(target), self.levels(reference));
        let at = |levels: Tensor<2>| self.head_trace(promoters.0.clone(), levels);
        let (own, before) = (at(target.clone()), at(reference.clone()));
        let through = |head: &Behind, reference: Option<&Behind>| {
            let joined = self.head_backward(head, reference);
            self.tf_backward(head, reference, joined)
        };
        let tfs = match rule {
            Rule::Gradient => through(&own, None),
            Rule::Rescale => through(&own, Some(&before)),
            Rule::Integrated(nodes) => nodes.iter().fold(Tensor::zeros_like(&through(&own, None)), |sum, node| {
                let between = reference.clone() + (target.clone() - reference.clone()).mul_scalar(node.at);
                sum + through(&at(between), None).mul_scalar(node.weight)
            }),
        };
        TfMultipliers { tfs, target: own.output(), reference: before.output() }
    }

    /// Weighted gradients at the nodes between a reference and the target, each with columns and levels of one row.
    fn mean_gradient(
        &self,
        reference: (Tensor<3>, Tensor<2>),
        target: (&Tensor<3>, &Tensor<2>),
        nodes: &[Node],
    ) -> Parts {
        let change = (target.0.clone() - reference.0.clone(), target.1.clone() - reference.1.clone());
        let device = change.1.device();
        let batches = nodes.chunks(ROWS).map(|nodes| {
            let numbers = |of: fn(&Node) -> f32| {
                let values: Vec<f32> = nodes.iter().map(of).collect();
                Tensor::<2>::from_data(TensorData::new(values, [nodes.len(), 1]), &device)
            };
            let (at, weight) = (numbers(|node| node.at), numbers(|node| node.weight));
            let columns = reference.0.clone() + change.0.clone() * at.clone().unsqueeze_dim::<3>(2);
            let levels = reference.1.clone() + change.1.clone() * at;
            let trace = self.trunk.trace(columns);
            let head = self.head_trace(trace.output.clone(), levels);
            let parts = self.parts((&trace, &head), None);
            let columns = (parts.columns * weight.clone().unsqueeze_dim::<3>(2)).sum_dim(0);
            Parts { columns, tfs: (parts.tfs * weight).sum_dim(0) }
        });
        let (columns, tfs): (Vec<_>, Vec<_>) = batches.map(|parts| (parts.columns, parts.tfs)).unzip();
        Parts { columns: Tensor::cat(columns, 0).sum_dim(0), tfs: Tensor::cat(tfs, 0).sum_dim(0) }
    }

    fn parts(&self, target: (&Trace, &Behind), reference: Option<(&Trace, &Behind)>) -> Parts {
        let before = reference.map(|(_, head)| head);
        let joined = self.head_backward(target.1, before);
        let tfs = self.tf_backward(target.1, before, joined.clone());
        let columns = self.trunk.backward(target.0, reference.map(|(trace, _)| trace), joined);
        Parts { columns, tfs }
    }

    fn levels(&self, values: &[f32]) -> Tensor<2> {
        let tfs = self.network.config().num_tfs;
        Tensor::from_data(TensorData::new(values.to_vec(), [values.len() / tfs, tfs]), &self.network.weights_device())
    }

    /// The TFs' part of the first fully connected layer, `xt_hidden x 512`.
    fn tf_weight(&self) -> Tensor<2> {
        let config = self.network.config();
        self.network.layers().fc1.weight.val().narrow(0, config.promoter_width(), config.xt_hidden)
    }

    fn head_trace(&self, promoters: Tensor<2>, levels: Tensor<2>) -> Behind {
        let layer = self.network.layers().fc_t;
        let tf = dense(levels, layer.weight.val(), layer.bias.as_ref().map(burn::module::Param::val));
        let joined = promoters + dense(self.head.activation.apply(tf.clone()), self.tf_weight(), None);
        Behind { tf, head: self.head.trace(joined) }
    }

    /// From the output to the first fully connected layer, `R x 512`.
    fn head_backward(&self, target: &Behind, reference: Option<&Behind>) -> Tensor<2> {
        self.head.backward(&target.head, reference.map(|behind| &behind.head))
    }

    /// From the first fully connected layer to the TFs, `R x T`.
    fn tf_backward(&self, target: &Behind, reference: Option<&Behind>, joined: Tensor<2>) -> Tensor<2> {
        let hidden = dense(joined, self.tf_weight().transpose(), None);
        let slope = slope(self.head.activation, &target.tf, reference.map(|head| &head.tf));
        dense(hidden * slope, self.network.layers().fc_t.weight.val().transpose(), None)
    }
}
