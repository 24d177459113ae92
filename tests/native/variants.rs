//! The fast path equals the naive one: variants by what they change, against every variant encoded whole by
//! the plain network.

use burn::tensor::{Device, Tensor};
use cisight::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use cisight::architecture::{Activation, Edit, Features, FunProse, FunProseConfig, Network, build};
use cisight::backend::Backend;
use cisight::sequence::{Alphabet, PADDING, Window};
use proptest::prelude::*;

type Failure = Box<dyn std::error::Error>;

const LENGTH: usize = 97;

fn device(backend: Backend) -> Device {
    pollster::block_on(backend.open()).unwrap()
}

fn rows(features: Features) -> Tensor<2> {
    features.strand(0).unwrap().clone()
}

fn largest_difference(a: Tensor<2>, b: Tensor<2>) -> f32 {
    assert_eq!(a.dims(), b.dims());
    let (a, b): (Vec<f32>, Vec<f32>) = (a.into_data().iter().collect(), b.into_data().iter().collect());
    a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn fun_prose(shape: (usize, usize, usize, usize), pool2_mean: bool, activation: Activation) -> FunProseConfig {
    FunProseConfig {
        fc_widths: FunProseConfig::PUBLISHED_WIDTHS,
        seq_length: LENGTH,
        num_tfs: 3,
        conv1_knum: 6,
        conv1_ksize: 2 * shape.0 + 1,
        pool1: shape.1,
        conv2_knum: 5,
        conv2_ksize: 2 * shape.2 + 1,
        pool2: shape.3,
        pool2_mean,
        xt_hidden: 4,
        conv_activation: activation,
        fc_activation: Activation::Elu,
    }
}

/// A window with N and padding in it, and variants of one to a dozen bases all over it.
fn window_and_variants() -> impl Strategy<Value = (Window, Vec<Edit>)> {
    let bases = prop::collection::vec(0_u8..5, LENGTH - 4);
    let variant = (4..LENGTH, prop::collection::vec(0_u8..5, 1..12)).prop_map(|(position, mut codes)| {
        codes.truncate(LENGTH - position);
        Edit::substitution(position, codes)
    });
    (bases, prop::collection::vec(variant, 1..40)).prop_map(|(bases, variants)| {
        let mut codes = vec![PADDING; 4];
        codes.extend(bases);
        (Window::from_codes(codes), variants)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn fun_prose_variants_are_what_the_plain_network_gives(
        shape in (0_usize..8, 2_usize..9, 0_usize..6, 1_usize..5),
        means: bool,
        activation in prop_oneof![Just(Activation::Relu), Just(Activation::Elu)],
        (window, variants) in window_and_variants(),
    ) {
        let device = device(Backend::Cpu);
        let plain = FunProse::init(fun_prose(shape, means, activation), &device);
        let config = serde_json::to_value(plain.config()).unwrap();
        let fast = build(FunProse::NAME, &config, plain.parameters(), &device).unwrap();
        let whole: Vec<Window> = variants.iter().map(|variant| variant.apply(&window)).collect();
        let expected = rows((&plain as &dyn Network).encode_windows(&whole).unwrap());
        prop_assert!(largest_difference(rows(fast.encode_windows(&whole).unwrap()), expected.clone()) < 1e-4);
        let found = rows(fast.encode_edits(0, &window, &variants).unwrap());
        prop_assert!(largest_difference(found, expected) < 1e-4);
    }

    #[test]
    fn any_trunk_encodes_variants_as_it_encodes_windows(
        widths in prop::collection::vec(1_usize..7, 3),
        pools in prop::collection::vec((2_usize..8, 1_usize..5), 2),
        (window, variants) in window_and_variants(),
    ) {
        let device = device(Backend::Cpu);
        let trunk = overlapping(&widths, &pools, &device);
        let whole: Vec<Window> = variants.iter().map(|variant| variant.apply(&window)).collect();
        let found = trunk.encode_edits(&trunk.reference(&window), &variants);
        prop_assert!(largest_difference(found, trunk.encode(&whole.iter().collect::<Vec<_>>())) < 1e-4);
    }
}

/// No pool after the first convolution, uneven padding, overlapping pools: the shapes of reporter networks.
fn overlapping(widths: &[usize], pools: &[(usize, usize)], device: &Device) -> Trunk {
    let random = |count: usize| -> Vec<f32> {
        let tensor = Tensor::<1>::random([count], burn::tensor::Distribution::Uniform(-0.5, 0.5), device);
        tensor.into_data().iter().collect()
    };
    let channels = 4;
    let pointwise = || {
        let [scale, shift] = [0, 1].map(|_| Tensor::<1>::from_floats(random(channels).as_slice(), device));
        Stage::Pointwise(Pointwise { activation: Activation::Relu, scale, shift })
    };
    let convolution = |width: usize| {
        let kernels = Tensor::<1>::from_floats(random(channels * channels * width).as_slice(), device);
        let bias = Tensor::<1>::from_floats(random(channels).as_slice(), device);
        let left = (width - 1) / 2;
        Stage::Convolution(Convolution::new(kernels.reshape([channels, channels, width]), bias, left, width - 1 - left))
    };
    let pool = |(width, stride): (usize, usize)| Pool { width, stride: stride.min(width) };
    let first_width = widths[0];
    let kernels = random(channels * 5 * first_width);
    let first = FirstConvolution::new(&kernels, &random(channels), 5, [(first_width - 1) / 2, first_width / 2], None);
    let stages = vec![
        pointwise(),
        convolution(widths[1]),
        convolution(widths[2]),
        Stage::Add(1),
        Stage::Pool(pool(pools[0])),
        pointwise(),
        Stage::Pool(pool(pools[1])),
    ];
    let columns = stages.iter().fold(LENGTH, |columns, stage| stage.columns(columns));
    let weight = Tensor::<1>::from_floats(random(channels * columns * 3).as_slice(), device);
    let bias = Tensor::<1>::from_floats(random(3).as_slice(), device);
    Trunk::new(LENGTH, first, stages, weight.reshape([channels * columns, 3]), bias)
}

#[test]
fn webgpu_encodes_variants_as_the_plain_network_does() -> Result<(), Failure> {
    let device = device(Backend::WebGpu);
    let plain = FunProse::init(fun_prose((4, 5, 2, 4), false, Activation::Relu), &device);
    let config = serde_json::to_value(plain.config())?;
    let fast = build(FunProse::NAME, &config, plain.parameters(), &device)?;
    let alphabet = Alphabet::parse("ACGNT")?;
    let window = Window::from_bases("ACGTTGCANN".repeat(9).as_bytes(), LENGTH, &alphabet);
    let variants: Vec<Edit> =
        (window.first_base()..LENGTH).map(|position| Edit::single(position, (position % 3) as u8)).collect();
    let whole: Vec<Window> = variants.iter().map(|variant| variant.apply(&window)).collect();
    let found = rows(fast.encode_edits(0, &window, &variants).unwrap());
    let difference = largest_difference(found, rows((&plain as &dyn Network).encode_windows(&whole)?));
    assert!(difference < 1e-4, "{difference}");
    Ok(())
}
