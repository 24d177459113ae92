use super::Mutagenesis;

impl Mutagenesis {
    /// Hypothetical contributions, `length x 4` (A, C, G, T): the response with a base in a place minus the
    /// mean over the four bases there.
    ///
    /// At the base that stands there, this is what it contributes. TF-MoDISco reads the whole of it.
    pub fn hypothetical_contributions(&self) -> Vec<f32> {
        let centred = |deltas: &[f32]| {
            let mean = deltas.iter().sum::<f32>() / 4.0;
            deltas.iter().map(|delta| delta - mean).collect::<Vec<f32>>()
        };
        self.deltas.chunks_exact(4).flat_map(centred).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standing_base_contributes_three_quarters_of_its_importance() {
        // A stands first; the second base is unknown.
        let deltas = vec![0.0, -1.0, -2.0, -3.0, 1.0, 2.0, 3.0, 6.0];
        let scan = Mutagenesis { reference: 0.0, spread: 0.0, offset: 0, deltas, base_known: vec![true, false] };
        assert_eq!(scan.hypothetical_contributions(), [1.5, 0.5, -0.5, -1.5, -2.0, -1.0, 0.0, 3.0]);
        assert_eq!(scan.importance()[0] * 0.75, 1.5);
    }
}
