use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::Path;

use bigtools::beddata::BedParserStreamingIterator;
use bigtools::{BigWigWrite, Value};
use serde::Serialize;
use thiserror::Error;

use super::GenomeTrack;

/// Why a bigWig cannot be written.
#[derive(Debug, Error, Serialize)]
pub enum BigWigError {
    /// A contig whose length is not known.
    #[error("the lengths of the contigs do not name {0}; take those of the genome that the promoters are from")]
    Contig(String),
    /// A value beyond a contig's end.
    #[error(
        "{contig} has {length} bases, but a promoter lies further on; take the lengths of the genome that the promoters are from"
    )]
    Beyond {
        /// The contig.
        contig: String,
        /// Its length.
        length: u32,
    },
    /// There is no value.
    #[error("there is no value to write")]
    Empty,
    /// The file refused.
    #[error("the bigWig cannot be written: {0}")]
    Write(String),
}

/// Writes a track as bigWig, one value for each base, with the zoom levels that genome browsers ask for.
///
/// # Errors
/// [`BigWigError`] where the track does not fit the contigs, or the file refuses.
pub fn write_bigwig<S: BuildHasher>(
    path: &Path,
    contigs: HashMap<String, u32, S>,
    track: &GenomeTrack,
) -> Result<(), BigWigError> {
    let mut is_empty = true;
    for (contig, at, _) in track.values() {
        let length = *contigs.get(contig).ok_or_else(|| BigWigError::Contig(contig.to_owned()))?;
        if at >= length as usize {
            return Err(BigWigError::Beyond { contig: contig.to_owned(), length });
        }
        is_empty = false;
    }
    if is_empty {
        return Err(BigWigError::Empty);
    }
    let refused = |error: &dyn std::fmt::Display| BigWigError::Write(error.to_string());
    // Within a length that fits, so does a position.
    let value = |(contig, at, value)| (contig, Value { start: at as u32, end: at as u32 + 1, value });
    let values = BedParserStreamingIterator::wrap_infallible_iter(track.values().map(value), false);
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| refused(&error))?;
    let contigs: HashMap<String, u32> = contigs.into_iter().collect();
    let file = BigWigWrite::create_file(path, contigs).map_err(|error| refused(&error))?;
    file.write(values, runtime).map_err(|error| refused(&error))
}

#[cfg(test)]
mod tests {
    use bigtools::BigWigRead;

    use super::*;
    use crate::sequence::{Place, Strand};

    #[test]
    fn what_is_written_is_read_back_and_what_does_not_fit_is_refused() -> Result<(), Box<dyn std::error::Error>> {
        let mut track = GenomeTrack::default();
        track.add(&Place::new("chrI", 5..8, Strand::Forward), 0, &[0.5, f32::NAN, -1.0]);
        track.add(&Place::new("chrII", 2000..2003, Strand::Reverse), 0, &[1.0, 2.0, 3.0]);
        let sizes = |second: u32| HashMap::from([("chrI".to_owned(), 100), ("chrII".to_owned(), second)]);
        let file = tempfile::NamedTempFile::new()?;
        write_bigwig(file.path(), sizes(3000), &track)?;
        let mut read = BigWigRead::open_file(file.path())?;
        type Values = Vec<(u32, u32, f32)>;
        let mut interval = |contig: &str| -> Result<Values, Box<dyn std::error::Error>> {
            let values = read.get_interval(contig, 0, 100_000.min(if contig == "chrI" { 100 } else { 3000 }))?;
            Ok(values.map(|value| value.map(|own| (own.start, own.end, own.value))).collect::<Result<_, _>>()?)
        };
        assert_eq!(interval("chrI")?, [(5, 6, 0.5), (7, 8, -1.0)]);
        assert_eq!(interval("chrII")?, [(2000, 2001, 3.0), (2001, 2002, 2.0), (2002, 2003, 1.0)]);
        let message = |sizes, track: &GenomeTrack| {
            write_bigwig(file.path(), sizes, track).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(message(sizes(2002), &track).contains("chrII has 2002 bases"));
        assert!(message(HashMap::default(), &track).contains("do not name chrI"));
        assert!(message(sizes(1), &GenomeTrack::default()).contains("no value"));
        Ok(())
    }
}
