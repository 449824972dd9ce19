//! How much of a file is read. What goes beyond is refused before it is built, and before anything is sent.
//! Files come from others, and a small one can ask for all the memory of a machine.

/// Tables, lines of JSON and arrays.
pub mod file {
    /// Bytes of what has to be kept: stdin, UTF-16, a JSON array. A CSV or NDJSON file is read piece by piece and
    /// may be of any length.
    pub const KEPT: u64 = 256 << 20;
    /// Rows. An org of a million users is an ordinary one; each row keeps 24 bytes.
    pub const ROWS: usize = 5_000_000;
    /// Bytes of one row or line. The longest value that Okta takes has some thousand characters.
    pub const ROW: u64 = 1 << 20;
    /// Columns. A schema has some hundred attributes.
    pub const COLUMNS: usize = 4_096;
    /// Bytes of a column's name: an attribute's has 50 at most, its title not many more.
    pub const COLUMN_NAME: usize = 1_000;
}

/// Workbooks, which are zipped and say themselves where their cells are.
pub mod workbook {
    /// Bytes of the file, and how many parts it may have.
    pub const FILE: usize = 32 << 20;
    pub const PARTS: usize = 10_000;
    /// Bytes of one part when it is unpacked: a million cells, or some million shared texts.
    pub const PART: u64 = 64 << 20;
    /// Bytes of all parts when they are unpacked.
    pub const UNPACKED: u64 = 256 << 20;
    /// Cells of the table, empty ones between others included: 100,000 rows of 20 columns.
    pub const CELLS: usize = 2_000_000;
    /// Bytes of all texts, and characters of one: Excel's own limit.
    pub const TEXTS: usize = 64 << 20;
    pub const TEXT: usize = 32_767;
}

/// Patterns of the org's schema. To match takes as long as the compiled pattern is large, times the length of the
/// value, for each row of a file. What goes beyond is left to Okta.
pub mod pattern {
    /// Bytes of the pattern, and of its compiled form.
    pub const PATTERN: usize = 2_000;
    pub const COMPILED: usize = 64 << 10;
    /// Bytes of a value.
    pub const VALUE: usize = 4 * 4_096;
}
