use super::*;

fn style(cells: &[&str]) -> Decimals {
    let mut decimals = Decimals::default();
    cells.iter().for_each(|cell| decimals.observe(cell));
    decimals
}

#[test]
fn numbers_of_every_spreadsheet_have_one_reading_or_are_named() {
    let (points, commas) = (style(&["0.5"]), style(&["0,5"]));
    let none = Decimals::default();
    let cases = [
        ("1.5", none, Cell::Number(1.5)),
        (".25", none, Cell::Number(0.25)),
        ("+2", none, Cell::Number(2.0)),
        ("1e-3", none, Cell::Number(1e-3)),
        ("1,5e\u{2212}3", none, Cell::Number(1.5e-3)),
        ("\u{2212}0.43", points, Cell::Number(-0.43)),
        ("\u{2013}3", none, Cell::Number(-3.0)),
        ("0,04", points, Cell::Number(0.04)),
        ("1,234", commas, Cell::Number(1.234)),
        ("1,234", points, Cell::Thousands),
        ("1,234", none, Cell::Thousands),
        ("1.234", points, Cell::Number(1.234)),
        ("1.234", none, Cell::Number(1.234)),
        ("1.234", commas, Cell::Thousands),
        ("0.123", commas, Cell::Number(0.123)),
        ("1.000,92", commas, Cell::Thousands),
        ("1,000.92", points, Cell::Thousands),
        ("-1.000.000", points, Cell::Thousands),
        ("1\u{a0}000,5", commas, Cell::Thousands),
        ("1'000", none, Cell::Thousands),
        ("Inf", none, Cell::Infinite),
        ("-inf", none, Cell::Infinite),
        ("1e999", none, Cell::Infinite),
        ("high", none, Cell::Text),
        ("1-Mar", none, Cell::Text),
        ("5 %", none, Cell::Text),
    ];
    for (text, decimals, cell) in cases {
        assert_eq!(read_cell(text, decimals), cell, "{text:?}");
    }
}

#[test]
fn error_values_are_missing() {
    let values = ["#N/A", "#VALUE!", "#DIV/0!", "#NUM!", "#REF!", "#NAME?", "#NULL!", "#NV", "#WERT!", "#ZAHL!"];
    for text in values.into_iter().chain(["", "NA", "n/a", "NaN", "-", "\u{2013}", "."]) {
        assert_eq!(read_cell(text, Decimals::default()), Cell::Missing, "{text:?}");
    }
    assert_eq!(read_cell("#1", Decimals::default()), Cell::Text);
}
