use super::attributes::Attributes;
use crate::genome::text::one_word;

/// What a gene is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) systematic: Option<String>,
    pub(super) standard: Vec<String>,
}

impl Names {
    /// NCBI gives `locus_tag`, Ensembl `gene_id`, others an `ID` alone.
    pub(super) fn of_gff(attributes: &Attributes<'_>) -> Self {
        let systematic = locus(attributes).or_else(|| attributes.get("ID").map(|id| without_prefix(&id).to_owned()));
        let standard = ["gene", "gene_name", "Name"].into_iter().filter_map(|tag| attributes.get(tag)).collect();
        Self { systematic: systematic.or_else(|| attributes.get("Name")), standard }
    }

    /// The identifier where nothing else names it.
    pub(super) fn or_id(mut self, id: &str) -> Self {
        let id = without_prefix(id);
        if self.systematic.is_none() && !id.is_empty() {
            self.systematic = Some(id.to_owned());
        }
        self
    }

    /// The name that no other gene has.
    pub(super) fn own(&self) -> Option<String> {
        self.systematic.as_deref().and_then(one_word)
    }
}

/// What names a gene, whichever of its features says it.
pub(super) fn locus(attributes: &Attributes<'_>) -> Option<String> {
    attributes.first_of(&["locus_tag", "gene_id"])
}

/// Ensembl writes `gene:YAL001C`, NCBI `gene-YAL001C`.
fn without_prefix(id: &str) -> &str {
    ["gene:", "gene-", "transcript:", "rna-", "cds-", "CDS:"].into_iter().find_map(|p| id.strip_prefix(p)).unwrap_or(id)
}
