use serde::Serialize;
use thiserror::Error;

/// What is wrong with a line of an annotation, and what to do.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum AnnotationLineProblem {
    /// Fewer columns than the formats have.
    #[error("it has {count} columns with tabs between, and GFF3 and GTF have nine")]
    Columns {
        /// How many.
        count: usize,
    },
    /// Where the feature starts or ends is no number.
    #[error("its {column} is \"{text}\", which is not a number from 1 on")]
    Number {
        /// `start` or `end`.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The two are the wrong way round.
    #[error("the feature ends ({end}) before it starts ({start})")]
    EndsBeforeStart {
        /// From 1.
        start: usize,
        /// Included.
        end: usize,
    },
    /// A line of GTF that names no gene.
    #[error("there is no gene_id, which every line of GTF needs; repair the line or remove it")]
    NoGene,
}
