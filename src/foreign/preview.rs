use serde::Serialize;

use super::ExpectedError;
use super::make::answers_of;
use crate::model::Model;
use crate::sample::{Part, Sample};
use crate::schema::InputSpec;
use crate::sequence::Promoter;

/// Promoters of a preview.
const PREVIEWED: usize = 3;

/// What a network predicts for one promoter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Previewed {
    /// The promoter's name.
    pub promoter: String,
    /// By output.
    pub values: Vec<f32>,
}

/// What a network predicts for the first three promoters, which are as it reads them; its numbers take their
/// defaults.
///
/// # Errors
/// [`ExpectedError`] where the network reads no bases, or something else that has no defaults.
pub async fn preview(model: &Model, promoters: &[Promoter]) -> Result<Vec<Previewed>, ExpectedError> {
    let signature = model.signature();
    signature.first_sequence().ok_or(ExpectedError::NoSequence)?;
    let promoters = &promoters[..promoters.len().min(PREVIEWED)];
    let sample = |promoter: &Promoter| {
        let part = |input: &InputSpec| match input {
            InputSpec::Bases(own) => Part::Bases(own.window(promoter)),
            InputSpec::Numbers(own) => Part::Numbers(own.numbers.iter().map(|number| number.default).collect()),
            InputSpec::Embedding(_) => Part::Numbers(Vec::new()),
        };
        Sample { name: promoter.name().to_owned(), parts: signature.inputs.iter().map(part).collect() }
    };
    let samples: Vec<Sample> = promoters.iter().map(sample).collect();
    let values = answers_of(model, &samples).await?;
    let rows = promoters.iter().zip(values.chunks(signature.outputs.len().max(1)));
    Ok(rows
        .map(|(promoter, values)| Previewed { promoter: promoter.name().to_owned(), values: values.to_vec() })
        .collect())
}
