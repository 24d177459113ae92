//! The model and the device that a command works with.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Result, bail};
use burn::tensor::Device;
use cisight::backend::{Backend, BackendError, adapter_of};
use cisight::embedder::EMBEDDER_FILE;
use cisight::model::{AnswerError, ExplanationError, Model, ModelFolder, find_model};
use clap::ValueEnum;

/// Where to compute.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum BackendChoice {
    /// SIMD code on the processor
    Cpu,
    /// The graphics card, through Vulkan, Metal or Direct3D 12
    Webgpu,
}

impl BackendChoice {
    /// Opens the device; which graphics card it is goes to standard error.
    pub fn open(self) -> Result<Device> {
        let backend = match self {
            Self::Cpu => Backend::Cpu,
            Self::Webgpu => Backend::WebGpu,
        };
        let device = pollster::block_on(backend.open())?;
        if let Some(adapter) = adapter_of(&device) {
            eprintln!("computing on {adapter}");
        }
        Ok(device)
    }
}

/// The options that every computing command has.
#[derive(Debug, clap::Args)]
pub struct ModelArgs {
    /// A model's id (see `cisight models`) or its folder
    #[arg(long, value_name = "ID|DIR")]
    model: String,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    backend: BackendChoice,
}

impl ModelArgs {
    /// Loads the model on the chosen device.
    pub fn open(&self) -> Result<Rc<Model>> {
        Ok(self.open_with_folder()?.0)
    }

    /// The same, and the folder with the model's further files.
    pub fn open_with_folder(&self) -> Result<(Rc<Model>, ModelFolder)> {
        if Path::new(&self.model).join(EMBEDDER_FILE).exists() {
            bail!(
                "{} is an embedder, which predicts nothing: make embeddings with it (`cisight embed`), and name a model that reads them",
                self.model
            );
        }
        let folder = find_model(&self.model)?;
        let device = self.backend.open()?;
        Ok((Rc::new(folder.open(&device)?), folder))
    }
}

/// What to do about a failure of the device, whatever it was noticed by.
pub fn advice(error: &anyhow::Error) -> &'static str {
    let is_device = error.chain().any(|cause| {
        cause.is::<BackendError>()
            || matches!(cause.downcast_ref(), Some(AnswerError::Backend(_)))
            || matches!(cause.downcast_ref(), Some(ExplanationError::Backend(_)))
    });
    if is_device { "; without --backend webgpu it runs on the processor" } else { "" }
}
