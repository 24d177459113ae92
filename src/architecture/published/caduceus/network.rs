use burn::tensor::{Device, Int, Tensor, TensorData};

use super::mixer::Mixer;
use super::{CaduceusConfig, Scan};
use crate::architecture::layers::is_processor;
use crate::architecture::{ParameterError, Parameters};

/// Caduceus with fixed weights, as far as its last norm: bases in, a vector for each of them out.
pub struct Caduceus {
    config: CaduceusConfig,
    /// The token of each byte.
    tokens: Box<[i32; 256]>,
    embedding: Tensor<2>,
    blocks: Vec<(Tensor<1>, Mixer)>,
    norm: Tensor<1>,
    scan: Scan,
}

/// Positions that are gone through together on a graphics device: states of a longer stretch would not fit into its
/// memory for a batch of windows.
const CHUNK: usize = 64;

impl Caduceus {
    /// The name in manifests and options.
    pub const NAME: &str = "caduceus";

    /// Builds the network from the authors' weights, without what wraps it: `embeddings.word_embeddings.embedding.weight`,
    /// `layers.N.norm.weight`, `layers.N.mixer.submodule.mamba_fwd.…` and `….mamba_rev.…` (`A_log`, `D`, `conv1d`, `x_proj`,
    /// `dt_proj`; `in_proj` and `out_proj` only under `mamba_fwd`, as they are tied), `norm_f.weight`. Norms that were not
    /// computed with the residual are called `norm.submodule.weight`.
    ///
    /// # Errors
    /// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
    pub fn new(config: CaduceusConfig, mut weights: Parameters, device: &Device) -> Result<Self, ParameterError> {
        let size = config.d_model;
        let wrapper = if config.fused_add_norm { "" } else { ".submodule" };
        let shape = [config.vocabulary(), size];
        let embedding = weights.take("embeddings.word_embeddings.embedding.weight", shape, device)?;
        let mut blocks = Vec::new();
        for layer in 0..config.n_layer {
            let norm = weights.take(&format!("layers.{layer}.norm{wrapper}.weight"), [size], device)?;
            let mixer = Mixer::take(&format!("layers.{layer}.mixer.submodule."), &config, &mut weights, device)?;
            blocks.push((norm, mixer));
        }
        let norm = weights.take(&format!("norm_f{wrapper}.weight"), [size], device)?;
        weights.finish()?;
        let [letters @ .., unknown] = config.letters().unwrap_or_default().map(|token| token as i32);
        let mut tokens = Box::new([unknown; 256]);
        for (letter, token) in b"ACGT".iter().zip(letters) {
            tokens[usize::from(*letter)] = token;
            tokens[usize::from(letter.to_ascii_lowercase())] = token;
        }
        let scan = if is_processor(device) { Scan::Fused } else { Scan::Chunks(CHUNK) };
        Ok(Self { config, tokens, embedding, blocks, norm, scan })
    }

    /// The same network with another way through the positions. [`Scan::Fused`] is for the processor alone; elsewhere
    /// nothing changes.
    #[must_use]
    pub fn with_scan(self, scan: Scan) -> Self {
        let has_it = scan != Scan::Fused || is_processor(&self.device());
        Self { scan: if has_it { scan } else { self.scan }, ..self }
    }

    /// The hyperparameters.
    pub fn config(&self) -> &CaduceusConfig {
        &self.config
    }

    /// Where it computes.
    pub fn device(&self) -> Device {
        self.embedding.device()
    }

    /// The last hidden states of sequences of one length, as published: `N x L x 2 d_model`, the second half of each
    /// vector for the other strand, with its channels in reverse. A base that is not A, C, G or T is unknown; a
    /// sequence that is shorter than the longest is filled up with such.
    pub fn hidden_states(&self, sequences: &[&[u8]]) -> Tensor<3> {
        let [own, other] = self.strands(sequences);
        Tensor::cat(vec![own, other.flip([1, 2])], 2)
    }

    /// The mean of both strands' vectors at each base, `N x L x d_model`, as published for what reads embeddings.
    pub fn mean_of_strands(&self, sequences: &[&[u8]]) -> Tensor<3> {
        let [own, other] = self.strands(sequences);
        (own + other.flip([1])) * 0.5
    }

    /// Vectors of both strands, each strand in its own direction.
    fn strands(&self, sequences: &[&[u8]]) -> [Tensor<3>; 2] {
        let length = sequences.iter().map(|own| own.len()).max().unwrap_or(0);
        let count = sequences.len();
        let filled = |own: &[u8]| {
            let tokens = own.iter().map(|letter| self.tokens[usize::from(*letter)]);
            tokens.chain(std::iter::repeat(self.tokens[0])).take(length).collect::<Vec<i32>>()
        };
        let own: Vec<Vec<i32>> = sequences.iter().map(|own| filled(own)).collect();
        let complement = |token: &i32| self.config.complement(*token as usize) as i32;
        let other = own.iter().flat_map(|tokens| tokens.iter().rev().map(complement));
        let ids: Vec<i32> = own.iter().flatten().copied().chain(other).collect();
        let states = self.stream(ids, [2 * count, length]);
        let [first, second] = [0, count].map(|from| states.clone().narrow(0, from, count));
        // Crosswise in each block: an odd number of them leaves each strand in the other's place.
        if self.config.fused_add_norm && self.config.n_layer % 2 == 1 { [second, first] } else { [first, second] }
    }

    /// The network on sequences of tokens, each by itself.
    fn stream(&self, ids: Vec<i32>, [count, length]: [usize; 2]) -> Tensor<3> {
        let size = self.config.d_model;
        let ids = Tensor::<1, Int>::from_data(TensorData::new(ids, [count * length]), &self.device());
        let mut hidden = self.embedding.clone().select(0, ids).reshape([count, length, size]);
        let mut residual = Tensor::zeros([count, length, size], &self.device());
        for (norm, mixer) in &self.blocks {
            residual = residual + hidden;
            if self.config.fused_add_norm {
                residual = residual.flip([1, 2]);
            }
            hidden = mixer.mix(self.normed(residual.clone(), norm), self.scan);
        }
        self.normed(residual + hidden, &self.norm)
    }

    fn normed(&self, x: Tensor<3>, weight: &Tensor<1>) -> Tensor<3> {
        let mean = x.clone().powi_scalar(2).mean_dim(2);
        x / (mean + self.config.norm_epsilon).sqrt() * weight.clone().unsqueeze()
    }
}
