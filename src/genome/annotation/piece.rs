use super::attributes::Attributes;
use super::line::{Kind, Line, Place};
use crate::sequence::Strand;

/// A part of a transcript.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) contig: String,
    pub(super) kind: Kind,
    /// None where the line cannot be read.
    pub(super) place: Option<Place>,
    /// Whether the feature goes on before this piece's first base, beyond what is known of it.
    pub(super) is_cut_off: bool,
    /// Whether the transcript's coding sequence, and the transcript itself, begin before what is known of
    /// them.
    pub(super) lacks_start: [bool; 2],
    /// Whether the transcript is put together of pieces that lie anywhere.
    pub(super) is_trans_spliced: bool,
    /// Which piece of a trans-spliced transcript, where that is said.
    pub(super) part: Option<u32>,
    /// Whether the line says that its gene makes no protein.
    pub(super) is_of_rna: bool,
}

impl Piece {
    pub(super) fn of(line: &Line<'_>, attributes: &Attributes<'_>) -> Self {
        let place = line.place.as_ref().ok().cloned();
        let tags = attributes.list("tag");
        let lacks = |tag: &str| tags.iter().any(|own| own.eq_ignore_ascii_case(tag));
        let exception = attributes.get("exception").unwrap_or_default();
        let part = attributes.get("part").and_then(|part| part.split('/').next().and_then(|first| first.parse().ok()));
        Self {
            contig: line.contig.clone().into_owned(),
            kind: line.kind,
            is_cut_off: place.as_ref().is_some_and(|place| is_cut_off(attributes, place.strand)),
            place,
            lacks_start: [lacks("cds_start_NF"), lacks("mRNA_start_NF")],
            is_trans_spliced: exception.contains("trans-splic") || exception.contains("trans_splic"),
            part,
            is_of_rna: is_of_rna(attributes),
        }
    }

    /// Whether it says where a coding sequence is.
    pub(super) fn is_coding(&self) -> bool {
        matches!(self.kind, Kind::CodingSequence | Kind::StartCodon)
    }
}

/// NCBI writes `start_range=.,1807` where a feature goes on to the left of its first base and
/// `end_range=2169,.` for the right, prodigal `partial=10` and `partial=01`.
fn is_cut_off(attributes: &Attributes<'_>, strand: Option<Strand>) -> bool {
    let is_open = |tag: &str| attributes.list(tag).iter().any(|border| border == ".");
    let edges = attributes.get("partial").filter(|edges| edges.len() == 2).unwrap_or_default();
    match strand {
        Some(Strand::Forward) => is_open("start_range") || edges.starts_with('1'),
        Some(Strand::Reverse) => is_open("end_range") || edges.ends_with('1'),
        None => false,
    }
}

fn is_of_rna(attributes: &Attributes<'_>) -> bool {
    const SAY: [&str; 5] = ["transcript_biotype", "transcript_type", "gene_biotype", "gene_type", "biotype"];
    let is_coding = |kind: &str| kind.contains("coding") && !kind.contains("non") || kind.eq_ignore_ascii_case("mrna");
    attributes.first_of(&SAY).is_some_and(|kind| !is_coding(&kind))
}
