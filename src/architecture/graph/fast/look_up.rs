use std::collections::BTreeMap;
use std::ops::Range;

use burn::tensor::{Device, Tensor, TensorData};

use super::super::compute::Value;
use super::super::ir::Op;
use super::super::program::{Program, Step};
use super::along::Along;
use super::moving::reached;
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernel;
use crate::architecture::Parameters;
use crate::architecture::layers::appended;
use crate::architecture::trunk::{FirstConvolution, Pool, Words};

/// A convolution of stride one on one-hot bases, which needs no products.
#[derive(Debug)]
pub struct LookUp {
    table: FirstConvolution,
    taps: usize,
    left: usize,
    /// Columns that it gives.
    columns: usize,
}

impl LookUp {
    pub fn find(
        program: &Program,
        weights: &Parameters,
        step: &Step,
        along: &BTreeMap<usize, Along>,
    ) -> Option<(Self, Along)> {
        let Op::Conv { groups: 1, stride: 1, dilation: 1, padding } = &step.op else { return None };
        let place = step.inputs.first().and_then(|input| along.get(input)).filter(|place| place.is_bases)?;
        let array = |at: usize| weights.get(program.weight(*step.inputs.get(at)?)?);
        let kernels = array(1)?;
        let &[outputs, letters, taps] = kernels.shape.as_slice() else { return None };
        let bias = match step.inputs.get(2) {
            Some(_) => array(2)?.values.clone(),
            None => vec![0.0; outputs],
        };
        if place.axis != 1 || place.columns + padding[0] + padding[1] < taps {
            return None;
        }
        let table = FirstConvolution::new(&kernels.values, &bias, letters, *padding, None);
        let columns = table.columns(place.columns);
        let found = Self { table, taps, left: padding[0], columns };
        Some((found, Along { axis: 1, columns, is_bases: false }))
    }

    /// Appends all columns of a window after a pool, `columns x channels`.
    pub fn append(&self, codes: &[u8], pool: Option<Pool>, values: &mut Vec<f32>) {
        self.table.encode_through(pool, codes, values);
    }

    /// All columns of some windows.
    pub fn apply(&self, windows: &[&[u8]], device: &Device) -> Value {
        let values = appended(windows, self.columns * self.table.channels(), |own, values| {
            own.iter().for_each(|codes| self.table.encode(codes, values));
        });
        let shape = [windows.len(), self.columns, self.table.channels()];
        let columns = Tensor::<3>::from_data(TensorData::new(values, shape), device).swap_dims(1, 2);
        Value::of(columns, &[shape[2], shape[1]])
    }

    /// The columns that a change of some bases reaches.
    pub fn reached(&self, changed: &Range<usize>) -> Range<usize> {
        reached(changed, self.taps, [1, 1], self.left as isize, self.columns)
    }

    /// Changed columns, `(variants * width) x channels`: by variant, what stands where in a window's `codes`,
    /// and the first column.
    pub fn changed(
        &self,
        codes: &[u8],
        variants: &[(usize, &[u8])],
        starts: &[usize],
        width: usize,
        device: &Device,
    ) -> Tensor<2> {
        let standing = self.table.padded(codes);
        let channels = self.table.channels();
        let changes: Vec<_> = variants.iter().zip(starts).collect();
        let values = appended(&changes, width * channels, |changes, values| {
            let (mut padded, mut words) = (standing.clone(), Words::default());
            for &(&(position, own), &start) in changes {
                let place = self.table.padded_range(&(position..position + own.len()));
                self.table.write_codes(own, &mut padded[place.clone()]);
                self.table.append_columns(&padded, start..start + width, &mut words, values);
                padded[place.clone()].copy_from_slice(&standing[place]);
            }
        });
        Tensor::from_data(TensorData::new(values, [variants.len() * width, channels]), device)
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub fn kernels(&self, bases: [u8; 4]) -> Vec<FirstKernel> {
        self.table.of_bases(bases)
    }
}
