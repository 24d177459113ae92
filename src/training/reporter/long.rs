use std::collections::HashMap;

use super::dataset::{DataError, Row, part_of};
use super::recipe::{LongSection, ReporterRecipe};
use crate::sequence::{Alphabet, Promoter, Window};
use crate::training::families::families;

/// Rows out of a table with a line for each sequence in each assay: lines with the same sequence are one row, with
/// what each assay measured of it as the target of the task of that name.
pub(super) fn read_long(
    recipe: &ReporterRecipe,
    section: &LongSection,
    length: usize,
    text: &[u8],
) -> Result<Vec<Row>, DataError> {
    let fault = |reason: String| DataError::Table { table: "sequences", reason };
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
    let header = reader.headers().map_err(|error| fault(error.to_string()))?.clone();
    let column = |name: &str| {
        header.iter().position(|own| own == name).ok_or_else(|| fault(format!("there is no column \"{name}\"")))
    };
    let (sequence, assay, value) = (column("sequence")?, column(&section.assay)?, column(&section.value)?);
    let (gene, stratum) = (column(&section.gene)?, column(&section.stratum)?);
    let mut rows: Vec<Row> = Vec::new();
    let mut promoters: Vec<Promoter> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: usize| record.get(at).unwrap_or("");
        let Some(task) = recipe.tasks.iter().position(|task| task.column == field(assay)) else { continue };
        let measured: f32 =
            field(value).parse().map_err(|_| fault(format!("line {line}: \"{}\" is not a number", field(value))))?;
        let at = match known.get(field(sequence)) {
            Some(&at) => at,
            None => {
                let promoter = Promoter::parse(field(gene), field(sequence));
                promoters.push(promoter.map_err(|error| fault(format!("line {line}: {error}")))?);
                known.insert(field(sequence).to_owned(), rows.len());
                rows.push(Row {
                    number: line,
                    window: Window::from_bases(field(sequence).as_bytes(), length, &Alphabet::ACGT),
                    part: part_of(&recipe.split, field(gene)),
                    targets: vec![None; recipe.tasks.len()],
                    published: Vec::new(),
                    natural: true,
                    strata: vec![field(stratum).to_owned()],
                    family: field(gene).to_owned(),
                });
                rows.len() - 1
            }
        };
        rows[at].targets[task] = Some(measured);
    }
    for (row, family) in rows.iter_mut().zip(families(&promoters, section.word, section.shared)) {
        row.part = part_of(&recipe.split, &family);
        row.family = family;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::reporter::Task;

    #[test]
    fn lines_of_a_sequence_are_one_row_and_kin_are_one_family() {
        let mut recipe = ReporterRecipe::parse(include_str!("../../../recipes/reporter-yeast.toml")).unwrap();
        let task = |column: &str| Task { column: column.into(), ..recipe.tasks[0].clone() };
        recipe.tasks = vec![task("leaf"), task("protoplast")];
        let section = LongSection {
            assay: "assay".into(),
            value: "log2".into(),
            gene: "gene".into(),
            stratum: "species".into(),
            word: 8,
            shared: 0.5,
        };
        let own = "ACGTTGCAAGCTTACCGGAT";
        let text = format!(
            "assay\tspecies\tgene\tsequence\tlog2\nleaf\tAt\tg2\t{own}\t1.5\nprotoplast\tAt\tg2\t{own}\t-2\n\
             leaf\tZm\tg1\t{}\t3\nleaf\tZm\tg3\tTTTTGGGGTTTTGGGCTTGC\t4\nother\tZm\tg3\tTTTTGGGGTTTTGGGCTTGC\t4\n",
            own.replace("GGAT", "GGTA")
        );
        let rows = read_long(&recipe, &section, 20, text.as_bytes()).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].targets, [Some(1.5), Some(-2.0)]);
        assert_eq!(rows.iter().map(|row| row.family.as_str()).collect::<Vec<_>>(), ["g1", "g1", "g3"]);
        assert_eq!(rows[0].part, rows[1].part);
        let broken = text.replace("1.5", "much");
        let error = read_long(&recipe, &section, 20, broken.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("much"), "{error}");
    }
}
