//! Constants that are computed of constants: shapes, mostly.

use super::constant::{Constant, Numbers};
use super::value::Extent;
use crate::architecture::graph::ir::broadcast;

/// Numbers of a constant that is computed.
const MOST: usize = 1 << 24;

impl Constant {
    /// Numbers of some places, in a shape that has as many.
    fn selected(&self, shape: Vec<usize>, places: impl Iterator<Item = usize>) -> Self {
        let numbers = match &self.numbers {
            Numbers::Floats(own) => Numbers::Floats(places.filter_map(|at| own.get(at).copied()).collect()),
            Numbers::Integers(own) => Numbers::Integers(places.filter_map(|at| own.get(at).copied()).collect()),
        };
        Self { shape, numbers }
    }

    /// The same numbers in another shape; nothing where it has another count.
    pub fn reshaped(&self, shape: Vec<usize>) -> Option<Self> {
        (product(&shape)? == self.len()).then(|| Self { shape, numbers: self.numbers.clone() })
    }

    /// The axes in another order.
    pub fn transposed(&self, order: &[usize]) -> Option<Self> {
        if order.len() != self.shape.len() || (0..order.len()).any(|axis| !order.contains(&axis)) {
            return None;
        }
        let shape: Vec<usize> = order.iter().map(|axis| self.shape[*axis]).collect();
        let steps = steps(&self.shape);
        let steps: Vec<usize> = order.iter().map(|axis| steps[*axis]).collect();
        let places = places(&shape, &steps);
        Some(self.selected(shape, places.into_iter()))
    }

    /// Some places of an axis.
    pub fn taken(&self, axis: usize, indices: &[usize]) -> Option<Self> {
        let extent = *self.shape.get(axis)?;
        if indices.iter().any(|index| *index >= extent) {
            return None;
        }
        let mut shape = self.shape.clone();
        shape[axis] = indices.len();
        product(&shape).filter(|count| *count <= MOST)?;
        let inner: usize = self.shape[axis + 1..].iter().product();
        let outer: usize = self.shape[..axis].iter().product();
        let places = (0..outer).flat_map(move |row| indices.iter().map(move |index| (row, *index)));
        let places = places.flat_map(move |(row, index)| (0..inner).map(move |at| (row * extent + index) * inner + at));
        Some(self.selected(shape, places))
    }

    /// The numbers broadcast to a shape.
    pub fn expanded(&self, shape: &[usize]) -> Option<Self> {
        product(shape).filter(|count| *count <= MOST)?;
        let missing = shape.len().checked_sub(self.shape.len())?;
        let own = steps(&self.shape);
        let mut broadcast = vec![0; missing];
        for (at, extent) in self.shape.iter().enumerate() {
            match (*extent, shape[missing + at]) {
                (a, b) if a == b => broadcast.push(own[at]),
                (1, _) => broadcast.push(0),
                _ => return None,
            }
        }
        Some(self.selected(shape.to_vec(), places(shape, &broadcast).into_iter()))
    }

    /// Constants one after the other along an axis.
    pub fn joined(all: &[&Self], axis: usize) -> Option<Self> {
        let first = all.first()?;
        let same = |own: &&&Self| {
            own.shape.len() == first.shape.len()
                && own.shape.iter().zip(&first.shape).enumerate().all(|(at, (a, b))| at == axis || a == b)
        };
        if axis >= first.shape.len() || !all.iter().all(|own| same(&own)) {
            return None;
        }
        let mut shape = first.shape.clone();
        shape[axis] = all.iter().map(|own| own.shape[axis]).sum();
        product(&shape).filter(|count| *count <= MOST)?;
        let outer: usize = shape[..axis].iter().product();
        let chunk = |own: &Self| own.shape[axis..].iter().product::<usize>();
        if let Some(lists) = all.iter().map(|own| own.extents()).collect::<Option<Vec<_>>>() {
            let rows = (0..outer).flat_map(|row| {
                all.iter()
                    .zip(&lists)
                    .flat_map(move |(own, list)| list[row * chunk(own)..(row + 1) * chunk(own)].to_vec())
            });
            return Some(Self { shape, numbers: Numbers::Integers(rows.collect()) });
        }
        let lists = all.iter().map(|own| own.as_floats()).collect::<Option<Vec<_>>>()?;
        let rows = (0..outer).flat_map(|row| {
            all.iter().zip(&lists).flat_map(move |(own, list)| list[row * chunk(own)..(row + 1) * chunk(own)].to_vec())
        });
        Some(Self { shape, numbers: Numbers::Floats(rows.collect()) })
    }

    /// An operator on each number.
    pub fn mapped(&self, float: impl Fn(f32) -> f32) -> Option<Self> {
        let values = self.as_floats()?.into_iter().map(float).collect();
        Some(Self::floats(self.shape.clone(), values))
    }

    /// An operator on the numbers of two, broadcast.
    pub fn combined(operator: &str, a: &Self, b: &Self) -> Option<Self> {
        let shape = broadcast(&a.shape, &b.shape)?;
        let (a, b) = (a.expanded(&shape)?, b.expanded(&shape)?);
        if let (Some(a), Some(b)) = (a.extents(), b.extents()) {
            let values = a.iter().zip(b).map(|(a, b)| whole(operator, *a, *b)).collect::<Option<_>>()?;
            return Some(Self { shape, numbers: Numbers::Integers(values) });
        }
        let (a, b) = (a.as_floats()?, b.as_floats()?);
        if let Some(compare) = comparison(operator) {
            let values = a.iter().zip(&b).map(|(a, b)| Extent::Known(i64::from(a.partial_cmp(b).is_some_and(compare))));
            return Some(Self { shape, numbers: Numbers::Integers(values.collect()) });
        }
        let operate = match operator {
            "Add" => |a: f32, b: f32| a + b,
            "Sub" => |a: f32, b: f32| a - b,
            "Mul" => |a: f32, b: f32| a * b,
            "Div" => |a: f32, b: f32| a / b,
            "Pow" => f32::powf,
            "Min" => f32::min,
            "Max" => f32::max,
            _ => return None,
        };
        Some(Self::floats(shape, a.into_iter().zip(b).map(|(a, b)| operate(a, b)).collect()))
    }
}

/// How two numbers have to compare for a yes.
fn comparison(operator: &str) -> Option<fn(std::cmp::Ordering) -> bool> {
    Some(match operator {
        "Equal" => std::cmp::Ordering::is_eq,
        "Greater" => std::cmp::Ordering::is_gt,
        "GreaterOrEqual" => std::cmp::Ordering::is_ge,
        "Less" => std::cmp::Ordering::is_lt,
        "LessOrEqual" => std::cmp::Ordering::is_le,
        _ => return None,
    })
}

/// An operator on whole numbers; nothing where it depends on the number of samples.
fn whole(operator: &str, a: Extent, b: Extent) -> Option<Extent> {
    let (a, b) = match (operator, a, b) {
        ("Mul" | "Div", Extent::Samples, Extent::Known(1)) | ("Mul", Extent::Known(1), Extent::Samples) => {
            return Some(Extent::Samples);
        }
        ("Add" | "Sub", Extent::Samples, Extent::Known(0)) | ("Add", Extent::Known(0), Extent::Samples) => {
            return Some(Extent::Samples);
        }
        // Whatever a file compares it with (-1, mostly), there are as many samples as there are.
        ("Equal", Extent::Samples, Extent::Known(other)) | ("Equal", Extent::Known(other), Extent::Samples) => {
            return (other < 1).then_some(Extent::Known(0));
        }
        (_, Extent::Known(a), Extent::Known(b)) => (a, b),
        _ => return None,
    };
    if let Some(compare) = comparison(operator) {
        return Some(Extent::Known(i64::from(compare(a.cmp(&b)))));
    }
    let value = match operator {
        "Add" => a.checked_add(b),
        "Sub" => a.checked_sub(b),
        "Mul" => a.checked_mul(b),
        "Div" => a.checked_div(b),
        "Pow" => a.checked_pow(u32::try_from(b).ok()?),
        "Min" => Some(a.min(b)),
        "Max" => Some(a.max(b)),
        "And" => Some(i64::from(a != 0 && b != 0)),
        "Or" => Some(i64::from(a != 0 || b != 0)),
        _ => None,
    };
    value.map(Extent::Known)
}

fn product(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |all, own| all.checked_mul(*own))
}

/// How far apart two neighbours along each axis are.
fn steps(shape: &[usize]) -> Vec<usize> {
    let mut steps = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        steps[axis - 1] = steps[axis] * shape[axis];
    }
    steps
}

/// Places in row-major order of a shape, where each axis has its own step.
fn places(shape: &[usize], steps: &[usize]) -> Vec<usize> {
    let mut all = vec![0];
    for (extent, step) in shape.iter().zip(steps) {
        all = all.iter().flat_map(|own| (0..*extent).map(move |at| own + at * step)).collect();
    }
    all
}
