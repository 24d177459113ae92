use std::io::{Error, Write};

/// Writes tracks as bedGraph: promoter, start, end, value; 0-based and half-open in the promoter's own
/// sequence, one base per line.
///
/// `title` names the track in a genome browser. Each promoter comes with the index of the base that its first
/// value belongs to. Values that are not finite are left out; white space in a promoter's name becomes `_`,
/// because it would end the column.
///
/// # Errors
/// Whatever the output refuses with.
///
/// ```
/// let mut out = Vec::new();
/// cisight::export::write_bedgraph(&mut out, "importance", [("HSP12", 2, &[0.5_f32, -0.25][..])])?;
/// let text = "track type=bedGraph name=\"importance\"\nHSP12\t2\t3\t0.500000\nHSP12\t3\t4\t-0.250000\n";
/// assert_eq!(out, text.as_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_bedgraph<'a, W: Write>(
    mut out: W,
    title: &str,
    tracks: impl IntoIterator<Item = (&'a str, usize, &'a [f32])>,
) -> Result<(), Error> {
    let title: String = title.chars().map(|c| if c == '"' || c.is_control() { ' ' } else { c }).collect();
    writeln!(out, "track type=bedGraph name=\"{title}\"")?;
    for (name, first, values) in tracks {
        let name = name.replace(char::is_whitespace, "_");
        for (index, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            let start = first + index;
            writeln!(out, "{name}\t{start}\t{}\t{value:.6}", start + 1)?;
        }
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_gaps_do_not_break_the_columns() -> Result<(), Error> {
        let mut out = Vec::new();
        write_bedgraph(&mut out, "a \"b\"\n", [("my gene\t1", 0, &[f32::NAN, 1.0][..])])?;
        assert_eq!(out, b"track type=bedGraph name=\"a  b  \"\nmy_gene_1\t1\t2\t1.000000\n");
        Ok(())
    }
}
