//! Where the arithmetic runs: burn's flex backend (SIMD CPU code) or WebGPU.

use burn::tensor::Device;
#[cfg(feature = "webgpu")]
use burn::tensor::DeviceKind;
use thiserror::Error;

/// A backend that this build may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Pure-Rust SIMD CPU code, native and wasm.
    Cpu,
    /// WebGPU: a browser's, or natively Vulkan, Metal or Direct3D 12.
    WebGpu,
}

/// Why a backend cannot be used.
#[derive(Debug, Error)]
pub enum BackendError {
    /// It was compiled out.
    #[error("this build has no {0} backend")]
    NotBuilt(&'static str),
    /// There is no adapter, or it refused.
    #[error("WebGPU is not available: {0}")]
    Unavailable(String),
    /// The device stopped answering.
    #[error("the computation failed on the device: {0}")]
    Lost(String),
}

impl Backend {
    /// The name in messages and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::WebGpu => "webgpu",
        }
    }

    /// Opens the backend's device.
    ///
    /// # Errors
    /// [`BackendError`] where the backend is compiled out or finds no adapter.
    pub async fn open(self) -> Result<Device, BackendError> {
        match self {
            #[cfg(feature = "cpu")]
            Self::Cpu => Ok(Device::flex()),
            #[cfg(feature = "webgpu")]
            Self::WebGpu => {
                match Device::wgpu_options().init_async().await.map_err(|error| error.to_string()) {
                    Ok(device) => Ok(device),
                    // The adapter is opened once in a program; whoever comes later gets the same device. burn has no error of its own for it.
                    Err(reason) if reason.contains("already initialized") => Ok(Device::wgpu(DeviceKind::default())),
                    Err(reason) => Err(BackendError::Unavailable(reason)),
                }
            }
            #[allow(unreachable_patterns)]
            other => Err(BackendError::NotBuilt(other.name())),
        }
    }
}
