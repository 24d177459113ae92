//! JASPAR's own format: a header `>MA0357.1 PHO4`, then a row of counts for each of A, C, G and T.

use super::meme::{MemeError, Motif, MotifFile};

/// Whether a text begins as this format does.
pub(super) fn is_jaspar(text: &str) -> bool {
    text.trim_start().starts_with('>')
}

/// Reads matrices of counts or frequencies: rows with their letter and in brackets, `A [ 4 19 0 ]`, or bare
/// numbers in the order of A, C, G, T.
pub(super) fn parse(text: &str) -> Result<MotifFile, MemeError> {
    let (mut motifs, mut without_matrix) = (Vec::new(), Vec::new());
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).peekable();
    while let Some((number, line)) = lines.next() {
        let Some(header) = line.strip_prefix('>') else {
            if line.is_empty() {
                continue;
            }
            return Err(MemeError::Row(number));
        };
        let mut words = header.split_whitespace();
        let id = words.next().ok_or(MemeError::NoIdentifier(number))?.to_owned();
        let name = words.next().unwrap_or(&id).to_owned();
        let mut rows: Vec<(usize, Vec<f64>)> = Vec::new();
        while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with('>')) {
            if !line.is_empty() {
                let row = row(line, rows.len()).filter(|_| rows.len() < 4).ok_or(MemeError::Row(number))?;
                rows.push((number, row));
            }
        }
        if rows.is_empty() {
            without_matrix.push(id);
            continue;
        }
        let (probabilities, sites) = columns(&rows, &id)?;
        motifs.push(Motif { id, name, probabilities, sites });
    }
    match (motifs.is_empty(), without_matrix.first()) {
        (true, Some(first)) => Err(MemeError::NoMatrix(first.clone())),
        (true, None) => Err(MemeError::NoMotif),
        _ => Ok(MotifFile { background: None, motifs, without_matrix }),
    }
}

/// The numbers of a row, whose letter, if it has one, is the one that is due.
fn row(line: &str, at: usize) -> Option<Vec<f64>> {
    let numbers = match line.split_once(|c: char| c.is_whitespace() || c == '[') {
        Some((letter, rest)) if letter.chars().all(char::is_alphabetic) && !letter.is_empty() => {
            (letter.eq_ignore_ascii_case("ACGT".get(at..=at)?)).then_some(rest)?
        }
        _ => line,
    };
    let numbers = numbers.trim().trim_matches(['[', ']']).split_whitespace();
    let row: Vec<f64> = numbers.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    (!row.is_empty() && row.iter().all(|count| count.is_finite() && *count >= 0.0)).then_some(row)
}

/// Positions with their probabilities, and the sites of the first, where they are counts.
fn columns(rows: &[(usize, Vec<f64>)], id: &str) -> Result<(Vec<[f64; 4]>, Option<f64>), MemeError> {
    let [a, c, g, t] = rows else { return Err(MemeError::RowsMissing(id.to_owned(), 4 - rows.len())) };
    let width = a.1.len();
    if let Some((number, _)) = [c, g, t].into_iter().find(|(_, row)| row.len() != width) {
        return Err(MemeError::Row(*number));
    }
    let counts = (0..width).map(|at| [a, c, g, t].map(|(_, row)| row[at]));
    let column = |counts: [f64; 4]| {
        let sum: f64 = counts.iter().sum();
        (sum > 0.0).then(|| counts.map(|count| count / sum)).ok_or(MemeError::Row(a.0))
    };
    let sites = counts.clone().next().map(|counts| counts.iter().sum()).filter(|sum| *sum > 1.5);
    Ok((counts.map(column).collect::<Result<_, _>>()?, sites))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_become_probabilities() -> Result<(), MemeError> {
        let expected = Motif {
            id: "MA0357.1".into(),
            name: "PHO4".into(),
            probabilities: vec![[0.0, 1.0, 0.0, 0.0], [0.75, 0.0, 0.25, 0.0]],
            sites: Some(8.0),
        };
        let texts = [
            ">MA0357.1\tPHO4\nA  [ 0  6 ]\nC  [ 8  0 ]\nG  [ 0  2 ]\nT  [ 0  0 ]\n\n>MA0303.2 GCN4\n",
            "\n>MA0357.1 PHO4\r\n0\t6\r\n8 0\r\n0 2\r\n0 0",
            ">MA0357.1 PHO4\nA [0 6]\nC [8 0]\nG [0 2]\nT [0 0]\n",
        ];
        for text in texts {
            let file = MotifFile::parse(text)?;
            assert_eq!(file.motifs, std::slice::from_ref(&expected), "{text:?}");
            assert_eq!(file.without_matrix.is_empty(), !text.contains("GCN4"));
        }
        Ok(())
    }

    #[test]
    fn faults_are_named() {
        let cases = [
            (">\nA [ 1 ]\n", MemeError::NoIdentifier(1)),
            (">a b\n", MemeError::NoMatrix("a".into())),
            (">a\nA [ 1 ]\nG [ 1 ]\n", MemeError::Row(3)),
            (">a\nA [ 1 ]\nC [ 1 ]\nG [ 1 2 ]\nT [ 1 ]\n", MemeError::Row(4)),
            (">a\nA [ 1 ]\nC [ 1 ]\n", MemeError::RowsMissing("a".into(), 2)),
            (">a\nA [ 1 ]\nC [ x ]\n", MemeError::Row(3)),
            (">a\nACGTACGT\n", MemeError::Row(2)),
            (">a\n0\n0\n0\n0\n", MemeError::Row(2)),
        ];
        for (text, error) in cases {
            assert_eq!(MotifFile::parse(text), Err(error), "{text:?}");
        }
    }
}
