/// "1 gene", "2 genes": the noun in the number that the count asks for.
///
/// ```
/// use cisight::text::counted;
///
/// assert_eq!(counted(1, "gene"), "1 gene");
/// assert_eq!(counted(0, "gene"), "0 genes");
/// ```
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
