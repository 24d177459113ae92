//! Evidence as a safetensors file: lists of names as text, numbers as tensors, sources and licences in its one
//! metadata entry.

use std::collections::HashMap;
use std::ops::Range;

use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};

use super::{Evidence, EvidenceError, STEPS, Source, UNKNOWN};

/// The format that this program writes and reads.
pub(super) const FORMAT: u64 = 1;

/// The metadata entry with the description. There is only one, because the container writes several in random
/// order and the same evidence should give the same file.
const DESCRIPTION: &str = "cisight_evidence";

const GENES: &str = "genes";
const TFS: &str = "tfs";
const FAMILIES: &str = "families";
const EDGE_COUNTS: &str = "edge_counts";
const EDGES: &str = "edges";
const PEAK_COUNTS: &str = "peak_counts";
const PEAKS: &str = "peaks";
const POSITIONS: &str = "peak_positions";
const CONSERVATION: &str = "conservation";

/// Read before the rest, which another format may write in another way.
#[derive(Deserialize)]
struct Version {
    format: u64,
}

#[derive(Serialize, Deserialize)]
struct Description {
    format: u64,
    sources: Vec<Source>,
}

impl Evidence {
    /// The evidence as a file.
    ///
    /// # Errors
    /// [`EvidenceError`] where a gene has more edges or peaks than can be counted, or the container refuses.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EvidenceError> {
        let description = Description { format: FORMAT, sources: self.sources.clone() };
        let description =
            serde_json::to_string(&description).map_err(|error| EvidenceError::Damaged(error.to_string()))?;
        let lines = |names: &[String]| names.iter().map(|name| format!("{name}\n")).collect::<String>().into_bytes();
        let [genes, tfs, families] = [&self.genes, &self.tfs, &self.families].map(|names| lines(names));
        let edge_counts = counts(&self.edges_of, "edges of a gene")?;
        let peak_counts = counts(&self.peaks_of, "peaks of a gene")?;
        let edges: Vec<u8> = self.edges.iter().flat_map(|tf| tf.to_le_bytes()).collect();
        let peaks: Vec<u8> = self.peaks.iter().flat_map(|(tf, _)| tf.to_le_bytes()).collect();
        let positions: Vec<u8> = self.peaks.iter().flat_map(|(_, position)| position.to_le_bytes()).collect();
        let (rows, columns) = (self.genes.len(), self.families.len());
        let tables = [
            (GENES, Dtype::U8, vec![genes.len()], genes.as_slice()),
            (TFS, Dtype::U8, vec![tfs.len()], &tfs),
            (FAMILIES, Dtype::U8, vec![families.len()], &families),
            (EDGE_COUNTS, Dtype::U16, vec![rows], &edge_counts),
            (EDGES, Dtype::U16, vec![self.edges.len()], &edges),
            (PEAK_COUNTS, Dtype::U16, vec![rows], &peak_counts),
            (PEAKS, Dtype::U16, vec![self.peaks.len()], &peaks),
            (POSITIONS, Dtype::I16, vec![self.peaks.len()], &positions),
            (CONSERVATION, Dtype::U8, vec![rows, columns], &self.conservation),
        ];
        let view = |(name, dtype, shape, data)| Ok((name, TensorView::new(dtype, shape, data)?));
        let tables = tables.into_iter().map(view).collect::<Result<Vec<_>, _>>().map_err(damaged)?;
        serialize(tables, Some(HashMap::from([(DESCRIPTION.to_owned(), description)]))).map_err(damaged)
    }

    /// Reads a file that [`Evidence::to_bytes`] gave.
    ///
    /// # Errors
    /// [`EvidenceError`] for anything else.
    pub fn read(file: &[u8]) -> Result<Self, EvidenceError> {
        let (_, metadata) = SafeTensors::read_metadata(file).map_err(damaged)?;
        let entry = metadata.metadata().as_ref().and_then(|entries| entries.get(DESCRIPTION));
        let entry = entry.ok_or(EvidenceError::NotEvidence)?;
        let not_json = |error: serde_json::Error| EvidenceError::Damaged(error.to_string());
        let Version { format } = serde_json::from_str(entry).map_err(not_json)?;
        if format != FORMAT {
            return Err(EvidenceError::Version(format));
        }
        let Description { sources, .. } = serde_json::from_str(entry).map_err(not_json)?;
        let tables = SafeTensors::deserialize(file).map_err(damaged)?;
        let [genes, tfs, families] = [GENES, TFS, FAMILIES].map(|table| names(&tables, table));
        let (genes, tfs, families) = (genes?, tfs?, families?);
        let edges = indices(&tables, EDGES, tfs.len())?;
        let peak_tfs = indices(&tables, PEAKS, tfs.len())?;
        let positions = positions(&tables, peak_tfs.len())?;
        let edges_of = ranges(&tables, EDGE_COUNTS, [genes.len(), edges.len()])?;
        let peaks_of = ranges(&tables, PEAK_COUNTS, [genes.len(), peak_tfs.len()])?;
        let conservation = bytes(&tables, CONSERVATION, Dtype::U8)?.to_vec();
        if conservation.len() != genes.len() * families.len() {
            return Err(wrong(CONSERVATION, "has not one score for each gene and family"));
        }
        if conservation.iter().any(|own| *own != UNKNOWN && f32::from(*own) > STEPS) {
            return Err(wrong(CONSERVATION, "has a score above 1"));
        }
        let peaks = peak_tfs.into_iter().zip(positions).collect();
        let own = Self {
            sources,
            genes,
            tfs,
            families,
            edges_of,
            peaks_of,
            edges,
            peaks,
            conservation,
            places: HashMap::new(),
        };
        own.indexed()
    }
}

fn damaged(error: SafeTensorError) -> EvidenceError {
    EvidenceError::Damaged(error.to_string())
}

fn wrong(table: &'static str, problem: &'static str) -> EvidenceError {
    EvidenceError::Table { table, problem }
}

fn counts(ranges: &[Range<usize>], what: &'static str) -> Result<Vec<u8>, EvidenceError> {
    let count = |range: &Range<usize>| u16::try_from(range.len()).map_err(|_| EvidenceError::TooLarge(what));
    let counts = ranges.iter().map(count).collect::<Result<Vec<_>, _>>()?;
    Ok(counts.into_iter().flat_map(u16::to_le_bytes).collect())
}

fn bytes<'a>(tables: &SafeTensors<'a>, table: &'static str, dtype: Dtype) -> Result<&'a [u8], EvidenceError> {
    let tensor = tables.tensor(table).map_err(|_| wrong(table, "is missing"))?;
    if tensor.dtype() != dtype {
        return Err(wrong(table, "holds another type of number"));
    }
    Ok(tensor.data())
}

fn names(tables: &SafeTensors<'_>, table: &'static str) -> Result<Vec<String>, EvidenceError> {
    let text = std::str::from_utf8(bytes(tables, table, Dtype::U8)?).map_err(|_| wrong(table, "is not UTF-8 text"))?;
    Ok(text.split_terminator('\n').map(str::to_owned).collect())
}

fn numbers(tables: &SafeTensors<'_>, table: &'static str) -> Result<Vec<u16>, EvidenceError> {
    let (numbers, _) = bytes(tables, table, Dtype::U16)?.as_chunks::<2>();
    Ok(numbers.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect())
}

fn indices(tables: &SafeTensors<'_>, table: &'static str, tfs: usize) -> Result<Vec<u16>, EvidenceError> {
    let numbers = numbers(tables, table)?;
    if numbers.iter().any(|tf| usize::from(*tf) >= tfs) {
        return Err(wrong(table, "names a TF that the file has not"));
    }
    Ok(numbers)
}

fn positions(tables: &SafeTensors<'_>, peaks: usize) -> Result<Vec<i16>, EvidenceError> {
    let (numbers, _) = bytes(tables, POSITIONS, Dtype::I16)?.as_chunks::<2>();
    let positions: Vec<i16> = numbers.iter().map(|&bytes| i16::from_le_bytes(bytes)).collect();
    if positions.len() != peaks {
        return Err(wrong(POSITIONS, "has not one position for each peak"));
    }
    if positions.iter().any(|position| *position >= 0) {
        return Err(wrong(POSITIONS, "has a position that is not upstream of the start codon"));
    }
    Ok(positions)
}

/// Where each gene's entries are, from how many it has.
fn ranges(
    tables: &SafeTensors<'_>,
    table: &'static str,
    [genes, entries]: [usize; 2],
) -> Result<Vec<Range<usize>>, EvidenceError> {
    let counts = numbers(tables, table)?;
    if counts.len() != genes {
        return Err(wrong(table, "has not one row for each gene"));
    }
    let mut end = 0;
    let ranges = counts.into_iter().map(|count| {
        let start = end;
        end += usize::from(count);
        start..end
    });
    let ranges = ranges.collect();
    if end != entries {
        return Err(wrong(table, "counts more or fewer entries than there are"));
    }
    Ok(ranges)
}
