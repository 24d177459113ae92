use super::{Variant, VariantProblem, VariantText, VariantsError};
use crate::sequence::Promoter;
use crate::text::{read_delimited, unguarded};

const HEADINGS: [&str; 3] = ["name", "reference", "alternative"];

/// Whether a first line heads a table; otherwise lines are changes of a promoter.
pub(super) fn is_head(line: &str) -> bool {
    let first = line.trim_start_matches('"').get(..4).unwrap_or_default();
    line.contains('\t') || first.eq_ignore_ascii_case("name") || line.to_ascii_lowercase().contains("alternative")
}

/// Reads whole sequences.
pub(super) fn read(text: &str, complete: impl Fn(Promoter) -> Promoter) -> Result<VariantText, VariantsError> {
    let lines = read_delimited(text.as_bytes())?.lines;
    if lines.len() < 2 {
        return Err(VariantsError::Empty);
    }
    let mut places = [0; 3];
    for (place, heading) in places.iter_mut().zip(HEADINGS) {
        let found = lines[0].cells().position(|cell| cell.eq_ignore_ascii_case(heading));
        *place = found.ok_or(VariantsError::Headings)?;
    }
    let mut read = VariantText::default();
    for cells in &lines[1..] {
        let line = cells.number;
        let fields = places.map(|at| cells.cell(at).unwrap_or_default());
        if let Some(at) = fields.iter().position(|field| field.is_empty()) {
            read.problems.push(VariantProblem::Field { line, missing: HEADINGS[at] });
            continue;
        }
        let name = unguarded(fields[0]).to_owned();
        let mut parse = |at: usize| match Promoter::parse(name.clone(), fields[at]) {
            Ok(promoter) => Some(complete(promoter)),
            Err(reason) => {
                let which = HEADINGS[at];
                read.problems.push(VariantProblem::Sequence { line, name: name.clone(), which, reason });
                None
            }
        };
        if let (Some(reference), Some(alternative)) = (parse(1), parse(2)) {
            read.variants.push(Variant { name, reference, alternative });
        }
    }
    Ok(read)
}
