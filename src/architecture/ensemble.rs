use super::network::{Features, Network, PartError, edited};
use super::{Edit, Editor};
use crate::sample::Part;
use crate::sequence::Window;

/// Networks of one architecture whose answers are averaged.
#[derive(Debug)]
pub struct Ensemble {
    members: Vec<Box<dyn Network>>,
    together: Option<Box<dyn Together>>,
}

/// What members of an ensemble that read samples alike do at once: what they read alike is read once.
pub trait Together: Send + std::fmt::Debug {
    /// Encodes parts for the input `input`, for each member as it would alone.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what the input reads.
    fn encode(&self, input: usize, parts: &[Part]) -> Result<Vec<Features>, PartError>;

    /// What fast exact edits of a window need; none where the members have no such edits.
    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn EditorTogether>>;
}

/// Fast exact edits of one sequence for the members of an ensemble at once.
pub trait EditorTogether: std::fmt::Debug {
    /// Encodes the sequence with each of the edits, for each member as its own [`Editor`] would.
    fn encode(&self, edits: &[Edit]) -> Vec<Features>;
}

/// What the members of an ensemble keep of a sequence that is edited.
#[derive(Debug)]
pub struct EnsembleEditor {
    input: usize,
    window: Window,
    editors: Editors,
}

#[derive(Debug)]
enum Editors {
    Together(Box<dyn EditorTogether>),
    /// By member, the editor where it has one.
    Each(Vec<Option<Box<dyn Editor>>>),
}

impl Ensemble {
    /// Members that read samples each for itself.
    pub fn of_each(members: Vec<Box<dyn Network>>) -> Self {
        Self { members, together: None }
    }

    /// Members that read samples together.
    pub fn of_all(members: Vec<Box<dyn Network>>, together: Box<dyn Together>) -> Self {
        Self { members, together: Some(together) }
    }

    /// The networks.
    pub fn members(&self) -> &[Box<dyn Network>] {
        &self.members
    }

    /// Encodes parts for one input, each once; one answer for each member.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what the input reads.
    pub fn encode(&self, input: usize, parts: &[Part]) -> Result<Vec<Features>, PartError> {
        match &self.together {
            Some(together) => together.encode(input, parts),
            None => self.members.iter().map(|member| member.encode(input, parts)).collect(),
        }
    }

    /// What edits of a window share.
    pub fn editor(&self, input: usize, window: &Window) -> EnsembleEditor {
        let together = self.together.as_ref().and_then(|together| together.editor(input, window));
        let each = || self.members.iter().map(|member| member.editor(input, window)).collect();
        let editors = together.map_or_else(|| Editors::Each(each()), Editors::Together);
        EnsembleEditor { input, window: window.clone(), editors }
    }

    /// Encodes a sequence with each of some edits: fast where a network can, else whole, window by window; one
    /// answer for each member.
    ///
    /// # Errors
    /// [`PartError`] where the sequence is not what its input reads.
    pub fn encode_edits(&self, editor: &EnsembleEditor, edits: &[Edit]) -> Result<Vec<Features>, PartError> {
        let EnsembleEditor { input, window, editors } = editor;
        match editors {
            Editors::Together(editor) => Ok(editor.encode(edits)),
            Editors::Each(editors) => {
                let members = self.members.iter().zip(editors);
                members.map(|(own, editor)| edited(own.as_ref(), *input, window, editor.as_deref(), edits)).collect()
            }
        }
    }
}
