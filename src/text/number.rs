/// What stands in a cell that ought to hold a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// Empty, `NA` and the like, or an error value of a spreadsheet.
    Missing,
    /// A finite number.
    Number(f32),
    /// Infinity, or a number too large for one.
    Infinite,
    /// Groups of thousands, or what may be one: `1.000,92`, `1 000`, `1,234` in a table of decimal points.
    Thousands,
    /// Anything else.
    Text,
}

/// How the numbers of a table are written, as far as cells with one possible reading tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decimals {
    point: bool,
    comma: bool,
}

impl Decimals {
    /// Takes notice of a cell: `0.5` and `0,5` can be read in one way, `1.234` and `1,234` in two.
    pub fn observe(&mut self, cell: &str) {
        let digits = unsigned(cell);
        if digits.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '.' | ',')) {
            self.point |= is_decimal(digits, '.') && !is_grouped(digits, '.');
            self.comma |= is_decimal(digits, ',') && !is_grouped(digits, ',');
        }
    }

    /// Whether decimal commas are what the table has, and no decimal point.
    pub fn are_commas(self) -> bool {
        self.comma && !self.point
    }
}

/// Reads a cell; the Unicode minus and decimal commas are understood where they have one reading.
///
/// ```
/// use cisight::text::{Cell, Decimals, read_cell};
/// let decimals = Decimals::default();
/// assert_eq!(read_cell("\u{2212}0,5", decimals), Cell::Number(-0.5));
/// assert_eq!(read_cell("1.000,92", decimals), Cell::Thousands);
/// assert_eq!(read_cell("#DIV/0!", decimals), Cell::Missing);
/// ```
pub fn read_cell(cell: &str, decimals: Decimals) -> Cell {
    let cell = cell.trim();
    if is_missing(cell) {
        return Cell::Missing;
    }
    let digits = unsigned(cell);
    let is_negative = cell.starts_with(is_minus);
    if ["inf", "infinity", "\u{221e}", "1.#inf"].iter().any(|word| digits.eq_ignore_ascii_case(word)) {
        return Cell::Infinite;
    }
    if !digits.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '.' | ',')) {
        return Cell::Text;
    }
    let grouped_points = is_grouped(digits, '.') && decimals.are_commas();
    let grouped_commas = is_grouped(digits, ',') && !decimals.are_commas();
    if grouped_points || grouped_commas || has_groups(digits) {
        return Cell::Thousands;
    }
    let mut plain = if is_decimal(digits, ',') { digits.replacen(',', ".", 1) } else { digits.to_owned() };
    if let Some(at) = plain.find(['e', 'E']) {
        let exponent = plain.split_off(at);
        plain.push_str(&exponent.replacen(is_minus, "-", 1));
    }
    match plain.parse::<f32>() {
        Ok(value) if value.is_finite() => Cell::Number(if is_negative { -value } else { value }),
        Ok(_) => Cell::Infinite,
        Err(_) => Cell::Text,
    }
}

/// Whether a spreadsheet wrote this where a formula failed: `#N/A`, `#VALUE!`, in any language.
pub fn is_spreadsheet_error(cell: &str) -> bool {
    let Some(word) = cell.strip_prefix('#') else { return false };
    let is_short = !word.is_empty() && word.chars().count() <= 16 && !word.contains(char::is_whitespace);
    is_short && (word.ends_with(['!', '?']) || ["N/A", "NV", "N/D", "N/V"].contains(&word.to_uppercase().as_str()))
}

fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 13] =
        ["", "na", "nan", "-nan", "n/a", "<na>", "null", "none", "-", "\u{2013}", "\u{2014}", "\u{2212}", "."];
    WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word)) || is_spreadsheet_error(cell)
}

/// Hyphens and dashes that stand for a minus before a digit.
fn is_minus(letter: char) -> bool {
    matches!(letter, '-' | '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{fe63}' | '\u{ff0d}')
}

fn unsigned(cell: &str) -> &str {
    cell.strip_prefix(|sign| sign == '+' || is_minus(sign)).unwrap_or(cell)
}

/// Digits, one mark, digits, perhaps an exponent.
fn is_decimal(digits: &str, mark: char) -> bool {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    mantissa.split_once(mark).is_some_and(|(whole, part)| {
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        all_digits(whole) && all_digits(part) && !part.is_empty()
    })
}

/// One to three digits that begin with no zero, then groups of exactly three: may be thousands.
fn is_grouped(digits: &str, mark: char) -> bool {
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && all_digits(first)
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && all_digits(group))
}

/// Groups that can be nothing else: two kinds of marks, one kind twice, or blanks and apostrophes between
/// digits.
fn has_groups(digits: &str) -> bool {
    let is_number =
        digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{2019}') || c.is_whitespace());
    let count = |mark: char| digits.matches(mark).count();
    let blanks = digits.contains(|c: char| matches!(c, '\'' | '\u{2019}') || c.is_whitespace());
    is_number && (blanks || count('.') > 1 || count(',') > 1 || (count('.') == 1 && count(',') == 1))
}

#[cfg(test)]
mod tests;
