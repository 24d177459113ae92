use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, FloatType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};

/// Rows that are kept until they are written together.
const ROWS: usize = 4096;

/// Writes numbers as Parquet: the string columns that name a row, such as `promoter`, then one column of
/// 32-bit floats for each condition or feature. Files of one schema in one folder are one data set.
pub struct ParquetGridWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: usize,
    /// By column that names rows.
    keys: Vec<Vec<ByteArray>>,
    /// `rows x columns`
    values: Vec<f32>,
}

impl<W: Write + Send> ParquetGridWriter<W> {
    /// Starts the file.
    ///
    /// # Errors
    /// [`ParquetError`] where the output refuses.
    pub fn new(out: W, keys: &[&str], columns: &[String]) -> Result<Self, ParquetError> {
        // Hardly any number stands twice, so a dictionary of them is longer than they are.
        let mut properties =
            WriterProperties::builder().set_compression(Compression::SNAPPY).set_dictionary_enabled(false);
        for key in keys {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(*key), true);
        }
        let properties = properties.build();
        let file = SerializedFileWriter::new(out, schema(keys, columns)?, Arc::new(properties))?;
        Ok(Self { file, columns: columns.len(), keys: vec![Vec::new(); keys.len()], values: Vec::new() })
    }

    /// Writes one row: what names it, one text for each such column, and its numbers.
    ///
    /// # Errors
    /// [`ParquetError`] where the output refuses.
    pub fn row(&mut self, keys: &[&str], values: &[f32]) -> Result<(), ParquetError> {
        self.keys.iter_mut().zip(keys).for_each(|(column, key)| column.push(ByteArray::from(*key)));
        self.values.extend_from_slice(values);
        if self.keys.first().map_or(0, Vec::len) == ROWS { self.write_rows() } else { Ok(()) }
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
        if self.keys.first().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        let mut column = 0;
        while let Some(mut writer) = group.next_column()? {
            if let Some(keys) = self.keys.get(column) {
                writer.typed::<ByteArrayType>().write_batch(keys, None, None)?;
            } else {
                let at = column - self.keys.len();
                let own: Vec<f32> = self.values.iter().skip(at).step_by(self.columns).copied().collect();
                writer.typed::<FloatType>().write_batch(&own, None, None)?;
            }
            writer.close()?;
            column += 1;
        }
        group.close()?;
        self.keys.iter_mut().for_each(Vec::clear);
        self.values.clear();
        Ok(())
    }
}

fn schema(keys: &[&str], columns: &[String]) -> Result<TypePtr, ParquetError> {
    let key = |name: &&str| {
        let column = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::REQUIRED);
        column.build().map(Arc::new)
    };
    let number = |name: &String| {
        let column = Type::primitive_type_builder(name, PhysicalType::FLOAT).with_repetition(Repetition::REQUIRED);
        column.build().map(Arc::new)
    };
    let fields = keys.iter().map(key).chain(columns.iter().map(number)).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("responses").with_fields(fields).build()?))
}
