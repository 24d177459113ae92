use serde::{Deserialize, Serialize};

use crate::architecture::ArchitectureError;
use crate::architecture::published::read_config;

/// The hyperparameters of a regulon network, and the names of what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegulonsConfig {
    /// Bases read.
    pub window: usize,
    /// Equal stretches of the window that sites have a weight of their own in.
    pub bins: usize,
    /// Shares of a motif's best score at which a site is half occupied.
    pub thresholds: Vec<f32>,
    /// TF levels read.
    pub num_tfs: usize,
    /// Width of the layer through which a promoter's features set each other's gates.
    pub context: usize,
    /// Width of the first layer behind the TF levels.
    pub hidden: usize,
    /// Numbers that a condition comes down to.
    pub state: usize,
    /// The motifs, in the order of the weights.
    pub motifs: Vec<MotifConfig>,
    /// Names of the families; motifs that sequence alone cannot tell apart share one, and with it their
    /// activity.
    pub families: Vec<String>,
}

/// A motif of a regulon network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotifConfig {
    /// Its identifier, such as `MA0265.3`.
    pub id: String,
    /// The name of what binds it.
    pub name: String,
    /// Bases of its matrix.
    pub width: usize,
    /// Index of its family.
    pub family: usize,
    /// Indices, in the model's list of TFs, of those that bind it; none where the list has none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tfs: Vec<usize>,
}

/// Far beyond what is useful; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 14;

/// The same, for the number of motifs.
const MOST_MOTIFS: usize = 4096;

/// The longest motif.
const WIDEST: usize = 64;

impl RegulonsConfig {
    /// The name in manifests and recipes.
    pub const ARCHITECTURE: &'static str = "regulons";

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Self::ARCHITECTURE, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        let sizes = [
            ("window", self.window),
            ("bins", self.bins),
            ("num_tfs", self.num_tfs),
            ("context", self.context),
            ("hidden", self.hidden),
            ("state", self.state),
            ("thresholds' number", self.thresholds.len()),
        ];
        if let Some((name, size)) = sizes.into_iter().find(|(_, size)| !(1..=LARGEST).contains(size)) {
            return Err(format!("{name} is {size}, but has to lie between 1 and {LARGEST}"));
        }
        if !self.window.is_multiple_of(self.bins) {
            return Err(format!("{} bins do not divide a window of {} bases", self.bins, self.window));
        }
        if !self.thresholds.iter().all(|share| (0.0..=1.0).contains(share)) {
            return Err("thresholds have to lie between 0 and 1".to_owned());
        }
        if !(1..=MOST_MOTIFS).contains(&self.motifs.len()) {
            return Err(format!("there have to be between 1 and {MOST_MOTIFS} motifs"));
        }
        self.motifs.iter().try_for_each(|motif| self.check_motif(motif))?;
        let is_empty = |family: &usize| self.motifs.iter().all(|motif| motif.family != *family);
        match (0..self.families.len()).find(is_empty) {
            Some(family) => Err(format!("the family \"{}\" has no motif", self.families[family])),
            None => Ok(()),
        }
    }

    fn check_motif(&self, motif: &MotifConfig) -> Result<(), String> {
        let MotifConfig { id, width, family, tfs, .. } = motif;
        let widest = WIDEST.min(self.window);
        if !(1..=widest).contains(width) {
            return Err(format!("motif {id} has {width} bases, but has to have between 1 and {widest}"));
        }
        if *family >= self.families.len() {
            return Err(format!("motif {id} belongs to family {family} of {}", self.families.len()));
        }
        match tfs.iter().find(|tf| **tf >= self.num_tfs) {
            Some(tf) => Err(format!("motif {id} belongs to TF {tf} of {}", self.num_tfs)),
            None => Ok(()),
        }
    }

    /// The families that a TF's motifs belong to, each once.
    pub fn families_of(&self, tf: usize) -> Vec<usize> {
        let mut families: Vec<usize> =
            self.motifs.iter().filter(|motif| motif.tfs.contains(&tf)).map(|motif| motif.family).collect();
        families.sort_unstable();
        families.dedup();
        families
    }

    /// `motifs x families`, row-major: 1 where a motif belongs to a family.
    pub(super) fn membership(&self) -> Vec<f32> {
        let families = 0..self.families.len();
        let row = |motif: &MotifConfig| {
            let own = motif.family;
            families.clone().map(move |family| f32::from(u8::from(own == family)))
        };
        self.motifs.iter().flat_map(row).collect()
    }
}
