//! Text as people's machines write it, and its lines.

use std::borrow::Cow;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text in UTF-8 or a code page that agrees with ASCII, lines ended by `\n` or `\r\n`. Byte-order marks
/// go, UTF-16 is decoded, and the lone `\r` of old Macs becomes `\n`.
pub(super) fn plain(bytes: Vec<u8>) -> Vec<u8> {
    let mut text = match utf16(&bytes) {
        Some(text) => text.into_bytes(),
        None => bytes,
    };
    if text.starts_with(UTF8_MARK) {
        text.drain(..UTF8_MARK.len());
    }
    for at in 0..text.len() {
        if text[at] == b'\r' && text.get(at + 1).is_some_and(|next| *next != b'\n') {
            text[at] = b'\n';
        }
    }
    text
}

/// Whether [`plain`] would leave a text as it is.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let is_lone = |pair: &[u8]| pair[0] == b'\r' && pair[1] != b'\n';
    !bytes.starts_with(UTF8_MARK) && utf16(bytes).is_none() && !bytes.windows(2).any(is_lone)
}

/// UTF-16 by its mark, or by the zeros that it has where text in Latin letters begins.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (rest, little) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, true),
        [0xfe, 0xff, rest @ ..] => (rest, false),
        [a, 0, b, 0, ..] if *a > 0 && *b > 0 => (bytes, true),
        [0, a, 0, b, ..] if *a > 0 && *b > 0 => (bytes, false),
        _ => return None,
    };
    let unit = |pair: &[u8; 2]| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
    let units = rest.as_chunks().0.iter().map(unit);
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Lines with their numbers from 1, without their ends.
pub(super) fn numbered_lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    lines.map(|(index, line)| (index + 1, line.strip_suffix(b"\r").unwrap_or(line)))
}

/// Bytes as text: UTF-8, or else one letter per byte, as Western code pages have it.
pub(super) fn words(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// A name as it can stand in one line of a file: no control characters, no blanks around it; none where
/// nothing is left.
pub(super) fn name(text: &str) -> Option<String> {
    let clean: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// A name as one word, which is what genes are looked up by.
pub(super) fn one_word(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_machine_s_text_is_the_same() {
        let utf16 = |mark: bool, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let mark = mark.then_some('\u{feff}').into_iter().collect::<String>();
            format!("{mark}>chrI\nACGT\n").encode_utf16().flat_map(bytes).collect()
        };
        let texts = [
            b">chrI\nACGT\n".to_vec(),
            b"\xef\xbb\xbf>chrI\nACGT\n".to_vec(),
            b">chrI\rACGT\n".to_vec(),
            utf16(true, u16::to_le_bytes),
            utf16(true, u16::to_be_bytes),
            utf16(false, u16::to_le_bytes),
            utf16(false, u16::to_be_bytes),
        ];
        for text in texts {
            assert_eq!(plain(text.clone()), b">chrI\nACGT\n", "{text:?}");
        }
        let lines: Vec<(usize, &[u8])> = numbered_lines(b"a\r\n\nb").collect();
        assert_eq!(lines, [(1, b"a".as_slice()), (2, b""), (3, b"b")]);
    }

    #[test]
    fn names_fit_in_a_line() {
        assert_eq!(name(" a\nb\t"), Some("a b".to_owned()));
        assert_eq!(name("\n"), None);
        assert_eq!(words(b"caf\xe9"), "caf\u{e9}");
    }
}
