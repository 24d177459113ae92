use super::Motif;

/// A kernel of a convolution, as what it looks for in bases.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernel {
    /// Its name.
    pub name: String,
    /// What A, C, G, T add to its activation, one row a position.
    pub values: Vec<[f32; 4]>,
}

impl Kernel {
    /// The largest activation that any bases give.
    pub fn largest(&self) -> f32 {
        self.values.iter().map(|row| row.iter().copied().fold(f32::NEG_INFINITY, f32::max)).sum()
    }

    /// Where sites begin, in order: places at which the activation is above `share` of the largest possible
    /// one, on the strand that is read. `codes` are 0 to 3 for A, C, G, T and anything else for what is no base;
    /// a place with such a thing is no site. A kernel that nothing activates has none.
    ///
    /// DeepBind and Basset count the motifs of their kernels from such places (Alipanahi et al. 2015,
    /// doi 10.1038/nbt.3300; Kelley et al. 2016, doi 10.1101/gr.200535.115), Basset with a share of one half of the
    /// largest activation among its sequences. The largest possible one does not depend on which sequences are
    /// given.
    pub fn sites(&self, codes: &[u8], share: f32) -> Vec<usize> {
        let limit = share * self.largest();
        if limit.is_nan() || limit <= 0.0 { Vec::new() } else { self.sites_above(codes, limit) }
    }

    /// Where sites begin, in order: places at which the activation is above a limit. A place with what is no
    /// base is no site.
    pub fn sites_above(&self, codes: &[u8], limit: f32) -> Vec<usize> {
        self.activations(codes).filter(|(_, own)| *own > limit).map(|(start, _)| start).collect()
    }

    /// The largest activation at any place; nothing where there is no place.
    pub fn strongest(&self, codes: &[u8]) -> Option<f32> {
        self.activations(codes).map(|(_, own)| own).reduce(f32::max)
    }

    /// Each place that has bases alone, with the activation there.
    fn activations<'a>(&'a self, codes: &'a [u8]) -> impl Iterator<Item = (usize, f32)> + 'a {
        let activation = |bases: &[u8]| {
            let values = self.values.iter().zip(bases).map(|(row, &code)| row.get(usize::from(code)).copied());
            values.sum::<Option<f32>>()
        };
        // A kernel without positions has no places either.
        let places = codes.windows(self.values.len().max(1)).enumerate().filter(|_| !self.values.is_empty());
        places.filter_map(move |(start, bases)| Some((start, activation(bases)?)))
    }
}

/// How often each base stands at each position of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteCounts(Vec<[u64; 4]>);

impl SiteCounts {
    /// None yet, of sites of so many positions.
    pub fn new(width: usize) -> Self {
        Self(vec![[0; 4]; width])
    }

    /// Counts a site's codes, 0 to 3 for A, C, G, T.
    pub fn add(&mut self, site: &[u8]) {
        for (counts, &code) in self.0.iter_mut().zip(site) {
            if let Some(count) = counts.get_mut(usize::from(code)) {
                *count += 1;
            }
        }
    }

    /// The sites that were counted.
    pub fn sites(&self) -> u64 {
        self.0.first().map_or(0, |counts| counts.iter().sum())
    }

    /// The frequencies; nothing where no site was counted.
    pub fn motif(&self, name: &str) -> Option<Motif> {
        let sites = self.sites();
        (sites > 0).then(|| Motif {
            id: name.to_owned(),
            name: name.to_owned(),
            probabilities: self.0.iter().map(|counts| counts.map(|count| count as f64 / sites as f64)).collect(),
            sites: Some(sites as f64),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel() -> Kernel {
        // Largest 1 + 2 + 1 = 4: above 2 is more than the middle C alone.
        let values = vec![[1.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.5], [0.0, 0.0, 1.0, 0.0]];
        Kernel { name: "kernel 1".into(), values }
    }

    #[test]
    fn sites_are_places_above_the_share_of_the_largest_activation() {
        //           A  C  G  T  C  T  A  T  G  A  C  N
        let codes = [0, 1, 2, 3, 1, 3, 0, 3, 2, 0, 1, 4];
        // ACG 4; TCT 2, which is not above the half; ATG 2.5; AC and an N is no site, though its bases give 3.
        assert_eq!(kernel().sites(&codes, 0.5), [0, 6]);
        assert_eq!(kernel().sites(&codes, 0.7), [0]);
        assert_eq!(kernel().sites(&codes, 0.4), [0, 3, 6]);
        assert_eq!(kernel().sites(&codes[..2], 0.5), [0; 0]);
        assert_eq!((kernel().strongest(&codes), kernel().strongest(&codes[..2])), (Some(4.0), None));
        assert_eq!(kernel().sites_above(&codes, -1.0).len(), 9);
        let silent = Kernel { name: "silent".into(), values: vec![[0.0; 4]; 3] };
        assert_eq!(silent.sites(&codes, 0.5), [0; 0]);
    }

    #[test]
    fn counts_become_frequencies() {
        let mut counts = SiteCounts::new(3);
        assert_eq!(counts.motif("kernel 1"), None);
        [[0, 1, 2], [0, 3, 2], [0, 1, 2], [3, 1, 2]].iter().for_each(|site| counts.add(site));
        let motif = counts.motif("kernel 1").unwrap();
        assert_eq!(motif.probabilities, [[0.75, 0.0, 0.0, 0.25], [0.0, 0.75, 0.0, 0.25], [0.0, 0.0, 1.0, 0.0]]);
        assert_eq!((motif.sites, counts.sites()), (Some(4.0), 4));
    }
}
