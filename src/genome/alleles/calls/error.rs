use serde::Serialize;
use thiserror::Error;

use super::Mismatch;
use super::note::listed;
use crate::text::counted;

/// How many samples a sentence names.
const SAMPLES: usize = 8;

/// Why nothing is predicted of variant calls.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum CallsError {
    /// The genome has other bases wherever something was called.
    #[error("no reference is what the genome has; {first}: give the assembly that the calls were made on")]
    OtherGenome {
        /// The first record.
        first: Mismatch,
    },
    /// The genome has none of the contigs.
    #[error("the genome has none of the contigs that the variants are on ({}); it has {}: give the assembly that the calls were made on", listed(called), own.join(", "))]
    OtherContigs {
        /// Those of the calls.
        called: Vec<String>,
        /// The first ones of the genome.
        own: Vec<String>,
    },
    /// Haplotypes of calls without genotypes.
    #[error("the calls have no samples, so that there are no haplotypes: leave --haplotypes out")]
    NoSamples,
    /// No sample of that name.
    #[error("the calls have no sample \"{name}\"; they have {}: {}", counted(samples.len(), "sample"), some(samples))]
    UnknownSample {
        /// The one that was asked for.
        name: String,
        /// Those that there are.
        samples: Vec<String>,
    },
}

fn some(samples: &[String]) -> String {
    samples[..samples.len().min(SAMPLES)].join(", ")
}
