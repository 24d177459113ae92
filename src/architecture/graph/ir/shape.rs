use super::op::{Direction, Op};
use super::rearranged::rearranged;

/// What a node reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) shape: &'a [usize],
    pub(super) constant: bool,
}

/// Why a node cannot be computed.
pub(super) enum Fault {
    /// How many values it needs, in words.
    Operands(&'static str),
    /// What shapes would fit.
    Shapes(&'static str),
    Attribute {
        attribute: &'static str,
        found: String,
        rule: &'static str,
    },
    NotConstant,
}

/// No attribute of a sequence network comes near; products of such numbers do not overflow.
const LARGEST: usize = 1 << 24;

pub(super) type Shape = Result<Vec<usize>, Fault>;

/// The shape of what a node gives.
pub(super) fn output_shape(op: &Op, operands: &[Operand<'_>]) -> Shape {
    match op {
        Op::Conv { .. } | Op::ConvTranspose { .. } => convolution(op, operands),
        Op::MaxPool { width, stride, dilation, padding } => {
            let [input] = exactly(operands, "one")?;
            pool(input.shape, *width, *stride, *dilation, *padding)
        }
        Op::AveragePool { width, stride, padding, .. } => {
            let [input] = exactly(operands, "one")?;
            pool(input.shape, *width, *stride, 1, *padding)
        }
        Op::Affine { axis } => {
            let [input, factor, term] = exactly(operands, "three")?;
            let channels = extent(input.shape, *axis)?;
            constants(&[factor, term])?;
            let fits = factor.shape == [channels] && term.shape == [channels];
            fits.then(|| input.shape.to_vec()).ok_or(Fault::Shapes("factor and term need a number for each channel"))
        }
        Op::Function { function } => {
            let [input] = exactly(operands, "one")?;
            match function.numbers().iter().find(|number| !number.is_finite()) {
                Some(number) => Err(attribute("a number", *number, "numbers of a function have to be finite")),
                None => Ok(input.shape.to_vec()),
            }
        }
        Op::Binary { .. } => {
            let [left, right] = exactly(operands, "two")?;
            broadcast(left.shape, right.shape).ok_or(Fault::Shapes(BROADCAST))
        }
        Op::Where => {
            let [condition, left, right] = exactly(operands, "three")?;
            let values = broadcast(left.shape, right.shape).ok_or(Fault::Shapes(BROADCAST))?;
            broadcast(condition.shape, &values).ok_or(Fault::Shapes(BROADCAST))
        }
        Op::Softmax { axis } | Op::LogSoftmax { axis } => {
            let [input] = exactly(operands, "one")?;
            extent(input.shape, *axis).map(|_| input.shape.to_vec())
        }
        Op::MatMul => product(operands),
        Op::Dense => {
            let (input, weight, bias) = weighed(operands)?;
            match (input.shape.split_last(), weight.shape) {
                (Some((last, front)), [inputs, outputs])
                    if last == inputs && bias.is_none_or(|bias| bias.shape == [*outputs]) =>
                {
                    Ok([front, &[*outputs]].concat())
                }
                _ => Err(Fault::Shapes(
                    "the weight needs a row for each place on the last axis, the bias a number a column",
                )),
            }
        }
        Op::LayerNorm { axis, epsilon } => {
            let Some((input, others)) = operands.split_first().filter(|(_, others)| others.len() <= 2) else {
                return Err(Fault::Operands("one, two or three"));
            };
            extent(input.shape, *axis)?;
            constants(others)?;
            if !(epsilon.is_finite() && *epsilon >= 0.0) {
                return Err(attribute("an epsilon", *epsilon, "it has to be finite and not negative"));
            }
            let fits = others.iter().all(|own| own.shape == &input.shape[*axis..]);
            fits.then(|| input.shape.to_vec())
                .ok_or(Fault::Shapes("factor and term need the shape of what is normalised"))
        }
        Op::Lstm { hidden, direction, .. } => recurrent(operands, *hidden, *direction, 4),
        Op::Gru { hidden, direction, .. } => recurrent(operands, *hidden, *direction, 3),
        Op::Concat { axis } => concatenated(operands, *axis),
        Op::Slice { .. }
        | Op::Gather { .. }
        | Op::Pad { .. }
        | Op::Reshape { .. }
        | Op::Transpose { .. }
        | Op::Reduce { .. } => {
            let [input] = exactly(operands, "one")?;
            rearranged(op, input.shape)
        }
    }
}

const BROADCAST: &str = "they cannot be broadcast: axes from the last one on have to agree, or one of them be 1";

/// The shape that two are broadcast to.
pub(crate) fn broadcast(left: &[usize], right: &[usize]) -> Option<Vec<usize>> {
    let axes = left.len().max(right.len());
    let at = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(axes).map_or(1, |axis| shape[axis]);
    let extents = (0..axes).map(|axis| match (at(left, axis), at(right, axis)) {
        (a, b) if a == b || b == 1 => Some(a),
        (1, b) => Some(b),
        _ => None,
    });
    extents.collect()
}

fn exactly<'a, const N: usize>(operands: &[Operand<'a>], needed: &'static str) -> Result<[Operand<'a>; N], Fault> {
    operands.try_into().map_err(|_| Fault::Operands(needed))
}

pub(super) fn attribute(attribute: &'static str, found: impl ToString, rule: &'static str) -> Fault {
    Fault::Attribute { attribute, found: found.to_string(), rule }
}

pub(super) fn extent(shape: &[usize], axis: usize) -> Result<usize, Fault> {
    let found = shape.get(axis).copied();
    found.ok_or_else(|| attribute("an axis", axis, "what it reads has no such axis (the batch axis is not counted)"))
}

fn constants(operands: &[Operand<'_>]) -> Result<(), Fault> {
    if operands.iter().all(|own| own.constant) { Ok(()) } else { Err(Fault::NotConstant) }
}

/// What is read, a constant weight, perhaps a constant bias.
fn weighed<'a>(operands: &[Operand<'a>]) -> Result<(Operand<'a>, Operand<'a>, Option<Operand<'a>>), Fault> {
    let (input, weight, bias) = match operands {
        [input, weight] => (*input, *weight, None),
        [input, weight, bias] => (*input, *weight, Some(*bias)),
        _ => return Err(Fault::Operands("two or three")),
    };
    constants(&operands[1..])?;
    Ok((input, weight, bias))
}

fn positive(numbers: &[(&'static str, usize)]) -> Result<(), Fault> {
    match numbers.iter().find(|(_, number)| !(1..=LARGEST).contains(number)) {
        Some((name, number)) => Err(attribute(name, number, "it has to lie between 1 and 16,777,216")),
        None => Ok(()),
    }
}

pub(super) fn padded(columns: usize, padding: [usize; 2]) -> Result<usize, Fault> {
    if padding.iter().any(|own| *own > LARGEST) {
        return Err(attribute("a padding", format!("{padding:?}"), "it may be 16,777,216 columns at most"));
    }
    Ok(columns + padding[0] + padding[1])
}

/// Windows of `width` columns, `dilation` apart, that begin `stride` apart.
fn windows(columns: usize, width: usize, stride: usize, dilation: usize) -> Result<usize, Fault> {
    let span = (width - 1) * dilation + 1;
    if columns < span {
        return Err(Fault::Shapes("what it reads is shorter than its kernel"));
    }
    Ok((columns - span) / stride + 1)
}

fn convolution(op: &Op, operands: &[Operand<'_>]) -> Shape {
    const RULE: &str = "it needs channels x columns, a weight of three axes whose channels fit, and a number a kernel";
    let (input, weight, bias) = weighed(operands)?;
    let (&[channels, columns], &[first, second, width]) = (input.shape, weight.shape) else {
        return Err(Fault::Shapes(RULE));
    };
    let (outputs, columns) = match op {
        Op::Conv { groups, stride, dilation, padding } => {
            positive(&[("a number of groups", *groups), ("a stride", *stride), ("a dilation", *dilation)])?;
            if !first.is_multiple_of(*groups) || second.checked_mul(*groups) != Some(channels) {
                return Err(Fault::Shapes(RULE));
            }
            (first, windows(padded(columns, *padding)?, width, *stride, *dilation)?)
        }
        Op::ConvTranspose { groups, stride, dilation, padding, output_padding } => {
            positive(&[("a number of groups", *groups), ("a stride", *stride), ("a dilation", *dilation)])?;
            if first != channels || !channels.is_multiple_of(*groups) {
                return Err(Fault::Shapes(RULE));
            }
            if *output_padding >= (*stride).max(*dilation) {
                let rule = "it has to be less than the stride or the dilation";
                return Err(attribute("an output padding", output_padding, rule));
            }
            let cut = padded(0, *padding)?;
            let whole = (columns - 1) * stride + (width - 1) * dilation + output_padding + 1;
            let left = whole.checked_sub(cut).filter(|left| *left > 0);
            (second * groups, left.ok_or(Fault::Shapes("its padding leaves nothing"))?)
        }
        _ => return Err(Fault::Shapes(RULE)),
    };
    let fits = bias.is_none_or(|bias| bias.shape == [outputs]);
    fits.then(|| vec![outputs, columns]).ok_or(Fault::Shapes(RULE))
}

fn pool(shape: &[usize], width: usize, stride: usize, dilation: usize, padding: [usize; 2]) -> Shape {
    positive(&[("a width", width), ("a stride", stride), ("a dilation", dilation)])?;
    let &[channels, columns] = shape else { return Err(Fault::Shapes("it needs channels x columns")) };
    let span = (width - 1) * dilation + 1;
    if padding[0] >= span || padding[1] >= span + stride {
        return Err(attribute("a padding", format!("{padding:?}"), "a window must not lie in the padding alone"));
    }
    let count = windows(padded(columns, padding)?, width, stride, dilation)?;
    if (count - 1) * stride >= padding[0] + columns {
        return Err(attribute("a padding", format!("{padding:?}"), "a window must not lie in the padding alone"));
    }
    Ok(vec![channels, count])
}

fn product(operands: &[Operand<'_>]) -> Shape {
    const RULE: &str =
        "rows of the first have to be as long as columns of the second, and what stands in front of both alike";
    let [left, right] = exactly(operands, "two")?;
    match (left.shape, right.shape) {
        (&[inner], &[rows, columns]) if inner == rows && right.constant => Ok(vec![columns]),
        ([front_left @ .., rows, inner], [front_right @ .., same, columns]) if inner == same => {
            let front = broadcast(front_left, front_right).ok_or(Fault::Shapes(RULE))?;
            Ok([front.as_slice(), &[*rows, *columns]].concat())
        }
        _ => Err(Fault::Shapes(RULE)),
    }
}

fn recurrent(operands: &[Operand<'_>], hidden: usize, direction: Direction, gates: usize) -> Shape {
    const RULE: &str = "it needs positions x channels and weights for each direction and gate";
    if !(3..=4).contains(&operands.len()) {
        return Err(Fault::Operands("three or four"));
    }
    positive(&[("a width", hidden)])?;
    constants(&operands[1..])?;
    let &[positions, channels] = operands[0].shape else { return Err(Fault::Shapes(RULE)) };
    let (ways, rows) = (direction.count(), gates * hidden);
    let fits = operands[1].shape == [ways, rows, channels]
        && operands[2].shape == [ways, rows, hidden]
        && operands.get(3).is_none_or(|bias| bias.shape == [ways, 2 * rows]);
    fits.then(|| vec![positions, ways * hidden]).ok_or(Fault::Shapes(RULE))
}

fn concatenated(operands: &[Operand<'_>], axis: usize) -> Shape {
    let Some(first) = operands.first() else { return Err(Fault::Operands("one or more")) };
    extent(first.shape, axis)?;
    let mut shape = first.shape.to_vec();
    shape[axis] = 0;
    for own in operands {
        let alike = own.shape.len() == shape.len()
            && own.shape.iter().zip(&shape).enumerate().all(|(at, (a, b))| at == axis || a == b);
        if !alike {
            return Err(Fault::Shapes("all axes but the one that they are joined on have to agree"));
        }
        shape[axis] = shape[axis].saturating_add(own.shape[axis]);
    }
    Ok(shape)
}
