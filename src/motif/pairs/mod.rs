//! Pairs of what has sites in promoters (kernels, families of motifs): which keep company, and how far apart
//! their sites stand.

mod job;
mod occurrence;
mod sites;
mod spacing;
#[cfg(test)]
mod tests;

pub use job::{PairsJob, SitePair};
pub use occurrence::CoOccurrence;
pub use sites::{Nearest, PlacedSite, nearest};
pub use spacing::Spacing;
