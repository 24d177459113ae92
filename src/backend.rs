//! Where the arithmetic runs: burn's flex backend (SIMD CPU code), or WebGPU on a device that we open, know
//! and watch ourselves.

use burn::tensor::{Device, Tensor, Transaction};
use serde::Serialize;
use thiserror::Error;

mod adapter;
#[cfg(feature = "webgpu")]
mod graphics;
#[cfg(feature = "webgpu")]
mod watch;

pub use adapter::Adapter;

/// A backend that this build may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Pure-Rust SIMD CPU code, native and wasm.
    Cpu,
    /// WebGPU: a browser's, or natively Vulkan, Metal or Direct3D 12.
    WebGpu,
}

/// Why a backend cannot be used, or cannot be used any longer.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
pub enum BackendError {
    /// It was compiled out.
    #[error("this build has no {0} backend")]
    NotBuilt(&'static str),
    /// There is no adapter, or it refused.
    #[error("WebGPU is not available: {0}")]
    Unavailable(String),
    /// The device is gone: its driver was reset, the card was taken away, the browser took it back.
    #[error("the graphics device was lost ({0})")]
    Lost(String),
    /// The driver did not take what it was given, a shader for example; what was computed since then is void.
    #[error("the graphics driver refused a part of the computation ({0})")]
    Refused(String),
    /// The device gave no answer.
    #[error("the computation failed on the device ({0})")]
    NoAnswer(String),
}

impl Backend {
    /// The name in messages and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::WebGpu => "webgpu",
        }
    }

    /// Opens the backend's device. A graphics device is opened once in a program, and again where it was
    /// lost.
    ///
    /// # Errors
    /// [`BackendError`] where the backend is compiled out or finds no adapter.
    pub async fn open(self) -> Result<Device, BackendError> {
        match self {
            #[cfg(feature = "cpu")]
            Self::Cpu => Ok(Device::flex()),
            #[cfg(feature = "webgpu")]
            Self::WebGpu => Ok(graphics::open().await?.device().clone()),
            #[allow(unreachable_patterns)]
            other => Err(BackendError::NotBuilt(other.name())),
        }
    }
}

/// The graphics adapter behind a device; none where the device is the processor.
pub fn adapter_of(device: &Device) -> Option<Adapter> {
    #[cfg(feature = "webgpu")]
    return graphics::behind(device).map(|graphics| graphics.adapter().clone());
    #[cfg(not(feature = "webgpu"))]
    {
        let _ = device;
        None
    }
}

/// Waits until a device is of no use any more, and says why; for ever where that cannot happen.
pub async fn fault_of(device: &Device) -> BackendError {
    #[cfg(feature = "webgpu")]
    if let Some(graphics) = graphics::behind(device) {
        return graphics.watch().fault().await;
    }
    let _ = device;
    std::future::pending().await
}

/// Reads tensors of one device back in one go, each as its values in row-major order.
///
/// # Errors
/// [`BackendError`] where the device was lost, refused something or does not answer. What a refused shader
/// would have written reads as zeros, so that nothing that was read from a device with a fault is handed on.
pub async fn read<const D: usize>(tensors: Vec<Tensor<D>>) -> Result<Vec<Vec<f32>>, BackendError> {
    #[cfg(feature = "webgpu")]
    let graphics = tensors.first().and_then(|tensor| graphics::behind(&tensor.device()));
    let reading = async {
        let reading = tensors.into_iter().fold(Transaction::default(), Transaction::register);
        reading.execute_async().await.map_err(|error| BackendError::NoAnswer(in_one_line(&error.to_string())))
    };
    #[cfg(feature = "webgpu")]
    let data = match graphics {
        Some(graphics) => graphics.watch().guard(reading).await?,
        None => reading.await?,
    };
    #[cfg(not(feature = "webgpu"))]
    let data = reading.await?;
    Ok(data.into_iter().map(|block| block.iter::<f32>().collect()).collect())
}

/// A driver's report, which may be a chain of causes in many lines, as a part of a sentence: what was at
/// fault.
fn in_one_line(report: &str) -> String {
    const LONGEST: usize = 200;
    let report = report.split("Backtrace:").next().unwrap_or_default();
    let cause = report.rsplit("Caused by:").next().unwrap_or_default();
    let line = cause.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_drivers_become_one_line() {
        let report = "Validation Error\n\nCaused by:\n  no entry\n  point\nBacktrace: none";
        assert_eq!(in_one_line(report), "no entry point");
        let long = in_one_line(&"é".repeat(300));
        assert_eq!((long.chars().count(), long.ends_with('…')), (201, true));
    }
}
