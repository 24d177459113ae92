use half::f16;

use super::recipe::RegulonsRecipe;
use crate::architecture::{MotifScan, Triplets};
use crate::sequence::{Alphabet, Promoter, Window};
use crate::training::{Dataset, Orthologues};

/// How occupied the motifs of promoters are, by bin and threshold: all that is ever read of a promoter while
/// training.
#[derive(Debug)]
pub struct Occupancies {
    /// `motifs x bins x thresholds`
    width: usize,
    values: Vec<f16>,
    /// By gene, the row of its own promoter and then those of its orthologues.
    rows: Vec<Vec<usize>>,
}

/// What occupancies are counted in.
#[derive(Debug, Clone, Copy)]
pub struct Cells {
    /// Bases of a window.
    pub window: usize,
    /// Motifs.
    pub motifs: usize,
    /// Stretches of the window.
    pub bins: usize,
    /// Thresholds of a site.
    pub thresholds: usize,
}

impl Occupancies {
    /// Scans the promoters of the data set; the genes in `varied` get their orthologues too.
    pub fn scan(
        data: &Dataset,
        orthologues: &[Promoter],
        varied: &[usize],
        (scan, cells): (&MotifScan, Cells),
        mut report: impl FnMut(usize, usize),
    ) -> Self {
        let others = Orthologues::of(data, orthologues);
        let mut own = Self {
            width: cells.motifs * cells.bins * cells.thresholds,
            values: Vec::new(),
            rows: Vec::with_capacity(data.promoters.len()),
        };
        let mut is_varied = vec![false; data.promoters.len()];
        varied.iter().for_each(|gene| is_varied[*gene] = true);
        for (gene, promoter) in data.promoters.iter().enumerate() {
            let others = if is_varied[gene] { others.of_gene(gene) } else { &[] };
            let promoters = std::iter::once(promoter).chain(others.iter().copied());
            let rows: Vec<usize> = promoters.map(|promoter| own.push(promoter, scan, cells)).collect();
            own.rows.push(rows);
            report(gene + 1, data.promoters.len());
        }
        own
    }

    fn push(&mut self, promoter: &Promoter, scan: &MotifScan, cells: Cells) -> usize {
        let window = Window::new(promoter, cells.window, &Alphabet::ACGT);
        let bases = Triplets::new(window.codes(), scan.widest());
        let row = self.values.len() / self.width;
        let bin = cells.window / cells.bins;
        for motif in 0..cells.motifs {
            let mut sums = vec![0.0_f32; cells.bins * cells.thresholds];
            scan.sites(motif, &bases, 0..cells.window, |start, occupancies| {
                let cell = &mut sums[start / bin * cells.thresholds..];
                cell.iter_mut().zip(occupancies).for_each(|(sum, occupancy)| *sum += occupancy);
            });
            self.values.extend(sums.into_iter().map(f16::from_f32));
        }
        row
    }

    /// The rows of a gene: its own promoter, then its orthologues.
    pub fn rows(&self, gene: usize) -> &[usize] {
        &self.rows[gene]
    }

    /// The cells of some rows, one after the other.
    pub fn cells(&self, rows: &[usize]) -> Vec<f32> {
        let row =
            |row: &usize| self.values[row * self.width..(row + 1) * self.width].iter().map(|value| value.to_f32());
        rows.iter().flat_map(row).collect()
    }
}

/// The features of some genes' own promoters as training begins, `genes x motifs`, and their standard
/// deviations: every bin weighs the same, and thresholds have the shares that the recipe's logits give them.
pub fn initial_features(
    recipe: &RegulonsRecipe,
    occupancies: &Occupancies,
    genes: &[usize],
    cells: Cells,
) -> (Vec<f32>, Vec<f32>) {
    let powers: Vec<f32> = recipe.network.mixture.iter().map(|logit| logit.exp()).collect();
    let sum: f32 = powers.iter().sum();
    let mut features = Vec::with_capacity(genes.len() * cells.motifs);
    for &gene in genes {
        for motif in occupancies.cells(&occupancies.rows(gene)[..1]).chunks_exact(cells.bins * cells.thresholds) {
            let site = |(value, power): (&f32, &f32)| value * power / sum;
            features.push(motif.iter().zip(powers.iter().cycle()).map(site).sum::<f32>().ln_1p());
        }
    }
    let deviation = |motif: usize| {
        let own = || features.iter().skip(motif).step_by(cells.motifs).map(|value| f64::from(*value));
        let count = genes.len().max(1) as f64;
        let mean = own().sum::<f64>() / count;
        ((own().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt() + 1e-6) as f32
    };
    let scale = (0..cells.motifs).map(deviation).collect();
    (features, scale)
}
