//! Variant calls, matched to the genome that they were made on: what each allele, or each copy of a sample's
//! chromosomes, makes of the promoters that it falls into. Whoever predicts gets promoters and alleles, and gives
//! back [`Score`]s; tables and annotated calls are written here.

mod annotation;
mod effect;
mod error;
mod haplotypes;
mod matcher;
mod note;
mod table;
mod tally;

pub use annotation::{CALLS_FIELD, annotated, field_declaration};
pub use effect::{CalledPromoter, Effect, PlacedAllele, Score, by_promoter, ordered};
pub use error::CallsError;
pub use haplotypes::{HaplotypeCalls, HaplotypeRow, PromoterCopies, SampleCopy};
pub use matcher::{Call, CallMatcher};
pub use note::{CallsNote, Mismatch};
pub use table::{CALL_COLUMNS, HAPLOTYPE_COLUMNS, call_rows, haplotype_rows, headings, table_lines};
pub use tally::CallsTally;
