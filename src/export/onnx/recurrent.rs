use super::graph::AttributeValue::{Floats, Many, One, Word, Words};
use super::operators::{Writer, reads};
use crate::architecture::graph::ir::{Direction, Function, Node, Op};

/// An LSTM or a GRU on `P x L x C`; gives `P x L x (D H)`. None where ONNX's has no such function.
pub(super) fn add(writer: &mut Writer<'_>, node: &Node, x: &str, own: &[usize]) -> Option<String> {
    let (operator, hidden, direction, functions, resets_after) = match &node.op {
        Op::Lstm { hidden, direction, gate, cell, state } => {
            ("LSTM", *hidden, *direction, vec![*gate, *cell, *state], None)
        }
        Op::Gru { hidden, direction, gate, candidate, resets_after } => {
            ("GRU", *hidden, *direction, vec![*gate, *candidate], Some(*resets_after))
        }
        _ => return None,
    };
    let weights = writer.weights_behind(node)?;
    let ways = direction.count();
    let (mut names, mut alphas, mut betas) = (Vec::new(), Vec::new(), Vec::new());
    for function in functions.iter().cycle().take(functions.len() * ways) {
        let (name, settings) = activation(*function)?;
        names.push(name.to_owned());
        alphas.extend(settings.first());
        betas.extend(settings.get(1));
    }
    let mut settings = vec![
        ("hidden_size", One(hidden as i64)),
        ("direction", Word(way(direction).to_owned())),
        ("activations", Words(names)),
    ];
    settings.extend((!alphas.is_empty()).then_some(("activation_alpha", Floats(alphas))));
    settings.extend((!betas.is_empty()).then_some(("activation_beta", Floats(betas))));
    settings.extend(resets_after.map(|after| ("linear_before_reset", One(i64::from(after)))));
    // Samples stand behind positions there, and ways between the two in what comes out.
    let turned = writer.graph.node("Transpose", &[x], vec![("perm", Many(vec![1, 0, 2]))]);
    let states = writer.graph.node(operator, &reads(&turned, &weights), settings);
    let turned = writer.graph.node("Transpose", &[&states], vec![("perm", Many(vec![2, 0, 1, 3]))]);
    Some(writer.reshaped(&turned, &[*own.first()?, ways * hidden]))
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward",
        Direction::Reverse => "reverse",
        Direction::Both => "bidirectional",
    }
}

/// What ONNX calls a function within a recurrent layer, and the numbers that it is set to.
fn activation(function: Function) -> Option<(&'static str, Vec<f32>)> {
    Some(match function {
        Function::Relu => ("Relu", vec![]),
        Function::Tanh => ("Tanh", vec![]),
        Function::Sigmoid => ("Sigmoid", vec![]),
        Function::Softsign => ("Softsign", vec![]),
        Function::Softplus => ("Softplus", vec![]),
        Function::LeakyRelu { alpha } => ("LeakyRelu", vec![alpha]),
        Function::Elu { alpha } => ("Elu", vec![alpha]),
        Function::HardSigmoid { alpha, beta } => ("HardSigmoid", vec![alpha, beta]),
        Function::Linear { factor, term } => ("Affine", vec![factor, term]),
        Function::Identity => ("Affine", vec![1.0, 0.0]),
        _ => return None,
    })
}
