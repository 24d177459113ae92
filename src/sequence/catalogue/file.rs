//! The catalogue as a safetensors file: number tables as tensors, the description as one metadata entry.

use std::collections::HashMap;

use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};

use super::packed_bases::{PackedBases, Problem};
use super::{Catalogue, CatalogueError, Gene, Origin, Stretch};
use crate::sequence::{Place, Strand};

/// The format that this program writes and reads.
pub(super) const FORMAT: u64 = 1;

/// The metadata entry with the description. There is only one, because the container writes several in random
/// order and the same genome should give the same file.
const DESCRIPTION: &str = "cisight_catalogue";

const BASES: &str = "bases";
const UNKNOWN: &str = "unknown_runs";
const OFFSETS: &str = "offsets";
const LENGTHS: &str = "lengths";
const STRANDS: &str = "strands";
const NAMES: &str = "names";
/// Both are there or neither: files of earlier programs have no places, and these programs do not look.
const CONTIGS: &str = "contigs";
const STARTS: &str = "starts";

/// The start of a promoter whose place is not known.
const NOWHERE: u32 = u32::MAX;

/// Read before the rest, which another format may write in another way.
#[derive(Deserialize)]
struct Version {
    format: u64,
}

#[derive(Serialize, Deserialize)]
struct Description {
    format: u64,
    #[serde(flatten)]
    origin: Origin,
    promoter_length: usize,
    base_count: usize,
}

impl Catalogue {
    /// The catalogue as a file.
    ///
    /// # Errors
    /// [`CatalogueError::Damaged`] where the container refuses the tables.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CatalogueError> {
        let description = Description {
            format: FORMAT,
            origin: self.origin.clone(),
            promoter_length: self.promoter_length,
            base_count: self.bases.len(),
        };
        let description =
            serde_json::to_string(&description).map_err(|error| CatalogueError::Damaged(error.to_string()))?;
        let offsets = little_endian(self.stretches.iter().map(|stretch| stretch.region.start));
        let lengths = little_endian(self.stretches.iter().map(|stretch| stretch.region.len()));
        let unknown = little_endian(self.bases.unknown().iter().flat_map(|run| [run.start, run.end]));
        let strands = self.stretches.iter().map(|stretch| u8::from(stretch.strand == Strand::Reverse));
        let strands: Vec<u8> = strands.collect();
        let names: String = self.genes.iter().map(name_line).collect();
        let (genes, runs) = (self.genes.len(), self.bases.unknown().len());
        let (contigs, starts) = write_places(&self.places);
        let mut tables = vec![
            (BASES, Dtype::U8, vec![self.bases.bytes().len()], self.bases.bytes()),
            (UNKNOWN, Dtype::U32, vec![runs, 2], &unknown),
            (OFFSETS, Dtype::U32, vec![genes], &offsets),
            (LENGTHS, Dtype::U32, vec![genes], &lengths),
            (STRANDS, Dtype::U8, vec![genes], &strands),
            (NAMES, Dtype::U8, vec![names.len()], names.as_bytes()),
        ];
        if !contigs.is_empty() {
            tables.push((CONTIGS, Dtype::U8, vec![contigs.len()], contigs.as_bytes()));
            tables.push((STARTS, Dtype::U32, vec![genes, 2], &starts));
        }
        let view = |(name, dtype, shape, data)| Ok((name, TensorView::new(dtype, shape, data)?));
        let tables = tables.into_iter().map(view).collect::<Result<Vec<_>, _>>().map_err(damaged)?;
        serialize(tables, Some(HashMap::from([(DESCRIPTION.to_owned(), description)]))).map_err(damaged)
    }

    /// Reads a file that [`Catalogue::to_bytes`] gave.
    ///
    /// # Errors
    /// [`CatalogueError`] for anything else.
    pub fn from_bytes(file: &[u8]) -> Result<Self, CatalogueError> {
        let (_, metadata) = SafeTensors::read_metadata(file).map_err(damaged)?;
        let entry = metadata.metadata().as_ref().and_then(|entries| entries.get(DESCRIPTION));
        let entry = entry.ok_or(CatalogueError::NotACatalogue)?;
        let not_json = |error: serde_json::Error| CatalogueError::Damaged(error.to_string());
        let Version { format } = serde_json::from_str(entry).map_err(not_json)?;
        if format != FORMAT {
            return Err(CatalogueError::Version(format));
        }
        let description: Description = serde_json::from_str(entry).map_err(not_json)?;
        let tables = SafeTensors::deserialize(file).map_err(damaged)?;
        let genes = read_names(byte_table(&tables, NAMES)?)?;
        let stretches = read_stretches(&tables, genes.len())?;
        let places = read_places(&tables, &stretches)?;
        let bases = read_bases(&tables, description.base_count)?;
        Self::assemble(description.origin, description.promoter_length, (genes, stretches, places), bases)
    }
}

/// The contigs' names, a line each, and for each gene which one it is on and where its promoter starts. A
/// place that the file cannot hold is not known.
fn write_places(places: &[Option<Place>]) -> (String, Vec<u8>) {
    let mut names = String::new();
    let mut contigs: HashMap<&str, u32> = HashMap::new();
    let mut starts = Vec::new();
    for place in places {
        let place = place.as_ref().filter(|place| place.before() == 0 && !place.contig().contains('\n'));
        let start = place.and_then(|place| u32::try_from(place.region().start).ok());
        let (contig, start) = match place.zip(start) {
            Some((place, start)) => {
                let next = contigs.len() as u32;
                let contig = *contigs.entry(place.contig()).or_insert_with(|| {
                    names.push_str(place.contig());
                    names.push('\n');
                    next
                });
                (contig, start)
            }
            None => (0, NOWHERE),
        };
        starts.extend([contig, start].into_iter().flat_map(u32::to_le_bytes));
    }
    (names, starts)
}

fn read_places(tables: &SafeTensors<'_>, stretches: &[Stretch]) -> Result<Vec<Option<Place>>, CatalogueError> {
    if !tables.names().contains(&STARTS) {
        return Ok(vec![None; stretches.len()]);
    }
    let not_text = |_| CatalogueError::Table { table: CONTIGS, problem: "is not UTF-8 text" };
    let contigs = std::str::from_utf8(byte_table(tables, CONTIGS)?).map_err(not_text)?;
    let contigs: Vec<&str> = contigs.split_terminator('\n').collect();
    let starts = number_table(tables, STARTS)?;
    if starts.len() != 2 * stretches.len() {
        return Err(CatalogueError::Table { table: STARTS, problem: "has not one row for each gene" });
    }
    let place = |(own, stretch): (&[usize], &Stretch)| {
        let (contig, start) = (own[0], own[1]);
        if start == NOWHERE as usize {
            return Ok(None);
        }
        let outside = CatalogueError::Table { table: STARTS, problem: "names a contig that is not there" };
        let contig = *contigs.get(contig).ok_or(outside)?;
        let region = start..start.saturating_add(stretch.region.len());
        Ok(Some(Place::new(contig, region, stretch.strand)))
    };
    starts.chunks_exact(2).zip(stretches).map(place).collect()
}

fn damaged(error: SafeTensorError) -> CatalogueError {
    CatalogueError::Damaged(error.to_string())
}

/// Offsets and lengths fit, because a catalogue has no more bases than `u32` can count.
fn little_endian(numbers: impl Iterator<Item = usize>) -> Vec<u8> {
    numbers.flat_map(|number| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()).collect()
}

/// One line per gene: systematic name, and after a tab the standard name if there is one.
fn name_line(gene: &Gene) -> String {
    match &gene.standard {
        Some(standard) => format!("{}\t{standard}\n", gene.systematic),
        None => format!("{}\n", gene.systematic),
    }
}

fn read_names(text: &[u8]) -> Result<Vec<Gene>, CatalogueError> {
    let not_text = |_| CatalogueError::Table { table: NAMES, problem: "is not UTF-8 text" };
    let text = std::str::from_utf8(text).map_err(not_text)?;
    let gene = |line: &str| match line.split_once('\t') {
        Some((systematic, standard)) => Gene { systematic: systematic.into(), standard: Some(standard.into()) },
        None => Gene { systematic: line.into(), standard: None },
    };
    Ok(text.split_terminator('\n').map(gene).collect())
}

fn read_stretches(tables: &SafeTensors<'_>, genes: usize) -> Result<Vec<Stretch>, CatalogueError> {
    let offsets = number_table(tables, OFFSETS)?;
    let lengths = number_table(tables, LENGTHS)?;
    let strands = byte_table(tables, STRANDS)?;
    for (table, rows) in [(OFFSETS, offsets.len()), (LENGTHS, lengths.len()), (STRANDS, strands.len())] {
        if rows != genes {
            return Err(CatalogueError::Table { table, problem: "has not one row for each gene" });
        }
    }
    let stretch = |((offset, length), strand): ((usize, usize), &u8)| {
        let strand = match strand {
            0 => Strand::Forward,
            1 => Strand::Reverse,
            _ => return Err(CatalogueError::Table { table: STRANDS, problem: "has a value other than 0 and 1" }),
        };
        // Saturated, it lies outside the bases and is refused as such.
        Ok(Stretch { region: offset..offset.saturating_add(length), strand })
    };
    offsets.into_iter().zip(lengths).zip(strands).map(stretch).collect()
}

fn read_bases(tables: &SafeTensors<'_>, count: usize) -> Result<PackedBases, CatalogueError> {
    let ends = number_table(tables, UNKNOWN)?;
    let unknown = ends.chunks_exact(2).map(|ends| ends[0]..ends[1]).collect();
    let bytes = byte_table(tables, BASES)?.to_vec();
    PackedBases::from_parts(bytes, count, unknown).map_err(|problem| match problem {
        Problem::Bytes => {
            CatalogueError::Table { table: BASES, problem: "does not have the length that the file states" }
        }
        Problem::UnknownRuns => CatalogueError::Table { table: UNKNOWN, problem: "has runs out of order or outside" },
    })
}

fn byte_table<'a>(tables: &SafeTensors<'a>, table: &'static str) -> Result<&'a [u8], CatalogueError> {
    tensor(tables, table, Dtype::U8).map(|tensor| tensor.data())
}

fn number_table(tables: &SafeTensors<'_>, table: &'static str) -> Result<Vec<usize>, CatalogueError> {
    let (numbers, _) = tensor(tables, table, Dtype::U32)?.data().as_chunks::<4>();
    let too_large = |_| CatalogueError::Table { table, problem: "has a number that is too large" };
    numbers.iter().map(|&bytes| usize::try_from(u32::from_le_bytes(bytes)).map_err(too_large)).collect()
}

fn tensor<'a>(tables: &SafeTensors<'a>, table: &'static str, dtype: Dtype) -> Result<TensorView<'a>, CatalogueError> {
    let tensor = tables.tensor(table).map_err(|_| CatalogueError::Table { table, problem: "is missing" })?;
    if tensor.dtype() != dtype {
        return Err(CatalogueError::Table { table, problem: "holds another type of number" });
    }
    Ok(tensor)
}
