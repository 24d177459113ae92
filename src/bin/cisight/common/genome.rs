//! The genome that a command cuts promoters out of.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cisight::genome::{Anchor, Genome, GenomeFiles, Promoters};
use cisight::sequence::Reach;
use cisight::text::counted;
use clap::ValueEnum;
use noodles_fasta as fasta;

use super::input;

/// What promoters end at, or lie around.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AnchorChoice {
    /// The start codon
    StartCodon,
    /// The first base of the transcript
    TranscriptStart,
    /// The last base of the transcript, for terminators (with --downstream)
    TranscriptEnd,
}

/// The files of a genome.
#[derive(Debug, clap::Args)]
pub struct GenomeFileArgs {
    /// The genome: FASTA or 2bit (.gz too; - is standard input)
    #[arg(long, value_name = "FILE")]
    genome: Option<PathBuf>,
    /// Its genes: GFF3 or GTF (.gz too); GFF3 that ends in its genome (##FASTA) needs no other file
    #[arg(long, value_name = "FILE")]
    annotation: Option<PathBuf>,
    /// GenBank records with their sequence, in place of genome and annotation (.gz too)
    #[arg(long, conflicts_with_all = ["genome", "annotation"], num_args = 1.., value_name = "FILE")]
    genbank: Vec<PathBuf>,
}

/// The files of a genome, and what is cut out of it.
#[derive(Debug, clap::Args)]
pub struct GenomeArgs {
    #[command(flatten)]
    files: GenomeFileArgs,
    /// What promoters end at
    #[arg(long, value_enum, default_value = "start-codon")]
    anchor: AnchorChoice,
    /// Bases upstream of that
    #[arg(long, visible_alias = "upstream", default_value_t = 1000, value_name = "BASES", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    length: u32,
    /// Other names for contigs: the genome's name and the one to give it, in two columns, such as BK006935.2 and
    /// chrI
    #[arg(long, value_name = "TSV")]
    contig_names: Option<PathBuf>,
}

impl GenomeArgs {
    /// Reads the files and cuts promoters that go `downstream` bases beyond the anchor; what was found goes
    /// to standard error.
    pub fn promoters(&self, downstream: u32) -> Result<(Genome, Promoters)> {
        let reach = Reach { upstream: usize::try_from(self.length)?, downstream: usize::try_from(downstream)? };
        let anchor = match self.anchor {
            AnchorChoice::StartCodon => Anchor::StartCodon,
            AnchorChoice::TranscriptStart => Anchor::TranscriptStart,
            AnchorChoice::TranscriptEnd => Anchor::TranscriptEnd,
        };
        let (genome, mut promoters) = self.files.promoters(anchor, reach)?;
        if let Some(path) = &self.contig_names {
            let renamed = promoters.rename_contigs(&contig_names(path)?)?;
            if renamed == 0 {
                bail!(
                    "{}: no contig of the genome has a name of the first column; it has {}, for one",
                    path.display(),
                    genome.contigs().first().map_or("none", |contig| &contig.name)
                );
            }
            eprintln!("{renamed} of {} renamed", counted(genome.contigs().len(), "contig"));
        }
        Ok((genome, promoters))
    }

    /// Where the sequence is from, in words.
    pub fn source(&self, genome: &Genome) -> String {
        self.files.source(genome)
    }
}

impl GenomeFileArgs {
    /// Reads the files and cuts promoters; what was found goes to standard error.
    pub fn promoters(&self, anchor: Anchor, reach: Reach) -> Result<(Genome, Promoters)> {
        let genome = self.read()?;
        let bases: usize = genome.contigs().iter().map(|contig| contig.bases.len()).sum();
        let kind = match (genome.has_coding_sequences(), genome.genes().len()) {
            (false, _) => "",
            (true, 1) => " that codes for a protein",
            (true, _) => " that code for proteins",
        };
        let [contigs, genes] = [counted(genome.contigs().len(), "contig"), counted(genome.genes().len(), "gene")];
        eprintln!("{contigs}, {}, {genes}{kind}", counted(bases, "base"));
        let promoters = genome.promoters(anchor, reach)?;
        let [full, short] = promoters.counts();
        let [all, length] = [counted(full + short, "promoter"), counted(reach.total(), "base")];
        eprintln!("{all}: {full} of {length}, {short} shorter");
        promoters.notes().iter().for_each(|note| eprintln!("{note}"));
        Ok((genome, promoters))
    }

    /// Whether any file is named.
    pub fn is_given(&self) -> bool {
        self.genome.is_some() || self.annotation.is_some() || !self.genbank.is_empty()
    }

    fn read(&self) -> Result<Genome> {
        if self.genome.is_none() && self.annotation.is_none() {
            return self.read_genbank();
        }
        let mut files = GenomeFiles::default();
        if let Some(path) = &self.genome {
            files.add_sequence(input::read(path)?);
        }
        // One file that is both need not be read twice.
        if let Some(path) = self.annotation.as_ref().filter(|path| Some(*path) != self.genome.as_ref()) {
            files.add_annotation(input::read(path)?);
        }
        files.read().with_context(|| {
            let names: Vec<String> = self.files().map(|path| path.display().to_string()).collect();
            names.join(", ")
        })
    }

    /// Genome and annotation, each file once.
    fn files(&self) -> impl Iterator<Item = &Path> {
        let annotation = self.annotation.as_deref().filter(|path| Some(*path) != self.genome.as_deref());
        self.genome.as_deref().into_iter().chain(annotation)
    }

    fn read_genbank(&self) -> Result<Genome> {
        if self.genbank.is_empty() {
            bail!("no genome was given: use --genome with --annotation, or --genbank");
        }
        let mut genome = Genome::default();
        for path in &self.genbank {
            let before = (genome.contigs().len(), genome.genes().len());
            genome.add_genbank(&input::read(path)?).with_context(|| path.display().to_string())?;
            let records = counted(genome.contigs().len() - before.0, "record");
            let genes = counted(genome.genes().len() - before.1, "gene");
            eprintln!("{}: {records}, {genes}", path.display());
        }
        Ok(genome.with_genes()?)
    }

    /// Where the sequence is from, in words.
    pub fn source(&self, genome: &Genome) -> String {
        let names: Vec<String> = self.files().map(name).collect();
        if names.is_empty() { accessions(genome) } else { names.join(" and ") }
    }
}

/// Reads names of contigs, each with another one.
fn contig_names(path: &Path) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for (index, line) in input::text(path)?.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [from, to] = cells[..] else {
            bail!("{}: line {} is not two names with a tab between them", path.display(), index + 1);
        };
        names.insert(from.to_owned(), to.to_owned());
    }
    Ok(names)
}

/// The file's name without its folders.
fn name(path: &Path) -> String {
    let name = path.file_name().filter(|name| *name != "-");
    name.map_or_else(|| "standard input".into(), |name| name.to_string_lossy().into_owned())
}

/// How many accessions the source names one by one; a draft genome has thousands of contigs.
const LISTED_ACCESSIONS: usize = 24;

fn accessions(genome: &Genome) -> String {
    let names: Vec<&str> = genome.contigs().iter().map(|contig| contig.name.as_str()).collect();
    let listed = names[..names.len().min(LISTED_ACCESSIONS)].join(", ");
    match names.len().saturating_sub(LISTED_ACCESSIONS) {
        0 => format!("GenBank {listed}"),
        more => format!("GenBank {listed} and {more} more"),
    }
}

/// Writes promoters as FASTA, one record each.
pub fn write_fasta(out: &mut dyn Write, promoters: &Promoters) -> Result<()> {
    let mut writer = fasta::io::Writer::new(out);
    let mut written: io::Result<()> = Ok(());
    promoters.each(|gene, description, bases| {
        if written.is_ok() {
            let definition = fasta::record::Definition::new(gene, Some(description.into()));
            written = writer.write_record(&fasta::Record::new(definition, bases.into()));
        }
    })?;
    written.context("the promoters cannot be written")
}
