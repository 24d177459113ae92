//! Files as spreadsheets and the programs of the field write them, on the command line. The inputs follow
//! public reports; what has to come out was computed elsewhere.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const FILES: &str = "tests/fixtures/tables";
const MODEL: &str = "models/fun-prose-s-cerevisiae";

fn file(name: &str) -> String {
    format!("{FILES}/{name}")
}

/// What a command writes and what it says.
fn run(arguments: &[&str]) -> Result<(bool, String, String), Failure> {
    let output = Command::cargo_bin("cisight")?.args(arguments).output()?;
    Ok((output.status.success(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

fn promoters(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("promoters.fa").to_string_lossy().into_owned();
    std::fs::write(&path, format!(">one\n{}\n>two\n{}\n", "ACGTTGCAAC".repeat(90), "GGATACCTTA".repeat(100)))?;
    Ok(path)
}

/// Responses without the header, which names conditions as each file does.
fn predict(promoters: &str, table: &str) -> Result<(bool, Vec<String>, String), Failure> {
    let (is_good, out, said) = run(&["predict", "--model", MODEL, "--promoters", promoters, "--conditions", table])?;
    Ok((is_good, out.lines().skip(1).map(str::to_owned).collect(), said))
}

#[test]
fn one_table_is_read_however_it_was_saved() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let promoters = promoters(folder.path())?;
    let (_, expected, _) = predict(&promoters, &file("clean.tsv"))?;
    assert_eq!(expected.len(), 2);
    let files: [(&str, &[&str]); 14] = [
        ("unicode-text.txt", &[]),
        ("utf16-be.txt", &[]),
        ("latin1.txt", &["Windows-1252"]),
        ("mac.txt", &[]),
        ("semicolon.csv", &[]),
        ("sep-line.csv", &[]),
        ("tabs-decimal-comma.txt", &[]),
        ("comma-with-semicolon-name.csv", &[]),
        ("unicode-minus.tsv", &[]),
        ("gasch-no-name.pcl", &["\"GWEIGHT\"", "\"EWEIGHT\""]),
        ("gasch.cdt", &["\"GID\"", "\"NAME\"", "\"AID\""]),
        ("data.gct", &["\"Description\""]),
        ("all-genes.csv", &["rows are not TFs of the model"]),
        ("clean.tsv", &[]),
    ];
    for (name, notes) in files {
        let (is_good, found, said) = predict(&promoters, &file(name))?;
        assert!(is_good, "{name}: {said}");
        assert_eq!(found, expected, "{name}");
        notes.iter().for_each(|note| assert!(said.contains(note), "{name}: {said}"));
    }
    Ok(())
}

#[test]
fn cells_that_are_no_numbers_are_missing_or_named() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let promoters = promoters(folder.path())?;
    let (_, blank, _) = predict(&promoters, &file("cell-blank.tsv"))?;
    assert_eq!(predict(&promoters, &file("cell-2.tsv"))?.1, blank, "#DIV/0!");
    for (name, message) in [
        ("cell-6.tsv", "line 5, column \"heat\": the value is infinite"),
        ("thousands.csv", "line 2, column \"heat\": \"1.000,92\" has a mark that may stand between thousands"),
    ] {
        let (is_good, found, said) = predict(&promoters, &file(name))?;
        assert!(!is_good && found.is_empty(), "{name}");
        assert_eq!(said.matches(message).count(), 1, "{name}: {said}");
    }
    Ok(())
}

#[test]
fn tests_of_expression_are_read_by_their_change() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let promoters = promoters(folder.path())?;
    let clean = std::fs::read_to_string(file("clean.tsv"))?;
    let change = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].to_owned(), cells[1].to_owned())
    };
    let rows: Vec<(String, String)> = clean.lines().skip(1).map(change).collect();
    let heat: String = rows.iter().map(|(gene, level)| format!("{gene}\t{level}\n")).collect();
    let path = folder.path().join("table.tsv").to_string_lossy().into_owned();
    std::fs::write(&path, format!("TF\theat\n{heat}"))?;
    let (_, expected, _) = predict(&promoters, &path)?;
    type Line = fn(&str, &str) -> String;
    let formats: [(&str, &str, Line); 3] = [
        ("limma", "logFC\tAveExpr\tt\tP.Value\tadj.P.Val\tB\n", |gene, level| {
            format!("{gene}\t{level}\t7\t2\t.01\t.02\t-4\n")
        }),
        ("DESeq2", "\"\",\"baseMean\",\"log2FoldChange\",\"lfcSE\",\"stat\",\"pvalue\",\"padj\"\n", |gene, level| {
            format!("\"{gene}\",50,{level},.1,3,.01,NA\n")
        }),
        ("edgeR", "\tlogFC\tlogCPM\tLR\tPValue\tFDR\n", |gene, level| format!("{gene}\t{level}\t7\t2\t.01\t.02\n")),
    ];
    for (program, head, line) in formats {
        let body: String = rows.iter().map(|(gene, level)| line(gene, level)).collect();
        std::fs::write(&path, format!("{head}{body}"))?;
        let (is_good, found, said) = predict(&promoters, &path)?;
        assert!(is_good, "{program}: {said}");
        assert_eq!(found, expected, "{program}");
        assert!(said.contains(&format!("this is a table of {program}")), "{said}");
    }
    Ok(())
}

#[test]
fn counts_are_normalised_whatever_program_counted() -> Result<(), Failure> {
    let expected = std::fs::read_to_string(file("expected.tsv"))?;
    for (counts, samples, note) in [
        ("htseq.tsv", "samples.tsv", "\"__no_feature\""),
        ("star.tsv", "samples.tsv", "\"N_unmapped\""),
        ("featurecounts.txt", "featurecounts-samples.tsv", "\"Length\""),
        ("featurecounts.txt", "samples.tsv", "\"Chr\""),
        ("featurecounts-cut.txt", "featurecounts-samples.tsv", ""),
    ] {
        let (is_good, found, said) = run(&["normalise", "--counts", &file(counts), "--samples", &file(samples)])?;
        assert!(is_good && said.contains(note), "{counts}: {said}");
        assert_eq!(found, expected, "{counts} with {samples}");
    }
    Ok(())
}

#[test]
fn motif_files_of_other_programs_give_the_same_hits() -> Result<(), Failure> {
    let hits = |name: &str| -> Result<(Vec<String>, String), Failure> {
        let (is_good, out, said) = run(&["motifs", "--motifs", &file(name), "--promoters", &file("motif-site.fa")])?;
        assert!(is_good, "{name}: {said}");
        let places = out.lines().skip(1).map(|line| line.split('\t').skip(3).collect::<Vec<_>>().join("\t"));
        Ok((places.collect(), said))
    };
    let (expected, _) = hits("tabs-no-final-newline.meme")?;
    assert!(expected.len() >= 2, "{expected:?}");
    assert_eq!(hits("meme.txt")?.0, expected);
    let (found, said) = hits("empty-motif-lines.meme")?;
    assert_eq!(found, expected);
    assert!(said.contains("left out because they have no matrix: 2, 3"), "{said}");
    Ok(())
}

#[test]
fn records_are_told_apart_by_their_whole_header() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = folder.path().join("strains.fa").to_string_lossy().into_owned();
    let bases = "ACGTTGCAAC".repeat(100);
    std::fs::write(
        &path,
        format!(">HSP12 S288C promoter\n{bases}\n>HSP12 SK1 promoter\n{bases}\n> seq 0\n{bases}\n> seq 1\n{bases}\n"),
    )?;
    let (is_good, found, said) = predict(&path, &file("clean.tsv"))?;
    assert!(is_good, "{said}");
    let names: Vec<&str> = found.iter().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names, ["HSP12 S288C", "HSP12 SK1", "seq 0", "seq 1"]);
    Ok(())
}

#[test]
fn variants_are_changes_of_promoters_or_whole_sequences() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let promoters = promoters(folder.path())?;
    let path = folder.path().join("variants.txt").to_string_lossy().into_owned();
    let score = |text: &str| {
        std::fs::write(&path, text)?;
        let model = ["variants", "--model", MODEL, "--variants", &path, "--promoters", &promoters];
        run(&[&model[..], &["--conditions", &file("clean.tsv"), "--condition", "heat"]].concat())
    };
    let two = "GGATACCTTA".repeat(100);
    let mutated = format!("{}C", &two[..999]);
    let table = format!("name\treference\talternative\na\t{two}\t{mutated}\n");
    let numbers = |out: &str| -> Vec<String> {
        out.lines().skip(1).map(|line| line.split('\t').skip(2).collect::<Vec<_>>().join("\t")).collect()
    };
    let (_, expected, _) = score(&table)?;
    let (is_good, found, said) = score("# mine\ntwo:c.-1A>C\n")?;
    assert!(is_good, "{said}");
    assert_eq!(numbers(&found), numbers(&expected));
    for (text, message) in [
        ("two:c.-1G>C", "line 1: two has A at −1, not G"),
        ("-1A>C", "line 1: there are 2 promoters; name the one that is changed, as in one:c.−45A>G"),
        ("two:-1A>A", "changes nothing; so it is not a variant"),
        ("chrVI\t107256\t.\tA\tG\t50\tPASS\t.", "line 1 is a line of a VCF file"),
    ] {
        let (is_good, _, said) = score(text)?;
        assert!(!is_good && said.matches(message).count() == 1, "{text}: {said}");
    }
    Ok(())
}

#[test]
fn responses_are_written_wide_and_long() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let promoters = promoters(folder.path())?;
    let conditions = file("clean.tsv");
    let all = ["predict", "--model", MODEL, "--promoters", &promoters, "--conditions", &conditions, "--layout"];
    let (_, wide, _) = run(&[&all[..], &["wide"]].concat())?;
    let (_, long, _) = run(&[&all[..], &["long"]].concat())?;
    let wide: Vec<Vec<&str>> = wide.lines().map(|line| line.split('\t').collect()).collect();
    let long: Vec<Vec<&str>> = long.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(long[0], ["promoter", "condition", "response", "spread_sd", "unit", "model"]);
    assert_eq!((wide.len(), long.len()), (3, 5));
    for (at, line) in long[1..].iter().enumerate() {
        let (row, column) = (&wide[1 + at / 2], 1 + at % 2);
        assert_eq!(line[..3], [row[0], wide[0][column], row[column]]);
        assert!(line[3].parse::<f32>()? > 0.0 && line[5].starts_with("fun-prose-s-cerevisiae "), "{line:?}");
    }
    let out = folder.path().join("long.parquet").to_string_lossy().into_owned();
    let (is_good, _, said) = run(&[&all[..], &["long", "--out", &out]].concat())?;
    assert!(!is_good && said.contains("Parquet is written in the wide layout only"), "{said}");
    Ok(())
}
