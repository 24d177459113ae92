//! `cisight baseline`: on a toy assay whose values are one word, words and motifs know them and the composition
//! does not; one clear line for recipes that have conditions.

use std::error::Error;
use std::fs;

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn a_word_is_found_by_those_who_count_words() -> Outcome {
    let folder = tempfile::tempdir()?;
    crate::reporter::write_data(folder.path())?;
    let mut run = Command::cargo_bin("cisight")?;
    run.args(["baseline", "--words", "3,5", "--recipe"]).arg(folder.path().join("small.toml"));
    let output = run.arg("--data").arg(folder.path()).output()?;
    let errors = String::from_utf8(output.stderr)?;
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains(" sequences for training, "), "{errors}");
    let text = String::from_utf8(output.stdout)?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let names: Vec<(&str, &str)> = rows[1..].iter().map(|row| (row[0], row[1])).collect();
    let of = |name: &str, setting: &str, column: &str| -> Result<f64, Box<dyn Error>> {
        let row = rows.iter().find(|row| row[0] == name && row[1] == setting);
        let row = row.ok_or_else(|| format!("no {name} {setting} in {names:?}"))?;
        let at = rows[0].iter().position(|own| *own == column).ok_or("no such column")?;
        Ok(row[at].parse()?)
    };
    assert!(of("ridge on words", "5 bases", "r_test")? > 0.7, "{text}");
    assert!(of("nearest neighbours", "5 bases", "r_test")? > 0.7, "{text}");
    // The word is one of the recipe's motifs.
    assert!(of("ridge on motifs", "2 motifs", "r_test")? > 0.9, "{text}");
    for simple in [of("ridge on composition", "A, C, G, T", "r_test")?, of("ridge on G+C", "", "r_test")?] {
        assert!(simple.abs() < 0.3, "{text}");
    }
    // What is chosen is chosen on validation, and both figures are there for every row.
    for row in &rows[1..] {
        for cell in &row[4..] {
            assert!((-1.0..=1.0).contains(&cell.parse::<f64>()?), "{row:?}");
        }
    }
    Ok(())
}

#[test]
fn what_has_no_single_value_is_said_in_a_line() -> Outcome {
    let folder = tempfile::tempdir()?;
    let recipe = folder.path().join("recipe.toml");
    let cases = [
        ("[model]\narchitecture = \"fun-prose\"\n", "\"fun-prose\" has conditions"),
        ("[model]\n", "the recipe names no model.architecture"),
        ("[model\n", "recipe.toml"),
    ];
    for (text, reason) in cases {
        fs::write(&recipe, text)?;
        let mut run = Command::cargo_bin("cisight")?;
        let output = run.args(["baseline", "--data", ".", "--recipe"]).arg(&recipe).output()?;
        let errors = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(reason), "{errors}");
    }
    Ok(())
}
