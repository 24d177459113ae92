//! `.czpack`, the manifest with which Sequence Browser shows an ONNX network as tracks: where the network lies, which
//! of its answers are drawn, and how many bases each place of an answer reads on either side. Letters are A, C, G, T,
//! always.

mod tracks;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Answers, ForeignError, ForeignNetwork, OutputAnswer, onnx};
use crate::schema::Scale;
use tracks::Track;

/// The version of the format that is read.
const VERSION: u64 = 1;

/// Tracks of a pack: far beyond any.
const MOST_TRACKS: usize = 1 << 12;

/// Why a pack cannot be read.
#[derive(Debug, Error, Serialize)]
pub enum PackError {
    /// It is no JSON, or an entry is missing or of another kind.
    #[error("this is no .czpack of Sequence Browser ({reason}); put that entry right, or import its ONNX file itself")]
    Entry {
        /// What its reader says.
        reason: String,
    },
    /// A version that is not known.
    #[error("the .czpack has the version {found} of its format; version {VERSION} is read")]
    Version {
        /// What it says.
        found: u64,
    },
    /// Its network is no ONNX file.
    #[error("the .czpack's network is of the format \"{format}\"; only \"onnx\" is known")]
    Format {
        /// What it says.
        format: String,
    },
    /// A track reads what the network does not give.
    #[error(
        "the track \"{track}\" shows channel {channel} of \"{output}\", which the network does not give; it gives: {known}"
    )]
    Track {
        /// The track.
        track: String,
        /// The answer.
        output: String,
        /// The channel.
        channel: usize,
        /// What there is.
        known: String,
    },
    /// Nothing is left to be predicted.
    #[error("the .czpack shows none of the network's answers as they are; import its ONNX file itself")]
    NoTracks,
    /// It names an input that is not there.
    #[error("the .czpack says that the network reads its sequence at \"{name}\", which is none of its inputs")]
    Input {
        /// The input.
        name: String,
    },
    /// The network cannot be read.
    #[error(transparent)]
    Network(#[from] ForeignError),
}

/// A pack. What only says how tracks are drawn is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    file: File,
    /// The tracks that become outputs.
    tracks: Vec<Track>,
    /// Tracks that are hidden until somebody asks for them, drawn of others, or twice there.
    left_out: usize,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    schema_version: u64,
    name: String,
    #[serde(default)]
    description: String,
    sequence_provider: Provider,
    model: Network,
    #[serde(default)]
    inference: Inference,
    subtracks: Vec<Track>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Provider {
    genome: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Network {
    format: String,
    url: String,
    #[serde(default)]
    input_name: Option<String>,
    #[serde(default)]
    fixed_inputs: BTreeMap<String, f32>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inference {
    #[serde(default)]
    flank_bp: usize,
}

/// A network of a pack, and what the pack says of it.
#[derive(Debug)]
pub struct Packed {
    /// The network; each track that is shown is one number that it answers with, the mean over the places of the
    /// answer.
    pub network: ForeignNetwork,
    /// What is known already.
    pub answers: Answers,
    /// How many tracks are left out: those that are hidden, drawn of others, or twice there.
    pub left_out: usize,
}

impl Pack {
    /// Whether a file is JSON, as packs are and networks are not.
    pub fn looks_so(bytes: &[u8]) -> bool {
        bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// [`PackError`] names the entry.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackError> {
        let file: File =
            serde_json::from_slice(bytes).map_err(|error| PackError::Entry { reason: error.to_string() })?;
        if file.schema_version != VERSION {
            return Err(PackError::Version { found: file.schema_version });
        }
        if file.model.format != "onnx" {
            return Err(PackError::Format { format: file.model.format });
        }
        let entry = |reason: String| PackError::Entry { reason };
        if file.subtracks.len() > MOST_TRACKS {
            return Err(entry(format!("it has {} subtracks", file.subtracks.len())));
        }
        if let Some(name) = file.model.fixed_inputs.iter().find(|(_, value)| !value.is_finite()).map(|(name, _)| name) {
            return Err(entry(format!("the fixed input \"{name}\" is no number")));
        }
        let mut seen = BTreeSet::new();
        let shown = |track: &&Track| track.is_shown() && seen.insert(track.source());
        let tracks: Vec<Track> = file.subtracks.iter().filter(shown).cloned().collect();
        if tracks.is_empty() {
            return Err(PackError::NoTracks);
        }
        let left_out = file.subtracks.len() - tracks.len();
        Ok(Self { file, tracks, left_out })
    }

    /// The last part of where the network lies: the file that has to be beside the pack, as nothing is fetched.
    pub fn file_name(&self) -> &str {
        let path = self.file.model.url.split(['?', '#']).next().unwrap_or_default();
        path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// The network of the pack, with what the pack says of it. `length` is how many bases it reads at once; where
    /// nothing is said, as many as one place of its answer needs.
    ///
    /// # Errors
    /// [`PackError`] where the network is not read, or gives no such answers.
    pub fn network(&self, onnx: &[u8], length: Option<usize>) -> Result<Packed, PackError> {
        let flank = self.file.inference.flank_bp;
        let one = (flank > 0).then(|| flank.saturating_mul(2).saturating_add(1));
        let network = onnx::read(onnx, length.or(one), &self.file.model.fixed_inputs)?;
        let input = match &self.file.model.input_name {
            Some(name) => network.graph.inputs.iter().find(|input| input.name == *name),
            None => network.graph.inputs.first(),
        };
        let Some(input) = input else {
            return Err(PackError::Input { name: self.file.model.input_name.clone().unwrap_or_default() });
        };
        // Channels first, with an axis for nothing perhaps.
        let window = input.shape.last().copied().unwrap_or_default();
        let network = tracks::shown(network, &self.tracks)?;
        let is_probability = self.tracks.iter().all(Track::is_probability);
        let text = |own: &str| (!own.trim().is_empty()).then(|| own.trim().to_owned());
        let answers = Answers {
            letters: Some("ACGT".into()),
            anchor: Some("middle of the window".into()),
            downstream: window - window / 2,
            outputs: self.tracks.iter().map(output).collect(),
            scale: is_probability.then_some(Scale::Probability),
            title: text(&self.file.name),
            species: text(&self.file.sequence_provider.genome),
            data: text(&self.file.description),
            ..Answers::default()
        };
        Ok(Packed { network, answers, left_out: self.left_out })
    }
}

fn output(track: &Track) -> OutputAnswer {
    let unit = if track.is_probability() { "probability" } else { "signal of the track" };
    OutputAnswer { name: track.name.clone(), unit: unit.to_owned(), relative: track.is_signed().then_some(true) }
}
