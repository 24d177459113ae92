//! Promoter sequences: reading them, checking them, and turning them into what a model reads.
//!
//! Text becomes a [`Promoter`] (upper-case A, C, G, T, N only, every correction recorded), and a promoter
//! becomes a [`Window`] of indices into a model's [`Alphabet`].

mod alignment;
mod alphabet;
mod catalogue;
mod extraction;
mod fasta;
mod frame;
mod place;
mod promoter;
mod promoter_note;
mod shuffle;
mod variant;
mod window;

pub use alignment::{AlignedRun, Alignment, MAX_PAIRS, align};
pub use alphabet::{Alphabet, AlphabetError};
pub use catalogue::{Catalogue, CatalogueError, Gene, GenePromoter, Origin};
pub use extraction::{Chromosome, ExtractedPromoter, ExtractionError, Feature, Reach, Strand, extract_promoters};
pub use fasta::{FastaError, FastaText, MAX_TEXT_BYTES, RecordError, RecordProblem, read_fasta};
pub use frame::Frame;
pub use place::Place;
pub use promoter::{MIN_BASES, Promoter, SequenceError, reverse_complement};
pub use promoter_note::PromoterNote;
pub use shuffle::{dinucleotide_shuffle, shuffle_stretch};
pub use variant::{
    ChangeError, MAX_VARIANTS, NotationError, Target, Variant, VariantProblem, VariantText, VariantsError,
    read_variants,
};
pub use window::{PADDING, Window};
