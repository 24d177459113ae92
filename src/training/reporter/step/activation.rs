use rand::Rng;
use rand::rngs::StdRng;

use super::columns::Columns;

/// ReLU of `input x factor + summand`, then dropout: one pass. What was kept is told by what is above zero.
pub(super) fn rectified(
    input: &Columns,
    (factor, summand): &(Vec<f32>, Vec<f32>),
    dropout: f32,
    random: Option<&mut StdRng>,
) -> Columns {
    let mut output = Columns::zeros(input.count, input.length, input.channels);
    for (row, values) in output.rows_mut().zip(input.rows()) {
        let channels = row.iter_mut().zip(values).zip(factor.iter().zip(summand));
        channels.for_each(|((slot, value), (factor, summand))| *slot = (value * factor + summand).max(0.0));
    }
    drop_out(&mut output.values, dropout, random);
    output
}

/// Sets a share of the numbers to zero and scales the others up.
pub(super) fn drop_out(values: &mut [f32], share: f32, random: Option<&mut StdRng>) {
    let Some(random) = random.filter(|_| share > 0.0) else { return };
    // 16 bits a number: the share is kept to 1 in 65,536, and a quarter of the generator's work is done.
    let threshold = (share * 65536.0) as u64;
    let kept = 1.0 / (1.0 - share);
    for group in values.chunks_mut(4) {
        let mut bits: u64 = random.random();
        for value in group {
            *value = if bits & 0xffff < threshold { 0.0 } else { *value * kept };
            bits >>= 16;
        }
    }
}

/// The gradient before [`rectified`]'s ReLU and dropout, in place: `output` is what it gave.
pub(super) fn pass_rectified(gradient: &mut [f32], output: &[f32], dropout: f32) {
    let kept = 1.0 / (1.0 - dropout);
    gradient.iter_mut().zip(output).for_each(|(gradient, value)| {
        *gradient = if *value > 0.0 { *gradient * kept } else { 0.0 };
    });
}
