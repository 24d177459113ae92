use super::*;
use crate::schema::NumberSpec;

fn spec() -> NumbersInput {
    let number = |name: &str, default| NumberSpec { name: name.into(), default, mean: 0.0, sd: 1.0 };
    NumbersInput { name: "half_life".into(), numbers: vec![number("utr5", 7.0), number("gc", 0.4)], optional: false }
}

#[test]
fn columns_are_found_by_name_and_gaps_take_defaults() -> Result<(), NumbersError> {
    let rows = NumberRows::read(b"gene\tGC\tother\ta\n1\t0.5\t9\t3\n2\t\t9\t3\n", &spec())?;
    assert_eq!((rows.get("1"), rows.get("2"), rows.get("3")), (Some(&[7.0, 0.5][..]), Some(&[7.0, 0.4][..]), None));
    assert_eq!((rows.missing, rows.unknown), (3, vec!["other".to_owned(), "a".to_owned()]));
    Ok(())
}

#[test]
fn tables_of_something_else_are_refused() {
    let error = |text: &str| NumberRows::read(text.as_bytes(), &spec()).map_err(|error| error.to_string());
    assert!(error("gene\theat\na\t1\n").is_err_and(|text| text.contains("such as utr5, gc")));
    assert!(error("gene\tgc\na\t1\na\t2\n").is_err_and(|text| text.contains("\"a\"")));
    assert!(error("gene\tgc\na\tmany\n").is_err_and(|text| text.contains("line 2, column \"gc\": \"many\"")));
    assert!(error("gene\tgc\na\n").is_err_and(|text| text.contains("line 2 has 1 columns")));
    assert!(error("").is_err_and(|text| text.contains("such as utr5, gc")));
}

#[test]
fn what_columns_are_called_elsewhere_is_no_matter() -> Result<(), NumbersError> {
    let number = |name: &str| NumberSpec { name: name.into(), default: 0.0, mean: 0.0, sd: 1.0 };
    let spec = NumbersInput { name: "n".into(), numbers: vec![number("length"), number("start")], optional: false };
    let rows = NumberRows::read(b"gene,length,start\na,1000,5\n", &spec)?;
    assert_eq!((rows.get("a"), rows.missing), (Some(&[1000.0, 5.0][..]), 0));
    Ok(())
}
