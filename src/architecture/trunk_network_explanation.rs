use burn::tensor::{Tensor, TensorData, activation};

use super::head::HeadTrace;
use super::trunk::Trace;
use super::trunk_network::BASES;
use super::{Multipliers, Node, Point, Profile, Rule, TrunkNetwork};
use crate::sequence::Window;

/// Rows that go through the network together.
const ROWS: usize = 16;

impl TrunkNetwork {
    pub(super) fn multipliers(&self, target: &Point, references: &[Point], rule: &Rule) -> Multipliers {
        let own = self.strand_multipliers(target, references, rule);
        if !self.both_strands {
            return own;
        }
        let turned: Vec<Point> = references.iter().map(reversed).collect();
        let other = self.strand_multipliers(&reversed(target), &turned, rule);
        let mean = |own: Tensor<2>, other: Tensor<2>| (own + other).mul_scalar(0.5);
        Multipliers {
            // Letters A, C, G, T turn into their complements in reverse order, and so do positions.
            bases: (own.bases + other.bases.flip([1, 2])).mul_scalar(0.5),
            tfs: own.tfs,
            target: mean(own.target, other.target),
            references: mean(own.references, other.references),
        }
    }

    fn strand_multipliers(&self, target: &Point, references: &[Point], rule: &Rule) -> Multipliers {
        let columns = self.trunk.unpooled(&[&target.profile]);
        let (trace, head) = self.traces(columns.clone());
        let (mut bases, mut outputs) = (Vec::new(), Vec::new());
        for batch in references.chunks(ROWS) {
            let profiles: Vec<&Profile> = batch.iter().map(|point| &point.profile).collect();
            let own_columns = self.trunk.unpooled(&profiles);
            let (own_trace, own_head) = self.traces(own_columns.clone());
            outputs.push(own_head.output());
            let passed = match rule {
                Rule::Gradient => self.passed((&trace, &head), None).repeat_dim(0, batch.len()),
                Rule::Rescale => self.passed((&trace, &head), Some((&own_trace, &own_head))),
                Rule::Integrated(nodes) => {
                    let line = |row| self.mean_gradient(&own_columns.clone().narrow(0, row, 1), &columns, nodes);
                    Tensor::cat((0..batch.len()).map(line).collect(), 0)
                }
            };
            bases.push(self.trunk.by_letter(passed));
        }
        let device = columns.device();
        Multipliers {
            bases: Tensor::cat(bases, 0),
            tfs: Tensor::zeros([references.len(), 0], &device),
            target: head.output(),
            references: Tensor::cat(outputs, 0),
        }
    }

    /// The positive part of the last layer's channels, weighted by their mean gradients; one value a column.
    pub(super) fn strand_activation_map(&self, window: &Window) -> Tensor<1> {
        let profile = Profile::of_window(window, usize::from(BASES));
        let (trace, head) = self.traces(self.trunk.unpooled(&[&profile]));
        let gradient = self.trunk.last_gradient(&trace, self.head.backward(&head, None));
        let weighted = trace.last() * gradient.mean_dim(2);
        activation::relu(weighted.sum_dim(1)).flatten(0, 2)
    }

    fn traces(&self, columns: Tensor<3>) -> (Trace, HeadTrace) {
        let trace = self.trunk.trace(columns);
        let head = self.head.trace(trace.output.clone());
        (trace, head)
    }

    /// From the output to the first convolution's columns.
    fn passed(&self, target: (&Trace, &HeadTrace), reference: Option<(&Trace, &HeadTrace)>) -> Tensor<3> {
        let outputs = self.head.backward(target.1, reference.map(|(_, head)| head));
        self.trunk.backward(target.0, reference.map(|(trace, _)| trace), outputs)
    }

    /// Weighted gradients at the nodes between the columns of a reference and of the target.
    fn mean_gradient(&self, reference: &Tensor<3>, target: &Tensor<3>, nodes: &[Node]) -> Tensor<3> {
        let change = target.clone() - reference.clone();
        let batches = nodes.chunks(ROWS).map(|nodes| {
            let numbers = |of: fn(&Node) -> f32| {
                let values: Vec<f32> = nodes.iter().map(of).collect();
                Tensor::<3>::from_data(TensorData::new(values, [nodes.len(), 1, 1]), &target.device())
            };
            let columns = reference.clone() + change.clone() * numbers(|node| node.at);
            let (trace, head) = self.traces(columns);
            (self.passed((&trace, &head), None) * numbers(|node| node.weight)).sum_dim(0)
        });
        Tensor::cat(batches.collect(), 0).sum_dim(0)
    }
}

/// The same point on the other strand.
fn reversed(point: &Point) -> Point {
    Point { profile: point.profile.reversed(), levels: point.levels.clone() }
}
