use serde::{Deserialize, Serialize};

/// Conditions that ship with a model: `presets.json` in its folder. Derived figures, rounded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presets {
    /// Where the levels come from.
    pub source: String,
    /// Their unit.
    pub unit: String,
    /// Systematic names of the TFs, in the order of the values.
    pub tfs: Vec<String>,
    /// The conditions.
    pub conditions: Vec<Preset>,
}

/// One shipped condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Preset {
    /// Short stable name, for links.
    pub id: String,
    /// Readable name.
    pub name: String,
    /// The course or experiment that it belongs to.
    pub series: String,
    /// Whether the model never saw it.
    pub held_out: bool,
    /// Its heading in the source's own table, as R writes it (`make.names`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_column: Option<String>,
    /// One level a TF; `None` where it was not measured.
    pub values: Vec<Option<f32>>,
}
