//! Motifs as text in MEME's minimal format, and as a consensus.

use std::fmt::Write;

use super::Motif;

/// Motifs in MEME's minimal format, version 4, as the MEME suite and [`super::MotifFile::parse`] read it.
/// `background` holds the frequencies of A, C, G, T. White space in names becomes `_`, since the format ends
/// a name there.
pub fn write_meme(motifs: &[Motif], background: [f64; 4]) -> String {
    let [a, c, g, t] = background;
    let mut text = format!(
        "MEME version 4\n\nALPHABET= ACGT\n\nstrands: +\n\nBackground letter frequencies\nA {a:.6} C {c:.6} G {g:.6} T {t:.6}\n"
    );
    for motif in motifs {
        let [id, name] = [&motif.id, &motif.name].map(|word| word.split_whitespace().collect::<Vec<_>>().join("_"));
        let width = motif.probabilities.len();
        let sites = motif.sites.map_or_else(String::new, |sites| format!(" nsites= {sites}"));
        // Writing to a string cannot fail.
        let _ = write!(text, "\nMOTIF {id} {name}\nletter-probability matrix: alength= 4 w= {width}{sites}\n");
        for [a, c, g, t] in &motif.probabilities {
            let _ = writeln!(text, " {a:.6} {c:.6} {g:.6} {t:.6}");
        }
    }
    text
}

/// The letters of one or two bases, by the bits of A, C, G, T.
const CODES: [(u8, char); 10] = [
    (0b0001, 'A'),
    (0b0010, 'C'),
    (0b0100, 'G'),
    (0b1000, 'T'),
    (0b0101, 'R'),
    (0b1010, 'Y'),
    (0b0110, 'S'),
    (0b1001, 'W'),
    (0b1100, 'K'),
    (0b0011, 'M'),
];

/// The consensus by Cavener's rules (1987, doi 10.1093/nar/15.4.1353) in the letters of IUPAC: a base that is more
/// frequent than one half and than twice the next one, two bases that are more frequent than three quarters
/// together, or else N.
pub fn consensus(motif: &Motif) -> String {
    let letter = |row: &[f64; 4]| {
        let mut order = [0, 1, 2, 3];
        order.sort_by(|&one, &other| row[other].total_cmp(&row[one]));
        let [first, second, ..] = order;
        let bits = if row[first] > 0.5 && row[first] > 2.0 * row[second] {
            1 << first
        } else if row[first] + row[second] > 0.75 {
            1 << first | 1 << second
        } else {
            0
        };
        CODES.iter().find(|(own, _)| *own == bits).map_or('N', |(_, letter)| *letter)
    };
    motif.probabilities.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motif::{MemeError, MotifFile};

    #[test]
    fn what_is_written_is_read_again() -> Result<(), MemeError> {
        let motif = |id: &str, sites, probabilities: &[[f64; 4]]| Motif {
            id: id.into(),
            name: format!("of_{id}"),
            probabilities: probabilities.to_vec(),
            sites,
        };
        let motifs = [
            motif("kernel_1", Some(48.0), &[[0.5, 0.25, 0.125, 0.125], [0.0, 0.0, 1.0, 0.0]]),
            motif("kernel_2", None, &[[0.25; 4]]),
        ];
        let file = MotifFile::parse(&write_meme(&motifs, [0.3, 0.2, 0.2, 0.3]))?;
        assert_eq!((file.motifs.as_slice(), file.background), (&motifs[..], Some([0.3, 0.2, 0.2, 0.3])));
        let spaced = Motif { id: "kernel 1".into(), name: " kernel\t1\n".into(), ..motifs[0].clone() };
        let file = MotifFile::parse(&write_meme(&[spaced], [0.25; 4]))?;
        assert_eq!((file.motifs[0].id.as_str(), file.motifs[0].name.as_str()), ("kernel_1", "kernel_1"));
        Ok(())
    }

    #[test]
    fn a_consensus_names_one_base_two_or_none() {
        let rows = [[0.7, 0.1, 0.1, 0.1], [0.52, 0.3, 0.1, 0.08], [0.4, 0.2, 0.2, 0.2], [0.05, 0.45, 0.05, 0.45]];
        let motif = Motif { id: "a".into(), name: "a".into(), probabilities: rows.to_vec(), sites: None };
        assert_eq!(consensus(&motif), "AMNY");
    }
}
