use burn::tensor::{Tensor, TensorData, activation};

use super::network::ContextualRegression;
use crate::architecture::explanation::{
    Explainer, ExplanationTarget, InputValue, Multipliers, NetworkInput, Profile, Rule, TfMultipliers,
};
use crate::architecture::layers::DenseTrace;
use crate::architecture::network::{Features, Network, PartError};
use crate::architecture::trunk::Trace;

/// Rows that go through the context together; one is a tenth of a megabyte.
const ROWS: usize = 64;

/// What every layer reads, for some rows.
struct ForwardTrace {
    /// The kernels' means, `R x kernels`.
    features: Tensor<2>,
    trunk: Trace,
    head: DenseTrace,
}

impl Explainer for ContextualRegression {
    fn explain(
        &self,
        target: &NetworkInput,
        references: &[NetworkInput],
        rule: &Rule,
        _question: ExplanationTarget,
    ) -> Result<Multipliers, PartError> {
        let opened = self.opened(&[target])?;
        let own = self.traced(opened.clone());
        let (mut bases, mut responses) = (Vec::new(), Vec::new());
        for batch in references.chunks(ROWS) {
            let others = self.opened(&batch.iter().collect::<Vec<_>>())?;
            let traced = self.traced(others.clone());
            responses.push(self.response(&traced));
            bases.push(match rule {
                Rule::Gradient => self.by_letter(&own, None).repeat_dim(0, batch.len()),
                Rule::Rescale => self.by_letter(&own, Some(&traced)),
                Rule::Integrated(nodes) => {
                    let (at, shares): (Vec<f32>, Vec<f32>) = nodes.iter().map(|node| (node.at, node.weight)).unzip();
                    let line = |row| self.mean_gradient(others.clone().narrow(0, row, 1), &opened, &at, &shares);
                    Tensor::cat((0..batch.len()).map(line).collect(), 0)
                }
            });
        }
        Ok(Multipliers {
            bases: Tensor::cat(bases, 0),
            tfs: Tensor::zeros([references.len(), 0], &self.device()),
            target: self.response(&own),
            references: Tensor::cat(responses, 0),
        })
    }

    fn explain_tfs(
        &self,
        _inputs: &[Features],
        _levels: [&[f32]; 2],
        _rule: &Rule,
        _output: usize,
    ) -> Option<TfMultipliers> {
        None
    }

    fn activation_map(&self, target: &NetworkInput, _question: ExplanationTarget) -> Result<Tensor<1>, PartError> {
        let own = self.traced(self.opened(&[target])?);
        let context = self.reader.head.backward(&own.head, None, own.features.clone());
        let gradient = self.reader.trunk.last_gradient(&own.trunk, context);
        Ok(activation::relu((own.trunk.last() * gradient.mean_dim(2)).sum_dim(1)).flatten(0, 2))
    }
}

impl ContextualRegression {
    /// The kernels' columns, `R x kernels x positions`; mixtures of them are those of mixtures.
    fn opened(&self, rows: &[&NetworkInput]) -> Result<Tensor<3>, PartError> {
        let profile = |row: &&NetworkInput| match row.values.first() {
            Some(InputValue::Bases(profile)) => Ok(profile.clone()),
            Some(InputValue::Part(part)) => Err(PartError::new(0, self.declaration.inputs.first(), Some(part))),
            None => Err(PartError::new(0, self.declaration.inputs.first(), None)),
        };
        let profiles = rows.iter().map(profile).collect::<Result<Vec<Profile>, _>>()?;
        Ok(self.reader.trunk.unpooled(&profiles.iter().collect::<Vec<_>>()))
    }

    fn traced(&self, opened: Tensor<3>) -> ForwardTrace {
        let features = opened.clone().mean_dim(2).squeeze_dim::<2>(2);
        let trunk = self.reader.trunk.trace(opened);
        let head = self.reader.head.trace(trunk.output.clone());
        ForwardTrace { features, trunk, head }
    }

    /// `R x 1`
    fn response(&self, trace: &ForwardTrace) -> Tensor<2> {
        (trace.head.output() * trace.features.clone()).sum_dim(1).add_scalar(self.bias)
    }

    /// From a unit of the response to each letter, `R x letters x window`.
    ///
    /// A product passes on to each factor what the other one is on average over target and reference, so that
    /// its difference is shared out completely; for a gradient that is what the other one is.
    fn by_letter(&self, target: &ForwardTrace, reference: Option<&ForwardTrace>) -> Tensor<3> {
        let half_way = |of: fn(&ForwardTrace) -> Tensor<2>| match reference {
            None => of(target),
            Some(reference) => (of(target) + of(reference)).mul_scalar(0.5),
        };
        let features = half_way(|trace| trace.features.clone());
        let weights = half_way(|trace| trace.head.output());
        let context = self.reader.head.backward(&target.head, reference.map(|own| &own.head), features);
        let columns = self.reader.trunk.backward(&target.trunk, reference.map(|own| &own.trunk), context);
        let share = 1.0 / self.config.positions() as f32;
        self.reader.trunk.by_letter(columns + weights.mul_scalar(share).unsqueeze_dim::<3>(2))
    }

    /// The weighted sum of the gradients at the nodes between a reference and the target, each of one row.
    fn mean_gradient(&self, reference: Tensor<3>, target: &Tensor<3>, at: &[f32], shares: &[f32]) -> Tensor<3> {
        let numbers = |values: &[f32]| {
            Tensor::<3>::from_data(TensorData::new(values.to_vec(), [values.len(), 1, 1]), &self.device())
        };
        let batches = at.chunks(ROWS).zip(shares.chunks(ROWS)).map(|(at, shares)| {
            let between = reference.clone() + (target.clone() - reference.clone()) * numbers(at);
            (self.by_letter(&self.traced(between), None) * numbers(shares)).sum_dim(0)
        });
        Tensor::cat(batches.collect(), 0).sum_dim(0)
    }
}
