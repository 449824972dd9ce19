//! One Parquet file: a table, in groups of rows.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use rusqlite::Rows;

use super::table::{Column, Form, Table, Value};

/// Rows that are held until they are written. Larger groups make no smaller files.
const GROUP: usize = 10_000;
/// Bytes of texts that are held until they are written, whatever the number of rows.
const HELD: usize = 32 << 20;

/// Why a file could not be written.
pub(super) enum Failed {
    Read(rusqlite::Error),
    Written(parquet::errors::ParquetError),
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Failed::Read(error)
    }
}

impl From<parquet::errors::ParquetError> for Failed {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Failed::Written(error)
    }
}

/// Writes all rows of a table into a file. Gives how many they were.
pub(super) fn write(file: File, table: &Table, mut rows: Rows<'_>) -> std::result::Result<u64, Failed> {
    let mut writer = SerializedFileWriter::new(file, schema(table)?, properties(table)?)?;
    let mut held: Vec<Held> = table.columns.iter().map(|column| Held::new(column.form)).collect();
    let (mut count, mut waiting, mut bytes) = (0, 0, 0);
    while let Some(row) = rows.next()? {
        for (at, (column, held)) in table.columns.iter().zip(&mut held).enumerate() {
            bytes += held.add(column.form.value(row.get_ref(at)?));
        }
        (count, waiting) = (count + 1, waiting + 1);
        if waiting >= GROUP || bytes >= HELD {
            give(&mut writer, &mut held)?;
            (waiting, bytes) = (0, 0);
        }
    }
    if waiting > 0 {
        give(&mut writer, &mut held)?;
    }
    writer.close()?;
    Ok(count)
}

/// The values of a column that wait to be written, and which of them are there.
struct Held {
    values: Values,
    levels: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
}

impl Held {
    fn new(form: Form) -> Self {
        let values = match form {
            Form::Text | Form::Json => Values::Texts(Vec::new()),
            Form::Boolean => Values::Booleans(Vec::new()),
            Form::Integer | Form::Time => Values::Integers(Vec::new()),
            Form::Real => Values::Reals(Vec::new()),
        };
        Held { values, levels: Vec::new() }
    }

    /// Adds a value, and gives how many bytes it holds.
    fn add(&mut self, value: Value<'_>) -> usize {
        let mut held = 0;
        let is_there = match (&mut self.values, value) {
            (Values::Texts(all), Value::Text(text)) => {
                held = text.len();
                all.push(ByteArray::from(text.into_owned().into_bytes()));
                true
            }
            (Values::Booleans(all), Value::Boolean(value)) => push(all, value),
            (Values::Integers(all), Value::Integer(value)) => push(all, value),
            (Values::Integers(all), Value::Time(value)) => push(all, value.as_millisecond()),
            (Values::Reals(all), Value::Real(value)) => push(all, value),
            _ => false,
        };
        self.levels.push(i16::from(is_there));
        held
    }

    fn clear(&mut self) {
        self.levels.clear();
        match &mut self.values {
            Values::Texts(all) => all.clear(),
            Values::Booleans(all) => all.clear(),
            Values::Integers(all) => all.clear(),
            Values::Reals(all) => all.clear(),
        }
    }
}

fn push<T>(all: &mut Vec<T>, value: T) -> bool {
    all.push(value);
    true
}

/// Writes a group of rows, column by column.
fn give(writer: &mut SerializedFileWriter<File>, held: &mut [Held]) -> Result<()> {
    let mut group = writer.next_row_group()?;
    for held in held.iter_mut() {
        let Some(mut column) = group.next_column()? else { break };
        let levels = Some(held.levels.as_slice());
        let _written = match (column.untyped(), &held.values) {
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Texts(all)) => {
                to.write_batch(all, levels, None)?
            }
            (ColumnWriter::BoolColumnWriter(to), Values::Booleans(all)) => {
                to.write_batch(all, levels, None)?
            }
            (ColumnWriter::Int64ColumnWriter(to), Values::Integers(all)) => {
                to.write_batch(all, levels, None)?
            }
            (ColumnWriter::DoubleColumnWriter(to), Values::Reals(all)) => {
                to.write_batch(all, levels, None)?
            }
            // The schema is made of the same forms.
            _ => 0,
        };
        column.close()?;
        held.clear();
    }
    group.close()?;
    Ok(())
}

fn schema(table: &Table) -> Result<TypePtr> {
    let columns = table.columns.iter().map(|column| Ok(Arc::new(described(column)?)));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Type::group_type_builder("row").with_fields(columns).build()?))
}

fn described(column: &Column) -> Result<Type> {
    let (physical, logical) = match column.form {
        Form::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Form::Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
        Form::Boolean => (Physical::BOOLEAN, None),
        Form::Integer => (Physical::INT64, None),
        Form::Real => (Physical::DOUBLE, None),
        Form::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
    };
    let builder = Type::primitive_type_builder(&column.name, physical).with_logical_type(logical);
    builder.with_repetition(Repetition::OPTIONAL).build()
}

fn properties(table: &Table) -> Result<WriterPropertiesPtr> {
    let level = ZstdLevel::try_new(3)?;
    let mut builder = WriterProperties::builder().set_compression(Compression::ZSTD(level));
    // What is different in each row is smaller without a dictionary.
    for name in table.columns.iter().map(|column| column.name.as_str()) {
        if matches!(name, "json" | "key" | "id" | "uuid") {
            let path = ColumnPath::new(vec![name.to_owned()]);
            builder = builder.set_column_dictionary_enabled(path, false);
        }
    }
    Ok(Arc::new(builder.build()))
}
