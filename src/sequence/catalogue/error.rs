use serde::Serialize;
use thiserror::Error;

use super::file::FORMAT;
use crate::sequence::ExtractionError;

/// Why there is no catalogue.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum CatalogueError {
    /// Not the container, or not all of it.
    #[error("the promoter catalogue is damaged or cut short ({0}); get the file again")]
    Damaged(String),
    /// A container with other content.
    #[error("the file is not a promoter catalogue; choose one that `cisight catalogue` has made")]
    NotACatalogue,
    /// Of a later or earlier program.
    #[error(
        "the promoter catalogue has format {0}, this program reads format {FORMAT}; make it anew with `cisight catalogue`"
    )]
    Version(u64),
    /// A part of the file that is missing or contradicts another part.
    #[error("the table \"{table}\" of the promoter catalogue {problem}; get the file again")]
    Table {
        /// Its name in the container.
        table: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A promoter that lies outside the bases of the file.
    #[error("the promoter of {0} lies outside the bases of the promoter catalogue; get the file again")]
    Place(String),
    /// Two genes, one name.
    #[error("the name {0} belongs to two genes; give each gene a systematic name (locus tag) of its own")]
    DuplicateName(String),
    /// A name without letters, or with line breaks.
    #[error("{gene:?} has the name {name:?}, which is empty or has control characters; change it in the annotation")]
    Name {
        /// Systematic name.
        gene: String,
        /// The one of its names that cannot be stored.
        name: String,
    },
    /// More bases than offsets can tell apart.
    #[error("the promoters have {0} bases, at most {max} can be stored; use shorter promoters", max = u32::MAX)]
    TooLarge(usize),
    /// Annotation and sequence do not belong together.
    #[error(transparent)]
    Extraction(#[from] ExtractionError),
}
