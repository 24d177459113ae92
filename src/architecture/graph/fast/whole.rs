use std::collections::BTreeMap;
use std::sync::Arc;

use burn::tensor::{Tensor, TensorData};

use super::super::compute::{Value, function_of_numbers};
use super::super::ir::{Binary, Function, Op};
use super::super::program::{Program, Step};
use super::look_up::LookUp;
use crate::architecture::layers::{ChannelLast, OfNumbers, Panels, appended};
use crate::architecture::trunk::{Pool, pooled};
use crate::architecture::{Array, Parameters};

/// What follows the look-ups of whole windows, in plain memory: one window goes through all of it while its columns are in
/// the caches, channel by channel, as look-ups leave them and products read them.
#[derive(Debug)]
pub struct Whole {
    steps: Vec<WholeStep>,
    /// What others read of it.
    given: Vec<Given>,
}

#[derive(Debug)]
struct Given {
    value: usize,
    channels: usize,
    columns: usize,
}

#[derive(Debug)]
struct WholeStep {
    kind: Kind,
    /// Values that it reads, and whether nothing reads them later.
    reads: Vec<(usize, bool)>,
    gives: usize,
    /// Of what it reads.
    channels: usize,
}

#[derive(Debug)]
enum Kind {
    /// With the pool behind it, so that only maxima are written.
    LookUp(Arc<LookUp>, Option<Pool>),
    Convolution(Box<Convolution>),
    Pool(Pool),
    Function(Function, OfNumbers),
    /// A factor and a term for each channel.
    Affine(Vec<f32>, Vec<f32>),
    Sum,
}

#[derive(Debug)]
struct Convolution {
    panels: Panels,
    bias: Vec<f32>,
    taps: usize,
    dilation: usize,
    padding: [usize; 2],
}

impl Whole {
    /// What begins with these look-ups, by their values; `frontier` is read elsewhere. With `by_panels` convolutions are
    /// part of it: elsewhere burn's products are faster.
    pub fn find(
        program: &Program,
        weights: &Parameters,
        look_ups: &[(usize, Arc<LookUp>)],
        frontier: &[usize],
        by_panels: bool,
    ) -> Self {
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        let mut steps = Vec::new();
        for step in &program.steps {
            let look_up = look_ups.iter().find(|(value, _)| *value == step.output);
            let found = match look_up {
                Some((_, look_up)) => Some((Kind::LookUp(Arc::clone(look_up), None), Vec::new())),
                None if !by_panels && matches!(step.op, Op::Conv { .. }) => None,
                None => kind(program, weights, step, &own),
            };
            let Some((kind, reads)) = found else { continue };
            let &[channels, _] = program.shape(step.output) else { continue };
            let before = reads.first().and_then(|value| own.get(value)).copied();
            own.insert(step.output, channels);
            let reads = reads.into_iter().map(|value| (value, false)).collect();
            steps.push(WholeStep { kind, reads, gives: step.output, channels: before.unwrap_or(channels) });
        }
        let is_outside = |value: usize| {
            let read = |step: &Step| !own.contains_key(&step.output) && step.inputs.contains(&value);
            frontier.contains(&value) || program.steps.iter().any(read)
        };
        let given: Vec<Given> = own
            .iter()
            .filter(|(value, _)| is_outside(**value))
            .map(|(value, channels)| Given { value: *value, channels: *channels, columns: program.shape(*value)[1] })
            .collect();
        let mut whole = Self { steps, given };
        while whole.pools_sooner() {}
        whole.pools_look_ups();
        whole.marks_last();
        whole
    }

    /// The values that it gives.
    pub fn given(&self) -> impl Iterator<Item = usize> {
        self.given.iter().map(|given| given.value)
    }

    /// What it gives for some windows' codes.
    pub fn apply(&self, program: &Program, windows: &[&[u8]]) -> Vec<(usize, Value)> {
        let sizes = self.given.iter().map(|given| given.channels * given.columns);
        let total: usize = sizes.clone().sum();
        let values = appended(windows, total, |own, values| {
            own.iter().for_each(|codes| self.append(codes, values));
        });
        let count = windows.len();
        let all = Tensor::<2>::from_data(TensorData::new(values, [count, total]), program.device());
        let mut begin = 0;
        let value = |(given, size): (&Given, usize)| {
            let own = all.clone().narrow(1, begin, size);
            begin += size;
            (given.value, Value::of(own, &[given.channels, given.columns]))
        };
        self.given.iter().zip(sizes).map(value).collect()
    }

    /// Appends all that it gives for one window.
    fn append(&self, codes: &[u8], output: &mut Vec<f32>) {
        let mut known: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        for step in &self.steps {
            let mut read = step.reads.iter().map(|(value, is_last)| {
                let own = if *is_last { known.remove(value) } else { known.get(value).cloned() };
                own.unwrap_or_default()
            });
            let mut first = read.next().unwrap_or_default();
            let made = match &step.kind {
                Kind::LookUp(look_up, pool) => {
                    look_up.append(codes, *pool, &mut first);
                    first
                }
                Kind::Convolution(own) => own.layer().apply(&first, step.channels),
                Kind::Pool(pool) => pooled(*pool, &first, step.channels),
                Kind::Function(_, function) => {
                    function.apply(&mut first, 1.0, 0.0);
                    first
                }
                Kind::Affine(factor, term) => {
                    for column in first.chunks_exact_mut(step.channels.max(1)) {
                        OfNumbers::Identity.apply_to_row(column, factor, term);
                    }
                    first
                }
                Kind::Sum => {
                    let other = read.next().unwrap_or_default();
                    first.iter_mut().zip(other).for_each(|(value, other)| *value += other);
                    first
                }
            };
            known.insert(step.gives, made);
        }
        for given in &self.given {
            let Some(columns) = known.get(&given.value) else { continue };
            for channel in 0..given.channels {
                output.extend(columns.iter().skip(channel).step_by(given.channels));
            }
        }
    }

    fn is_given(&self, value: usize) -> bool {
        self.given().any(|given| given == value)
    }

    /// The only step that reads a value, where nothing else does.
    fn only_reader(&self, value: usize) -> Option<usize> {
        let mut readers =
            self.steps.iter().enumerate().filter(|(_, step)| step.reads.iter().any(|(read, _)| *read == value));
        let only = readers.next().filter(|_| readers.next().is_none())?.0;
        (!self.is_given(value)).then_some(only)
    }

    /// Puts a pool before a function that leaves its maxima where they are, as it has fewer numbers to do then; false where
    /// there is none.
    fn pools_sooner(&mut self) -> bool {
        let is_before = |at: &usize| {
            let Kind::Function(function, _) = &self.steps[*at].kind else { return None };
            let reader = self.only_reader(self.steps[*at].gives).filter(|_| function.is_increasing())?;
            matches!(self.steps[reader].kind, Kind::Pool(_)).then_some((*at, reader))
        };
        let Some((function, pool)) = (0..self.steps.len()).find_map(|at| is_before(&at)) else { return false };
        let (before, behind) = self.steps.split_at_mut(pool);
        std::mem::swap(&mut before[function].kind, &mut behind[0].kind);
        true
    }

    /// Gives look-ups the pools behind them.
    fn pools_look_ups(&mut self) {
        let mut at = 0;
        while at < self.steps.len() {
            let reader = self.only_reader(self.steps[at].gives);
            let pool = reader.and_then(|reader| match self.steps[reader].kind {
                Kind::Pool(pool) => Some((reader, pool)),
                _ => None,
            });
            if let (Kind::LookUp(_, slot @ None), Some((reader, pool))) = (&mut self.steps[at].kind, pool) {
                *slot = Some(pool);
                self.steps[at].gives = self.steps.remove(reader).gives;
            }
            at += 1;
        }
    }

    /// Finds out which reads are the last of a value.
    fn marks_last(&mut self) {
        let mut later: Vec<usize> = self.given().collect();
        for step in self.steps.iter_mut().rev() {
            for (value, is_last) in step.reads.iter_mut().rev() {
                *is_last = !later.contains(value);
                later.push(*value);
            }
        }
    }
}

impl Convolution {
    /// Of kernels, `outputs x inputs x taps`.
    fn new(kernels: &Array, bias: Option<Vec<f32>>, dilation: usize, padding: [usize; 2]) -> Option<Self> {
        let &[outputs, inputs, taps] = kernels.shape.as_slice() else { return None };
        let row = |at: usize| {
            let [tap, input] = [at / inputs, at % inputs];
            kernels.values.iter().skip(input * taps + tap).step_by(inputs * taps)
        };
        let by_tap: Vec<f32> = (0..taps * inputs).flat_map(row).copied().collect();
        let bias = bias.unwrap_or_else(|| vec![0.0; outputs]);
        Some(Self { panels: Panels::new(&by_tap, outputs), bias, taps, dilation, padding })
    }

    fn layer(&self) -> ChannelLast<'_> {
        let Self { panels, bias, taps, dilation, padding } = self;
        ChannelLast { panels, bias, taps: *taps, dilation: *dilation, padding: *padding }
    }
}

/// What a step does in plain memory, and the values that it reads: those of `own` alone, beside weights.
fn kind(
    program: &Program,
    weights: &Parameters,
    step: &Step,
    own: &BTreeMap<usize, usize>,
) -> Option<(Kind, Vec<usize>)> {
    let first = *step.inputs.first()?;
    own.get(&first)?;
    let array = |at: usize| weights.get(program.weight(*step.inputs.get(at)?)?);
    let kind = match &step.op {
        Op::Function { function } => Kind::Function(*function, function_of_numbers(*function)?),
        Op::Affine { axis: 0 } => Kind::Affine(array(1)?.values.clone(), array(2)?.values.clone()),
        Op::MaxPool { width, stride, dilation: 1, padding: [0, 0] } => {
            Kind::Pool(Pool { width: *width, stride: *stride })
        }
        Op::Conv { groups: 1, stride: 1, dilation, padding } => {
            // A bias that is no weight cannot be read here.
            let bias = match step.inputs.get(2) {
                Some(_) => Some(array(2)?.values.clone()),
                None => None,
            };
            Kind::Convolution(Box::new(Convolution::new(array(1)?, bias, *dilation, *padding)?))
        }
        Op::Binary { function: Binary::Add } => {
            let other = *step.inputs.get(1)?;
            let is_alike = own.contains_key(&other) && program.shape(first) == program.shape(other);
            return is_alike.then_some((Kind::Sum, vec![first, other]));
        }
        _ => return None,
    };
    Some((kind, vec![first]))
}
