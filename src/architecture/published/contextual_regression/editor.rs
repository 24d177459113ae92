use std::sync::Arc;

use super::network::PromoterReader;
use crate::architecture::trunk::TrunkReference;
use crate::architecture::{Edit, Editor, Features};
use crate::sequence::Window;

/// Edits of one promoter: the context is computed as far as a change reaches, and the means change by what the
/// bases add.
#[derive(Debug)]
pub struct ContextualEditor {
    reader: Arc<PromoterReader>,
    window: Window,
    reference: TrunkReference,
    means: Vec<f32>,
}

impl ContextualEditor {
    pub(super) fn new(reader: Arc<PromoterReader>, window: &Window) -> Self {
        let (reference, means) = (reader.trunk.reference(window), reader.means.of(window));
        Self { reader, window: window.clone(), reference, means }
    }
}

impl Editor for ContextualEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(&self.window)).collect();
        let means = stretches.iter().flat_map(|edit| self.reader.means.changed(&self.means, &self.window, edit));
        let means = means.collect();
        Features::new(self.reader.rows(self.reader.trunk.encode_edits(&self.reference, &stretches), means))
    }
}
