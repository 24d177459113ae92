use std::collections::HashMap;

use super::attributes::{Attributes, Dialect};
use super::gene_places::GenePlaces;
use super::line::{Kind, Line};
use super::names::{Names, locus};
use super::piece::Piece;
use super::transcripts::Transcripts;
use crate::genome::note::{Example, GenomeNote, NoteCounter};

/// How many parents a feature may have above it; deeper is a circle.
const DEEPEST: usize = 8;

/// The features of a GFF3 file, which name their parents, in any order.
#[derive(Debug)]
pub(super) struct Relations {
    /// Features with an ID.
    known: HashMap<String, Feature>,
    /// The parents of coding sequences with an ID, which are there on several lines.
    parents_of_coding: HashMap<String, Vec<String>>,
    /// Features that make a transcript, with their lines and the transcripts that they belong to.
    pieces: Vec<(usize, Vec<String>, Piece)>,
    /// What coding sequences say of their genes, by their first parent: for those whose parent is lost.
    locus_of_child: HashMap<String, String>,
    /// Coding sequences without a parent.
    orphans: Vec<Orphan>,
    genes: GenePlaces,
    /// Coding sequences whose gene is not to be found.
    lost: NoteCounter,
}

#[derive(Debug, Clone)]
struct Feature {
    kind: Kind,
    parent: Option<String>,
    names: Names,
    locus: Option<String>,
}

#[derive(Debug)]
struct Orphan {
    line: usize,
    id: Option<String>,
    locus: Option<String>,
    gene: Option<String>,
    names: Names,
    piece: Piece,
}

impl Relations {
    pub(super) fn new() -> Self {
        let lost = NoteCounter::new(GenomeNote::NoParent);
        let (known, parents_of_coding, locus_of_child) = (HashMap::new(), HashMap::new(), HashMap::new());
        let genes = GenePlaces::default();
        Self { known, parents_of_coding, pieces: Vec::new(), locus_of_child, orphans: Vec::new(), genes, lost }
    }

    pub(super) fn add(&mut self, line: &Line<'_>) {
        let attributes = line.attributes(Dialect::Gff3);
        let (id, parents) = (attributes.get("ID"), attributes.list("Parent"));
        if line.kind == Kind::CodingSequence {
            return self.add_coding(line, &attributes, id, parents);
        }
        // A gene without an ID is found by its place.
        let id = id.or_else(|| (line.kind == Kind::Gene).then(|| format!("line {}", line.number)));
        if let Some(id) = &id {
            let names = Names::of_gff(&attributes);
            if line.kind == Kind::Gene && names.systematic.is_some() {
                self.genes.add(id, &names, line);
            }
            let feature =
                || Feature { kind: line.kind, parent: parents.first().cloned(), names, locus: locus(&attributes) };
            self.known.entry(id.clone()).or_insert_with(feature);
        }
        let owners = if line.kind == Kind::Transcript { id.into_iter().collect() } else { parents };
        if line.kind.is_piece() {
            self.pieces.push((line.number, owners, Piece::of(line, &attributes)));
        }
    }

    fn add_coding(&mut self, line: &Line<'_>, attributes: &Attributes<'_>, id: Option<String>, parents: Vec<String>) {
        let piece = Piece::of(line, attributes);
        if let Some(first) = parents.first() {
            if let Some(locus) = locus(attributes) {
                self.locus_of_child.entry(first.clone()).or_insert(locus);
            }
            if let Some(id) = id {
                self.parents_of_coding.entry(id).or_insert_with(|| parents.clone());
            }
            self.pieces.push((line.number, parents, piece));
            return;
        }
        let (locus, gene) = (locus(attributes), attributes.get("gene"));
        let names = Names::of_gff(attributes);
        self.orphans.push(Orphan { line: line.number, id, locus, gene, names, piece });
    }

    /// Hands every piece to its transcripts and each transcript to its gene, the topmost parent. What could
    /// not be handed on is returned.
    pub(super) fn into_transcripts(mut self, transcripts: &mut Transcripts) -> NoteCounter {
        self.genes.sort();
        self.adopt_orphans();
        self.pieces.sort_by_key(|(line, ..)| *line);
        let mut roots: HashMap<String, (String, Names)> = HashMap::new();
        for (_, mut owners, piece) in std::mem::take(&mut self.pieces) {
            let Some(last) = owners.pop() else { continue };
            for owner in owners {
                self.add_to_owner(&owner, piece.clone(), &mut roots, transcripts);
            }
            self.add_to_owner(&last, piece, &mut roots, transcripts);
        }
        self.lost
    }

    fn add_to_owner(
        &self,
        owner: &str,
        mut piece: Piece,
        roots: &mut HashMap<String, (String, Names)>,
        transcripts: &mut Transcripts,
    ) {
        if !roots.contains_key(owner) {
            roots.insert(owner.to_owned(), self.root(owner, &piece));
        }
        // What is neither a gene nor its messenger: tRNA, say, or a pseudogene's transcript.
        piece.is_of_rna |= self.known.get(owner).is_some_and(|owner| owner.kind == Kind::Other);
        if let Some((gene, names)) = roots.get(owner) {
            transcripts.add(owner, gene, || names.clone(), piece);
        }
    }

    /// Finds the genes of coding sequences without a parent: by the lines of the same ID, by what they say of
    /// their gene, by their place. Only where the file has neither parents nor genes is each of them a gene
    /// of its own.
    fn adopt_orphans(&mut self) {
        let stands_alone = self.parents_of_coding.is_empty() && self.pieces.is_empty() && self.genes.is_empty();
        for orphan in std::mem::take(&mut self.orphans) {
            let Orphan { line, id, locus, gene, mut names, piece } = orphan;
            if let Some(parents) = id.as_ref().and_then(|id| self.parents_of_coding.get(id)) {
                self.pieces.push((line, parents.clone(), piece));
                continue;
            }
            let by_name = locus.as_deref().and_then(|locus| self.genes.called(locus)).map(str::to_owned);
            let by_place = || self.genes.around(&piece).map(str::to_owned);
            let own = if stands_alone { id.or_else(|| names.systematic.clone()) } else { None };
            let found = by_name.or_else(|| locus.clone().or_else(by_place)).or_else(|| gene.clone()).or(own);
            let Some(owner) = found else {
                self.lost.add(Example::Line { line });
                continue;
            };
            if locus.is_none() && !stands_alone {
                names.systematic = gene;
            }
            let feature = Feature { kind: Kind::CodingSequence, parent: None, names, locus };
            self.known.entry(owner.clone()).or_insert(feature);
            self.pieces.push((line, vec![owner], piece));
        }
    }

    /// The gene of a transcript. Where its parent is lost, the gene that its place or what its parts say
    /// leads to.
    fn root(&self, id: &str, piece: &Piece) -> (String, Names) {
        let mut current = id.to_owned();
        for _ in 0..DEEPEST {
            match self.known.get(&current) {
                Some(Feature { parent: Some(parent), .. }) => current.clone_from(parent),
                _ => break,
            }
        }
        let top = self.known.get(&current);
        let locus = top.map_or_else(|| self.locus_of_child.get(id), |top| top.locus.as_ref());
        // Nothing is above a gene; above a transcript, or a parent that is not in the file, there should be
        // one.
        if top.is_none_or(|top| top.kind == Kind::Transcript) {
            let by_name = locus.and_then(|locus| self.genes.called(locus));
            let gene = by_name.or_else(|| self.genes.around(piece));
            if let Some((gene, feature)) = gene.and_then(|gene| Some((gene, self.known.get(gene)?))) {
                return (gene.to_owned(), feature.names.clone());
            }
        }
        let of_locus = || Names { systematic: locus.cloned(), standard: Vec::new() };
        let names = top.map_or_else(of_locus, |top| top.names.clone()).or_id(&current);
        (current, names)
    }
}
