use crate::schema::{ErrorQuantiles, Interval, Intervals, LEVELS};

/// An error, along what its size may depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Error {
    pub(super) place: f32,
    /// Measured minus predicted, normalised.
    pub(super) error: f32,
    /// Those of both genes of a difference.
    pub(super) families: [usize; 2],
}

impl Error {
    /// Of a difference: positive where the measured one lies further from nought, on the predicted one's side.
    pub(super) fn away((predicted, measured): (f32, f32), spread: f32, families: [usize; 2]) -> Self {
        let sign = if predicted < 0.0 { -1.0 } else { 1.0 };
        Self { place: predicted.abs(), error: sign * (measured - predicted) / spread, families }
    }
}

/// Families are left out in so many turns.
const FOLDS: usize = 10;

/// Fewer errors than this in a stretch say nothing of a quantile.
const FEWEST: usize = 20;

/// The quantiles between those quantiles of the places; nothing where there are too few errors. Where the first
/// stretch `begins_at_nought`, its errors have no side and count on both.
pub(super) fn fit(errors: &[Error], shares: &[f64], begins_at_nought: bool) -> Option<ErrorQuantiles> {
    let kept: Vec<Error> =
        errors.iter().copied().filter(|own| own.place.is_finite() && own.error.is_finite()).collect();
    let fitted = |own: &[Error]| quantiles(own, shares, begins_at_nought);
    let whole = fitted(&kept)?;
    let mut off: [Vec<f32>; 2] = Default::default();
    for fold in 0..FOLDS {
        // What is left out has nothing in common with the rest: a pair across is in neither.
        let in_fold = |own: &Error| own.families.map(|family| fold_of(family) == fold);
        let rest: Vec<Error> = kept.iter().copied().filter(|own| in_fold(own) == [false; 2]).collect();
        let Some(of_rest) = fitted(&rest) else { continue };
        for own in kept.iter().filter(|own| in_fold(own) == [true; 2]) {
            let Some(intervals) = of_rest.at(own.place) else { continue };
            for (off, interval) in off.iter_mut().zip(intervals.by_level()) {
                off.push(distance(interval, own.error));
            }
        }
    }
    let [likely, wide] = [0, 1].map(|level| quantile(&mut off[level], f64::from(LEVELS[level])).unwrap_or(1.0));
    let widened = |own: &Intervals| {
        let likely = resized(own.likely, likely);
        let wide = resized(own.wide, wide);
        // Around the narrower one, whatever chance does to a stretch of few errors.
        let wide = Interval { lower: wide.lower.min(likely.lower), upper: wide.upper.max(likely.upper) };
        Intervals { likely, wide }
    };
    Some(ErrorQuantiles { intervals: whole.intervals.iter().map(widened).collect(), at: whole.at })
}

/// A family's fold: neighbours in number are spread over all.
fn fold_of(family: usize) -> usize {
    family.wrapping_mul(0x9E37_79B9) / 7 % FOLDS
}

/// How far from an interval's middle, in halves of its width: 1 at its ends.
fn distance(Interval { lower, upper }: Interval, error: f32) -> f32 {
    let (middle, half) = ((lower + upper) / 2.0, (upper - lower) / 2.0);
    (error - middle).abs() / half.max(f32::MIN_POSITIVE)
}

fn resized(Interval { lower, upper }: Interval, factor: f32) -> Interval {
    let (middle, half) = ((lower + upper) / 2.0, factor * (upper - lower) / 2.0);
    Interval { lower: rounded(middle - half), upper: rounded(middle + half) }
}

fn rounded(number: f32) -> f32 {
    (number * 1e4).round() / 1e4
}

fn quantiles(errors: &[Error], shares: &[f64], begins_at_nought: bool) -> Option<ErrorQuantiles> {
    let mut sorted = errors.to_vec();
    sorted.sort_by(|a, b| a.place.total_cmp(&b.place));
    let count = sorted.len();
    let cuts = shares.iter().map(|share| (share * count as f64) as usize);
    let ends: Vec<usize> = std::iter::once(0).chain(cuts).chain([count]).collect();
    let (mut at, mut intervals): (Vec<f32>, Vec<Intervals>) = Default::default();
    for (stretch, pair) in ends.windows(2).enumerate() {
        let own = &sorted[pair[0]..pair[1]];
        if own.len() < FEWEST {
            continue;
        }
        let place = rounded(own[own.len() / 2].place);
        // Places that are alike are one place.
        if at.last().is_some_and(|last| *last >= place) {
            continue;
        }
        let mut errors: Vec<f32> = own.iter().map(|own| own.error).collect();
        if begins_at_nought && stretch == 0 {
            errors.extend(own.iter().map(|own| -own.error));
        }
        let of = |level: f32| {
            let tail = (1.0 - f64::from(level)) / 2.0;
            let mut errors = errors.clone();
            Some(Interval { lower: quantile(&mut errors, tail)?, upper: quantile(&mut errors, 1.0 - tail)? })
        };
        at.push(place);
        intervals.push(Intervals { likely: of(LEVELS[0])?, wide: of(LEVELS[1])? });
    }
    (!at.is_empty()).then_some(ErrorQuantiles { at, intervals })
}

/// The quantile of some numbers, interpolated; nothing where there are none.
pub(super) fn quantile(numbers: &mut [f32], share: f64) -> Option<f32> {
    numbers.sort_by(f32::total_cmp);
    let place = share * numbers.len().checked_sub(1)? as f64;
    let (below, above) = (numbers[place.floor() as usize], numbers[place.ceil() as usize]);
    Some(below + (above - below) * place.fract() as f32)
}
