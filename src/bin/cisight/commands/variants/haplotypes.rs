//! All variants of a promoter together, as samples have them on each copy of their chromosomes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::genome::{Allele, Genotype, PromoterIndex, PromoterPlace, VcfHeader};
use cisight::text::counted;

use super::Args;
use super::calls::{Call, Calls};
use super::responses::{Changed, Predictor, numbers};
use crate::common::job;

const COLUMNS: [&str; 10] = [
    "gene",
    "name",
    "sample",
    "haplotype",
    "variants",
    "changes",
    "condition",
    "reference",
    "alternative",
    "difference",
];

/// A called place, and what each chosen sample has there.
struct Site {
    line: usize,
    alleles: Vec<Option<Allele>>,
    genotypes: Vec<Option<Genotype>>,
}

/// One copy of a promoter: for each site that it changes the site's and the alternative's place.
type Copy = Vec<(usize, usize)>;

#[derive(Default)]
struct LeftOut {
    unphased: usize,
    overlapping: usize,
}

/// The called places in a gene's promoter.
type Sites<'p> = (&'p PromoterPlace<'p>, Vec<Rc<Site>>);

/// Samples by column and name.
type Samples = Vec<(usize, String)>;

pub fn run(args: &Args, path: &Path) -> Result<()> {
    let predictor = Predictor::open(args)?;
    let (genome, promoters) = predictor.genome(args)?;
    let index = predictor.index(&promoters)?;
    let mut calls = Calls::open(path, &genome)?;
    let samples = chosen(calls.header(), &args.sample)?;
    let genes = by_gene(&mut calls, &index, &samples)?;
    let mut table = args.table.table(COLUMNS)?;
    let mut left_out = LeftOut::default();
    let (mut seen_genes, mut seen_alleles) = (BTreeSet::new(), BTreeSet::new());
    let bar = job::progress(genes.len(), "genes");
    for (at, (place, sites)) in &genes {
        let mut own = Vec::new();
        for (sample, (_, name)) in samples.iter().enumerate() {
            match copies(sites, sample, &mut left_out) {
                Some(copies) => {
                    own.extend(copies.into_iter().enumerate().map(|(number, copy)| (name, number + 1, copy)));
                }
                None => left_out.unphased += 1,
            }
        }
        own.retain(|(.., copy)| !copy.is_empty());
        let distinct = own.iter().map(|(.., copy)| copy).collect();
        let predicted = predicted(&predictor, place, sites, distinct, &mut calls)?;
        for (sample, number, copy) in &own {
            let Some(haplotype) = predicted.get(copy) else { continue };
            seen_genes.insert(*at);
            seen_alleles.extend(copy.iter().map(|&(site, alternative)| (sites[site].line, alternative)));
            let feature = place.promoter.feature();
            for (column, responses) in predictor.columns.iter().zip(&haplotype.responses) {
                let words = [
                    feature.systematic.as_str(),
                    feature.standard.as_ref().map_or("", String::as_str),
                    sample,
                    &number.to_string(),
                    &copy.len().to_string(),
                    &haplotype.changes,
                    column,
                ]
                .map(str::to_owned);
                table.row(words.into_iter().chain(numbers(*responses)))?;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    calls.report(seen_genes.len(), seen_alleles.len())?;
    left_out.report();
    table.finish()
}

/// The called places by the genes whose promoters they lie in.
fn by_gene<'p>(
    calls: &mut Calls<'_>,
    index: &'p PromoterIndex<'p>,
    samples: &Samples,
) -> Result<BTreeMap<usize, Sites<'p>>> {
    let mut genes: BTreeMap<usize, Sites<'p>> = BTreeMap::new();
    while let Some(call) = calls.next()? {
        let Call { record, contig: Some(contig), alleles } = call else { continue };
        let touched = alleles.iter().flatten().flat_map(|allele| index.touched(contig, allele));
        let touched: BTreeMap<usize, _> = touched.map(|place| (place.index, place)).collect();
        if touched.is_empty() {
            continue;
        }
        let genotypes = samples.iter().map(|(column, _)| record.genotype(*column)).collect();
        let site = Rc::new(Site { line: record.line(), alleles, genotypes });
        for (at, place) in touched {
            genes.entry(at).or_insert_with(|| (place, Vec::new())).1.push(Rc::clone(&site));
        }
    }
    Ok(genes)
}

/// Each distinct copy once; those that cannot be cut out are left out.
fn predicted<'c>(
    predictor: &Predictor,
    place: &PromoterPlace<'_>,
    sites: &[Rc<Site>],
    distinct: BTreeSet<&'c Copy>,
    calls: &mut Calls<'_>,
) -> Result<BTreeMap<&'c Copy, Changed>> {
    let alleles =
        |copy: &Copy| copy.iter().filter_map(|&(site, alternative)| sites[site].alleles[alternative].clone()).collect();
    let sets: Vec<Vec<Allele>> = distinct.iter().map(|copy| alleles(copy)).collect();
    let mut found = BTreeMap::new();
    for (copy, changed) in distinct.into_iter().zip(predictor.respond(&place.promoter, &sets)?) {
        match changed {
            Some(changed) => drop(found.insert(copy, changed)),
            None => calls.count_crossing(),
        }
    }
    Ok(found)
}

impl LeftOut {
    fn report(&self) {
        let Self { unphased, overlapping } = self;
        if *unphased > 0 {
            eprintln!(
                "promoters of samples left out: {unphased} (several heterozygous variants, of which nothing says which lie on one chromosome: phase the calls)"
            );
        }
        if *overlapping > 0 {
            eprintln!(
                "variants left out of a haplotype: {overlapping} (they change bases that an earlier one changes)"
            );
        }
    }
}

/// The columns and names of the samples that are asked for; of all where none is.
fn chosen(header: &VcfHeader, wanted: &[String]) -> Result<Samples> {
    let all = header.samples();
    if all.is_empty() {
        bail!("the calls have no samples, so that there are no haplotypes: leave --haplotypes out");
    }
    if wanted.is_empty() {
        return Ok(all.iter().cloned().enumerate().collect());
    }
    let find = |name: &String| match all.iter().position(|own| own == name) {
        Some(at) => Ok((at, name.clone())),
        None => {
            let some: Vec<&str> = all.iter().take(8).map(String::as_str).collect();
            bail!(
                "the calls have no sample \"{name}\"; they have {}: {}",
                counted(all.len(), "sample"),
                some.join(", ")
            )
        }
    };
    wanted.iter().map(find).collect()
}

/// What a sample has on each copy; nothing where its phases do not say it.
fn copies(sites: &[Rc<Site>], sample: usize, left_out: &mut LeftOut) -> Option<Vec<Copy>> {
    let called = || {
        let of = |(at, site): (usize, &Rc<Site>)| Some((at, site.genotypes[sample].clone()?));
        sites.iter().enumerate().filter_map(of)
    };
    let ploidy = called().map(|(_, genotype)| genotype.alleles.len()).max()?;
    let heterozygous: Vec<Genotype> = called()
        .map(|(_, genotype)| genotype)
        .filter(|own| own.alleles.windows(2).any(|two| two[0] != two[1]))
        .collect();
    let is_one_phase = heterozygous.windows(2).all(|two| two[0].phase_set == two[1].phase_set);
    let is_phased = heterozygous.iter().all(|own| own.is_phased) && is_one_phase;
    if heterozygous.len() > 1 && !is_phased {
        return None;
    }
    let mut copies = vec![Copy::new(); ploidy];
    for (at, genotype) in called() {
        for (copy, allele) in copies.iter_mut().zip(&genotype.alleles) {
            let Some(alternative) = allele.and_then(|allele| allele.checked_sub(1)) else { continue };
            let Some(own) = sites[at].alleles.get(alternative).and_then(Option::as_ref) else { continue };
            let is_taken = |(site, other): &(usize, usize)| {
                sites[*site].alleles[*other].as_ref().is_some_and(|other| other.overlaps(own))
            };
            if copy.iter().any(is_taken) {
                left_out.overlapping += 1;
            } else {
                copy.push((at, alternative));
            }
        }
    }
    Some(copies)
}
