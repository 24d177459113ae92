use super::Model;
use crate::schema::DomainNote;
use crate::sequence::Window;

impl Model {
    /// In what a sequence of the input `input` is unlike those that the model was trained on; nothing where it is
    /// not, or where the model does not say what it was trained on.
    pub fn sequence_note(&self, input: usize, window: &Window) -> Option<DomainNote> {
        let known = self.manifest().domain.as_ref()?.sequences.as_ref()?;
        // What is known is of the first sequence.
        let (first, reads) = self.signature().first_sequence()?;
        (first == input).then(|| known.note(&reads.own_bases(window)))?
    }

    /// In what a condition (one level for each TF, in the table's unit) is unlike those that the model was trained
    /// on.
    pub fn condition_notes(&self, levels: &[f32]) -> Vec<DomainNote> {
        let known = self.manifest().domain.as_ref().and_then(|own| own.conditions.as_ref());
        let tfs = self.signature().conditions.as_ref().map_or(&[][..], |own| &own.tfs);
        let Some(known) = known.filter(|_| levels.len() == tfs.len()) else { return Vec::new() };
        let name = |tf: usize| tfs.get(tf).map_or_else(String::new, |own| own.name.clone());
        known.notes(&self.scaling().apply(levels), name)
    }
}
