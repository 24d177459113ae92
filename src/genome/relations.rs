use std::collections::HashMap;

use super::annotation::{Kind, Line};
use super::transcripts::{Names, Piece, Transcripts};

/// How many parents a feature may have above it; deeper is a circle.
const DEEPEST: usize = 8;

/// The features of a GFF3 file, which name their parents, in any order.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Features with an ID: their first parent, and what they are called.
    known: HashMap<String, (Option<String>, Names)>,
    /// Features that make a transcript, and the transcripts that they belong to.
    pieces: Vec<(Vec<String>, Line)>,
}

impl Relations {
    pub(super) fn add(&mut self, line: Line) {
        let parents = line.attributes("Parent");
        let id = line.attribute("ID");
        if let Some(id) = &id
            && line.kind != Kind::CodingSequence
        {
            self.known.entry(id.clone()).or_insert_with(|| (parents.first().cloned(), Names::of_gff(&line)));
        }
        let owners = match line.kind {
            Kind::Other => return,
            Kind::Transcript => id.into_iter().collect(),
            // A coding sequence without a parent is a transcript and a gene of its own.
            Kind::CodingSequence if parents.is_empty() => {
                let names = Names::of_gff(&line);
                let Some(own) = id.or_else(|| names.systematic()) else { return };
                self.known.entry(own.clone()).or_insert((None, names));
                vec![own]
            }
            Kind::CodingSequence | Kind::StartCodon | Kind::Exon => parents,
        };
        self.pieces.push((owners, line));
    }

    /// Hands every piece to its transcripts and each transcript to its gene, the topmost parent.
    pub(super) fn into_transcripts(self, transcripts: &mut Transcripts) {
        for (owners, line) in &self.pieces {
            for owner in owners {
                let (gene, names) = self.root(owner);
                transcripts.add(owner, &gene, names, &Piece::of(line));
            }
        }
    }

    fn root(&self, id: &str) -> (String, Names) {
        let mut current = id.to_owned();
        for _ in 0..DEEPEST {
            match self.known.get(&current) {
                Some((Some(parent), _)) => current = parent.clone(),
                _ => break,
            }
        }
        let names = self.known.get(&current).map(|(_, names)| names.clone()).unwrap_or_default();
        let names = names.or_id(&current);
        (current, names)
    }
}
