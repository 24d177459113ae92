use super::op::Op;
use super::shape::Operand;

/// Multiply-adds of one sample; what computes a number from one or two counts as one.
pub(super) fn multiply_adds(op: &Op, operands: &[Operand<'_>], output: &[usize]) -> u64 {
    let numbers = |shape: &[usize]| shape.iter().fold(1_u64, |all, own| all.saturating_mul(*own as u64));
    let of = |at: usize| operands.get(at).map_or(0, |own| numbers(own.shape));
    let given = numbers(output);
    let extent =
        |at: usize, axis: usize| operands.get(at).and_then(|own| own.shape.get(axis)).map_or(1, |own| *own as u64);
    match op {
        // What a kernel reads for one number.
        Op::Conv { .. } => given.saturating_mul(extent(1, 1).saturating_mul(extent(1, 2))),
        Op::ConvTranspose { .. } => of(0).saturating_mul(extent(1, 1).saturating_mul(extent(1, 2))),
        Op::MaxPool { width, .. } | Op::AveragePool { width, .. } => given.saturating_mul(*width as u64),
        Op::Dense => given.saturating_mul(extent(1, 0)),
        Op::MatMul => {
            let inner = operands.first().and_then(|own| own.shape.last()).map_or(1, |own| *own as u64);
            given.saturating_mul(inner)
        }
        Op::Lstm { .. } | Op::Gru { .. } => {
            let positions = operands.first().and_then(|own| own.shape.first()).map_or(1, |own| *own as u64);
            positions.saturating_mul(of(1).saturating_add(of(2)))
        }
        Op::Reduce { .. } | Op::Softmax { .. } | Op::LogSoftmax { .. } | Op::LayerNorm { .. } => of(0),
        Op::Affine { .. } | Op::Function { .. } | Op::Binary { .. } | Op::Where => given,
        Op::Concat { .. }
        | Op::Slice { .. }
        | Op::Gather { .. }
        | Op::Pad { .. }
        | Op::Reshape { .. }
        | Op::Transpose { .. } => 0,
    }
}
