//! Each alternative of variant calls by itself.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use cisight::genome::calls::{CALL_COLUMNS, Call, CallsTally, Effect, by_promoter, call_rows, headings, ordered};
use cisight::genome::{Allele, PromoterIndex};

use super::Args;
use super::annotated::AnnotatedCalls;
use super::calls::Calls;
use super::responses::{Changed, Predictor};
use crate::common::job;

/// Records that are predicted together: enough for the many variants of a gene to share its promoter's
/// layers, few enough to hold.
const RECORDS: usize = 4000;

pub fn run(args: &Args, path: &Path) -> Result<()> {
    let predictor = Predictor::open(args)?;
    let (genome, promoters) = predictor.genome(args)?;
    let index = predictor.index(&promoters)?;
    let mut calls = Calls::open(path, &genome, &args.regions, 0)?;
    let has_table = args.vcf_out.is_none() || args.table.is_given();
    let mut table = has_table.then(|| args.table.table(headings(&CALL_COLUMNS, &predictor.further))).transpose()?;
    let mut annotated = match &args.vcf_out {
        Some(out) => Some(AnnotatedCalls::create(out, calls.header(), &predictor.described(), &predictor.further)?),
        None => None,
    };
    let bar = job::counter("variants");
    let (mut genes, mut effects) = (BTreeSet::new(), 0);
    loop {
        let mut batch = Vec::new();
        while batch.len() < RECORDS
            && let Some(call) = calls.next_inside()?
        {
            batch.push(call);
        }
        if batch.is_empty() {
            break;
        }
        let found = predicted(&predictor, &index, &batch, &mut calls.tally)?;
        genes.extend(found.iter().map(|effect| effect.gene.clone()));
        effects += found.iter().map(|effect| (effect.record, effect.alternative)).collect::<BTreeSet<_>>().len();
        if let Some(table) = &mut table {
            for effect in &found {
                call_rows(&batch[effect.record], effect, &predictor.columns).try_for_each(|row| table.row(row))?;
            }
        }
        if let Some(annotated) = &mut annotated {
            annotated.write(&batch, &found, &predictor.columns)?;
        }
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    calls.report(genes.len(), effects)?;
    if let Some(table) = table {
        table.finish()?;
    }
    annotated.map_or(Ok(()), AnnotatedCalls::finish)
}

/// Effects in the order of the records, of their alternatives, and of the genes along the contig.
fn predicted(
    predictor: &Predictor,
    index: &PromoterIndex<'_>,
    batch: &[Call],
    tally: &mut CallsTally,
) -> Result<Vec<Effect>> {
    let mut effects = Vec::new();
    for called in by_promoter(index, batch, tally) {
        let promoter = &called.place.promoter;
        let feature = promoter.feature();
        let sets: Vec<Vec<Allele>> = called.alleles.iter().map(|own| vec![own.allele.clone()]).collect();
        let predicted = predictor.respond(promoter, &sets)?;
        for (own, changed) in called.alleles.iter().zip(predicted) {
            let Some(Changed { changes, scores }) = changed else {
                tally.count_crossing();
                continue;
            };
            effects.push(Effect {
                record: own.record,
                alternative: own.alternative,
                gene: feature.systematic.clone(),
                name: feature.standard.clone().unwrap_or_default(),
                change: changes,
                scores,
            });
        }
    }
    Ok(ordered(effects))
}
