use std::ops::Range;
use std::rc::Rc;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::VariantScan;
use super::stretch::{StretchError, check_stretch};
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;
use crate::sequence::Window;

/// What two motifs do alone and together, means over backgrounds and places, in the model's output unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MotifPair {
    /// Index of the first motif.
    pub first: usize,
    /// Index of the second.
    pub second: usize,
    /// With the first alone minus without.
    pub first_alone: f32,
    /// With the second alone minus without.
    pub second_alone: f32,
    /// With both minus without.
    pub together: f32,
    /// `together` minus the sum of the two, and its standard error.
    pub interaction: f32,
    /// Standard error of the interaction over backgrounds, from the variance of a sample (n - 1); NaN for a
    /// single one.
    pub standard_error: f32,
}

/// Marginal effects of pairs of motifs: both are written at random places that do not overlap, one alone, the
/// other alone, and both; one background a step.
#[derive(Debug)]
pub struct MotifPairsJob {
    model: Rc<Model>,
    conditions: EncodedConditions,
    backgrounds: Vec<Subject>,
    motifs: Vec<Vec<u8>>,
    pairs: Vec<(usize, usize)>,
    places: Range<usize>,
    random: StdRng,
    /// By pair: first alone, second alone, together.
    deltas: Vec<Vec<[f32; 3]>>,
    done: usize,
}

/// Tries to find places that do not overlap; stretches that hold both motifs almost always have some.
const TRIES: usize = 64;

impl MotifPairsJob {
    /// Prepares pairs of `motifs` (codes of the model's alphabet), given by index, in the stretch `places` of
    /// each background.
    ///
    /// # Errors
    /// [`StretchError`] where the stretch does not hold two motifs, or a background has padding there.
    pub fn new(
        model: Rc<Model>,
        backgrounds: Vec<Subject>,
        (levels, output): (&[f32], usize),
        motifs: Vec<Vec<u8>>,
        pairs: Vec<(usize, usize)>,
        places: Range<usize>,
        seed: u64,
    ) -> Result<Self, StretchError> {
        let longest = pairs.iter().map(|&(a, b)| motifs[a].len() + motifs[b].len()).max().unwrap_or(0);
        if 2 * longest > places.len() {
            return Err(StretchError::Short { needed: 2 * longest, found: places.len() });
        }
        backgrounds.iter().try_for_each(|background| check_stretch(background.window(), &places))?;
        let conditions = model.encode_conditions(levels).of_output(output);
        let deltas = vec![Vec::new(); pairs.len()];
        let random = StdRng::seed_from_u64(seed);
        Ok(Self { model, conditions, backgrounds, motifs, pairs, places, random, deltas, done: 0 })
    }

    /// Backgrounds to do.
    pub fn total(&self) -> usize {
        self.backgrounds.len()
    }

    /// Backgrounds done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next background.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let Some(background) = self.backgrounds.get(self.done).cloned() else { return Ok(()) };
        let pairs = self.pairs.clone();
        let variants = pairs.iter().flat_map(|&pair| self.variants(background.window(), pair)).collect();
        let mut scan = VariantScan::new(Rc::clone(&self.model), background, self.conditions.clone(), variants);
        while !scan.is_complete() {
            scan.step().await?;
        }
        for (pair, deltas) in self.deltas.iter_mut().enumerate() {
            deltas.push([0, 1, 2].map(|which| scan.delta(3 * pair + which, 0)));
        }
        self.done += 1;
        Ok(())
    }

    /// The first motif, the second, and both with what stands between them.
    fn variants(&mut self, background: &Window, (first, second): (usize, usize)) -> [Edit; 3] {
        let lengths = [self.motifs[first].len(), self.motifs[second].len()];
        let place =
            |random: &mut StdRng, length: usize| random.random_range(self.places.start..=self.places.end - length);
        let mut at = [self.places.start, self.places.start + lengths[0]];
        for _ in 0..TRIES {
            let drawn = lengths.map(|length| place(&mut self.random, length));
            if drawn[0] + lengths[0] <= drawn[1] || drawn[1] + lengths[1] <= drawn[0] {
                at = drawn;
                break;
            }
        }
        let one = Edit::substitution(at[0], self.motifs[first].clone());
        let two = Edit::substitution(at[1], self.motifs[second].clone());
        let both = two.apply(&one.apply(background));
        let stretch = at[0].min(at[1])..(at[0] + lengths[0]).max(at[1] + lengths[1]);
        let both = Edit::substitution(stretch.start, both.codes()[stretch].to_vec());
        [one, two, both]
    }

    /// One result a pair, in their order; means over the backgrounds that are done.
    pub fn results(&self) -> Vec<MotifPair> {
        let result = |(&(first, second), deltas): (&(usize, usize), &Vec<[f32; 3]>)| {
            let count = deltas.len().max(1) as f32;
            let mean = |of: &dyn Fn(&[f32; 3]) -> f32| deltas.iter().map(of).sum::<f32>() / count;
            let apart = |[one, two, both]: &[f32; 3]| both - one - two;
            let interaction = mean(&apart);
            let squares: f32 = deltas.iter().map(|row| (apart(row) - interaction).powi(2)).sum();
            let variance = if deltas.len() > 1 { squares / (count - 1.0) } else { f32::NAN };
            MotifPair {
                first,
                second,
                first_alone: mean(&|row| row[0]),
                second_alone: mean(&|row| row[1]),
                together: mean(&|row| row[2]),
                interaction,
                standard_error: (variance / count).sqrt(),
            }
        };
        self.pairs.iter().zip(&self.deltas).map(result).collect()
    }
}
