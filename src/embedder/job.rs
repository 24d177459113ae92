use std::rc::Rc;

use super::{Cuts, Embedder, EmbedderError, EmbeddingCache, EmbeddingPlan, PlannedWindow};

/// Vectors of the positions of many sequences, window by window: what stands in a cache, or twice among the
/// sequences, is not computed.
pub struct EmbeddingJob {
    embedder: Rc<Embedder>,
    cache: EmbeddingCache,
    plan: EmbeddingPlan,
    /// What is to be computed, the longest first so that those of one length come together.
    todo: Vec<usize>,
    done: usize,
}

/// The most windows of a step: two strands of each are computed side by side.
const MOST_AT_ONCE: usize = 8;

impl EmbeddingJob {
    /// Plans the windows of sequences (upper-case bases).
    pub fn new(embedder: Rc<Embedder>, cache: EmbeddingCache, cuts: Cuts, sequences: &[&[u8]]) -> Self {
        let plan = EmbeddingPlan::new(cuts, sequences);
        let windows = plan.windows();
        let is_new = |at: &usize| cache.get(&windows[*at].key).is_none();
        let mut todo: Vec<usize> = (0..windows.len()).filter(is_new).collect();
        todo.sort_by_key(|at| std::cmp::Reverse(windows[*at].bases.len()));
        Self { embedder, cache, plan, todo, done: 0 }
    }

    /// Different windows to compute.
    pub fn total(&self) -> usize {
        self.todo.len()
    }

    /// How many of them are computed.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Different windows that the cache had.
    pub fn found(&self) -> usize {
        self.plan.windows().len() - self.todo.len()
    }

    /// What is known by now.
    pub fn cache_mut(&mut self) -> &mut EmbeddingCache {
        &mut self.cache
    }

    /// Computes a few more windows.
    ///
    /// # Errors
    /// [`EmbedderError`] where the device or the network fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), EmbedderError> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let most = (threads / 2).clamp(1, MOST_AT_ONCE);
        let mut waiting = self.todo[self.done..].iter().map(|at| &self.plan.windows()[*at]);
        let Some(first) = waiting.next() else { return Ok(()) };
        let alike = waiting.take(most - 1).take_while(|window| window.bases.len() == first.bases.len());
        let own: Vec<&PlannedWindow> = std::iter::once(first).chain(alike).collect();
        let windows: Vec<_> = own.iter().map(|own| (own.bases.as_slice(), own.core.clone())).collect();
        let vectors = self.embedder.means(&windows).await?;
        for (own, vector) in own.iter().zip(vectors) {
            self.cache.insert(own.key, vector);
        }
        self.done += windows.len();
        Ok(())
    }

    /// The vectors of a sequence's positions, `positions x width` row-major; nothing before all are there.
    pub fn embedding(&self, sequence: usize) -> Option<Vec<f32>> {
        let windows = self.plan.windows();
        let vectors = self.plan.sequences().get(sequence)?.iter().map(|at| self.cache.get(&windows[*at].key));
        Some(vectors.collect::<Option<Vec<_>>>()?.concat())
    }

    /// How many positions a sequence has.
    pub fn positions(&self, sequence: usize) -> usize {
        self.plan.sequences().get(sequence).map_or(0, Vec::len)
    }
}
