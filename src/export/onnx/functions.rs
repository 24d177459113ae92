use super::graph::AttributeValue::Float;
use super::graph::{AttributeValue, GraphBuilder};
use crate::architecture::graph::ir::{Function, GELU_CUBE, GELU_SLOPE};

/// A function of every number, as one of ONNX's operators or spelt out in several; gives the name of its value.
pub(super) fn add(graph: &mut GraphBuilder, function: Function, x: &str) -> String {
    match function {
        Function::Gelu => {
            let scaled = of_number(graph, "Mul", x, std::f32::consts::FRAC_1_SQRT_2);
            let share = graph.node("Erf", &[&scaled], Vec::new());
            half_gated(graph, x, &share)
        }
        Function::GeluTanh => {
            let square = graph.node("Mul", &[x, x], Vec::new());
            let cube = graph.node("Mul", &[&square, x], Vec::new());
            let small = of_number(graph, "Mul", &cube, GELU_CUBE);
            let sum = graph.node("Add", &[x, &small], Vec::new());
            let within = of_number(graph, "Mul", &sum, GELU_SLOPE);
            let share = graph.node("Tanh", &[&within], Vec::new());
            half_gated(graph, x, &share)
        }
        Function::Silu { scale } => {
            let within = if scale == 1.0 { x.to_owned() } else { of_number(graph, "Mul", x, scale) };
            let gate = graph.node("Sigmoid", &[&within], Vec::new());
            graph.node("Mul", &[x, &gate], Vec::new())
        }
        Function::Clip { min, max } => {
            let least = min.map(|min| of_number(graph, "Max", x, min));
            let least = least.unwrap_or_else(|| x.to_owned());
            max.map_or(least.clone(), |max| of_number(graph, "Min", &least, max))
        }
        Function::Pow { exponent } => of_number(graph, "Pow", x, exponent),
        Function::Linear { factor, term } => {
            let scaled = if factor == 1.0 { x.to_owned() } else { of_number(graph, "Mul", x, factor) };
            if term == 0.0 && factor != 1.0 { scaled } else { of_number(graph, "Add", &scaled, term) }
        }
        other => graph.node(other.operator(), &[x], settings(other)),
    }
}

/// x and a number.
fn of_number(graph: &mut GraphBuilder, operator: &str, x: &str, number: f32) -> String {
    let number = graph.constant(&[], &[number]);
    graph.node(operator, &[x, &number], Vec::new())
}

/// Half of x times one more than a share.
fn half_gated(graph: &mut GraphBuilder, x: &str, share: &str) -> String {
    let gate = of_number(graph, "Add", share, 1.0);
    let product = graph.node("Mul", &[x, &gate], Vec::new());
    of_number(graph, "Mul", &product, 0.5)
}

fn settings(function: Function) -> Vec<(&'static str, AttributeValue)> {
    match function {
        Function::LeakyRelu { alpha } | Function::Elu { alpha } => vec![("alpha", Float(alpha))],
        Function::Selu { alpha, gamma } => vec![("alpha", Float(alpha)), ("gamma", Float(gamma))],
        Function::HardSigmoid { alpha, beta } => vec![("alpha", Float(alpha)), ("beta", Float(beta))],
        _ => Vec::new(),
    }
}
