use std::io;
use std::path::{Path, PathBuf};

/// Writes a file whole or not at all: under another name first, so that a run that is cut off leaves no half
/// of it.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part_of(path);
    std::fs::write(&part, bytes)?;
    std::fs::rename(part, path)
}

/// The name that a file has while it is written; it keeps the ending, which some writers insist on.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("part-{name}"))
}
