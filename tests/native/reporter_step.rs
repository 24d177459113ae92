//! Training's own forward and backward pass against burn's automatic differentiation, and against the network
//! that ships.

use burn::tensor::module::{conv1d, max_pool1d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, TensorData, activation};
use cisight::architecture::{ReporterResnetConfig, build};
use cisight::backend::Backend;
use cisight::sequence::Window;
use cisight::training::reporter::step::{Adam, Columns, StepNetwork, Trainable, Update};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

const COUNT: usize = 9;
const LENGTH: usize = 31;
const TASKS: usize = 2;

fn hyperparameters(activation: &str) -> Value {
    json!({
        "length": LENGTH, "activation": activation, "both_strands": false, "dense": [7],
        "convolutions": [
            { "channels": 6, "width": 5, "pool": 2 },
            { "channels": 6, "width": 3 },
            { "channels": 6, "width": 5, "adds_input_of": 1 },
            { "channels": 5, "width": 3, "pool": 3 },
        ],
    })
}

fn network(activation: &str, seed: u64) -> Result<StepNetwork, Failure> {
    let mut network = StepNetwork::new(&ReporterResnetConfig::from_json(&hyperparameters(activation))?, TASKS, seed);
    // Norms that do something.
    let mut random = StdRng::seed_from_u64(seed + 100);
    for (list, decays) in network.lists() {
        if !decays {
            list.iter_mut().for_each(|value| *value += random.random_range(-0.3_f32..0.3));
        }
    }
    Ok(network)
}

fn codes(seed: u64) -> Vec<Vec<u8>> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..COUNT).map(|_| (0..LENGTH).map(|_| random.random_range(0..4_u8)).collect()).collect()
}

fn one_hot(codes: &[Vec<u8>]) -> Columns {
    let mut columns = Columns::zeros(codes.len(), LENGTH, 4);
    for (row, code) in columns.values.chunks_mut(4).zip(codes.iter().flatten()) {
        row[usize::from(*code)] = 1.0;
    }
    columns
}

/// The same network in burn's tensors; `lists` in [`Trainable::lists`]' order.
fn with_burn(lists: &[Tensor<1>], input: Tensor<3>, activation: &str) -> Tensor<2> {
    let activate =
        |values: Tensor<3>| if activation == "relu" { activation::relu(values) } else { activation::silu(values) };
    let normed = |values: Tensor<3>, scale: &Tensor<1>, shift: &Tensor<1>| {
        let channels = values.dims()[1];
        let mean = |of: Tensor<3>| of.mean_dim(2).mean_dim(0);
        let centred = values.clone() - mean(values.clone());
        let variance = mean(centred.clone().powi_scalar(2));
        let shape = [1, channels, 1];
        centred / (variance + 1e-5).sqrt() * scale.clone().reshape(shape) + shift.clone().reshape(shape)
    };
    let shapes = [(4, 6, 5, 2, None), (6, 6, 3, 1, None), (6, 6, 5, 1, Some(1)), (6, 5, 3, 3, None)];
    let mut inputs = vec![input];
    for ((from, to, width, pool, adds), own) in shapes.into_iter().zip(lists.chunks(3)) {
        let kernels = own[0].clone().reshape([width, from, to]).permute([2, 1, 0]);
        let options = ConvOptions::new([1], [width / 2], [1], 1);
        let convolved = conv1d(inputs[inputs.len() - 1].clone(), kernels, None, options);
        let pooled = max_pool1d(convolved, MaxPoolOptions::new([pool]).with_stride([pool]));
        let normed = normed(pooled, &own[1], &own[2]);
        let added: usize = adds.unwrap_or(0);
        inputs.push(activate(if added > 0 { normed + inputs[added].clone() } else { normed }));
    }
    let columns = inputs[inputs.len() - 1].clone();
    let [count, channels, length] = columns.dims();
    let flat = columns.swap_dims(1, 2).reshape([count, channels * length]);
    let hidden = flat.matmul(lists[12].clone().reshape([channels * length, 7]));
    let hidden = activate(normed(hidden.unsqueeze_dim::<3>(2), &lists[13], &lists[14])).squeeze_dim::<2>(2);
    hidden.matmul(lists[15].clone().reshape([7, TASKS])) + lists[16].clone().unsqueeze::<2>()
}

#[test]
fn gradients_are_those_of_automatic_differentiation() -> Result<(), Failure> {
    let device = Device::flex().autodiff();
    for (seed, activation) in [(0, "relu"), (1, "silu"), (2, "silu")] {
        let mut network = network(activation, seed)?;
        let codes = codes(seed);
        let weights: Vec<f32> = (0..COUNT * TASKS).map(|at| (at % 5) as f32 - 1.7).collect();
        let pass = network.forward(one_hot(&codes), 0.0, &mut StdRng::seed_from_u64(1));
        let gradients = network.backward(&pass, &weights);
        let lists: Vec<Tensor<1>> = network
            .lists()
            .into_iter()
            .map(|(list, _)| Tensor::<1>::from_floats(list.as_slice(), &device).require_grad())
            .collect();
        let input = TensorData::new(one_hot(&codes).values, [COUNT, LENGTH, 4]);
        let output = with_burn(&lists, Tensor::<3>::from_data(input, &device).swap_dims(1, 2), activation);
        let answer: Vec<f32> = output.clone().into_data().iter().collect();
        let error = answer.iter().zip(&pass.output).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(error < 1e-4, "output {error}");
        let weighted = output * Tensor::<2>::from_data(TensorData::new(weights, [COUNT, TASKS]), &device);
        let found = weighted.sum().backward();
        for (at, (list, own)) in lists.iter().zip(&gradients).enumerate() {
            let expected: Vec<f32> = list.grad(&found).ok_or("no gradient")?.into_data().iter().collect();
            let largest = expected.iter().fold(1e-3_f32, |largest, value| largest.max(value.abs()));
            let error = expected.iter().zip(own).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(
                expected.len() == own.len() && error < 1e-3 * largest,
                "seed {seed}, list {at}: {error} of {largest}"
            );
        }
    }
    Ok(())
}

#[test]
fn what_ships_answers_as_what_trained() -> Result<(), Failure> {
    let mut network = network("silu", 5)?;
    let codes = codes(5);
    let mut random = StdRng::seed_from_u64(2);
    let mut moments: Vec<Adam> = network.moments();
    let mut losses = Vec::new();
    for step in 1..=60 {
        let pass = network.forward(one_hot(&codes), 0.1, &mut random);
        let errors: Vec<f32> = pass.output.iter().enumerate().map(|(at, value)| value - (at % 7) as f32).collect();
        losses.push(errors.iter().map(|error| error * error).sum::<f32>());
        let gradients = network.backward(&pass, &errors);
        network.step(&gradients, &mut moments, Update { rate: 0.02, decay: 0.01, step });
    }
    assert!(losses[59] < 0.3 * losses[0], "{} {}", losses[0], losses[59]);
    let answer = network.answer(one_hot(&codes));
    // Two of the tasks ship.
    let scales = [(0.3, -1.0), (0.7, 1.5)];
    let scaled = |row: &[f32]| row.iter().zip(scales).map(|(value, (scale, shift))| value * scale + shift).collect();
    let expected: Vec<f32> = answer.chunks(TASKS).flat_map(|row| -> Vec<f32> { scaled(row) }).collect();
    let device = pollster::block_on(Backend::Cpu.open())?;
    let mut config = hyperparameters("silu");
    config["outputs"] = scales.len().into();
    let shipped = build(ReporterResnetConfig::ARCHITECTURE, &config, network.parameters(&scales), &device)?;
    let windows: Vec<Window> = codes.into_iter().map(Window::from_codes).collect();
    let features = shipped.encode_windows(&windows)?;
    let found: Vec<f32> = shipped.respond(&[features], &shipped.encode_conditions(&[])).into_data().iter().collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() < 1e-4, "{found} {expected}");
    }
    Ok(())
}
