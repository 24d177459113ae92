use serde::Serialize;
use thiserror::Error;

/// How far the four probabilities of a row may add up to something else than 1.
const SUM_TOLERANCE: f64 = 0.02;

/// A motif: the probability of A, C, G, T at each of its positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Motif {
    /// Identifier, such as `MA0372.2`.
    pub id: String,
    /// Name of the TF, or the identifier where the file has none.
    pub name: String,
    /// One row a position: A, C, G, T.
    pub probabilities: Vec<[f64; 4]>,
    /// Sites that the matrix was counted from, if the file says so.
    pub sites: Option<f64>,
}

/// What a MEME motif file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct MotifFile {
    /// Frequencies of A, C, G, T outside motifs, all positive and adding up to 1, if the file has them.
    pub background: Option<[f64; 4]>,
    /// In the order of the file; at least one.
    pub motifs: Vec<Motif>,
    /// Motifs that were left out since the file holds no matrix of theirs, by identifier.
    pub without_matrix: Vec<String>,
}

/// Why a file is no MEME motif file. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum MemeError {
    /// No `MOTIF` line.
    #[error("there is no motif in this file; MEME's minimal format or JASPAR's is needed")]
    NoMotif,
    /// Motifs of proteins or of RNA.
    #[error("line {0}: the alphabet is not ACGT; motifs of DNA are needed")]
    Alphabet(usize),
    /// The background is not four positive frequencies.
    #[error("line {0}: the background needs four positive frequencies, of A, C, G and T, which add up to 1")]
    Background(usize),
    /// A `MOTIF` line with nothing after it.
    #[error("line {0}: a motif needs an identifier")]
    NoIdentifier(usize),
    /// A matrix row is not four probabilities.
    #[error(
        "line {0} is not a row of a matrix: four probabilities that add up to 1 (MEME), or the counts of one base (JASPAR)"
    )]
    Row(usize),
    /// A motif without a matrix.
    #[error("motif {0} has no letter-probability matrix, and no other motif has one")]
    NoMatrix(String),
    /// The file ends before a motif does.
    #[error("the file ends where motif {0} has {1} more rows")]
    RowsMissing(String, usize),
}

/// Reads the motifs of a file in MEME's minimal format (DNA).
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
    Ok(MotifFile::parse(text)?.motifs)
}

impl MotifFile {
    /// Reads a file in MEME's minimal format (DNA), MEME's own text output or JASPAR's format: motifs with
    /// their names and site counts, and the background. A byte-order mark and line ends of any system are
    /// accepted.
    ///
    /// # Errors
    /// [`MemeError`] names the line or the motif that is at fault.
    ///
    /// ```
    /// use cisight::motif::MotifFile;
    /// let text = "ALPHABET= ACGT\n\nBackground letter frequencies\nA 0.3 C 0.2 G 0.2 T 0.3\n\nMOTIF MA1 TF\n\
    ///     letter-probability matrix: alength= 4 w= 1 nsites= 20\n0.7 0.1 0.1 0.1\n";
    /// let file = MotifFile::parse(text)?;
    /// assert_eq!((file.background, file.motifs[0].sites), (Some([0.3, 0.2, 0.2, 0.3]), Some(20.0)));
    /// # Ok::<(), cisight::motif::MemeError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, MemeError> {
        let mut reader = Reader { background: None, motifs: Vec::new(), part: Part::Other };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        if super::jaspar::is_jaspar(&text) {
            return super::jaspar::parse(&text);
        }
        for (index, line) in text.lines().enumerate() {
            reader.line(index + 1, line.trim())?;
        }
        reader.finish()
    }
}

/// What the next line belongs to.
enum Part {
    Other,
    /// The background's letters and frequencies, as far as they have been read, and the line of the heading.
    Background(usize, Vec<(String, f64)>),
    /// Rows of the last motif: those that are still to come, if its header says so.
    Matrix(Option<usize>),
}

struct Reader {
    background: Option<[f64; 4]>,
    motifs: Vec<Motif>,
    part: Part,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), MemeError> {
        match (&mut self.part, self.motifs.last_mut()) {
            (Part::Background(_, pairs), _) if pairs.len() < 4 => {
                let words: Vec<&str> = line.split_whitespace().collect();
                for pair in words.chunks(2) {
                    let frequency = pair.get(1).and_then(|word| word.parse().ok());
                    pairs.push((pair[0].to_owned(), frequency.ok_or(MemeError::Background(number))?));
                }
                Ok(())
            }
            // Blank lines may stand before the first row, and anywhere where the header says how many rows
            // there are.
            (Part::Matrix(due), Some(motif))
                if line.is_empty() && (due.is_some() || motif.probabilities.is_empty()) =>
            {
                Ok(())
            }
            (Part::Matrix(due), Some(motif)) if due.is_some() || line.starts_with(|c: char| c.is_ascii_digit()) => {
                motif.probabilities.push(matrix_row(line).ok_or(MemeError::Row(number))?);
                *due = due.map(|due| due - 1);
                if *due == Some(0) {
                    self.part = Part::Other;
                }
                Ok(())
            }
            _ => self.header(number, line),
        }
    }

    fn header(&mut self, number: usize, line: &str) -> Result<(), MemeError> {
        self.end_part()?;
        if let Some(alphabet) = line.strip_prefix("ALPHABET") {
            // `ALPHABET= ACGT`, or the first line of a definition: `ALPHABET "DNA" DNA-LIKE`.
            let dna = alphabet.trim_start_matches('=').trim() == "ACGT" || alphabet.contains("DNA");
            return if dna { Ok(()) } else { Err(MemeError::Alphabet(number)) };
        }
        if line.starts_with("Background letter frequencies") {
            self.part = Part::Background(number, Vec::new());
            return Ok(());
        }
        let mut words = line.split_whitespace();
        match (words.next(), self.motifs.last_mut()) {
            (Some("MOTIF"), _) => {
                let id = words.next().ok_or(MemeError::NoIdentifier(number))?.to_owned();
                // MEME's own output goes on with `width = 8 sites = 20`.
                let name = words.next().filter(|word| *word != "width" && !word.starts_with("width="));
                let name = name.unwrap_or(&id).to_owned();
                self.motifs.push(Motif { id, name, probabilities: Vec::new(), sites: None });
            }
            (Some("letter-probability"), Some(motif)) => {
                motif.sites = header_value(line, "nsites").filter(|sites| sites.is_finite() && *sites > 0.0);
                let width = header_value(line, "w").filter(|width| *width >= 1.0);
                self.part = Part::Matrix(width.map(|width| width as usize));
            }
            _ => {}
        }
        Ok(())
    }

    /// Checks that what has been read of a part is all of it.
    fn end_part(&mut self) -> Result<(), MemeError> {
        match std::mem::replace(&mut self.part, Part::Other) {
            Part::Background(number, pairs) => {
                let of =
                    |letter: &str| pairs.iter().find(|(found, _)| found == letter).map_or(0.0, |(_, value)| *value);
                let frequencies = normalised([of("A"), of("C"), of("G"), of("T")]);
                let positive = frequencies.filter(|all| all.iter().all(|frequency| *frequency > 0.0));
                self.background = Some(positive.ok_or(MemeError::Background(number))?);
                Ok(())
            }
            Part::Matrix(Some(due)) => {
                let id = self.motifs.last().map(|motif| motif.id.clone()).unwrap_or_default();
                Err(MemeError::RowsMissing(id, due))
            }
            Part::Matrix(None) | Part::Other => Ok(()),
        }
    }

    fn finish(mut self) -> Result<MotifFile, MemeError> {
        self.end_part()?;
        let Self { background, motifs, .. } = self;
        if motifs.is_empty() {
            return Err(MemeError::NoMotif);
        }
        let (motifs, empty): (Vec<_>, Vec<_>) = motifs.into_iter().partition(|motif| !motif.probabilities.is_empty());
        let without_matrix: Vec<String> = empty.into_iter().map(|motif| motif.id).collect();
        match without_matrix.first() {
            Some(first) if motifs.is_empty() => Err(MemeError::NoMatrix(first.clone())),
            _ => Ok(MotifFile { background, motifs, without_matrix }),
        }
    }
}

/// The number after `key=` in a matrix header; a space may stand between them.
fn header_value(line: &str, key: &str) -> Option<f64> {
    let mut words = line.split_whitespace().flat_map(|word| word.split_inclusive('='));
    words.find(|word| word.strip_suffix('=') == Some(key))?;
    words.next()?.parse().ok()
}

fn matrix_row(line: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = line.split_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok().filter(|row| normalised(*row).is_some())
}

/// Four probabilities made to add up to exactly 1, if they nearly do.
fn normalised(row: [f64; 4]) -> Option<[f64; 4]> {
    let sum: f64 = row.iter().sum();
    let sound = (sum - 1.0).abs() <= SUM_TOLERANCE && row.iter().all(|p| (0.0..=1.0).contains(p));
    sound.then(|| row.map(|p| p / sum))
}

#[cfg(test)]
mod tests;
