//! Which tensors of a checkpoint are an architecture's weights. The page and the command line have this one
//! rule: the weights lie under names that containers and wrappers of PyTorch are known to put before them, in
//! any order; optimizer states, averaged copies and schedulers are never taken for weights.

use burn::tensor::Device;
use serde_json::Value;

use super::checkpoint::shortened;
use super::{Checkpoint, CheckpointError, ImportError, ImportNote};
use crate::architecture::{ArchitectureError, Array, Network, ParameterError, Parameters, build};

/// What checkpoints keep the weights under and wrappers put before their names, the likeliest first.
const KNOWN: [&str; 6] = ["model_state_dict", "state_dict", "model", "weights", "module", "_orig_mod"];

/// Zeros in place of missing weights are no more than this many, whatever sizes a configuration names, so that
/// a sentence about a checkpoint costs little. Published networks have a million weights or fewer.
const MOST_ZEROS: usize = 1 << 21;

/// A network that was built from a checkpoint.
#[derive(Debug)]
pub struct FittedNetwork {
    /// The network.
    pub network: Box<dyn Network>,
    /// Where its weights were found, and what was left out.
    pub notes: Vec<ImportNote>,
}

/// Finds an architecture's weights in a checkpoint and builds the network from them.
///
/// # Errors
/// [`ImportError`] names the prefix, the weights that are missing, or those that are left over.
pub fn fit(
    checkpoint: &Checkpoint,
    architecture: &str,
    config: &Value,
    device: &Device,
) -> Result<FittedNetwork, ImportError> {
    // Built from nothing, a network says the name of its first weight.
    let first = match build(architecture, config, Parameters::default(), device) {
        Err(ArchitectureError::Parameters(ParameterError::Missing { name, .. })) => name,
        Err(error) => return Err(error.into()),
        Ok(network) => return Ok(FittedNetwork { network, notes: Vec::new() }),
    };
    let (prefix, others) = choose_prefix(checkpoint, &first)?;
    let weights = weights_under(checkpoint, prefix)?;
    match build(architecture, config, weights, device) {
        Ok(network) => Ok(FittedNetwork { network, notes: notes(checkpoint, prefix, &others) }),
        Err(ArchitectureError::Parameters(ParameterError::Missing { name, shape })) => {
            let request = Misfit { checkpoint, prefix, architecture, config, device };
            Err(request.described(name, shape)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The prefix under which the weight `first` lies, and other prefixes where copies of it lie.
fn choose_prefix<'a>(checkpoint: &'a Checkpoint, first: &str) -> Result<(&'a str, Vec<&'a str>), ImportError> {
    let before = |name: &'a str| name.strip_suffix(first).filter(|prefix| prefix.is_empty() || prefix.ends_with('.'));
    let prefixes: Vec<&str> = checkpoint.names().filter_map(before).collect();
    let known = prefixes.iter().copied().filter_map(|prefix| Some((rank(prefix)?, prefix))).min();
    let chosen = match (known, prefixes.iter().find(|prefix| !is_other(prefix)).or(prefixes.first())) {
        (Some((_, prefix)), _) => prefix,
        (None, Some(unknown)) => {
            return Err(ImportError::Prefix { prefix: shortened(unknown), weight: first.to_owned() });
        }
        (None, None) => commonest_prefix(checkpoint),
    };
    Ok((chosen, prefixes.into_iter().filter(|prefix| *prefix != chosen).collect()))
}

/// How likely a prefix is that of the weights; none where it is not made of known parts alone.
fn rank(prefix: &str) -> Option<Vec<usize>> {
    let parts = prefix.split_terminator('.');
    parts.map(|part| KNOWN.iter().position(|known| *known == part)).collect()
}

/// Where the first weight is missing: the known prefix that the most names begin with.
fn commonest_prefix(checkpoint: &Checkpoint) -> &str {
    let longest = |name: &str| {
        let ends = name.match_indices('.').map(|(at, _)| at + 1);
        ends.take_while(|&end| rank(&name[..end]).is_some()).last().unwrap_or(0)
    };
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in checkpoint.names().filter(|name| checkpoint.is_real(name) && !is_other(name)) {
        let prefix = &name[..longest(name)];
        match counted.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, count)) => *count += 1,
            None => counted.push((prefix, 1)),
        }
    }
    counted.into_iter().max_by_key(|(_, count)| *count).map_or("", |(prefix, _)| prefix)
}

/// Whether a path leads to what stands beside weights: optimizers, schedulers, scalers of gradients, averaged
/// copies.
fn is_other(path: &str) -> bool {
    path.split('.').any(|part| {
        let part = part.to_ascii_lowercase();
        ["optim", "sched", "scaler"].iter().any(|other| part.contains(other))
            || part.split('_').any(|word| ["ema", "swa", "averaged"].contains(&word))
    })
}

/// The names of the real-valued tensors under a prefix; batch counters and masks are no weights.
fn real_names<'a>(checkpoint: &'a Checkpoint, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    let under = checkpoint.names().filter(|name| checkpoint.is_real(name));
    under.filter_map(move |name| name.strip_prefix(prefix)).filter(|name| !is_other(name))
}

fn weights_under(checkpoint: &Checkpoint, prefix: &str) -> Result<Parameters, CheckpointError> {
    let mut weights = Parameters::default();
    for name in real_names(checkpoint, prefix) {
        weights.insert(name, checkpoint.read(&format!("{prefix}{name}"))?);
    }
    Ok(weights)
}

fn notes(checkpoint: &Checkpoint, prefix: &str, copies: &[&str]) -> Vec<ImportNote> {
    let mut notes = Vec::new();
    if let Some(class) = checkpoint.network() {
        notes.push(ImportNote::WholeNetwork { class: class.to_string() });
    }
    let nesting = checkpoint.names().find(|name| name.starts_with(prefix)).map_or(0, |name| checkpoint.nesting(name));
    let (container, wrapper) = prefix.split_at(nesting.min(prefix.len()));
    if !container.is_empty() {
        notes.push(ImportNote::WeightsUnder { path: container.trim_end_matches('.').to_owned() });
    }
    if !wrapper.is_empty() {
        notes.push(ImportNote::PrefixLeftOut { prefix: wrapper.to_owned() });
    }
    let mut beside: Vec<&str> = Vec::new();
    for name in checkpoint.names().filter(|name| checkpoint.is_real(name)) {
        let own = name.strip_prefix(prefix).filter(|name| !is_other(name));
        let shown = copies.iter().find(|copy| name.starts_with(**copy)).map(|copy| copy.trim_end_matches('.'));
        let shown = shown.or(name.split('.').next()).filter(|shown| !shown.is_empty());
        if let (None, Some(shown)) = (own, shown)
            && !beside.contains(&shown)
        {
            beside.push(shown);
        }
    }
    if !beside.is_empty() {
        const SHOWN: usize = 5;
        let more = beside.len().saturating_sub(SHOWN);
        let names = beside.into_iter().take(SHOWN).map(str::to_owned).collect();
        notes.push(ImportNote::WeightsLeftOut { names, more });
    }
    notes
}

/// Weights that an architecture cannot be built from.
struct Misfit<'a> {
    checkpoint: &'a Checkpoint,
    prefix: &'a str,
    architecture: &'a str,
    config: &'a Value,
    device: &'a Device,
}

impl Misfit<'_> {
    /// Which weights are missing and which are left over: zeros take the place of one missing weight after
    /// the other.
    fn described(&self, first: String, shape: Vec<usize>) -> Result<ImportError, ImportError> {
        let mut missing = vec![first];
        let mut weights = weights_under(self.checkpoint, self.prefix)?;
        let mut zeros = insert_zeros(&mut weights, &missing[0], shape, MOST_ZEROS);
        let mut extra = Vec::new();
        while zeros < MOST_ZEROS {
            match build(self.architecture, self.config, weights.clone(), self.device) {
                Err(ArchitectureError::Parameters(ParameterError::Missing { name, shape })) => {
                    zeros += insert_zeros(&mut weights, &name, shape, MOST_ZEROS - zeros);
                    missing.push(name);
                }
                Err(ArchitectureError::Parameters(ParameterError::Unexpected { names })) => {
                    extra = names;
                    break;
                }
                _ => break,
            }
        }
        // A name that is there, but not as a real number.
        let stored = missing.iter().map(|name| format!("{}{name}", self.prefix));
        let stored = stored.into_iter().find(|name| self.checkpoint.shape(name).is_some());
        if let Some(name) = stored {
            self.checkpoint.read(&name)?;
        }
        let architecture = self.architecture.to_owned();
        if extra.is_empty() {
            return Ok(ImportError::Incomplete { missing: named(&missing), architecture });
        }
        Ok(ImportError::OtherWeights { missing: named(&missing), extra: named(&extra), architecture })
    }
}

/// Puts in zeros where they are at most `most`; returns how many, or `most` where they would be more.
fn insert_zeros(weights: &mut Parameters, name: &str, shape: Vec<usize>, most: usize) -> usize {
    let length = shape.iter().try_fold(1_usize, |length, &size| length.checked_mul(size));
    let Some(length) = length.filter(|&length| length < most) else { return most };
    weights.insert(name, Array { shape, values: vec![0.0; length] });
    length
}

/// The first name, and how many there are besides.
fn named(names: &[String]) -> String {
    let first = names.first().map(|name| shortened(name)).unwrap_or_default();
    match names.len().saturating_sub(1) {
        0 => format!("\"{first}\""),
        others => format!("\"{first}\" and {others} more"),
    }
}
