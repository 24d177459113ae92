mod operators;
mod random;
mod random_graphs;
mod recurrent;

use burn::tensor::Device;
use serde_json::{Value, json};

use super::GraphNetwork;
use crate::architecture::{ArchitectureError, Array, Network, Parameters};
use crate::sample::Part;
use crate::sequence::Window;

type Test = Result<(), Box<dyn std::error::Error>>;

/// A graph in the making.
#[derive(Debug, Default, Clone)]
struct Draft {
    inputs: Vec<Value>,
    constants: Vec<Value>,
    nodes: Vec<Value>,
    weights: Parameters,
    seed: u64,
    /// Whether convolutions of whole windows are products in plain memory, as in browsers.
    by_panels: bool,
}

impl Draft {
    /// A graph that reads `window` bases as `x`, letters first or last.
    fn of_bases(window: usize, letters_first: bool, seed: u64) -> Self {
        let mut draft = Self { seed, ..Self::default() };
        draft.add_bases("x", window, letters_first);
        draft
    }

    fn add_bases(&mut self, name: &str, window: usize, letters_first: bool) {
        let (shape, letters) = if letters_first { ([4, window], 0) } else { ([window, 4], 1) };
        let reads = json!({"kind": "bases", "alphabet": "ACGT", "letters": letters, "positions": 1 - letters});
        self.inputs.push(json!({"name": name, "shape": shape, "reads": reads}));
    }

    fn add_numbers(&mut self, name: &str, shape: &[usize]) {
        self.inputs.push(json!({"name": name, "shape": shape, "reads": {"kind": "numbers"}}));
    }

    fn given(&mut self, shape: &[usize], values: Vec<f32>) -> String {
        let name = format!("w{}", self.constants.len());
        self.constants.push(json!({"name": name, "shape": shape}));
        self.weights.insert(name.clone(), Array { shape: shape.to_vec(), values });
        name
    }

    /// A number between -1 and 1.
    fn number(&mut self) -> f32 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }

    /// A weight of random numbers, the smaller the more of them are added up.
    fn weight(&mut self, shape: &[usize], added: usize) -> String {
        let scale = 1.7 / (added as f32).sqrt();
        let values = (0..shape.iter().product()).map(|_| self.number() * scale).collect();
        self.given(shape, values)
    }

    /// A node; the name of what it gives.
    fn node(&mut self, op: Value, inputs: &[&str]) -> String {
        let output = format!("v{}", self.nodes.len());
        self.nodes.push(json!({"name": output, "op": op, "inputs": inputs, "output": output}));
        output
    }

    fn config(&self, output: &str) -> Value {
        json!({"inputs": self.inputs, "constants": self.constants, "nodes": self.nodes, "outputs": [output]})
    }

    fn network(&self, output: &str, device: &Device) -> Result<GraphNetwork, ArchitectureError> {
        super::network_of(&self.config(output), self.weights.clone(), device, self.by_panels)
    }
}

fn answers(network: &GraphNetwork, parts: &[Vec<Part>]) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    let features = parts.iter().enumerate().map(|(input, parts)| network.encode(input, parts));
    let features = features.collect::<Result<Vec<_>, _>>()?;
    Ok(network.respond(&features, &network.encode_conditions(&[])).into_data().try_to_vec::<f32>()?)
}

fn window_of(seed: u64, length: usize) -> Window {
    let mut draft = Draft { seed, ..Draft::default() };
    Window::from_codes((0..length).map(|_| ((draft.number() + 1.0) * 2.0).min(3.9) as u8).collect())
}
