//! What is proposed where a file says nothing, and what is typed instead.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use cisight::backend::Backend;
use cisight::foreign::{
    Answers, Expected, Looks, Said, Seen, SeenInput, fast_share, make_model, preview, read_network,
};
use cisight::schema::Scale;
use cisight::sequence::Promoter;

use crate::foreign::{Expected as Fixture, FOLDER};

type Outcome = Result<(), Box<dyn Error>>;

fn cells<T: ToString>(numbers: &[T]) -> String {
    numbers.iter().map(T::to_string).collect::<Vec<_>>().join("\t")
}

fn seen(file: &str) -> Result<Seen, Box<dyn Error>> {
    Ok(Seen::of(&read_network(fs::read(Path::new(FOLDER).join(file))?, None)?)?)
}

#[test]
fn what_is_proposed_makes_a_model_that_predicts_as_expected() -> Outcome {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let mut files = 0;
    for (listing, extension) in [("onnx.json", ".onnx"), ("keras-2.json", ""), ("keras-3.json", "")] {
        let fixtures: BTreeMap<String, Fixture> = serde_json::from_slice(&fs::read(format!("{FOLDER}/{listing}"))?)?;
        for (name, fixture) in fixtures {
            files += 1;
            let network = read_network(fs::read(format!("{FOLDER}/{name}{extension}"))?, None)?;
            let seen = Seen::of(&network)?;
            let before = Answers::default();
            let answers = Said::proposed(&seen, &before).answers(&seen, &before)?;
            let share = fast_share(&network, &answers, &device)?.ok_or("no share")?;
            assert!((0.0..=1.0).contains(&share.share), "{name}: {}", share.share);
            let made = pollster::block_on(make_model(&network, &answers, "fixture", &device))?;
            let rows = fixture.sequences.iter().zip(&fixture.numbers).zip(&fixture.outputs);
            let lines = rows.map(|((bases, numbers), outputs)| {
                [bases.as_str(), &cells(numbers), &cells(outputs)].join("\t").replace("\t\t", "\t")
            });
            let table = lines.collect::<Vec<_>>().join("\n");
            let expected =
                Expected::parse(table.as_bytes(), &made.model).map_err(|error| format!("{name}: {error}"))?;
            let most = pollster::block_on(expected.check(&made.model)).map_err(|error| format!("{name}: {error}"))?;
            assert!(most < 0.02, "{name}: {most}");
            let promoters = fixture.sequences.iter().chain(&fixture.sequences).enumerate();
            let promoters = promoters.map(|(at, bases)| Promoter::parse(format!("p{at}"), bases));
            let rows = pollster::block_on(preview(&made.model, &promoters.collect::<Result<Vec<_>, _>>()?))?;
            let shown: Vec<&str> = rows.iter().map(|row| row.promoter.as_str()).collect();
            assert_eq!(shown, ["p0", "p1", "p2"], "{name}");
            assert!(rows.iter().all(|row| row.values.len() == seen.answers()), "{name}");
        }
    }
    assert!(files >= 29, "{files}");
    Ok(())
}

#[test]
fn answers_come_back_as_they_were_given() -> Outcome {
    let seen = seen("several.onnx")?;
    let before: Answers = serde_json::from_value(serde_json::json!({
        "letters": "AGCT", "anchor": "transcription start", "downstream": 12,
        "frame": {"left": "ACG", "right": "TT"}, "names": {"numbers": "half-life"}, "version": "2.1.0",
        "numbers": {"numbers": [{"name": "a", "default": 0.5}, {"name": "b", "default": -1.0}, {"name": "c", "default": 2.0}]},
        "outputs": [
            {"name": "first", "unit": "log2 ratio", "relative": false}, {"name": "x", "unit": "share"},
            {"name": "y", "unit": "share"}, {"name": "z", "unit": "share"},
        ],
        "scale": "log", "title": "Mine", "species": "A. thaliana", "licence": "MIT", "limits": ["one.", "two."],
        "metrics": {"accuracy": "r = 0.6", "by": "us", "pairs": 12},
    }))?;
    let said = Said::proposed(&seen, &before);
    assert_eq!(said.inputs[1].numbers, "a:0.5, b:-1, c:2");
    let back = said.answers(&seen, &before)?;
    // What was said of all bases is then said of each input.
    assert_eq!(back.bases["sequence"].letters.as_deref(), Some("AGCT"));
    assert_eq!(back.bases["sequence"].downstream, Some(12));
    let same = Answers {
        bases: BTreeMap::new(),
        letters: before.letters.clone(),
        anchor: before.anchor.clone(),
        downstream: 12,
        ..back.clone()
    };
    assert_eq!(same, before);
    assert_eq!(Said::proposed(&seen, &back), said);
    // A file of answers says no more than is known.
    let json = serde_json::to_value(&back)?;
    assert_eq!(serde_json::from_value::<Answers>(json.clone())?, back);
    assert!(json.get("authors").is_none(), "{json}");
    Ok(())
}

#[test]
fn the_last_operator_suggests_a_scale() -> Outcome {
    for (file, expected) in [("functional-2.h5", Scale::Probability), ("residual.onnx", Scale::Linear)] {
        assert_eq!(Said::proposed(&seen(file)?, &Answers::default()).scale, expected, "{file}");
    }
    Ok(())
}

#[test]
fn what_is_typed_amiss_is_named() -> Outcome {
    let seen = seen("several.onnx")?;
    let before = Answers::default();
    let usual = Said::proposed(&seen, &before);
    let bases = seen.inputs.iter().position(|input| input.name == "sequence").ok_or("no sequence")?;
    let numbers = 1 - bases;
    type Change = Box<dyn Fn(&mut Said)>;
    let rows: Vec<(&str, Change)> = vec![
        (
            "nothing says what the network predicts; write NAME = UNIT, 4 in all",
            Box::new(|said| said.outputs = " \n ".into()),
        ),
        ("\"expression\" is not a name and a unit", Box::new(|said| said.outputs = "expression".into())),
        ("\"= TPM\" is not a name and a unit", Box::new(|said| said.outputs = "= TPM".into())),
        (
            "\"many\" is no number of bases; say how many bases of \"sequence\"",
            Box::new(move |said| said.inputs[bases].downstream = "many".into()),
        ),
        ("\"-3\" is no number of bases", Box::new(move |said| said.inputs[bases].downstream = "-3".into())),
        ("what the bases of \"sequence\" are placed by", Box::new(move |said| said.inputs[bases].anchor = " ".into())),
        (
            "a number of a further input has no name",
            Box::new(move |said| said.inputs[numbers].numbers = "a, :1".into()),
        ),
        ("the default of \"a\" is no number: x", Box::new(move |said| said.inputs[numbers].numbers = "a:x".into())),
        ("the default of \"a\" is no number: inf", Box::new(move |said| said.inputs[numbers].numbers = "a:inf".into())),
        ("1 inputs are described where the network has 2", Box::new(|said| said.inputs.truncate(1))),
    ];
    for (expected, change) in rows {
        let mut said = usual.clone();
        change(&mut said);
        let error = said.answers(&seen, &before).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(expected), "{expected}: {error}");
    }
    Ok(())
}

#[test]
fn inputs_of_bases_may_differ() -> Outcome {
    let mut seen = seen("residual.onnx")?;
    let second =
        SeenInput { name: "terminator".into(), shape: vec![60, 5], looks: Looks::Bases { letters: 1, positions: 0 } };
    seen.inputs.push(second);
    let before = Answers { letters: Some("AGCT".into()), downstream: 12, ..Answers::default() };
    let mut said = Said::proposed(&seen, &before);
    assert_eq!((said.inputs[0].letters.as_str(), said.inputs[0].downstream.as_str()), ("AGCT", "12"));
    // What was said of all has not as many letters as this one has places.
    assert_eq!((said.inputs[1].letters.as_str(), said.inputs[1].downstream.as_str()), ("ACGTN", "0"));
    said.inputs[1].anchor = "stop codon".into();
    said.inputs[1].downstream = "30".into();
    let answers = said.answers(&seen, &before)?;
    assert_eq!(answers.bases["sequence"].downstream, Some(12));
    let other = &answers.bases["terminator"];
    assert_eq!((other.letters.as_deref(), other.anchor.as_deref()), (Some("ACGTN"), Some("stop codon")));
    assert_eq!(other.downstream, Some(30));
    Ok(())
}
