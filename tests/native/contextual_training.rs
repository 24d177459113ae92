//! The training of contextual regressions on a toy set that has to be learnt.

use std::error::Error;

use cisight::architecture::build;
use cisight::backend::Backend;
use cisight::sequence::{Alphabet, Promoter, Window};
use cisight::training::contextual::{AbundanceData, ContextualRecipe, ContextualRun, train_member};
use cisight::training::{CheckpointFolder, Part, correlations};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

type Failure = Box<dyn Error>;

const RECIPE: &str = r#"
[model]
id = "toy"
version = "1.0.0"
title = "Toy"
species = "none"
architecture = "contextual-regression"
output = "abundance"
unit = "none"
anchor = "transcription start"
data = "made up"
licence = "CC0-1.0"

[data]
sequences = "none"
column = "none"
before_start = 40
genome = "none"
downstream = 20

[split]
salt = "toy"
word = 12
shared = 0.5
validation = 20
test = 20

[network]
window = 60
kernels = 8
kernel_width = 4
pool = 7
dense = [12]
convolutions = [{ channels = 6, width = 3, pool = 2 }]

[training]
seeds = [1]
epochs = 60
patience = 10
batch = 16
learning_rate = 0.02
momentum = 0.9
dropout = 0.0
columns_penalty = 2e-8
weights_penalty = 1e-4
dense_penalty = 1e-4
"#;

/// Promoters whose abundance is 100 and what they have of G and C.
fn toy() -> Result<Vec<(Promoter, f32)>, Failure> {
    let mut random = StdRng::seed_from_u64(3);
    let mut rows = Vec::new();
    for number in 0..300 {
        let share = random.random_range(0.1..0.9);
        let bases: String = (0..60)
            .map(|_| if random.random_bool(share) { ['G', 'C'] } else { ['A', 'T'] }[random.random_range(0..2)])
            .collect();
        let content = bases.chars().filter(|base| "GC".contains(*base)).count();
        rows.push((Promoter::parse(format!("row{number}"), &bases)?, 100.0 + content as f32));
    }
    Ok(rows)
}

#[test]
fn a_toy_set_is_learnt_with_kernels_that_stay_non_negative() -> Result<(), Failure> {
    let recipe = ContextualRecipe::parse(RECIPE)?;
    let (config, data) = (recipe.config()?, AbundanceData::split(toy()?, &recipe.split)?);
    let device = pollster::block_on(Backend::Cpu.open())?;
    let run = ContextualRun { recipe: &recipe, config: &config, data: &data, device: &device };
    let (state, mut epochs) = (tempfile::tempdir()?, 0);
    let folder = CheckpointFolder::new(state.path(), 1);
    let weights = train_member(&run, 1, &folder, |_| epochs += 1)?;
    assert!(epochs > 1);
    let kernels = weights.get("motifs.weight").ok_or("no kernels")?;
    assert!(kernels.values.iter().all(|value| *value >= 0.0) && kernels.values.iter().any(|value| *value > 0.0));

    let network = build("contextual-regression", &serde_json::to_value(&config)?, weights.clone(), &device)?;
    let test = data.of(Part::Test);
    let windows: Vec<Window> = test.iter().map(|&at| Window::new(&data.promoters[at], 60, &Alphabet::ACGT)).collect();
    let conditions = network.encode_conditions(&[]);
    let answers: Vec<f32> =
        network.respond(&[network.encode_windows(&windows)?], &conditions).into_data().iter::<f32>().collect();
    let measured: Vec<Option<f32>> = test.iter().map(|&at| Some(data.values[at])).collect();
    let r = correlations(&answers, &measured, 1, &[0]).overall;
    let error = test.iter().zip(&answers).map(|(&at, own)| (own - data.values[at]).abs()).sum::<f32>();
    assert!(r > 0.9, "r {r}");
    // In the unit of the data, in which the deviation is 14.
    assert!(error / (test.len() as f32) < 6.0, "{error}");

    // A finished member is taken as it is.
    let again = train_member(&run, 1, &folder, |_| epochs = 0)?;
    assert!(again == weights && epochs > 0);
    Ok(())
}

#[test]
fn both_genes_of_a_divergent_promoter_are_one_family() -> Result<(), Failure> {
    let recipe = ContextualRecipe::parse(RECIPE)?;
    let mut rows = toy()?;
    rows.truncate(2);
    let turned = cisight::sequence::reverse_complement(rows[0].0.bases());
    rows.push((Promoter::parse("divergent", &String::from_utf8(turned)?)?, 1.0));
    let data = AbundanceData::split(rows, &recipe.split)?;
    assert_eq!((data.families, data.parts[0]), (2, data.parts[2]));
    Ok(())
}

#[test]
fn a_recipe_that_cannot_train_is_refused_by_its_entry() {
    let cases = [
        ("epochs = 60", "epochs = 0", "training.epochs and training.patience have to be positive"),
        ("dropout = 0.0", "dropout = 1.0", "training.dropout has to lie in [0, 1)"),
        ("momentum = 0.9", "momentum = 1.5", "training.momentum has to lie in [0, 1)"),
        ("test = 20", "test = 80", "split leaves nothing to train on"),
        ("word = 12", "word = 33", "split.word has to lie between 1 and 32"),
        ("before_start = 40", "before_start = 0", "data.before_start has to be positive"),
        ("seeds = [1]", "seeds = []", "training.seeds needs at least one seed"),
    ];
    for (from, to, reason) in cases {
        let refused = ContextualRecipe::parse(&RECIPE.replace(from, to)).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(refused, Err(format!("the recipe's {reason}")));
    }
}
