//! What predicts without a network, beside every network that is trained: on the same rows and the same split.

use cisight::sequence::{Alphabet, Window};
use cisight::training::baselines::{Agreement, SparseRows, Targets, nearest_neighbours, ridge, words};
use cisight::training::contextual::AbundanceData;
use cisight::training::joint::GeneData;
use cisight::training::reporter::{ReporterData, Row};
use cisight::training::{Dataset, Part, correlations};
use serde_json::{Value, json};

/// Pairs of rows that are compared at most to find neighbours.
const MOST_PAIRS: usize = 30_000_000;

/// The length of the words that stand beside a trained network; `cisight baseline` tries others.
const WORDS: u8 = 5;

/// The same for networks with conditions, each of which needs a regression of its own.
const SHORT_WORDS: u8 = 3;

/// What baselines are fitted to.
pub struct Rows {
    /// By input, a window of each row: codes 0 to 3 for A, C, G, T.
    pub sequences: Vec<Vec<Window>>,
    /// One for each row.
    pub values: Vec<f64>,
    /// The same.
    pub parts: Vec<Part>,
}

impl Rows {
    fn collected(rows: impl Iterator<Item = (Window, f32, Part)>) -> Self {
        let (mut windows, mut values, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for (window, value, part) in rows {
            windows.push(window);
            values.push(f64::from(value));
            parts.push(part);
        }
        Self { sequences: vec![windows], values, parts }
    }

    /// Those of mRNA abundances.
    pub fn of_abundances(data: &AbundanceData, length: usize) -> Self {
        let rows = data.promoters.iter().zip(&data.values).zip(&data.parts);
        let window = |promoter| Window::new(promoter, length, &Alphabet::ACGT);
        Self::collected(rows.map(|((promoter, value), part)| (window(promoter), *value, *part)))
    }

    /// Those of a reporter assay with a measurement of the output `task`.
    pub fn of_reporter(data: &ReporterData, task: usize) -> Self {
        let measured = |row: &Row| Some((row.window.clone(), row.targets.get(task).copied().flatten()?, row.part));
        Self::collected(data.rows.iter().filter_map(measured))
    }

    /// Those of genes with several sequences each.
    pub fn of_table(data: &GeneData) -> Self {
        let inputs = data.windows.first().map_or(0, Vec::len);
        let of = |input: usize| data.windows.iter().map(|own| own[input].clone()).collect();
        Self {
            sequences: (0..inputs).map(of).collect(),
            values: data.values.iter().copied().map(f64::from).collect(),
            parts: data.parts.clone(),
        }
    }

    /// Counts of words ([`words`]), those of all sequences side by side. Each sequence is cut into so many stretches
    /// of the same length, counted apart.
    pub fn words(&self, length: usize, both_strands: bool, stretches: usize) -> SparseRows {
        let cut = |windows: &Vec<Window>| {
            let of = |at: usize| {
                let own = windows.iter().map(|window| {
                    let codes = window.codes();
                    let edge = |at: usize| codes.len() * at / stretches;
                    window.with_codes(codes[edge(at)..edge(at + 1)].to_vec())
                });
                words(&own.collect::<Vec<_>>(), length, both_strands)
            };
            (0..stretches).map(of).collect::<Vec<_>>()
        };
        SparseRows::beside(&self.sequences.iter().flat_map(cut).collect::<Vec<_>>())
    }

    /// The windows of the first input.
    pub fn first(&self) -> &[Window] {
        self.sequences.first().map_or(&[], Vec::as_slice)
    }

    /// What the rows are predicted of.
    pub fn targets(&self) -> Targets<'_> {
        Targets { values: &self.values, parts: &self.parts }
    }

    /// Whether so few pairs have to be compared that neighbours are looked for.
    pub fn has_neighbours(&self) -> bool {
        let count = |part| self.targets().of(part).len();
        count(Part::Training).saturating_mul(count(Part::Validation) + count(Part::Test)) <= MOST_PAIRS
    }
}

/// How predictions agree with what was measured: correlations, null where there are too few to tell, and how many.
pub fn agreement(predicted: &[f64], measured: &[f64]) -> Value {
    let parts = vec![Part::Test; measured.len()];
    let Agreement { pearson, spearman } = Targets { values: measured, parts: &parts }.agreement(predicted, Part::Test);
    let told = |r: f64| Some(r).filter(|r| r.is_finite());
    json!({ "pearson": told(pearson), "spearman": told(spearman), "genes": measured.len() })
}

/// Pearson's correlations on the test of G+C content, a ridge regression on words and the nearest neighbours by words;
/// null for what cannot be told of so few rows, or takes too long of so many.
pub fn beside(rows: &Rows) -> Value {
    let targets = rows.targets();
    let content = rows.words(1, true, 1);
    let own = rows.words(usize::from(WORDS), false, 1);
    let test = |found: Option<f64>| found.filter(|r| r.is_finite());
    let neighbours = rows.has_neighbours().then(|| nearest_neighbours(&own, targets)).flatten();
    json!({
        "pearson_test": {
            "gc_content": test(ridge(&content, targets, true).map(|own| own.agreement[1].pearson)),
            "ridge_on_words": test(ridge(&own, targets, true).map(|own| own.agreement[1].pearson)),
            "nearest_neighbours": test(neighbours.map(|own| own.agreement[1].pearson)),
        },
        "word_length": WORDS,
    })
}

/// The same for a network with conditions: correlations on the test of what each condition's own regression predicts.
pub fn beside_conditions(data: &Dataset, length: usize) -> Value {
    let windows: Vec<Window> = data.promoters.iter().map(|own| Window::new(own, length, &Alphabet::ACGT)).collect();
    let (width, test) = (data.columns.len(), data.genes(Part::Test));
    let measured: Vec<Option<f32>> = test.iter().flat_map(|&gene| data.profile(gene)).copied().collect();
    let of = |rows: &SparseRows| {
        let mut predicted = vec![0.0_f32; test.len() * width];
        for column in 0..width {
            let values = filled(data, column);
            let Some(own) = ridge(rows, Targets { values: &values, parts: &data.parts }, true) else { continue };
            for (row, &gene) in test.iter().enumerate() {
                predicted[row * width + column] = own.predicted[gene] as f32;
            }
        }
        correlations(&predicted, &measured, width, &(0..width).collect::<Vec<_>>())
    };
    json!({
        "test": {
            "gc_content": of(&words(&windows, 1, true)),
            "ridge_on_words": of(&words(&windows, usize::from(SHORT_WORDS), false)),
        },
        "word_length": SHORT_WORDS,
    })
}

/// What was measured in a condition; the mean of the training genes where nothing was.
fn filled(data: &Dataset, column: usize) -> Vec<f64> {
    let value = |gene: usize| data.profile(gene)[column].map(f64::from);
    let known: Vec<f64> = data.genes(Part::Training).into_iter().filter_map(value).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    (0..data.promoters.len()).map(|gene| value(gene).unwrap_or(mean)).collect()
}
