/// AdamW's moments of one list of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
}

/// How far one step goes.
#[derive(Debug, Clone, Copy)]
pub struct Update {
    /// Learning rate.
    pub rate: f32,
    /// Decoupled weight decay; 0 for biases and norms.
    pub decay: f32,
    /// Steps taken, this one included.
    pub step: i32,
}

const BETAS: [f32; 2] = [0.9, 0.99];
const EPSILON: f32 = 1e-8;

impl Adam {
    /// No steps taken.
    pub fn new(size: usize) -> Self {
        Self { first: vec![0.0; size], second: vec![0.0; size] }
    }

    /// The moments, first and second.
    pub fn moments(&self) -> [&[f32]; 2] {
        [&self.first, &self.second]
    }

    /// Restores moments.
    pub fn from_moments(first: Vec<f32>, second: Vec<f32>) -> Self {
        Self { first, second }
    }

    /// One step (Loshchilov & Hutter 2019, arXiv 1711.05101).
    pub fn step(&mut self, values: &mut [f32], gradient: &[f32], update: Update) {
        let [first, second] = BETAS.map(|beta| 1.0 - beta.powi(update.step));
        let moments = self.first.iter_mut().zip(self.second.iter_mut());
        for ((value, gradient), (mean, square)) in values.iter_mut().zip(gradient).zip(moments) {
            *mean += (1.0 - BETAS[0]) * (gradient - *mean);
            *square += (1.0 - BETAS[1]) * (gradient * gradient - *square);
            let step = (*mean / first) / ((*square / second).sqrt() + EPSILON);
            *value -= update.rate * (step + update.decay * *value);
        }
    }
}
