//! Members of an ensemble of regulon networks, which score each site once for all of them, against the same
//! networks one by one.

use burn::tensor::Device;
use cisight::architecture::{Array, Edit, Features, Parameters, build, build_ensemble};
use cisight::backend::Backend;
use cisight::sample::Part;
use cisight::sequence::{PADDING, Window};
use proptest::prelude::*;

use crate::numbers::values;
use crate::regulons::Fixture;

type Failure = Box<dyn std::error::Error>;

/// The fixture's weights, with those of `name` shifted by a number of its own for each member.
fn members(fixture: &Fixture, name: &str, shifts: &[f32]) -> Vec<Parameters> {
    let weights = fixture.network.parameters();
    let own = weights.get(name).expect("the fixture has such weights").clone();
    let member = |(at, shift): (usize, &f32)| {
        let values = own.values.iter().enumerate().map(|(place, value)| value + shift * ((place + at) % 3) as f32);
        let mut member = weights.clone();
        member.insert(name, Array { shape: own.shape.clone(), values: values.collect() });
        member
    };
    shifts.iter().enumerate().map(member).collect()
}

fn rows(all: Vec<Features>) -> Vec<Vec<f32>> {
    all.iter().map(|own| own.strand(0).map_or_else(Vec::new, |rows| values(rows.clone()))).collect()
}

/// The features of each window and each edit, of all members together and one by one.
fn both(
    fixture: &Fixture,
    members: Vec<Parameters>,
    (window, edits): (&Window, &[Edit]),
    device: &Device,
) -> Result<[Vec<Vec<f32>>; 2], Failure> {
    let config = fixture.config();
    let ensemble = build_ensemble("regulons", config, members.clone(), device)?;
    let mut together = rows(ensemble.encode(0, &[Part::Bases(window.clone())])?);
    together.extend(rows(ensemble.encode_edits(&ensemble.editor(0, window), edits)?));
    let alone = members.into_iter().map(|own| build("regulons", config, own, device)).collect::<Result<Vec<_>, _>>()?;
    let whole = alone.iter().map(|member| member.encode_windows(std::slice::from_ref(window)));
    let mut apart = rows(whole.collect::<Result<_, _>>()?);
    let edited = alone.iter().map(|member| member.encode_edits(0, window, edits));
    apart.extend(rows(edited.collect::<Result<_, _>>()?));
    // A member of an ensemble answers alone as well.
    let own = ensemble.members().iter().map(|member| member.encode_windows(std::slice::from_ref(window)));
    assert_eq!(rows(own.collect::<Result<_, _>>()?), apart[..ensemble.members().len()]);
    Ok([together, apart])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn members_that_read_together_answer_as_they_do_alone(
        codes in prop::collection::vec(prop_oneof![20 => 0_u8..4, 1 => Just(PADDING)], 60),
        name in prop::sample::select(vec!["features.position", "features.amplitude", "features.mixture", "context.0.weight", "motifs.matrices"]),
        shifts in prop::collection::vec(-1.0_f32..1.0, 1..5),
        edits in prop::collection::vec((0_usize..64, prop::collection::vec(0_u8..4, 0..20), 0_usize..3), 1..6),
    ) {
        let device = pollster::block_on(Backend::Cpu.open()).unwrap();
        let fixture = Fixture::read(&device).unwrap();
        let edit = |(position, codes, kind): (usize, Vec<u8>, usize)| match kind {
            0 => Edit::substitution(position, codes),
            1 => Edit::insertion(position, codes),
            _ => Edit::deletion(position, codes.len()),
        };
        let edits: Vec<Edit> = edits.into_iter().map(edit).collect();
        let window = Window::from_codes(codes);
        let [together, apart] = both(&fixture, members(&fixture, name, &shifts), (&window, &edits), &device).unwrap();
        prop_assert_eq!(together, apart);
    }
}

#[test]
fn what_no_member_reads_is_refused_by_all_as_by_each() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let fixture = Fixture::read(&device)?;
    let ensemble =
        build_ensemble("regulons", fixture.config(), members(&fixture, "features.position", &[0.0, 1.0]), &device)?;
    for part in [Part::Bases(Window::from_codes(vec![0; 59])), Part::Numbers(vec![1.0])] {
        let alone = fixture.network.encode(0, std::slice::from_ref(&part)).err().ok_or("one member took it")?;
        let together = ensemble.encode(0, std::slice::from_ref(&part)).err().ok_or("all members took it")?;
        assert_eq!(together, alone);
    }
    Ok(())
}
