use std::collections::BTreeMap;
use std::ops::Range;

use burn::tensor::{Device, Tensor, TensorData};

use super::super::compute::Value;
use super::super::program::Program;
use super::patch::{Patch, Placement};
use super::{FastPart, Role};

/// Numbers that are gathered for the edits of one batch.
const TOGETHER: usize = 1 << 22;

/// Edits that go through the steps together at most.
const MOST: usize = 384;

/// What a variant is: other letters from a position on.
pub type Substitution<'a> = (usize, &'a [u8]);

/// Columns of every local value that each variant of a batch reaches.
type Reached = BTreeMap<usize, Vec<Range<usize>>>;

impl FastPart {
    /// The columns that substitutions reach, value by value.
    fn reached(&self, variants: &[Substitution<'_>]) -> Reached {
        let changed: Vec<Range<usize>> = variants.iter().map(|(at, codes)| *at..at + codes.len()).collect();
        let mut reached = BTreeMap::from([(self.input, changed.clone())]);
        for step in &self.steps {
            let own: Vec<Range<usize>> = match &step.role {
                Role::LookUp(table) => changed.iter().map(|own| table.reached(own)).collect(),
                Role::Moving { input, moving } => {
                    reached.get(input).map_or(&[][..], Vec::as_slice).iter().map(|own| moving.reached(own)).collect()
                }
                Role::Columnwise(columnwise) => {
                    let all: Vec<&Vec<Range<usize>>> =
                        columnwise.reads().filter_map(|value| reached.get(&value)).collect();
                    (0..variants.len()).map(|variant| joined(all.iter().map(|own| &own[variant]))).collect()
                }
            };
            reached.insert(step.output, own);
        }
        reached
    }

    /// How many substitutions as long as the longest of these go through the steps together.
    pub fn batch(&self, variants: &[Substitution<'_>], standing: &BTreeMap<usize, Tensor<2>>) -> usize {
        let longest = variants.iter().max_by_key(|(_, codes)| codes.len());
        let Some((_, codes)) = longest else { return 1 };
        // One in the middle reaches as far as any.
        let window = self.along.get(&self.input).map_or(0, |own| own.columns);
        let middle = (window / 2).min(window - codes.len().min(window));
        let reached = self.reached(&[(middle, codes)]);
        let width = |value: &usize| reached.get(value).and_then(|own| own.first()).map_or(1, |own| own.len().max(1));
        let numbers = |value: &usize| standing.get(value).map_or(1, |own| own.dims()[1]);
        let step = |step: &super::LocalStep| {
            let read = match &step.role {
                Role::Moving { input, moving } => moving.gathered() * numbers(input),
                Role::LookUp(_) | Role::Columnwise(_) => numbers(&step.output),
            };
            width(&step.output) * read.max(numbers(&step.output))
        };
        let most = self.steps.iter().map(step).max().unwrap_or(1).max(self.tail.largest);
        (TOGETHER / most.max(1)).clamp(1, MOST)
    }

    /// The columns of every local value that a batch of substitutions changes.
    pub fn patches(
        &self,
        codes: &[u8],
        variants: &[Substitution<'_>],
        standing: &BTreeMap<usize, Tensor<2>>,
        device: &Device,
    ) -> BTreeMap<usize, Patch> {
        let reached = self.reached(variants);
        let placement =
            |value: usize, columns: usize| Placement::new(reached.get(&value).map_or(&[][..], Vec::as_slice), columns);
        let mut patches: BTreeMap<usize, Patch> = BTreeMap::new();
        if let Some(own) = self.along.get(&self.input) {
            let place = placement(self.input, own.columns);
            let rows = self.letters_of(codes, variants, &place, device);
            patches.insert(self.input, Patch { place, rows });
        }
        for step in &self.steps {
            let Some(own) = self.along.get(&step.output) else { continue };
            let place = placement(step.output, own.columns);
            let rows = match &step.role {
                Role::LookUp(table) => Some(table.changed(codes, variants, &place.starts, place.width, device)),
                Role::Moving { input, moving } => patches
                    .get(input)
                    .zip(standing.get(input))
                    .map(|(own, reference)| moving.apply(own, reference, &place)),
                Role::Columnwise(columnwise) => {
                    columnwise.apply(&place, |value| Some(patches.get(&value)?.placed(standing.get(&value)?, &place)))
                }
            };
            // Every step reads what steps before it give.
            if let Some(rows) = rows {
                patches.insert(step.output, Patch { place, rows });
            }
        }
        patches
    }

    /// The letters of the changed columns, `(variants * width) x letters`.
    fn letters_of(&self, codes: &[u8], variants: &[Substitution<'_>], place: &Placement, device: &Device) -> Tensor<2> {
        let rows = variants.len() * place.width;
        let mut values = vec![0.0_f32; rows * self.letters];
        let mut rows_left = values.chunks_mut(self.letters.max(1));
        for ((position, own), start) in variants.iter().zip(&place.starts) {
            for column in *start..start + place.width {
                let code = column.checked_sub(*position).and_then(|at| own.get(at)).or(codes.get(column));
                let Some(row) = rows_left.next() else { break };
                if let Some(slot) = code.and_then(|code| row.get_mut(usize::from(*code))) {
                    *slot = 1.0;
                }
            }
        }
        Tensor::from_data(TensorData::new(values, [rows, self.letters]), device)
    }

    /// The frontier's values for a batch of substitutions.
    pub fn ends(
        &self,
        program: &Program,
        patches: &BTreeMap<usize, Patch>,
        standing: &BTreeMap<usize, Tensor<2>>,
        footings: &[super::bridge::Footing],
    ) -> Vec<Value> {
        let crossed = self.bridges.iter().zip(footings).filter_map(|(bridge, footing)| {
            let cut = bridge.cut();
            let (patch, reference, place) = (patches.get(&cut)?, standing.get(&cut)?, self.along.get(&cut)?);
            Some((bridge.output(), bridge.apply(program, footing, patch, reference, *place)))
        });
        program.run(&self.tail, crossed.collect())
    }
}

/// The shortest range that holds all of some.
fn joined<'a>(all: impl Iterator<Item = &'a Range<usize>>) -> Range<usize> {
    let own = all.filter(|own| !own.is_empty()).cloned();
    own.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0)
}
