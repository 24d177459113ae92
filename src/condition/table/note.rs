use std::fmt;

use serde::Serialize;

use crate::text::counted;

/// Most names that are listed.
const LISTED: usize = 6;

/// What was left out of a table, or supposed of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum TableNote {
    /// Rows of no gene.
    RowsLeftOut {
        /// What they hold.
        kind: RowKind,
        /// Their names.
        rows: Listed,
    },
    /// Columns of no levels.
    ColumnsLeftOut(LeftOutColumns),
    /// A table of a test for differential expression: conditions are its logarithms of changes.
    Changes {
        /// Which program wrote it, where that is known.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
        program: Option<&'static str>,
        /// The changes.
        columns: Listed,
    },
    /// Columns of unknown headings stand beside statistics.
    AmongStatistics {
        /// Those that are taken for conditions.
        columns: Listed,
    },
    /// A column holds one number in every row.
    Constant {
        /// Its name.
        column: String,
        /// The number.
        value: f32,
    },
    /// The numbers of a column lie between 0 and 1.
    Probabilities {
        /// Its name.
        column: String,
    },
    /// There is no header line.
    Headless,
    /// Values are larger than log ratios are.
    NotLogRatios {
        /// The largest, without its sign.
        largest: f32,
    },
    /// Cells without a level, where the model's mean stands in.
    EmptyCells {
        /// How many.
        count: usize,
    },
}

/// What rows hold that are no genes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// Weights and names of arrays (PCL, CDT).
    Weights,
    /// Reads of no gene (htseq-count, STAR, featureCounts).
    NoGene,
}

/// What columns hold that are no levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Names or descriptions.
    Description,
    /// Weights (PCL, CDT).
    Weight,
    /// Places or lengths of genes.
    Place,
    /// What a test says beside the change.
    Statistic,
}

/// Columns that hold no levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LeftOutColumns {
    /// What they hold.
    pub kind: ColumnKind,
    /// Their names.
    pub columns: Listed,
}

/// The first few of some names, and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Listed {
    /// Untrusted text.
    pub names: Vec<String>,
    /// Those that are not listed.
    pub more: usize,
}

impl Listed {
    pub(super) fn of(mut names: Vec<String>) -> Self {
        let more = names.len().saturating_sub(LISTED);
        names.truncate(LISTED);
        Self { names, more }
    }

    fn is_one(&self) -> bool {
        self.names.len() + self.more == 1
    }

    /// The noun in the number that the names ask for.
    fn noun<'a>(&self, one: &'a str, many: &'a str) -> &'a str {
        if self.is_one() { one } else { many }
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |name: &String| if name.is_empty() { "(no heading)".to_owned() } else { format!("\"{name}\"") };
        let shown: Vec<String> = self.names.iter().map(quoted).collect();
        match (shown.split_last(), self.more) {
            (Some((last, [])), 0) => out.write_str(last),
            (Some((last, rest)), 0) => write!(out, "{} and {last}", rest.join(", ")),
            (_, more) => write!(out, "{} and {more} more", shown.join(", ")),
        }
    }
}

impl fmt::Display for LeftOutColumns {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, columns } = self;
        let what = match kind {
            ColumnKind::Description => columns.noun("holds names or descriptions", "hold names or descriptions"),
            ColumnKind::Weight => columns.noun("holds weights, no levels", "hold weights, no levels"),
            ColumnKind::Place => columns
                .noun("holds places or lengths of genes, no levels", "hold places or lengths of genes, no levels"),
            ColumnKind::Statistic => columns.noun("holds a statistic, no levels", "hold statistics, no levels"),
        };
        write!(out, "the {} {columns}, which {what}", columns.noun("column", "columns"))
    }
}

impl fmt::Display for TableNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RowsLeftOut { kind, rows } => {
                let what = match kind {
                    RowKind::Weights => "weights and names of arrays, no genes",
                    RowKind::NoGene => "reads of no gene",
                };
                write!(out, "left out: the {} {rows}: {what}", rows.noun("row", "rows"))
            }
            Self::ColumnsLeftOut(left) => write!(out, "left out: {left}"),
            Self::Changes { program, columns } => {
                let program = program.unwrap_or("a test of differential expression");
                let what = columns.noun("the condition is its change", "the conditions are its changes");
                write!(out, "this is a table of {program}: {what} {columns}")
            }
            Self::AmongStatistics { columns } => {
                let what = columns.noun("the column", "the columns");
                write!(out, "statistics stand in this table: take {what} {columns} out where no levels are in it")
            }
            Self::Constant { column, value } => {
                write!(out, "the column \"{column}\" holds {value} in every row; take it out if it is a weight")
            }
            Self::Probabilities { column } => write!(
                out,
                "all values of the column \"{column}\" lie between 0 and 1, as p-values do; take it out if it holds no levels"
            ),
            Self::Headless => out.write_str("the table has no header line, so its conditions are numbered"),
            Self::NotLogRatios { largest } => {
                write!(out, "values up to {largest} do not look like log2 ratios, which this model reads")
            }
            Self::EmptyCells { count } => {
                let take = if *count == 1 { "takes" } else { "take" };
                write!(out, "{} {take} the TF's mean over the training conditions", counted(*count, "empty cell"))
            }
        }
    }
}
