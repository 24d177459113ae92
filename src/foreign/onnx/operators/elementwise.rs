use super::super::super::ForeignError;
use super::super::super::constants::of_number;
use super::super::attributes::Operator;
use super::super::constant::{Constant, Numbers};
use super::super::reader::Reader;
use super::super::value::{Computed, Extent, Value};
use super::operand::per_channel;
use super::samples::repeated;
use crate::architecture::Array;
use crate::architecture::graph::ir::{Binary, Function};

/// A function of every number.
pub(super) fn function(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let functions = functions(reader, operator)?;
    match reader.needed(operator, 0)? {
        Value::Computed(own) => {
            let mut name = own.name.clone();
            for function in functions {
                name = reader.builder.function(operator.name(), function, &name)?;
            }
            // What these compute is a gate of what they read.
            if let "HardSwish" | "Mish" = operator.node.op_type.as_str() {
                name = reader.builder.binary(operator.name(), Binary::Mul, [&own.name, &name])?;
            }
            Ok(Value::Computed(own.with(name)))
        }
        Value::Constant(own) => {
            let folded = match operator.node.op_type.as_str() {
                "Sqrt" => own.mapped(f32::sqrt),
                "Exp" => own.mapped(f32::exp),
                "Log" => own.mapped(f32::ln),
                "Reciprocal" => own.mapped(f32::recip),
                "Tanh" => own.mapped(f32::tanh),
                "Relu" => own.mapped(|value| value.max(0.0)),
                "Neg" => negated(&own),
                "Abs" => own.mapped(f32::abs),
                "Sigmoid" => own.mapped(|value| 1.0 / (1.0 + (-value).exp())),
                "Softplus" => own.mapped(|value| value.exp().ln_1p()),
                _ => None,
            };
            folded
                .map(Value::Constant)
                .ok_or_else(|| operator.refused("is computed of constants, which is not read here"))
        }
        _ => Err(operator.refused("is computed of the number of samples")),
    }
}

fn negated(own: &Constant) -> Option<Constant> {
    let Some(values) = own.integers() else { return own.mapped(|value| -value) };
    let values = values.iter().map(|value| value.checked_neg().map(Extent::Known)).collect::<Option<_>>()?;
    Some(Constant { shape: own.shape.clone(), numbers: Numbers::Integers(values) })
}

fn functions(reader: &Reader, operator: &Operator<'_>) -> Result<Vec<Function>, ForeignError> {
    let alpha = |default: f32| operator.float("alpha", default);
    Ok(vec![match operator.node.op_type.as_str() {
        "Relu" => Function::Relu,
        "LeakyRelu" => Function::LeakyRelu { alpha: alpha(0.01) },
        "Elu" => Function::Elu { alpha: alpha(1.0) },
        "Celu" => {
            let alpha = alpha(1.0);
            return Ok(vec![
                Function::Linear { factor: 1.0 / alpha, term: 0.0 },
                Function::Elu { alpha: 1.0 },
                Function::Linear { factor: alpha, term: 0.0 },
            ]);
        }
        "Selu" => Function::Selu { alpha: alpha(1.673_263_2), gamma: operator.float("gamma", 1.050_701) },
        "Gelu" if operator.word("approximate", "none") == "tanh" => Function::GeluTanh,
        "Gelu" => Function::Gelu,
        "Swish" => Function::Silu { scale: alpha(1.0) },
        "Sigmoid" => Function::Sigmoid,
        "HardSigmoid" => Function::HardSigmoid { alpha: alpha(0.2), beta: operator.float("beta", 0.5) },
        "HardSwish" => Function::HardSigmoid { alpha: 1.0 / 6.0, beta: 0.5 },
        "Mish" => return Ok(vec![Function::Softplus, Function::Tanh]),
        "Tanh" => Function::Tanh,
        "Softplus" => Function::Softplus,
        "Softsign" => Function::Softsign,
        "Exp" => Function::Exp,
        "Log" => Function::Log,
        "Sqrt" => Function::Sqrt,
        "Reciprocal" => Function::Reciprocal,
        "Erf" => Function::Erf,
        "Neg" => Function::Neg,
        "Abs" => Function::Abs,
        "Clip" => {
            let bound = |place: usize| -> Result<Option<f32>, ForeignError> {
                let own = reader.constant(operator, place)?;
                own.map(|own| own.scalar().ok_or_else(|| operator.refused("has a bound that is not one number")))
                    .transpose()
            };
            Function::Clip { min: bound(1)?, max: bound(2)? }
        }
        other => return Err(operator.refused(format!("is {other}, which is not read"))),
    }])
}

/// Numbers of another kind: what is computed stays what it is.
pub(super) fn cast(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    const REAL: [i64; 4] = [1, 10, 11, 16];
    const YES_OR_NO: i64 = 9;
    let to = operator.integer("to", 1);
    let is_real = REAL.contains(&to);
    match reader.needed(operator, 0)? {
        Value::Computed(own) if is_real || to == YES_OR_NO => Ok(Value::Computed(own)),
        Value::Computed(_) => Err(operator.refused("rounds what is computed to whole numbers, which is not read")),
        Value::Constant(own) => {
            let numbers = match (own.numbers, is_real) {
                (Numbers::Floats(values), false) => {
                    Numbers::Integers(values.iter().map(|value| Extent::Known(*value as i64)).collect())
                }
                (Numbers::Integers(values), true) if !values.contains(&Extent::Samples) => Numbers::Floats(
                    values
                        .iter()
                        .map(|value| if let Extent::Known(value) = value { *value as f32 } else { 0.0 })
                        .collect(),
                ),
                (numbers, _) => numbers,
            };
            Ok(Value::Constant(Constant { shape: own.shape, numbers }))
        }
        other => Ok(other),
    }
}

fn kind(operator: &str) -> Option<Binary> {
    Some(match operator {
        "Add" | "Sum" => Binary::Add,
        "Sub" => Binary::Sub,
        "Mul" | "And" => Binary::Mul,
        "Div" => Binary::Div,
        "Pow" => Binary::Pow,
        "Min" => Binary::Min,
        "Max" | "Or" => Binary::Max,
        "Equal" => Binary::Equal,
        "Greater" => Binary::Greater,
        "GreaterOrEqual" => Binary::GreaterOrEqual,
        "Less" => Binary::Less,
        "LessOrEqual" => Binary::LessOrEqual,
        _ => return None,
    })
}

pub(super) fn binary(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let (a, b) = (reader.needed(operator, 0)?, reader.needed(operator, 1)?);
    pair(reader, operator, a, b)
}

/// An operator that takes any number of values.
pub(super) fn variadic(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let mut sum = reader.needed(operator, 0)?;
    for place in 1..operator.node.input.len() {
        let other = reader.needed(operator, place)?;
        sum = pair(reader, operator, sum, other)?;
    }
    Ok(sum)
}

fn pair(reader: &mut Reader, operator: &Operator<'_>, a: Value, b: Value) -> Result<Value, ForeignError> {
    let name = operator.node.op_type.as_str();
    let function = kind(name).ok_or_else(|| operator.refused("is no function of two values"))?;
    match (a, b) {
        (Value::Constant(a), Value::Constant(b)) => {
            let name = if name == "Sum" { "Add" } else { name };
            let folded = Constant::combined(name, &a, &b);
            folded.map(Value::Constant).ok_or_else(|| {
                operator
                    .refused("is computed of constants whose shapes do not go together, or of the number of samples")
            })
        }
        (Value::Computed(a), Value::Computed(b)) => {
            let samples = aligned(reader, operator, &[&a, &b])?;
            let name = reader.builder.binary(operator.name(), function, [&a.name, &b.name])?;
            Ok(Value::Computed(Computed { name, samples }))
        }
        (Value::Filled { value, shape }, b @ Value::Constant(_)) => {
            let a = repeated(reader, operator, &Constant::floats(Vec::new(), vec![value]), &shape)?;
            beside(reader, operator, function, a, b, false)
        }
        (a @ Value::Constant(_), Value::Filled { value, shape }) => {
            let b = repeated(reader, operator, &Constant::floats(Vec::new(), vec![value]), &shape)?;
            beside(reader, operator, function, b, a, true)
        }
        (Value::Computed(a), b) => beside(reader, operator, function, a, b, false),
        (a, Value::Computed(b)) => beside(reader, operator, function, b, a, true),
        _ => Err(operator.refused("is computed of the number of samples")),
    }
}

/// Where the axis of the samples is in a broadcast of several values: as far from the end in each of them.
pub(super) fn aligned(reader: &Reader, operator: &Operator<'_>, values: &[&Computed]) -> Result<usize, ForeignError> {
    let rank = values.iter().map(|own| reader.rank(own)).max().unwrap_or(0);
    let places: Vec<usize> = values.iter().map(|own| rank - reader.rank(own) + own.samples).collect();
    if places.iter().all(|place| *place == places[0]) {
        return Ok(places[0]);
    }
    let shapes: Vec<_> = values.iter().map(|own| reader.builder.shape(&own.name)).collect();
    Err(operator.refused(format!("reads values of the shapes {shapes:?} beside the samples, which would mix samples")))
}

/// A constant in the shape that it has beside a value, without the axis of the samples.
pub(super) fn beside_shape(reader: &Reader, own: &Computed, constant: &Constant) -> Option<Array> {
    let rank = reader.rank(own);
    let mut array = constant.array()?;
    // Axes of extent 1 in front change nothing where there are enough.
    while array.shape.len() > rank && array.shape[0] == 1 {
        array.shape.remove(0);
    }
    let missing = rank.checked_sub(array.shape.len())?;
    if let Some(at) = own.samples.checked_sub(missing) {
        if array.shape[at] != 1 {
            return None;
        }
        array.shape.remove(at);
    }
    Some(array)
}

/// A function of a value and of constant numbers, which may come first.
fn beside(
    reader: &mut Reader,
    operator: &Operator<'_>,
    function: Binary,
    own: Computed,
    other: Value,
    comes_first: bool,
) -> Result<Value, ForeignError> {
    let constant = match other {
        Value::Constant(constant) => constant,
        Value::Filled { value, .. } => Constant::floats(Vec::new(), vec![value]),
        _ => return Err(operator.refused("reads an output that is not read here")),
    };
    let unfit = || operator.refused("reads a constant whose shape does not fit, or which differs between samples");
    let scalar = constant.scalar().filter(|_| constant.shape.len() <= reader.rank(&own));
    if let Some(functions) = scalar.and_then(|number| of_number(function, number, comes_first)) {
        let mut name = own.name.clone();
        for function in functions {
            name = reader.builder.function(operator.name(), function, &name)?;
        }
        return Ok(Value::Computed(own.with(name)));
    }
    let array = beside_shape(reader, &own, &constant).ok_or_else(unfit)?;
    if let Some(name) = per_channel(reader, operator, function, &own, &array, comes_first)? {
        return Ok(Value::Computed(own.with(name)));
    }
    let constant = reader.builder.constant(&format!("{}.constant", operator.name()), array);
    let values = if comes_first { [constant.as_str(), &own.name] } else { [own.name.as_str(), &constant] };
    let name = reader.builder.binary(operator.name(), function, values)?;
    Ok(Value::Computed(own.with(name)))
}

/// max(0, x) + slope min(0, x)
pub(super) fn parametric(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let slope = reader.constant(operator, 1)?.cloned().ok_or_else(|| operator.refused("has no slope"))?;
    if let Some(alpha) = slope.scalar() {
        let name = reader.builder.function(operator.name(), Function::LeakyRelu { alpha }, &own.name)?;
        return Ok(Value::Computed(own.with(name)));
    }
    let node = operator.name();
    let above = reader.builder.function(node, Function::Relu, &own.name)?;
    let below = reader.builder.function(node, Function::Clip { min: None, max: Some(0.0) }, &own.name)?;
    let scaled = beside(reader, operator, Binary::Mul, own.with(below), Value::Constant(slope), false)?;
    let Value::Computed(scaled) = scaled else { return Err(operator.refused("has a slope that does not fit")) };
    let sum = reader.builder.binary(node, Binary::Add, [&above, &scaled.name])?;
    Ok(Value::Computed(own.with(sum)))
}
