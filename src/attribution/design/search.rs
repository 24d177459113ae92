use super::beam::{BeamSearch, Scans};
use super::context::Context;
use super::draft::Draft;
use super::evolution::EvolutionSearch;
use super::retrace::Retrace;
use crate::attribution::VariantScan;
use crate::model::AnswerError;

/// A search, what it set out from, and what that answers.
#[derive(Debug)]
pub(super) struct Started {
    pub bases: Vec<u8>,
    search: Search,
    pub retrace: Option<Retrace>,
}

#[derive(Debug)]
enum Search {
    Beam(Box<BeamSearch>),
    Evolution(Box<EvolutionSearch>),
}

impl Started {
    /// As the options have it, from these bases.
    pub fn new(context: &Context, bases: Vec<u8>, seed: u64) -> Self {
        let search = match context.options.evolution {
            Some(settings) => Search::Evolution(Box::new(EvolutionSearch::new(context, bases.clone(), settings, seed))),
            None => Search::Beam(Box::new(BeamSearch::new(context, bases.clone()))),
        };
        Self { bases, search, retrace: None }
    }

    /// The scans that come next, up to so many edits in all, but at least one.
    pub fn scans(&mut self, context: &Context, known: &Scans, most: usize) -> Vec<&mut VariantScan> {
        match (&mut self.retrace, &mut self.search) {
            (Some(retrace), _) => vec![retrace.scan()],
            (None, Search::Beam(search)) => search.scans(context, known, most),
            (None, Search::Evolution(search)) => search.scans(context, most),
        }
    }

    /// Computes a bounded piece of the search.
    pub async fn step(&mut self, context: &Context, scans: &mut Scans) -> Result<(), AnswerError> {
        match &mut self.search {
            Search::Beam(search) => search.step(context, scans).await,
            Search::Evolution(search) => search.step(context).await,
        }
    }

    /// Whether the search is over; what it found may still have to be retraced.
    pub fn is_over(&self, context: &Context) -> bool {
        match &self.search {
            Search::Beam(search) => search.is_over(context),
            Search::Evolution(search) => search.is_over(),
        }
    }

    /// Changes, or generations, that are through.
    pub fn rounds(&self) -> usize {
        match &self.search {
            Search::Beam(search) => search.rounds,
            Search::Evolution(search) => search.rounds,
        }
    }

    /// What meets the goals best so far.
    pub fn best(&self) -> Option<&Draft> {
        match &self.search {
            Search::Beam(search) => search.best.as_ref(),
            Search::Evolution(search) => search.best.as_ref(),
        }
    }

    /// Responses of what the search set out from, once they are known.
    pub fn first(&self) -> Option<Vec<f32>> {
        let responses = match &self.search {
            Search::Beam(search) => &search.first,
            Search::Evolution(search) => &search.first,
        };
        (!responses.is_empty()).then(|| responses.clone())
    }
}
