//! Checkpoints as data: what `torch.save` writes is read with the right numbers, and whatever else is refused in a sentence. The page reads them by the same code.

use std::error::Error;
use std::fs;
use std::io::Write;

use cisight::architecture::Array;
use cisight::model::{Checkpoint, CheckpointError};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use zip::CompressionMethod;

use crate::pytorch_files::{
    TensorParts, call, dict, global, int, legacy, module, pickle, replaced, saved, six, six_numbers, tensor, text,
    tuple, with_parts, zipped,
};
use crate::shared::shared;

type Outcome = Result<(), Box<dyn Error>>;

/// All tensors of real numbers.
fn read(file: Vec<u8>) -> Result<Vec<(String, Array)>, CheckpointError> {
    read_those(file, Checkpoint::is_real)
}

fn read_those(
    file: Vec<u8>,
    are_read: impl Fn(&Checkpoint, &str) -> bool,
) -> Result<Vec<(String, Array)>, CheckpointError> {
    let checkpoint = Checkpoint::parse(file)?;
    let chosen = checkpoint.names().filter(|name| are_read(&checkpoint, name));
    chosen.map(|name| Ok((name.to_owned(), checkpoint.read(name)?))).collect()
}

fn arrays(expected: &[(&str, &[usize], &[f32])]) -> Vec<(String, Array)> {
    let array = |&(name, shape, values): &(&str, &[usize], &[f32])| {
        (name.to_owned(), Array { shape: shape.to_vec(), values: values.to_vec() })
    };
    expected.iter().map(array).collect()
}

const WHOLE: (&[usize], &[f32]) = (&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);

#[test]
fn pytorchs_files_hold_the_tensors_of_their_safetensors_twins() -> Outcome {
    for name in ["camformer-tiny", "fun-prose-tiny"] {
        let [own, twin] = ["pt", "safetensors"].map(|ending| fs::read(format!("tests/fixtures/{name}.{ending}")));
        let bare = |(name, array): (String, Array)| (name.trim_start_matches("model_state_dict.").to_owned(), array);
        let own: Vec<_> = read(own?)?.into_iter().map(bare).collect();
        assert_eq!(own, read(twin?)?, "{name}");
    }
    Ok(())
}

#[test]
fn another_reader_finds_the_same_numbers() -> Outcome {
    let weights = dict(&[
        ("whole", tensor(six())),
        ("transposed", tensor(TensorParts { shape: vec![3, 2], strides: vec![1, 3], ..six() })),
        ("column", tensor(TensorParts { offset: 1, shape: vec![2, 1], strides: vec![3, 1], ..six() })),
    ]);
    let numbers = six_numbers();
    let (first, second) = (numbers.as_slice(), &numbers[..8]);
    let two = dict(&[
        ("b", tensor(TensorParts { key: "9".into(), ..six() })),
        ("a", tensor(TensorParts { key: "10".into(), stored: 2, shape: vec![2], strides: vec![1], ..six() })),
    ]);
    let files = [
        fs::read("tests/fixtures/fun-prose-tiny.pt")?,
        saved(&weights),
        // The storages' keys are not in the order of the tensors.
        legacy(&two, &[("10", 2, second), ("9", 6, first)]),
        saved(&module(
            "classifier.Net",
            &[("scale", tensor(six()))],
            &[("conv", module("torch.nn.modules.conv.Conv1d", &[("weight", tensor(six()))], &[]))],
        )),
    ];
    for (index, file) in files.into_iter().enumerate() {
        let mut path = tempfile::NamedTempFile::new()?;
        path.write_all(&file)?;
        let theirs = pytorch_reader::PytorchReader::new(path.path())?;
        let own = read(file)?;
        for (name, array) in &own {
            let tensor = theirs.get(name).ok_or(format!("file {index}: {name}"))?;
            let numbers = tensor
                .read()?
                .chunks_exact(4)
                .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
                .collect::<Vec<_>>();
            assert_eq!((tensor.shape(), &numbers), (array.shape.as_slice(), &array.values), "file {index}: {name}");
        }
        let reals = theirs.tensors().values().filter(|tensor| tensor.dtype() == pytorch_reader::DType::F32);
        assert_eq!(reals.count(), own.len(), "file {index}");
    }
    Ok(())
}

#[test]
fn views_of_one_storage_are_gathered_each_under_its_name() -> Outcome {
    let view = |offset, shape: &[i32], strides: &[i32]| {
        tensor(TensorParts { offset, shape: shape.to_vec(), strides: strides.to_vec(), ..six() })
    };
    let pickle = dict(&[
        ("column", view(1, &[2, 1], &[3, 1])),
        ("nothing", view(0, &[0, 3], &[3, 1])),
        ("number", view(5, &[], &[])),
        ("row", view(3, &[3], &[1])),
        ("transposed", view(0, &[3, 2], &[1, 3])),
        ("whole", tensor(six())),
    ]);
    let expected = arrays(&[
        ("column", &[2, 1], &[2.0, 5.0]),
        ("nothing", &[0, 3], &[]),
        ("number", &[], &[6.0]),
        ("row", &[3], &[4.0, 5.0, 6.0]),
        ("transposed", &[3, 2], &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]),
        ("whole", WHOLE.0, WHOLE.1),
    ]);
    assert_eq!(read(saved(&pickle))?, expected);
    Ok(())
}

#[test]
fn each_floating_point_type_is_read_and_counters_are_none_of_them() -> Outcome {
    let halves: Vec<u8> =
        [1.0_f32, -2.5].iter().flat_map(|number| half::f16::from_f32(*number).to_le_bytes()).collect();
    let brains: Vec<u8> =
        [1.0_f32, -2.5].iter().flat_map(|number| half::bf16::from_f32(*number).to_le_bytes()).collect();
    let doubles: Vec<u8> = [1.0_f64, -2.5].iter().flat_map(|number| number.to_le_bytes()).collect();
    let part = |kind, key: &str| {
        tensor(TensorParts { kind, key: key.into(), stored: 2, shape: vec![2], strides: vec![1], ..six() })
    };
    let pickle_of = pickle(&dict(&[
        ("brain", part("BFloat16Storage", "1")),
        ("counter", part("LongStorage", "2")),
        ("double", part("DoubleStorage", "2")),
        ("half", part("HalfStorage", "0")),
    ]));
    let file = with_parts(&pickle_of, &[("data/0", &halves), ("data/1", &brains), ("data/2", &doubles)]);
    let pair: &[f32] = &[1.0, -2.5];
    assert_eq!(read(file)?, arrays(&[("brain", &[2], pair), ("double", &[2], pair), ("half", &[2], pair)]));
    Ok(())
}

#[test]
fn what_is_no_tensor_is_read_over_and_a_newer_protocol_is_read() -> Outcome {
    let dtype = call(&global("numpy", "dtype"), &[text("f8"), vec![0x89], vec![0x88]]);
    let bytes = call(&global("_codecs", "encode"), &[text("12345678"), text("latin1")]);
    let scalar = [dtype, tuple(&[int(3)]), b"b".to_vec()].concat();
    let score = call(&global("numpy._core.multiarray", "scalar"), &[scalar, bytes]);
    let parameter = call(
        &global("torch._utils", "_rebuild_parameter"),
        &[tensor(six()), vec![0x88], call(&global("collections", "OrderedDict"), &[])],
    );
    let namespace =
        [global("argparse", "Namespace"), b")\x81".to_vec(), dict(&[("lr", int(1))]), b"b".to_vec()].concat();
    let file = dict(&[("score", score), ("w", parameter), ("hyper_parameters", namespace), ("note", int(3))]);
    assert_eq!(read(saved(&file))?, arrays(&[("w", WHOLE.0, WHOLE.1)]));

    // FRAME, SHORT_BINUNICODE, MEMOIZE and STACK_GLOBAL in place of what protocol 2 writes.
    let short = |value: &str| [&[0x8c, value.len() as u8], value.as_bytes(), &[0x94]].concat();
    let ordered = [short("collections"), short("OrderedDict"), vec![0x93, b')', b'R']].concat();
    let newer = [vec![0x80, 4, 0x95], vec![0; 8], ordered, short("w"), tensor(six()), b"s".to_vec()].concat();
    assert_eq!(read(saved(&newer))?, arrays(&[("w", WHOLE.0, WHOLE.1)]));

    // A dictionary that contains itself is read once.
    let around =
        [b"}q\x00(".to_vec(), text("self"), b"h\x00".to_vec(), text("w"), tensor(six()), b"u".to_vec()].concat();
    assert_eq!(read(saved(&around))?, arrays(&[("w", WHOLE.0, WHOLE.1)]));
    Ok(())
}

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
        ("a call of a text", saved(&call(&text("eval"), &[text("1")])), "damaged (a call of what is no function)"),
        ("a name that is no text", saved(&[int(1), int(2), vec![0x93]].concat()), "damaged (a name that is no text)"),
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
        ("nothing", Vec::new(), "this is no PyTorch checkpoint"),
        ("another file", b"ATGCGTATGCGT".to_vec(), "this is no PyTorch checkpoint"),
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
            "no intact safetensors file",
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

#[test]
fn a_checkpoint_damaged_anywhere_is_read_or_refused() -> Outcome {
    let zip = fs::read("tests/fixtures/camformer-tiny.pt")?;
    let old = legacy(&dict(&[("w", tensor(six()))]), &[("0", 6, &six_numbers())]);
    let whole = saved(&module("a.Net", &[("w", tensor(six()))], &[]));
    let mut random = StdRng::seed_from_u64(20_240_613);
    let (mut fine, mut damaged) = (0, 0);
    for round in 0..600 {
        let file = [&zip, &old, &whole][round % 3];
        let length = if round % 10 == 0 { random.random_range(0..file.len()) } else { file.len() };
        let mut copy = file[..length].to_vec();
        for _ in 0..random.random_range(1..5) {
            // The pickle is at the front of the file and the directory at its end.
            let front = copy.len().min(4600);
            let at = match round % 4 {
                0 => random.random_range(0..copy.len().max(1)),
                1 => copy.len().saturating_sub(1 + random.random_range(0..front.max(1))),
                _ => random.random_range(0..front.max(1)),
            };
            if let Some(byte) = copy.get_mut(at) {
                *byte = random.random();
            }
        }
        match read(copy) {
            Ok(_) => fine += 1,
            Err(_) => damaged += 1,
        }
    }
    assert!(fine > 10 && damaged > 200, "{fine} read, {damaged} refused");
    Ok(())
}

/// PyTorch's own files of the kinds above: strided, legacy, wrapped, of 16 and 64 bits, whole.
#[test]
fn public_reports_files_hold_the_fixtures_weights() -> Outcome {
    let twin = read(fs::read("tests/fixtures/fun-prose-tiny.safetensors")?)?;
    let cases = [
        ("01-strided-weights/channels-last.pt", 0.0),
        ("01-strided-weights/one-storage.pt", 0.0),
        ("02-legacy-format/legacy.pt", 0.0),
        ("03-wrapped-names/dataparallel.pt", 0.0),
        ("03-wrapped-names/lightning.ckpt", 0.0),
        ("05-half-precision/f8.pt", 0.0),
        ("05-half-precision/f2.pt", 1e-3),
        ("05-half-precision/bf16.pt", 1e-2),
        ("29-whole-network/whole.pt", 0.0),
        ("29-whole-network/whole-in-dict.pt", 0.0),
    ];
    for (name, tolerance) in cases {
        let Some(path) = shared(&format!("cases/{name}")) else { continue };
        let found = read(fs::read(path)?)?;
        assert_eq!(found.len(), twin.len(), "{name}");
        for (weight, expected) in &twin {
            let same = |(path, _): &&(String, Array)| path == weight || path.ends_with(&format!(".{weight}"));
            let (_, array) = found.iter().find(same).ok_or(format!("{name}: {weight}"))?;
            assert_eq!(array.shape, expected.shape, "{name}: {weight}");
            let close =
                array.values.iter().zip(&expected.values).all(|(a, b)| (a - b).abs() <= tolerance * b.abs().max(1.0));
            assert!(close, "{name}: {weight}");
        }
    }
    Ok(())
}
