use super::columns::Columns;

/// A max pool over neighbouring windows; columns that fill none are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pool {
    pub(super) width: usize,
}

impl Pool {
    /// The maxima, and for each the offset of its column in the window.
    pub(super) fn forward(self, input: &Columns) -> (Columns, Vec<u8>) {
        let length = input.length / self.width;
        let mut output = Columns::zeros(input.count, length, input.channels);
        let mut winners = vec![0_u8; output.values.len()];
        let channels = input.channels;
        for (window, (maxima, winners)) in
            output.values.chunks_exact_mut(channels).zip(winners.chunks_exact_mut(channels)).enumerate()
        {
            let begin = (window / length * input.length + window % length * self.width) * channels;
            maxima.copy_from_slice(&input.values[begin..begin + channels]);
            for offset in 1..self.width {
                let column = &input.values[begin + offset * channels..begin + (offset + 1) * channels];
                for ((maximum, winner), value) in maxima.iter_mut().zip(winners.iter_mut()).zip(column) {
                    let larger = *value > *maximum;
                    *maximum = if larger { *value } else { *maximum };
                    *winner = if larger { offset as u8 } else { *winner };
                }
            }
        }
        (output, winners)
    }

    /// The input's gradient, of `length` columns.
    pub(super) fn backward(self, output: &Columns, winners: &[u8], length: usize) -> Columns {
        let channels = output.channels;
        let mut input = Columns::zeros(output.count, length, channels);
        for (window, (gradients, winners)) in
            output.values.chunks_exact(channels).zip(winners.chunks_exact(channels)).enumerate()
        {
            let begin = (window / output.length * length + window % output.length * self.width) * channels;
            for (channel, (gradient, winner)) in gradients.iter().zip(winners).enumerate() {
                input.values[begin + usize::from(*winner) * channels + channel] += gradient;
            }
        }
        input
    }
}

/// A mean pool over neighbouring windows; columns that fill none are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MeanPool {
    pub(super) width: usize,
}

impl MeanPool {
    pub(super) fn forward(self, input: &Columns) -> Columns {
        let (length, channels) = (input.length / self.width, input.channels);
        let mut output = Columns::zeros(input.count, length, channels);
        let share = 1.0 / self.width as f32;
        for (window, means) in output.values.chunks_exact_mut(channels).enumerate() {
            let begin = (window / length * input.length + window % length * self.width) * channels;
            for column in input.values[begin..begin + self.width * channels].chunks_exact(channels) {
                means.iter_mut().zip(column).for_each(|(mean, value)| *mean += value * share);
            }
        }
        output
    }

    /// The input's gradient, of `length` columns.
    pub(super) fn backward(self, output: &Columns, length: usize) -> Columns {
        let channels = output.channels;
        let mut input = Columns::zeros(output.count, length, channels);
        let share = 1.0 / self.width as f32;
        for (window, gradients) in output.values.chunks_exact(channels).enumerate() {
            let begin = (window / output.length * length + window % output.length * self.width) * channels;
            for column in input.values[begin..begin + self.width * channels].chunks_exact_mut(channels) {
                column.iter_mut().zip(gradients).for_each(|(value, gradient)| *value = gradient * share);
            }
        }
        input
    }
}
