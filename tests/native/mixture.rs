//! Mixtures of architectures: every member answers as it does alone, in whatever letters it knows.

use std::error::Error;

use burn::tensor::Device;
use cisight::architecture::{
    Activation, Edit, Features, FunProse, FunProseConfig, Network, Parameters, build, build_ensemble,
};
use cisight::backend::Backend;
use cisight::sample::Part;
use cisight::sequence::{Alphabet, PADDING, Window};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::numbers::values;
use crate::regulons::Fixture;

type Failure = Box<dyn Error>;

const LENGTH: usize = 60;
const TFS: usize = 4;

/// Narrow, so that other widths than the published ones are tried as well.
fn fun_prose() -> FunProseConfig {
    FunProseConfig {
        seq_length: LENGTH,
        num_tfs: TFS,
        conv1_knum: 6,
        conv1_ksize: 7,
        pool1: 3,
        conv2_knum: 5,
        conv2_ksize: 3,
        pool2: 4,
        pool2_mean: true,
        xt_hidden: 4,
        conv_activation: Activation::Relu,
        fc_activation: Activation::Relu,
        fc_widths: [9, 8, 7],
    }
}

/// Two networks of FUN-PROSE with random weights and the fixture's regulon network twice.
struct Mixture {
    config: Value,
    members: Vec<Parameters>,
    alone: Vec<Box<dyn Network>>,
}

impl Mixture {
    fn new(device: &Device) -> Result<Self, Failure> {
        let fixture = Fixture::read(device)?;
        let own = serde_json::to_value(fun_prose())?;
        let random = || FunProse::init(fun_prose(), device).parameters();
        let members = vec![random(), random(), fixture.network.parameters(), fixture.network.parameters()];
        let built = members.iter().enumerate().map(|(at, weights)| match at {
            0 | 1 => build("fun-prose", &own, weights.clone(), device),
            _ => build("regulons", fixture.config(), weights.clone(), device),
        });
        let alone = built.collect::<Result<_, _>>()?;
        let config = json!({ "alphabet": "ACGT", "parts": [
            { "architecture": "fun-prose", "config": own, "members": 2 },
            { "architecture": "regulons", "config": fixture.config(), "members": 2 },
        ] });
        Ok(Self { config, members, alone })
    }
}

/// The same bases in the letters that a network knows.
fn in_letters(codes: &[u8], network: &dyn Network) -> Vec<u8> {
    let own = network.declaration().sequence().map_or([0; 4], |(_, alphabet)| alphabet.base_codes());
    codes.iter().map(|&code| own.get(usize::from(code)).copied().unwrap_or(PADDING)).collect()
}

fn responses(network: &dyn Network, samples: Features, levels: &[f32]) -> Vec<f32> {
    values(network.respond(&[samples], &network.encode_conditions(levels)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn members_answer_as_they_do_alone(
        codes in prop::collection::vec(prop_oneof![20 => 0_u8..4, 1 => Just(PADDING)], LENGTH),
        levels in prop::collection::vec(-2.0_f32..2.0, TFS),
        edits in prop::collection::vec((0_usize..64, prop::collection::vec(0_u8..4, 0..20), 0_usize..3), 1..6),
    ) {
        let device = pollster::block_on(Backend::Cpu.open()).unwrap();
        let Mixture { config, members, alone } = Mixture::new(&device).unwrap();
        let ensemble = build_ensemble("mixture", &config, members, &device).unwrap();
        let edit = |(position, codes, kind): &(usize, Vec<u8>, usize)| match kind {
            0 => Edit::substitution(*position, codes.clone()),
            1 => Edit::insertion(*position, codes.clone()),
            _ => Edit::deletion(*position, codes.len()),
        };
        let changes: Vec<Edit> = edits.iter().map(edit).collect();
        let window = Window::from_codes(codes.clone());
        let whole = ensemble.encode(0, &[Part::Bases(window.clone())]).unwrap();
        let edited = ensemble.encode_edits(&ensemble.editor(0, &window), &changes).unwrap();
        prop_assert_eq!((ensemble.members().len(), whole.len(), edited.len()), (4, 4, 4));
        for (at, network) in alone.iter().enumerate() {
            let member = ensemble.members()[at].as_ref();
            let (_, alphabet) = member.declaration().sequence().unwrap();
            prop_assert_eq!(alphabet, &Alphabet::ACGT);
            let own = Window::from_codes(in_letters(&codes, network.as_ref()));
            let expected = responses(network.as_ref(), network.encode_windows(&[own]).unwrap(), &levels);
            prop_assert_eq!(responses(member, whole[at].clone(), &levels), expected);
            let changed: Vec<Window> = changes
                .iter()
                .map(|change| Window::from_codes(in_letters(change.apply(&window).codes(), network.as_ref())))
                .collect();
            let expected = responses(network.as_ref(), network.encode_windows(&changed).unwrap(), &levels);
            let found = responses(member, edited[at].clone(), &levels);
            let apart = found.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            prop_assert!(found.len() == expected.len() && apart < 1e-4, "member {}: {}", at, apart);
        }
    }
}

#[test]
fn what_is_no_mixture_is_refused_with_its_reason() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let Mixture { config, members, .. } = Mixture::new(&device)?;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut config = config.clone();
        change(&mut config);
        config
    };
    let cases = [
        (with(&|config| config["parts"] = json!([])), "parts of at least one member"),
        (with(&|config| config["parts"][0]["members"] = 0.into()), "parts of at least one member"),
        (with(&|config| config["parts"][0]["members"] = 3.into()), "5 members where the manifest names 4"),
        (with(&|config| config["parts"][0]["members"] = u64::MAX.into()), "members where the manifest names 4"),
        (with(&|config| config["parts"][1]["architecture"] = "mixture".into()), "a mixture cannot be a part"),
        (with(&|config| config["parts"][1]["architecture"] = "none".into()), "no architecture \"none\""),
        (with(&|config| config["parts"][0]["config"]["fc_widths"] = json!([9, 0, 7])), "fc_widths is 0"),
        (with(&|config| config["alphabet"] = "ACG".into()), "lacks one of A, C, G, T"),
    ];
    for (config, reason) in cases {
        let refused = build_ensemble("mixture", &config, members.clone(), &device);
        let error = refused.err().ok_or("it was built")?.to_string();
        assert!(error.contains(reason), "{error}");
    }
    Ok(())
}
