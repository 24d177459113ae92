//! Files that are too large for the repository and lie beside it, where they are at hand.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A file or folder of `../shared`. Where it is not there, a line says which check is left out; written past
/// the harness, which shows nothing of a test that passes.
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "SKIPPED: a part of {test} needs ../shared/{path}");
    None
}
