use std::sync::Arc;

use burn::tensor::Tensor;

use super::strand::{reversed, reversed_substitution};
use crate::architecture::trunk::{Trunk, TrunkReference};
use crate::architecture::{Edit, Editor, Features};
use crate::sequence::Window;

/// An insertion or a deletion that changes more than one part in this many of the window is encoded whole: it
/// shifts all that lies between it and the window's end, and fewer columns than that cost less one by one.
const LARGEST_SHARE: usize = 4;

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
        let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(&self.window)).collect();
        let most = self.window.codes().len() / LARGEST_SHARE;
        let is_short = |&index: &usize| edits[index].is_substitution() || stretches[index].codes().len() <= most;
        let (short, long): (Vec<usize>, Vec<usize>) = (0..edits.len()).partition(is_short);
        if long.is_empty() {
            return self.encode_substitutions(&stretches);
        }
        let windows: Vec<Window> = long.iter().map(|&index| edits[index].apply(&self.window)).collect();
        let whole = self.encode_whole(&windows);
        if short.is_empty() {
            return whole;
        }
        let few: Vec<Edit> = short.iter().map(|&index| stretches[index].clone()).collect();
        let rows = Features::concatenated(&[self.encode_substitutions(&few), whole]);
        let mut places = vec![0; edits.len()];
        short.iter().chain(&long).enumerate().for_each(|(row, &edit)| places[edit] = row);
        rows.select(&places)
    }
}
