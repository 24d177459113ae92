//! Attribution jobs on the model that ships: an ensemble with scaled TF levels.

use std::fs;
use std::rc::Rc;

use cisight::architecture::MixtureConfig;
use cisight::attribution::{AttributionJob, Change, ReferencePoint, TfEffectsJob, TfRankingJob, TfRule};
use cisight::backend::Backend;
use cisight::model::{Model, open_model, read_safetensors};
use cisight::schema::Manifest;
use cisight::sequence::Window;

type Failure = Box<dyn std::error::Error>;

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    let (a_mean, b_mean) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f32, f32) -> f32| a.iter().zip(b).map(|(a, b)| f(a - a_mean, b - b_mean)).sum::<f32>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

fn shipped() -> Result<Rc<Model>, Failure> {
    opened("models/fun-prose-s-cerevisiae")
}

fn opened(folder: &str) -> Result<Rc<Model>, Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    Ok(Rc::new(open_model(folder, &device)?))
}

/// The last network of a mixture, FUN-PROSE with smooth units, as a model of its own.
fn smooth_part_of(folder: &str) -> Result<Rc<Model>, Failure> {
    let mut manifest = Manifest::parse(&fs::read(format!("{folder}/manifest.json"))?)?;
    let all = read_safetensors(&fs::read(format!("{folder}/{}", manifest.weights.file))?)?;
    let config = MixtureConfig::from_json(&manifest.config)?;
    let part = config.parts.into_iter().next_back().ok_or("no part")?;
    assert_eq!(
        (part.architecture.as_str(), part.config["fc_activation"].as_str(), part.members),
        ("fun-prose", Some("elu"), 1)
    );
    let weights = all.with_prefix(&format!("{}.", manifest.members - 1));
    (manifest.architecture, manifest.config, manifest.members) = (part.architecture, part.config, 1);
    let device = pollster::block_on(Backend::Cpu.open())?;
    Ok(Rc::new(Model::new(manifest, &weights, &device)?))
}

fn promoter(model: &Model, seed: u32) -> Window {
    let mut state = seed;
    let bases = (0..700).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"ACGTATTA"[(state >> 29) as usize]
    });
    Window::from_bases(
        &bases.collect::<Vec<u8>>(),
        model.sequence().unwrap().window,
        &model.sequence().unwrap().alphabet,
    )
}

fn condition(model: &Model) -> Vec<f32> {
    (0..model.tfs().len()).map(|tf| (tf as f32 * 0.7).sin()).collect()
}

fn finished(mut job: AttributionJob) -> AttributionJob {
    while job.done() < job.total() {
        pollster::block_on(job.step()).unwrap();
    }
    job
}

#[test]
fn an_ensemble_with_scaled_levels_is_explained_in_its_own_unit() -> Result<(), Failure> {
    let model = shipped()?;
    let (window, levels) = (promoter(&model, 1), condition(&model));
    let mean = model.scaling().mean.clone();
    let references = ReferencePoint::shuffled(&window, &mean, 3, 7, model.sequence()?.free_stretch(&window));
    assert_eq!(references, ReferencePoint::shuffled(&window, &mean, 3, 7, model.sequence()?.free_stretch(&window)));
    assert!(references.iter().all(|reference| reference.window.first_base() == window.first_base()));
    let lift = finished(AttributionJob::deep_lift(Rc::clone(&model), window.clone(), levels.clone(), &references));
    let result = lift.result();
    println!("DeepLIFT: difference {}, error {:.1e}", result.difference(), result.completeness_error());
    assert!(result.completeness_error() < 1e-4 * result.difference().abs().max(0.1));
    assert_eq!((result.offset, result.bases.len(), result.hypothetical.len()), (300, 700, 2800));
    // What stands there is the hypothetical contribution of the base that stands there.
    for ((letter, contribution), scores) in lift.letters().iter().zip(&result.bases).zip(result.hypothetical.chunks(4))
    {
        let own = b"ACGT".iter().position(|base| base == letter).ok_or("no base")?;
        assert!((scores[own] - contribution).abs() < 1e-6);
    }
    let integrated = finished(AttributionJob::integrated_gradients(
        Rc::clone(&model),
        window.clone(),
        levels.clone(),
        &references,
        64,
    ));
    let error = integrated.result().completeness_error();
    println!("integrated gradients: error {error:.1e}");
    assert!(error < 0.02 * result.difference().abs().max(0.1));
    let gradient = finished(AttributionJob::input_x_gradient(Rc::clone(&model), window, levels)).result();
    assert!(gradient.hypothetical.chunks(4).all(|scores| scores.iter().sum::<f32>().abs() < 1e-5));
    Ok(())
}

/// How alike DeepLIFT and integrated gradients share a difference out over the TFs, for six promoters.
fn likeness(model: &Rc<Model>) -> Result<Vec<f32>, Failure> {
    let of = |seed: u32| -> Result<f32, Failure> {
        let (window, levels) = (promoter(model, seed), condition(model));
        let stretch = model.sequence()?.free_stretch(&window);
        let references = ReferencePoint::shuffled(&window, &model.scaling().mean, 3, 7, stretch);
        let lift = AttributionJob::deep_lift(Rc::clone(model), window.clone(), levels.clone(), &references);
        let integrated = AttributionJob::integrated_gradients(Rc::clone(model), window, levels, &references, 64);
        Ok(correlation(&finished(integrated).result().tfs, &finished(lift).result().tfs))
    };
    (1..7).map(of).collect()
}

/// Where units are smooth (ELU) both rules agree; where they are not (ReLU) they go the same way.
#[test]
fn two_rules_share_a_difference_out_alike() -> Result<(), Failure> {
    let smooth = likeness(&smooth_part_of("models/fun-prose-n-crassa")?)?;
    let angular = likeness(&shipped()?)?;
    println!("ELU {smooth:?}, ReLU {angular:?}");
    assert!(smooth.iter().all(|r| *r > 0.9), "{smooth:?}");
    assert!(angular.iter().all(|r| *r > 0.6) && angular.iter().sum::<f32>() / 6.0 > 0.8, "{angular:?}");
    Ok(())
}

#[test]
fn levels_set_to_a_value_answer_as_a_condition_that_has_it() -> Result<(), Failure> {
    let model = shipped()?;
    let (windows, levels) = (vec![promoter(&model, 2), promoter(&model, 3)], condition(&model));
    let mut perturbations = TfEffectsJob::singles(&[4, 9], Change::KNOCK_OUT);
    perturbations.extend(TfEffectsJob::pairs(&[4, 9], Change::Shift(0.5)));
    assert_eq!(perturbations.len(), 3);
    let mut job = TfEffectsJob::new(Rc::clone(&model), windows.clone(), (levels.clone(), 0), perturbations);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    let mut changed = levels.clone();
    changed.extend(&levels);
    changed[4] = -3.0;
    let second = levels.len();
    (changed[second + 4], changed[second + 9]) = (levels[4] + 0.5, levels[9] + 0.5);
    let samples = model.encode(&windows.into())?;
    let responses = pollster::block_on(model.respond(&samples, &model.encode_conditions(&changed)))?;
    for promoter in 0..2 {
        for (column, perturbation) in [(0, 0), (1, 2)] {
            let expected = responses.summary(promoter * 2 + column).0 - job.references()[promoter];
            assert!((job.effects()[promoter * 3 + perturbation] - expected).abs() < 1e-5);
        }
    }
    Ok(())
}

#[test]
fn ranked_contributions_of_tfs_sum_to_the_change_of_each_promoter() -> Result<(), Failure> {
    let model = shipped()?;
    let windows: Vec<Window> = (0..70).map(|seed| promoter(&model, seed)).collect();
    let (mean, mut levels) = (model.scaling().mean.clone(), model.scaling().mean.clone());
    (levels[3], levels[50]) = (levels[3] + 2.0, levels[50] - 1.5);
    for rule in [TfRule::DeepLift, TfRule::IntegratedGradients(16)] {
        let mut job = TfRankingJob::new(Rc::clone(&model), windows.clone(), [levels.clone(), mean.clone()], rule, 0);
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        println!("{rule:?}: largest error {:.1e}", job.largest_error());
        assert!(job.largest_error() < 1e-3);
        let mut first: Vec<usize> = job.ranking().iter().take(2).map(|ranked| ranked.tf).collect();
        first.sort_unstable();
        assert_eq!((first, job.ranking().len()), (vec![3, 50], 209));
        assert!(job.ranking()[2].mean_size == 0.0);
    }
    Ok(())
}
