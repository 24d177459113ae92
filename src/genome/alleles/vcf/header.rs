use noodles_vcf::header::Record;

use super::VcfError;

/// What stands before the records, as it was written.
#[derive(Debug, Clone)]
pub struct VcfHeader {
    /// The lines that begin with `##`.
    meta: Vec<String>,
    columns: String,
    contigs: Vec<(String, Option<usize>)>,
    samples: Vec<String>,
}

impl VcfHeader {
    /// Lines that are not as the format wants them are kept and say nothing.
    pub(super) fn new(meta: Vec<String>, columns: String) -> Self {
        let contig = |line: &String| match line.parse() {
            Ok(Record::Contig(name, contig)) => Some((name, contig.length())),
            _ => None,
        };
        let contigs = meta.iter().filter(|line| line.starts_with("##contig")).filter_map(contig).collect();
        let samples = columns.split('\t').skip(9).map(str::to_owned).collect();
        Self { meta, columns, contigs, samples }
    }

    /// Names of the contigs, and their lengths where they are said.
    pub fn contigs(&self) -> impl Iterator<Item = (&str, Option<usize>)> {
        self.contigs.iter().map(|(name, bases)| (name.as_str(), *bases))
    }

    /// Names of the samples, in the order of their columns.
    pub fn samples(&self) -> &[String] {
        &self.samples
    }

    /// The lines, with the declaration of an INFO field in place of one of that name.
    pub fn with_info(&self, id: &str, declaration: &str) -> Vec<String> {
        let is_old = |line: &&String| line.starts_with(&format!("##INFO=<ID={id},"));
        let kept = self.meta.iter().filter(|line| !is_old(line)).cloned();
        kept.chain([declaration.to_owned(), self.columns.clone()]).collect()
    }
}

/// Whether the first line is that of a VCF file.
pub(super) fn check_first(line: &str) -> Result<(), VcfError> {
    match line.strip_prefix('\u{feff}').unwrap_or(line) {
        line if line.starts_with("##fileformat=VCF") => Ok(()),
        _ => Err(VcfError::NotVcf),
    }
}
