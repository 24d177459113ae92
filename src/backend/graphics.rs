//! Our own graphics device: opened once, known by its adapter, watched from then on, and lent to burn.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use burn::tensor::Device;
use burn::tensor::wgpu::WgpuSetup;
use wgpu::{
    Backends, DeviceDescriptor, DeviceType, ExperimentalFeatures, Features, Instance, InstanceDescriptor, MemoryHints,
    PowerPreference, RequestAdapterError, RequestAdapterOptions, Trace,
};

use super::watch::Watch;
use super::{Adapter, BackendError, in_one_line};

/// A device of ours on which burn computes.
#[derive(Debug)]
pub(super) struct Graphics {
    device: Device,
    adapter: Adapter,
    watch: Watch,
}

/// Every device that was opened, the newest last; there is another one only after a fault.
static OPENED: Mutex<Vec<Arc<Graphics>>> = Mutex::new(Vec::new());

/// A place for the device in use.
type Current = Mutex<Option<Arc<Graphics>>>;

impl Graphics {
    /// The device, in burn's words.
    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    pub(super) fn adapter(&self) -> &Adapter {
        &self.adapter
    }

    pub(super) fn watch(&self) -> &Watch {
        &self.watch
    }
}

/// The program's graphics device, opened where there is none that works.
pub(super) async fn open() -> Result<Arc<Graphics>, BackendError> {
    static CURRENT: Current = Mutex::new(None);
    open_as(&CURRENT).await
}

async fn open_as(current: &Current) -> Result<Arc<Graphics>, BackendError> {
    let known = current.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(graphics) = known.filter(|graphics| graphics.watch.known_fault().is_none()) {
        return Ok(graphics);
    }
    let graphics = open_another().await?;
    *current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&graphics));
    Ok(graphics)
}

/// Ours that burn calls `device`.
pub(super) fn behind(device: &Device) -> Option<Arc<Graphics>> {
    let opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.iter().rev().find(|graphics| graphics.device == *device).cloned()
}

async fn open_another() -> Result<Arc<Graphics>, BackendError> {
    let (instance, adapter) = request_adapter().await?;
    let (device, queue) = request_device(&adapter).await?;
    let description = described(&adapter, &device)?;
    let setup = WgpuSetup {
        backend: adapter.get_info().backend,
        instance: instance.clone(),
        adapter,
        device: device.clone(),
        queue,
    };
    let lent = Device::wgpu_options().setup(setup).init();
    let lent = lent.map_err(|error| BackendError::Unavailable(in_one_line(&error.to_string())))?;
    // After burn, whose own handlers panic.
    let graphics = Arc::new(Graphics { device: lent, adapter: description, watch: Watch::over(&device) });
    OPENED.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&graphics));
    Ok(graphics)
}

/// The adapter that computes, with its instance: the best one of the platform's own interfaces. OpenGL, which
/// is slower and says less, is asked only where those have no graphics card; `WGPU_BACKEND` names an
/// interface and a part of a name in `WGPU_ADAPTER_NAME` an adapter.
#[allow(clippy::await_holding_lock)]
async fn request_adapter() -> Result<(&'static Instance, wgpu::Adapter), BackendError> {
    // OpenGL's contexts bear one thread at a time. Natively every answer is there at once, and browsers have one thread.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    static INSTANCES: [OnceLock<Instance>; 2] = [const { OnceLock::new() }; 2];
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut best = Err(BackendError::Unavailable("there is no graphics interface".to_owned()));
    for (cell, backends) in INSTANCES.iter().zip([Backends::PRIMARY, Backends::GL]) {
        // Each made once: Vulkan's loader does not bear instances that come and go on several threads.
        let instance = cell.get_or_init(|| {
            Instance::new(
                InstanceDescriptor { backends, ..InstanceDescriptor::new_without_display_handle() }.with_env(),
            )
        });
        match wanted(instance).await {
            Ok(adapter) if !is_software(&adapter) => return Ok((instance, adapter)),
            Ok(adapter) if best.is_err() => best = Ok((instance, adapter)),
            Err(error) if best.is_err() => best = Err(BackendError::Unavailable(in_one_line(&error.to_string()))),
            _ => {}
        }
        if cfg!(target_arch = "wasm32") {
            break;
        }
    }
    best
}

async fn wanted(instance: &Instance) -> Result<wgpu::Adapter, RequestAdapterError> {
    if let Ok(named) = wgpu::util::initialize_adapter_from_env(instance, None).await {
        return Ok(named);
    }
    let options = RequestAdapterOptions {
        power_preference: PowerPreference::HighPerformance,
        ..RequestAdapterOptions::default()
    };
    instance.request_adapter(&options).await
}

fn is_software(adapter: &wgpu::Adapter) -> bool {
    adapter.get_info().device_type == DeviceType::Cpu
}

/// With all that the adapter has: burn compiles for what the adapter can do.
async fn request_device(adapter: &wgpu::Adapter) -> Result<(wgpu::Device, wgpu::Queue), BackendError> {
    // Memory of a graphics card that the processor sees is scarce, and no shader of burn's needs an
    // experiment.
    let left_out = Features::MAPPABLE_PRIMARY_BUFFERS.union(Features::all_experimental_mask());
    let descriptor = DeviceDescriptor {
        label: Some("cisight"),
        required_features: adapter.features().difference(left_out),
        required_limits: adapter.limits(),
        // burn keeps memory in large blocks already.
        memory_hints: MemoryHints::MemoryUsage,
        trace: Trace::Off,
        experimental_features: ExperimentalFeatures::disabled(),
    };
    let opened = adapter.request_device(&descriptor).await;
    opened.map_err(|error| BackendError::Unavailable(in_one_line(&error.to_string())))
}

fn described(adapter: &wgpu::Adapter, device: &wgpu::Device) -> Result<Adapter, BackendError> {
    let (info, limits) = (adapter.get_info(), device.limits());
    let names = |name: &str, details: &str| [name, details].join(" ").trim().to_owned();
    let [vendor, architecture] = maker(&info, device)?;
    Ok(Adapter {
        name: info.name,
        vendor,
        architecture,
        api: format!("{:?}", info.backend),
        driver: names(&info.driver, &info.driver_info),
        is_software: is_software(adapter),
        largest_buffer: limits.max_buffer_size,
        largest_binding: limits.max_storage_buffer_binding_size,
        group_memory: limits.max_compute_workgroup_storage_size,
        group_threads: limits.max_compute_invocations_per_workgroup,
        features: device.features().iter().filter_map(|feature| feature.as_str()).map(str::to_owned).collect(),
    })
}

/// Vendor and architecture.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unnecessary_wraps)]
fn maker(info: &wgpu::AdapterInfo, _: &wgpu::Device) -> Result<[String; 2], BackendError> {
    Ok([format!("{:#06x}", info.vendor), String::new()])
}

/// Vendor and architecture, which the browser tells of the device itself.
#[cfg(target_arch = "wasm32")]
fn maker(_: &wgpu::AdapterInfo, device: &wgpu::Device) -> Result<[String; 2], BackendError> {
    let missing = || BackendError::Unavailable("the browser's WebGPU is too old to say what it runs on".to_owned());
    let device = device.as_webgpu().ok_or_else(missing)?;
    // burn asks for it as well, and without it would be stopped by an exception.
    match js_sys::Reflect::get(device.as_ref(), &"adapterInfo".into()) {
        Ok(info) if info.is_object() => {
            let info = device.adapter_info();
            Ok([info.vendor(), info.architecture()])
        }
        _ => Err(missing()),
    }
}

#[cfg(test)]
mod tests;
