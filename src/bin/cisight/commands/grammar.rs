//! `cisight grammar`: what the kernels of a model's features look for.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cisight::model::Model;
use cisight::motif::{Comparison, Kernel, Motif, SiteCounts, TargetMotifs, consensus, q_values, write_meme};
use cisight::sequence::{Alphabet, Strand};
use cisight::text::counted;

use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::TableArgs;
use crate::common::{files, input, job};

const COLUMNS: [&str; 10] =
    ["kernel", "sites", "promoters", "consensus", "target", "name", "orientation", "offset", "p_value", "q_value"];

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write kernel, sites, promoters (that have one), consensus, and of --motifs target, name, orientation, offset (where the target begins, in columns from the kernel's first), p_value, q_value";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// A site activates a kernel by more than this share of the largest activation that is possible
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    share: f32,
    /// Kernels with fewer sites are left out
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    sites: u64,
    /// Known motifs to compare the kernels' with (MEME's formats or JASPAR's; may be gzipped)
    #[arg(long, value_name = "MEME")]
    motifs: Option<PathBuf>,
    /// Known motifs to list for each kernel, the most alike first
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    matches: u16,
    #[command(flatten)]
    table: TableArgs,
    /// Where to write the kernels' motifs, in MEME's minimal format
    #[arg(long, value_name = "FILE")]
    meme: Option<PathBuf>,
}

/// A kernel's motif, and the promoters that have a site of it.
struct Found {
    motif: Motif,
    promoters: usize,
}

pub fn run(args: &Args) -> Result<()> {
    if !(args.share > 0.0 && args.share < 1.0) {
        bail!("--share is {}; it has to lie between 0 and 1", args.share);
    }
    let Responses { model, rows, reads, .. } = args.responses.read()?;
    let kernels = kernels(&model)?;
    let known = args.motifs.as_deref().map(input::motifs).transpose()?;
    let (found, background) = motifs(&kernels, &codes(&rows, &reads.alphabet), args);
    if found.len() < kernels.len() {
        let left_out = counted(kernels.len() - found.len(), "kernel");
        eprintln!("{left_out} of {} left out: fewer than {}", kernels.len(), counted(args.sites as usize, "site"));
    }
    let targets = known.as_ref().map(|file| TargetMotifs::new(&file.motifs));
    let compared: Vec<Vec<Comparison>> =
        found.iter().map(|own| targets.as_ref().map_or_else(Vec::new, |targets| targets.compare(&own.motif))).collect();
    let p_values: Vec<f64> = compared.iter().flatten().map(|own| own.p_value).collect();
    let mut q_values = q_values(&p_values).into_iter();
    let mut table = args.table.table(COLUMNS)?;
    for (Found { motif, promoters }, compared) in found.iter().zip(&compared) {
        let sites = motif.sites.unwrap_or(0.0).to_string();
        let start = [motif.name.clone(), sites, promoters.to_string(), consensus(motif)];
        if compared.is_empty() {
            table.row(start.iter().cloned().chain(std::iter::repeat_n(String::new(), 6)))?;
        }
        // Every comparison has its q-value, whether it is listed or not.
        let with_q: Vec<(&Comparison, f64)> = compared.iter().zip(q_values.by_ref()).collect();
        for (own, q_value) in with_q.into_iter().take(usize::from(args.matches)) {
            let target = known.as_ref().and_then(|file| file.motifs.get(own.target));
            let [id, name] = target.map_or_else(Default::default, |target| [target.id.clone(), target.name.clone()]);
            let strand = if own.strand == Strand::Forward { "+" } else { "-" }.to_owned();
            let p_values = [own.p_value, q_value].map(|value| format!("{value:.3e}"));
            let cells = [id, name, strand, own.offset.to_string()].into_iter().chain(p_values);
            table.row(start.iter().cloned().chain(cells))?;
        }
    }
    table.finish()?;
    match &args.meme {
        Some(path) => {
            let motifs: Vec<Motif> = found.into_iter().map(|own| own.motif).collect();
            files::write(Some(path), write_meme(&motifs, background).as_bytes())
        }
        None => Ok(()),
    }
}

/// The kernels behind the features, under the features' names.
fn kernels(model: &Model) -> Result<Vec<Kernel>> {
    let names = model.feature_names()?;
    let members = model.feature_kernels()?;
    let several = members.len() > 1;
    let named = |member: usize, feature: usize| {
        let name = names.get(feature).cloned().unwrap_or_default();
        if several { format!("{name} of network {}", member + 1) } else { name }
    };
    let own = members.into_iter().enumerate().flat_map(|(member, kernels)| {
        let kernel = move |own: cisight::architecture::FeatureKernel| (member, own);
        kernels.into_iter().map(kernel)
    });
    let kernels: Vec<Kernel> =
        own.map(|(member, own)| Kernel { name: named(member, own.feature), values: own.values }).collect();
    if kernels.is_empty() {
        let architecture = &model.manifest().architecture;
        bail!("the features of {architecture} networks are not read with kernels of a convolution");
    }
    Ok(kernels)
}

/// What the model reads of each promoter: 0 to 3 for A, C, G, T, 4 for anything else.
fn codes(rows: &[Row], alphabet: &Alphabet) -> Vec<Vec<u8>> {
    let bases = alphabet.base_codes();
    let code = |code: &u8| bases.iter().position(|base| base == code).map_or(4, |at| at as u8);
    rows.iter().map(|row| row.subject.window().codes().iter().map(code).collect()).collect()
}

/// The motifs of kernels that have sites enough, and the frequencies of A, C, G, T in all promoters.
fn motifs(kernels: &[Kernel], promoters: &[Vec<u8>], args: &Args) -> (Vec<Found>, [f64; 4]) {
    let bar = job::progress(kernels.len(), "kernels");
    let mut found = Vec::new();
    for kernel in kernels {
        let mut counts = SiteCounts::new(kernel.values.len());
        let mut with_site = 0;
        for codes in promoters {
            let sites = kernel.sites(codes, args.share);
            with_site += usize::from(!sites.is_empty());
            sites.into_iter().for_each(|start| counts.add(&codes[start..start + kernel.values.len()]));
        }
        let motif = counts.motif(&kernel.name).filter(|_| counts.sites() >= args.sites);
        found.extend(motif.map(|motif| Found { motif, promoters: with_site }));
        bar.inc(1);
    }
    bar.finish_and_clear();
    // One of each base beforehand: a format that wants positive frequencies gets them.
    let mut bases = [1.0_f64; 4];
    let all = promoters.iter().flatten();
    all.for_each(|&code| bases.get_mut(usize::from(code)).into_iter().for_each(|count| *count += 1.0));
    let sum: f64 = bases.iter().sum();
    (found, bases.map(|count| count / sum))
}
