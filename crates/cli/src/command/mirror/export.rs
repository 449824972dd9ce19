//! `oktars mirror export`: a mirror as Parquet files, or as tables in PostgreSQL.

use std::path::{Path, PathBuf};

use super::file_and;
use crate::failure::{Failure, Stop};
use crate::run::Run;

#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file [default: what OKTARS_MIRROR names], and where to: a folder, or postgres://USER@HOST/DATABASE
    #[arg(value_names = ["FILE", "TO"], required = true, num_args = 1..=2)]
    arguments: Vec<String>,
    /// The form of the files in the folder
    #[arg(long, value_name = "FORM", value_parser = ["parquet"])]
    form: Option<String>,
    /// The schema of the database
    #[arg(long, value_name = "NAME", default_value = "okta", value_parser = schema)]
    schema: String,
}

/// Where an export goes.
enum To {
    Folder(PathBuf),
    Database(String),
}

/// A name that PostgreSQL takes as it stands.
fn schema(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = text.starts_with(|char: char| char.is_ascii_lowercase()) && !text.starts_with("pg_");
    if begins && text.len() <= 63 && text.bytes().all(is_plain) {
        return Ok(text.to_owned());
    }
    Err("a schema has a name of small letters, digits and underscores".to_owned())
}

impl Export {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (path, mut rest) = file_and(self.arguments, 1)?;
        let to = rest.pop().unwrap_or_default();
        match destination(&to, self.form.as_deref())? {
            To::Folder(folder) => into_folder(run, &path, &folder),
            To::Database(address) => into_database(run, &path, &address, &self.schema).await,
        }
    }
}

fn destination(to: &str, form: Option<&str>) -> Result<To, Stop> {
    let is_database = ["postgres://", "postgresql://"].iter().any(|start| to.starts_with(start));
    match (is_database, form) {
        (true, Some(_)) => Err(Failure::usage("--form is for files, and this is a database").into()),
        (true, None) => Ok(To::Database(to.to_owned())),
        // The address of something else may hold a password, so it is not shown.
        (false, _) if to.contains("://") => {
            Err(Failure::usage("an export goes to a folder, or to a database at postgres://HOST/DATABASE")
                .into())
        }
        (false, Some(_)) => Ok(To::Folder(PathBuf::from(to))),
        (false, None) => {
            Err(Failure::usage("the form of the files is not named").hint("add --form parquet").into())
        }
    }
}

/// What was written, as it is printed.
#[cfg(any(feature = "parquet", feature = "postgres"))]
fn tell(run: &mut Run, exported: &[oktars_mirror::export::Exported]) -> Result<(), Stop> {
    let rows = exported.iter().filter(|table| table.rows > 0 || table.written > 0);
    let rows = rows.map(
        |table| serde_json::json!({ "table": table.table, "rows": table.rows, "written": table.written }),
    );
    super::print(run, rows, &crate::output::Columns { table: "table,rows,written", csv: "" })
}

/// Says which kinds are not whole in what is exported.
#[cfg(any(feature = "parquet", feature = "postgres"))]
fn tell_gaps(run: &mut Run, reader: &oktars_mirror::Reader) -> Result<(), Stop> {
    for gap in reader.all_gaps().map_err(super::failure)? {
        if gap.state != "left out" {
            let reason = gap.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            run.note(&format!("note: {} is {}{reason}", gap.kind, gap.state));
        }
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn into_folder(run: &mut Run, path: &Path, folder: &Path) -> Result<(), Stop> {
    let reader = super::reader(path)?;
    let exported = reader.export_parquet(folder).map_err(super::failure)?;
    tell(run, &exported)?;
    tell_gaps(run, &reader)
}

#[cfg(not(feature = "parquet"))]
fn into_folder(_: &mut Run, _: &Path, _: &Path) -> Result<(), Stop> {
    Err(absent("Parquet", "parquet"))
}

#[cfg(feature = "postgres")]
async fn into_database(run: &mut Run, path: &Path, address: &str, schema: &str) -> Result<(), Stop> {
    let address = oktars_mirror::export::Address::parse(address).map_err(super::failure)?;
    if address.is_unchecked() {
        run.note("note: this sslmode does not check which server answers; verify-full does");
    }
    let reader = super::reader(path)?;
    let exported = reader.export_postgres(&address, schema).await.map_err(super::failure)?;
    tell(run, &exported)?;
    tell_gaps(run, &reader)
}

#[cfg(not(feature = "postgres"))]
async fn into_database(_: &mut Run, _: &Path, _: &str, _: &str) -> Result<(), Stop> {
    Err(absent("PostgreSQL", "postgres"))
}

#[cfg(not(all(feature = "parquet", feature = "postgres")))]
fn absent(what: &str, feature: &str) -> Stop {
    Failure::usage(format!("this oktars was built without {what}"))
        .hint(format!(
            "build it with `--features {feature}`, or with `--features full` for all that there is"
        ))
        .into()
}
