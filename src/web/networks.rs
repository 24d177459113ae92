//! Networks of other programs' files, in JavaScript's hands.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Bytes;
use super::own_models::ModelFile;
use super::{BACKEND, RequestError, failure, to_ts};
use crate::foreign::{
    ANSWERS_FILE, Answers, Expected, Pack, Packed, Previewed, Said, Seen, fast_share, make_model, preview, read_network,
};
use crate::model::Precision;
use crate::schema::FastShare;
use crate::sequence::{Promoter, read_fasta};

// Declared here, where it is needed: as a type of the schema it would make the first download larger.
#[wasm_bindgen(typescript_custom_section)]
const SCALE: &str = r#"
/** What a number that a model predicts can be. */
export type Scale = "log" | "linear" | "probability";
"#;

/// What is seen in a file, and what is likely where it says nothing.
#[derive(Serialize, Tsify)]
pub struct SeenNetwork {
    seen: Seen,
    /// Which part edits go through, if its inputs are what they look like; absent where it reads no bases.
    #[tsify(optional)]
    fast: Option<FastShare>,
    /// To be mended by whoever knows better.
    said: Said,
    /// Tracks of a pack that are not among what it predicts.
    #[serde(rename = "leftOut")]
    left_out: usize,
}

/// What a model is to be made with.
#[derive(Deserialize, Tsify)]
pub struct NetworkOptions {
    said: Said,
    /// A file of answers that was given along with the network.
    #[serde(default)]
    answers: Option<String>,
    /// The length of an axis that may have any.
    #[serde(default)]
    length: Option<usize>,
    id: String,
    /// FASTA or bare sequences, of which the first three are predicted.
    sequences: String,
    /// Sequences and what is expected for them; nothing to check where it is empty.
    expected: String,
}

/// A model that was made of a network, and what it answers.
#[derive(Serialize, Tsify)]
pub struct MadeNetwork {
    /// As JSON.
    manifest: String,
    files: Vec<ModelFile>,
    /// Bits of a weight.
    bits: u8,
    /// How far 16 bits move predictions of random sequences; absent where they cannot hold the weights.
    #[tsify(optional)]
    moved: Option<f32>,
    /// Names and units of what is predicted.
    outputs: Vec<(String, String)>,
    preview: Vec<Previewed>,
    /// What came of the expected values, where there are any.
    #[tsify(optional)]
    checked: Option<CheckedValues>,
}

/// Predictions that are as expected.
#[derive(Serialize, Tsify)]
pub struct CheckedValues {
    /// How many sequences.
    count: usize,
    /// The largest difference.
    most: f32,
}

/// The name of the ONNX file that a pack of Sequence Browser is of.
///
/// # Errors
/// `PackError` names the entry of the pack.
#[wasm_bindgen(js_name = networkOfPack)]
pub fn network_of_pack(pack: &[u8]) -> Result<String, JsValue> {
    Ok(Pack::parse(pack).map_err(|error| failure(&error))?.file_name().to_owned())
}

/// Looks into an ONNX or a Keras file. `pack` is Sequence Browser's manifest of it; `length` is what an axis of any
/// length is to have, `answers` a file that says what the network's does not.
///
/// # Errors
/// `ForeignError` says which layer or node is not read, and why; `PackError` names the entry of the pack.
#[wasm_bindgen(js_name = lookAtNetwork)]
pub async fn look_at_network(
    file: Vec<u8>,
    pack: Option<Vec<u8>>,
    length: Option<usize>,
    answers: Option<String>,
) -> Result<Ts<SeenNetwork>, JsValue> {
    let Packed { network, answers: before, left_out } = read(file, pack.as_deref(), length, answers.as_deref())?;
    let seen = Seen::of(&network).map_err(|error| failure(&error))?;
    let said = Said::proposed(&seen, &before);
    let device = BACKEND.open().await.map_err(|error| failure(&error))?;
    let supposed = said.answers(&seen, &before).ok();
    let fast = supposed.and_then(|answers| fast_share(&network, &answers, &device).ok()).flatten();
    to_ts(&SeenNetwork { seen, fast, said, left_out })
}

/// Makes a model of an ONNX or a Keras file, perhaps with its pack, and of what is said about it, and asks it.
///
/// # Errors
/// The first of `SaidError`, `MakeError`, `RecordError` and `ExpectedError`.
#[wasm_bindgen(js_name = makeNetwork)]
pub async fn make_network(
    options: Ts<NetworkOptions>,
    file: Vec<u8>,
    pack: Option<Vec<u8>>,
) -> Result<Ts<MadeNetwork>, JsValue> {
    let options = options.to_rust().map_err(RequestError::object)?;
    let given = read(file, pack.as_deref(), options.length, options.answers.as_deref())?;
    let Packed { network, answers: before, .. } = given;
    let seen = Seen::of(&network).map_err(|error| failure(&error))?;
    let answers = options.said.answers(&seen, &before).map_err(|error| failure(&error))?;
    let device = BACKEND.open().await.map_err(|error| failure(&error))?;
    let made = make_model(&network, &answers, &options.id, &device).await.map_err(|error| failure(&error))?;
    let signature = made.model.signature();
    let checked = if options.expected.trim().is_empty() {
        None
    } else {
        let text = options.expected.as_bytes();
        let expected = Expected::parse(text, &made.model).map_err(|error| failure(&error))?;
        let most = expected.check(&made.model).await.map_err(|error| failure(&error))?;
        Some(CheckedValues { count: expected.len(), most })
    };
    let preview = match signature.first_sequence() {
        Some((_, bases)) if !options.sequences.trim().is_empty() => {
            let read = read_fasta(options.sequences.as_bytes()).map_err(|error| failure(&error))?;
            if let Some(problem) = read.problems.first() {
                return Err(failure(problem));
            }
            let promoters: Vec<Promoter> =
                read.promoters.into_iter().map(|promoter| bases.complete(promoter)).collect();
            preview(&made.model, &promoters).await.map_err(|error| failure(&error))?
        }
        _ => Vec::new(),
    };
    let manifest = serde_json::to_string_pretty(&made.manifest).map_err(RequestError::object)?;
    let said = serde_json::to_vec_pretty(&answers).map_err(RequestError::object)?;
    let files = vec![
        ModelFile { name: made.manifest.weights.file.clone(), bytes: Bytes::of(&made.weights) },
        ModelFile { name: ANSWERS_FILE.to_owned(), bytes: Bytes::of(&said) },
    ];
    to_ts(&MadeNetwork {
        manifest,
        files,
        bits: match made.precision {
            Precision::Half => 16,
            Precision::Single => 32,
        },
        moved: made.moved,
        outputs: signature.outputs.iter().map(|own| (own.name.clone(), own.unit.clone())).collect(),
        preview,
        checked,
    })
}

/// A network, and what is known of it by a file of answers, or else by its pack.
fn read(file: Vec<u8>, pack: Option<&[u8]>, length: Option<usize>, answers: Option<&str>) -> Result<Packed, JsValue> {
    let mut packed = match pack {
        Some(pack) => {
            Pack::parse(pack).and_then(|pack| pack.network(&file, length)).map_err(|error| failure(&error))?
        }
        None => {
            let network = read_network(file, length).map_err(|error| failure(&error))?;
            Packed { network, answers: Answers::default(), left_out: 0 }
        }
    };
    if let Some(text) = answers {
        packed.answers =
            serde_json::from_str(text).map_err(|error| RequestError::Answers { reason: error.to_string() })?;
    }
    Ok(packed)
}
