//! Stretches of a genome that variant calls are looked at in.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use cisight::genome::{Contig, ContigLookup};

use crate::common::input;

/// How many contigs an error names.
const EXAMPLES: usize = 5;

#[derive(Debug, clap::Args)]
pub struct RegionArgs {
    /// Look at the calls of a stretch of the genome only, such as chrIV:1-20000 (from 1, both ends included),
    /// chrIV:20000- or chrIV (may be given several times). Where an index of bcftools or tabix lies beside the calls (.tbi
    /// or .csi), the rest of them is not read. With --haplotypes, at the promoters that reach into it, each
    /// with all of its variants
    #[arg(long, value_name = "CONTIG:FROM-TO", requires = "vcf")]
    region: Vec<String>,
    /// The same for the stretches of a BED file
    #[arg(long, value_name = "BED", requires = "vcf")]
    regions: Option<PathBuf>,
}

/// Stretches by contig, in their order and apart from each other, from 0 and half-open.
#[derive(Debug)]
pub struct Regions(BTreeMap<usize, Vec<Range<usize>>>);

impl RegionArgs {
    /// Whether only some regions are looked at.
    pub fn is_given(&self) -> bool {
        !self.region.is_empty() || self.regions.is_some()
    }

    /// The stretches on a genome; nothing where all of it is looked at.
    pub fn read(&self, genome: &[Contig], called: &[&str]) -> Result<Option<Regions>> {
        if !self.is_given() {
            return Ok(None);
        }
        let mut lookup = ContigLookup::new(genome, called.iter().copied());
        let mut regions = Regions(BTreeMap::new());
        for text in &self.region {
            regions.add_named(text, &mut lookup, genome).with_context(|| format!("--region {text}"))?;
        }
        if let Some(path) = &self.regions {
            regions.add_bed(&input::text(path)?, &mut lookup, genome).with_context(|| path.display().to_string())?;
        }
        if regions.0.is_empty() {
            bail!("the regions hold no base of the genome: give a BED file with at least one stretch");
        }
        regions.join();
        Ok(Some(regions))
    }
}

impl Regions {
    /// Those of a contig.
    pub fn of(&self, contig: usize) -> &[Range<usize>] {
        self.0.get(&contig).map_or(&[], Vec::as_slice)
    }

    /// Whether a stretch has a base in one of the regions.
    pub fn touches(&self, contig: usize, stretch: &Range<usize>) -> bool {
        let Some(own) = self.0.get(&contig) else { return false };
        let next = own.partition_point(|region| region.end <= stretch.start);
        own.get(next).is_some_and(|region| region.start < stretch.end)
    }

    /// A contig as a whole where a genome has one of that name, else a stretch of one.
    fn add_named(&mut self, text: &str, lookup: &mut ContigLookup<'_>, genome: &[Contig]) -> Result<()> {
        if let Some(contig) = lookup.find(text) {
            self.0.entry(contig).or_default().push(0..genome[contig].bases.len());
            return Ok(());
        }
        let (name, ends) = text.rsplit_once(':').unwrap_or((text, "1-"));
        let number = |digits: &str| digits.replace(',', "").parse::<usize>().ok().filter(|number| *number > 0);
        let ends = ends.split_once('-').and_then(|(from, to)| {
            let to = if to.is_empty() { usize::MAX } else { number(to)? };
            Some((number(from)?, to))
        });
        let (from, to) = ends.filter(|(from, to)| from <= to).ok_or_else(|| {
            anyhow!("a region is written as chrIV:1-20000, from 1 and both ends included, as chrIV:20000- or as chrIV")
        })?;
        self.add(name, from - 1..to, lookup, genome)
    }

    fn add_bed(&mut self, text: &str, lookup: &mut ContigLookup<'_>, genome: &[Contig]) -> Result<()> {
        for (at, line) in text.lines().enumerate() {
            let is_other = ["#", "track", "browser"].iter().any(|start| line.starts_with(start));
            if is_other || line.trim().is_empty() {
                continue;
            }
            let mut cells = line.split_whitespace();
            let [contig, start, end] = [cells.next(), cells.next(), cells.next()];
            let number = |cell: Option<&str>| cell.and_then(|digits| digits.parse::<usize>().ok());
            let stretch = contig.zip(number(start).zip(number(end))).filter(|(_, (start, end))| start < end);
            let (contig, (start, end)) = stretch.ok_or_else(|| {
                anyhow!("line {} is not a stretch: contig, start and end (from 0, half-open), tabs between", at + 1)
            })?;
            self.add(contig, start..end, lookup, genome).with_context(|| format!("line {}", at + 1))?;
        }
        Ok(())
    }

    /// Adds what of a stretch lies on its contig.
    fn add(
        &mut self,
        name: &str,
        stretch: Range<usize>,
        lookup: &mut ContigLookup<'_>,
        genome: &[Contig],
    ) -> Result<()> {
        let contig = lookup.find(name).ok_or_else(|| {
            let known: Vec<&str> = genome.iter().take(EXAMPLES).map(|own| own.name.as_str()).collect();
            anyhow!("the genome has no contig \"{name}\"; it has {}", known.join(", "))
        })?;
        let length = genome[contig].bases.len();
        if stretch.start >= length {
            bail!("{name} has {length} bases, so that none lies in {}-{}", stretch.start + 1, stretch.end);
        }
        self.0.entry(contig).or_default().push(stretch.start..stretch.end.min(length));
        Ok(())
    }

    /// Stretches that overlap or meet become one.
    fn join(&mut self) {
        for own in self.0.values_mut() {
            own.sort_by_key(|region| region.start);
            let mut joined: Vec<Range<usize>> = Vec::with_capacity(own.len());
            for region in own.drain(..) {
                match joined.last_mut() {
                    Some(last) if region.start <= last.end => last.end = last.end.max(region.end),
                    _ => joined.push(region),
                }
            }
            *own = joined;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genome() -> Vec<Contig> {
        let contig = |name: &str, length: usize| Contig {
            name: name.to_owned(),
            bases: vec![b'A'; length],
            ..Contig::default()
        };
        vec![contig("chrI", 100), contig("chrII", 50), contig("HLA:01", 30)]
    }

    fn read(region: &[&str]) -> Result<Regions> {
        let args = RegionArgs { region: region.iter().map(|own| (*own).to_owned()).collect(), regions: None };
        args.read(&genome(), &[])?.context("no regions")
    }

    #[test]
    fn regions_are_joined_and_cut_at_the_contig() -> Result<()> {
        let regions = read(&["chrI:11-20", "chrI:1-10", "chrI:95-1,000", "chrII", "HLA:01:5-"])?;
        let expected: [(usize, &[[usize; 2]]); 3] = [(0, &[[0, 20], [94, 100]]), (1, &[[0, 50]]), (2, &[[4, 30]])];
        let found = regions.0.iter().map(|(at, own)| (*at, own.iter().map(|own| [own.start, own.end]).collect()));
        assert_eq!(found.collect::<Vec<(usize, Vec<_>)>>(), expected.map(|(at, own)| (at, own.to_vec())));
        let cases = [(19..20, true), (20..21, false), (20..94, false), (20..95, true), (99..100, true), (0..1, true)];
        for (stretch, expected) in cases {
            assert_eq!(regions.touches(0, &stretch), expected, "{stretch:?}");
        }
        assert!(!regions.touches(3, &(0..10)));
        Ok(())
    }

    #[test]
    fn what_is_no_region_gets_one_sentence() {
        let cases = [
            ("chrI:20-10", "is written as"),
            ("chrI:0-10", "is written as"),
            ("chrI:a-b", "is written as"),
            ("chrI:5", "is written as"),
            ("chrIX:1-10", "no contig \"chrIX\"; it has chrI, chrII"),
            ("chrII:51-60", "has 50 bases"),
            ("nothing", "no contig \"nothing\""),
        ];
        for (text, part) in cases {
            let error = read(&[text]).map_err(|error| format!("{error:#}"));
            assert!(error.as_ref().is_err_and(|error| error.contains(part)), "{text}: {error:?}");
        }
    }
}
