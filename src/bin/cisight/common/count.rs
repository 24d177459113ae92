//! Counts in sentences.

/// "1 gene", "2 genes": the noun in the number that the count asks for.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
