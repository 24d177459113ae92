use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::reader::Reader;
use super::super::value::{Computed, Value};
use crate::architecture::Array;
use crate::architecture::graph::ir::{Direction, Function, Op};

/// An LSTM or a GRU: all states, then the last one of each way.
pub(super) fn recurrent(reader: &mut Reader, operator: &Operator<'_>) -> Result<Vec<Value>, ForeignError> {
    let is_lstm = operator.node.op_type == "LSTM";
    let own = reader.computed(operator, 0)?;
    let samples_first = operator.integer("layout", 0) != 0;
    if own.samples != usize::from(!samples_first) || reader.rank(&own) != 3 {
        return Err(operator.refused("reads a value whose axes are not positions, samples and channels"));
    }
    if operator.has("clip") || operator.integer("input_forget", 0) != 0 {
        return Err(operator.refused("clips its states or couples its gates, which is not read"));
    }
    let direction = match operator.word("direction", "forward").as_str() {
        "forward" => Direction::Forward,
        "reverse" => Direction::Reverse,
        "bidirectional" => Direction::Both,
        other => return Err(operator.refused(format!("goes in the direction \"{other}\", which is not known"))),
    };
    let hidden = usize::try_from(operator.integer("hidden_size", 0)).unwrap_or(0);
    if hidden == 0 {
        return Err(operator.refused("does not say its hidden_size"));
    }
    starts_with_zeros(reader, operator, is_lstm)?;
    let gates = functions(operator, is_lstm, direction.count())?;
    let (kernel, recurrent) = (reader.weight(operator, 1, 3)?, reader.weight(operator, 2, 3)?);
    let bias = if reader.constant(operator, 3)?.is_some() { Some(reader.weight(operator, 3, 2)?) } else { None };
    let constant = |reader: &mut Reader, what: &str, array: Array| {
        reader.builder.constant(&format!("{}.{what}", operator.name()), array)
    };
    let mut reads = vec![own.name.clone(), constant(reader, "W", kernel), constant(reader, "R", recurrent)];
    if let Some(bias) = bias {
        reads.push(constant(reader, "B", bias));
    }
    let op = if is_lstm {
        Op::Lstm { hidden, direction, gate: gates[0], cell: gates[1], state: gates[2] }
    } else {
        let resets_after = operator.integer("linear_before_reset", 0) != 0;
        Op::Gru { hidden, direction, gate: gates[0], candidate: gates[1], resets_after }
    };
    let reads: Vec<&str> = reads.iter().map(String::as_str).collect();
    let all = reader.builder.node(operator.name(), op, &reads)?;
    let length = reader.builder.shape(&all).first().copied().unwrap_or(0);
    let ways = direction.count();
    let apart = reader.builder.reshaped(operator.name(), &all, &[length, ways, hidden])?;
    let mut last = Vec::new();
    for way in 0..ways {
        let backwards = direction == Direction::Reverse || way == 1;
        let at = if backwards { 0 } else { length.saturating_sub(1) };
        let place = Op::Gather { axis: 0, indices: vec![at], keeps_axis: false };
        let place = reader.builder.node(operator.name(), place, &[&apart])?;
        last.push(if ways == 1 {
            place
        } else {
            reader.builder.node(operator.name(), Op::Slice { axis: 0, start: way, step: 1, count: 1 }, &[&place])?
        });
    }
    let last = match last.as_slice() {
        [only] => only.clone(),
        several => {
            let reads: Vec<&str> = several.iter().map(String::as_str).collect();
            reader.builder.node(operator.name(), Op::Concat { axis: 0 }, &reads)?
        }
    };
    let [all_samples, last_samples] = if samples_first { [0, 0] } else { [2, 1] };
    let outputs = [
        Value::Computed(Computed { name: apart, samples: all_samples }),
        Value::Computed(Computed { name: last, samples: last_samples }),
        Value::NotGiven,
    ];
    Ok(outputs.into_iter().take(operator.node.output.len().max(1)).collect())
}

/// States that are given at the beginning have to be zeros, as they are where none are.
fn starts_with_zeros(reader: &Reader, operator: &Operator<'_>, is_lstm: bool) -> Result<(), ForeignError> {
    if reader.given(operator, 4)?.is_some() {
        return Err(operator.refused("reads sequences of different lengths, which is not read"));
    }
    for place in 5..=if is_lstm { 6 } else { 5 } {
        let zeros = match reader.given(operator, place)? {
            None => true,
            Some(Value::Filled { value, .. }) => *value == 0.0,
            Some(Value::Constant(own)) => own.as_floats().is_some_and(|own| own.iter().all(|value| *value == 0.0)),
            Some(_) => false,
        };
        if !zeros {
            return Err(operator.refused("begins with states that are not zero, which is not read"));
        }
    }
    if is_lstm && reader.given(operator, 7)?.is_some() {
        return Err(operator.refused("has peepholes, which are not read"));
    }
    Ok(())
}

/// Of the gates, of what is taken in and, for an LSTM, of what is given out; the same for both ways.
fn functions(operator: &Operator<'_>, is_lstm: bool, ways: usize) -> Result<[Function; 3], ForeignError> {
    let names = operator.words("activations");
    if names.is_empty() {
        return Ok([Function::Sigmoid, Function::Tanh, Function::Tanh]);
    }
    let each = if is_lstm { 3 } else { 2 };
    if names.len() != each * ways || names.chunks(each).any(|own| own != &names[..each]) {
        return Err(operator.refused("has other functions for either way, which is not read"));
    }
    let (alphas, betas) = (operator.floats("activation_alpha"), operator.floats("activation_beta"));
    let mut own = [Function::Sigmoid, Function::Tanh, Function::Tanh];
    for (at, name) in names.iter().take(each).enumerate() {
        own[at] = match name.to_ascii_lowercase().as_str() {
            "sigmoid" => Function::Sigmoid,
            "tanh" => Function::Tanh,
            "relu" => Function::Relu,
            "softsign" => Function::Softsign,
            "softplus" => Function::Softplus,
            "hardsigmoid" => Function::HardSigmoid {
                alpha: alphas.get(at).copied().unwrap_or(0.2),
                beta: betas.get(at).copied().unwrap_or(0.5),
            },
            other => return Err(operator.refused(format!("has the function \"{other}\", which is not read within it"))),
        };
    }
    Ok(own)
}
