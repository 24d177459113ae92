use serde::Serialize;
use thiserror::Error;

/// Why a graph cannot be computed. What is about a node names it and its operator.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum GraphError {
    /// A list is empty, or longer than any network's.
    #[error("the graph has {found} {what}; there have to be between 1 and {most}")]
    Count {
        /// Of what.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A value is named twice.
    #[error("two values of the graph are called \"{0}\"; every value needs a name of its own")]
    Twice(String),
    /// The graph answers with a value that nothing gives.
    #[error("the graph answers with \"{0}\", which none of its nodes gives")]
    Output(String),
    /// An input has a shape that what it reads cannot have.
    #[error("the input \"{input}\" has the shape {shape:?}, but {rule}")]
    Input {
        /// The input.
        input: String,
        /// Its shape.
        shape: Vec<usize>,
        /// What would fit.
        rule: &'static str,
    },
    /// A constant is empty, too large, or has too many axes.
    #[error("the constant \"{constant}\" has the shape {shape:?}, but {rule}")]
    Constant {
        /// The constant.
        constant: String,
        /// Its shape.
        shape: Vec<usize>,
        /// What would fit.
        rule: &'static str,
    },
    /// A node reads what no earlier node gives.
    #[error(
        "the node \"{node}\" ({operator}) reads \"{value}\", which nothing before it gives; a graph has no cycles, and each node stands after those that it reads"
    )]
    Unknown {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
        /// What it reads.
        value: String,
    },
    /// A node reads too few or too many values.
    #[error("the node \"{node}\" ({operator}) reads {found} values where it needs {needed}")]
    Operands {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
        /// How many it reads.
        found: usize,
        /// How many it needs, in words.
        needed: &'static str,
    },
    /// The shapes that a node reads do not go together.
    #[error("the node \"{node}\" ({operator}) reads values of the shapes {}, but {rule}", listed(.shapes))]
    Shapes {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
        /// What it reads.
        shapes: Vec<Vec<usize>>,
        /// What would fit.
        rule: &'static str,
    },
    /// An attribute is out of range.
    #[error("the node \"{node}\" ({operator}) has {attribute} of {found}, but {rule}")]
    Attribute {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
        /// The attribute, with its article.
        attribute: &'static str,
        /// What it is.
        found: String,
        /// What would fit.
        rule: &'static str,
    },
    /// A weight is computed from what the network reads.
    #[error("the node \"{node}\" ({operator}) takes its weights from what the network reads; they have to be constant")]
    NotConstant {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
    },
    /// A value is larger than can be held.
    #[error(
        "the node \"{node}\" ({operator}) gives a value of the shape {shape:?}; one may hold {most} numbers at most"
    )]
    Large {
        /// The node.
        node: String,
        /// Its operator.
        operator: &'static str,
        /// The shape.
        shape: Vec<usize>,
        /// The bound.
        most: usize,
    },
    /// All values together, or all products, are more than can be computed.
    #[error("the graph takes {found} {what} for one sample; there may be {most} at most")]
    Costly {
        /// Of what.
        what: &'static str,
        /// How many.
        found: u64,
        /// How many there may be.
        most: u64,
    },
}

fn listed(shapes: &[Vec<usize>]) -> String {
    shapes.iter().map(|shape| format!("{shape:?}")).collect::<Vec<_>>().join(" and ")
}
