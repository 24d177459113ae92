use serde_json::{Map, Value};

use super::super::{Faulty, ForeignError};
use super::settings::Settings;

/// Layers of one model: far beyond any network.
const MOST_LAYERS: usize = 1 << 12;

/// A layer of a configuration.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its class.
    pub class: &'a str,
    /// Where the class comes from, in Keras 3's files.
    pub module: &'a str,
    /// Its settings, of whatever form.
    pub config: &'a Value,
    /// Its settings.
    pub entries: &'a Map<String, Value>,
    /// What it is called on, for each time that it is; nothing in a sequential model.
    pub calls: &'a [Value],
}

/// A model: its layers in the file's order.
#[derive(Debug)]
pub(super) struct Described<'a> {
    /// The layers.
    pub layers: Vec<Layer<'a>>,
    /// Whether each layer simply reads what the one before it gives.
    pub sequential: bool,
    /// What a functional model reads and gives: layer, call, output.
    pub inputs: Vec<(&'a str, usize, usize)>,
    /// See `inputs`.
    pub outputs: Vec<(&'a str, usize, usize)>,
}

impl<'a> Layer<'a> {
    /// The layers that it is made of, where it is a model.
    ///
    /// # Errors
    /// [`ForeignError`] where it is none.
    pub fn model(&self) -> Result<Described<'a>, ForeignError> {
        Described::parse(self.class, self.config)
    }

    /// Its settings, as they are asked for.
    pub fn settings(&self) -> Settings<'_> {
        Settings { layer: self.name, class: self.class, entries: self.entries }
    }

    /// This layer, as a sentence names it.
    pub fn faulty(&self) -> Faulty {
        Faulty::Layer(self.name.to_owned())
    }

    /// A layer of a list.
    ///
    /// # Errors
    /// [`ForeignError::Configuration`] where it has no class or no settings.
    pub fn parse(layer: &'a Value) -> Result<Self, ForeignError> {
        let fault = |what: &str| ForeignError::Configuration(format!("a layer has no {what}"));
        let class = layer.get("class_name").and_then(Value::as_str).ok_or_else(|| fault("\"class_name\""))?;
        let config = layer.get("config").ok_or_else(|| fault("\"config\""))?;
        let entries = config.as_object().ok_or_else(|| fault("\"config\""))?;
        let name = layer.get("name").and_then(Value::as_str).or_else(|| entries.get("name").and_then(Value::as_str));
        let module = layer.get("module").and_then(Value::as_str).unwrap_or_default();
        let calls = layer.get("inbound_nodes").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        Ok(Self { name: name.unwrap_or(class), class, module, config, entries, calls })
    }
}

/// Whether a class is a model of layers.
pub(super) fn is_model(class: &str) -> bool {
    matches!(class, "Sequential" | "Model" | "Functional")
}

impl<'a> Described<'a> {
    /// A model's class and settings.
    ///
    /// # Errors
    /// [`ForeignError`] where it is no list of layers.
    pub fn parse(class: &str, config: &'a Value) -> Result<Self, ForeignError> {
        if !is_model(class) {
            let kind = if class.is_empty() { "model without a class".to_owned() } else { class.to_owned() };
            let advice =
                "only Sequential and Functional models describe their layers, so build the network as one of them";
            return Err(ForeignError::Unknown { which: Faulty::Layer("model".into()), kind, advice });
        }
        let fault = |what: &str| ForeignError::Configuration(what.to_owned());
        // Early sequential models are the list itself.
        let listed = config.as_array().or_else(|| config.get("layers").and_then(Value::as_array));
        let listed = listed.ok_or_else(|| fault("the model has no list of \"layers\""))?;
        if listed.is_empty() || listed.len() > MOST_LAYERS {
            return Err(fault(&format!(
                "the model has {} layers; there have to be between 1 and {MOST_LAYERS}",
                listed.len()
            )));
        }
        let layers = listed.iter().map(Layer::parse).collect::<Result<Vec<_>, _>>()?;
        let sequential = class == "Sequential";
        let places = |name: &str| match config.get(name) {
            _ if sequential => Ok(Vec::new()),
            Some(value) => places(value).ok_or_else(|| fault(&format!("the model's \"{name}\" is no list of layers"))),
            None => Err(fault(&format!("the model has no \"{name}\""))),
        };
        let (inputs, outputs) = (places("input_layers")?, places("output_layers")?);
        Ok(Self { layers, sequential, inputs, outputs })
    }
}

/// `["name", 0, 0]`, or a list or a dictionary of such.
fn places(value: &Value) -> Option<Vec<(&str, usize, usize)>> {
    if let Some(one) = place(value) {
        return Some(vec![one]);
    }
    match value {
        Value::Array(list) => list.iter().map(places).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        Value::Object(named) => named.values().map(places).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        _ => None,
    }
}

/// `["name", call, output]`, perhaps with more behind.
pub(super) fn place(value: &Value) -> Option<(&str, usize, usize)> {
    let list = value.as_array().filter(|list| list.len() >= 3)?;
    let number = |at: usize| list[at].as_u64().and_then(|number| usize::try_from(number).ok());
    Some((list[0].as_str()?, number(1)?, number(2)?))
}

/// A class's name as Keras 3 names folders after it: `Conv1D` is `conv1d`, `LeakyReLU` is `leaky_re_lu`.
pub(super) fn snake_case(class: &str) -> String {
    let letters: Vec<char> = class.chars().filter(|letter| *letter == '_' || letter.is_alphanumeric()).collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let lower_after = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins_word = letter.is_uppercase()
            && before.is_some_and(|before| before != '_' && (lower_after || before.is_ascii_lowercase()));
        if begins_word {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn folders_are_named_as_keras_names_them() {
        for (class, folder) in [
            ("Conv1D", "conv1d"),
            ("SeparableConv1D", "separable_conv1d"),
            ("LeakyReLU", "leaky_re_lu"),
            ("GRU", "gru"),
            ("LSTM", "lstm"),
            ("MaxPooling1D", "max_pooling1d"),
            ("BatchNormalization", "batch_normalization"),
            ("InputLayer", "input_layer"),
            ("PReLU", "p_re_lu"),
            ("ELU", "elu"),
        ] {
            assert_eq!(snake_case(class), folder);
        }
    }
}
