//! What the names in a pickle stand for. A handful make tensors and dictionaries; whatever else would be
//! called is kept as an object without being called.

use super::CheckpointError;
use super::tensor::Element;
use super::value::{ForeignObject, Storage, StoredTensor, Value, ValueId, Values};

/// Modules that no network needs: a file that names one of their functions was made to do harm to whoever
/// loads it with Python.
const HARMFUL_MODULES: [&str; 18] = [
    "os",
    "posix",
    "nt",
    "subprocess",
    "sys",
    "shutil",
    "socket",
    "pty",
    "runpy",
    "importlib",
    "ctypes",
    "webbrowser",
    "commands",
    "urllib",
    "requests",
    "code",
    "pip",
    "multiprocessing",
];

/// Longer than the name of any class, or of any storage.
const LONGEST_NAME: usize = 512;

/// More than a tensor's.
const MOST_DIMENSIONS: usize = 64;

/// Functions of Python itself of the same kind.
const HARMFUL_BUILTINS: [&str; 7] = ["eval", "exec", "execfile", "compile", "open", "__import__", "input"];

/// `module.name`, refused where it is of the kind that does harm.
pub fn checked_name(module: &str, name: &str) -> Result<String, CheckpointError> {
    let module = if module == "__builtin__" { "builtins" } else { module };
    let full = format!("{module}.{name}");
    if full.len() > LONGEST_NAME {
        return Err(CheckpointError::runs(&full));
    }
    let package = module.split('.').next().unwrap_or(module);
    if HARMFUL_MODULES.contains(&package) || (module == "builtins" && HARMFUL_BUILTINS.contains(&name)) {
        return Err(CheckpointError::runs(&full));
    }
    Ok(full)
}

/// What a call comes to.
pub enum CallResult {
    New(Value),
    /// A value that is there already.
    Known(ValueId),
}

/// What a call makes: tensors and dictionaries out of their parts; nothing is called.
pub fn call(values: &Values, callee: ValueId, arguments: ValueId) -> Result<CallResult, CheckpointError> {
    let Value::Name(name) = values.get(callee) else {
        return Err(CheckpointError::damaged("a call of something that is not a function"));
    };
    let arguments = values.sequence(arguments).unwrap_or_default();
    let first = arguments.first().copied();
    match name.as_ref() {
        "collections.OrderedDict" | "collections.defaultdict" | "builtins.dict" => {
            Ok(CallResult::New(Value::Dictionary(arguments.iter().flat_map(|list| entries(values, *list)).collect())))
        }
        "builtins.set" | "builtins.frozenset" | "builtins.list" | "builtins.tuple" => {
            Ok(first.map_or(CallResult::New(Value::Sequence(Vec::new())), CallResult::Known))
        }
        "torch._utils._rebuild_tensor" | "torch._utils._rebuild_tensor_v2" | "torch._utils._rebuild_tensor_v3" => {
            tensor(values, arguments).map(CallResult::New)
        }
        "torch._utils._rebuild_parameter" | "torch._utils._rebuild_parameter_with_state" => {
            first.map(CallResult::Known).ok_or_else(|| CheckpointError::damaged("a parameter without its tensor"))
        }
        // A tensor of a class of its own: the function that would make it, the class, that function's
        // arguments.
        "torch._tensor._rebuild_from_type_v2" => match arguments {
            [function, _, inner, ..] if !matches!(values.get(*function), Value::Name(name) if name.contains("_from_type")) => {
                call(values, *function, *inner)
            }
            _ => Err(CheckpointError::damaged("a tensor without its parts")),
        },
        // An object of a class that is given.
        "copyreg._reconstructor" | "copy_reg._reconstructor" | "copyreg.__newobj__" => {
            let class = first.map(|class| values.get(class));
            let class = if let Some(Value::Name(class)) = class { class.clone() } else { name.clone() };
            Ok(CallResult::New(object(class)))
        }
        _ => Ok(CallResult::New(object(name.clone()))),
    }
}

fn object(class: Box<str>) -> Value {
    Value::ForeignObject(Box::new(ForeignObject { class, items: Vec::new(), state: None }))
}

/// The entries of a dictionary that is given as a list of pairs, as Python 2 wrote them.
fn entries(values: &Values, list: ValueId) -> Vec<(ValueId, ValueId)> {
    let pairs = values.sequence(list).unwrap_or_default().iter();
    pairs
        .filter_map(|pair| if let Some([key, value]) = values.sequence(*pair) { Some((*key, *value)) } else { None })
        .collect()
}

/// (storage, offset, sizes, strides, requires_grad, hooks, type)
fn tensor(values: &Values, arguments: &[ValueId]) -> Result<Value, CheckpointError> {
    let [storage, offset, shape, strides, others @ ..] = arguments else {
        return Err(CheckpointError::damaged("a tensor without its parts"));
    };
    let Value::Storage(storage) = values.get(*storage) else {
        return Err(CheckpointError::damaged("a tensor without its storage"));
    };
    let few = |list: ValueId| values.sequence(list).filter(|sizes| sizes.len() <= MOST_DIMENSIONS);
    let sizes = |list: ValueId| few(list)?.iter().map(|size| values.size(*size)).collect::<Option<Vec<_>>>();
    let layout = values.size(*offset).zip(sizes(*shape)).zip(sizes(*strides));
    let layout = layout.map(|((offset, shape), strides)| (offset, shape, strides));
    let named =
        others.get(2).and_then(|name| if let Value::Name(name) = values.get(*name) { Some(name) } else { None });
    let own = named.and_then(|name| Element::of_type(name));
    let element = storage.element.or(own).unwrap_or(Element::Unknown);
    Ok(Value::StoredTensor(Box::new(StoredTensor { storage: storage.as_ref().clone(), element, layout })))
}

/// What a number outside of the pickle stands for.
pub enum Persistent {
    /// The class of a module; the format from before PyTorch 1.6 keeps its source beside it.
    Class(ValueId),
    Storage(Storage),
}

/// ("storage", type, key, device, length, part), or ("module", class, file, source).
pub fn persistent(values: &Values, id: ValueId) -> Result<Persistent, CheckpointError> {
    let damaged = || CheckpointError::damaged("a storage without its parts");
    let parts = values.sequence(id).ok_or_else(damaged)?;
    match (parts.first().and_then(|kind| values.text(*kind)), parts) {
        (Some("module"), [_, class, ..]) => Ok(Persistent::Class(*class)),
        (Some("storage"), [_, kind, key, _, length, others @ ..]) => {
            let Value::Name(kind) = values.get(*kind) else { return Err(damaged()) };
            let key = values.text(*key).filter(|key| key.len() <= LONGEST_NAME).ok_or_else(damaged)?.into();
            let mut length = values.size(*length).ok_or_else(damaged)?;
            let mut begin = 0;
            // (key of the part, first number, length): early files alone have such.
            if let Some([_, first, size]) = others.first().and_then(|part| values.sequence(*part)) {
                begin = values.size(*first).ok_or_else(damaged)?;
                length = values.size(*size).and_then(|size| size.checked_add(begin)).ok_or_else(damaged)?;
            }
            Ok(Persistent::Storage(Storage { element: Element::of_storage(kind)?, key, length, begin }))
        }
        _ => Err(damaged()),
    }
}
