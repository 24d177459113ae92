//! One response of each promoter: the model's answer of one output in one condition. Most commands ask what
//! changes it.

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::model::Model;
use cisight::schema::BasesInput;

use super::conditions::{Condition, OneConditionArgs};
use super::model::ModelArgs;
use super::samples::{Row, SampleArgs, SequenceArgs};

/// Which of a model's outputs a command is about.
#[derive(Debug, clap::Args)]
pub struct OutputArgs {
    /// Which of the model's outputs; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    output: Option<String>,
}

/// All that says which responses a command is about.
#[derive(clap::Args)]
pub struct ResponseArgs {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    condition: OneConditionArgs,
}

/// The same, read.
pub struct Responses {
    pub model: Rc<Model>,
    pub rows: Vec<Row>,
    pub condition: Condition,
    /// The output's place among the model's outputs.
    pub output: usize,
    /// What the model says of the sequence that is looked at.
    pub reads: BasesInput,
}

impl OutputArgs {
    /// Its place among the model's outputs.
    pub fn of(&self, model: &Model) -> Result<usize> {
        let signature = model.signature();
        let names = || signature.outputs.iter().map(|own| own.name.as_str()).collect::<Vec<_>>().join(", ");
        match &self.output {
            Some(wanted) => match signature.output(wanted) {
                Some(at) => Ok(at),
                None => bail!("the model has no output \"{wanted}\"; it has: {}", names()),
            },
            None if signature.outputs.len() == 1 => Ok(0),
            None => bail!("this model has several outputs: choose one with --output; it has: {}", names()),
        }
    }
}

impl ResponseArgs {
    /// Loads the model and reads what it is to answer for.
    pub fn read(&self) -> Result<Responses> {
        let model = self.model.open()?;
        let rows = self.samples.rows(&model, &self.sequence)?;
        let condition = self.condition.read(&model)?;
        let reads = self.sequence.of(&model)?.clone();
        let output = self.output.of(&model)?;
        Ok(Responses { model, rows, condition, output, reads })
    }
}
