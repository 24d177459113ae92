//! `cisight variants`

mod annotated;
mod called;
mod calls;
mod given;
mod haplotypes;
mod indexed;
mod listed;
mod pairs;
mod regions;
mod responses;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::common::conditions::SomeConditionsArgs;
use crate::common::genome::GenomeFileArgs;
use crate::common::model::ModelArgs;
use crate::common::samples::{InputFile, SampleArgs, SequenceArgs};
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write the table. Of --variants and --alternative: name, condition, reference, alternative (responses), difference (alternative minus reference), rank (1: raised most); with --alternative also members_sd, how far the ensemble's members disagree about the difference. Of --vcf, a row for each alternative, gene and condition: contig, position, id, reference_allele, alternative_allele, gene, name, change (on the gene's strand, -1 before the anchor), condition, reference, alternative, difference. With --haplotypes, a row for each gene, sample, chromosome copy and condition: gene, name, sample, haplotype, variants (their number), changes, condition, reference, alternative, difference";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
#[command(group(clap::ArgGroup::new("source").required(true).args(["variants", "vcf", "alternative"])))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// Variants: a table with the headings name, reference, alternative (whole sequences), or one variant per
    /// line as changes of a promoter, such as -45A>G, HSP12:c.-45A>G, [c.-45A>G;c.-50T>C], -45_-44delinsCC,
    /// -40del, -31_-30insTA, -45dup, -50_-45inv; -1 is the base before the model's anchor (the promoter's
    /// last one, as a rule), 1 the base behind it (may be gzipped; - for standard input)
    #[arg(long, value_name = "FILE")]
    variants: Option<PathBuf>,
    /// Variant calls in VCF (may be gzipped or bgzipped; - for standard input), with the genome that they were
    /// called on and its genes: every alternative in the promoter of every gene that it falls into. Where bases
    /// are inserted or deleted, the promoter is filled up from the genome and its anchor stays
    #[arg(long, value_name = "VCF")]
    vcf: Option<PathBuf>,
    /// What an input reads in the alternative, in a file as --input has it (may be given several times): embeddings of
    /// changed sequences, say, beside those of the sequences as they are, which --promoters and --input give. Rows are
    /// matched by name, and what is not given stays as the reference has it
    #[arg(long, value_name = "NAME=FILE")]
    alternative: Vec<InputFile>,
    #[command(flatten)]
    genome: GenomeFileArgs,
    #[command(flatten)]
    regions: regions::RegionArgs,
    /// Also write the calls with what is predicted in their INFO field CISIGHT, which `bcftools +split-vep -a
    /// CISIGHT` takes apart (bgzipped where the name ends in .gz)
    #[arg(long, value_name = "VCF", requires = "vcf", conflicts_with = "haplotypes")]
    vcf_out: Option<PathBuf>,
    /// All variants of a promoter together, as each sample has them on each copy of its chromosomes (phased
    /// genotypes)
    #[arg(long, requires = "vcf")]
    haplotypes: bool,
    /// A sample of the calls (may be given several times); all of them where absent
    #[arg(long, value_name = "NAME", requires = "haplotypes")]
    sample: Vec<String>,
    /// Also write where the measured difference is to be expected, in the output's unit: lower_68
    /// and upper_68, lower_90 and upper_90 (empty for models that measured variants were not at hand for), and
    /// members_sd, how far the ensemble's members disagree about the difference
    #[arg(long)]
    intervals: bool,
    /// Also write percentile (of 100 random single-base changes of natural promoters in that
    /// condition, how many have a smaller effect, whatever its sign) and signed_percentile (how many lie below
    /// it, signs counted)
    #[arg(long)]
    percentiles: bool,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    conditions: SomeConditionsArgs,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    match (&args.vcf, &args.variants) {
        (Some(_), _) if args.samples.is_given() => {
            bail!("promoters of variant calls are cut out of the genome: leave --promoters and --input out")
        }
        (Some(calls), _) if args.haplotypes => haplotypes::run(args, calls),
        (Some(calls), _) => called::run(args, calls),
        (None, _) if args.genome.is_given() => bail!("a genome is read with --vcf only: leave its files out"),
        (None, Some(variants)) => listed::run(args, variants),
        (None, None) if args.alternative.is_empty() => {
            bail!("no variants were given: use --variants, --vcf or --alternative")
        }
        (None, None) => given::run(args),
    }
}
