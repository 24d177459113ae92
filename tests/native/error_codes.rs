//! The codes of errors and notes (`cisight::coded`): every one that can reach the page has one, and
//! docs/error-codes.md lists them all, those of the page itself too. `CISIGHT_WRITE_CODES=1 cargo test --test native error_codes` writes the
//! list anew.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cisight::coded::{code, coded, coded_with_message};
use cisight::condition::{ColumnKind, LeftOutColumns, Listed, TableNote, read_table};
use cisight::genome::{AnnotationLineProblem, Counted, Example, GenomeNote};
use cisight::model::ImportNote;
use cisight::sequence::{FastaError, PromoterNote, read_fasta};
use serde::Serialize;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const LIST: &str = "docs/error-codes.md";
const BEGINNING: &str = "<!-- codes of the engine -->\n";
const NOTES: &str = "\n## The engine's notes\n\n";

fn sources(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, ending, found)?;
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    Ok(())
}

/// An error or a note of the sources: its name, whether it derives `Serialize`, and the text behind its name.
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
        let Some(line) = rest.lines().find(|line| line.contains("enum ") || line.contains("struct ")) else { continue };
        let is_enum = line.contains("enum ");
        let Some(after) = line.split("enum ").nth(1).or(line.split("struct ").nth(1)) else { continue };
        let name = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !derives.contains(&"Error") && !name.ends_with("Note") {
            continue;
        }
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
    sources(Path::new("src"), "rs", &mut files)?;
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
            let known = codes.insert(code.clone(), (place.to_string(), error.name.ends_with("Note")));
            if let Some((other, _)) = known {
                wrong.push(format!("{place} and {other} both have {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(codes.len() > 150, "{}", codes.len());
    let of = |notes: bool| codes.iter().filter(move |(_, (_, is_note))| *is_note == notes);
    let lines = |notes: bool| of(notes).map(|(code, _)| format!("- `{code}`\n")).collect::<String>();
    let listed = format!("{}{NOTES}{}", lines(false), lines(true));
    let document = fs::read_to_string(LIST)?;
    let (head, found) = document.split_once(BEGINNING).ok_or("the list has no beginning")?;
    if std::env::var_os("CISIGHT_WRITE_CODES").is_some() {
        fs::write(LIST, format!("{head}{BEGINNING}\n{listed}"))?;
        return Ok(());
    }
    assert_eq!(found.trim(), listed.trim(), "{LIST} is not what the sources say; embedders act on these codes");
    Ok(())
}

/// Codes that the page gives by itself: the keys of its tables of sentences, and what it refuses with a
/// sentence of its own.
fn codes_of_page(text: &str) -> impl Iterator<Item = &str> {
    let keys = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": ").map(|(key, _)| key));
    let thrown = text.split("CodedError(").skip(1).filter_map(|after| after.trim_start().strip_prefix('"'));
    let thrown = thrown.filter_map(|after| after.split('"').next());
    let is_code = |code: &&str| {
        code.contains('.')
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
    };
    keys.chain(thrown).filter(is_code)
}

#[test]
fn the_list_names_what_the_page_says_by_itself() -> Outcome {
    let document = fs::read_to_string(LIST)?;
    let mut files = Vec::new();
    for folder in ["www/strings", "www/engine", "www/worker", "www/embed", "www/state"] {
        sources(Path::new(folder), "ts", &mut files)?;
    }
    let (mut count, mut lacking) = (0, Vec::new());
    for path in files {
        let text = fs::read_to_string(&path)?;
        for code in codes_of_page(&text) {
            count += 1;
            if !document.contains(&format!("`{code}`")) {
                lacking.push(format!("{}: {code}", path.display()));
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(lacking.is_empty(), "{LIST} does not name {lacking:#?}");
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

#[test]
fn a_note_is_its_code_and_its_fields() {
    let count = 3;
    let listed = |names: &[&str], more| Listed { names: names.iter().map(ToString::to_string).collect(), more };
    let columns = LeftOutColumns { kind: ColumnKind::Statistic, columns: listed(&["padj"], 0) };
    let counted = Counted {
        count: 2,
        examples: vec![
            Example::Name("YAL001C".into()),
            Example::Pair { annotation: "I".into(), genome: "one".into() },
            Example::UnreadLine { line: 4, reason: AnnotationLineProblem::Columns { count: 3 } },
        ],
    };
    let reason = json!({ "code": "annotation-line.columns", "parameters": { "count": 3 } });
    let examples = json!(["YAL001C", { "annotation": "I", "genome": "one" }, { "line": 4, "reason": reason }]);
    let cases: [(Value, String, &str, Value, &str); 8] = [
        said(
            &PromoterNote::LowerCase { count },
            "promoter.lower-case",
            json!({ "count": 3 }),
            "3 lower-case letters read as upper case",
        ),
        said(
            &PromoterNote::NonLettersRemoved { count: 1 },
            "promoter.non-letters-removed",
            json!({ "count": 1 }),
            "1 space or digit left out",
        ),
        said(
            &PromoterNote::Padded { from: 500, to: 1000 },
            "promoter.padded",
            json!({ "from": 500, "to": 1000 }),
            "500 bases given: the 500 upstream of them are left empty",
        ),
        // A variant that holds a struct has its fields.
        said(
            &TableNote::ColumnsLeftOut(columns),
            "table.columns-left-out",
            json!({ "kind": "statistic", "columns": { "names": ["padj"], "more": 0 } }),
            "left out: the column \"padj\", which holds a statistic, no levels",
        ),
        said(
            &TableNote::Headless,
            "table.headless",
            json!({}),
            "the table has no header line, so its conditions are numbered",
        ),
        // As many digits as the number has.
        said(
            &TableNote::NotLogRatios { largest: 17.3 },
            "table.not-log-ratios",
            json!({ "largest": 17.3 }),
            "values up to 17.3 do not look like log2 ratios, which this model reads",
        ),
        said(
            &ImportNote::FilesLeftOut { count: 1 },
            "import.files-left-out",
            json!({ "count": 1 }),
            "1 further file of the zip file was left out",
        ),
        said(
            &GenomeNote::UnreadLines(counted),
            "genome.unread-lines",
            json!({ "count": 2, "examples": examples }),
            "lines that cannot be read (left out): 2 (YAL001C, I = one, line 4: it has 3 columns with tabs between, and GFF3 and GTF have nine)",
        ),
    ];
    for (found, sentence, code, parameters, says) in cases {
        assert_eq!(found, json!({ "code": code, "parameters": parameters }));
        assert_eq!(sentence, says);
    }
}

fn said<'a>(
    note: &(impl Serialize + std::fmt::Display),
    code: &'a str,
    parameters: Value,
    says: &'a str,
) -> (Value, String, &'a str, Value, &'a str) {
    (object(note), note.to_string(), code, parameters, says)
}

#[test]
fn the_sentence_of_a_problem_comes_with_its_code() -> Outcome {
    let read = read_fasta(b">\"quoted\"\nMKLVEFQIP\n")?;
    let [problem] = read.problems.as_slice() else { return Err("one record is wrong".into()) };
    let whole: Value = serde_json::from_str(&coded_with_message(problem))?;
    assert_eq!(whole["code"], "record");
    assert_eq!(whole["parameters"]["reason"]["code"], "sequence.protein");
    assert_eq!(whole["message"], problem.to_string());
    Ok(())
}
