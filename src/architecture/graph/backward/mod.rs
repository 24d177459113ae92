//! From what a unit of each output contributes to what a unit of each input does: gradients, or DeepLIFT's
//! multipliers between a reference and a target. There is a rule for each operator, and every rule is
//! complete: contributions add up to the difference.

mod arithmetic;
mod columns;
mod products;
mod rearrange;
mod recurrent;

use burn::tensor::Tensor;

use super::compute::{Value, slope};
use super::ir::{Binary, Op};
use super::program::{Program, Section, Slots, Step};

/// A forward pass of the target, and perhaps one of references: rows of the one may stand for one of the
/// other.
pub struct Passes<'a> {
    pub program: &'a Program,
    pub target: &'a Slots,
    pub reference: Option<&'a Slots>,
}

/// What a step read and gave, by its operands.
struct Read<'a> {
    step: &'a Step,
    program: &'a Program,
    target: Vec<&'a Value>,
    reference: Option<Vec<&'a Value>>,
}

/// Whether an operator has a rule.
pub fn has_rule(program: &Program, step: &Step) -> bool {
    let constant = |at: usize| step.inputs.get(at).is_some_and(|own| program.constant(*own).is_some());
    match &step.op {
        Op::LayerNorm { .. } => false,
        Op::MaxPool { dilation, .. } => *dilation == 1,
        // What is chosen must not depend on what is read, or nothing would say why.
        Op::Where => constant(0),
        Op::Binary { function: Binary::Pow } => constant(1),
        _ => true,
    }
}

impl Passes<'_> {
    /// Multipliers at some values (`rows x numbers`) from those at others. What does not contribute has none.
    pub fn back(
        &self,
        section: &Section,
        from: Vec<(usize, Tensor<2>)>,
        towards: u64,
        wanted: &[usize],
    ) -> Vec<Option<Tensor<2>>> {
        let mut sums: Vec<Option<Tensor<2>>> = vec![None; self.program.count()];
        let add = |sums: &mut Vec<Option<Tensor<2>>>, at: usize, own: Tensor<2>| {
            let sum = sums[at].take();
            sums[at] = Some(sum.map_or(own.clone(), |sum| sum + own));
        };
        from.into_iter().for_each(|(at, own)| add(&mut sums, at, own));
        for step in self.program.steps_of(section).rev() {
            let kept = wanted.contains(&step.output);
            let own = if kept { sums[step.output].clone() } else { sums[step.output].take() };
            let (Some(own), Some(read)) = (own, self.read(step)) else { continue };
            for (at, input) in step.inputs.iter().enumerate() {
                if self.program.reads(*input) & towards == 0 {
                    continue;
                }
                if let Some(passed) = read.passed(at, &own) {
                    add(&mut sums, *input, passed);
                }
            }
        }
        wanted.iter().map(|value| sums[*value].take()).collect()
    }

    fn read<'b>(&'b self, step: &'b Step) -> Option<Read<'b>> {
        let values = |slots: &'b Slots| -> Option<Vec<&'b Value>> {
            step.inputs.iter().map(|input| self.program.value(slots, *input)).collect()
        };
        let reference = match self.reference {
            Some(slots) => Some(values(slots)?),
            None => None,
        };
        Some(Read { step, program: self.program, target: values(self.target)?, reference })
    }
}

impl<'a> Read<'a> {
    fn before(&self, at: usize) -> Option<&'a Value> {
        self.reference.as_ref().map(|reference| reference[at])
    }

    /// An operand half-way between target and reference: what the other factor of a product is multiplied by.
    fn half_way(&self, at: usize) -> Value {
        let own = self.target[at];
        match self.before(at) {
            Some(before) => Value::of((own.rows().clone() + before.rows().clone()).mul_scalar(0.5), own.shape()),
            None => own.clone(),
        }
    }

    /// The shape of what the step gives.
    fn shape(&self) -> &[usize] {
        self.program.shape(self.step.output)
    }

    /// What the operand `at` contributes, from what the step's value does.
    fn passed(&self, at: usize, own: &Tensor<2>) -> Option<Tensor<2>> {
        let input = self.target[at];
        let given = Value::of(own.clone(), self.shape());
        let passed = match &self.step.op {
            Op::Conv { groups, stride, dilation, padding } => {
                columns::convolution(self, &given, [*groups, *stride, *dilation], padding[0])
            }
            Op::ConvTranspose { groups, stride, dilation, padding, .. } => {
                columns::transposed_convolution(self, &given, [*groups, *stride, *dilation], padding[0])
            }
            Op::MaxPool { width, stride, padding, .. } => columns::max_pool(self, &given, [*width, *stride], *padding),
            Op::AveragePool { width, stride, padding, counts_padding } => {
                columns::average_pool(self, &given, [*width, *stride], *padding, *counts_padding)
            }
            Op::Affine { axis } => {
                let factor = self.target[1].rows().clone().reshape([1, 1, input.shape()[*axis], 1]);
                Value::of(given.parts(*axis) * factor, input.shape())
            }
            Op::Function { function } => {
                let steepness = slope(*function, input.rows(), self.before(at).map(Value::rows));
                Value::of(own.clone() * steepness, input.shape())
            }
            Op::Binary { function } => return arithmetic::binary(self, *function, at, own),
            Op::Where => return arithmetic::chosen(self, at, own),
            Op::Softmax { axis } => arithmetic::softmax(self, &given, *axis),
            Op::LogSoftmax { axis } => arithmetic::log_softmax(self, &given, *axis),
            Op::MatMul => products::product(self, &given, at),
            Op::Dense => products::dense_last(&given, self.target[1], input),
            Op::Reduce { by, axes, .. } => arithmetic::reduced(self, &given, *by, *axes.first()?),
            Op::Concat { axis } => {
                let offset = self.target[..at].iter().map(|own| own.shape()[*axis]).sum();
                let part = given.parts(*axis).narrow(2, offset, input.shape()[*axis]);
                Value::of(part, input.shape())
            }
            Op::Slice { axis, start, step, count } => {
                rearrange::placed(&given, input, *axis, &super::compute::sliced((*start, *step, *count)))
            }
            Op::Gather { axis, indices, .. } => rearrange::placed(&given, input, *axis, indices),
            Op::Pad { padding, .. } => rearrange::cut(&given, input, padding),
            Op::Reshape { .. } => given,
            Op::Transpose { order } => rearrange::turned_back(&given, order, input),
            Op::Lstm { hidden, direction, gate, cell, state } => {
                recurrent::lstm(self, &given, *hidden, *direction, [*gate, *cell, *state])
            }
            Op::Gru { hidden, direction, gate, candidate, resets_after } => {
                recurrent::gru(self, &given, *hidden, *direction, [*gate, *candidate], *resets_after)
            }
            Op::LayerNorm { .. } => return None,
        };
        Some(passed.rows().clone())
    }
}
