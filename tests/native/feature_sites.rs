//! Sites of named features: where they are, on which strand, and that what they carry adds up.

use std::rc::Rc;

use burn::tensor::Tensor;
use cisight::architecture::{FeatureSites, Network};
use cisight::attribution::{FeatureShare, FeaturesJob, ResponseSum, TfEffectsJob};
use cisight::backend::Backend;
use cisight::model::{Model, Presets, open_model};
use cisight::sample::{Sample, Subject};
use cisight::sequence::{PADDING, Strand, Window, read_fasta};
use proptest::prelude::*;

use crate::regulons::Fixture;

type Failure = Box<dyn std::error::Error>;

/// Sums of single-precision numbers.
const ROUNDING: f32 = 1e-5;

const HEAT: &str = "Heat shock, 37 °C, 20 min";

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

fn sites_of(network: &dyn Network, window: &Window) -> FeatureSites {
    network.features().and_then(|reader| reader.sites(0, window)).expect("the network has sites")
}

/// What the listed sites of each feature add to it.
fn listed(network: &dyn Network, window: &Window) -> Vec<f32> {
    let reader = network.features().expect("the network has features");
    let FeatureSites { sites, values: own } = sites_of(network, window);
    let (motifs, mut sums) = (reader.motifs(), vec![0.0; reader.names().len()]);
    sites.iter().zip(values(own)).for_each(|(site, value)| sums[motifs[site.motif].feature] += value);
    sums
}

fn reverse_complement(codes: &[u8]) -> Vec<u8> {
    codes.iter().rev().map(|&code| if code == PADDING { code } else { 3 - code }).collect()
}

fn fixture() -> Fixture {
    Fixture::read(&pollster::block_on(Backend::Cpu.open()).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sites_carry_no_more_than_their_feature(
        codes in prop::collection::vec(prop_oneof![20 => 0_u8..4, 1 => Just(PADDING)], 60),
    ) {
        let fixture = fixture();
        let network = fixture.network.as_ref();
        let window = Window::from_codes(codes);
        let samples = network.encode_windows(std::slice::from_ref(&window)).unwrap();
        let terms = network.features().unwrap().terms(&[samples], &network.encode_conditions(&fixture.levels()));
        for (listed, whole) in listed(network, &window).iter().zip(values(terms.values)) {
            prop_assert!(*listed <= whole * (1.0 + ROUNDING) + ROUNDING, "{listed} of {whole}");
        }
    }

    #[test]
    fn the_other_strand_has_the_same_sites(codes in prop::collection::vec(0_u8..4, 60)) {
        let fixture = fixture();
        let network = fixture.network.as_ref();
        let turned = sites_of(network, &Window::from_codes(reverse_complement(&codes)));
        let mut mirrored: Vec<_> = turned.sites.iter().map(|site| {
            let turn = |range: &std::ops::Range<usize>| 60 - range.end..60 - range.start;
            let strand = if site.strand == Strand::Forward { Strand::Reverse } else { Strand::Forward };
            (site.motif, turn(&site.range), turn(&site.core), strand)
        }).collect();
        mirrored.sort_by_key(|site| (site.0, site.1.start));
        let own = sites_of(network, &Window::from_codes(codes.clone()));
        prop_assert_eq!(own.sites.len(), mirrored.len());
        for (site, mirrored) in own.sites.iter().zip(mirrored) {
            prop_assert_eq!((site.motif, &site.range), (mirrored.0, &mirrored.1));
            let bases = &codes[site.range.clone()];
            // What reads the same on both strands is on either.
            if bases != reverse_complement(bases) {
                prop_assert_eq!((&site.core, site.strand), (&mirrored.2, mirrored.3));
            }
        }
    }

    #[test]
    fn without_the_bases_of_its_sites_a_sequence_has_none(codes in prop::collection::vec(0_u8..4, 60)) {
        let fixture = fixture();
        let mut left = codes.clone();
        for site in sites_of(fixture.network.as_ref(), &Window::from_codes(codes)).sites {
            prop_assert!(site.range.start <= site.core.start && site.core.end <= site.range.end);
            left[site.core].fill(PADDING);
        }
        prop_assert_eq!(sites_of(fixture.network.as_ref(), &Window::from_codes(left)).sites, vec![]);
    }
}

struct Case {
    model: Rc<Model>,
    window: Window,
    levels: Vec<f32>,
}

impl Case {
    /// A gene of the example in a shipped condition.
    fn read(gene: &str, condition: &str) -> Result<Self, Failure> {
        let model = Rc::new(open_model("models/regulons-s-cerevisiae", &pollster::block_on(Backend::Cpu.open())?)?);
        let example = read_fasta(&std::fs::read("models/fun-prose-s-cerevisiae/example.fa")?)?;
        let promoter = example.promoters.iter().find(|own| own.name().starts_with(gene)).ok_or("no such gene")?;
        let presets: Presets = serde_json::from_slice(&std::fs::read("models/regulons-s-cerevisiae/presets.json")?)?;
        let preset =
            presets.conditions.iter().find(|own| own.name.starts_with(condition)).ok_or("no such condition")?;
        let level = |tf: usize| {
            let at = presets.tfs.iter().position(|name| *name == model.tfs().factors()[tf].id);
            at.and_then(|at| preset.values[at]).unwrap_or(model.scaling().mean[tf])
        };
        let levels = (0..model.tfs().len()).map(level).collect();
        let window = model.sequence()?.window(promoter);
        Ok(Self { model, window, levels })
    }

    fn sum(&self) -> Result<ResponseSum, Failure> {
        let subject = Subject::new(&Sample::from(self.window.clone()), 0).ok_or("no sequence")?;
        let mut job = FeaturesJob::new(Rc::clone(&self.model), subject, self.levels.clone());
        pollster::block_on(job.step())?;
        assert_eq!(job.done(), job.total());
        Ok(job.sum().ok_or("no sum")?.clone())
    }

    fn tf(&self, name: &str) -> usize {
        self.model.tfs().factors().iter().position(|tf| tf.name == name).expect("the model has the TF")
    }
}

#[test]
fn the_sum_is_the_response_and_a_feature_that_of_its_sites() -> Result<(), Failure> {
    for (gene, condition) in [("HSP12", HEAT), ("ARG1", "Amino acid starvation, 1 h"), ("RPL3", HEAT)] {
        let case = Case::read(gene, condition)?;
        let ResponseSum { response, shared, features, .. } = case.sum()?;
        let sum: f32 = features.iter().map(|own| own.contribution).sum();
        assert!((shared + sum - response).abs() < ROUNDING, "{gene}: {shared} + {sum} is not {response}");
        assert_eq!(features.len(), 130);
        let mut listed = 0;
        for FeatureShare { name, value, weight, contribution, sites, weak, motifs, .. } in &features {
            assert!((value * weight - contribution).abs() < ROUNDING, "{name}");
            let carried: f32 = sites.iter().map(|site| site.contribution).sum();
            assert!((carried + weak - contribution).abs() < ROUNDING, "{name}");
            assert!(sites.iter().all(|site| site.motifs.iter().all(|motif| *motif < motifs.len())));
            listed += sites.len();
        }
        println!("{gene}: {response:.3}, of it shared {shared:.3}; {listed} sites");
    }
    Ok(())
}

/// Bases of a site as its motif reads them.
fn read(window: &Window, site: &cisight::attribution::BoundSite) -> String {
    let own = window.codes()[site.core.clone()].to_vec();
    let codes = if site.strand == Strand::Forward { own } else { reverse_complement(&own) };
    codes.iter().map(|&code| *b"ACGT".get(usize::from(code)).unwrap_or(&b'N') as char).collect()
}

#[test]
fn stress_response_elements_of_hsp12_are_found_and_a_knock_out_takes_their_term() -> Result<(), Failure> {
    let case = Case::read("HSP12", HEAT)?;
    let sum = case.sum()?;
    let largest =
        sum.features.iter().max_by(|one, other| one.contribution.abs().total_cmp(&other.contribution.abs())).unwrap();
    let msn2 = case.tf("MSN2");
    assert!(largest.tfs.contains(&msn2) && largest.contribution > 1.0, "{} {}", largest.name, largest.contribution);
    let elements: Vec<String> = largest.sites.iter().take(3).map(|site| read(&case.window, site)).collect();
    // The element reads AGGGG on the strand of the motif, or CCCCT on the other one.
    assert!(elements.iter().all(|bases| bases.contains("AGGGG") || bases.contains("CCCCT")), "{elements:?}");
    let (change, levels) = (cisight::attribution::Change::KNOCK_OUT, case.levels.clone());
    let perturbations = TfEffectsJob::singles(&[msn2], change);
    let mut job = TfEffectsJob::new(Rc::clone(&case.model), vec![case.window.clone()], (levels, 0), perturbations);
    pollster::block_on(job.step())?;
    assert!((job.effects()[0] + largest.contribution).abs() < ROUNDING);
    Ok(())
}
