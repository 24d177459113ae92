//! `cisight grammar`: what the features of a model are read from, or what its first convolution looks for; where, and
//! what keeps company.

mod pairs;
mod profile;
mod reading;
mod summary;

use std::path::PathBuf;

use anyhow::{Result, bail};
use cisight::model::{Model, ModelFolder};
use cisight::motif::{Comparison, Motif, PlacedSite, SiteCounts, TargetMotifs, consensus, q_values, write_meme};
use cisight::sequence::Strand;
use cisight::text::counted;

use self::pairs::PairArgs;
use self::profile::{Profile, ProfileArgs};
use self::reading::{Reading, Site};
use crate::common::model::ModelArgs;
use crate::common::samples::{Row, SampleArgs, Samples, SequenceArgs};
use crate::common::table::TableArgs;
use crate::common::{files, input, job, shipped};

const COLUMNS: [&str; 10] =
    ["kernel", "sites", "promoters", "consensus", "target", "name", "orientation", "offset", "p_value", "q_value"];

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write kernel, sites, promoters (that have one), consensus, and of --motifs target, name, orientation, offset (where the target begins, in columns from the kernel's first), p_value, q_value";

/// What the help says of promoters.
const PROMOTERS_HELP: &str = "Promoters (FASTA, may be gzipped; - for standard input): the model's first sequence; all genes of the model's catalogue where absent";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
#[command(mut_arg("promoters", |own| own.help(PROMOTERS_HELP)))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    /// A site activates a kernel by more than this share of the largest activation that is possible, or for the
    /// kernels of a first convolution of the largest one among the promoters; 0.5 where absent
    #[arg(long, value_name = "SHARE")]
    share: Option<f32>,
    /// Kernels and motifs with fewer sites are left out, of the pairs too
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
    /// Where to write kernels, their best matches and the surest pairs, as JSON: what the page shows of a model whose
    /// manifest names the file as its `grammar`
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Kernels of a first convolution that the JSON lists: of each known motif the one that is most like it, the surest
    /// first, and then the others
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    most: u16,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    pairs: PairArgs,
}

/// A kernel's motif, and the promoters that have a site of it.
struct Found {
    /// Its source.
    source: usize,
    motif: Motif,
    promoters: usize,
}

/// What promoters have.
struct Sites {
    /// By source; nothing where there are too few sites.
    found: Vec<Option<Found>>,
    /// By element and promoter; nothing where pairs are not asked for.
    placed: Vec<Vec<Vec<PlacedSite>>>,
    profile: Profile,
    /// Frequencies of A, C, G, T.
    background: [f64; 4],
}

pub fn run(args: &Args) -> Result<()> {
    if let Some(share) = args.share.filter(|share| !(*share > 0.0 && *share < 1.0)) {
        bail!("--share is {share}; it has to lie between 0 and 1");
    }
    let (model, folder) = args.model.open_with_folder()?;
    let reads = args.sequence.of(&model)?;
    let mut reading = Reading::of(&model, reads.alphabet.base_codes(), args.share)?;
    let known = args.motifs.as_deref().map(input::motifs).transpose()?;
    let rows = rows(args, &model, &folder)?;
    let bar = job::progress(rows.len(), "promoters, for the largest activation");
    reading.learn(&rows, || bar.inc(1));
    bar.finish_and_clear();
    let Sites { found: all, placed, profile, background } = sites(&reading, &rows, args, reads.window)?;
    let found: Vec<&Found> = all.iter().flatten().collect();
    if found.len() < all.len() {
        let (count, noun) = (reading.sources.len(), reading.noun());
        let left_out = counted(count - found.len(), noun);
        eprintln!("{left_out} of {count} left out: fewer than {}", counted(args.sites as usize, "site"));
    }
    let targets = known.as_ref().map(|file| TargetMotifs::new(&file.motifs));
    let compared: Vec<Vec<Comparison>> =
        found.iter().map(|own| targets.as_ref().map_or_else(Vec::new, |targets| targets.compare(&own.motif))).collect();
    let p_values: Vec<f64> = compared.iter().flatten().map(|own| own.p_value).collect();
    let mut q_values = q_values(&p_values).into_iter();
    let mut table = args.table.table(COLUMNS)?;
    let mut best: Vec<Option<(Comparison, f64)>> = Vec::new();
    for (Found { motif, promoters, .. }, compared) in found.iter().zip(&compared) {
        let sites = motif.sites.unwrap_or(0.0).to_string();
        let start = [motif.name.clone(), sites, promoters.to_string(), consensus(motif)];
        if compared.is_empty() {
            table.row(start.iter().cloned().chain(std::iter::repeat_n(String::new(), 6)))?;
        }
        // Every comparison has its q-value, whether it is listed or not.
        let with_q: Vec<(&Comparison, f64)> = compared.iter().zip(q_values.by_ref()).collect();
        best.push(with_q.first().map(|(own, q_value)| (**own, *q_value)));
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
    if let Some(path) = &args.meme {
        let motifs: Vec<Motif> = found.iter().map(|own| own.motif.clone()).collect();
        files::write(Some(path), write_meme(&motifs, background).as_bytes())?;
    }
    let named: Vec<(usize, &str)> = found.iter().map(|own| (own.source, own.motif.name.as_str())).collect();
    args.profile.write(&profile, &named, rows.len(), reads)?;
    let wants_pairs = args.wants_pairs(&reading);
    if !wants_pairs && args.json.is_none() {
        return Ok(());
    }
    let wanted = |element: &usize| {
        reading.sources.iter().zip(&all).any(|(source, found)| source.element == *element && found.is_some())
    };
    let elements: Vec<usize> = (0..placed.len()).filter(wanted).collect();
    let names: Vec<String> = elements.iter().map(|element| reading.elements[*element].clone()).collect();
    let mut placed = placed;
    let own = elements.into_iter().map(|element| std::mem::take(&mut placed[element])).collect();
    let pairs = if wants_pairs { args.pairs.compare(own) } else { Vec::new() };
    if let Some(path) = &args.json {
        let mut listed: Vec<(&Found, Option<(Comparison, f64)>)> = found.into_iter().zip(best).collect();
        let all = listed.len();
        if reading.is_first {
            listed.sort_by(|one, other| {
                likeness(one).total_cmp(&likeness(other)).then(sites_of(other).total_cmp(&sites_of(one)))
            });
            // Of those that are like the same motif the surest first: the members of an ensemble have most of them each.
            let mut seen = std::collections::HashSet::new();
            let target = |(_, best): &(&Found, Option<(Comparison, f64)>)| best.map(|(own, _)| own.target);
            let is_first: Vec<bool> =
                listed.iter().map(|own| target(own).is_none_or(|target| seen.insert(target))).collect();
            let (first, others): (Vec<_>, Vec<_>) =
                listed.into_iter().zip(is_first).partition(|(_, is_first)| *is_first);
            listed = first.into_iter().chain(others).map(|(own, _)| own).collect();
            listed.truncate(usize::from(args.most));
        }
        let parts = summary::Parts {
            promoters: rows.len(),
            share: reading.share,
            known: known.as_ref().zip(args.motifs.as_deref()),
            found: listed,
            of: if reading.is_first { Some(all) } else { None },
            reads,
            profile: &profile,
            names: &names,
            pairs: &pairs,
        };
        summary::write(path, &parts)?;
    }
    args.pairs.write(&names, &pairs)
}

impl Args {
    /// Kernels of a first convolution are hundreds, of which many are alike: their pairs are given where they are
    /// asked for.
    fn wants_pairs(&self, reading: &Reading<'_>) -> bool {
        self.pairs.are_wanted() || (self.json.is_some() && !reading.is_first)
    }
}

/// How surely a kernel is like a known motif: its q-value, 1 where nothing is compared.
fn likeness((_, best): &(&Found, Option<(Comparison, f64)>)) -> f64 {
    best.as_ref().map_or(1.0, |(_, q_value)| *q_value)
}

fn sites_of((found, _): &(&Found, Option<(Comparison, f64)>)) -> f64 {
    found.motif.sites.unwrap_or(0.0)
}

fn rows(args: &Args, model: &Model, folder: &ModelFolder) -> Result<Vec<Row>> {
    if args.samples.is_given() || model.signature().inputs.len() > 1 {
        return args.samples.rows(model, &args.sequence);
    }
    let promoters = shipped::promoters(folder)?;
    Samples::of_promoters(promoters, args.sequence.of(model)?).into_rows(0)
}

/// Sites of all promoters, counted as motifs and, where pairs are asked for, kept.
fn sites(reading: &Reading<'_>, rows: &[Row], args: &Args, window: usize) -> Result<Sites> {
    let bar = job::progress(rows.len(), "promoters");
    let mut counts: Vec<Option<SiteCounts>> = vec![None; reading.sources.len()];
    let mut with_site = vec![0; reading.sources.len()];
    let kept = if args.wants_pairs(reading) { reading.elements.len() } else { 0 };
    let mut profile = Profile::new(reading.sources.len(), window);
    let mut placed = vec![vec![Vec::new(); rows.len()]; kept];
    // One of each base beforehand: a format that wants positive frequencies gets them.
    let mut bases = [1.0_f64; 4];
    for (at, row) in rows.iter().enumerate() {
        let codes = reading.codes(row);
        codes.iter().for_each(|&code| bases.get_mut(usize::from(code)).into_iter().for_each(|count| *count += 1.0));
        let mut last = None;
        for Site { source, bases, place } in reading.sites(row)? {
            with_site[source] += usize::from(last.replace(source) != Some(source));
            profile.add(source, &place);
            counts[source].get_or_insert_with(|| SiteCounts::new(bases.len())).add(&bases);
            if let Some(own) = placed.get_mut(reading.sources[source].element) {
                own[at].push(place);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let enough = |counts: SiteCounts| (counts.sites() >= args.sites).then_some(counts);
    let counted = counts.into_iter().zip(&reading.sources).zip(with_site).enumerate();
    let found = counted.map(|(source, ((counts, own), promoters))| {
        let motif = counts.and_then(enough)?.motif(&own.name)?;
        Some(Found { source, motif, promoters })
    });
    let sum: f64 = bases.iter().sum();
    Ok(Sites { found: found.collect(), placed, profile, background: bases.map(|count| count / sum) })
}
