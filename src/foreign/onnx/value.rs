use super::constant::Constant;

/// A number that may stand for how many samples there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A number.
    Known(i64),
    /// The number of samples, which differs from run to run.
    Samples,
}

/// What an ONNX name stands for.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A value of the graph.
    Computed(Computed),
    /// Known numbers.
    Constant(Constant),
    /// One number over and over, of a shape with the axis of the samples.
    Filled {
        /// The number.
        value: f32,
        /// The shape.
        shape: Vec<Extent>,
    },
    /// An output that is not given here, and may not be read.
    NotGiven,
}

/// A value of the graph, which has the axis of the samples nowhere, and where ONNX has it.
#[derive(Debug, Clone)]
pub(super) struct Computed {
    /// The graph's name.
    pub name: String,
    /// Which of ONNX's axes is that of the samples.
    pub samples: usize,
}

impl Computed {
    /// The graph's axis of one of ONNX's `rank`, which may count from behind; nothing for that of the samples.
    pub fn axis(&self, axis: i64, rank: usize) -> Option<usize> {
        let own = absolute(axis, rank)?;
        match own.cmp(&self.samples) {
            std::cmp::Ordering::Less => Some(own),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(own - 1),
        }
    }

    /// The same place for another value.
    #[must_use]
    pub fn with(&self, name: String) -> Self {
        Self { name, samples: self.samples }
    }
}

/// An axis of `rank` that may count from behind.
pub(super) fn absolute(axis: i64, rank: usize) -> Option<usize> {
    let own = if axis < 0 { axis.checked_add(rank as i64)? } else { axis };
    usize::try_from(own).ok().filter(|own| *own < rank)
}
