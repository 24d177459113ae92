//! PyTorch checkpoints made by hand, byte by byte, well-formed or not.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

type Bytes = Vec<u8>;

/// Pickle instructions that leave one value on the stack.
pub fn text(value: &str) -> Bytes {
    [b"X", (value.len() as u32).to_le_bytes().as_slice(), value.as_bytes()].concat()
}

pub fn int(value: i32) -> Bytes {
    [b"J", value.to_le_bytes().as_slice()].concat()
}

pub fn tuple(items: &[Bytes]) -> Bytes {
    [b"(", items.concat().as_slice(), b"t"].concat()
}

pub fn global(module: &str, name: &str) -> Bytes {
    format!("c{module}\n{name}\n").into_bytes()
}

pub fn call(what: &[u8], values: &[Bytes]) -> Bytes {
    [what, &tuple(values), b"R"].concat()
}

pub fn dict(entries: &[(&str, Bytes)]) -> Bytes {
    let entries: Vec<Bytes> = entries.iter().flat_map(|(name, value)| [text(name), value.clone()]).collect();
    [b"}(", entries.concat().as_slice(), b"u"].concat()
}

/// A `torch.nn.Module` as `torch.save(model)` writes it.
pub fn module(class: &str, parameters: &[(&str, Bytes)], modules: &[(&str, Bytes)]) -> Bytes {
    let (package, name) = class.rsplit_once('.').unwrap_or(("__main__", class));
    let state = dict(&[
        ("training", vec![0x89]),
        ("_parameters", dict(parameters)),
        ("_buffers", dict(&[])),
        ("_non_persistent_buffers_set", call(&global("__builtin__", "set"), &[b"]".to_vec()])),
        ("_modules", dict(modules)),
    ]);
    [global(package, name), b")\x81".to_vec(), state, b"b".to_vec()].concat()
}

#[derive(Clone)]
pub struct TensorParts {
    pub kind: &'static str,
    pub key: String,
    pub stored: i32,
    pub offset: i32,
    pub shape: Vec<i32>,
    pub strides: Vec<i32>,
}

/// The numbers 1 to 6 in two rows.
pub fn six() -> TensorParts {
    let (shape, strides) = (vec![2, 3], vec![3, 1]);
    TensorParts { kind: "FloatStorage", key: "0".to_owned(), stored: 6, offset: 0, shape, strides }
}

pub fn tensor(TensorParts { kind, key, stored, offset, shape, strides }: TensorParts) -> Bytes {
    let storage = tuple(&[text("storage"), global("torch", kind), text(&key), text("cpu"), int(stored)]);
    let hooks = call(&global("collections", "OrderedDict"), &[]);
    let sizes = |values: &[i32]| tuple(&values.iter().map(|size| int(*size)).collect::<Vec<_>>());
    let stored = [storage, b"Q".to_vec()].concat();
    let arguments = [stored, int(offset), sizes(&shape), sizes(&strides), vec![0x89], hooks];
    call(&global("torch._utils", "_rebuild_tensor_v2"), &arguments)
}

pub fn six_numbers() -> Bytes {
    [1.0_f32, 2.0, 3.0, 4.0, 5.0, 6.0].iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The instructions as a whole pickle.
pub fn pickle(instructions: &[u8]) -> Bytes {
    [b"\x80\x02", instructions, b"."].concat()
}

/// A checkpoint with this pickle, and the six numbers as its storage 0.
pub fn saved(instructions: &[u8]) -> Bytes {
    with_parts(&pickle(instructions), &[("data/0", &six_numbers())])
}

/// The same with other parts beside the pickle.
pub fn with_parts(pickle: &[u8], parts: &[(&str, &[u8])]) -> Bytes {
    let parts: Vec<(String, &[u8])> = parts.iter().map(|(name, part)| (format!("model/{name}"), *part)).collect();
    let parts = parts.iter().map(|(name, part)| (name.as_str(), *part));
    zipped([("model/data.pkl", pickle)].into_iter().chain(parts), CompressionMethod::Stored)
}

pub fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>, method: CompressionMethod) -> Bytes {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("a name");
        writer.write_all(part).expect("memory");
    }
    writer.finish().expect("a zip file").into_inner()
}

/// The same in the format from before PyTorch 1.6, with the storages in this order.
pub fn legacy(instructions: &[u8], storages: &[(&str, usize, &[u8])]) -> Bytes {
    const MAGIC: &[u8] = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
    let machine = dict(&[("protocol_version", int(1001)), ("little_endian", vec![0x88])]);
    let keys: Vec<Bytes> = storages.iter().map(|(key, ..)| text(key)).collect();
    let keys = [b"](", keys.concat().as_slice(), b"e"].concat();
    let mut file = [pickle(MAGIC), pickle(&int(1001)), pickle(&machine), pickle(instructions), pickle(&keys)].concat();
    for (_, length, numbers) in storages {
        file.extend((*length as i64).to_le_bytes());
        file.extend(*numbers);
    }
    file
}

/// The same file with each occurrence of some bytes replaced by as many others.
pub fn replaced(file: &[u8], from: &str, to: &str) -> Bytes {
    let (from, to) = (from.as_bytes(), to.as_bytes());
    let mut copy = file.to_vec();
    for at in 0..=copy.len() - from.len() {
        if &copy[at..at + from.len()] == from {
            copy[at..at + from.len()].copy_from_slice(to);
        }
    }
    copy
}
