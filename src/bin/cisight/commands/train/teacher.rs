//! What a published network says of sequences that nobody measured.

use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::backend::Backend;
use cisight::model::find_model;
use cisight::prediction::GridJob;
use cisight::sequence::Promoter;
use cisight::training::reporter::{ReporterData, ReporterRecipe, TeacherSection, questions};

use crate::common::{files, input, job};

/// The answers, kept in the folder of the run's state: they take longer than a few passes.
const ANSWERS: &str = "taught.tsv";

/// Sequences that are asked at a time.
const BATCH: usize = 1 << 14;

/// Lets the training data learn what the recipe's teacher says, asked where no earlier run did.
pub fn teach(recipe: &ReporterRecipe, length: usize, data: &mut ReporterData, state: &Path) -> Result<()> {
    let Some(section) = &recipe.teacher else { return Ok(()) };
    let file = state.join(ANSWERS);
    if !file.exists() {
        let asked = questions(&recipe.model, section, length, data);
        let answers = ask(section, &asked)?;
        std::fs::create_dir_all(state).with_context(|| state.display().to_string())?;
        files::write(Some(&file), answers.as_bytes())?;
    }
    let answers = input::read(&file)?;
    data.learn(recipe, length, &answers).with_context(|| file.display().to_string())?;
    eprintln!("{} answers {} sequences that are no rows", section.model, data.taught.len());
    Ok(())
}

fn ask(section: &TeacherSection, asked: &[String]) -> Result<String> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let teacher = Rc::new(find_model(&section.model)?.open(&device)?);
    let reads = teacher.sequence()?;
    let mut table = String::from("sequence\ttaught\n");
    for sequences in asked.chunks(BATCH) {
        let window = |bases: &String| Ok(reads.window(&Promoter::parse("question", bases)?));
        let windows = sequences.iter().map(window).collect::<Result<Vec<_>>>()?;
        let mut job = GridJob::new(Rc::clone(&teacher), windows, &[]);
        job::run(&mut job, "sequences asked of the teacher")?;
        let answers = job.take_rows().responses;
        let columns = answers.len() / sequences.len().max(1);
        for (bases, answer) in sequences.iter().zip(answers.iter().step_by(columns.max(1))) {
            writeln!(table, "{bases}\t{answer}")?;
        }
    }
    Ok(table)
}
