//! The one loop around long work: step by step, with a bar on standard error that says how much is left.

use anyhow::Result;
use cisight::attribution::{
    AttributionJob, ComparisonJob, DesignJob, DoublesJob, EffectScaleJob, EpistasisJob, MotifPairsJob, MutagenesisJob,
    ReplacementJob, TfEffectsJob, TfRankingJob,
};
use cisight::prediction::{GridJob, TermsJob};
use indicatif::{ProgressBar, ProgressStyle};

/// Work of the library that is done in steps.
pub trait Job {
    /// Units of work to do.
    fn total(&self) -> usize;
    /// Units of work done.
    fn done(&self) -> usize;
    /// Does the next bounded piece.
    fn step(&mut self) -> Result<()>;
}

macro_rules! jobs {
    ($($job:ty),+) => {
        $(impl Job for $job {
            fn total(&self) -> usize {
                self.total()
            }

            fn done(&self) -> usize {
                self.done()
            }

            fn step(&mut self) -> Result<()> {
                Ok(pollster::block_on(self.step())?)
            }
        })+
    };
}

jobs!(
    AttributionJob,
    ComparisonJob,
    DesignJob,
    DoublesJob,
    EffectScaleJob,
    EpistasisJob,
    GridJob,
    MotifPairsJob,
    MutagenesisJob,
    ReplacementJob,
    TermsJob,
    TfEffectsJob,
    TfRankingJob
);

/// Does all of a job; `after_step` learns from where to where each step came.
pub fn steps<J: Job>(
    job: &mut J,
    mut after_step: impl FnMut(&mut J, std::ops::Range<usize>) -> Result<()>,
) -> Result<()> {
    while job.done() < job.total() {
        let before = job.done();
        job.step()?;
        let done = before..job.done();
        after_step(job, done)?;
    }
    Ok(())
}

/// Does all of a job under a bar of its own.
pub fn run(job: &mut impl Job, units: &'static str) -> Result<()> {
    let bar = progress(job.total(), units);
    steps(job, |_, done| {
        bar.set_position(done.end as u64);
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// A progress bar on standard error, with the time that is left; nothing where that is no terminal.
pub fn progress(total: usize, units: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}, {eta} left");
    let bar = ProgressBar::new(total as u64).with_message(units);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A count on standard error of what is done where nothing says how much there is; nothing where that is no
/// terminal.
pub fn counter(units: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{human_pos} {msg}, {per_sec}");
    ProgressBar::no_length().with_message(units).with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
