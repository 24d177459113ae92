use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::super::builder::GraphBuilder;
use super::super::{ForeignError, ForeignNetwork};
use super::calls::{Arguments, Call};
use super::config::{Described, Layer, is_model};
use super::layers;
use super::tensor::{Tensor, in_keras_order};
use super::weights::{Role, Weights};
use crate::architecture::Array;

/// Models within models: far beyond any network.
const DEEPEST: usize = 16;

/// Calls of layers: a model that calls another, which calls another, multiplies them.
const MOST_CALLS: usize = 1 << 15;

/// Reads a configuration with its weights.
pub(super) fn read(
    configuration: &Value,
    weights: &Weights,
    version: &str,
    length: Option<usize>,
) -> Result<ForeignNetwork, ForeignError> {
    let class = configuration.get("class_name").and_then(Value::as_str).unwrap_or_default();
    let config =
        configuration.get("config").ok_or_else(|| ForeignError::Configuration("it has no \"config\"".into()))?;
    let model = Described::parse(class, config)?;
    let shape = config.get("build_input_shape").and_then(Value::as_array).map(Vec::as_slice);
    let mut reader = Reader {
        builder: GraphBuilder::default(),
        weights,
        is_keras_3: version.starts_with('3'),
        length,
        scope: Vec::new(),
        calls: 0,
        constants: HashMap::new(),
    };
    let outputs = reader.model(&model, None, shape)?;
    let mut names = Vec::with_capacity(outputs.len());
    for output in &outputs {
        names.push(in_keras_order(&mut reader.builder, "output", output)?);
    }
    let (graph, parameters) = reader.builder.finish(&names)?;
    let outputs = graph.outputs.clone();
    Ok(ForeignNetwork { format: format!("Keras {version}"), graph, outputs, parameters })
}

/// What turns layers into nodes.
pub(super) struct Reader<'a> {
    pub builder: GraphBuilder,
    pub weights: &'a Weights,
    pub is_keras_3: bool,
    length: Option<usize>,
    /// The models that the layer at hand is nested in, outermost first.
    scope: Vec<String>,
    calls: usize,
    /// Constants of layers, which may be called several times.
    constants: HashMap<String, String>,
}

impl<'a> Reader<'a> {
    /// What a model gives. Without `inputs`, its own inputs are those of the graph.
    pub fn model(
        &mut self,
        model: &Described<'_>,
        inputs: Option<Vec<Tensor>>,
        shape: Option<&[Value]>,
    ) -> Result<Vec<Tensor>, ForeignError> {
        if model.sequential { self.sequential(model, inputs, shape) } else { self.functional(model, inputs) }
    }

    fn sequential(
        &mut self,
        model: &Described<'_>,
        inputs: Option<Vec<Tensor>>,
        shape: Option<&[Value]>,
    ) -> Result<Vec<Tensor>, ForeignError> {
        let mut current = inputs.map(|own| own.into_iter().next());
        for layer in &model.layers {
            let tensor = match current.take().flatten() {
                Some(tensor) => tensor,
                None => {
                    let name = if layer.class == "InputLayer" {
                        layer.name.to_owned()
                    } else {
                        format!("{}_input", layer.name)
                    };
                    self.input(layer, &name, shape)?
                }
            };
            if layer.class == "InputLayer" {
                current = Some(Some(tensor));
                continue;
            }
            current = Some(self.layer(layer, &Arguments::one(tensor))?.into_iter().next());
        }
        let last = current.flatten();
        last.map(|tensor| vec![tensor]).ok_or_else(|| ForeignError::Configuration("the model gives nothing".into()))
    }

    fn functional(&mut self, model: &Described<'_>, inputs: Option<Vec<Tensor>>) -> Result<Vec<Tensor>, ForeignError> {
        let mut known: HashMap<(&str, usize, usize), Tensor> = HashMap::new();
        // Of two layers of one name, the first.
        let named: HashMap<&str, &Layer<'_>> = model.layers.iter().rev().map(|layer| (layer.name, layer)).collect();
        for (at, place) in model.inputs.iter().enumerate() {
            let layer = *named.get(place.0).ok_or_else(|| unknown_place(place.0))?;
            let tensor = match &inputs {
                Some(given) => given.get(at).cloned().ok_or_else(|| {
                    layer.settings().refused("is an input of a nested model, which is called on fewer values")
                })?,
                None => self.input(layer, layer.name, None)?,
            };
            known.insert(*place, tensor);
        }
        let mut pending: Vec<(&Layer<'_>, usize, Call<'_>)> = Vec::new();
        for layer in model.layers.iter().filter(|layer| layer.class != "InputLayer") {
            for (at, call) in layer.calls.iter().enumerate() {
                pending.push((layer, at, Call::parse(layer, call)?));
            }
        }
        // Keras 2 counts the call that a nested model was built with, and lists the others alone.
        let mut furthest: HashMap<&str, usize> = HashMap::new();
        let places = pending.iter().flat_map(|(_, _, call)| call.places()).chain(model.outputs.iter().copied());
        for (name, call, _) in places {
            let own = furthest.entry(name).or_default();
            *own = call.max(*own);
        }
        let first = |layer: &Layer<'_>| match furthest.get(layer.name) {
            Some(furthest) if is_model(layer.class) => (furthest + 1).saturating_sub(layer.calls.len()),
            _ => 0,
        };
        // By what they wait for, the calls; by call, how much of it is missing.
        let mut waiting: HashMap<(&str, usize, usize), Vec<usize>> = HashMap::new();
        let mut missing = vec![0_usize; pending.len()];
        let mut ready = BTreeSet::new();
        for (at, (_, _, call)) in pending.iter().enumerate() {
            let places: BTreeSet<_> = call.places().into_iter().filter(|place| !known.contains_key(place)).collect();
            missing[at] = places.len();
            places.into_iter().for_each(|place| waiting.entry(place).or_default().push(at));
            if missing[at] == 0 {
                ready.insert(at);
            }
        }
        // In the file's order, as far as each call has what it reads.
        while let Some(at) = ready.pop_first() {
            let (layer, own, call) = &pending[at];
            let value = |name: &str, call: usize, output: usize| known.get(&(name, call, output)).cloned();
            let Some(arguments) = call.given(&value) else { continue };
            for (output, tensor) in self.layer(layer, &arguments)?.into_iter().enumerate() {
                let place = (layer.name, first(layer) + own, output);
                known.insert(place, tensor);
                for reader in waiting.remove(&place).unwrap_or_default() {
                    missing[reader] -= 1;
                    if missing[reader] == 0 {
                        ready.insert(reader);
                    }
                }
            }
        }
        let unmet = pending.iter().zip(&missing).find(|(_, missing)| **missing > 0);
        if let Some(((_, _, call), _)) = unmet {
            let place = call.places().into_iter().find(|place| !known.contains_key(place));
            return Err(unknown_place(place.map_or("", |place| place.0)));
        }
        let output = |place: &(&str, usize, usize)| known.get(place).cloned().ok_or_else(|| unknown_place(place.0));
        model.outputs.iter().map(output).collect()
    }

    /// An input of the graph, of the shape that its layer says.
    fn input(&mut self, layer: &Layer<'_>, name: &str, shape: Option<&[Value]>) -> Result<Tensor, ForeignError> {
        let settings = layer.settings();
        let said = ["batch_input_shape", "batch_shape"].iter().find_map(|name| settings.get(name)?.as_array());
        // A model without a layer for its input says what it was first called on.
        let said = said.map(Vec::as_slice).or(shape);
        let Some(said) = said.filter(|said| said.len() >= 2) else {
            return Err(settings.refused(
                "does not say the shape of what the network reads; give the model an Input layer and save it again",
            ));
        };
        let extents = said[1..].iter().map(|extent| match extent {
            Value::Null => self.length.ok_or_else(|| ForeignError::Length { input: name.to_owned() }),
            other => other
                .as_u64()
                .filter(|extent| (1..1 << 26).contains(extent))
                .map(|extent| extent as usize)
                .ok_or_else(|| settings.refused(format!("has an input shape with an extent of {other}"))),
        });
        let shape = extents.collect::<Result<Vec<usize>, _>>()?;
        let value = self.builder.input(name, shape.clone());
        Ok(Tensor::plain(value, shape))
    }

    /// What a layer gives.
    pub fn layer(&mut self, layer: &Layer<'_>, arguments: &Arguments) -> Result<Vec<Tensor>, ForeignError> {
        self.count(1)?;
        if !is_model(layer.class) {
            return Ok(vec![layers::apply(self, layer, arguments)?]);
        }
        if self.scope.len() >= DEEPEST {
            return Err(layer.settings().refused("is nested more deeply than any network"));
        }
        let model = layer.model()?;
        self.count(model.layers.len())?;
        self.scope.push(layer.name.to_owned());
        let outputs = self.model(&model, Some(arguments.tensors()), None);
        self.scope.pop();
        outputs
    }

    fn count(&mut self, layers: usize) -> Result<(), ForeignError> {
        self.calls += layers;
        if self.calls <= MOST_CALLS {
            return Ok(());
        }
        let reason = format!("it calls its layers more than {MOST_CALLS} times, those of models within models counted");
        Err(ForeignError::Configuration(reason))
    }

    /// The layer's name among the models that it is nested in.
    pub fn place_of(&self, layer: &Layer<'_>) -> Vec<String> {
        self.scope.iter().cloned().chain([layer.name.to_owned()]).collect()
    }

    /// A weight of a layer.
    pub fn weight(&self, layer: &Layer<'_>, role: Role) -> Result<&'a Array, ForeignError> {
        self.weights.get(&self.place_of(layer), role)
    }

    /// A weight of a layer that has to have a shape.
    pub fn shaped<const D: usize>(
        &self,
        layer: &Layer<'_>,
        role: Role,
    ) -> Result<(&'a [f32], [usize; D]), ForeignError> {
        let array = self.weight(layer, role)?;
        let shape = <[usize; D]>::try_from(array.shape.clone()).map_err(|shape| {
            let weight = role.names.first().copied().unwrap_or_default();
            layer
                .settings()
                .refused(format!("has a weight \"{weight}\" of the shape {shape:?}, where {D} axes are needed"))
        })?;
        Ok((&array.values, shape))
    }

    /// A weight of a layer that holds `count` numbers along one axis.
    pub fn vector(&self, layer: &Layer<'_>, role: Role, count: usize) -> Result<Vec<f32>, ForeignError> {
        let array = self.weight(layer, role)?;
        if array.values.len() == count {
            return Ok(array.values.clone());
        }
        let weight = role.names.first().copied().unwrap_or_default();
        Err(layer.settings().refused(format!(
            "has a weight \"{weight}\" of the shape {:?}, where {count} numbers are needed",
            array.shape
        )))
    }

    /// A constant that a layer has once, however often it is called.
    pub fn constant(&mut self, layer: &Layer<'_>, what: &str, shape: &[usize], values: Vec<f32>) -> String {
        let name = format!("{}.{what}", self.place_of(layer).join("/"));
        if let Some(known) = self.constants.get(&name).filter(|known| self.builder.shape(known) == shape) {
            return known.clone();
        }
        let value = self.builder.constant(&name, Array { shape: shape.to_vec(), values });
        self.constants.insert(name, value.clone());
        value
    }
}

fn unknown_place(name: &str) -> ForeignError {
    ForeignError::Configuration(format!(
        "it reads what a layer \"{name}\" gives, which is not there, gives less, or reads its own result in a circle"
    ))
}
