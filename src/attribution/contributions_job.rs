use std::ops::Range;
use std::rc::Rc;

use super::Contributions;
use super::mutagenesis::base_codes;
use super::quadrature::gauss_legendre;
use crate::architecture::{Profile, Rule};
use crate::model::{EnsembleMultipliers, ExplanationError, ExplanationPoint, Model};
use crate::sample::Subject;
use crate::sequence::{PADDING, Window, shuffle_stretch};

/// References of one step: a rescale pass costs little more than one promoter each, an integral as many as it
/// has nodes.
const REFERENCES_PER_STEP: usize = 8;

/// A promoter in a condition that another one is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferencePoint {
    /// What the model reads of the promoter.
    pub window: Window,
    /// One level a TF, in the table's unit.
    pub levels: Vec<f32>,
}

impl ReferencePoint {
    /// `count` shuffles of a window that keep its pairs of neighbours ([`shuffle_stretch`]), with the same
    /// levels; shuffle n has the seed `seed + n`. What lies outside `stretch` stays
    /// ([`crate::schema::BasesInput::free_stretch`]).
    pub fn shuffled(window: &Window, levels: &[f32], count: usize, seed: u64, stretch: Range<usize>) -> Vec<Self> {
        let shuffle = |number: u64| {
            let window = shuffle_stretch(window, stretch.clone(), seed.wrapping_add(number));
            Self { window, levels: levels.to_vec() }
        };
        (0..count as u64).map(shuffle).collect()
    }
}

/// Contributions of one promoter in one condition, computed a few references a step and averaged over them.
#[derive(Debug)]
pub struct AttributionJob {
    model: Rc<Model>,
    subject: Subject,
    levels: Vec<f32>,
    output: usize,
    rule: Rule,
    references: Vec<ExplanationPoint>,
    per_step: usize,
    done: usize,
    sums: ContributionSums,
}

/// ContributionSums over references, in 64 bits: contributions are small against what they are sums of.
#[derive(Debug)]
struct ContributionSums {
    response: f64,
    reference: f64,
    bases: Vec<f64>,
    hypothetical: Vec<f64>,
    tfs: Vec<f64>,
}

impl AttributionJob {
    /// Input x gradient, centred over A, C, G, T (Majdandzic et al. 2023, doi 10.1186/s13059-023-02956-3): a
    /// gradient along a base's channel alone points out of what sequences can be. The reference whose
    /// completeness error is stated holds a quarter of each base at every position and the mean level of
    /// every TF.
    pub fn input_x_gradient(model: Rc<Model>, subject: impl Into<Subject>, levels: Vec<f32>) -> Self {
        let subject = subject.into();
        let profile = Profile::even(subject.window(), base_codes(&model, &subject), model.letters(&subject));
        let references = vec![ExplanationPoint { profile, levels: model.scaling().mean.clone() }];
        Self::new(model, subject, levels, references, Rule::Gradient)
    }

    /// Joint integrated gradients over bases and TFs (Sundararajan et al. 2017, arXiv 1703.01365), with
    /// `steps` Gauss-Legendre nodes on the straight line from each reference. Their error falls with more
    /// steps; `completeness_error` shows it.
    pub fn integrated_gradients(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        levels: Vec<f32>,
        references: &[ReferencePoint],
        steps: usize,
    ) -> Self {
        let subject = subject.into();
        let references = points(&model, &subject, references);
        Self::new(model, subject, levels, references, Rule::Integrated(gauss_legendre(steps)))
    }

    /// DeepLIFT with the rescale rule over bases and TFs (Shrikumar et al. 2017, arXiv 1704.02685), the mean
    /// over references. Complete but for rounding: see [`crate::architecture::Rule::Rescale`] for max pools.
    pub fn deep_lift(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        levels: Vec<f32>,
        references: &[ReferencePoint],
    ) -> Self {
        let subject = subject.into();
        let references = points(&model, &subject, references);
        Self::new(model, subject, levels, references, Rule::Rescale)
    }

    fn new(
        model: Rc<Model>,
        subject: Subject,
        levels: Vec<f32>,
        references: Vec<ExplanationPoint>,
        rule: Rule,
    ) -> Self {
        let length = subject.window().codes().len();
        let sums = ContributionSums {
            response: 0.0,
            reference: 0.0,
            bases: vec![0.0; length],
            hypothetical: vec![0.0; 4 * length],
            tfs: vec![0.0; levels.len()],
        };
        let per_step = if matches!(rule, Rule::Integrated(_)) { 1 } else { REFERENCES_PER_STEP };
        Self { model, subject, levels, output: 0, rule, references, per_step, done: 0, sums }
    }

    /// The same for another output than the model's first.
    #[must_use]
    pub fn of_output(self, output: usize) -> Self {
        Self { output, ..self }
    }

    /// References to do.
    pub fn total(&self) -> usize {
        self.references.len()
    }

    /// References done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Compares with the next few references.
    ///
    /// # Errors
    /// [`ExplanationError`] where the architecture has no backward pass, there is no reference, or the device
    /// fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), ExplanationError> {
        let end = (self.done + self.per_step).min(self.references.len());
        let profile = Profile::of_window(self.subject.window(), self.model.letters(&self.subject));
        let target = ExplanationPoint { profile, levels: self.levels.clone() };
        let batch = self.references[self.done..end].to_vec();
        let explained = self.model.explain(&self.subject, self.output, &target, &batch, &self.rule).await?;
        for (row, reference) in batch.iter().enumerate() {
            self.add(&explained, row, &target.profile, reference);
        }
        self.done = end;
        Ok(())
    }

    fn add(&mut self, explained: &EnsembleMultipliers, row: usize, target: &Profile, reference: &ExplanationPoint) {
        let ExplanationPoint { profile, levels } = reference;
        let (letters, length) = (target.letters(), self.subject.window().codes().len());
        let bases = base_codes(&self.model, &self.subject);
        let own = &explained.bases[row * letters * length..(row + 1) * letters * length];
        for (position, (here, there)) in target.rows().zip(profile.rows()).enumerate() {
            let multiplier = |letter: usize| f64::from(own[letter * length + position]);
            let value = |weights: &[f32]| -> f64 {
                weights.iter().enumerate().map(|(letter, weight)| multiplier(letter) * f64::from(*weight)).sum()
            };
            let reference = value(there);
            self.sums.bases[position] += value(here) - reference;
            for (sum, base) in self.sums.hypothetical[4 * position..].iter_mut().zip(bases) {
                *sum += multiplier(usize::from(base)) - reference;
            }
        }
        let multipliers = &explained.tfs[row * self.levels.len()..];
        for (((sum, multiplier), here), there) in
            self.sums.tfs.iter_mut().zip(multipliers).zip(&self.levels).zip(levels)
        {
            *sum += f64::from(*multiplier) * (f64::from(*here) - f64::from(*there));
        }
        self.sums.response += f64::from(explained.response);
        self.sums.reference += f64::from(explained.references.get(row).copied().unwrap_or(f32::NAN));
    }

    /// The mean over the references that are done.
    pub fn result(&self) -> Contributions {
        let mean = |sum: &f64| (sum / self.done as f64) as f32;
        let offset = self.offset();
        Contributions {
            response: mean(&self.sums.response),
            reference: mean(&self.sums.reference),
            offset,
            bases: self.sums.bases[offset..].iter().map(mean).collect(),
            hypothetical: self.sums.hypothetical[4 * offset..].iter().map(mean).collect(),
            tfs: self.sums.tfs.iter().map(mean).collect(),
        }
    }

    /// Which base stands at each position from [`Contributions::offset`] on, as a letter; `-` where none
    /// does.
    pub fn letters(&self) -> Vec<u8> {
        let input = self.model.signature().inputs.get(self.subject.input());
        let letters = input.and_then(|input| input.bases()).map_or(&[][..], |own| own.alphabet.letters());
        let letter =
            |code: &u8| if *code == PADDING { b'-' } else { letters.get(usize::from(*code)).copied().unwrap_or(b'-') };
        self.subject.window().codes()[self.offset()..].iter().map(letter).collect()
    }

    fn offset(&self) -> usize {
        let filled = self.references.iter().map(|reference| {
            reference.profile.rows().position(|row| row.iter().any(|weight| *weight != 0.0)).unwrap_or(usize::MAX)
        });
        filled.fold(self.subject.window().first_base(), usize::min)
    }
}

fn points(model: &Model, subject: &Subject, references: &[ReferencePoint]) -> Vec<ExplanationPoint> {
    let letters = model.letters(subject);
    let point = |reference: &ReferencePoint| ExplanationPoint {
        profile: Profile::of_window(&reference.window, letters),
        levels: reference.levels.clone(),
    };
    references.iter().map(point).collect()
}
