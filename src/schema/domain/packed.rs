//! Numbers as text that is short: two letters of an alphabet of 64 each, in 4096 even steps from the least number to
//! the greatest.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const STEPS: f32 = 4095.0;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    least: f32,
    greatest: f32,
    steps: String,
}

/// Writes numbers, which have to be finite, with an error of a 8190th of their range.
pub fn serialize<S: Serializer>(numbers: &[f32], serializer: S) -> Result<S::Ok, S::Error> {
    let least = numbers.iter().copied().reduce(f32::min).unwrap_or(0.0);
    let greatest = numbers.iter().copied().reduce(f32::max).unwrap_or(0.0);
    let step = |number: &f32| (STEPS * (number - least) / (greatest - least).max(f32::MIN_POSITIVE)).round() as usize;
    let letters = numbers.iter().map(step).flat_map(|step| [step / 64 % 64, step % 64]);
    let steps = letters.map(|letter| char::from(LETTERS[letter])).collect();
    Packed { least, greatest, steps }.serialize(serializer)
}

/// Reads them.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
    let Packed { least, greatest, steps } = Packed::deserialize(deserializer)?;
    if !least.is_finite() || !greatest.is_finite() {
        return Err(D::Error::custom("packed numbers need finite ends"));
    }
    let place = |letter: &u8| LETTERS.iter().position(|own| own == letter);
    let number = |pair: &[u8]| {
        let step = 64 * place(pair.first()?)? + place(pair.get(1)?)?;
        Some(least + (greatest - least) * step as f32 / STEPS)
    };
    let numbers: Option<Vec<f32>> = steps.as_bytes().chunks(2).map(number).collect();
    numbers.ok_or_else(|| D::Error::custom("packed numbers are pairs of A to Z, a to z, 0 to 9, + and /"))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Held(#[serde(with = "super")] Vec<f32>);

    #[test]
    fn numbers_come_back_as_near_as_they_were_kept() -> Result<(), serde_json::Error> {
        let numbers: Vec<f32> = (0..500).map(|at| (at as f32 * 0.37).sin() * 3.0 - 1.0).collect();
        let text = serde_json::to_string(&Held(numbers.clone()))?;
        assert!(text.len() < 1100, "{}", text.len());
        let Held(read) = serde_json::from_str(&text)?;
        assert!(read.iter().zip(&numbers).all(|(read, own)| (read - own).abs() < 6.0 / 8190.0 + 1e-5));
        for of in [vec![], vec![2.5]] {
            let Held(read) = serde_json::from_str(&serde_json::to_string(&Held(of.clone()))?)?;
            assert_eq!(read, of);
        }
        for bad in [r#"{"least":0,"greatest":1,"steps":"A"}"#, r#"{"least":0,"greatest":1,"steps":"é"}"#, "[1]"] {
            assert!(serde_json::from_str::<Held>(bad).is_err(), "{bad}");
        }
        Ok(())
    }
}
