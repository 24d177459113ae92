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
    /// Whether the feature goes on before this piece's first base, and behind its last one, beyond what is known of it.
    pub(super) is_open: [bool; 2],
    /// Whether the transcript's coding sequence, and the transcript itself, begin before what is known of
    /// them.
    pub(super) lacks_start: [bool; 2],
    /// Whether the transcript goes on behind what is known of it.
    pub(super) lacks_end: bool,
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
        let strand = place.as_ref().and_then(|place| place.strand);
        Self {
            contig: line.contig.clone().into_owned(),
            kind: line.kind,
            is_open: open_ends(attributes, strand),
            place,
            lacks_start: [lacks("cds_start_NF"), lacks("mRNA_start_NF")],
            lacks_end: lacks("mRNA_end_NF"),
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

/// Whether a feature goes on before its first base, and behind its last one. NCBI writes `start_range=.,1807`
/// for the left and `end_range=2169,.` for the right, prodigal `partial=10` and `partial=01`.
fn open_ends(attributes: &Attributes<'_>, strand: Option<Strand>) -> [bool; 2] {
    let is_open = |tag: &str| attributes.list(tag).iter().any(|border| border == ".");
    let edges = attributes.get("partial").filter(|edges| edges.len() == 2).unwrap_or_default();
    let [left, right] =
        [is_open("start_range") || edges.starts_with('1'), is_open("end_range") || edges.ends_with('1')];
    match strand {
        Some(Strand::Forward) => [left, right],
        Some(Strand::Reverse) => [right, left],
        None => [false; 2],
    }
}

fn is_of_rna(attributes: &Attributes<'_>) -> bool {
    const SAY: [&str; 5] = ["transcript_biotype", "transcript_type", "gene_biotype", "gene_type", "biotype"];
    let is_coding = |kind: &str| kind.contains("coding") && !kind.contains("non") || kind.eq_ignore_ascii_case("mrna");
    attributes.first_of(&SAY).is_some_and(|kind| !is_coding(&kind))
}
