use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Caduceus;
use crate::architecture::ArchitectureError;
use crate::architecture::published::read_config;

/// Caduceus's hyperparameters, named as in the authors' `config.json`; whatever else that holds is of no matter here.
/// What is left out has the authors' default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "they are the authors'")]
pub struct CaduceusConfig {
    /// Numbers of a position on one strand (PlantCaduceus l20: 384).
    pub d_model: usize,
    /// Blocks (PlantCaduceus l20: 20).
    pub n_layer: usize,
    /// Tokens, before they are filled up to `pad_vocab_size_multiple`.
    pub vocab_size: usize,
    /// Tokens are filled up to a multiple of that.
    #[serde(default = "eight")]
    pub pad_vocab_size_multiple: usize,
    /// The token on the other strand for each; its own where it is not named.
    pub complement_map: BTreeMap<usize, usize>,
    /// The tokens of A, C, G, T and of a base that is not known; where they are not given, the four tokens with
    /// another complement in a row, and the one before them (`[UNK]` of PlantCaduceus).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<[usize; 5]>,
    /// What the blocks' mixers are.
    #[serde(default)]
    pub ssm_cfg: Option<SsmConfig>,
    /// Added to the mean square that a norm divides by the root of.
    #[serde(default = "one_in_100_000")]
    pub norm_epsilon: f64,
    /// Whether the blocks' norms were computed with the residual added in one go. The authors' code for that takes the
    /// strands' halves crosswise, so that it is another network.
    #[serde(default = "yes")]
    pub fused_add_norm: bool,
    /// Whether norms divide by the root of the mean square. Networks with layer norms are not read.
    #[serde(default = "yes")]
    pub rms_norm: bool,
    /// Whether both strands share all parameters. Networks without that are not read.
    #[serde(default)]
    pub rcps: bool,
    /// Whether blocks read in both directions. Networks that do not are not read.
    #[serde(default = "yes")]
    pub bidirectional: bool,
    /// How directions are put together; only `add` is read.
    #[serde(default)]
    pub bidirectional_strategy: Option<String>,
    /// Whether directions share their projections. Networks without that are not read.
    #[serde(default = "yes")]
    pub bidirectional_weight_tie: bool,
}

/// The hyperparameters of a block's mixer, named as Mamba's are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SsmConfig {
    /// States of each channel.
    pub d_state: usize,
    /// Width of the convolution.
    pub d_conv: usize,
    /// Channels inside the mixer for each number of a position.
    pub expand: usize,
    /// Numbers that the steps' lengths are made of.
    pub dt_rank: DtRank,
    /// Whether the convolution has a bias. Networks without are not read.
    pub conv_bias: bool,
    /// Whether the projections have a bias. Networks with one are not read.
    pub bias: bool,
}

/// Numbers that the lengths of a mixer's steps are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "\"dt_rank\" has to be \"auto\" or a number")]
pub enum DtRank {
    /// A sixteenth of the width, rounded up.
    Named(Auto),
    /// That many.
    Given(usize),
}

/// The one rank that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auto {
    /// Mamba's "auto".
    Auto,
}

impl Default for SsmConfig {
    fn default() -> Self {
        let dt_rank = DtRank::Named(Auto::Auto);
        Self { d_state: 16, d_conv: 4, expand: 2, dt_rank, conv_bias: true, bias: false }
    }
}

fn eight() -> usize {
    8
}

fn one_in_100_000() -> f64 {
    1e-5
}

fn yes() -> bool {
    true
}

/// No published size comes near; it keeps a hostile file from asking for all memory.
const WIDEST: usize = 1 << 13;

/// More blocks than any published network has.
const DEEPEST: usize = 256;

/// More tokens than letters and marks need.
const MOST_TOKENS: usize = 1 << 10;

impl CaduceusConfig {
    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names what is missing, of a wrong type, out of range, or of another kind of
    /// network.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Caduceus::NAME, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        let ssm = self.ssm();
        let sizes = [
            ("d_model", self.d_model, WIDEST),
            ("n_layer", self.n_layer, DEEPEST),
            ("vocab_size", self.vocab_size, MOST_TOKENS),
            ("pad_vocab_size_multiple", self.pad_vocab_size_multiple, MOST_TOKENS),
            ("d_state", ssm.d_state, 256),
            ("d_conv", ssm.d_conv, 64),
            ("expand", ssm.expand, 16),
            ("dt_rank", self.dt_rank(), WIDEST),
        ];
        if let Some((name, _, most)) = sizes.into_iter().find(|(_, size, most)| !(1..=*most).contains(size)) {
            return Err(format!("\"{name}\" has to lie between 1 and {most}"));
        }
        if !(self.norm_epsilon > 0.0 && self.norm_epsilon < 1.0) {
            return Err("\"norm_epsilon\" has to lie between 0 and 1".into());
        }
        let strategy = self.bidirectional_strategy.as_deref().unwrap_or("add");
        let kinds = [
            ("\"rcps\" has to be true", self.rcps),
            ("\"rms_norm\" has to be true", self.rms_norm),
            ("\"bidirectional\" has to be true", self.bidirectional),
            ("\"bidirectional_strategy\" has to be \"add\"", strategy == "add"),
            ("\"bidirectional_weight_tie\" has to be true", self.bidirectional_weight_tie),
            ("\"conv_bias\" has to be true", ssm.conv_bias),
            ("\"bias\" has to be false", !ssm.bias),
        ];
        if let Some((says, _)) = kinds.into_iter().find(|(_, is_read)| !is_read) {
            return Err(format!("{says}; other kinds of Caduceus are not read"));
        }
        self.check_tokens()
    }

    fn check_tokens(&self) -> Result<(), String> {
        let tokens = self.vocabulary();
        let pairs = self.complement_map.iter().map(|(own, other)| (*own, *other));
        let is_pair = |(own, other): (usize, usize)| own < tokens && other < tokens && self.complement(other) == own;
        if !pairs.into_iter().all(is_pair) {
            return Err("\"complement_map\" has to name pairs of tokens, each the other's complement".into());
        }
        let [a, c, g, t, unknown] = self.letters().ok_or(
            "\"complement_map\" has to pair four tokens in a row (A with T, C with G), or \"tokens\" to name those of A, C, G, T and of an unknown base",
        )?;
        let paired = [a, c, g, t, unknown].iter().all(|token| *token < tokens)
            && [(a, t), (c, g), (unknown, unknown)].iter().all(|(own, other)| self.complement(*own) == *other);
        if paired { Ok(()) } else { Err("the tokens of A and T and of C and G have to be complements".into()) }
    }

    /// The mixers' hyperparameters.
    pub fn ssm(&self) -> SsmConfig {
        self.ssm_cfg.clone().unwrap_or_default()
    }

    /// Numbers that the lengths of a mixer's steps are made of.
    pub fn dt_rank(&self) -> usize {
        match self.ssm().dt_rank {
            DtRank::Named(Auto::Auto) => self.d_model.div_ceil(16),
            DtRank::Given(rank) => rank,
        }
    }

    /// Tokens, filled up.
    pub fn vocabulary(&self) -> usize {
        self.vocab_size.next_multiple_of(self.pad_vocab_size_multiple.max(1))
    }

    /// The token on the other strand.
    pub fn complement(&self, token: usize) -> usize {
        self.complement_map.get(&token).copied().unwrap_or(token)
    }

    /// The tokens of A, C, G, T and of a base that is not known; none where the configuration does not tell.
    pub fn letters(&self) -> Option<[usize; 5]> {
        let found = || {
            let paired = (0..self.vocabulary()).filter(|token| self.complement(*token) != *token);
            let paired: Vec<usize> = paired.collect();
            match paired.as_slice() {
                &[a, c, g, t] if a > 0 && [c, g, t] == [a + 1, a + 2, a + 3] => Some([a, c, g, t, a - 1]),
                _ => None,
            }
        };
        self.tokens.or_else(found)
    }
}
