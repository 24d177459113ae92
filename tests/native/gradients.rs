//! What training rests on: gradients against PyTorch's, and the gradients of weights against finite
//! differences.

use crate::numbers::numbers;
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use cisight::architecture::{FunProse, FunProseConfig, Parameters, one_hot};
use cisight::model::read_safetensors;
use cisight::sequence::{Alphabet, Window};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

struct Tiny {
    json: Value,
    config: FunProseConfig,
    weights: Parameters,
}

fn tiny() -> Result<Tiny, Failure> {
    let json: Value = serde_json::from_slice(&std::fs::read("tests/fixtures/fun-prose-tiny.json")?)?;
    let config = FunProseConfig::from_json(&json["config"])?;
    Ok(Tiny { json, config, weights: read_safetensors(&std::fs::read("tests/fixtures/fun-prose-tiny.safetensors")?)? })
}

/// One promoter and one condition of the fixture, on a device.
fn inputs(tiny: &Tiny, device: &Device) -> Result<(Tensor<3>, Tensor<2>), Failure> {
    let bases = tiny.json["sequences"][0].as_str().unwrap_or_default();
    let window = Window::from_bases(bases.as_bytes(), tiny.config.seq_length, &Alphabet::parse("ACGNT")?);
    let levels = numbers(&tiny.json["tf_vectors"][0]);
    let shape = [1, levels.len()];
    Ok((one_hot(&[window], 5, device), Tensor::from_data(TensorData::new(levels, shape), device)))
}

#[test]
fn gradients_of_the_inputs_are_pytorchs() -> Result<(), Failure> {
    let tiny = tiny()?;
    let device = Device::flex().autodiff();
    let network = FunProse::from_parameters(tiny.config.clone(), tiny.weights.clone(), &device)?.freeze();
    let (promoter, levels) = inputs(&tiny, &device)?;
    let (promoter, levels) = (promoter.require_grad(), levels.require_grad());
    let output = network.head(network.encode_one_hot(promoter.clone()), network.encode_levels(levels.clone()));
    let gradients = output.backward();
    let by_base: Vec<f32> = promoter.grad(&gradients).ok_or("no gradient")?.into_data().iter().collect();
    let by_tf: Vec<f32> = levels.grad(&gradients).ok_or("no gradient")?.into_data().iter().collect();
    let length = tiny.config.seq_length;
    let expected = numbers(&tiny.json["gradient"]["d_output/d_onehot[ACGT][position]"]);
    // The fixture leaves out N, the fourth of five channels.
    let ours = by_base[..3 * length].iter().chain(&by_base[4 * length..]);
    assert!(ours.zip(&expected).all(|(ours, theirs)| (ours - theirs).abs() < 1e-5));
    let expected = numbers(&tiny.json["gradient"]["d_output/d_tf"]);
    assert!(by_tf.iter().zip(&expected).all(|(ours, theirs)| (ours - theirs).abs() < 1e-5));
    Ok(())
}

/// A loss that makes every weight matter: the squared responses of the fixture's sequences in its conditions.
fn loss(tiny: &Tiny, weights: &Parameters, device: &Device) -> Result<(FunProse, Tensor<1>), Failure> {
    let network = FunProse::from_parameters(tiny.config.clone(), weights.clone(), device)?;
    let alphabet = Alphabet::parse("ACGNT")?;
    let sequences: Vec<Window> = tiny.json["sequences"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|bases| Window::from_bases(bases.as_bytes(), tiny.config.seq_length, &alphabet))
        .collect();
    let levels = numbers(&tiny.json["tf_vectors"]);
    let shape = [levels.len() / tiny.config.num_tfs, tiny.config.num_tfs];
    let levels = Tensor::from_data(TensorData::new(levels, shape), device);
    let responses = network.head(network.encode_one_hot(one_hot(&sequences, 5, device)), network.encode_levels(levels));
    Ok((network, responses.add_scalar(1.0).powi_scalar(2).sum()))
}

#[test]
fn gradients_of_the_first_convolution_agree_with_finite_differences() -> Result<(), Failure> {
    let tiny = tiny()?;
    let device = Device::flex().autodiff();
    let (network, output) = loss(&tiny, &tiny.weights, &device)?;
    let gradients = output.backward();
    let weight = network.first_convolution().weight.val();
    let analytic: Vec<f32> = weight.grad(&gradients).ok_or("no gradient")?.into_data().iter().collect();
    let values: Vec<f32> = weight.into_data().iter().collect();
    let step = 2e-3;
    let mut worst = 0.0_f32;
    let scale = analytic.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    for index in (0..values.len()).step_by(7) {
        let at = |offset: f32| -> Result<f32, Failure> {
            let mut weights = tiny.weights.clone();
            let mut moved = values.clone();
            moved[index] += offset;
            let shape = vec![tiny.config.conv1_knum, 5, tiny.config.conv1_ksize];
            weights.insert("conv1.weight", cisight::architecture::Array { shape, values: moved });
            // The training device, so that batch norm uses the batch's statistics as the gradient does.
            Ok(loss(&tiny, &weights, &device)?.1.into_scalar::<f32>())
        };
        let numeric = (at(step)? - at(-step)?) / (2.0 * step);
        worst = worst.max((numeric - analytic[index]).abs() / scale);
    }
    assert!(worst < 0.05, "largest difference, as a share of the largest gradient: {worst}");
    Ok(())
}
