//! `cisight variants`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::model::Model;
use cisight::prediction::GridJob;
use cisight::sequence::{Promoter, Window};

use crate::chosen::ConditionArgs;
use crate::session::ModelArgs;
use crate::{input, output};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// Variants, one a line: name, reference sequence, alternative sequence (with these headings; may be gzipped; - for standard input)
    #[arg(long, value_name = "TSV")]
    variants: PathBuf,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// One condition of the table; all of them where absent
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// Where to write name, condition, reference, alternative (responses), difference (alternative minus reference), rank (1: raised most)
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

#[derive(serde::Deserialize)]
struct Line {
    name: String,
    reference: String,
    alternative: String,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let conditions = match args.condition.as_deref() {
        Some(name) => vec![args.conditions.one(&model, Some(name))?],
        None => args.conditions.all(&model)?,
    };
    let named = || args.variants.display().to_string();
    let (names, windows) = read(&model, &input::read(&args.variants)?).with_context(named)?;
    let levels: Vec<f32> = conditions.iter().flat_map(|(_, levels)| levels).copied().collect();
    let mut job = GridJob::new(Rc::clone(&model), windows, &levels);
    let bar = output::progress(job.total(), "sequences");
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        bar.set_position(job.done() as u64);
    }
    bar.finish_and_clear();
    let responses = job.take_rows().responses;
    let width = conditions.len();
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["name", "condition", "reference", "alternative", "difference", "rank"])?;
    for (column, (condition, _)) in conditions.iter().enumerate() {
        let pair = |variant: usize| [0, 1].map(|which| responses[(2 * variant + which) * width + column]);
        let difference = |variant: usize| pair(variant)[1] - pair(variant)[0];
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|&a, &b| difference(b).total_cmp(&difference(a)));
        let mut ranks = vec![0; names.len()];
        order.iter().enumerate().for_each(|(rank, &variant)| ranks[variant] = rank + 1);
        for (variant, name) in names.iter().enumerate() {
            let [reference, alternative] = pair(variant);
            let numbers = [reference, alternative, difference(variant)].map(|number| format!("{number:.5}"));
            let start = [name.clone(), condition.clone()];
            table.write_record(start.into_iter().chain(numbers).chain([ranks[variant].to_string()]))?;
        }
    }
    output::finish(table)
}

/// Names, and for each the window of the reference and of the alternative.
fn read(model: &Model, text: &[u8]) -> Result<(Vec<String>, Vec<Window>)> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').comment(Some(b'#')).from_reader(text);
    let (mut names, mut windows) = (Vec::new(), Vec::new());
    for (index, line) in reader.deserialize().enumerate() {
        let Line { name, reference, alternative } = line?;
        for (which, letters) in [("reference", reference), ("alternative", alternative)] {
            let read = Promoter::parse(name.clone(), &letters);
            let promoter = read.with_context(|| format!("variant {} (\"{name}\"): its {which}", index + 1))?;
            windows.push(model.window(&model.complete(promoter)));
        }
        names.push(name);
    }
    if names.is_empty() {
        bail!("there is no variant; give a table with the headings name, reference, alternative");
    }
    Ok((names, windows))
}
