//! `cisight motifs`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use cisight::export::{BedFeature, HitWriter, write_bed};
use cisight::motif::{Hit, Motif, MotifFile, Scanner};
use cisight::sequence::{Promoter, Strand};
use cisight::text::counted;

use crate::common::table::TableArgs;
use crate::common::tracks::Unplaced;
use crate::common::{files, input, job};

/// What is taken for the background where nothing says better.
const UNIFORM: [f64; 4] = [0.25; 4];

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, motif, name, start, end (0-based, half-open), strand, score (bits), p_value, position (the last base is -1)";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    /// Motifs in MEME's minimal format, MEME's own text output, or JASPAR's format (may be gzipped; - for
    /// standard input)
    #[arg(long, value_name = "MEME")]
    motifs: PathBuf,
    /// Promoters (FASTA, may be gzipped; - for standard input)
    #[arg(long, value_name = "FASTA")]
    promoters: PathBuf,
    /// The highest p-value of a hit: how often one place of one strand of random bases fits as well
    #[arg(long, value_name = "P", default_value_t = 1e-4)]
    p_value: f64,
    /// Frequencies of A, C, G and T outside motifs; those of the motif file where absent, or else equal ones
    #[arg(long, value_name = "A,C,G,T", value_delimiter = ',')]
    background: Option<Vec<f64>>,
    #[command(flatten)]
    table: TableArgs,
    /// Also write them as BED, in the genome's coordinates, for promoters whose header says where they lie, such
    /// as chrII:101-1100(-); a place that several promoters share stands there once
    #[arg(long, value_name = "BED")]
    bed: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    if [&args.motifs, &args.promoters].iter().all(|path| *path == Path::new("-")) {
        bail!("only one of --motifs and --promoters can be standard input");
    }
    let MotifFile { background, motifs, .. } = input::motifs(&args.motifs)?;
    let background = match args.background.as_deref() {
        Some(given) => {
            given.try_into().map_err(|_| anyhow!("--background needs four frequencies, as 0.3,0.2,0.2,0.3"))?
        }
        None => background.unwrap_or(UNIFORM),
    };
    let scanner = Scanner::new(&motifs, background, args.p_value)?;
    report_unreachable(&scanner, &motifs, args.p_value);
    let promoters = input::sequences(&args.promoters)?;
    let bar = job::progress(promoters.len(), "promoters");
    let mut table = HitWriter::new(args.table.file()?)?;
    let mut sites = Sites::default();
    for promoter in &promoters {
        let hits = scanner.scan(promoter.bases());
        table.rows(promoter, &motifs, &hits)?;
        if args.bed.is_some() {
            sites.add(promoter, &hits);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    table.finish()?.commit()?;
    args.bed.as_deref().map_or(Ok(()), |path| sites.write(path, &motifs))
}

/// Where motifs were found on the genome.
#[derive(Default)]
struct Sites {
    /// By contig, start, motif and strand: end and p-value. Promoters overlap, and a site is one.
    found: BTreeMap<(String, usize, usize, char), (usize, f64)>,
    placed: usize,
    left_out: Unplaced,
}

impl Sites {
    fn add(&mut self, promoter: &Promoter, hits: &[Hit]) {
        let Some(place) = promoter.place() else { return self.left_out.add(promoter) };
        self.placed += 1;
        for hit in hits {
            // A hit has no N, so that all of it lies on the contig.
            let Some(range) = place.stretch(hit.start..hit.end) else { continue };
            let site = (place.contig().to_owned(), range.start, hit.motif, place.turned(hit.strand).sign());
            self.found.insert(site, (range.end, hit.p_value));
        }
    }

    fn write(&self, path: &Path, motifs: &[Motif]) -> Result<()> {
        self.left_out.report(self.placed)?;
        let features = self.found.iter().map(|((contig, start, motif, strand), (end, p_value))| BedFeature {
            contig: contig.into(),
            range: *start..*end,
            name: motifs.get(*motif).map_or("", |motif| motif.name.as_str()).into(),
            p_value: Some(*p_value),
            strand: Some(if *strand == '+' { Strand::Forward } else { Strand::Reverse }),
            raises: None,
        });
        write_bed(files::create(Some(path))?, features.collect())?.commit()
    }
}

/// A motif that cannot be found must not look like one that is nowhere.
fn report_unreachable(scanner: &Scanner, motifs: &[Motif], p_value: f64) {
    let names: Vec<&str> = scanner.unreachable().map(|index| motifs[index].name.as_str()).collect();
    if !names.is_empty() {
        eprintln!(
            "{} of {} {} too short or too vague for a p-value of {p_value} and never found: {}",
            names.len(),
            counted(motifs.len(), "motif"),
            if names.len() == 1 { "is" } else { "are" },
            names.join(", ")
        );
    }
}
