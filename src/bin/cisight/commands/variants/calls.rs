//! Variant calls, matched to the genome that they were called on.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::genome::{Allele, Alternative, ContigLookup, Genome, LeftOut, VcfHeader, VcfReader, VcfRecord};
use cisight::text::counted;
use flate2::read::MultiGzDecoder;

/// How many contigs a note names.
const EXAMPLES: usize = 5;

/// Calls that are read one by one, and what had to be left out of them.
pub struct Calls<'g> {
    reader: VcfReader<Box<dyn BufRead>>,
    path: String,
    genome: &'g Genome,
    contigs: ContigLookup<'g>,
    tally: Tally,
}

/// A call on a contig of the genome.
pub struct Call {
    pub record: VcfRecord,
    /// The contig's index in the genome; nothing where the genome has none of that name.
    pub contig: Option<usize>,
    /// By alternative what it changes; nothing where it cannot be put into a sequence.
    pub alleles: Vec<Option<Allele>>,
}

#[derive(Default)]
struct Tally {
    records: usize,
    left_out: BTreeMap<LeftOut, usize>,
    telomeres: usize,
    /// Records on contigs that the genome does not have.
    elsewhere: BTreeMap<String, usize>,
    matching: usize,
    /// Records whose reference is not what the genome has there, and the first of them in words.
    mismatches: usize,
    first_mismatch: Option<String>,
    crossing: usize,
}

impl<'g> Calls<'g> {
    /// Opens a file of calls, or standard input for `-`; gzip is unpacked.
    pub fn open(path: &Path, genome: &'g Genome) -> Result<Self> {
        let named = path.display().to_string();
        let raw: Box<dyn Read> = if path == Path::new("-") {
            Box::new(std::io::stdin())
        } else {
            Box::new(File::open(path).with_context(|| named.clone())?)
        };
        let mut raw = BufReader::new(raw);
        let is_packed = raw.fill_buf().with_context(|| named.clone())?.starts_with(&[0x1f, 0x8b]);
        let text: Box<dyn BufRead> =
            if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(raw))) } else { Box::new(raw) };
        let reader = VcfReader::new(text).with_context(|| named.clone())?;
        let called = || reader.header().contigs();
        let mut contigs = ContigLookup::new(genome.contigs(), called().map(|(name, _)| name));
        if let Some((name, said, own)) = contigs.of_other_length(called()).first() {
            eprintln!(
                "note: {named}: contig {name} has {} there and {own} in the genome: the calls may be of another assembly",
                counted(*said, "base")
            );
        }
        Ok(Self { reader, path: named, genome, contigs, tally: Tally::default() })
    }

    pub fn header(&self) -> &VcfHeader {
        self.reader.header()
    }

    /// The next call; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Call>> {
        let record = self.reader.next_record().with_context(|| self.path.clone())?;
        Ok(record.map(|record| self.matched(record)))
    }

    fn matched(&mut self, record: VcfRecord) -> Call {
        self.tally.records += 1;
        let alternatives = record.alternatives();
        for alternative in &alternatives {
            if let Alternative::LeftOut(why) = alternative {
                *self.tally.left_out.entry(*why).or_default() += 1;
            }
        }
        let contig = self.contigs.find(record.contig());
        let start = self.checked_start(&record, contig);
        let allele = |alternative: &Alternative| match (alternative, start) {
            (Alternative::Bases(bases), Some(start)) => Some(Allele::new(start, record.reference(), bases)),
            _ => None,
        };
        // Some programs list the reference among its own alternatives: it changes nothing.
        let allele = |alternative| allele(alternative).filter(|own| !own.is_reference());
        let alleles = alternatives.iter().map(allele).collect();
        Call { record, contig, alleles }
    }

    /// Where the record's reference begins, if the genome has it there.
    fn checked_start(&mut self, record: &VcfRecord, contig: Option<usize>) -> Option<usize> {
        let Some(contig) = contig else {
            *self.tally.elsewhere.entry(record.contig().to_owned()).or_default() += 1;
            return None;
        };
        let Some(start) = record.start() else {
            self.tally.telomeres += 1;
            return None;
        };
        let end = start.saturating_add(record.reference().len());
        let own = self.genome.contigs()[contig].bases.get(start..end).map(<[u8]>::to_ascii_uppercase);
        let is_alike = |(own, said): (&u8, &u8)| own == said || *own == b'N' || *said == b'N';
        if own.as_ref().is_some_and(|own| own.iter().zip(record.reference()).all(is_alike)) {
            self.tally.matching += 1;
            return Some(start);
        }
        self.tally.mismatches += 1;
        self.tally.first_mismatch.get_or_insert_with(|| {
            let said = String::from_utf8_lossy(record.reference()).into_owned();
            let own = own.map_or("nothing".into(), |own| String::from_utf8_lossy(&own).into_owned());
            format!(
                "line {}: {said} at {}:{}, where the genome has {own}",
                record.line(),
                record.contig(),
                start.saturating_add(1)
            )
        });
        None
    }

    /// An alternative was found to cross the anchor of a gene.
    pub fn count_crossing(&mut self) {
        self.tally.crossing += 1;
    }

    /// Says on standard error what was read and what was left out.
    ///
    /// # Errors
    /// Where nothing of the calls fits the genome.
    pub fn report(&self, genes: usize, effects: usize) -> Result<()> {
        let Tally { records, left_out, telomeres, elsewhere, matching, mismatches, first_mismatch, crossing } =
            &self.tally;
        if *matching == 0 && *records > 0 {
            if let Some(first) = first_mismatch {
                bail!(
                    "{}: no reference is what the genome has; {first}: give the assembly that the calls were made on",
                    self.path
                );
            }
            if !elsewhere.is_empty() {
                let own: Vec<&str> =
                    self.genome.contigs().iter().take(EXAMPLES).map(|contig| contig.name.as_str()).collect();
                bail!(
                    "{}: the genome has none of the contigs that the variants are on ({}); it has {}: give the assembly that the calls were made on",
                    self.path,
                    names(elsewhere.keys()),
                    own.join(", ")
                );
            }
        }
        eprintln!(
            "{}: {}; {} in the promoters of {}",
            self.path,
            counted(*records, "record"),
            counted(effects, "allele"),
            counted(genes, "gene")
        );
        for (why, count) in left_out {
            let what = match why {
                LeftOut::Symbolic => "symbolic, such as <DEL>",
                LeftOut::Breakend => "breakends",
                LeftOut::Spanning => "*, a deletion that another record has",
                LeftOut::Missing => "., none called",
                LeftOut::Letters => "with other letters than A, C, G, T",
            };
            eprintln!("alternatives left out: {count} ({what})");
        }
        if *telomeres > 0 {
            eprintln!("records left out: {telomeres} (at position 0, before the contig's first base)");
        }
        if let Some(first) = first_mismatch {
            eprintln!("records left out: {mismatches} (the genome has other bases there; {first})");
        }
        if !elsewhere.is_empty() {
            let count: usize = elsewhere.values().sum();
            eprintln!(
                "records left out: {count} (on contigs that the genome does not have: {})",
                names(elsewhere.keys())
            );
        }
        if *crossing > 0 {
            eprintln!("alleles left out of a gene: {crossing} (they insert or delete bases across its anchor)");
        }
        Ok(())
    }
}

fn names<'n>(all: impl ExactSizeIterator<Item = &'n String>) -> String {
    let more = if all.len() > EXAMPLES { ", ..." } else { "" };
    format!("{}{more}", all.take(EXAMPLES).cloned().collect::<Vec<_>>().join(", "))
}
