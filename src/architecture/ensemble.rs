use super::network::{Features, Network, PartError, edited};
use super::{Edit, Editor};
use crate::sample::Part;
use crate::sequence::Window;

/// Networks whose answers are averaged.
#[derive(Debug)]
pub struct Ensemble {
    members: Vec<Box<dyn Network>>,
    groups: Vec<Group>,
}

/// Members that stand side by side, and how they read samples.
#[derive(Debug)]
struct Group {
    size: usize,
    /// None where each reads for itself.
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
    /// By group.
    editors: Vec<Editors>,
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
        let groups = vec![Group { size: members.len(), together: None }];
        Self { members, groups }
    }

    /// Members that read samples together.
    pub fn of_all(members: Vec<Box<dyn Network>>, together: Box<dyn Together>) -> Self {
        let groups = vec![Group { size: members.len(), together: Some(together) }];
        Self { members, groups }
    }

    /// The members of several, one after the other; what reads together still does.
    pub fn joined(all: Vec<Self>) -> Self {
        let (mut members, mut groups) = (Vec::new(), Vec::new());
        for own in all {
            members.extend(own.members);
            groups.extend(own.groups);
        }
        Self { members, groups }
    }

    /// The same with each member that reads for itself as `change` makes it.
    #[must_use]
    pub fn map_alone(self, mut change: impl FnMut(Box<dyn Network>) -> Box<dyn Network>) -> Self {
        let alone = self.groups.iter().flat_map(|group| std::iter::repeat_n(group.together.is_none(), group.size));
        let alone: Vec<bool> = alone.collect();
        let members = self.members.into_iter().zip(alone);
        let members = members.map(|(member, alone)| if alone { change(member) } else { member }).collect();
        Self { members, groups: self.groups }
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
        let mut features = Vec::with_capacity(self.members.len());
        for (group, members) in self.grouped() {
            match &group.together {
                Some(together) => features.extend(together.encode(input, parts)?),
                None => {
                    for member in members {
                        features.push(member.encode(input, parts)?);
                    }
                }
            }
        }
        Ok(features)
    }

    /// The groups with their members.
    fn grouped(&self) -> impl Iterator<Item = (&Group, &[Box<dyn Network>])> {
        let mut left = self.members.as_slice();
        self.groups.iter().map(move |group| {
            let (own, others) = left.split_at(group.size.min(left.len()));
            left = others;
            (group, own)
        })
    }

    /// What edits of a window share.
    pub fn editor(&self, input: usize, window: &Window) -> EnsembleEditor {
        let editors = self.grouped().map(|(group, members)| {
            let together = group.together.as_ref().and_then(|together| together.editor(input, window));
            let each = || members.iter().map(|member| member.editor(input, window)).collect();
            together.map_or_else(|| Editors::Each(each()), Editors::Together)
        });
        EnsembleEditor { input, window: window.clone(), editors: editors.collect() }
    }

    /// Encodes a sequence with each of some edits: fast where a network can, else whole, window by window; one
    /// answer for each member.
    ///
    /// # Errors
    /// [`PartError`] where the sequence is not what its input reads.
    pub fn encode_edits(&self, editor: &EnsembleEditor, edits: &[Edit]) -> Result<Vec<Features>, PartError> {
        let EnsembleEditor { input, window, editors } = editor;
        let mut features = Vec::with_capacity(self.members.len());
        for ((_, members), editors) in self.grouped().zip(editors) {
            match editors {
                Editors::Together(editor) => features.extend(editor.encode(edits)),
                Editors::Each(editors) => {
                    for (own, editor) in members.iter().zip(editors) {
                        features.push(edited(own.as_ref(), *input, window, editor.as_deref(), edits)?);
                    }
                }
            }
        }
        Ok(features)
    }
}
