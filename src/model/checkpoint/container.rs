//! The two containers of `torch.save`: a zip file, and, before PyTorch 1.6, pickles with the storages after
//! them.

use std::collections::HashMap;
use std::io::{Cursor, copy, sink};
use std::ops::Range;

use zip::read::{ZipArchive, ZipReadOptions};

use super::CheckpointError;
use super::pickle::{self, Pickle};
use super::tensor::Element;
use super::value::Value;

/// The most bytes of the description; a checkpoint of 10,000 tensors has about a tenth.
const MOST_PICKLE_BYTES: usize = 16 << 20;

/// What a checkpoint says, and where the numbers of its storages lie in the file.
#[derive(Debug)]
pub struct CheckpointContents {
    pub pickle: Pickle,
    pub storages: HashMap<String, Range<usize>>,
}

/// One folder with a pickle and, beside it, the bytes of each storage. `torch.save` compresses nothing, so
/// what is compressed is refused: no part can be larger than the file, and a zip bomb cannot be.
pub fn zipped(file: &[u8]) -> Result<CheckpointContents, CheckpointError> {
    const END: usize = 22;
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(CheckpointError::damaged)?;
    // torch.save ends the file with the directory's end, which counts the parts; a part that is there twice
    // is counted twice.
    let end = file.len().checked_sub(END).and_then(|at| file.get(at..)).unwrap_or_default();
    let [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, ..] = end else {
        return Err(CheckpointError::damaged("its end is missing"));
    };
    let counted = usize::from(u16::from_le_bytes([*low, *high]));
    if counted != archive.len() && counted != usize::from(u16::MAX) {
        return Err(CheckpointError::Overlap);
    }
    let mut parts = HashMap::new();
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(CheckpointError::damaged)?;
        let name = String::from_utf8_lossy(raw.name_raw()).into_owned();
        let crc = raw.crc32();
        if raw.compression() != zip::CompressionMethod::Stored || raw.encrypted() {
            return Err(CheckpointError::Compressed(super::error::shortened(&name)));
        }
        let (size, begin) = (raw.size(), raw.data_start());
        if raw.compressed_size() != size {
            return Err(CheckpointError::damaged("a part has another size than it says"));
        }
        drop(raw);
        total = total.saturating_add(size);
        if total > file.len() as u64 {
            return Err(CheckpointError::Overlap);
        }
        // Read once for its checksum, which torch.save may be told not to write.
        let options = ZipReadOptions::new().ignore_crc32(crc == 0);
        let mut part = archive.by_index_with_options(index, options).map_err(CheckpointError::damaged)?;
        copy(&mut part, &mut sink()).map_err(CheckpointError::damaged)?;
        let begin = begin.or(part.data_start()).and_then(|begin| usize::try_from(begin).ok());
        let range = begin.and_then(|begin| Some(begin..begin.checked_add(usize::try_from(size).ok()?)?));
        let range = range.filter(|range| range.end <= file.len());
        parts.insert(name, range.ok_or_else(|| CheckpointError::damaged("a part lies beyond its end"))?);
    }
    let mut pickles = parts.keys().filter_map(|name| {
        let folder = name.strip_suffix("/data.pkl")?;
        (!folder.contains('/')).then_some(folder)
    });
    let (Some(folder), None) = (pickles.next(), pickles.next()) else { return Err(CheckpointError::NoPickle) };
    let part = |name: &str| parts.get(&format!("{folder}/{name}")).and_then(|range| file.get(range.clone()));
    if part("byteorder") == Some(b"big") {
        return Err(CheckpointError::BigEndian);
    }
    let description = part("data.pkl").unwrap_or_default();
    if description.len() > MOST_PICKLE_BYTES {
        return Err(CheckpointError::TooMuch);
    }
    let inside = format!("{folder}/data/");
    let storages =
        parts.iter().filter_map(|(name, range)| Some((name.strip_prefix(&inside)?.to_owned(), range.clone())));
    Ok(CheckpointContents { pickle: pickle::read(description)?, storages: storages.collect() })
}

/// A magic number, a version, the machine's properties, what was saved, the storages' keys, and each storage
/// in that order: its length and its numbers.
pub fn legacy(file: &[u8]) -> Result<CheckpointContents, CheckpointError> {
    const MAGIC: &[u8] = &[0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
    if file.get(2..2 + MAGIC.len()) != Some(MAGIC) {
        return Err(CheckpointError::NotTorch);
    }
    let mut at = 0;
    let mut next = || {
        let read = pickle::read(file.get(at..).unwrap_or_default())?;
        at += read.end;
        Ok::<_, CheckpointError>((read, at))
    };
    next()?;
    next()?;
    let (machine, _) = next()?;
    let order = machine.values.entry(machine.root, "little_endian").map(|order| machine.values.get(order));
    if matches!(order, Some(Value::Flag(false))) {
        return Err(CheckpointError::BigEndian);
    }
    let (saved, _) = next()?;
    let (keys, mut begin) = next()?;
    let widths = widths(&saved)?;
    let mut storages = HashMap::new();
    for key in keys.values.sequence(keys.root).unwrap_or_default() {
        let key = keys.values.text(*key).ok_or_else(|| CheckpointError::damaged("a storage without a name"))?;
        let length = file.get(begin..).and_then(|rest| rest.first_chunk::<8>()).map(|bytes| i64::from_le_bytes(*bytes));
        let length = length.and_then(|length| usize::try_from(length).ok());
        let width = widths.get(key).copied().unwrap_or(0);
        let range = length.and_then(|length| {
            let first = begin.checked_add(8)?;
            Some(first..first.checked_add(length.checked_mul(width)?)?)
        });
        let range = range.filter(|range| width > 0 && range.end <= file.len());
        let range = range.ok_or_else(|| CheckpointError::damaged("a storage lies beyond its end"))?;
        begin = range.end;
        storages.insert(key.to_owned(), range);
    }
    Ok(CheckpointContents { pickle: saved, storages })
}

/// The bytes of a number of each storage that the pickle speaks of.
fn widths(saved: &Pickle) -> Result<HashMap<String, usize>, CheckpointError> {
    let mut widths = HashMap::new();
    for value in saved.values.iter() {
        let Value::Storage(storage) = value else { continue };
        let width = storage.element.and_then(Element::bytes);
        let width = width.ok_or_else(|| CheckpointError::damaged("a storage of a type that is not known here"))?;
        if widths.insert(storage.key.to_string(), width).is_some_and(|before| before != width) {
            return Err(CheckpointError::damaged("a storage of two types"));
        }
    }
    Ok(widths)
}
