//! Pairs of motifs: where they are written, and how sure their interaction is.

use std::rc::Rc;

use cisight::attribution::{MotifPairsJob, StretchError};
use cisight::sequence::{Alphabet, Window};

use crate::what_if::{LENGTH, LEVELS, Outcome, close, model, subjects, window};

#[test]
fn motif_pairs_stay_out_of_padding_and_have_a_samples_standard_error() -> Outcome {
    let model = model()?;
    let short = Window::from_bases(&b"TTGACCTAGGATCCATTGCAAGGGTACC"[..], LENGTH, &Alphabet::parse("ACGNT")?);
    let motifs = || vec![vec![0, 1, 2], vec![4, 4, 1]];
    let job = |backgrounds: Vec<Window>| {
        MotifPairsJob::new(
            Rc::clone(&model),
            subjects(&backgrounds),
            (&LEVELS[..3], 0),
            motifs(),
            vec![(0, 1)],
            20..50,
            7,
        )
    };
    let refused = job(vec![window()?, short]).map(|_| ());
    assert_eq!(refused, Err(StretchError::Outside { stretch: 20..50, bases: 32..60 }));
    let other = Window::from_codes(window()?.codes().iter().rev().copied().collect());
    let other = Window::from_codes(other.codes().iter().map(|&code| if code > 4 { 0 } else { code }).collect());
    let run = |backgrounds: Vec<Window>| -> Result<_, Box<dyn std::error::Error>> {
        let mut job = job(backgrounds)?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        Ok(job.results()[0])
    };
    let one = run(vec![window()?])?;
    let both = run(vec![window()?, other])?;
    assert!(one.standard_error.is_nan());
    // Of two: half their difference. The first background is drawn alike in both runs.
    let half = (both.interaction - one.interaction).abs();
    assert!(close(both.standard_error, half), "{} for {half}", both.standard_error);
    Ok(())
}
