use std::sync::Arc;

use super::editor::RegulonsEditor;
use super::names;
use super::network::{Gates, Regulons};
use super::sites::SiteReader;
use crate::architecture::network::{Declaration, Features, PartError};
use crate::architecture::{EditorTogether, Together};
use crate::sample::Part;
use crate::sequence::Window;

/// Regulon networks that score sites alike: each site is scored once for all of them.
#[derive(Debug)]
pub struct RegulonsTogether {
    declaration: Declaration,
    sites: Arc<SiteReader>,
    /// By member.
    gates: Vec<Gates>,
}

impl RegulonsTogether {
    /// Gives members whose motifs are the same one reader of sites; nothing where they are not.
    pub(in crate::architecture) fn join(members: &mut [Regulons]) -> Option<Self> {
        let (first, others) = members.split_first()?;
        let motifs = first.parameters.get(names::MATRICES);
        if others.iter().any(|other| other.parameters.get(names::MATRICES) != motifs || other.config != first.config) {
            return None;
        }
        let sites = Arc::new(first.sites.for_members(members.iter().map(|own| own.sites.as_ref())));
        let declaration = first.declaration.clone();
        for (index, member) in members.iter_mut().enumerate() {
            member.sites = Arc::clone(&sites);
            member.member = index;
        }
        Some(Self { declaration, sites, gates: members.iter().map(|member| member.gates.clone()).collect() })
    }
}

impl Together for RegulonsTogether {
    fn encode(&self, input: usize, parts: &[Part]) -> Result<Vec<Features>, PartError> {
        let mut sums = vec![Vec::with_capacity(parts.len() * self.sites.motifs()); self.gates.len()];
        for part in parts {
            let own = self.sites.sums(&self.sites.members(), self.declaration.codes(input, part)?);
            sums.iter_mut().zip(own).for_each(|(all, own)| all.extend(own));
        }
        Ok(self.gates.iter().zip(sums).map(|(gates, sums)| Features::new(gates.rows(sums))).collect())
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn EditorTogether>> {
        self.declaration.codes(input, &Part::Bases(window.clone())).ok()?;
        Some(Box::new(RegulonsEditor::new(Arc::clone(&self.sites), self.sites.members(), self.gates.clone(), window)))
    }
}
