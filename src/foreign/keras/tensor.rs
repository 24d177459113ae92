use super::super::ForeignError;
use super::super::builder::GraphBuilder;

/// A value of the network in Keras's terms.
#[derive(Debug, Clone)]
pub(super) struct Tensor {
    /// The graph's value.
    pub value: String,
    /// Its shape as Keras has it: channels last, without the batch axis.
    pub shape: Vec<usize>,
    /// Whether the graph has it as `C x L`, axes of extent 1 left out, instead of in Keras's shape.
    pub first: bool,
}

impl Tensor {
    /// A value that the graph has in Keras's shape.
    pub fn plain(value: String, shape: Vec<usize>) -> Self {
        Self { value, shape, first: false }
    }

    /// A value that the graph has channels first.
    pub fn channels_first(value: String, shape: Vec<usize>) -> Self {
        Self { value, shape, first: true }
    }

    /// The same layout, another value of the same shape.
    #[must_use]
    pub fn with(&self, value: String) -> Self {
        Self { value, ..self.clone() }
    }

    /// Positions and channels, where all axes but the last and one have an extent of 1.
    pub fn sequence(&self) -> Option<[usize; 2]> {
        let (channels, others) = self.shape.split_last()?;
        if others.is_empty() || others.iter().filter(|extent| **extent != 1).count() > 1 {
            return None;
        }
        Some([others.iter().product(), *channels])
    }

    /// The graph's axis of one of Keras's (which may count from behind).
    pub fn axis(&self, axis: i64) -> Option<usize> {
        let rank = self.shape.len() as i64;
        // Keras counts the batch axis.
        let own = if axis < 0 { axis + rank } else { axis - 1 };
        let own = usize::try_from(own).ok().filter(|own| *own < self.shape.len())?;
        match (self.first, own + 1 == self.shape.len()) {
            (false, _) => Some(own),
            (true, true) => Some(0),
            (true, false) => Some(1),
        }
    }
}

/// The value in Keras's shape.
pub(super) fn in_keras_order(builder: &mut GraphBuilder, name: &str, tensor: &Tensor) -> Result<String, ForeignError> {
    if !tensor.first {
        return Ok(tensor.value.clone());
    }
    let swapped = builder.transposed(name, &tensor.value, &[1, 0])?;
    Ok(builder.reshaped(name, &swapped, &tensor.shape)?)
}

/// The value as `C x L`; nothing where it is no sequence.
pub(super) fn channels_first(
    builder: &mut GraphBuilder,
    name: &str,
    tensor: &Tensor,
) -> Result<Option<String>, ForeignError> {
    if tensor.first {
        return Ok(Some(tensor.value.clone()));
    }
    let Some(shape) = tensor.sequence() else { return Ok(None) };
    let flat = builder.reshaped(name, &tensor.value, &shape)?;
    Ok(Some(builder.transposed(name, &flat, &[1, 0])?))
}
