//! The codes of errors (`cisight::coded`): every error that can reach the page has one, and
//! docs/error-codes.md lists them all. `CISIGHT_WRITE_CODES=1 cargo test --test native error_codes` writes the
//! list anew.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cisight::coded::{code, coded};
use cisight::condition::read_table;
use cisight::sequence::{FastaError, read_fasta};
use serde::Serialize;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const LIST: &str = "docs/error-codes.md";
const BEGINNING: &str = "<!-- codes of the engine -->\n";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// An error of the sources: its name, whether it derives `Serialize`, and the text behind its name.
struct Declared<'a> {
    path: &'a Path,
    name: &'a str,
    is_serialized: bool,
    body: Option<&'a str>,
}

fn declared<'a>(path: &'a Path, text: &'a str) -> Vec<Declared<'a>> {
    let mut found = Vec::new();
    for part in text.split("#[derive(").skip(1) {
        let Some((derives, rest)) = part.split_once(")]") else { continue };
        let derives: Vec<&str> = derives.split(',').map(str::trim).collect();
        if !derives.contains(&"Error") {
            continue;
        }
        let Some(line) = rest.lines().find(|line| line.contains("enum ") || line.contains("struct ")) else { continue };
        let is_enum = line.contains("enum ");
        let Some(after) = line.split("enum ").nth(1).or(line.split("struct ").nth(1)) else { continue };
        let name = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let body = rest.split_once(line).and_then(|(_, body)| body.split_once("\n}")).map(|(body, _)| body);
        found.push(Declared {
            path,
            name,
            is_serialized: derives.contains(&"Serialize"),
            body: body.filter(|_| is_enum),
        });
    }
    found
}

/// The variants of an enum that are codes of their own: not those that hold another error and nothing else.
fn variants<'a>(body: &'a str, errors: &[String]) -> Vec<&'a str> {
    let is_variant =
        |line: &&str| line.starts_with("    ") && line.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase);
    let own = body.lines().filter(is_variant).filter(|line| {
        let held =
            line.split_once('(').map_or("", |(_, held)| held.trim_end_matches("),").trim_start_matches("#[from] "));
        let held = held.trim_start_matches("#[source] ").trim_start_matches("Box<").trim_end_matches('>');
        !errors.iter().any(|error| held.rsplit("::").next() == Some(error))
    });
    own.filter_map(|line| line.trim().split(|c: char| !c.is_ascii_alphanumeric()).next()).collect()
}

#[test]
fn every_error_has_a_code_and_the_list_names_it() -> Outcome {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files)?;
    files.sort();
    let training = Path::new("src/training");
    let texts: Vec<(PathBuf, String)> = files
        .into_iter()
        .filter(|path| !path.starts_with(training))
        .map(|path| fs::read_to_string(&path).map(|text| (path, text)))
        .collect::<Result<_, _>>()?;
    let all: Vec<Declared<'_>> = texts.iter().flat_map(|(path, text)| declared(path, text)).collect();
    assert!(all.len() > 40, "{}", all.len());
    let names: Vec<String> = all.iter().map(|error| error.name.to_owned()).collect();
    let mut codes = BTreeMap::new();
    let mut wrong = Vec::new();
    for error in &all {
        let place = error.path.display();
        if !error.is_serialized {
            wrong.push(format!("{place}: {} derives no Serialize, which its code comes from", error.name));
        }
        let own = match error.body {
            Some(body) => variants(body, &names).into_iter().map(|variant| code(error.name, Some(variant))).collect(),
            None => vec![code(error.name, None)],
        };
        for code in own {
            let is_kebab =
                code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte));
            if !is_kebab {
                wrong.push(format!("{place}: {code} is not in kebab case"));
            }
            if let Some(other) = codes.insert(code.clone(), place.to_string()) {
                wrong.push(format!("{place} and {other} both have {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(codes.len() > 150, "{}", codes.len());
    let listed: String = codes.keys().map(|code| format!("- `{code}`\n")).collect();
    let document = fs::read_to_string(LIST)?;
    let (head, found) = document.split_once(BEGINNING).ok_or("the list has no beginning")?;
    if std::env::var_os("CISIGHT_WRITE_CODES").is_some() {
        fs::write(LIST, format!("{head}{BEGINNING}\n{listed}"))?;
        return Ok(());
    }
    assert_eq!(found.trim(), listed.trim(), "{LIST} is not what the sources say; embedders act on these codes");
    Ok(())
}

fn object(error: &impl Serialize) -> Value {
    serde_json::from_str(&coded(error)).unwrap_or_default()
}

#[test]
fn an_error_is_its_code_and_its_fields() {
    let not_a_number = read_table(b"TF\ta\tb\nHSF1\t1\tmany\n").map(|_| ()).map_err(|error| object(&error));
    let parameters = json!({ "line": 2, "column": "b", "text": "many" });
    assert_eq!(not_a_number, Err(json!({ "code": "table.not-a-number", "parameters": parameters })));
    let empty = json!({ "code": "fasta.empty", "parameters": {} });
    assert_eq!(read_fasta(b" ").map(|_| ()).map_err(|error| object(&error)), Err(empty));
    let large = json!({ "code": "fasta.too-large", "parameters": { "value": 7 } });
    assert_eq!(object(&FastaError::TooLarge(7)), large);
}

#[test]
fn an_error_in_an_error_is_one_itself() {
    let text = ">good\nACGTACGTACGTACGTACGTACGT\n>bad\nACGTACGTACGTACGTACG*ACGT\n";
    let problems = read_fasta(text.as_bytes()).map(|read| read.problems).unwrap_or_default();
    let found = problems.first().map(object).unwrap_or_default();
    assert_eq!(found["code"], "record");
    let parameters = &found["parameters"];
    assert_eq!((&parameters["record"], &parameters["name"]), (&json!(2), &json!("bad")), "{found}");
    // The problem is a variant that holds the sequence's error and nothing else.
    assert_eq!(parameters["reason"]["code"].as_str().map(|code| code.starts_with("sequence.")), Some(true), "{found}");
}
