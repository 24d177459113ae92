use std::sync::Arc;

use burn::tensor::Tensor;

use super::strand::{reversed, reversed_substitution};
use crate::architecture::edit::encode_by_reach;
use crate::architecture::trunk::{Trunk, TrunkReference};
use crate::architecture::{Edit, Editor, Features};
use crate::sequence::Window;

/// Edits of one sequence of a joint network: every layer of the sequence as it is, for each strand that is
/// read.
#[derive(Debug)]
pub struct JointEditor {
    trunk: Arc<Trunk>,
    window: Window,
    own: TrunkReference,
    other: Option<TrunkReference>,
}

impl JointEditor {
    pub fn new(trunk: Arc<Trunk>, window: &Window, both_strands: bool) -> Self {
        let own = trunk.reference(window);
        let other = both_strands.then(|| trunk.reference(&reversed(window)));
        Self { trunk, window: window.clone(), own, other }
    }

    fn encode_substitutions(&self, edits: &[Edit]) -> Features {
        let own = self.trunk.encode_edits(&self.own, edits);
        let Some(other) = &self.other else { return Features::new(own) };
        let length = self.window.codes().len();
        let turned: Vec<Edit> = edits.iter().map(|edit| reversed_substitution(edit, length)).collect();
        Features::of_strands(own, self.trunk.encode_edits(other, &turned))
    }

    fn encode_whole(&self, windows: &[Window]) -> Features {
        let encode = |windows: &[Window]| -> Tensor<2> { self.trunk.encode(&windows.iter().collect::<Vec<_>>()) };
        let own = encode(windows);
        if self.other.is_none() {
            return Features::new(own);
        }
        Features::of_strands(own, encode(&windows.iter().map(reversed).collect::<Vec<_>>()))
    }
}

impl Editor for JointEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        let whole = |windows: Vec<Window>| Some(self.encode_whole(&windows));
        encode_by_reach(&self.window, edits, |edits| self.encode_substitutions(edits), whole)
    }
}
