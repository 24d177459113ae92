use serde::Serialize;

/// Which part of a network that was read as a graph edits go through, and which runs whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FastShare {
    /// Operators that compute only what an edit reaches.
    pub fast: Vec<OperatorCount>,
    /// Operators that run whole.
    pub whole: Vec<OperatorCount>,
    /// The fast part's share of all multiply-adds of one sample, between 0 and 1.
    pub share: f64,
    /// All multiply-adds of one sample.
    pub multiply_adds: f64,
}

/// An operator and how often it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct OperatorCount {
    /// Its name in ONNX's words.
    pub operator: String,
    /// How many nodes.
    pub count: usize,
}
