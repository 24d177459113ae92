use crate::architecture::Edit;
use crate::sequence::Window;

/// Letters of the alphabet: A, C, G, T.
pub const LETTERS: usize = 4;

/// The kernels' means over all their positions on a window: a sum over its bases, as a convolution is linear.
/// What a base adds depends on where it stands only near the ends, where it is not under every tap.
#[derive(Debug)]
pub struct KernelMeans {
    kernels: usize,
    width: usize,
    /// Positions of a kernel on the window.
    positions: usize,
    /// `taps x letters x kernels`, divided by the number of positions.
    by_tap: Vec<f32>,
    /// The sum over all taps, `letters x kernels`.
    inside: Vec<f32>,
}

impl KernelMeans {
    /// Of kernels, `kernels x letters x width` row-major, that have so many positions.
    pub fn new(values: &[f32], kernels: usize, width: usize, positions: usize) -> Self {
        let share = 1.0 / positions as f32;
        let mut by_tap = vec![0.0; values.len()];
        for (at, value) in values.iter().enumerate() {
            let (kernel, letter, tap) = (at / (LETTERS * width), at / width % LETTERS, at % width);
            by_tap[(tap * LETTERS + letter) * kernels + kernel] = value * share;
        }
        let mut inside = vec![0.0; LETTERS * kernels];
        for tap in by_tap.chunks_exact(LETTERS * kernels) {
            inside.iter_mut().zip(tap).for_each(|(sum, value)| *sum += value);
        }
        Self { kernels, width, positions, by_tap, inside }
    }

    /// The means of a window, one for each kernel.
    pub fn of(&self, window: &Window) -> Vec<f32> {
        let mut means = vec![0.0; self.kernels];
        window.codes().iter().enumerate().for_each(|(position, &code)| self.add(&mut means, position, code, 1.0));
        means
    }

    /// The means of a window with a substitution, from those without it.
    pub fn changed(&self, standing: &[f32], window: &Window, edit: &Edit) -> Vec<f32> {
        let mut means = standing.to_vec();
        let old = window.codes().iter().enumerate().skip(edit.position());
        for ((position, &old), &new) in old.zip(edit.codes()) {
            if old != new {
                self.add(&mut means, position, old, -1.0);
                self.add(&mut means, position, new, 1.0);
            }
        }
        means
    }

    /// Adds what a base at a position contributes, times a factor; padding is no letter.
    fn add(&self, means: &mut [f32], position: usize, code: u8, factor: f32) {
        let letter = usize::from(code);
        if letter >= LETTERS {
            return;
        }
        let mut add = |values: &[f32], from: usize| {
            let values = &values[from * self.kernels..(from + 1) * self.kernels];
            means.iter_mut().zip(values).for_each(|(mean, value)| *mean += factor * value);
        };
        // Under tap t the kernel begins at `position - t`.
        let (first, last) = ((position + 1).saturating_sub(self.positions), position.min(self.width - 1));
        if first == 0 && last == self.width - 1 {
            return add(&self.inside, letter);
        }
        (first..=last).for_each(|tap| add(&self.by_tap, tap * LETTERS + letter));
    }
}
