//! Any sequence network: a graph of operators that was read from somebody's file, in an intermediate
//! representation of our own ([`ir`]).
//!
//! A `Program` runs it. What depends on one input alone is encoded once for each part of
//! that input; the rest runs for each sample. Between an input of bases and what mixes all positions lies
//! the `FastPart`, which finds itself: edits compute only the columns that they reach.
//! `backward` has a rule for each operator, so that gradients and DeepLIFT go through the whole graph.

mod backward;
mod compute;
mod explanation;
mod fast;
pub mod ir;
mod network;
mod parts;
mod program;
mod report;
#[cfg(test)]
mod tests;
mod tower;

use burn::tensor::Device;
use serde::Deserialize;

use super::layers::multiplies_by_panels;
use super::{ArchitectureError, Parameters};
use ir::Graph;
pub use network::GraphNetwork;
use program::{Program, ProgramFault};

/// The name in manifests.
pub const ARCHITECTURE: &str = "graph";

/// A network from its graph, as JSON, and its weights.
///
/// # Errors
/// [`ArchitectureError`] names the node or the weight that does not fit.
pub(super) fn graph_network(
    config: &serde_json::Value,
    parameters: Parameters,
    device: &Device,
) -> Result<GraphNetwork, ArchitectureError> {
    network_of(config, parameters, device, multiplies_by_panels(device))
}

/// The same; `by_panels` says whether convolutions of whole windows are products in plain memory.
fn network_of(
    config: &serde_json::Value,
    parameters: Parameters,
    device: &Device,
    by_panels: bool,
) -> Result<GraphNetwork, ArchitectureError> {
    let fault = |reason: String| ArchitectureError::Config { architecture: ARCHITECTURE, reason };
    let graph = Graph::deserialize(config).map_err(|error| fault(error.to_string()))?;
    let program = Program::new(&graph, &parameters, device).map_err(|problem| match problem {
        ProgramFault::Graph(error) => fault(error.to_string()),
        ProgramFault::Parameters(error) => error.into(),
    })?;
    GraphNetwork::new(&graph, program, parameters, by_panels).map_err(fault)
}
