use serde_json::{Map, Value};

use super::super::ForeignError;
use super::config::{Layer, place};
use super::tensor::Tensor;

/// What a layer is called on, as the file says it.
#[derive(Debug, Clone)]
pub(super) enum Argument<'a> {
    /// What a layer gives: its name, which call of it, which of its outputs.
    Place(&'a str, usize, usize),
    /// A number.
    Number(f64),
    /// Several.
    List(Vec<Argument<'a>>),
    /// Anything else.
    Other(&'a Value),
}

/// One call of a layer.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    /// In order.
    pub unnamed: Vec<Argument<'a>>,
    /// By name.
    pub named: Vec<(&'a str, Argument<'a>)>,
}

/// What a layer is called on, computed.
#[derive(Debug, Clone)]
pub(super) enum Given {
    /// A value.
    Tensor(Tensor),
    /// A number.
    Number(f64),
    /// Several.
    List(Vec<Given>),
    /// Anything else.
    Other(Value),
}

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments {
    /// In order.
    pub unnamed: Vec<Given>,
    /// By name.
    pub named: Vec<(String, Given)>,
}

impl Arguments {
    /// A layer on one value.
    pub fn one(tensor: Tensor) -> Self {
        Self { unnamed: vec![Given::Tensor(tensor)], named: Vec::new() }
    }

    /// An argument by its name; null is as good as absent.
    pub fn named(&self, name: &str) -> Option<&Given> {
        let own = self.named.iter().find(|(own, _)| own == name).map(|(_, given)| given);
        own.filter(|given| !matches!(given, Given::Other(Value::Null)))
    }

    /// An argument by its place or else its name.
    pub fn at(&self, place: usize, name: &str) -> Option<&Given> {
        self.unnamed.get(place).or_else(|| self.named(name))
    }

    /// The values among the arguments without names, lists opened.
    pub fn tensors(&self) -> Vec<Tensor> {
        fn collect(given: &Given, into: &mut Vec<Tensor>) {
            match given {
                Given::Tensor(tensor) => into.push(tensor.clone()),
                Given::List(list) => list.iter().for_each(|own| collect(own, into)),
                Given::Number(_) | Given::Other(_) => {}
            }
        }
        let mut all = Vec::new();
        self.unnamed.iter().for_each(|given| collect(given, &mut all));
        all
    }

    /// The one value that the layer reads.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where there are none or several.
    pub fn single(&self, layer: &Layer<'_>) -> Result<Tensor, ForeignError> {
        let mut all = self.tensors();
        match all.pop().filter(|_| all.is_empty()) {
            Some(tensor) => Ok(tensor),
            None => Err(layer.settings().refused("is called on several values or none, where it reads one")),
        }
    }
}

impl<'a> Call<'a> {
    /// Reads a call in the form of Keras 2 or 3.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where it has neither form.
    pub fn parse(layer: &Layer<'a>, call: &'a Value) -> Result<Self, ForeignError> {
        let fault = || layer.settings().refused("says in no known way what it reads");
        if let Some(own) = call.as_object() {
            let unnamed = own.get("args").and_then(Value::as_array).ok_or_else(fault)?.iter().map(argument).collect();
            let named = own.get("kwargs").and_then(Value::as_object).map(named).unwrap_or_default();
            return Ok(Self { unnamed, named });
        }
        let list = call.as_array().ok_or_else(fault)?;
        let single = |entry: &'a [Value]| -> Option<(Argument<'a>, Vec<(&'a str, Argument<'a>)>)> {
            let names = entry.get(3).and_then(Value::as_object).map(named).unwrap_or_default();
            let own = match entry.first()?.as_str()? {
                "_CONSTANT_VALUE" => argument(entry.get(2)?),
                name => {
                    let number = |at: usize| usize::try_from(entry.get(at)?.as_u64()?).ok();
                    Argument::Place(name, number(1)?, number(2)?)
                }
            };
            Some((own, names))
        };
        if list.first().is_some_and(Value::is_string) {
            let (own, named) = single(list).ok_or_else(fault)?;
            return Ok(Self { unnamed: vec![own], named });
        }
        let mut entries = Vec::new();
        let mut named = Vec::new();
        for entry in list {
            let (own, names) = entry.as_array().and_then(|entry| single(entry)).ok_or_else(fault)?;
            entries.push(own);
            named.extend(names);
        }
        let unnamed = if entries.len() == 1 { entries } else { vec![Argument::List(entries)] };
        Ok(Self { unnamed, named })
    }

    /// The layers that it reads.
    pub fn places(&self) -> Vec<(&'a str, usize, usize)> {
        fn collect<'a>(argument: &Argument<'a>, into: &mut Vec<(&'a str, usize, usize)>) {
            match argument {
                Argument::Place(name, call, output) => into.push((name, *call, *output)),
                Argument::List(list) => list.iter().for_each(|own| collect(own, into)),
                Argument::Number(_) | Argument::Other(_) => {}
            }
        }
        let mut all = Vec::new();
        let named = self.named.iter().map(|(_, argument)| argument);
        self.unnamed.iter().chain(named).for_each(|argument| collect(argument, &mut all));
        all
    }

    /// The arguments, with what `value` says of each place.
    pub fn given(&self, value: &impl Fn(&str, usize, usize) -> Option<Tensor>) -> Option<Arguments> {
        let unnamed = self.unnamed.iter().map(|own| given(own, value)).collect::<Option<_>>()?;
        let named = self.named.iter().map(|(name, own)| Some(((*name).to_owned(), given(own, value)?)));
        Some(Arguments { unnamed, named: named.collect::<Option<_>>()? })
    }
}

fn given(argument: &Argument<'_>, value: &impl Fn(&str, usize, usize) -> Option<Tensor>) -> Option<Given> {
    Some(match argument {
        Argument::Place(name, call, output) => Given::Tensor(value(name, *call, *output)?),
        Argument::Number(number) => Given::Number(*number),
        Argument::List(list) => Given::List(list.iter().map(|own| given(own, value)).collect::<Option<_>>()?),
        Argument::Other(other) => Given::Other((*other).clone()),
    })
}

fn named(own: &Map<String, Value>) -> Vec<(&str, Argument<'_>)> {
    own.iter().map(|(name, value)| (name.as_str(), argument(value))).collect()
}

fn argument(value: &Value) -> Argument<'_> {
    if let Some(number) = value.as_f64() {
        return Argument::Number(number);
    }
    if let Some(own) = value.as_object() {
        let tensor = own.get("class_name").and_then(Value::as_str) == Some("__keras_tensor__");
        let history = own.get("config").and_then(|config| config.get("keras_history")).filter(|_| tensor);
        if let Some((name, call, output)) = history.and_then(place) {
            return Argument::Place(name, call, output);
        }
    }
    if let Some((name, call, output)) = place(value) {
        return Argument::Place(name, call, output);
    }
    match value.as_array() {
        Some(list) if !list.is_empty() => Argument::List(list.iter().map(argument).collect()),
        _ => Argument::Other(value),
    }
}
