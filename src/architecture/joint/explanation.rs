use burn::tensor::{Tensor, activation};

use super::strand::reversed_input;
use super::trace::{Backpropagated, FirstLayers, ForwardTrace};
use super::{JointNetwork, Tower};
use crate::architecture::explanation::{
    Explainer, ExplanationTarget, InputValue, Multipliers, NetworkInput, Node, Rule, TfMultipliers,
};
use crate::architecture::layers::DenseTrace;
use crate::architecture::network::{Features, Network, PartError};
use crate::architecture::trunk::{Trace, Trunk};

/// Rows that go through the towers together; before its pool a row of FUN-PROSE's published size is a
/// megabyte.
const ROWS: usize = 16;

impl Explainer for JointNetwork {
    fn explain(
        &self,
        target: &NetworkInput,
        references: &[NetworkInput],
        rule: &Rule,
        question: ExplanationTarget,
    ) -> Result<Multipliers, PartError> {
        let trunk = self.trunk(target, question)?;
        let own = self.strand_multipliers(trunk, target, references, rule, question)?;
        if !self.both_strands {
            return Ok(own);
        }
        let turned: Vec<NetworkInput> = references.iter().map(reversed_input).collect();
        let other = self.strand_multipliers(trunk, &reversed_input(target), &turned, rule, question)?;
        let mean = |own: Tensor<2>, other: Tensor<2>| (own + other).mul_scalar(0.5);
        Ok(Multipliers {
            // Letters A, C, G, T turn into their complements in reverse order, and so do positions.
            bases: (own.bases + other.bases.flip([1, 2])).mul_scalar(0.5),
            tfs: if self.conditions.is_some() { mean(own.tfs, other.tfs) } else { own.tfs },
            target: mean(own.target, other.target),
            references: mean(own.references, other.references),
        })
    }

    fn explain_tfs(
        &self,
        inputs: &[Features],
        levels: [&[f32]; 2],
        rule: &Rule,
        output: usize,
    ) -> Option<TfMultipliers> {
        self.conditions.as_ref()?;
        let own = self.strand_tf_multipliers(Self::joined(inputs, 0)?, levels, rule, output);
        if !self.both_strands {
            return Some(own);
        }
        let other = self.strand_tf_multipliers(Self::joined(inputs, 1)?, levels, rule, output);
        let mean = |own: Tensor<2>, other: Tensor<2>| (own + other).mul_scalar(0.5);
        Some(TfMultipliers {
            tfs: mean(own.tfs, other.tfs),
            target: mean(own.target, other.target),
            reference: mean(own.reference, other.reference),
        })
    }

    fn activation_map(&self, target: &NetworkInput, question: ExplanationTarget) -> Result<Tensor<1>, PartError> {
        let trunk = self.trunk(target, question)?;
        let own = self.strand_activation_map(trunk, target, question)?;
        if !self.both_strands {
            return Ok(own);
        }
        let other = self.strand_activation_map(trunk, &reversed_input(target), question)?;
        Ok((own + other.flip([0])).mul_scalar(0.5))
    }
}

impl JointNetwork {
    /// The trunk that reads the sequence in question.
    fn trunk(&self, target: &NetworkInput, question: ExplanationTarget) -> Result<&Trunk, PartError> {
        match self.towers.get(question.input) {
            Some(Tower::Bases(trunk)) if target.values.len() == self.towers.len() => Ok(trunk),
            _ => Err(self.mismatch(question.input, target.values.get(question.input))),
        }
    }

    fn mismatch(&self, input: usize, value: Option<&InputValue>) -> PartError {
        let part = match value {
            Some(InputValue::Part(part)) => Some(part),
            Some(InputValue::Bases(_)) | None => None,
        };
        PartError::new(input, self.declaration.inputs.get(input), part)
    }

    fn strand_multipliers(
        &self,
        trunk: &Trunk,
        target: &NetworkInput,
        references: &[NetworkInput],
        rule: &Rule,
        question: ExplanationTarget,
    ) -> Result<Multipliers, PartError> {
        let opened = self.opened(&[target])?;
        let traced = self.traced(&opened);
        let (mut bases, mut tfs, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        for batch in references.chunks(ROWS) {
            let own_opened = self.opened(&batch.iter().collect::<Vec<_>>())?;
            let own = self.traced(&own_opened);
            outputs.push(own.output(question.output));
            let parts = match rule {
                Rule::Gradient => {
                    let at = self.passed(trunk, &traced, None, question);
                    let rows = batch.len();
                    Backpropagated {
                        columns: at.columns.repeat_dim(0, rows),
                        tfs: at.tfs.map(|tfs| tfs.repeat_dim(0, rows)),
                    }
                }
                Rule::Rescale => self.passed(trunk, &traced, Some(&own), question),
                Rule::Integrated(nodes) => {
                    let line = |row| self.mean_gradient(trunk, &own_opened.row(row), &opened, nodes, question);
                    Backpropagated::concatenated((0..batch.len()).map(line).collect())
                }
            };
            bases.push(trunk.by_letter(parts.columns));
            tfs.extend(parts.tfs);
        }
        let no_tfs = || Tensor::zeros([references.len(), 0], &self.device());
        Ok(Multipliers {
            bases: Tensor::cat(bases, 0),
            tfs: if tfs.is_empty() { no_tfs() } else { Tensor::cat(tfs, 0) },
            target: traced.output(question.output),
            references: Tensor::cat(outputs, 0),
        })
    }

    fn strand_tf_multipliers(
        &self,
        samples: Tensor<2>,
        [target, reference]: [&[f32]; 2],
        rule: &Rule,
        output: usize,
    ) -> TfMultipliers {
        let (target, reference) = (self.levels(target), self.levels(reference));
        let at = |levels: Tensor<2>| {
            let conditions = self.conditions.as_ref().map(|tower| tower.trace(levels));
            let joined = conditions.iter().fold(samples.clone(), |sum, trace| sum + trace.output());
            ForwardTrace { towers: Vec::new(), conditions, head: self.head.trace(joined) }
        };
        let through = |target: &ForwardTrace, reference: Option<&ForwardTrace>| {
            let joined = self.head.backward_from(&target.head, reference.map(|own| &own.head), output);
            self.tf_backward(target, reference, joined).unwrap_or_else(|| Tensor::zeros([0, 0], &samples.device()))
        };
        let (own, before) = (at(target.clone()), at(reference.clone()));
        let tfs = match rule {
            Rule::Gradient => through(&own, None),
            Rule::Rescale => through(&own, Some(&before)),
            Rule::Integrated(nodes) => nodes.iter().fold(Tensor::zeros_like(&through(&own, None)), |sum, node| {
                let between = reference.clone() + (target.clone() - reference.clone()).mul_scalar(node.at);
                sum + through(&at(between), None).mul_scalar(node.weight)
            }),
        };
        TfMultipliers { tfs, target: own.output(output), reference: before.output(output) }
    }

    /// The positive part of the last layer's channels, weighted by their mean gradients; one value for each
    /// column.
    fn strand_activation_map(
        &self,
        trunk: &Trunk,
        target: &NetworkInput,
        question: ExplanationTarget,
    ) -> Result<Tensor<1>, PartError> {
        let traced = self.traced(&self.opened(&[target])?);
        let trace = &traced.towers[question.input];
        let gradient = trunk.last_gradient(trace, self.head.backward_from(&traced.head, None, question.output));
        let weighted = trace.last() * gradient.mean_dim(2);
        Ok(activation::relu(weighted.sum_dim(1)).flatten(0, 2))
    }

    fn opened(&self, rows: &[&NetworkInput]) -> Result<FirstLayers, PartError> {
        let tower = |(input, (tower, shape))| {
            let tower: &Tower = tower;
            let values: Option<Vec<&InputValue>> = rows.iter().map(|row| row.values.get(input)).collect();
            let first = || rows.first().and_then(|row| row.values.get(input));
            let values = values.ok_or_else(|| self.mismatch(input, first()))?;
            tower.open(shape, &values).map_err(|_| self.mismatch(input, first()))
        };
        let towers = self.towers.iter().zip(&self.declaration.inputs).enumerate().map(tower);
        let towers = towers.collect::<Result<Vec<_>, _>>()?;
        let levels = || self.levels(&rows.iter().flat_map(|row| &row.levels).copied().collect::<Vec<_>>());
        Ok(FirstLayers { towers, levels: self.conditions.is_some().then(levels) })
    }

    fn traced(&self, opened: &FirstLayers) -> ForwardTrace {
        let towers = self.towers.iter().zip(&opened.towers);
        let towers: Vec<Trace> = towers.map(|(tower, own)| tower.trace(own.clone())).collect();
        let conditions = self.conditions.as_ref().zip(opened.levels.as_ref());
        let conditions = conditions.map(|(tower, levels)| tower.trace(levels.clone()));
        let parts = towers.iter().map(|trace| trace.output.clone()).chain(conditions.iter().map(DenseTrace::output));
        let joined = parts.reduce(|sum, own| sum + own);
        let joined = joined.unwrap_or_else(|| Tensor::zeros([0, 0], &self.device()));
        ForwardTrace { towers, conditions, head: self.head.trace(joined) }
    }

    fn passed(
        &self,
        trunk: &Trunk,
        target: &ForwardTrace,
        reference: Option<&ForwardTrace>,
        question: ExplanationTarget,
    ) -> Backpropagated {
        let joined = self.head.backward_from(&target.head, reference.map(|own| &own.head), question.output);
        let tfs = self.tf_backward(target, reference, joined.clone());
        let before = reference.map(|own| &own.towers[question.input]);
        Backpropagated { columns: trunk.backward(&target.towers[question.input], before, joined), tfs }
    }

    /// From the joining layer to the TFs, `R x T`.
    fn tf_backward(
        &self,
        target: &ForwardTrace,
        reference: Option<&ForwardTrace>,
        joined: Tensor<2>,
    ) -> Option<Tensor<2>> {
        let (tower, trace) = self.conditions.as_ref().zip(target.conditions.as_ref())?;
        Some(tower.backward(trace, reference.and_then(|own| own.conditions.as_ref()), joined))
    }

    /// Weighted gradients at the nodes between a reference and the target, each of one row.
    fn mean_gradient(
        &self,
        trunk: &Trunk,
        reference: &FirstLayers,
        target: &FirstLayers,
        nodes: &[Node],
        question: ExplanationTarget,
    ) -> Backpropagated {
        let device = self.device();
        let batches = nodes.chunks(ROWS).map(|nodes| {
            let [at, weight] = Node::columns(nodes, &device);
            let own = self.passed(trunk, &self.traced(&reference.between(target, &at)), None, question);
            Backpropagated {
                columns: (own.columns * weight.clone().unsqueeze_dim::<3>(2)).sum_dim(0),
                tfs: own.tfs.map(|tfs| (tfs * weight).sum_dim(0)),
            }
        });
        let Backpropagated { columns, tfs } = Backpropagated::concatenated(batches.collect());
        Backpropagated { columns: columns.sum_dim(0), tfs: tfs.map(|tfs| tfs.sum_dim(0)) }
    }
}
