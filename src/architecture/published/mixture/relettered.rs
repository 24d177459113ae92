use burn::tensor::{Device, Tensor};

#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernels;
use crate::architecture::network::{Declaration, Features, InputShape, Network, PartError};
use crate::architecture::{Edit, Editor, Parameters, Regulators};
use crate::sample::Part;
use crate::schema::Capabilities;
use crate::sequence::{Alphabet, PADDING, Window};

/// A network that is given sequences in another alphabet than its own.
#[derive(Debug)]
struct Relettered {
    network: Box<dyn Network>,
    declaration: Declaration,
    /// By input, the network's own code of each letter; none for an input that is handed on as it is.
    codes: Vec<Option<Vec<u8>>>,
}

/// The network as one that reads sequences in `alphabet`; itself where that is its own. Letters that it has no
/// channel for read as padding. Its explanations are in its own letters, so it has none any more.
pub(super) fn relettered(network: Box<dyn Network>, alphabet: &Alphabet) -> Box<dyn Network> {
    let own = network.declaration();
    let codes = own.inputs.iter().map(|input| match input {
        InputShape::Bases { alphabet: known, .. } if known != alphabet => {
            Some(alphabet.letters().iter().map(|&letter| known.code(letter).unwrap_or(PADDING)).collect())
        }
        _ => None,
    });
    let codes: Vec<Option<Vec<u8>>> = codes.collect();
    if codes.iter().all(Option::is_none) {
        return network;
    }
    let inputs = own.inputs.iter().map(|input| match input {
        InputShape::Bases { window, .. } => InputShape::Bases { window: *window, alphabet: alphabet.clone() },
        other => other.clone(),
    });
    let capabilities = Capabilities { gradients: false, grad_cam: false, features: false, ..own.capabilities };
    let declaration = Declaration { inputs: inputs.collect(), capabilities, ..own.clone() };
    Box::new(Relettered { network, declaration, codes })
}

fn translated(table: &[u8], codes: &[u8]) -> Vec<u8> {
    codes.iter().map(|&code| table.get(usize::from(code)).copied().unwrap_or(PADDING)).collect()
}

impl Network for Relettered {
    fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    fn device(&self) -> Device {
        self.network.device()
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let Some(Some(table)) = self.codes.get(input) else { return self.network.encode(input, parts) };
        let part = |part: &Part| match part {
            Part::Bases(window) => Part::Bases(window.with_codes(translated(table, window.codes()))),
            other => other.clone(),
        };
        self.network.encode(input, &parts.iter().map(part).collect::<Vec<_>>())
    }

    fn encode_conditions(&self, levels: &[f32]) -> Features {
        self.network.encode_conditions(levels)
    }

    fn respond(&self, inputs: &[Features], conditions: &Features) -> Tensor<3> {
        self.network.respond(inputs, conditions)
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn Editor>> {
        let Some(Some(table)) = self.codes.get(input) else { return self.network.editor(input, window) };
        let window = window.with_codes(translated(table, window.codes()));
        let editor = self.network.editor(input, &window)?;
        Some(Box::new(ReletteredEditor { editor, table: table.clone() }))
    }

    fn edits_on_a_card(&self) -> usize {
        self.network.edits_on_a_card()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn first_kernels(&self) -> Option<FirstKernels> {
        // They are told by what they make of A, C, G and T, whatever the letters' codes.
        self.network.first_kernels()
    }

    fn regulators(&self) -> Option<&dyn Regulators> {
        self.network.regulators()
    }

    fn parameters(&self) -> Parameters {
        self.network.parameters()
    }
}

#[derive(Debug)]
struct ReletteredEditor {
    editor: Box<dyn Editor>,
    table: Vec<u8>,
}

impl Editor for ReletteredEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        let edits: Vec<Edit> =
            edits.iter().map(|edit| edit.with_codes(translated(&self.table, edit.codes()))).collect();
        self.editor.encode(&edits)
    }
}
