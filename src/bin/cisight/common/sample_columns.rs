//! What the files of a model's inputs hold, matched by the names of the samples.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use cisight::sample::{EmbeddingRows, NumberRows, Part};
use cisight::schema::InputSpec;
use cisight::sequence::Promoter;
use cisight::text::counted;

use super::input;

/// What one input reads, by name.
pub enum Column {
    Sequences(Vec<Promoter>),
    Numbers(NumberRows),
    Embeddings(EmbeddingRows),
}

impl Column {
    pub fn read(spec: &InputSpec, path: &Path) -> Result<Self> {
        let named = || path.display().to_string();
        match spec {
            InputSpec::Bases(own) => Ok(Self::Sequences(input::promoters(path, own)?)),
            InputSpec::Numbers(own) => {
                let rows = NumberRows::read(input::text(path)?.as_bytes(), own).with_context(named)?;
                if rows.missing > 0 {
                    let missing = counted(rows.missing, "missing number");
                    let take = if rows.missing == 1 { "takes" } else { "take" };
                    eprintln!("{}: {missing} {take} the model's default", named());
                }
                if !rows.unknown.is_empty() {
                    eprintln!("{}: columns that the model does not read: {}", named(), rows.unknown.join(", "));
                }
                Ok(Self::Numbers(rows))
            }
            InputSpec::Embedding(own) => {
                Ok(Self::Embeddings(EmbeddingRows::read(&input::read(path)?, own).with_context(named)?))
            }
        }
    }

    /// Names of the rows, where this is what names them.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Sequences(promoters) => promoters.iter().map(|promoter| promoter.name().to_owned()).collect(),
            Self::Numbers(rows) => rows.names.clone(),
            Self::Embeddings(EmbeddingRows::Named(rows)) => {
                let mut names: Vec<String> = rows.keys().cloned().collect();
                names.sort();
                names
            }
            Self::Embeddings(EmbeddingRows::InOrder(rows)) => (1..=rows.len()).map(|row| row.to_string()).collect(),
        }
    }

    /// The sequences of rows of these names; nothing for what reads no bases.
    pub fn promoters(&self, names: &[String], is_leading: bool) -> Vec<Promoter> {
        match self {
            Self::Sequences(promoters) if is_leading => promoters.clone(),
            Self::Sequences(promoters) => {
                let own = names.iter().filter_map(|name| find(promoters, name));
                own.cloned().collect()
            }
            Self::Numbers(_) | Self::Embeddings(_) => Vec::new(),
        }
    }

    /// The parts of rows of these names.
    pub fn parts(&self, spec: &InputSpec, names: &[String], is_leading: bool) -> Result<Vec<Part>> {
        match (self, spec) {
            (Self::Sequences(promoters), InputSpec::Bases(own)) if is_leading => {
                Ok(promoters.iter().map(|promoter| Part::Bases(own.window(promoter))).collect())
            }
            (Self::Sequences(promoters), InputSpec::Bases(own)) => {
                refuse_twins(promoters)?;
                let part = |name: &String| find(promoters, name).map(|found| Part::Bases(own.window(found)));
                matched(names, part, "sequence")
            }
            (Self::Numbers(rows), InputSpec::Numbers(own)) => {
                let lacking = names.iter().filter(|name| rows.get(name).is_none()).count();
                if lacking > 0 {
                    let all = own.numbers.len();
                    eprintln!(
                        "promoters without a row of {}, whose {all} numbers take the default: {lacking}",
                        own.name
                    );
                }
                let defaults = || own.numbers.iter().map(|number| number.default).collect();
                let part = |name: &String| Part::Numbers(rows.get(name).map_or_else(defaults, <[f32]>::to_vec));
                Ok(names.iter().map(part).collect())
            }
            (Self::Embeddings(EmbeddingRows::Named(rows)), _) => {
                matched(names, |name| rows.get(name).cloned().map(Part::Embedding), "embedding")
            }
            (Self::Embeddings(EmbeddingRows::InOrder(rows)), _) => {
                if rows.len() != names.len() {
                    let [rows, promoters] = [counted(rows.len(), "embedding"), counted(names.len(), "promoter")];
                    bail!("it holds {rows} for {promoters}; give one for each");
                }
                Ok(rows.iter().cloned().map(Part::Embedding).collect())
            }
            (_, other) => Err(anyhow!("\"{}\" reads something else", other.name())),
        }
    }
}

/// The sequence of that name, or the only one of a file, which serves every row.
fn find<'a>(promoters: &'a [Promoter], name: &str) -> Option<&'a Promoter> {
    match promoters {
        [only] => Some(only),
        all => all.iter().find(|promoter| promoter.name() == name),
    }
}

fn refuse_twins(promoters: &[Promoter]) -> Result<()> {
    let mut known = HashSet::new();
    match promoters.iter().find(|promoter| !known.insert(promoter.name())) {
        Some(twice) => bail!("two records are called \"{}\"; names say which promoter each belongs to", twice.name()),
        None => Ok(()),
    }
}

fn matched(names: &[String], part: impl Fn(&String) -> Option<Part>, what: &str) -> Result<Vec<Part>> {
    names
        .iter()
        .map(|name| part(name).with_context(|| format!("there is no {what} for the promoter \"{name}\"")))
        .collect()
}
