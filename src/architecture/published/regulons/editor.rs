use std::sync::Arc;

use super::network::Gates;
use super::sites::{SiteReader, SiteReference};
use crate::architecture::{Edit, Editor, Features};
use crate::sequence::Window;

/// Edits of one sequence: only the sites that a change reaches are scored anew.
#[derive(Debug)]
pub struct RegulonsEditor {
    sites: Arc<SiteReader>,
    gates: Gates,
    window: Window,
    reference: SiteReference,
}

impl RegulonsEditor {
    pub(super) fn new(sites: Arc<SiteReader>, gates: Gates, window: &Window) -> Self {
        let reference = sites.reference(window.codes());
        Self { sites, gates, window: window.clone(), reference }
    }
}

impl Editor for RegulonsEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        let sums = edits.iter().flat_map(|edit| {
            let stretch = edit.as_substitution(&self.window);
            let changed = stretch.position()..stretch.position() + stretch.codes().len();
            self.sites.changed_sums(&self.reference, stretch.apply(&self.window).codes(), &changed)
        });
        Features::new(self.gates.rows(sums.collect()))
    }
}
