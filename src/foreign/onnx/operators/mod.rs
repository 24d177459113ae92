//! What each of ONNX's operators does, in the graph's.

mod choice;
mod convolution;
mod elementwise;
mod indexing;
mod linear;
mod normalisation;
mod operand;
mod range;
mod recurrent;
mod samples;
mod shape;

use super::super::ForeignError;
use super::attributes::Operator;
use super::constant::Constant;
use super::reader::Reader;
use super::value::Value;

const CONTROL_FLOW: &[&str] = &["If", "Loop", "Scan", "SequenceMap"];

const KNOWN: &[&str] = &[
    "Abs",
    "Add",
    "And",
    "AveragePool",
    "BatchNormalization",
    "Cast",
    "CastLike",
    "Celu",
    "Clip",
    "Concat",
    "Constant",
    "ConstantOfShape",
    "Conv",
    "ConvTranspose",
    "Div",
    "Dropout",
    "Elu",
    "Equal",
    "Erf",
    "Exp",
    "Expand",
    "Flatten",
    "GRU",
    "Gather",
    "Gelu",
    "Gemm",
    "GlobalAveragePool",
    "GlobalMaxPool",
    "Greater",
    "GreaterOrEqual",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "LSTM",
    "LayerNormalization",
    "LeakyRelu",
    "Less",
    "LessOrEqual",
    "Log",
    "LogSoftmax",
    "MatMul",
    "Max",
    "MaxPool",
    "Min",
    "Mish",
    "Mul",
    "Neg",
    "Or",
    "PRelu",
    "Pad",
    "Pow",
    "Range",
    "Reciprocal",
    "ReduceMax",
    "ReduceMean",
    "ReduceMin",
    "ReduceSum",
    "Relu",
    "Reshape",
    "Selu",
    "Shape",
    "Sigmoid",
    "Slice",
    "Softmax",
    "Softplus",
    "Softsign",
    "Split",
    "Sqrt",
    "Squeeze",
    "Sub",
    "Sum",
    "Swish",
    "Tanh",
    "Transpose",
    "Unsqueeze",
    "Where",
];

/// Whether a node's operator is known.
///
/// # Errors
/// [`ForeignError`] names the node and its operator.
pub(super) fn check_known(operator: &Operator<'_>, is_own: bool) -> Result<(), ForeignError> {
    let node = operator.node;
    if is_own && CONTROL_FLOW.contains(&node.op_type.as_str()) {
        return Err(ForeignError::ControlFlow { which: operator.faulty(), kind: node.op_type.clone() });
    }
    if is_own && KNOWN.contains(&node.op_type.as_str()) {
        return Ok(());
    }
    let kind = if is_own { node.op_type.clone() } else { format!("{}.{}", node.domain, node.op_type) };
    let advice =
        "docs/importing.md lists the operators that are read; express it by some of them and export the network again";
    Err(ForeignError::Unknown { which: operator.faulty(), kind, advice })
}

/// What a node gives.
pub(super) fn apply(reader: &mut Reader, operator: &Operator<'_>) -> Result<Vec<Value>, ForeignError> {
    let value = match operator.node.op_type.as_str() {
        "Constant" => constant(operator)?,
        "Identity" | "Dropout" | "CastLike" => reader.needed(operator, 0)?,
        "Cast" => elementwise::cast(reader, operator)?,
        "Add" | "Sub" | "Mul" | "Div" | "Pow" | "Equal" | "Greater" | "GreaterOrEqual" | "Less" | "LessOrEqual"
        | "And" | "Or" => elementwise::binary(reader, operator)?,
        "Min" | "Max" | "Sum" => elementwise::variadic(reader, operator)?,
        "Where" => choice::choice(reader, operator)?,
        "PRelu" => elementwise::parametric(reader, operator)?,
        "Conv" => convolution::convolution(reader, operator)?,
        "ConvTranspose" => convolution::transposed(reader, operator)?,
        "MaxPool" | "AveragePool" => convolution::pool(reader, operator)?,
        "GlobalMaxPool" | "GlobalAveragePool" => normalisation::global(reader, operator)?,
        "ReduceMean" | "ReduceSum" | "ReduceMax" | "ReduceMin" => normalisation::reduce(reader, operator)?,
        "BatchNormalization" => normalisation::batch(reader, operator)?,
        "LayerNormalization" => normalisation::layer(reader, operator)?,
        "Softmax" | "LogSoftmax" => normalisation::softmax(reader, operator)?,
        "MatMul" => linear::product(reader, operator)?,
        "Gemm" => linear::gemm(reader, operator)?,
        "LSTM" | "GRU" => return recurrent::recurrent(reader, operator),
        "Shape" => shape::of(reader, operator)?,
        "Range" => range::range(reader, operator)?,
        "ConstantOfShape" => shape::filled(reader, operator)?,
        "Expand" => shape::expand(reader, operator)?,
        "Reshape" => shape::reshape(reader, operator)?,
        "Flatten" => shape::flatten(reader, operator)?,
        "Squeeze" => shape::squeeze(reader, operator)?,
        "Unsqueeze" => shape::unsqueeze(reader, operator)?,
        "Transpose" => shape::transpose(reader, operator)?,
        "Concat" => indexing::concat(reader, operator)?,
        "Slice" => indexing::slice(reader, operator)?,
        "Split" => return indexing::split(reader, operator),
        "Gather" => indexing::gather(reader, operator)?,
        "Pad" => indexing::pad(reader, operator)?,
        _ => elementwise::function(reader, operator)?,
    };
    // A mask of a dropout or the indices of a pool may be there, and may not be read.
    let mut all = vec![value];
    all.resize(operator.node.output.len().max(1), Value::NotGiven);
    Ok(all)
}

fn constant(operator: &Operator<'_>) -> Result<Value, ForeignError> {
    use super::value::Extent;
    let whole = |values: &[i64]| values.iter().map(|own| Extent::Known(*own)).collect::<Vec<_>>();
    let constant = if let Some(tensor) = operator.tensor("value") {
        Constant::read(tensor)?
    } else if operator.has("value_float") {
        Constant::floats(Vec::new(), vec![operator.float("value_float", 0.0)])
    } else if operator.has("value_floats") {
        let own = operator.floats("value_floats").to_vec();
        Constant::floats(vec![own.len()], own)
    } else if operator.has("value_int") {
        Constant { shape: Vec::new(), ..Constant::list(whole(&[operator.integer("value_int", 0)])) }
    } else if let Some(own) = operator.integers("value_ints") {
        Constant::list(whole(own))
    } else {
        return Err(operator.refused("holds no numbers"));
    };
    Ok(Value::Constant(constant))
}
