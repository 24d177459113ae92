//! DNA that is to be made: changes of a sequence, what it must not contain ([`Rules`]), and how it is ordered ([`Adapters`],
//! [`mutagenesis_primers`]).

mod change;
mod enzymes;
mod finding;
mod iupac;
mod melting;
mod oligo;
mod primers;
mod rules;
mod site;

pub use change::{Change, ChangedSequence, PlacedMotif};
pub use finding::{BrokenRule, Finding};
pub use melting::PrimerBuffer;
pub use oligo::{AdapterError, Adapters};
pub use primers::{Primer, PrimerFlaw, PrimerPair, mutagenesis_primers};
pub use rules::{GcLimits, GuardedMotifs, Hairpins, Repeats, RuleChecker, Rules};
pub use site::{RecognitionSite, SiteError};
