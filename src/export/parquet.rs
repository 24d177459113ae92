use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, FloatType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

/// Rows that are kept until they are written together.
const ROWS: usize = 4096;

/// Writes a grid as Parquet: the string column `promoter`, then one column of 32-bit floats a condition.
/// Files of one schema in one folder are one data set.
pub struct ParquetGridWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    conditions: usize,
    promoters: Vec<ByteArray>,
    /// `rows x conditions`
    responses: Vec<f32>,
}

impl<W: Write + Send> ParquetGridWriter<W> {
    /// Starts the file.
    ///
    /// # Errors
    /// [`ParquetError`] where the output refuses.
    pub fn new(out: W, conditions: &[String]) -> Result<Self, ParquetError> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, schema(conditions)?, Arc::new(properties))?;
        Ok(Self { file, conditions: conditions.len(), promoters: Vec::new(), responses: Vec::new() })
    }

    /// Writes the row of one promoter.
    ///
    /// # Errors
    /// [`ParquetError`] where the output refuses.
    pub fn row(&mut self, promoter: &str, responses: &[f32]) -> Result<(), ParquetError> {
        self.promoters.push(ByteArray::from(promoter));
        self.responses.extend_from_slice(responses);
        if self.promoters.len() == ROWS { self.write_rows() } else { Ok(()) }
    }

    /// Ends the file and returns the output.
    ///
    /// # Errors
    /// [`ParquetError`] where the output refuses.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        self.write_rows()?;
        self.file.into_inner()
    }

    fn write_rows(&mut self) -> Result<(), ParquetError> {
        if self.promoters.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        let mut column = 0;
        while let Some(mut writer) = group.next_column()? {
            if column == 0 {
                writer.typed::<ByteArrayType>().write_batch(&self.promoters, None, None)?;
            } else {
                let own: Vec<f32> = self.responses.iter().skip(column - 1).step_by(self.conditions).copied().collect();
                writer.typed::<FloatType>().write_batch(&own, None, None)?;
            }
            writer.close()?;
            column += 1;
        }
        group.close()?;
        self.promoters.clear();
        self.responses.clear();
        Ok(())
    }
}

fn schema(conditions: &[String]) -> Result<TypePtr, ParquetError> {
    let promoter = Type::primitive_type_builder("promoter", PhysicalType::BYTE_ARRAY)
        .with_logical_type(Some(LogicalType::String))
        .with_repetition(Repetition::REQUIRED)
        .build()?;
    let response = |name: &String| {
        let column = Type::primitive_type_builder(name, PhysicalType::FLOAT).with_repetition(Repetition::REQUIRED);
        column.build().map(Arc::new)
    };
    let mut fields = vec![Arc::new(promoter)];
    fields.extend(conditions.iter().map(response).collect::<Result<Vec<_>, _>>()?);
    Ok(Arc::new(Type::group_type_builder("responses").with_fields(fields).build()?))
}
