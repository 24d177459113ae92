/// A name without the apostrophe that keeps a spreadsheet from running it: `'=1+1` was written for `=1+1`.
///
/// Comma-separated files of the page guard names that begin with `=`, `+`, `-`, `@`, a tab or a line end so;
/// reading takes it off again.
///
/// ```
/// assert_eq!(cisight::text::unguarded("'-45A>G"), "-45A>G");
/// assert_eq!(cisight::text::unguarded("'quoted'"), "'quoted'");
/// ```
pub fn unguarded(name: &str) -> &str {
    match name.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => rest,
        _ => name,
    }
}
