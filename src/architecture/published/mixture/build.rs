use burn::tensor::Device;

use super::MixtureConfig;
use super::relettered::relettered;
use crate::architecture::published::build_ensemble;
use crate::architecture::{ArchitectureError, Ensemble, Parameters};

/// Builds the members of all parts, in their order.
///
/// # Errors
/// [`ArchitectureError`] names the hyperparameter or the weight that does not fit.
pub(in crate::architecture::published) fn mixture_ensemble(
    config: &MixtureConfig,
    members: Vec<Parameters>,
    device: &Device,
) -> Result<Ensemble, ArchitectureError> {
    let claimed = config.parts.iter().map(|part| part.members).fold(0, usize::saturating_add);
    if claimed != members.len() {
        let reason = format!("its parts have {claimed} members where the manifest names {}", members.len());
        return Err(ArchitectureError::Config { architecture: MixtureConfig::ARCHITECTURE, reason });
    }
    let mut members = members.into_iter();
    let parts = config.parts.iter().map(|part| {
        let own = members.by_ref().take(part.members).collect();
        let ensemble = build_ensemble(&part.architecture, &part.config, own, device)?;
        // Networks that read together would not hear of another alphabet; a model's check tells where they need to.
        Ok(ensemble.map_alone(|member| relettered(member, &config.alphabet)))
    });
    Ok(Ensemble::joined(parts.collect::<Result<Vec<_>, ArchitectureError>>()?))
}
