use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use thiserror::Error;

/// What Windows-1252 has in place of the control characters 80 to 9F; the rest is as in Unicode (WHATWG's
/// index).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What is looked at where no mark names the encoding.
const SAMPLE_BYTES: usize = 4096;

/// The share of zero bytes at every other place that makes text without a mark UTF-16.
const UTF_16_SHARE: usize = 3;

/// A text and what had to be supposed to read it.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Without a byte-order mark.
    pub text: Cow<'a, str>,
    /// What the user ought to know.
    pub note: Option<DecodeNote>,
}

/// What was supposed of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecodeNote {
    /// The bytes are no UTF-8.
    Windows1252,
}

impl fmt::Display for DecodeNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Windows1252 => {
                out.write_str("letters beyond ASCII are read as Windows-1252, since the file is not UTF-8")
            }
        }
    }
}

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq, Serialize)]
pub enum DecodeError {
    /// Compressed, a spreadsheet's own format, an image.
    #[error("this is not text; save a spreadsheet as tab-separated text first, and unpack a compressed file")]
    Binary,
    /// UTF-16 with a broken character.
    #[error("this is damaged UTF-16 text; save the file as UTF-8")]
    DamagedUtf16,
}

/// Decodes text as editors and spreadsheets save it: UTF-8 with a byte-order mark or without, UTF-16 of
/// either byte order (without a mark where the letters show it), and what else is not UTF-8 as Windows-1252.
/// The page does the same (`www/state/read-text.ts`).
///
/// # Errors
/// [`DecodeError`] where the bytes are no text.
///
/// ```
/// let excel = [0xff, 0xfe, b'T', 0, b'F', 0];
/// assert_eq!(cisight::text::decode(&excel)?.text, "TF");
/// # Ok::<(), cisight::text::DecodeError>(())
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    let (encoding, bytes) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Encoding::Utf8, rest),
        [0xff, 0xfe, rest @ ..] => (Encoding::Utf16(u16::from_le_bytes), rest),
        [0xfe, 0xff, rest @ ..] => (Encoding::Utf16(u16::from_be_bytes), rest),
        bytes => (guess(bytes), bytes),
    };
    let text = match encoding {
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if bytes.iter().copied().any(is_control) => return Err(DecodeError::Binary),
            Err(_) => {
                let text = bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>().into();
                let note = Some(DecodeNote::Windows1252);
                return Ok(Decoded { text, note });
            }
        },
        Encoding::Utf16(of) => {
            let units = bytes.chunks(2).map(|pair| pair.try_into().map_or(char::REPLACEMENT_CHARACTER as u16, of));
            let text: Result<String, _> = char::decode_utf16(units).collect();
            text.map_err(|_| DecodeError::DamagedUtf16)?.into()
        }
    };
    if text.contains('\0') { Err(DecodeError::Binary) } else { Ok(Decoded { text, note: None }) }
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    /// With the order of its bytes.
    Utf16(fn([u8; 2]) -> u16),
}

fn windows_1252(byte: u8) -> char {
    let own = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    own.copied().unwrap_or(char::from(byte))
}

/// Latin letters in UTF-16 have a zero in every other byte.
fn guess(bytes: &[u8]) -> Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let enough = sample.len() / 2 * UTF_16_SHARE / 4;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > enough => Encoding::Utf16(u16::from_le_bytes),
        (even, 0) if even > enough => Encoding::Utf16(u16::from_be_bytes),
        _ => Encoding::Utf8,
    }
}

/// Control characters that no text has.
fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn text_is_read_in_every_encoding_that_spreadsheets_write() {
        let text = "TF\theat 37 °C\r\nMSN2\t−1\r\n";
        for mark in [true, false] {
            assert_eq!(decode(&utf16(text, mark, u16::to_le_bytes)).unwrap().text, text);
            assert_eq!(decode(&utf16(text, mark, u16::to_be_bytes)).unwrap().text, text);
        }
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), Ok(Decoded { text: text.into(), note: None }));
        let windows = decode(b"heat 37 \xb0C, 5 \xb5M \x96 \x80").unwrap();
        assert_eq!((windows.text.as_ref(), windows.note.is_some()), ("heat 37 °C, 5 µM – €", true));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let zip = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00b\xee\x9dh";
        for bytes in [&zip[..], b"\x1f\x8b\x08\xff\x02", b"\x00\x9f\x92\x96", b"ACGT\x00"] {
            assert_eq!(decode(bytes), Err(DecodeError::Binary), "{bytes:?}");
        }
        assert_eq!(decode(&[0xff, 0xfe, 0x00, 0xd8, b'A', 0]), Err(DecodeError::DamagedUtf16));
        assert_eq!(decode(b"").unwrap().text, "");
    }
}
