//! Natively, on the CPU (and with the feature `webgpu` on the first adapter): what one gains over running the
//! network as it is written down.

use burn::tensor::{Device, Tensor};
use cisight::architecture::{Edit, FunProse, Network, edited};
use cisight::backend::Backend;
use cisight::sequence::Window;
use cisight_benches::{levels, networks, windows};
use criterion::{Criterion, criterion_group, criterion_main};

/// Mutants of a batch in the plain mutagenesis; one batch is timed of the 3,000 / 50.
const PLAIN_BATCH: usize = 50;

fn read(tensor: Tensor<3>) -> f32 {
    tensor.into_data().iter::<f32>().sum()
}

fn answer(network: &dyn Network, windows: &[Window], conditions: usize) -> f32 {
    let levels = network.encode_conditions(&levels(conditions));
    network.encode_windows(windows).map_or(f32::NAN, |promoters| read(network.respond(&[promoters], &levels)))
}

fn all_mutants(window: &Window) -> Vec<Edit> {
    let others = |standing: u8| [0, 1, 2, 4].into_iter().filter(move |code| *code != standing);
    let mutants = window.codes().iter().enumerate();
    mutants.flat_map(|(position, &code)| others(code).map(move |new| Edit::single(position, new))).collect()
}

fn mutagenesis(network: &dyn Network, window: &Window, mutants: &[Edit]) -> f32 {
    let (editor, levels) = (network.editor(0, window), network.encode_conditions(&levels(1)));
    let responses = mutants.chunks(360).map(|batch| {
        let encoded = edited(network, 0, window, editor.as_deref(), batch);
        encoded.map_or(f32::NAN, |features| read(network.respond(&[features], &levels)))
    });
    responses.sum()
}

fn on(criterion: &mut Criterion, backend: Backend) {
    let Ok(device) = pollster::block_on(backend.open()) else {
        eprintln!("no {} device here", backend.name());
        return;
    };
    let networks: Result<(FunProse, Box<dyn Network>), _> = networks(&device as &Device);
    let Ok((plain, fast)) = networks else { return };
    let promoters = windows(64);
    let mutants = all_mutants(&promoters[0]);
    let mut group = criterion.benchmark_group(backend.name());
    group.sample_size(10);
    for batch in [1, 64] {
        group.bench_function(format!("forward of {batch}, plain"), |run| {
            run.iter(|| answer(&plain, &promoters[..batch], 1));
        });
        group.bench_function(format!("forward of {batch}, Cisight"), |run| {
            run.iter(|| answer(&*fast, &promoters[..batch], 1));
        });
    }
    group.bench_function(format!("mutagenesis, plain, {PLAIN_BATCH} of {} mutants", mutants.len()), |run| {
        run.iter(|| {
            let whole: Vec<Window> =
                mutants[..PLAIN_BATCH].iter().map(|mutant| mutant.apply(&promoters[0])).collect();
            answer(&plain, &whole, 1)
        });
    });
    group.bench_function(format!("mutagenesis, Cisight, all {} mutants", mutants.len()), |run| {
        run.iter(|| mutagenesis(&*fast, &promoters[0], &mutants));
    });
    group.bench_function("grid of 64 x 173, Cisight", |run| run.iter(|| answer(&*fast, &promoters, 173)));
    group.finish();
}

fn cpu(criterion: &mut Criterion) {
    on(criterion, Backend::Cpu);
}

fn webgpu(criterion: &mut Criterion) {
    on(criterion, Backend::WebGpu);
}

criterion_group!(benches, cpu, webgpu);
criterion_main!(benches);
