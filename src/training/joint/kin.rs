use super::dataset::GeneTableError;
use super::recipe::{JointRecipe, SplitSection};
use crate::sequence::Promoter;
use crate::training::families;

/// Who is kin to whom: by words that sequences share, or as a column of the table says.
pub(super) enum Kin {
    /// Columns of letters, and all of a gene's together.
    Letters(Vec<usize>, Vec<Promoter>),
    /// The column of families' names, and these.
    Named(usize, Vec<String>),
}

impl Kin {
    /// What a recipe says of it; `column` finds a column by its name.
    ///
    /// # Errors
    /// [`GeneTableError::Column`] names the column that is not there.
    pub(super) fn of(
        recipe: &JointRecipe,
        column: impl Fn(&String) -> Result<usize, GeneTableError>,
    ) -> Result<Self, GeneTableError> {
        if let Some(family) = &recipe.split.family {
            return Ok(Self::Named(column(family)?, Vec::new()));
        }
        let columns = recipe.kin_columns().map(column).collect::<Result<_, _>>()?;
        Ok(Self::Letters(columns, Vec::new()))
    }

    /// The column of families' names.
    pub(super) fn named(&self) -> Option<usize> {
        match self {
            Self::Letters(..) => None,
            Self::Named(column, _) => Some(*column),
        }
    }

    /// Adds a gene, whose cells `field` gives; the error says which column is at fault, and why.
    pub(super) fn add<'a>(&mut self, name: &str, field: impl Fn(usize) -> &'a str) -> Result<(), (usize, String)> {
        match self {
            Self::Letters(columns, genes) => {
                let mut bases = Vec::new();
                for &at in columns.iter() {
                    let own = Promoter::parse(name, field(at)).map_err(|error| (at, error.to_string()))?;
                    bases.extend_from_slice(own.bases());
                    // Between the sequences stands a letter that no word has.
                    bases.push(b'N');
                }
                let whole = Promoter::parse(name, &String::from_utf8_lossy(&bases));
                genes.push(whole.map_err(|error| (columns.first().copied().unwrap_or(0), error.to_string()))?);
            }
            Self::Named(column, names) => match field(*column) {
                "" => return Err((*column, "every gene needs the name of its family".to_owned())),
                own => names.push(own.to_owned()),
            },
        }
        Ok(())
    }

    /// The key of each gene's family.
    pub(super) fn keys(self, section: &SplitSection) -> Vec<String> {
        match self {
            Self::Letters(_, genes) => families(&genes, section.word, section.shared),
            Self::Named(_, names) => names,
        }
    }
}
