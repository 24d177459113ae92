//! The calls as they were written, with what is predicted in an INFO field.

use super::table::numbers;
use super::{Call, Effect};

/// The INFO field.
pub const CALLS_FIELD: &str = "CISIGHT";

/// What an entry of the field says, in this order.
const FORMAT: &str = "Allele|Gene|Name|Change|Condition|Reference|Alternative|Difference";

/// The header's line that declares the field; `described`: the model and what it predicts; `further`: headings of
/// what is written beside a difference.
pub fn field_declaration(described: &str, further: &[String]) -> String {
    let format: Vec<&str> = std::iter::once(FORMAT).chain(further.iter().map(String::as_str)).collect();
    let format = format.join("|");
    let described = described.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "##INFO=<ID={CALLS_FIELD},Number=.,Type=String,Description=\"Predicted responses of promoters without and with the allele: {described}. Change on the gene's strand, -1 before its anchor. Format: {format}\">"
    )
}

/// The lines of some records with their effects, which come in the records' order.
pub fn annotated<'a>(
    calls: &'a [Call],
    effects: &'a [Effect],
    columns: &'a [String],
) -> impl Iterator<Item = String> + 'a {
    let mut rest = effects;
    calls.iter().enumerate().map(move |(at, call)| {
        let own = rest.iter().take_while(|effect| effect.record == at).count();
        let (own, others) = rest.split_at(own);
        rest = others;
        let value: Vec<String> = own.iter().map(|effect| entry(call, effect, columns)).collect();
        let value = (!value.is_empty()).then(|| value.join(","));
        call.record.with_info(CALLS_FIELD, value.as_deref())
    })
}

fn entry(call: &Call, effect: &Effect, columns: &[String]) -> String {
    let allele = call.record.alternative_text(effect.alternative);
    let of_column = |(column, score): (&String, &super::Score)| {
        let words = [allele, &effect.gene, &effect.name, &effect.change, column].map(escaped);
        [words.join("|"), numbers(score).join("|")].join("|")
    };
    columns.iter().zip(&effect.scores).map(of_column).collect::<Vec<_>>().join(",")
}

/// What has a meaning of its own in an INFO field is percent-encoded, as VCF 4.3 wants it.
fn escaped(text: &str) -> String {
    let letter = |letter: char| match letter {
        '%' | ';' | '=' | ',' | '|' | ' ' | '\t' | '\r' | '\n' => format!("%{:02X}", u32::from(letter)),
        other => other.into(),
    };
    text.chars().map(letter).collect()
}
