use std::ops::Range;
use std::sync::Arc;

use super::network::Gates;
use super::sites::{SiteReader, SiteReference};
use crate::architecture::{Edit, Editor, EditorTogether, Features};
use crate::sequence::Window;

/// Edits of one sequence: only the sites that a change reaches are scored anew, once for all members.
#[derive(Debug)]
pub struct RegulonsEditor {
    sites: Arc<SiteReader>,
    /// By member.
    gates: Vec<Gates>,
    window: Window,
    reference: SiteReference,
}

impl RegulonsEditor {
    /// For some of those that the reader reads for, each with its gates.
    pub(super) fn new(sites: Arc<SiteReader>, members: Range<usize>, gates: Vec<Gates>, window: &Window) -> Self {
        let reference = sites.reference(members, window.codes());
        Self { sites, gates, window: window.clone(), reference }
    }

    fn rows(&self, edits: &[Edit]) -> Vec<Features> {
        let mut sums = vec![Vec::with_capacity(edits.len() * self.sites.motifs()); self.gates.len()];
        for edit in edits {
            let stretch = edit.as_substitution(&self.window);
            let changed = stretch.position()..stretch.position() + stretch.codes().len();
            let own = self.sites.changed_sums(&self.reference, stretch.apply(&self.window).codes(), &changed);
            sums.iter_mut().zip(own).for_each(|(all, own)| all.extend(own));
        }
        self.gates.iter().zip(sums).map(|(gates, sums)| Features::new(gates.rows(sums))).collect()
    }
}

impl Editor for RegulonsEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        self.rows(edits).pop().unwrap_or_default()
    }
}

impl EditorTogether for RegulonsEditor {
    fn encode(&self, edits: &[Edit]) -> Vec<Features> {
        self.rows(edits)
    }
}
