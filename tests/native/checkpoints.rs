//! Checkpoints as data: what `torch.save` writes is read with the right numbers, and whatever else is refused
//! in a sentence. The page reads them by the same code.

use std::error::Error;
use std::fs;
use std::io::Write;

use cisight::architecture::Array;
use cisight::model::{Checkpoint, CheckpointError};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::pytorch_files::{
    TensorParts, call, dict, global, int, legacy, module, pickle, saved, six, six_numbers, tensor, text, tuple,
    with_parts,
};
use crate::shared::shared;

type Outcome = Result<(), Box<dyn Error>>;

/// All tensors of real numbers.
pub fn read(file: Vec<u8>) -> Result<Vec<(String, Array)>, CheckpointError> {
    read_those(file, Checkpoint::is_real)
}

pub fn read_those(
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
