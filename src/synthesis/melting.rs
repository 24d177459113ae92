//! Melting temperatures of primers by nearest neighbours.
//!
//! No kept pure-Rust library computes them: `primer3` on crates.io binds the C program under the GPL, the others are not
//! maintained. So the published model is here: the unified parameters of SantaLucia (1998, PNAS 95, 1460-1465; doi
//! 10.1073/pnas.95.4.1460), with its correction of the entropy for salt. Tests hold it to Biopython's `MeltingTemp.Tm_NN`.

/// The gas constant, cal / (K mol).
const GAS: f64 = 1.987;
const ZERO_CELSIUS: f64 = 273.15;

/// Enthalpy (kcal/mol) and entropy (cal / (K mol)) of a pair of neighbours and its complement; bases are 0 to 3: A, C, G, T.
const NEIGHBOURS: [[(f64, f64); 4]; 4] = [
    [(-7.9, -22.2), (-8.4, -22.4), (-7.8, -21.0), (-7.2, -20.4)],
    [(-8.5, -22.7), (-8.0, -19.9), (-10.6, -27.2), (-7.8, -21.0)],
    [(-8.2, -22.2), (-9.8, -24.4), (-8.0, -19.9), (-8.4, -22.4)],
    [(-7.2, -21.3), (-8.2, -22.2), (-8.5, -22.7), (-7.9, -22.2)],
];

/// An end with A or T, and one with G or C.
const WEAK_END: (f64, f64) = (2.3, 4.1);
const STRONG_END: (f64, f64) = (0.1, -2.8);

/// The loss of entropy where both strands are the same.
const SYMMETRY: f64 = -1.4;

/// What a primer melts in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrimerBuffer {
    /// Sodium or potassium ions, mmol/l.
    pub salt: f64,
    /// Primer, nmol/l; far more than of the template.
    pub primer: f64,
}

impl Default for PrimerBuffer {
    /// 50 mmol/l of salt and 500 nmol/l of primer, as PCR commonly has them.
    fn default() -> Self {
        Self { salt: 50.0, primer: 500.0 }
    }
}

impl PrimerBuffer {
    /// The melting temperature in °C of bases with their exact complement; nothing for fewer than two bases or where one is
    /// not A, C, G or T.
    pub fn melting_temperature(&self, bases: &[u8]) -> Option<f64> {
        let codes = bases.iter().map(|base| b"ACGT".iter().position(|own| own == base)).collect::<Option<Vec<_>>>()?;
        let (first, last) = (*codes.first()?, *codes.last()?);
        if codes.len() < 2 {
            return None;
        }
        let pairs = codes.windows(2).map(|pair| NEIGHBOURS[pair[0]][pair[1]]);
        let ends = [first, last].map(|end| if end == 0 || end == 3 { WEAK_END } else { STRONG_END });
        let sum = |(h, s): (f64, f64), (more_h, more_s): (f64, f64)| (h + more_h, s + more_s);
        let (enthalpy, mut entropy) = pairs.chain(ends).fold((0.0, 0.0), sum);
        let is_symmetric = codes.iter().zip(codes.iter().rev()).all(|(one, other)| one + other == 3);
        // Of strands that are not alike, the primer is in excess.
        let strands = self.primer * 1e-9;
        if is_symmetric {
            entropy += SYMMETRY;
        }
        entropy += 0.368 * (codes.len() - 1) as f64 * (self.salt * 1e-3).ln();
        Some(1000.0 * enthalpy / (entropy + GAS * strands.ln()) - ZERO_CELSIUS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed by Biopython 1.88: `MeltingTemp.Tm_NN(Seq(s), nn_table=DNA_NN3, dnac1=500, dnac2=0, Na=salt, saltcorr=5, selfcomp=...)`.
    const BIOPYTHON: &[(&str, f64, f64)] = &[
        ("ACGTTGCAACGGTATTGCAC", 50.0, 59.371_978),
        ("GGGGCCCCAATT", 50.0, 47.566_957),
        ("GGGGCCCCAATT", 150.0, 52.918_712),
        ("AATTCCGGGGCCTTAT", 50.0, 51.978_629),
        ("AATTCCGGGGCCTTAT", 150.0, 57.546_791),
        ("CCCCTTTTGAGAGGCATTACG", 50.0, 58.036_705),
        ("ATATATATATATATATAT", 50.0, 25.251_598),
        ("ATATATATATATATATAT", 150.0, 30.538_799),
        ("GAATTC", 50.0, -12.755_563),
        ("GAATTC", 150.0, -9.211_423),
        ("ACGTACGTACGT", 50.0, 41.105_489),
        ("ACGTACGTACGT", 150.0, 45.952_911),
        ("TTGACCTAGGATCCATTGCAAGGGTACC", 50.0, 63.630_836),
        ("GGATCACAGTCTACACTGCTCACTCCAACCCCGG", 50.0, 70.024_245),
        ("CCCTGAGTCCGAGGAGAGGGT", 50.0, 63.534_689),
        ("GCTTCAGAGTATGTATACCACTGGGTAGGATACGGCG", 50.0, 67.434_244),
        ("AGGGCACGTCAATACGGTTCAAT", 50.0, 61.315_564),
        ("CCCTACTGCATGCTCTTGTGGTTCA", 50.0, 63.177_307),
        ("CTGCATGGAGAGGGTGGGCATGGGTGG", 50.0, 70.193_165),
    ];

    #[test]
    fn temperatures_are_those_of_biopython() {
        for (bases, salt, expected) in BIOPYTHON {
            let buffer = PrimerBuffer { salt: *salt, primer: 500.0 };
            let found = buffer.melting_temperature(bases.as_bytes());
            assert!(found.is_some_and(|found| (found - expected).abs() < 1e-6), "{bases}: {found:?} {expected}");
        }
        assert_eq!(PrimerBuffer::default().melting_temperature(b"ACGN"), None);
        assert_eq!(PrimerBuffer::default().melting_temperature(b"A"), None);
    }
}
