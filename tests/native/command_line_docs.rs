//! docs/command-line.md shows every command with an example that runs, and with what it prints.

use std::collections::BTreeSet;
use std::error::Error;

use assert_cmd::Command;

type Outcome = Result<(), Box<dyn Error>>;

/// A command's section: its example as words, and the lines that it is said to print.
struct Section {
    command: String,
    words: Vec<String>,
    shown: Vec<String>,
}

fn block<'a>(section: &'a str, language: &str) -> Option<&'a str> {
    section.split(&format!("```{language}\n")).nth(1)?.split("\n```").next()
}

/// Words as a shell splits them, as far as the examples need it.
fn words(example: &str) -> Vec<String> {
    let parts = example.replace("\\\n", " ");
    let quoted = parts.split('"').enumerate();
    let words = quoted.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

fn sections() -> Result<Vec<Section>, Box<dyn Error>> {
    let text = std::fs::read_to_string("docs/command-line.md")?;
    let section = |text: &str| -> Result<Section, Box<dyn Error>> {
        let (command, rest) = text.split_once('`').ok_or("no heading")?;
        let example = block(rest, "sh").ok_or(format!("{command}: no example"))?;
        let shown = block(rest, "text").ok_or(format!("{command}: no output"))?;
        let shown = shown.lines().map(str::to_owned).collect();
        Ok(Section { command: command.to_owned(), words: words(example), shown })
    };
    text.split("\n## `").skip(1).map(section).collect()
}

#[test]
fn every_command_has_its_section() -> Outcome {
    let documented: BTreeSet<String> = sections()?.into_iter().map(|own| own.command).collect();
    assert_eq!(documented, crate::whole_files::commands()?);
    Ok(())
}

/// Numbers may differ in their last digits from one processor to another; headings and sentences do not.
#[test]
fn the_examples_print_what_is_shown() -> Outcome {
    let folder = tempfile::tempdir()?;
    for Section { command, words, shown } in sections()? {
        assert_eq!(words[..2], ["cisight".to_owned(), command.clone()]);
        // What it reads is not here.
        if words.iter().any(|word| word == "DATA") {
            println!("{command}: its example reads DATA, which is not here; skipped");
            continue;
        }
        let mut run = Command::cargo_bin("cisight")?;
        let mut is_file = false;
        for word in &words[1..] {
            let file = is_file.then(|| folder.path().join(word));
            is_file = word == "--out";
            match file {
                Some(file) => run.arg(file),
                None => run.arg(word),
            };
        }
        let output = run.output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{command}: {errors}");
        let printed = if output.stdout.is_empty() { errors } else { String::from_utf8(output.stdout)? };
        let printed = printed.replace(&format!("{}/", folder.path().display()), "");
        let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let expected: Vec<String> = cells(&shown[0]).into_iter().take_while(|cell| cell != "...").collect();
        let found = cells(printed.lines().next().unwrap_or_default());
        assert_eq!(found[..expected.len().min(found.len())], expected, "{command}");
        let are_all_shown = shown.last().is_none_or(|last| last != "...");
        assert!(!are_all_shown || printed.lines().count() == shown.len(), "{command}: {printed}");
    }
    Ok(())
}
