/// What each base and each TF of a promoter in a condition contributes to the difference between its response
/// and that of references, in the model's output unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// The response of the promoter in the condition.
    pub response: f32,
    /// The mean response of the references.
    pub reference: f32,
    /// Index in the window of the first position that the target or a reference fills.
    pub offset: usize,
    /// By position from there: what stands there against what stands in the references.
    pub bases: Vec<f32>,
    /// `positions x 4` (A, C, G, T): what each base would contribute if it stood there, all else as it is.
    pub hypothetical: Vec<f32>,
    /// By TF: its level against that in the references.
    pub tfs: Vec<f32>,
}

impl Contributions {
    /// The sum over bases and TFs.
    pub fn total(&self) -> f32 {
        self.bases.iter().chain(&self.tfs).map(|value| f64::from(*value)).sum::<f64>() as f32
    }

    /// `|f(x) - f(ref) - sum|`: what the contributions leave unexplained of the difference, or explain too
    /// much.
    pub fn completeness_error(&self) -> f32 {
        (self.response - self.reference - self.total()).abs()
    }

    /// `f(x) - f(ref)`: what the contributions are shares of.
    pub fn difference(&self) -> f32 {
        self.response - self.reference
    }
}
