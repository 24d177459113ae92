//! Files that are no checkpoints, are damaged or were made to do harm: each is refused in a sentence.

use std::fs;

use zip::CompressionMethod;

use crate::checkpoints::{read, read_those};
use crate::pytorch_files::{
    TensorParts, call, dict, global, int, legacy, pickle, replaced, saved, six, six_numbers, tensor, text, with_parts,
    zipped,
};

/// What is wrong, such a file, and how it is refused.
type Case = (&'static str, Vec<u8>, &'static str);

fn with(parts: TensorParts) -> Vec<u8> {
    saved(&dict(&[("w", tensor(parts))]))
}

fn pickles() -> Vec<Case> {
    let os = || global("os", "system");
    let short = |value: &str| [&[0x8c, value.len() as u8], value.as_bytes()].concat();
    let runs_os = "asks to run \"os.system\", and nothing in a file is run here";
    vec![
        ("a system call", saved(&call(&os(), &[text("ls")])), runs_os),
        (
            "a system call beside weights",
            saved(&dict(&[("w", tensor(six())), ("x", call(&os(), &[text("ls")]))])),
            runs_os,
        ),
        (
            "an evaluation",
            saved(&[short("builtins"), short("eval"), vec![0x93]].concat()),
            "asks to run \"builtins.eval\"",
        ),
        ("Python 2's evaluation", saved(&call(&global("__builtin__", "eval"), &[text("1")])), "\"builtins.eval\""),
        ("an instance", saved(b"(ios\nsystem\n"), runs_os),
        ("an object of a class", saved(&call(&global("__main__", "Net"), &[])), "asks to run \"__main__.Net\""),
        (
            "an object among numbers",
            saved(&dict(&[("net", call(&global("a", "Net"), &[])), ("epoch", int(3))])),
            "asks to run \"a.Net\"",
        ),
        (
            "a call of a text",
            saved(&call(&text("eval"), &[text("1")])),
            "damaged (a call of something that is not a function)",
        ),
        ("a name that is not text", saved(&[int(1), int(2), vec![0x93]].concat()), "damaged (a name that is not text)"),
        ("an object by instruction", saved(b"(o"), "an instruction (0x6f) that torch.save never writes"),
        ("a buffer from elsewhere", saved(&[0x97]), "an instruction (0x97)"),
        ("an endless pickle", with_parts(&vec![b'}'; 1_000_001], &[]), "describes far more than a model"),
        ("a huge pickle", with_parts(&vec![b'}'; 17 << 20], &[]), "describes far more than a model"),
        ("deep nesting", saved(&[vec![b'('; 100_000], vec![b't'; 100_000]].concat()), "holds no weights by name"),
        ("no end", with_parts(b"\x80\x02}", &[]), "its description breaks off"),
        ("an empty stack", saved(b"tttt"), "a list without a beginning"),
        ("a storage of no type", saved(&[text("0"), b"Q".to_vec()].concat()), "a storage without its parts"),
        (
            "more bytes than there are",
            saved(&[0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            "its description breaks off",
        ),
        (
            "no weights",
            saved(&dict(&[("epoch", int(3)), ("loss", int(1))])),
            "no weights by name (it holds \"epoch\", \"loss\")",
        ),
        ("a tensor without a name", saved(&tensor(six())), "holds no weights by name"),
        ("a list over and over", saved(&bomb()), "describes far more than a model"),
    ]
}

/// A list of pairs that is made a dictionary again and again, out of the memo.
fn bomb() -> Vec<u8> {
    let pair = [b"J\x01\0\0\0J\x01\0\0\0\x86".to_vec(), b"q\x01".to_vec()].concat();
    let list = [b"](".to_vec(), pair, b"h\x01".repeat(2000), b"e\x85q\x02".to_vec()].concat();
    let again = [global("collections", "OrderedDict"), b"h\x02R0".to_vec()].concat();
    [list, again.repeat(2000)].concat()
}

#[test]
fn pickles_of_another_kind_are_refused() {
    refused(pickles());
}

#[test]
fn tensors_that_do_not_fit_their_numbers_are_refused() {
    let largest = i32::MAX;
    let misfit = "\"w\" declares a shape that does not fit its stored numbers";
    let shaped = |shape: &[i32], strides: &[i32]| {
        with(TensorParts { shape: shape.to_vec(), strides: strides.to_vec(), ..six() })
    };
    let many: Vec<(String, Vec<u8>)> = (0..10_001).map(|at| (format!("w{at}"), tensor(six()))).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, tensor)| (name.as_str(), tensor.clone())).collect();
    refused(vec![
        ("a shape larger than its storage", shaped(&[largest, largest], &[3, 1]), misfit),
        ("a shape beyond all numbers", shaped(&[largest; 60], &[1; 60]), misfit),
        ("too many dimensions", shaped(&[1; 65], &[1; 65]), misfit),
        ("a negative size", shaped(&[-2, -3], &[3, 1]), misfit),
        ("a negative stride", with(TensorParts { offset: 5, strides: vec![-3, -1], ..six() }), misfit),
        ("a negative offset", with(TensorParts { offset: -1, ..six() }), misfit),
        ("an offset beyond its storage", with(TensorParts { offset: 1, ..six() }), misfit),
        ("a repeated number", shaped(&[1000], &[0]), misfit),
        ("fewer strides than sizes", shaped(&[2, 3], &[1]), misfit),
        ("a storage larger than its part", with(TensorParts { stored: 7, ..six() }), misfit),
        ("a negative storage", with(TensorParts { stored: -6, ..six() }), "a storage without its parts"),
        (
            "a storage that is missing",
            with(TensorParts { key: "../0".into(), ..six() }),
            "numbers of \"w\" are not in the checkpoint",
        ),
        ("whole numbers", with(TensorParts { kind: "ByteStorage", ..six() }), "\"w\" is stored as uint8"),
        (
            "complex numbers",
            with(TensorParts { kind: "ComplexFloatStorage", stored: 3, shape: vec![3], strides: vec![1], ..six() }),
            "complex64",
        ),
        ("too many weights", saved(&dict(&many)), "more than 10000 tensors"),
    ]);
}

fn archives() -> Vec<Case> {
    let good = with(six());
    let empty = || [("model/data.pkl", b"".as_slice())];
    let zeros = vec![0_u8; 1 << 20];
    let mut renamed = good.clone();
    let at = renamed.windows(2).rposition(|pair| pair == b"PK").unwrap_or(0);
    renamed[at + 10] += 1;
    let mut changed = good.clone();
    // The first of the six numbers, for which a checksum stands in the file.
    let number = changed.windows(4).position(|four| four == 1.0_f32.to_le_bytes()).unwrap_or(0);
    changed[number] ^= 1;
    let old = legacy(&dict(&[("w", tensor(six()))]), &[("0", 6, &six_numbers())]);
    let mut tar = vec![0_u8; 600];
    tar[257..262].copy_from_slice(b"ustar");
    vec![
        ("nothing", Vec::new(), "this is neither a PyTorch checkpoint"),
        ("another file", b"ATGCGTATGCGT".to_vec(), "this is neither a PyTorch checkpoint"),
        (
            "Keras's HDF5",
            b"\x89HDF\r\n\x1a\n\0\0".to_vec(),
            "this is an HDF5 file, as Keras saves models, with a whole network",
        ),
        ("ONNX", b"\x08\x08\x12\x07pytorch".to_vec(), "this is an ONNX file, with a whole network"),
        (
            "Keras 3",
            zipped([("config.json", b"{}".as_slice()), ("model.weights.h5", b"123")], CompressionMethod::Stored),
            "this is a Keras file, with a whole network",
        ),
        ("a plain pickle", pickle(&dict(&[("weights", text("0123456789"))])), "not one that torch.save wrote"),
        ("a format from before all others", tar, "before PyTorch 0.1.10"),
        (
            "another zip file",
            zipped([("word/document.xml", b"123".as_slice())], CompressionMethod::Stored),
            "holds no PyTorch checkpoint",
        ),
        (
            "two checkpoints",
            zipped([("a/data.pkl", b"".as_slice()), ("b/data.pkl", b"".as_slice())], CompressionMethod::Stored),
            "holds no PyTorch checkpoint",
        ),
        ("a file cut short", good[..good.len() - 1].to_vec(), "cut short or damaged"),
        (
            "a zip bomb",
            zipped(empty().into_iter().chain([("model/data/0", zeros.as_slice())]), CompressionMethod::Deflated),
            "is compressed, as torch.save never does",
        ),
        (
            "a part twice",
            replaced(&with_parts(&pickle(&dict(&[])), &[("data/0", &zeros), ("data/1", &zeros)]), "data/1", "data/0"),
            "overlap",
        ),
        ("more parts than there are", renamed, "cut short or damaged"),
        (
            "a path upwards",
            replaced(&good, "model/data/0", "model/../../"),
            "numbers of \"w\" are not in the checkpoint",
        ),
        ("a number that was changed", changed, "cut short or damaged"),
        ("a big-endian computer", with_parts(&pickle(&dict(&[])), &[("byteorder", b"big")]), "big-endian computer"),
        ("the old format cut short", old[..old.len() - 1].to_vec(), "a storage lies beyond its end"),
        ("the old format of another computer", replaced_flag(&old), "big-endian computer"),
        (
            "safetensors cut short",
            fs::read("tests/fixtures/camformer-tiny.safetensors").unwrap_or_default()[..9000].to_vec(),
            "not an intact safetensors file",
        ),
    ]
}

/// `little_endian` as false.
fn replaced_flag(old: &[u8]) -> Vec<u8> {
    let name = text("little_endian");
    let at = old.windows(name.len()).position(|part| part == name).unwrap_or(0) + name.len();
    let mut other = old.to_vec();
    other[at] = 0x89;
    other
}

#[test]
fn containers_of_another_kind_are_refused() {
    refused(archives());
}

fn refused(cases: Vec<Case>) {
    for (what, file, sentence) in cases {
        let found = read_those(file, |_, _| true).map(|arrays| arrays.len()).map_err(|error| error.to_string());
        assert!(found.as_ref().is_err_and(|found| found.contains(sentence)), "{what}: {found:?}, expected {sentence}");
        let found = found.unwrap_err();
        assert!(found.len() < 400 && !found.ends_with('.') && !found.contains('\n'), "{what}: {found}");
    }
}

#[test]
fn a_long_name_from_the_file_is_cut_in_the_sentence() {
    let refused = read(saved(&global("m", &"x".repeat(100_000)))).map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|sentence| sentence.len() < 300));
}
