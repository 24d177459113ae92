//! Names of functions that a network calls without a layer.

use super::super::config::snake_case;
use super::super::reader::Reader;
use super::activation;
use crate::architecture::graph::ir::{Binary, Function, Reduction};

/// Whether there is a function of that name, which Keras 3's HDF5 files do not tell from layers.
pub(super) fn knows(reader: &Reader<'_>, function: &str) -> bool {
    const OTHERS: &[&str] = &[
        "softmax",
        "reshape",
        "transpose",
        "expand_dims",
        "squeeze",
        "matmul",
        "get_item",
        "clip",
        "gelu",
        "leaky_relu",
    ];
    let name = snake_case(function);
    let name = name.as_str();
    binary(name).is_some() || reduction(name).is_some() || OTHERS.contains(&name) || unary(reader, name).is_some()
}

pub(super) fn binary(name: &str) -> Option<Binary> {
    Some(match name {
        "add" | "add_v2" | "__add__" | "radd" => Binary::Add,
        "subtract" | "sub" | "__sub__" => Binary::Sub,
        "multiply" | "mul" | "__mul__" | "rmul" => Binary::Mul,
        "divide" | "truediv" | "true_divide" | "div" | "realdiv" => Binary::Div,
        "maximum" => Binary::Max,
        "minimum" => Binary::Min,
        "pow" | "power" => Binary::Pow,
        _ => return None,
    })
}

pub(super) fn reduction(name: &str) -> Option<Reduction> {
    Some(match name {
        "reduce_mean" | "mean" => Reduction::Mean,
        "reduce_sum" | "sum" => Reduction::Sum,
        "reduce_max" | "max" | "amax" => Reduction::Max,
        "reduce_min" | "min" | "amin" => Reduction::Min,
        _ => return None,
    })
}

/// Functions of one number, one after the other.
pub(super) fn unary(reader: &Reader<'_>, name: &str) -> Option<Vec<Function>> {
    Some(match name {
        "square" => vec![Function::Pow { exponent: 2.0 }],
        "rsqrt" => vec![Function::Pow { exponent: -0.5 }],
        "sqrt" => vec![Function::Sqrt],
        "log" => vec![Function::Log],
        "log1p" => vec![Function::Linear { factor: 1.0, term: 1.0 }, Function::Log],
        "expm1" => vec![Function::Exp, Function::Linear { factor: 1.0, term: -1.0 }],
        "abs" | "absolute" => vec![Function::Abs],
        "negative" | "neg" => vec![Function::Neg],
        "reciprocal" => vec![Function::Reciprocal],
        "erf" => vec![Function::Erf],
        // The numbers stay what they are.
        "stop_gradient" | "cast" | "dropout" | "identity" | "convert_to_tensor" => Vec::new(),
        other => vec![activation::function(reader, other)?],
    })
}
