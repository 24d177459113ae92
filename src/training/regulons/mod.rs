//! Training of regulon networks: the motifs' occupancies are scanned once, and what is learnt of them costs a
//! minute a member.

mod compendia;
mod completed;
mod families;
mod member;
mod motifs;
mod occupancies;
mod recipe;

pub use compendia::Compendia;
pub use completed::completed;
pub use member::{RegulonsRun, train_member};
pub use motifs::{config, log_odds, log_odds_of, scan, word_motifs};
pub use occupancies::{Cells, Occupancies, initial_features};
pub use recipe::RegulonsRecipe;
