use burn::tensor::{Device, Tensor, TensorData};

use super::compute::Value;
use super::ir::{GraphInput, Reads};
use crate::architecture::network::InputShape;
use crate::architecture::{InputValue, Profile};
use crate::sample::Part;
use crate::sequence::PADDING;

/// What an input reads, in the words of all networks.
pub fn input_shape(input: &GraphInput) -> InputShape {
    match &input.reads {
        Reads::Bases { alphabet, positions, .. } => {
            InputShape::Bases { window: input.shape[*positions], alphabet: alphabet.clone() }
        }
        Reads::Numbers => InputShape::Numbers { count: input.shape.iter().product() },
        Reads::Embedding { width, positions } => {
            InputShape::Embedding { positions: input.shape[*positions], width: input.shape[*width] }
        }
    }
}

/// Where a letter at a position stands among an input's numbers; both axes but those two have an extent of 1.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    pub positions: usize,
    pub letters: usize,
    /// Whether letters are the outer axis.
    pub letters_first: bool,
}

impl Layout {
    /// That of an input with positions; none for plain numbers.
    pub fn of(input: &GraphInput) -> Option<Self> {
        let (across, along) = match &input.reads {
            Reads::Numbers => return None,
            Reads::Bases { letters, positions, .. } => (*letters, *positions),
            Reads::Embedding { width, positions } => (*width, *positions),
        };
        Some(Self { positions: input.shape[along], letters: input.shape[across], letters_first: across < along })
    }

    fn place(self, position: usize, letter: usize) -> usize {
        if self.letters_first { letter * self.positions + position } else { position * self.letters + letter }
    }
}

/// Parts as a value of an input; the error is the index of the one that does not fit.
pub fn value_of_parts(input: &GraphInput, parts: &[Part], device: &Device) -> Result<Value, usize> {
    let numbers: usize = input.shape.iter().product();
    let mut values = vec![0.0_f32; numbers * parts.len()];
    for (at, (part, row)) in parts.iter().zip(values.chunks_mut(numbers.max(1))).enumerate() {
        match (&input.reads, part, Layout::of(input)) {
            (Reads::Bases { .. }, Part::Bases(window), Some(layout)) if window.codes().len() == layout.positions => {
                for (position, &code) in window.codes().iter().enumerate().filter(|(_, code)| **code != PADDING) {
                    if usize::from(code) < layout.letters {
                        row[layout.place(position, usize::from(code))] = 1.0;
                    }
                }
            }
            (Reads::Numbers, Part::Numbers(own), _) if own.len() == numbers => row.copy_from_slice(own),
            (Reads::Embedding { .. }, Part::Embedding(own), Some(layout))
                if [own.positions(), own.width()] == [layout.positions, layout.letters] =>
            {
                fill(row, layout, own.values().chunks_exact(layout.letters));
            }
            _ => return Err(at),
        }
    }
    Ok(Value::of(Tensor::<2>::from_data(TensorData::new(values, [parts.len(), numbers]), device), &input.shape))
}

/// The same for what is explained: a sequence may be a mixture of letters.
pub fn value_of_inputs(input: &GraphInput, inputs: &[&InputValue], device: &Device) -> Result<Value, usize> {
    let numbers: usize = input.shape.iter().product();
    let mut rows = Vec::with_capacity(inputs.len());
    for (at, own) in inputs.iter().enumerate() {
        rows.push(match own {
            InputValue::Part(part) => value_of_parts(input, std::slice::from_ref(part), device).map_err(|_| at)?,
            InputValue::Bases(profile) => {
                let layout = Layout::of(input).filter(|layout| fits(profile, *layout)).ok_or(at)?;
                let mut row = vec![0.0; numbers];
                fill(&mut row, layout, profile.rows());
                Value::of(Tensor::<2>::from_data(TensorData::new(row, [1, numbers]), device), &input.shape)
            }
        });
    }
    let rows = rows.iter().map(|value| value.rows().clone()).collect();
    Ok(Value::of(Tensor::cat(rows, 0), &input.shape))
}

fn fits(profile: &Profile, layout: Layout) -> bool {
    profile.letters() == layout.letters && profile.rows().count() == layout.positions
}

fn fill<'a>(row: &mut [f32], layout: Layout, vectors: impl Iterator<Item = &'a [f32]>) {
    for (position, vector) in vectors.enumerate() {
        for (letter, &number) in vector.iter().enumerate() {
            row[layout.place(position, letter)] = number;
        }
    }
}
