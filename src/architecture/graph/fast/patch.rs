use std::ops::Range;

use burn::tensor::{Device, Tensor};

use super::super::compute::places;

/// Which columns of a value are computed for each variant of a batch: as many for all. They hold all that a
/// change reaches, and may hold others, as one that lies near an end is moved inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// By variant, the first column.
    pub starts: Vec<usize>,
    /// How many.
    pub width: usize,
}

/// The columns of some variants.
#[derive(Debug, Clone)]
pub struct Patch {
    pub place: Placement,
    /// `(variants * width) x numbers of a column`
    pub rows: Tensor<2>,
}

impl Placement {
    /// Of what each variant reaches, of `columns`.
    pub fn new(reached: &[Range<usize>], columns: usize) -> Self {
        let width = reached.iter().map(ExactSizeIterator::len).max().unwrap_or(0).clamp(1, columns.max(1));
        let starts = reached.iter().map(|own| own.start.min(columns - width)).collect();
        Self { starts, width }
    }

    /// All columns, variant by variant.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().flat_map(|start| *start..start + self.width)
    }
}

impl Patch {
    /// `wanted` columns of every variant, `(variants * wanted) x numbers`: the variant's own where it has
    /// them, else the reference's, and `beyond` where there are none. `position` gives a column of the
    /// value from a variant's entry of `starts` and a number below `wanted`.
    pub fn gather(
        &self,
        reference: &Tensor<2>,
        beyond: f32,
        wanted: usize,
        position: impl Fn(usize, usize) -> isize,
        starts: &[usize],
    ) -> Tensor<2> {
        let [columns, numbers] = reference.dims();
        let (width, own_starts) = (self.place.width, &self.place.starts);
        let mut rows = Vec::with_capacity(starts.len() * wanted);
        let mut has_beyond = false;
        for (variant, (start, own)) in starts.iter().zip(own_starts).enumerate() {
            for offset in 0..wanted {
                let column = position(*start, offset);
                rows.push(match usize::try_from(column).ok().filter(|column| *column < columns) {
                    Some(column) if (*own..own + width).contains(&column) => columns + variant * width + column - own,
                    Some(column) => column,
                    None => {
                        has_beyond = true;
                        columns + own_starts.len() * width
                    }
                });
            }
        }
        let device: Device = reference.device();
        let mut sources = vec![reference.clone(), self.rows.clone()];
        if has_beyond {
            sources.push(Tensor::full([1, numbers], beyond, &device));
        }
        Tensor::cat(sources, 0).select(0, places(&rows, &device))
    }

    /// The columns of another placement.
    pub fn placed(&self, reference: &Tensor<2>, place: &Placement) -> Tensor<2> {
        if self.place == *place {
            return self.rows.clone();
        }
        self.gather(reference, 0.0, place.width, |start, offset| (start + offset) as isize, &place.starts)
    }

    /// What the variants' columns are in the reference.
    pub fn standing(&self, reference: &Tensor<2>) -> Tensor<2> {
        let rows: Vec<usize> = self.place.columns().collect();
        reference.clone().select(0, places(&rows, &reference.device()))
    }
}
