//! Which of a model's outputs a command is about.

use anyhow::{Result, bail};
use cisight::model::Model;

#[derive(clap::Args)]
pub struct OutputArgs {
    /// Which of the model's outputs; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    output: Option<String>,
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
