//! What predicts without a network, beside every network that is trained: on the same rows and the same split.

use cisight::sample::{Embedding, Part as SamplePart};
use cisight::sequence::{Alphabet, Window};
use cisight::training::baselines::{Agreement, SparseRows, Targets, embedded, nearest_neighbours, ridge, words};
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
    /// By input of letters, a window of each row: codes 0 to 3 for A, C, G, T.
    pub sequences: Vec<Vec<Window>>,
    /// By input of embeddings, that of each row.
    pub embeddings: Vec<Vec<Embedding>>,
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
        Self { sequences: vec![windows], embeddings: Vec::new(), values, parts }
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

    /// Those of genes with several sequences or embeddings each.
    pub fn of_table(data: &GeneData) -> Self {
        let inputs = data.inputs.first().map_or(0, Vec::len);
        let windows =
            |input: usize| data.inputs.iter().filter_map(|own| own[input].window().cloned()).collect::<Vec<_>>();
        let embeddings =
            |input: usize| data.inputs.iter().filter_map(|own| embedding(&own[input]).cloned()).collect::<Vec<_>>();
        Self {
            sequences: (0..inputs).map(windows).filter(|own| !own.is_empty()).collect(),
            embeddings: (0..inputs).map(embeddings).filter(|own| !own.is_empty()).collect(),
            values: data.values.iter().copied().map(f64::from).collect(),
            parts: data.parts.clone(),
        }
    }

    /// Means of each number of every embedding over so many stretches of its positions, side by side.
    pub fn averaged(&self, stretches: usize) -> SparseRows {
        let of = |embeddings: &Vec<Embedding>| embedded(embeddings, stretches);
        SparseRows::beside(&self.embeddings.iter().map(of).collect::<Vec<_>>())
    }

    /// Whether there are letters.
    pub fn has_words(&self) -> bool {
        !self.sequences.is_empty()
    }

    /// Whether there are embeddings.
    pub fn has_embeddings(&self) -> bool {
        !self.embeddings.is_empty()
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

/// Pearson's correlations of G+C content, a ridge regression on words, the nearest neighbours by words, and a ridge
/// regression on embeddings averaged over their positions; null for what cannot be told of so few rows, or takes too long
/// of so many, and for what is not there.
pub fn beside(rows: &Rows) -> Value {
    let targets = rows.targets();
    let mut found: Vec<(&str, Option<[Agreement; 2]>)> = Vec::new();
    if rows.has_words() {
        let (content, own) = (rows.words(1, true, 1), rows.words(usize::from(WORDS), false, 1));
        let neighbours = rows.has_neighbours().then(|| nearest_neighbours(&own, targets)).flatten();
        found.push(("gc_content", ridge(&content, targets, true).map(|own| own.agreement)));
        found.push(("ridge_on_words", ridge(&own, targets, true).map(|own| own.agreement)));
        found.push(("nearest_neighbours", neighbours.map(|own| own.agreement)));
    }
    if rows.has_embeddings() {
        found.push(("ridge_on_embeddings", ridge(&rows.averaged(1), targets, true).map(|own| own.agreement)));
    }
    let told = |at: usize| -> Value {
        let of = |(name, own): &(&str, Option<[Agreement; 2]>)| {
            let r = own.map(|own| own[at].pearson).filter(|r| r.is_finite());
            ((*name).to_owned(), json!(r))
        };
        Value::Object(found.iter().map(of).collect())
    };
    let mut report = json!({ "pearson_test": told(1), "pearson_validation": told(0) });
    if rows.has_words() {
        report["word_length"] = json!(WORDS);
    }
    report
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

fn embedding(part: &SamplePart) -> Option<&Embedding> {
    match part {
        SamplePart::Embedding(own) => Some(own),
        SamplePart::Bases(_) | SamplePart::Numbers(_) => None,
    }
}
