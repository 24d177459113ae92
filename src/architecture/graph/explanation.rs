use burn::tensor::{Tensor, TensorData, activation};

use super::backward::{Passes, has_rule};
use super::compute::Value;
use super::network::GraphNetwork;
use super::parts::{Layout, value_of_inputs};
use super::program::{Program, Section, Slots};
use super::tower::Tower;
use crate::architecture::network::{Features, PartError};
use crate::architecture::{
    Explainer, ExplanationTarget, InputValue, Multipliers, NetworkInput, Node, Rule, TfMultipliers,
};
use crate::sample::Part;
use std::sync::Arc;

/// Numbers of all values that are kept at once.
const KEPT: usize = 1 << 25;

/// The way through a graph whose operators all have rules.
#[derive(Debug)]
pub struct Explaining {
    /// From all inputs to all outputs.
    section: Section,
    has_maps: bool,
}

impl Explaining {
    /// Nothing where an operator has no rule.
    pub fn new(program: &Program, towers: &[Arc<Tower>]) -> Option<Self> {
        let section = program.section(&program.inputs, &program.outputs);
        let complete = program.steps_of(&section).all(|step| has_rule(program, step));
        let has_maps = towers.iter().any(|tower| tower.fast.as_ref().is_some_and(|fast| fast.last().is_some()));
        complete.then_some(Self { section, has_maps })
    }

    /// Whether Grad-CAM has something to show.
    pub fn has_maps(&self) -> bool {
        self.has_maps
    }

    fn rows(&self) -> usize {
        (KEPT / self.section.numbers.max(1)).clamp(1, 16)
    }
}

/// Values of all inputs.
type Opened = Vec<(usize, Value)>;

impl Explainer for GraphNetwork {
    fn explain(
        &self,
        target: &NetworkInput,
        references: &[NetworkInput],
        rule: &Rule,
        question: ExplanationTarget,
    ) -> Result<Multipliers, PartError> {
        let (explaining, tower) = self.asked(target, question)?;
        let opened = self.opened(&[target])?;
        let traced = self.program.trace(&explaining.section, opened.clone());
        let (mut bases, mut outputs) = (Vec::new(), Vec::new());
        for batch in references.chunks(explaining.rows()) {
            let own_opened = self.opened(&batch.iter().collect::<Vec<_>>())?;
            let own = self.program.trace(&explaining.section, own_opened.clone());
            outputs.push(self.output(&own, question.output));
            let rows = batch.len();
            let passed = match rule {
                Rule::Gradient => self.passed(explaining, &traced, None, (question, tower), 1).repeat_dim(0, rows),
                Rule::Rescale => self.passed(explaining, &traced, Some(&own), (question, tower), rows),
                Rule::Integrated(nodes) => {
                    let line = |at| {
                        self.mean_gradient(explaining, &row_of(&own_opened, at), &opened, nodes, (question, tower))
                    };
                    Tensor::cat((0..rows).map(line).collect(), 0)
                }
            };
            bases.push(by_letter(passed, tower));
        }
        Ok(Multipliers {
            bases: Tensor::cat(bases, 0),
            tfs: Tensor::zeros([references.len(), 0], self.program.device()),
            target: self.output(&traced, question.output),
            references: Tensor::cat(outputs, 0),
        })
    }

    fn explain_tfs(&self, _: &[Features], _: [&[f32]; 2], _: &Rule, _: usize) -> Option<TfMultipliers> {
        None
    }

    fn activation_map(&self, target: &NetworkInput, question: ExplanationTarget) -> Result<Tensor<1>, PartError> {
        let (explaining, tower) = self.asked(target, question)?;
        let last = tower.fast.as_ref().and_then(|fast| fast.last());
        let (value, axis) = last.ok_or_else(|| self.mismatch(question.input, target))?;
        let traced = self.program.trace(&explaining.section, self.opened(&[target])?);
        let passes = Passes { program: &self.program, target: &traced, reference: None };
        let from = self.unit(question.output, 1);
        let towards = 1 << question.input;
        let gradient = passes.back(&explaining.section, from, towards, &[value]).remove(0);
        let shape = self.program.shape(value);
        let device = self.program.device();
        let (Some(gradient), Some(own)) = (gradient, traced[value].as_ref()) else {
            return Ok(Tensor::zeros([shape[axis]], device));
        };
        let weights = Value::of(gradient, shape).parts(axis).mean_dim(2);
        let weighted = (own.parts(axis) * weights).sum_dim(1).sum_dim(3);
        Ok(activation::relu(weighted.reshape([shape[axis]])))
    }
}

impl GraphNetwork {
    fn asked(&self, target: &NetworkInput, question: ExplanationTarget) -> Result<(&Explaining, &Tower), PartError> {
        let tower = self.towers.get(question.input);
        let reads_bases = matches!(target.values.get(question.input), Some(InputValue::Bases(_)));
        match (self.explaining.as_ref(), tower) {
            (Some(explaining), Some(tower)) if reads_bases && target.values.len() == self.towers.len() => {
                Ok((explaining, tower))
            }
            _ => Err(self.mismatch(question.input, target)),
        }
    }

    fn mismatch(&self, input: usize, target: &NetworkInput) -> PartError {
        let part = match target.values.get(input) {
            Some(InputValue::Part(part)) => Some(part),
            Some(InputValue::Bases(_)) | None => None,
        };
        let none = || PartError::new(input, None, part);
        self.towers.get(input).map_or_else(none, |tower: &Arc<Tower>| tower.mismatch(part))
    }

    fn opened(&self, rows: &[&NetworkInput]) -> Result<Opened, PartError> {
        let open = |tower: &Arc<Tower>| {
            let values: Option<Vec<&InputValue>> = rows.iter().map(|row| row.values.get(tower.at)).collect();
            let values = values.ok_or_else(|| tower.mismatch(None))?;
            let value = value_of_inputs(&tower.input, &values, self.program.device());
            let part = |at: usize| match values.get(at) {
                Some(InputValue::Part(part)) => Some(part.clone()),
                _ => None::<Part>,
            };
            Ok((tower.slot, value.map_err(|at| tower.mismatch(part(at).as_ref()))?))
        };
        self.towers.iter().map(open).collect()
    }

    /// The value that holds an output, and the output's place in it.
    fn place(&self, output: usize) -> Option<(usize, usize)> {
        let mut offset = 0;
        for &value in &self.program.outputs {
            let numbers = self.program.numbers(value);
            if output < offset + numbers {
                return Some((value, output - offset));
            }
            offset += numbers;
        }
        None
    }

    /// One output of every row, `R x 1`.
    fn output(&self, traced: &Slots, output: usize) -> Tensor<2> {
        let place = self.place(output);
        let value = place.and_then(|(value, at)| Some((self.program.value(traced, value)?, at)));
        value.map_or_else(
            || Tensor::zeros([1, 1], self.program.device()),
            |(value, at)| value.rows().clone().narrow(1, at, 1),
        )
    }

    /// A unit of an output.
    fn unit(&self, output: usize, rows: usize) -> Vec<(usize, Tensor<2>)> {
        let unit = |(value, at): (usize, usize)| {
            let numbers = self.program.numbers(value);
            let mut units = vec![0.0_f32; rows * numbers];
            units.iter_mut().skip(at).step_by(numbers).for_each(|unit| *unit = 1.0);
            (value, Tensor::from_data(TensorData::new(units, [rows, numbers]), self.program.device()))
        };
        self.place(output).map(unit).into_iter().collect()
    }

    /// Multipliers of the numbers of the input in question.
    fn passed(
        &self,
        explaining: &Explaining,
        target: &Slots,
        reference: Option<&Slots>,
        (question, tower): (ExplanationTarget, &Tower),
        rows: usize,
    ) -> Tensor<2> {
        let passes = Passes { program: &self.program, target, reference };
        let from = self.unit(question.output, rows);
        let passed = passes.back(&explaining.section, from, 1 << question.input, &[tower.slot]).remove(0);
        passed.unwrap_or_else(|| Tensor::zeros([rows, self.program.numbers(tower.slot)], self.program.device()))
    }

    /// Weighted gradients at the nodes between a reference and the target, each of one row.
    fn mean_gradient(
        &self,
        explaining: &Explaining,
        reference: &Opened,
        target: &Opened,
        nodes: &[Node],
        question: (ExplanationTarget, &Tower),
    ) -> Tensor<2> {
        let device = self.program.device();
        let batches = nodes.chunks(explaining.rows()).map(|nodes| {
            let [at, weight] = Node::columns(nodes, device);
            let between = |((slot, from), (_, to)): (&(usize, Value), &(usize, Value))| {
                let line = to.rows().clone() - from.rows().clone();
                (*slot, Value::of(from.rows().clone() + line * at.clone(), from.shape()))
            };
            let opened = reference.iter().zip(target).map(between).collect();
            let traced = self.program.trace(&explaining.section, opened);
            let own = self.passed(explaining, &traced, None, question, nodes.len());
            (own * weight).sum_dim(0)
        });
        Tensor::cat(batches.collect(), 0).sum_dim(0)
    }
}

fn row_of(opened: &Opened, row: usize) -> Opened {
    let own = |value: &Value| Value::of(value.rows().clone().narrow(0, row, 1), value.shape());
    opened.iter().map(|(slot, value)| (*slot, own(value))).collect()
}

/// Numbers of an input by letter, `R x letters x length`.
fn by_letter(numbers: Tensor<2>, tower: &Tower) -> Tensor<3> {
    let rows = numbers.dims()[0];
    match Layout::of(&tower.input) {
        Some(Layout { positions, letters, letters_first: true }) => numbers.reshape([rows, letters, positions]),
        Some(Layout { positions, letters, letters_first: false }) => {
            numbers.reshape([rows, positions, letters]).swap_dims(1, 2)
        }
        None => numbers.unsqueeze_dim(2),
    }
}
