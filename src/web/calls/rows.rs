//! Rows for the page and lines for its files, of responses that came back.

use wasm_bindgen::prelude::*;

use super::CallReader;
use super::asked::{AskedEdit, AskedPromoter, Owner};
use super::objects::{CallEffects, CallRow};
use crate::genome::PromoterPlace;
use crate::genome::calls::{self, Call, Effect, HaplotypeRow, Score};

/// What the responses (of promoters, and of their edits) say of a batch.
pub(super) fn effects(
    reader: &CallReader,
    asked: &[AskedPromoter],
    batch: &[Call],
    [references, responses]: [&[f32]; 2],
) -> Result<CallEffects, JsValue> {
    let index = reader.index(&reader.promoters)?;
    let columns = [reader.options.column.clone()];
    let (mut effects, mut rows, mut table) = (Vec::new(), Vec::new(), Vec::new());
    let mut responses = responses.iter();
    for (promoter, &reference) in asked.iter().zip(references) {
        let Some(place) = index.place(promoter.index) else { continue };
        for (edit, &alternative) in promoter.edits.iter().zip(responses.by_ref()) {
            let further = reader.compared.cells(alternative - reference);
            let score = Score { reference, alternative, further };
            let row = row(reader, place, edit, &score);
            match &edit.of {
                Owner::Allele { record, alternative } => {
                    effects.push(effect(&row, [*record, *alternative], score));
                    rows.push(called(row, &batch[*record], *alternative));
                }
                Owner::Copies { owners, variants } => {
                    for owner in owners {
                        let own = HaplotypeRow::new(place, owner, *variants, edit.change.clone(), vec![score.clone()]);
                        table.extend(calls::haplotype_rows(&own, &columns));
                        let (sample, haplotype) = (owner.sample.clone(), owner.haplotype);
                        rows.push(CallRow { sample, haplotype, ..row.clone() });
                    }
                }
            }
        }
    }
    let effects = calls::ordered(effects);
    table.extend(effects.iter().flat_map(|effect| calls::call_rows(&batch[effect.record], effect, &columns)));
    let lines = calls::annotated(batch, &effects, &columns).map(|line| line + "\n");
    Ok(CallEffects { rows, table: calls::table_lines(table), calls: lines.collect() })
}

/// What is known of an edit apart from its record.
fn row(reader: &CallReader, place: &PromoterPlace<'_>, own: &AskedEdit, score: &Score) -> CallRow {
    let (feature, letters) = (place.promoter.feature(), reader.alphabet.letters());
    let letter = |code: &u8| letters.get(usize::from(*code)).map_or(' ', |letter| char::from(*letter));
    CallRow {
        gene: feature.systematic.clone(),
        name: feature.standard.clone().unwrap_or_default(),
        contig: place.promoter.chromosome().name.clone(),
        position: 0,
        id: String::new(),
        reference_allele: String::new(),
        alternative_allele: String::new(),
        sample: String::new(),
        haplotype: 0,
        change: own.change.clone(),
        reference: score.reference,
        alternative: score.alternative,
        start: own.edit.position(),
        bases: own.edit.codes().iter().map(letter).collect(),
        stretch: own.stretch,
    }
}

fn called(row: CallRow, call: &Call, alternative: usize) -> CallRow {
    let record = &call.record;
    CallRow {
        contig: record.contig().to_owned(),
        position: record.start().map_or(0, |start| start + 1),
        id: record.id().to_owned(),
        reference_allele: record.reference_text().to_owned(),
        alternative_allele: record.alternative_text(alternative).to_owned(),
        ..row
    }
}

fn effect(row: &CallRow, [record, alternative]: [usize; 2], score: Score) -> Effect {
    let CallRow { gene, name, change, .. } = row.clone();
    Effect { record, alternative, gene, name, change, scores: vec![score] }
}
