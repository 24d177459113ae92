use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::settings::Settings;
use super::super::tensor::Tensor;
use super::super::weights::Role;
use super::activation::function;
use super::sequence::positions_by_channels;
use crate::architecture::graph::ir::{Binary, Direction, Function, Op};

/// Parts of a bidirectional layer; a layer of one way is of one part.
const FORWARD: &[&str] = &["forward"];
const BACKWARD: &[&str] = &["backward"];

/// Which of Keras's two cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lstm,
    Gru { resets_after: bool },
}

/// A recurrent layer of one way: what it is made of, whoever holds it.
struct Cell {
    hidden: usize,
    kind: Kind,
    gate: Function,
    state: Function,
    biased: bool,
    sequences: bool,
    backwards: bool,
}

impl Cell {
    fn of(reader: &Reader<'_>, settings: &Settings<'_>) -> Result<Self, ForeignError> {
        let cudnn = settings.class.starts_with("CuDNN");
        let is_lstm = settings.class.ends_with("LSTM");
        if !is_lstm && !settings.class.ends_with("GRU") {
            return Err(settings.refused(format!("holds a {}; only LSTM and GRU are read", settings.class)));
        }
        if settings.flag("return_state", false) {
            return Err(settings.refused("gives its states as well, which is not read"));
        }
        if settings.flag("time_major", false) {
            return Err(settings.refused("has positions before samples (time_major), which is not read"));
        }
        let named = |entry: &str, default: &str| {
            let name = settings.word(entry, default);
            let function = function(reader, name);
            function.ok_or_else(|| settings.refused(format!("has the {entry} \"{name}\", which is not known")))
        };
        let kind =
            if is_lstm { Kind::Lstm } else { Kind::Gru { resets_after: cudnn || settings.flag("reset_after", false) } };
        // Keras 2.0 to 2.2 say nothing where the recurrent activation is the old hard sigmoid.
        let gate = if cudnn { Function::Sigmoid } else { named("recurrent_activation", "sigmoid")? };
        Ok(Self {
            hidden: settings.count("units", None)?,
            kind,
            gate,
            state: if cudnn { Function::Tanh } else { named("activation", "tanh")? },
            biased: cudnn || settings.flag("use_bias", true),
            sequences: settings.flag("return_sequences", false),
            backwards: settings.flag("go_backwards", false),
        })
    }

    /// Keras's order of gates in ONNX's.
    fn gates(&self) -> &'static [usize] {
        match self.kind {
            Kind::Lstm => &[0, 3, 1, 2],
            Kind::Gru { .. } => &[0, 1, 2],
        }
    }

    /// `inputs x (G H)` as `(G H) x inputs`, the gates in ONNX's order.
    fn turned(&self, kernel: &[f32], inputs: usize) -> Vec<f32> {
        let (hidden, width) = (self.hidden, self.gates().len() * self.hidden);
        let rows = self.gates().iter().flat_map(|gate| (0..hidden).map(move |unit| gate * hidden + unit));
        rows.flat_map(|column| (0..inputs).map(move |input| kernel[input * width + column])).collect()
    }

    fn bias(&self, values: &[f32]) -> Vec<f32> {
        let own = |gate: &usize| values[gate * self.hidden..(gate + 1) * self.hidden].to_vec();
        self.gates().iter().flat_map(own).collect()
    }
}

/// The weights of each way, stacked as the operator reads them, and what gives each position's states.
fn states(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    cell: &Cell,
    (value, inputs): (&str, usize),
    ways: &[&'static [&'static str]],
) -> Result<String, ForeignError> {
    let width = cell.gates().len() * cell.hidden;
    let (mut own, mut recurrent, mut biases) = (Vec::new(), Vec::new(), Vec::new());
    for part in ways {
        let role = |names, index| Role::new(names, index).of(part);
        let kernel = reader.vector(layer, role(&["kernel"], 0), inputs * width)?;
        own.extend(cell.turned(&kernel, inputs));
        let kernel = reader.vector(layer, role(&["recurrent_kernel"], 1), cell.hidden * width)?;
        recurrent.extend(cell.turned(&kernel, cell.hidden));
        if !cell.biased {
            continue;
        }
        let bias = reader.weight(layer, role(&["bias"], 2))?;
        let (first, second) = if bias.values.len() == 2 * width {
            bias.values.split_at(width)
        } else {
            (reader.vector(layer, role(&["bias"], 2), width).map(|_| bias.values.as_slice())?, &[][..])
        };
        biases.extend(cell.bias(first));
        biases.extend(if second.is_empty() { vec![0.0; width] } else { cell.bias(second) });
    }
    let count = ways.len();
    let own = reader.constant(layer, "W", &[count, width, inputs], own);
    let recurrent = reader.constant(layer, "R", &[count, width, cell.hidden], recurrent);
    let bias = cell.biased.then(|| reader.constant(layer, "B", &[count, 2 * width], biases));
    let direction = match (count, cell.backwards) {
        (1, false) => Direction::Forward,
        (1, true) => Direction::Reverse,
        _ => Direction::Both,
    };
    let (hidden, gate) = (cell.hidden, cell.gate);
    let op = match cell.kind {
        Kind::Lstm => Op::Lstm { hidden, direction, gate, cell: cell.state, state: cell.state },
        Kind::Gru { resets_after } => Op::Gru { hidden, direction, gate, candidate: cell.state, resets_after },
    };
    let mut reads = vec![value, &own, &recurrent];
    reads.extend(bias.as_deref());
    Ok(reader.builder.node(layer.name, op, &reads)?)
}

pub(super) fn one_way(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let cell = Cell::of(reader, &layer.settings())?;
    let (value, [length, inputs]) = positions_by_channels(reader, layer, tensor)?;
    let all = states(reader, layer, &cell, (&value, inputs), &[&[]])?;
    let last = if cell.backwards { 0 } else { length - 1 };
    if !cell.sequences {
        let value = place(reader, layer, &all, last)?;
        return Ok(Tensor::plain(value, vec![cell.hidden]));
    }
    let value = if cell.backwards {
        // A layer that goes backwards gives what it says in that order.
        let op = Op::Slice { axis: 0, start: length - 1, step: -1, count: length };
        reader.builder.node(layer.name, op, &[&all])?
    } else {
        all
    };
    Ok(Tensor::plain(value, vec![length, cell.hidden]))
}

fn place(reader: &mut Reader<'_>, layer: &Layer<'_>, value: &str, at: usize) -> Result<String, ForeignError> {
    let op = Op::Gather { axis: 0, indices: vec![at], keeps_axis: false };
    Ok(reader.builder.node(layer.name, op, &[value])?)
}

pub(super) fn both_ways(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let inner = settings.get("layer").ok_or_else(|| settings.refused("holds no layer"))?;
    let inner = Layer { name: layer.name, ..Layer::parse(inner)? };
    let cell = Cell::of(reader, &inner.settings())?;
    if cell.backwards {
        return Err(settings.refused("goes backwards first, which is not read"));
    }
    let (value, [length, inputs]) = positions_by_channels(reader, layer, tensor)?;
    let all = states(reader, layer, &cell, (&value, inputs), &[FORWARD, BACKWARD])?;
    let hidden = cell.hidden;
    let half = |reader: &mut Reader<'_>, from: &str, axis: usize, start: usize| {
        reader.builder.node(layer.name, Op::Slice { axis, start, step: 1, count: hidden }, &[from])
    };
    let mode = settings.word("merge_mode", "concat");
    let (whole, parts, shape) = if cell.sequences {
        let parts =
            if mode == "concat" { None } else { Some([half(reader, &all, 1, 0)?, half(reader, &all, 1, hidden)?]) };
        (Some(all), parts, vec![length, hidden])
    } else {
        let (last, first) = (place(reader, layer, &all, length - 1)?, place(reader, layer, &all, 0)?);
        let parts = [half(reader, &last, 0, 0)?, half(reader, &first, 0, hidden)?];
        (None, Some(parts), vec![hidden])
    };
    let joined =
        |shape: Vec<usize>| shape.split_last().map_or(Vec::new(), |(last, others)| [others, &[2 * last]].concat());
    let function = match (mode, whole, &parts) {
        ("concat", Some(all), _) => return Ok(Tensor::plain(all, joined(shape))),
        ("concat", None, Some([forward, backward])) => {
            let value = reader.builder.node(layer.name, Op::Concat { axis: 0 }, &[forward, backward])?;
            return Ok(Tensor::plain(value, joined(shape)));
        }
        ("mul", ..) => Binary::Mul,
        ("sum" | "ave", ..) => Binary::Add,
        _ => return Err(settings.refused(format!("has the merge_mode \"{mode}\", which is not read"))),
    };
    let [forward, backward] = parts.unwrap_or_default();
    let mut value = reader.builder.binary(layer.name, function, [&forward, &backward])?;
    if mode == "ave" {
        value = reader.builder.function(layer.name, Function::Linear { factor: 0.5, term: 0.0 }, &value)?;
    }
    Ok(Tensor::plain(value, shape))
}
