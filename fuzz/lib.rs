//! Coverage-guided fuzzing of every parser (docs/fuzzing.md).

pub mod targets;

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// One input of the target of this name.
pub fn run(name: &str, data: &[u8]) {
    if let Some(target) = targets::ALL.iter().find(|target| target.name == name) {
        targets::check(target, data, &ALLOCATOR);
    }
}
