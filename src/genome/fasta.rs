use super::text::{numbered_lines, words};
use super::{Contig, GenomeError};

/// Reads FASTA as genomes come in it: comments above, blanks in lines and after `>` are passed over.
pub(super) fn read_fasta(text: &[u8]) -> Result<Vec<Contig>, GenomeError> {
    let mut contigs: Vec<Contig> = Vec::new();
    for (line, content) in numbered_lines(text) {
        if let Some(header) = content.strip_prefix(b">") {
            let header = words(header);
            let (name, description) = header.trim().split_once([' ', '\t']).unwrap_or((header.trim(), ""));
            if name.is_empty() {
                let reason = format!("there is no name after \">\" in line {line}; give it one");
                return Err(GenomeError::Fasta { record: contigs.len() + 1, reason });
            }
            contigs.push(Contig { name: name.into(), description: description.trim().into(), bases: Vec::new() });
            continue;
        }
        if content.starts_with(b";") || content.starts_with(b"#") {
            continue;
        }
        let record = contigs.len();
        let Some(contig) = contigs.last_mut() else {
            if content.trim_ascii().is_empty() {
                continue;
            }
            return Err(GenomeError::UnknownGenome);
        };
        let is_base = |base: &u8| base.is_ascii_alphabetic() || matches!(base, b'*' | b'-');
        if content.iter().all(is_base) {
            contig.bases.extend_from_slice(content);
            continue;
        }
        let bases = content.iter().copied().filter(|base| !matches!(base, b' ' | b'\t' | b'\r'));
        let before = contig.bases.len();
        contig.bases.extend(bases);
        if let Some(odd) = contig.bases[before..].iter().find(|base| !is_base(base)) {
            let (name, odd) = (&contig.name, char::from(*odd).escape_default());
            let reason = format!(
                "\"{name}\" holds \"{odd}\" in line {line}, which is not a base; give unpacked or gzipped FASTA"
            );
            return Err(GenomeError::Fasta { record, reason });
        }
    }
    Ok(contigs)
}
