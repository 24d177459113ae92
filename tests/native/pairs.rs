//! DeepCBA in small, a network of a gene and a partner whose branches meet in an attention: it answers as Keras does
//! (tests/fixtures/foreign/deepcba.py), and each gene and each partner is encoded once.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use cisight::attribution::MutagenesisJob;
use cisight::model::Model;
use cisight::prediction::GridJob;
use cisight::sample::{Part, Sample, SampleSet, Subject};
use cisight::sequence::{Alphabet, Window};
use serde_json::Value;

use crate::exported_graphs::again;
use crate::foreign::{FOLDER, opened, predictions};
use crate::numbers::{largest, numbers};

type Failure = Box<dyn Error>;

/// What the project promises.
const NEAR: f32 = 1e-4;

struct Fixture {
    model: Rc<Model>,
    json: Value,
}

impl Fixture {
    fn read() -> Result<Self, Failure> {
        let (model, _) = opened(&Path::new(FOLDER).join("deepcba.h5"))?;
        let json = serde_json::from_slice(&fs::read(format!("{FOLDER}/deepcba.json"))?)?;
        Ok(Self { model: Rc::new(model), json })
    }

    fn windows(&self, input: &str) -> Vec<Window> {
        let texts = self.json[input].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(|own| Window::from_bases(own.as_bytes(), own.len(), &Alphabet::ACGT)).collect()
    }

    /// Every gene with every partner.
    fn grid(&self) -> Vec<Sample> {
        let (genes, partners) = (self.windows("gene"), self.windows("partner"));
        genes.iter().flat_map(|gene| partners.iter().map(|partner| pair(gene, partner))).collect()
    }
}

fn pair(gene: &Window, partner: &Window) -> Sample {
    Sample { name: String::new(), parts: vec![Part::Bases(gene.clone()), Part::Bases(partner.clone())] }
}

fn finished(model: &Rc<Model>, samples: Vec<Sample>) -> Result<GridJob, Failure> {
    let mut job = GridJob::new(Rc::clone(model), SampleSet::new(samples, 2), &[]);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job)
}

#[test]
fn a_gene_and_its_partner_answer_as_in_keras() -> Result<(), Failure> {
    let fixture = Fixture::read()?;
    let expected = numbers(&fixture.json["predictions[gene][partner]"]);
    let whole = largest(&finished(&fixture.model, fixture.grid())?.grid().responses, &expected);
    let written = predictions(&again(&fixture.model)?, fixture.grid())?.concat();
    assert!(whole < NEAR && largest(&written, &expected) < NEAR, "{whole:.1e}");
    assert!(fixture.model.signature().capabilities.fast_edits && fixture.model.signature().capabilities.gradients);
    for (input, name) in ["gene", "partner"].into_iter().enumerate() {
        let subject = Subject::new(&fixture.grid()[0], input).ok_or("no sequence")?;
        let rows = fixture.json["mutants[input][position][base]"][name].as_array().ok_or("no mutants")?;
        let positions = fixture.json["positions"].as_array().ok_or("no positions")?;
        for (position, row) in positions.iter().filter_map(Value::as_u64).zip(rows) {
            let at = usize::try_from(position)?;
            let model = Rc::clone(&fixture.model);
            let mut job = MutagenesisJob::of_positions(model, subject.clone(), &[], at..at + 1);
            while job.done() < job.total() {
                pollster::block_on(job.step())?;
            }
            let found: Vec<f32> = job.results()[0].deltas.iter().map(|delta| delta + expected[0]).collect();
            let apart = largest(&found, &numbers(row));
            assert!(apart < NEAR, "{name}, position {at}: {apart:.1e}");
        }
    }
    Ok(())
}

#[test]
fn a_gene_among_many_partners_is_encoded_once() -> Result<(), Failure> {
    let fixture = Fixture::read()?;
    assert_eq!(finished(&fixture.model, fixture.grid())?.encoded(), [3, 3]);
    let (genes, partners) = (fixture.windows("gene"), fixture.windows("partner"));
    // More than one step computes, each partner another one.
    let others: Vec<Window> = (0..20).map(|at| partners[at % 3].with_code(at, 2)).collect();
    let samples: Vec<Sample> = others.iter().map(|own| pair(&genes[0], own)).collect();
    let job = finished(&fixture.model, samples.clone())?;
    let different = SampleSet::new(samples.clone(), 2).parts(1).len();
    assert!(different > 12, "{different}");
    assert_eq!(job.encoded(), [1, different]);
    // Each by itself, the gene encoded every time.
    let alone: Result<Vec<_>, Failure> =
        samples.into_iter().map(|own| predictions(&fixture.model, vec![own])).collect();
    assert!(largest(&job.grid().responses, &alone?.concat().concat()) < 1e-5);
    Ok(())
}
