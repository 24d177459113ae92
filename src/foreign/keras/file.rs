use std::collections::HashMap;
use std::io::{Cursor, Read};

use hdf5_pure::{AttrValue, File, Group};
use serde_json::Value;
use zip::ZipArchive;

use super::super::{ForeignError, ForeignNetwork};
use super::config::snake_case;
use super::reader::read;
use super::weights::Weights;
use crate::architecture::Array;

/// Folders within folders: far beyond any saved model.
const DEEPEST: usize = 24;

/// Folders and weights of a file.
const MOST_ENTRIES: usize = 1 << 14;

/// Bytes of a configuration, unpacked.
const MOST_CONFIGURATION: u64 = 1 << 26;

/// Bytes of weights, unpacked.
const MOST_WEIGHTS: u64 = 1 << 30;

/// Reads what `model.save("….h5")` wrote.
pub(in crate::foreign) fn read_hdf5(bytes: Vec<u8>, length: Option<usize>) -> Result<ForeignNetwork, ForeignError> {
    let size = bytes.len() as u64;
    check_end(&bytes)?;
    let file = File::from_bytes(bytes).map_err(damaged)?;
    let root = file.root();
    let attributes = root.attrs().map_err(damaged)?;
    let text = |name: &str| attributes.get(name).and_then(text_of);
    let Some(configuration) = text("model_config") else {
        return Err(ForeignError::NoNetwork { missing: "model_config" });
    };
    let configuration = parsed(configuration.as_bytes())?;
    let mut weights = Weights::default();
    if let Ok(group) = root.group("model_weights") {
        Walk { weights: &mut weights, entries: 0, size }.folder(&group, &mut Vec::new())?;
    }
    let version = text("keras_version").unwrap_or_else(|| "2".into());
    read(&configuration, &weights, &version, length)
}

/// Reads what Keras 3's `model.save("….keras")` wrote.
pub(in crate::foreign) fn read_zip(bytes: Vec<u8>, length: Option<usize>) -> Result<ForeignNetwork, ForeignError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken_zip)?;
    let mut entry = |name: &'static str, most: u64| {
        let file = archive.by_name(name).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => ForeignError::NoNetwork { missing: name },
            other => broken_zip(other),
        })?;
        let mut unpacked = Vec::new();
        file.take(most + 1).read_to_end(&mut unpacked).map_err(broken_zip)?;
        if unpacked.len() as u64 > most {
            return Err(broken_zip(format!("{name} unpacks to more than {most} bytes")));
        }
        Ok(unpacked)
    };
    let configuration = parsed(&entry("config.json", MOST_CONFIGURATION)?)?;
    let version = entry("metadata.json", MOST_CONFIGURATION).ok().and_then(|own| parsed(&own).ok());
    let version = version.and_then(|own| own.get("keras_version")?.as_str().map(str::to_owned));
    let stored = entry("model.weights.h5", MOST_WEIGHTS)?;
    let size = stored.len() as u64;
    check_end(&stored)?;
    let file = File::from_bytes(stored).map_err(damaged)?;
    let mut weights = Weights::default();
    Walk { weights: &mut weights, entries: 0, size }.container(&file.root(), &configuration, &mut Vec::new())?;
    read(&configuration, &weights, &version.unwrap_or_else(|| "3".into()), length)
}

/// That a file is as long as its first bytes say: the reader takes what is missing for empty folders.
fn check_end(bytes: &[u8]) -> Result<(), ForeignError> {
    // Where the end of the file stands, by the version of these bytes.
    let [version, wide, wide_since_2] = [8, 13, 9].map(|at| bytes.get(at).copied().unwrap_or_default());
    let place = match (version, wide, wide_since_2) {
        (0, 8, _) => 40,
        (1, 8, _) => 44,
        (2 | 3, _, 8) => 28,
        _ => return Ok(()),
    };
    let end = bytes.get(place..place + 8).and_then(|own| own.try_into().ok()).map(u64::from_le_bytes);
    match end {
        Some(end) if end > bytes.len() as u64 => {
            let found = bytes.len();
            Err(damaged(format!("it has {found} bytes where it says that it has {end}")))
        }
        _ => Ok(()),
    }
}

fn parsed(json: &[u8]) -> Result<Value, ForeignError> {
    serde_json::from_slice(json).map_err(|error| ForeignError::Configuration(error.to_string()))
}

fn damaged(error: impl ToString) -> ForeignError {
    ForeignError::Container { container: "HDF5", reason: one_line(&error.to_string()) }
}

fn broken_zip(error: impl ToString) -> ForeignError {
    ForeignError::Container { container: "zip", reason: one_line(&error.to_string()) }
}

/// A library's message, in one line and without its full stop.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}

fn text_of(value: &AttrValue) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A walk over the folders of an HDF5 file.
struct Walk<'a> {
    weights: &'a mut Weights,
    entries: usize,
    /// Bytes of the file: a weight that claims more is not read.
    size: u64,
}

impl Walk<'_> {
    /// Takes all weights below a folder, under the names of the folders.
    fn folder(&mut self, group: &Group, path: &mut Vec<String>) -> Result<(), ForeignError> {
        self.datasets(group, path)?;
        for name in group.groups().map_err(damaged)? {
            let child = group.group(&name).map_err(damaged)?;
            path.push(name);
            self.counted(path.len())?;
            self.folder(&child, path)?;
            path.pop();
        }
        Ok(())
    }

    /// Takes all weights of a model in Keras 3's layout, whose layers lie in folders named after their classes:
    /// each is put under its layer's name, which the folder of its variables says, or else the order of layers.
    fn container(&mut self, group: &Group, model: &Value, path: &mut Vec<String>) -> Result<(), ForeignError> {
        for holder in ["layers", "_layer_checkpoint_dependencies"] {
            let Ok(layers) = group.group(holder) else { continue };
            let listed = LayerFolders::of(model);
            for folder in layers.groups().map_err(damaged)? {
                let child = layers.group(&folder).map_err(damaged)?;
                let said = child.group("vars").ok().and_then(|vars| vars.attrs().ok());
                let said = said.and_then(|own| own.get("name").and_then(text_of));
                let known =
                    said.as_ref().and_then(|name| listed.by_name.get(name)).or_else(|| listed.by_folder.get(&folder));
                let Some((name, nested)) = known else { continue };
                path.push(name.clone());
                self.counted(path.len())?;
                if child.group("layers").is_ok() || child.group("_layer_checkpoint_dependencies").is_ok() {
                    self.container(&child, nested, path)?;
                } else {
                    self.folder(&child, path)?;
                }
                path.pop();
            }
            return Ok(());
        }
        Ok(())
    }

    fn counted(&mut self, depth: usize) -> Result<(), ForeignError> {
        self.entries += 1;
        if depth > DEEPEST || self.entries > MOST_ENTRIES {
            return Err(damaged("it has more folders and weights than any network"));
        }
        Ok(())
    }

    fn datasets(&mut self, group: &Group, path: &[String]) -> Result<(), ForeignError> {
        for name in group.datasets().map_err(damaged)? {
            self.counted(path.len())?;
            let mut own = path.to_vec();
            own.push(name.clone());
            let weight = own.join("/");
            let fault = |reason: String| ForeignError::WeightData { weight: weight.clone(), reason };
            let unreadable =
                |error: hdf5_pure::Error| fault(format!("cannot be read ({})", one_line(&error.to_string())));
            let dataset = group.dataset(&name).map_err(unreadable)?;
            let shape = dataset.shape().map_err(unreadable)?;
            let element = dataset.element_size().map_err(unreadable)?;
            let numbers = shape.iter().try_fold(1_u64, |product, extent| product.checked_mul(*extent));
            let bytes = numbers.and_then(|numbers| numbers.checked_mul(element.max(1)));
            if bytes.is_none_or(|bytes| bytes > self.size) {
                return Err(fault("claims to be larger than the file; the file is damaged".into()));
            }
            if !dataset.filters().is_empty() {
                return Err(fault("is stored compressed; save the model as Keras does, without compression".into()));
            }
            let Ok(values) = dataset.read_f32() else {
                // Counters, seeds and names beside the weights; a layer that needs one says that it is missing.
                continue;
            };
            let shape: Vec<usize> = shape.iter().map(|extent| *extent as usize).collect();
            if values.len() != shape.iter().product::<usize>() {
                return Err(fault("is cut short; the file is damaged".into()));
            }
            if !values.iter().all(|value| value.is_finite()) {
                return Err(fault(
                    "holds values that are not finite; the file is damaged or its training failed".into(),
                ));
            }
            self.weights.add(own, Array { shape, values });
        }
        Ok(())
    }
}

/// Which layer a folder of Keras 3's layout belongs to.
struct LayerFolders<'a> {
    by_name: HashMap<String, (String, &'a Value)>,
    by_folder: HashMap<String, (String, &'a Value)>,
}

impl<'a> LayerFolders<'a> {
    fn of(model: &'a Value) -> Self {
        let mut own = Self { by_name: HashMap::new(), by_folder: HashMap::new() };
        let layers = model.get("config").and_then(|config| config.get("layers")).and_then(Value::as_array);
        let mut seen: HashMap<String, usize> = HashMap::new();
        for layer in layers.into_iter().flatten() {
            let class = layer.get("class_name").and_then(Value::as_str).unwrap_or_default();
            let name = layer.get("config").and_then(|config| config.get("name")).or_else(|| layer.get("name"));
            let Some(name) = name.and_then(Value::as_str) else { continue };
            let stem = snake_case(class);
            let count = seen.entry(stem.clone()).or_insert(0);
            let folder = if *count == 0 { stem } else { format!("{stem}_{count}") };
            *count += 1;
            own.by_name.insert(name.to_owned(), (name.to_owned(), layer));
            own.by_folder.insert(folder, (name.to_owned(), layer));
        }
        own
    }
}
