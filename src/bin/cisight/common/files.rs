//! Where results go: every file is written whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cisight::export::ExportError;
use cisight::schema::{InputSpec, Manifest};
use serde::Serialize;
use tempfile::NamedTempFile;

/// A file in the making, or an output that is written to as it is. The file has its name only once it is
/// complete, so that a run that is cut off leaves no half of one behind.
pub enum Output {
    Direct(Box<dyn Write + Send>),
    File { temporary: BufWriter<NamedTempFile>, path: PathBuf },
}

/// Opens a file for writing, under another name until [`Output::commit`]; standard output for `-` or nothing.
pub fn create(path: Option<&Path>) -> Result<Output> {
    // A pipe or a device is written to as it is.
    let Some(path) = path.filter(|path| *path != Path::new("-") && (!path.exists() || path.is_file())) else {
        return Ok(Output::Direct(open(path)?));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cisight-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let temporary = builder.tempfile_in(folder).with_context(|| path.display().to_string())?;
    Ok(Output::File { temporary: BufWriter::new(temporary), path: path.to_owned() })
}

/// Whether a file's name asks for a format by its extension, in letters of either case.
pub fn has_extension(path: Option<&Path>, extension: &str) -> bool {
    path.and_then(Path::extension).is_some_and(|own| own.eq_ignore_ascii_case(extension))
}

/// Opens what is not a file in the making: standard output for `-` or nothing, a pipe, a device.
fn open(path: Option<&Path>) -> Result<Box<dyn Write + Send>> {
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            Ok(Box::new(BufWriter::new(file)))
        }
        None => Ok(Box::new(BufWriter::new(std::io::stdout()))),
    }
}

/// Writes a file, or standard output for `-` or nothing.
pub fn write(path: Option<&Path>, bytes: &[u8]) -> Result<()> {
    let mut out = create(path)?;
    out.write_all(bytes).with_context(|| path.unwrap_or(Path::new("standard output")).display().to_string())?;
    out.commit()
}

/// Prints a value on standard output, as JSON.
pub fn print_json(value: &impl Serialize) -> Result<()> {
    let mut out = create(None)?;
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.commit()
}

/// Writes the files of a folder, which is made where it is missing, in the order given: what names the others
/// comes last.
pub fn write_folder<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, bytes) in files {
        write(Some(&folder.join(name)), bytes)?;
    }
    Ok(())
}

/// Writes a model's folder: the manifest, which names the others, comes last.
pub fn write_model(folder: &Path, manifest: &Manifest, weights: &[u8], others: &[(&str, &[u8])]) -> Result<()> {
    let json = serde_json::to_vec_pretty(manifest)?;
    let last = [(manifest.weights.file.as_str(), weights), ("manifest.json", json.as_slice())];
    write_folder(folder, others.iter().copied().chain(last))
}

/// What the file that goes with the example promoters is called in a model's folder.
pub fn example_name(input: &InputSpec) -> String {
    let kind = if matches!(input, InputSpec::Numbers(_)) { "tsv" } else { "fa" };
    format!("example-{}.{kind}", input.name())
}

impl Output {
    /// Ends the output; a file gets its name.
    pub fn commit(self) -> Result<()> {
        match self {
            Self::Direct(mut out) => out.flush()?,
            Self::File { temporary, path } => {
                let file = temporary.into_inner().map_err(std::io::IntoInnerError::into_error)?;
                file.persist(&path).with_context(|| path.display().to_string())?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Direct(out) => out.write(bytes),
            Self::File { temporary, .. } => temporary.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::File { temporary, .. } => temporary.flush(),
        }
    }
}

/// Whether the reader of the output has gone away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        let csv = match cause.downcast_ref() {
            Some(ExportError::Write(csv)) => Some(csv),
            _ => cause.downcast_ref::<csv::Error>(),
        };
        let in_table = csv.and_then(|csv| if let csv::ErrorKind::Io(io) = csv.kind() { Some(io) } else { None });
        let flushed = match cause.downcast_ref() {
            Some(ExportError::Flush(io)) => Some(io),
            _ => None,
        };
        [io, in_table, flushed].into_iter().flatten().any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
