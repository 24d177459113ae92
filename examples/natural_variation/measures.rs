use std::collections::BTreeMap;

use rand::Rng;
use rand::rngs::StdRng;

/// Draws of genes for an interval.
const DRAWS: usize = 2000;

/// Sites of a gene: how many strains have the younger allele, the size of its effect, and that of a random change.
type Gene = Vec<(usize, f64, f64)>;

/// Effects by whether their genes were trained on.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    genes: BTreeMap<&'static str, Vec<Gene>>,
}

/// Natural sites by how many of the five strains have the younger allele.
const CLASSES: [(&str, std::ops::RangeInclusive<usize>); 5] =
    [("all", 1..=4), ("1 of 5", 1..=1), ("2 of 5", 2..=2), ("3 of 5", 3..=3), ("4 of 5", 4..=4)];

impl Measured {
    pub fn add(&mut self, part: &'static str, gene: Gene) {
        self.genes.entry(part).or_default().push(gene);
    }

    /// Two tables: sizes of effects beside those of random changes, and frequent beside rare alleles.
    pub fn print(&self, random: &mut StdRng) {
        println!(
            "| genes | younger allele in | sites | mean size | of random changes | ratio (95 %) | above 9 in 10 random (95 %) |"
        );
        println!("|---|---|---|---|---|---|---|");
        for (part, genes) in &self.genes {
            let limit = ninth(genes);
            for (class, counts) in CLASSES {
                let chosen: Vec<Gene> = genes
                    .iter()
                    .map(|gene| gene.iter().filter(|site| counts.contains(&site.0)).copied().collect())
                    .collect();
                let sites = chosen.iter().map(Vec::len).sum::<usize>();
                let [size, control] = [mean(&chosen, |site| site.1), mean(&chosen, |site| site.2)];
                let ratio = |genes: &[&Gene]| {
                    mean(genes.iter().copied(), |site| site.1) / mean(genes.iter().copied(), |site| site.2)
                };
                let above = |genes: &[&Gene]| mean(genes.iter().copied(), |site| f64::from(site.1 > limit));
                println!(
                    "| {part} ({}) | {class} | {sites} | {size:.4} | {control:.4} | {} | {} |",
                    genes.len(),
                    interval(&chosen, ratio, random),
                    interval(&chosen, above, random)
                );
            }
            let of = |genes: &[&Gene], counts: std::ops::RangeInclusive<usize>| {
                let own: Vec<Gene> = genes
                    .iter()
                    .map(|gene| gene.iter().filter(|site| counts.contains(&site.0)).copied().collect())
                    .collect();
                mean(&own, |site| site.1) / mean(&own, |site| site.2)
            };
            let frequent = |genes: &[&Gene]| of(genes, 3..=4) / of(genes, 1..=1);
            println!("\nfrequent (3 or 4 of 5) over rare (1 of 5), {part}: {}\n", interval(genes, frequent, random));
        }
    }
}

/// The size that nine of ten random changes stay below.
fn ninth(genes: &[Gene]) -> f64 {
    let mut sizes: Vec<f64> = genes.iter().flatten().map(|site| site.2).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() * 9 / 10).copied().unwrap_or(f64::NAN)
}

fn mean<'g>(genes: impl IntoIterator<Item = &'g Gene>, value: impl Fn(&(usize, f64, f64)) -> f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for site in genes.into_iter().flatten() {
        sum += value(site);
        count += 1.0;
    }
    sum / count
}

/// A measure and its 95 % interval over draws of genes.
fn interval(genes: &[Gene], measure: impl Fn(&[&Gene]) -> f64, random: &mut StdRng) -> String {
    let all: Vec<&Gene> = genes.iter().collect();
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| measure(&(0..all.len()).map(|_| all[random.random_range(0..all.len())]).collect::<Vec<_>>()))
        .collect();
    drawn.sort_by(f64::total_cmp);
    format!("{:.3} ({:.3} to {:.3})", measure(&all), drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40])
}
