use super::super::{Faulty, ForeignError};
use super::messages::{Attribute, Node, Tensor};

/// A node and what it is set to, whose every attribute is checked when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operator<'a> {
    /// The node.
    pub node: &'a Node,
    /// Version of the operators.
    pub opset: i64,
}

impl<'a> Operator<'a> {
    /// What the node is called: by its name, or by what it gives.
    pub fn name(&self) -> &'a str {
        let output = self.node.output.first().map_or("", String::as_str);
        if self.node.name.is_empty() { output } else { &self.node.name }
    }

    /// The node, as a sentence names it.
    pub fn faulty(&self) -> Faulty {
        Faulty::Node(self.name().to_owned())
    }

    /// What this node is refused for.
    pub fn refused(&self, reason: impl Into<String>) -> ForeignError {
        ForeignError::Setting { which: self.faulty(), kind: self.node.op_type.clone(), reason: reason.into() }
    }

    fn get(&self, name: &str) -> Option<&'a Attribute> {
        self.node.attribute.iter().find(|own| own.name == name)
    }

    /// A whole number.
    pub fn integer(&self, name: &str, default: i64) -> i64 {
        self.get(name).map_or(default, |own| own.i)
    }

    /// Whole numbers; none where they are absent.
    pub fn integers(&self, name: &str) -> Option<&'a [i64]> {
        self.get(name).map(|own| own.ints.as_slice())
    }

    /// A number.
    pub fn float(&self, name: &str, default: f32) -> f32 {
        self.get(name).map_or(default, |own| own.f)
    }

    /// Numbers; none where they are absent.
    pub fn floats(&self, name: &str) -> &'a [f32] {
        self.get(name).map_or(&[], |own| &own.floats)
    }

    /// A word.
    pub fn word(&self, name: &str, default: &'static str) -> String {
        self.get(name).map_or_else(|| default.to_owned(), |own| String::from_utf8_lossy(&own.s).into_owned())
    }

    /// Words; none where they are absent.
    pub fn words(&self, name: &str) -> Vec<String> {
        let text = |own: &Vec<u8>| String::from_utf8_lossy(own).into_owned();
        self.get(name).map_or_else(Vec::new, |own| own.strings.iter().map(text).collect())
    }

    /// A constant.
    pub fn tensor(&self, name: &str) -> Option<&'a Tensor> {
        self.get(name)?.t.as_ref()
    }

    /// Whether an attribute is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whole numbers that count something, as many as `count`; each `default` where they are absent.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where there are more or fewer, or one is negative or absurd.
    pub fn counts(&self, name: &str, count: usize, default: usize) -> Result<Vec<usize>, ForeignError> {
        const MOST: i64 = 1 << 26;
        let Some(own) = self.integers(name) else { return Ok(vec![default; count]) };
        let fits = |value: &i64| usize::try_from(*value).ok().filter(|_| *value <= MOST);
        let all: Option<Vec<usize>> = own.iter().map(fits).collect();
        all.filter(|all| all.len() == count)
            .ok_or_else(|| self.refused(format!("has {name} of {own:?}, where {count} whole numbers are needed")))
    }
}
