use burn::tensor::Tensor;

use super::*;
use crate::backend::{Backend, adapter_of, fault_of, read};

type Failure = Box<dyn std::error::Error>;

fn doubled(device: &Device) -> Result<Vec<Vec<f32>>, BackendError> {
    let tensor = Tensor::<1>::from_floats([1.0, 2.0], device);
    pollster::block_on(read(vec![tensor.clone() + tensor]))
}

#[test]
fn the_adapter_is_known() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::WebGpu.open())?;
    let adapter = adapter_of(&device).ok_or("no adapter")?;
    println!("{adapter}");
    assert!(!adapter.name.is_empty() && adapter.vendor.starts_with("0x"), "{adapter:?}");
    assert!(adapter.largest_buffer > 1 << 20 && adapter.group_threads >= 64, "{adapter:?}");
    assert!(adapter_of(&pollster::block_on(Backend::Cpu.open())?).is_none());
    Ok(())
}

// The devices of the tests below are their own, as faults are not to reach other tests.

#[test]
fn a_lost_device_is_an_error_and_another_one_is_opened() -> Result<(), Failure> {
    let current = Current::default();
    let graphics = pollster::block_on(open_as(&current))?;
    assert_eq!(doubled(graphics.device())?, [[2.0, 4.0]]);
    assert_eq!(pollster::block_on(open_as(&current))?.device(), graphics.device());
    graphics.watch.device().destroy();
    let error = doubled(graphics.device()).err().ok_or("a lost device answered")?;
    assert!(matches!(error, BackendError::Lost(_)), "{error}");
    assert_eq!(pollster::block_on(fault_of(graphics.device())), error);
    let next = pollster::block_on(open_as(&current))?;
    assert_ne!(next.device(), graphics.device());
    assert_eq!(doubled(next.device())?, [[2.0, 4.0]]);
    Ok(())
}

#[test]
fn what_a_driver_refuses_is_an_error_and_no_zeros() -> Result<(), Failure> {
    let graphics = pollster::block_on(open_as(&Current::default()))?;
    assert_eq!(doubled(graphics.device())?, [[2.0, 4.0]]);
    let source = wgpu::ShaderSource::Wgsl("no shader".into());
    let _ = graphics.watch.device().create_shader_module(wgpu::ShaderModuleDescriptor { label: None, source });
    let error = doubled(graphics.device()).err().ok_or("it was not noticed")?;
    assert!(matches!(error, BackendError::Refused(_)), "{error}");
    assert!(!error.to_string().contains('\n'), "{error}");
    Ok(())
}
