//! What is known of a graphics adapter.

use std::fmt;

use serde::Serialize;

/// A graphics adapter that computes, as its driver or the browser describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Adapter {
    /// The model's name; browsers may keep it to themselves.
    pub name: String,
    /// The vendor: a word in browsers, the PCI number natively.
    pub vendor: String,
    /// The family of graphics processors, where a browser tells it.
    pub architecture: String,
    /// What it is reached through: Vulkan, Metal, Dx12, Gl or BrowserWebGpu.
    pub api: String,
    /// The driver and its version, natively.
    pub driver: String,
    /// It runs on the processor and is no graphics card.
    pub is_software: bool,
    /// The largest buffer in bytes.
    pub largest_buffer: u64,
    /// The largest part of a buffer that a shader can be given, in bytes.
    pub largest_binding: u64,
    /// Memory that the threads of a group share, in bytes.
    pub group_memory: u32,
    /// Threads of a group.
    pub group_threads: u32,
    /// Optional abilities that are switched on, by WebGPU's names for them.
    pub features: Vec<String>,
}

impl Adapter {
    /// The most telling name: the model, else the vendor and its family of processors.
    pub fn title(&self) -> String {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        let known = [&self.vendor, &self.architecture].map(String::as_str);
        let title = known.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if title.is_empty() { "an adapter that is not named".to_owned() } else { title }
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_software { "a software adapter through " } else { "through " };
        let driver = if self.driver.is_empty() { String::new() } else { format!(", driver {}", self.driver) };
        let gibibytes = |bytes: u64| bytes as f64 / f64::from(1 << 30);
        write!(
            f,
            "{}: {kind}{}{driver}; buffers of up to {:.2} GiB, {} KiB and {} threads in a group",
            self.title(),
            self.api,
            gibibytes(self.largest_binding.min(self.largest_buffer)),
            self.group_memory / 1024,
            self.group_threads,
        )
    }
}
