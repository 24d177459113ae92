//! Designs, epistasis and replacements against the same promoters predicted whole.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use burn::tensor::Device;
use cisight::architecture::{Activation, Edit, FunProse, FunProseConfig, Network, Parameters};
use cisight::attribution::{
    Design, DesignJob, DesignOptions, EpistasisJob, Goal, MutagenesisJob, ReplacementJob, StretchError,
};
use cisight::backend::Backend;
use cisight::condition::TranscriptionFactor;
use cisight::model::Model;
use cisight::prediction::GridJob;
use cisight::sample::Subject;
use cisight::schema::{BasesInput, ConditionSpec, FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile};
use cisight::sequence::{Alphabet, Frame, Promoter, Window};

pub type Outcome = Result<(), Box<dyn std::error::Error>>;

pub const LENGTH: usize = 60;
pub const LEVELS: [f32; 6] = [0.5, -1.0, 2.0, 0.0, 1.0, -0.5];

pub fn model() -> Result<Rc<Model>, Box<dyn std::error::Error>> {
    framed(None)
}

/// The same network with the constant ends of an assay, or without.
fn framed(frame: Option<Frame>) -> Result<Rc<Model>, Box<dyn std::error::Error>> {
    // Once for all: tests beside this one draw from the same random numbers.
    static WEIGHTS: OnceLock<Parameters> = OnceLock::new();
    let device: Device = pollster::block_on(Backend::Cpu.open())?;
    let config = FunProseConfig {
        fc_widths: FunProseConfig::PUBLISHED_WIDTHS,
        seq_length: LENGTH,
        num_tfs: 3,
        conv1_knum: 12,
        conv1_ksize: 7,
        pool1: 5,
        conv2_knum: 6,
        conv2_ksize: 3,
        pool2: 3,
        pool2_mean: false,
        xt_hidden: 4,
        conv_activation: Activation::Relu,
        fc_activation: Activation::Elu,
    };
    let weights = WEIGHTS.get_or_init(|| {
        device.seed(3);
        FunProse::init(config.clone(), &device).parameters()
    });
    let tf = |name: &str| TranscriptionFactor::named(name);
    let manifest = Manifest {
        format: FORMAT,
        id: "random".into(),
        version: "0".into(),
        title: "random weights".into(),
        species: "none".into(),
        architecture: FunProse::NAME.into(),
        config: serde_json::to_value(&config)?,
        members: 1,
        inputs: vec![InputSpec::Bases(BasesInput {
            name: "promoter".into(),
            window: LENGTH,
            alphabet: Alphabet::ACGNT,
            anchor: "start codon".into(),
            downstream: 0,
            frame,
        })],
        conditions: Some(ConditionSpec { tfs: ["A", "B", "C"].map(tf).to_vec(), scaling: None }),
        outputs: vec![OutputSpec::new("response", "none")],
        domain: None,
        weights: WeightsFile { file: "none".into(), bytes: 0, sha256: String::new() },
        presets: None,
        motifs: None,
        catalogue: None,
        evidence: None,
        grammar: None,
        authors: String::new(),
        example: None,
        example_inputs: BTreeMap::new(),
        genome: None,
        limits: Vec::new(),
        data: String::new(),
        licence: String::new(),
        metrics: serde_json::Value::Null,
    };
    Ok(Rc::new(Model::new(manifest, weights, &device)?))
}

pub fn window() -> Result<Window, Box<dyn std::error::Error>> {
    let bases = "TTGACCTAGGATCCATTGCAAGGGTACCATTTCGGCATAGCATTNACGATTAC";
    Ok(Window::from_bases(bases.as_bytes(), LENGTH, &Alphabet::parse("ACGNT")?))
}

fn predict(model: &Rc<Model>, windows: &[Window], levels: &[f32]) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    let mut job = GridJob::new(Rc::clone(model), windows.to_vec(), levels);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job.grid().responses.clone())
}

pub fn subjects(windows: &[Window]) -> Vec<Subject> {
    windows.iter().cloned().map(Subject::from).collect()
}

pub fn close(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-5
}

fn design(model: &Rc<Model>, goals: [Goal; 2], options: DesignOptions) -> Result<Design, Box<dyn std::error::Error>> {
    let mut job = DesignJob::new(Rc::clone(model), window()?, &LEVELS, goals.to_vec(), options)?;
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job.best())
}

#[test]
fn a_design_is_exact_keeps_to_its_limits_and_a_wider_beam_is_no_worse() -> Outcome {
    let (model, window) = (model()?, window()?);
    let options =
        |beam| DesignOptions { changes: 4, beam, forbidden: Vec::from([20..30, 30..35]), ..DesignOptions::default() };
    let goals = [Goal::Raise(1.0), Goal::Keep(0.5)];
    let greedy = design(&model, goals, options(1))?;
    let wide = design(&model, goals, options(6))?;
    for found in [&greedy, &wide] {
        assert!((1..=4).contains(&found.steps.len()));
        assert!(
            found.steps.iter().all(|step| !(20..35).contains(&step.position) && step.position >= window.first_base())
        );
        let differing = found.window.codes().iter().zip(window.codes()).filter(|(a, b)| a != b).count();
        assert_eq!(differing, found.steps.len());
        let responses = predict(&model, &[window.clone(), found.window.clone()], &LEVELS)?;
        let last = found.steps.last().ok_or("no step")?;
        assert!(close(last.responses[0], responses[2]) && close(last.responses[1], responses[3]));
        let worth = (responses[2] - responses[0]) - 0.5 * (responses[3] - responses[1]).abs();
        assert!(close(last.worth, worth) && worth > 0.0);
        assert!(found.steps.windows(2).all(|pair| pair[1].worth > pair[0].worth));
    }
    let worth = |design: &Design| design.steps.last().map_or(0.0, |step| step.worth);
    assert!(worth(&wide) >= worth(&greedy));
    let lowered = design(&model, [Goal::Lower(1.0), Goal::Ignore], options(1))?;
    assert!(lowered.steps.last().ok_or("no step")?.responses[0] < predict(&model, &[window], &LEVELS)?[0]);
    Ok(())
}

#[test]
fn epistasis_is_what_four_predictions_say() -> Outcome {
    let (model, window) = (model()?, window()?);
    let mut job = EpistasisJob::new(Rc::clone(&model), window.clone(), (&LEVELS[..3], 0), 12..15, 40..42)?;
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    let result = job.result();
    assert_eq!((result.first.len(), result.second.len(), result.interactions.len()), (9, 6, 54));
    for (i, a) in result.first.iter().enumerate() {
        for (j, b) in result.second.iter().enumerate() {
            let four = [window.clone(), a.apply(&window), b.apply(&window), b.apply(&a.apply(&window))];
            let responses = predict(&model, &four, &LEVELS[..3])?;
            let expected = responses[3] - responses[1] - responses[2] + responses[0];
            assert!(close(result.interactions[i * 6 + j], expected));
            assert!(close(result.first_deltas[i], responses[1] - responses[0]));
        }
    }
    let overlap = EpistasisJob::new(model, window, (&LEVELS[..3], 0), 12..15, 14..16);
    assert!(matches!(overlap, Err(StretchError::Overlap(..))));
    Ok(())
}

#[test]
fn an_inserted_motif_has_the_mean_effect_over_backgrounds() -> Outcome {
    let (model, window) = (model()?, window()?);
    let motif = [0, 2, 2, 2, 2, 4];
    let other = Edit::substitution(9, vec![4; 30]).apply(&window);
    let backgrounds = vec![window.clone(), other];
    let mut job =
        ReplacementJob::insert(Rc::clone(&model), subjects(&backgrounds), (&LEVELS[..3], 0), &motif, &[10, 54])?;
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    for (effect, position) in job.results().iter().zip([10, 54]) {
        let changed = backgrounds.iter().map(|window| Edit::substitution(position, motif.to_vec()).apply(window));
        let windows: Vec<Window> = backgrounds.iter().cloned().chain(changed).collect();
        let responses = predict(&model, &windows, &LEVELS[..3])?;
        assert!(close(effect.mean, (responses[2] - responses[0] + responses[3] - responses[1]) / 2.0));
    }
    let beyond = ReplacementJob::insert(model, subjects(&backgrounds), (&LEVELS[..3], 0), &motif, &[55]);
    assert!(matches!(beyond, Err(StretchError::Outside { .. })));
    Ok(())
}

#[test]
fn scrambling_keeps_composition_reproduces_and_leaves_uniform_stretches_alone() -> Outcome {
    let model = model()?;
    let window = Edit::substitution(30, vec![0; 8]).apply(&window()?);
    let run = |seed| -> Result<Vec<f32>, Box<dyn std::error::Error>> {
        let stretches = [12..22, 30..38];
        let mut job =
            ReplacementJob::scramble(Rc::clone(&model), window.clone(), (&LEVELS[..3], 0), &stretches, 7, seed)?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        Ok(job.results().iter().map(|effect| effect.mean).collect())
    };
    let first = run(1)?;
    assert_eq!(first, run(1)?);
    assert_ne!(first[0], run(2)?[0]);
    assert!(first[1].abs() < 1e-6, "a stretch of one base cannot be scrambled");
    Ok(())
}

#[test]
fn a_mutagenesis_in_parts_is_the_whole_one() -> Outcome {
    let (model, window) = (model()?, window()?);
    let run = |mut job: MutagenesisJob| -> Result<Vec<Vec<f32>>, Box<dyn std::error::Error>> {
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        Ok(job.results().iter().map(|result| result.deltas.clone()).collect())
    };
    let whole = run(MutagenesisJob::new(Rc::clone(&model), window.clone(), &LEVELS))?;
    let mut joined = vec![Vec::new(); 2];
    for range in [0..25, 25..26, 26..LENGTH] {
        let part = run(MutagenesisJob::of_positions(Rc::clone(&model), window.clone(), &LEVELS, range))?;
        joined.iter_mut().zip(part).for_each(|(all, part)| all.extend(part));
    }
    for (whole, joined) in whole.iter().zip(&joined) {
        assert_eq!(whole.len(), joined.len());
        assert!(whole.iter().zip(joined).all(|(a, b)| close(*a, *b)));
    }
    Ok(())
}

#[test]
fn a_design_never_changes_what_the_assay_keeps_constant() -> Outcome {
    let frame = Frame { left: "ACGTACGTAC".into(), right: "GGATC".into() };
    let model = framed(Some(frame))?;
    // Of full length, and of a short insert, whose left end does not stand at the beginning of the window.
    for insert in ["TTGACCTAGGATCCATTGCAAGGGTACCATTTCGGCATAGCATTC", "TTGACCTAGGATCCATTGCAAG"] {
        let reads = model.sequence()?;
        let window = reads.window(&reads.complete(Promoter::parse("insert", insert)?));
        let options = DesignOptions { changes: 8, beam: 1, ..DesignOptions::default() };
        let goals = vec![Goal::Raise(1.0), Goal::Ignore];
        let mut job = DesignJob::new(Rc::clone(&model), window.clone(), &LEVELS, goals, options)?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        let free = LENGTH - 5 - insert.len()..LENGTH - 5;
        assert_eq!(reads.free_stretch(&window), free, "{insert}");
        assert!(!job.best().steps.is_empty());
        assert!(job.best().steps.iter().all(|step| free.contains(&step.position)), "{insert}");
    }
    Ok(())
}

#[test]
fn a_goal_that_was_missed_is_said() -> Outcome {
    let model = model()?;
    /// Which goals were missed, the responses at the start and at the end.
    type Ends = (Vec<bool>, Vec<f32>, Vec<f32>);
    let missed = |goals: [Goal; 2]| -> Result<Ends, Box<dyn std::error::Error>> {
        let options = DesignOptions { changes: 3, beam: 1, ..DesignOptions::default() };
        let mut job = DesignJob::new(Rc::clone(&model), window()?, &LEVELS, goals.to_vec(), options)?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        let last = job.best().steps.last().map_or(job.start().to_vec(), |step| step.responses.clone());
        Ok((job.missed(), job.start().to_vec(), last))
    };
    assert_eq!(missed([Goal::Raise(1.0), Goal::Ignore])?.0, [false, false]);
    // A light goal against a heavy one: whichever way the heavy one takes it, what is said agrees with the
    // numbers.
    for light in [Goal::Raise(0.001), Goal::Lower(0.001)] {
        let (said, start, last) = missed([Goal::Raise(1.0), light])?;
        let wrong = if matches!(light, Goal::Raise(_)) { last[1] <= start[1] } else { last[1] >= start[1] };
        assert_eq!(said, [false, wrong]);
    }
    let opposed = [Goal::Raise(0.001), Goal::Lower(0.001)].map(|light| missed([Goal::Raise(1.0), light]));
    let [raised, lowered] = opposed;
    assert!(raised?.0[1] || lowered?.0[1], "one of two opposite goals has to be missed");
    Ok(())
}
