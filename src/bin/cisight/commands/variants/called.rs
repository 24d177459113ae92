//! Each alternative of variant calls by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use cisight::genome::{Allele, PromoterIndex, PromoterPlace};

use super::Args;
use super::annotated::AnnotatedCalls;
use super::calls::{Call, Calls};
use super::responses::{Changed, Predictor, numbers};
use crate::common::job;
use crate::common::table::Table;

/// Records that are predicted together: enough for the many variants of a gene to share its promoter's
/// layers, few enough to hold.
const RECORDS: usize = 4000;

const COLUMNS: [&str; 12] = [
    "contig",
    "position",
    "id",
    "reference_allele",
    "alternative_allele",
    "gene",
    "name",
    "change",
    "condition",
    "reference",
    "alternative",
    "difference",
];

/// What an alternative does to one gene.
pub struct Effect {
    /// The record's place among those that are predicted together, and the alternative's among the record's.
    pub record: usize,
    pub alternative: usize,
    pub gene: String,
    /// The name that people use; empty where there is none.
    pub name: String,
    /// On the gene's strand.
    pub change: String,
    /// By column the reference's response and that of the alternative.
    pub responses: Vec<[f32; 2]>,
}

pub fn run(args: &Args, path: &Path) -> Result<()> {
    let predictor = Predictor::open(args)?;
    let (genome, promoters) = predictor.genome(args)?;
    let index = predictor.index(&promoters)?;
    let mut calls = Calls::open(path, &genome)?;
    let has_table = args.vcf_out.is_none() || args.table.is_given();
    let mut table = has_table.then(|| args.table.table(COLUMNS)).transpose()?;
    let mut annotated = match &args.vcf_out {
        Some(out) => Some(AnnotatedCalls::create(out, calls.header(), &predictor.described())?),
        None => None,
    };
    let bar = job::counter("variants");
    let (mut genes, mut effects) = (BTreeSet::new(), 0);
    loop {
        let mut batch = Vec::new();
        while batch.len() < RECORDS
            && let Some(call) = calls.next()?
        {
            batch.push(call);
        }
        if batch.is_empty() {
            break;
        }
        let found = predicted(&predictor, &index, &batch, &mut calls)?;
        genes.extend(found.iter().map(|effect| effect.gene.clone()));
        effects += found.iter().map(|effect| (effect.record, effect.alternative)).collect::<BTreeSet<_>>().len();
        if let Some(table) = &mut table {
            found.iter().try_for_each(|effect| rows(table, &batch[effect.record], effect, &predictor.columns))?;
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

/// A gene, and the alleles in its promoter with the places of their records and alternatives.
type Touched<'a> = (&'a PromoterPlace<'a>, Vec<(usize, usize, &'a Allele)>);

/// Effects in the order of the records, of their alternatives, and of the genes along the contig.
fn predicted(
    predictor: &Predictor,
    index: &PromoterIndex<'_>,
    batch: &[Call],
    calls: &mut Calls<'_>,
) -> Result<Vec<Effect>> {
    let mut genes: BTreeMap<usize, Touched<'_>> = BTreeMap::new();
    for (record, call) in batch.iter().enumerate() {
        let alleles = call.alleles.iter().enumerate();
        for (alternative, allele) in alleles.filter_map(|(at, own)| Some((at, own.as_ref()?))) {
            for place in call.contig.iter().flat_map(|&contig| index.touched(contig, allele)) {
                let (_, own) = genes.entry(place.index).or_insert_with(|| (place, Vec::new()));
                own.push((record, alternative, allele));
            }
        }
    }
    let mut effects = Vec::new();
    for (place, alleles) in genes.into_values() {
        let feature = place.promoter.feature();
        let sets: Vec<Vec<Allele>> = alleles.iter().map(|(.., allele)| vec![(*allele).clone()]).collect();
        let predicted = predictor.respond(&place.promoter, &sets)?;
        for ((record, alternative, _), changed) in alleles.into_iter().zip(predicted) {
            let Some(Changed { changes, responses }) = changed else {
                calls.count_crossing();
                continue;
            };
            effects.push(Effect {
                record,
                alternative,
                gene: feature.systematic.clone(),
                name: feature.standard.clone().unwrap_or_default(),
                change: changes,
                responses,
            });
        }
    }
    // The sort is stable: genes stay in the order of the contig.
    effects.sort_by_key(|effect| (effect.record, effect.alternative));
    Ok(effects)
}

fn rows(table: &mut Table, call: &Call, effect: &Effect, columns: &[String]) -> Result<()> {
    let record = &call.record;
    let alternative = record.alternative_text(effect.alternative);
    for (column, responses) in columns.iter().zip(&effect.responses) {
        let place = [
            record.contig(),
            &record.start().map_or(0, |start| start + 1).to_string(),
            record.id(),
            record.reference_text(),
            alternative,
            &effect.gene,
            &effect.name,
            &effect.change,
            column,
        ]
        .map(str::to_owned);
        table.row(place.into_iter().chain(numbers(*responses)))?;
    }
    Ok(())
}
