use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use super::{Cuts, Embedder, EmbedderError, EmbeddingCache, WindowKey};

/// Vectors of the positions of many sequences, window by window: what stands in a cache, or twice among the
/// sequences, is not computed.
pub struct EmbeddingJob {
    embedder: Rc<Embedder>,
    cache: EmbeddingCache,
    /// The positions of each sequence.
    sequences: Vec<Vec<WindowKey>>,
    /// What is to be computed, the longest first so that those of one length come together.
    todo: Vec<Window>,
    done: usize,
    found: usize,
}

/// Bases that are read, and which of them are averaged.
struct Window {
    key: WindowKey,
    bases: Vec<u8>,
    core: Range<usize>,
}

/// The most windows of a step: two strands of each are computed side by side.
const MOST_AT_ONCE: usize = 8;

impl EmbeddingJob {
    /// Plans the windows of sequences (upper-case bases).
    pub fn new(embedder: Rc<Embedder>, cache: EmbeddingCache, cuts: Cuts, sequences: &[&[u8]]) -> Self {
        let (mut todo, mut found, mut planned) = (Vec::new(), 0, HashSet::new());
        let mut plan = |bases: &[u8]| {
            let keys = cuts.of(bases.len()).into_iter().map(|cut| {
                let key = WindowKey::new(bases, &cut);
                if planned.insert(key) {
                    if cache.get(&key).is_some() {
                        found += 1;
                    } else {
                        let core = cut.core.start - cut.window.start..cut.core.end - cut.window.start;
                        todo.push(Window { key, bases: bases[cut.window].to_vec(), core });
                    }
                }
                key
            });
            keys.collect()
        };
        let sequences = sequences.iter().map(|bases| plan(bases)).collect();
        todo.sort_by_key(|window| std::cmp::Reverse(window.bases.len()));
        Self { embedder, cache, sequences, todo, done: 0, found }
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
        self.found
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
        let Some(first) = self.todo.get(self.done) else { return Ok(()) };
        let alike = self.todo[self.done..].iter().take(most);
        let own: Vec<&Window> = alike.take_while(|window| window.bases.len() == first.bases.len()).collect();
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
        let vectors = self.sequences.get(sequence)?.iter().map(|key| self.cache.get(key));
        Some(vectors.collect::<Option<Vec<_>>>()?.concat())
    }

    /// How many positions a sequence has.
    pub fn positions(&self, sequence: usize) -> usize {
        self.sequences.get(sequence).map_or(0, Vec::len)
    }
}
