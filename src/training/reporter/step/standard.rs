use super::columns::Columns;

/// Below this share of the largest deviation a number says nothing.
const SMALLEST: f64 = 1e-6;

/// Means and deviations of each number of an embedding at each position; a deviation of 0 takes a number out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standard {
    /// `positions x width`, row-major.
    pub(super) mean: Vec<f32>,
    /// The same.
    pub(super) sd: Vec<f32>,
    pub(super) size: [usize; 2],
}

impl Standard {
    /// One that changes nothing.
    pub(super) fn none(size: [usize; 2]) -> Self {
        let count = size.iter().product();
        Self { mean: vec![0.0; count], sd: vec![1.0; count], size }
    }

    /// What embeddings are like, each of `positions x width` numbers.
    pub(super) fn measure<'a>(&mut self, embeddings: impl Iterator<Item = &'a [f32]>) {
        let mut rows = 0.0;
        let (mut means, mut squares) = (vec![0.0_f64; self.mean.len()], vec![0.0_f64; self.mean.len()]);
        // Welford's: means of thousands of numbers far from 0 lose nothing.
        for embedding in embeddings {
            rows += 1.0;
            for ((mean, square), value) in means.iter_mut().zip(&mut squares).zip(embedding) {
                let apart = f64::from(*value) - *mean;
                *mean += apart / rows;
                *square += apart * (f64::from(*value) - *mean);
            }
        }
        let deviations: Vec<f64> = squares.iter().map(|square| (square / f64::max(rows, 1.0)).sqrt()).collect();
        let largest = deviations.iter().copied().fold(0.0, f64::max);
        let said = |own: &f64| if *own > SMALLEST * largest { *own as f32 } else { 0.0 };
        self.sd = deviations.iter().map(said).collect();
        self.mean = means.into_iter().map(|mean| mean as f32).collect();
    }

    fn apply(&self, input: &mut Columns) {
        for own in input.values.chunks_exact_mut(self.mean.len().max(1)) {
            for (value, (mean, sd)) in own.iter_mut().zip(self.mean.iter().zip(&self.sd)) {
                *value = if *sd > 0.0 { (*value - mean) / sd } else { 0.0 };
            }
        }
    }
}

/// Inputs as the towers read them.
pub(super) fn standardised(standards: &[Option<Standard>], mut inputs: Vec<Columns>) -> Vec<Columns> {
    for (input, standard) in inputs.iter_mut().zip(standards) {
        if let Some(standard) = standard {
            standard.apply(input);
        }
    }
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_training_saw_has_a_mean_of_0_and_a_deviation_of_1() {
        let seen = [[1000.0_f32, 5.0], [1002.0, 5.0], [1004.0, 5.0]];
        let mut standard = Standard::none([1, 2]);
        standard.measure(seen.iter().map(<[f32; 2]>::as_slice));
        let columns = Columns { count: 3, length: 1, channels: 2, values: seen.concat() };
        let own = standardised(&[Some(standard)], vec![columns]);
        let expected = [-1.224_745_f32, 0.0, 0.0, 0.0, 1.224_745, 0.0];
        assert!(own[0].values.iter().zip(expected).all(|(own, expected)| (own - expected).abs() < 1e-5), "{own:?}");
    }
}
