//! The conditions of Gasch et al. 2000, as the training recipe and the presets name them.

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;

struct Row {
    column: String,
    id: String,
    name: String,
    series: String,
    held_out: String,
}

fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recipes/gasch2000-conditions.tsv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path)?;
    assert_eq!(reader.headers()?, vec!["column", "id", "name", "series", "held_out"]);
    let row = |record: csv::StringRecord| {
        let mut fields = record.iter().map(str::to_owned);
        let mut next = || fields.next().ok_or("a row is too short");
        Ok(Row { column: next()?, id: next()?, name: next()?, series: next()?, held_out: next()? })
    };
    reader.into_records().map(|record| row(record?)).collect()
}

#[test]
fn each_of_the_173_conditions_has_names_of_its_own() -> Outcome {
    let rows = rows()?;
    assert_eq!(rows.len(), 173);
    let distinct = |field: fn(&Row) -> &String| rows.iter().map(field).collect::<HashSet<_>>().len();
    assert_eq!([distinct(|row| &row.column), distinct(|row| &row.id), distinct(|row| &row.name)], [173; 3]);
    let in_slug = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    for row in &rows {
        assert!(row.id.chars().all(in_slug), "{} is no address", row.id);
    }
    Ok(())
}

#[test]
fn series_are_held_out_whole() -> Outcome {
    let rows = rows()?;
    let held_out: HashSet<&String> = rows.iter().filter(|row| row.held_out == "yes").map(|row| &row.series).collect();
    for row in &rows {
        let expected = if held_out.contains(&row.series) { "yes" } else { "no" };
        assert_eq!(row.held_out, expected, "{}", row.name);
        let tests_a_factor =
            ["DBY", "Msn2.over", "Msn4.over", "YAP1.over"].iter().any(|start| row.column.starts_with(start));
        assert!(!tests_a_factor || row.held_out == "yes", "{}", row.name);
    }
    assert_eq!(rows.iter().filter(|row| row.held_out == "yes").count(), 8 + 7 + 13);
    Ok(())
}

#[test]
fn the_example_of_the_page_is_the_first_heat_shock_course() -> Outcome {
    let rows = rows()?;
    let example = rows.iter().find(|row| row.name == "Heat shock, 37 °C, 20 min").ok_or("no such condition")?;
    assert_eq!(example.column, "Heat.Shock.20.minutes.hs.1");
    assert_eq!(example.id, "heat-shock-20min");
    Ok(())
}
