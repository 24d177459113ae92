//! All variants of a promoter together, as samples have them on each copy of their chromosomes.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use cisight::genome::PromoterPlace;
use cisight::genome::calls::{HAPLOTYPE_COLUMNS, HaplotypeCalls, HaplotypeRow, haplotype_rows, headings};

use super::Args;
use super::calls::Calls;
use super::responses::{Changed, Predictor};
use crate::common::job;

pub fn run(args: &Args, path: &Path) -> Result<()> {
    let predictor = Predictor::open(args)?;
    let (genome, promoters) = predictor.genome(args)?;
    let index = predictor.index(&promoters)?;
    let mut calls = Calls::open(path, &genome, &args.regions, predictor.reach().total())?;
    let mut haplotypes = HaplotypeCalls::new(calls.header(), &args.sample)?;
    while let Some(call) = calls.next()? {
        haplotypes.add(call, &index, &mut calls.tally);
    }
    let mut table = args.table.table(headings(&HAPLOTYPE_COLUMNS, &predictor.further))?;
    let (mut seen_genes, mut seen_alleles) = (BTreeSet::new(), BTreeSet::new());
    let bar = job::progress(haplotypes.len(), "genes");
    while let Some((at, copies)) = haplotypes.next_promoter(&mut calls.tally) {
        let own =
            |place: &&PromoterPlace<'_>| !calls.leaves_out(&place.promoter.chromosome().name, &place.promoter.region());
        let place = index.place(at).filter(own);
        let predicted = place.map(|place| predictor.respond(&place.promoter, &copies.alleles)).transpose()?;
        let predicted = predicted.unwrap_or_default();
        predicted.iter().filter(|changed| changed.is_none()).for_each(|_| calls.tally.count_crossing());
        for owner in &copies.owners {
            let changed = predicted.get(owner.copy).and_then(Option::as_ref);
            let Some((place, Changed { changes, scores })) = place.zip(changed) else { continue };
            seen_genes.insert(at);
            seen_alleles.extend(copies.called[owner.copy].iter().copied());
            let variants = copies.alleles[owner.copy].len();
            let row = HaplotypeRow::new(place, owner, variants, changes.clone(), scores.clone());
            haplotype_rows(&row, &predictor.columns).try_for_each(|row| table.row(row))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    calls.report(seen_genes.len(), seen_alleles.len())?;
    table.finish()
}
