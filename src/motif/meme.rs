use thiserror::Error;

/// A motif: the probability of A, C, G, T at each of its positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Motif {
    /// Identifier, such as `MA0372.2`.
    pub id: String,
    /// Name of the TF, if the file has one.
    pub name: String,
    /// One row a position: A, C, G, T.
    pub probabilities: Vec<[f64; 4]>,
}

/// Why a file is no MEME motif file. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum MemeError {
    /// No `MOTIF` line.
    #[error("there is no motif in this file; MEME's minimal format is needed")]
    NoMotif,
    /// A matrix row is not four probabilities.
    #[error("line {0} is no row of four probabilities")]
    Row(usize),
    /// A motif without a matrix.
    #[error("motif {0} has no letter-probability matrix")]
    NoMatrix(String),
}

/// Reads MEME's minimal motif format (DNA).
///
/// # Errors
/// [`MemeError`] names the line or the motif that is at fault.
///
/// ```
/// let motifs = cisight::motif::read_meme("MOTIF MA1 TF\nletter-probability matrix: alength= 4 w= 1\n0.7 0.1 0.1 0.1\n")?;
/// assert_eq!(motifs[0].probabilities, [[0.7, 0.1, 0.1, 0.1]]);
/// # Ok::<(), cisight::motif::MemeError>(())
/// ```
pub fn read_meme(text: &str) -> Result<Vec<Motif>, MemeError> {
    let mut motifs: Vec<Motif> = Vec::new();
    let mut in_matrix = false;
    for (index, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("MOTIF") => {
                let id = words.next().unwrap_or("unnamed").to_owned();
                let name = words.next().unwrap_or(&id).to_owned();
                motifs.push(Motif { id, name, probabilities: Vec::new() });
                in_matrix = false;
            }
            Some("letter-probability") => in_matrix = !motifs.is_empty(),
            Some(word) if in_matrix && word.starts_with(|first: char| first.is_ascii_digit()) => {
                let row = matrix_row(line).ok_or(MemeError::Row(index + 1))?;
                if let Some(motif) = motifs.last_mut() {
                    motif.probabilities.push(row);
                }
            }
            _ => in_matrix = false,
        }
    }
    if motifs.is_empty() {
        return Err(MemeError::NoMotif);
    }
    match motifs.iter().find(|motif| motif.probabilities.is_empty()) {
        Some(motif) => Err(MemeError::NoMatrix(motif.id.clone())),
        None => Ok(motifs),
    }
}

fn matrix_row(line: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = line.split_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok().filter(|row: &[f64; 4]| row.iter().all(|p| (0.0..=1.0).contains(p)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named() {
        assert_eq!(read_meme("MEME version 4\n"), Err(MemeError::NoMotif));
        assert_eq!(read_meme("MOTIF a\n"), Err(MemeError::NoMatrix("a".into())));
        assert_eq!(read_meme("MOTIF a\nletter-probability matrix:\n0.5 0.5\n"), Err(MemeError::Row(3)));
    }
}
