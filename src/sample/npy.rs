use super::EmbeddingError;

/// Letters before the header's length.
const MAGIC: &[u8] = b"\x93NUMPY";

/// Reads one array of NumPy's own format: its shape and its values, row-major. Versions 1 to 3, floats of 16,
/// 32 and 64 bits.
///
/// # Errors
/// [`EmbeddingError`] says what `name` is at fault with.
pub(super) fn read_npy(bytes: &[u8], name: &str) -> Result<(Vec<usize>, Vec<f32>), EmbeddingError> {
    let damaged = |reason: &str| EmbeddingError::Damaged(format!("{name}: {reason}"));
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| damaged("it is not a NumPy array"))?;
    let (length, rest) = match rest {
        [1, _, low, high, rest @ ..] => (usize::from(u16::from_le_bytes([*low, *high])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        _ => return Err(damaged("its version of the format is not known")),
    };
    let (header, data) = rest.split_at_checked(length).ok_or_else(|| damaged("it is cut short"))?;
    let header = String::from_utf8_lossy(header);
    let (kind, is_fortran, shape) = described(&header).ok_or_else(|| damaged("its description cannot be read"))?;
    if is_fortran && shape.iter().filter(|size| **size > 1).count() > 1 {
        return Err(damaged("it is in Fortran order; save numpy.ascontiguousarray of it"));
    }
    let values = match kind.as_str() {
        "<f4" => numbers(data, f32::from_le_bytes),
        "<f8" => numbers(data, |bytes| f64::from_le_bytes(bytes) as f32),
        "<f2" => numbers(data, |bytes| half::f16::from_le_bytes(bytes).to_f32()),
        ">f4" => numbers(data, f32::from_be_bytes),
        ">f8" => numbers(data, |bytes| f64::from_be_bytes(bytes) as f32),
        other => return Err(EmbeddingError::Type(name.to_owned(), other.to_owned())),
    };
    match shape.iter().try_fold(1_usize, |product, size| product.checked_mul(*size)) {
        Some(count) if count == values.len() => Ok((shape, values)),
        _ => Err(damaged("it does not hold as many values as its shape says")),
    }
}

/// Kind of number, order and shape out of `{'descr': '<f4', 'fortran_order': False, 'shape': (20, 384), }`.
fn described(header: &str) -> Option<(String, bool, Vec<usize>)> {
    let after = |key: &str| {
        let (_, rest) = header.split_once(&format!("'{key}':"))?;
        Some(rest.trim_start())
    };
    let (kind, _) = after("descr")?.strip_prefix('\'')?.split_once('\'')?;
    let is_fortran = after("fortran_order")?.starts_with("True");
    let (sizes, _) = after("shape")?.strip_prefix('(')?.split_once(')')?;
    let sizes = sizes.split(',').map(str::trim).filter(|size| !size.is_empty());
    Some((kind.to_owned(), is_fortran, sizes.map(str::parse).collect::<Result<_, _>>().ok()?))
}

pub(super) fn numbers<const N: usize>(data: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let (chunks, _) = data.as_chunks::<N>();
    chunks.iter().map(|chunk| number(*chunk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, values: &[f32]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    #[test]
    fn arrays_are_read_and_others_refused() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let intact = file(header, &values);
        assert_eq!(read_npy(&intact, "a").ok(), Some((vec![2, 3], values.to_vec())));
        for cut in 0..intact.len() {
            assert!(read_npy(&intact[..cut], "a").is_err(), "cut at {cut}");
        }
        let cases = [
            (header.replace("False", "True"), "Fortran order"),
            (header.replace("<f4", "<i4"), "stored as <i4"),
            (header.replace("(2, 3)", "(9999999999999, 9999999999999)"), "as many values"),
            (header.replace("descr", "desc"), "description cannot be read"),
        ];
        for (header, expected) in cases {
            let error = read_npy(&file(&header, &values), "\"a\"").map_err(|error| error.to_string());
            assert!(error.as_ref().is_err_and(|text| text.contains(expected)), "{error:?}");
        }
    }
}
