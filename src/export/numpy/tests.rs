use std::io::{Cursor, Read};

use super::*;

fn examples() -> Result<Examples, NumpyError> {
    let mut examples = Examples::new(3);
    examples.push(b"ANT", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0])?;
    examples.push(b"C", &[-1.0, -2.0, -3.0, -4.0])?;
    Ok(examples)
}

/// Splits a file into its description and its values.
fn read(file: &[u8]) -> (String, Vec<f32>) {
    assert_eq!(&file[..8], b"\x93NUMPY\x01\x00");
    let end = 10 + usize::from(u16::from_le_bytes([file[8], file[9]]));
    assert_eq!((end % 64, file[end - 1]), (0, b'\n'));
    let value = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    (String::from_utf8_lossy(&file[10..end]).trim().to_owned(), file[end..].chunks(4).map(value).collect())
}

#[test]
fn bases_become_channels_and_short_examples_stand_right() -> Result<(), NumpyError> {
    let examples = examples()?;
    let mut file = Vec::new();
    examples.write_npy(Array::OneHot, &mut file)?;
    let (description, values) = read(&file);
    assert_eq!(description, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4, 3,), }");
    let first = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let second = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(values, [first, second].concat());
    file.clear();
    examples.write_npy(Array::Scores, &mut file)?;
    let first = [1.0, 5.0, 9.0, 2.0, 6.0, 10.0, 3.0, 7.0, 11.0, 4.0, 8.0, 12.0];
    let second = [0.0, 0.0, -1.0, 0.0, 0.0, -2.0, 0.0, 0.0, -3.0, 0.0, 0.0, -4.0];
    assert_eq!(read(&file).1, [first, second].concat());
    Ok(())
}

#[test]
fn a_container_holds_the_same_array() -> Result<(), NumpyError> {
    let (mut array, mut container) = (Vec::new(), Cursor::new(Vec::new()));
    examples()?.write_npy(Array::Scores, &mut array)?;
    examples()?.write_npz(Array::Scores, &mut container)?;
    let mut unpacked = Vec::new();
    zip::ZipArchive::new(container)?.by_name("arr_0.npy")?.read_to_end(&mut unpacked)?;
    assert_eq!(unpacked, array);
    Ok(())
}

#[test]
fn examples_that_do_not_fit_are_refused() {
    let mut examples = Examples::new(2);
    let error = |result: Result<(), NumpyError>| result.map_err(|error| error.to_string());
    let long = "example 1 has 3 bases; the arrays have room for 2";
    assert_eq!(error(examples.push(b"ACG", &[0.0; 12])), Err(long.into()));
    let scores = "example 1 has 7 scores for 2 bases; four a base are needed";
    assert_eq!(error(examples.push(b"AC", &[0.0; 7])), Err(scores.into()));
    assert_eq!(examples.count, 0);
}
