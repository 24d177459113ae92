use serde::Serialize;
use thiserror::Error;

use crate::model::WeightsError;

/// Why a checkpoint is refused.
#[derive(Debug, Error, Serialize)]
pub enum CheckpointError {
    /// It is another kind of file.
    #[error(
        "this is neither a PyTorch checkpoint that can be read as data nor safetensors; choose a file that torch.save wrote (.pt, .pth, .ckpt)"
    )]
    Unknown,
    /// It holds a whole network, not weights alone.
    #[error(
        "this is {0}, with a whole network in it; \"cisight import FILE --out FOLDER\" makes a model folder of it, which the page takes as a zip file"
    )]
    WholeNetwork(&'static str),
    /// It is cut short or was changed.
    #[error("the checkpoint is cut short or damaged ({0}); download or copy it again")]
    Damaged(String),
    /// It is larger than any network that is read here.
    #[error(
        "the checkpoint has more than 1 GB, the most that is read here; save the weights alone, with torch.save(model.state_dict(), ...)"
    )]
    TooLarge,
    /// PyTorch before 0.1.10 wrote it.
    #[error("this checkpoint is in the format from before PyTorch 0.1.10; load it with PyTorch and save it again")]
    Tar,
    /// A pickle that no `torch.save` wrote.
    #[error(
        "this is a pickle, but not one that torch.save wrote; save the weights with torch.save(model.state_dict(), ...)"
    )]
    NotTorch,
    /// A zip file of something else.
    #[error(
        "the zip file holds no PyTorch checkpoint (one data.pkl in one folder); save it again with torch.save(model.state_dict(), ...)"
    )]
    NoPickle,
    /// A part is compressed.
    #[error(
        "the part \"{0}\" is compressed, as torch.save never does; save the checkpoint again with torch.save(model.state_dict(), ...)"
    )]
    Compressed(String),
    /// Parts lie over each other, or one is there twice.
    #[error(
        "the parts of the checkpoint overlap, as torch.save never writes them; save it again with torch.save(model.state_dict(), ...)"
    )]
    Overlap,
    /// It was saved on a machine with another order of bytes.
    #[error("the checkpoint was saved on a big-endian computer; load it with PyTorch on another one and save it again")]
    BigEndian,
    /// It asks for something that would have to be executed.
    #[error(
        "the checkpoint asks to run \"{0}\", and nothing in a file is run here; save the weights alone, with torch.save(model.state_dict(), ...)"
    )]
    RunsCode(String),
    /// Something that no `torch.save` writes.
    #[error(
        "the checkpoint has an instruction (0x{0:02x}) that torch.save never writes; save it again with torch.save(model.state_dict(), ...)"
    )]
    Instruction(u8),
    /// Far more than a network.
    #[error(
        "the checkpoint describes far more than a model; save the weights alone, with torch.save(model.state_dict(), ...)"
    )]
    TooMuch,
    /// No tensor has a name.
    #[error("the checkpoint holds no weights by name{0}; save them with torch.save(model.state_dict(), ...)")]
    NoWeights(String),
    /// Far more tensors than a network has.
    #[error("the checkpoint holds more than 10000 tensors, the most that is read here; save the weights alone")]
    TooManyTensors,
    /// The numbers of a tensor are not there.
    #[error("the numbers of \"{0}\" are not in the checkpoint; download or copy it again")]
    Storage(String),
    /// A tensor reaches beyond its numbers.
    #[error("the weight \"{0}\" declares a shape that does not fit its stored numbers; save the checkpoint again")]
    Shape(String),
    /// A weight is stored as something that is no real number.
    #[error("the weight \"{name}\" is stored as {kind}; save the weights as 16, 32 or 64-bit floats")]
    Type {
        /// The weight.
        name: String,
        /// How it is stored.
        kind: &'static str,
    },
    /// It is a damaged safetensors file.
    #[error(transparent)]
    Safetensors(#[from] WeightsError),
}

impl CheckpointError {
    pub(super) fn damaged(why: impl std::fmt::Display) -> Self {
        Self::Damaged(why.to_string())
    }

    /// Names from a file may be of any length; a sentence is not.
    pub(super) fn runs(name: &str) -> Self {
        Self::RunsCode(shortened(name))
    }
}

/// A name from a file, short enough for a sentence.
pub(in crate::model) fn shortened(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut short: String = name.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if short.len() < name.len() {
        short.push_str("...");
    }
    short
}
