use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;

use super::Target;

/// The processor's time, which other work on the machine does not lengthen, for one input.
const LONGEST: Duration = Duration::from_secs(1);

/// Runs a target and panics where it panics, takes too long or takes too much memory; gives the bytes that it
/// had at most at a time. Nothing else may allocate meanwhile.
pub fn check(target: &Target, data: &[u8], allocator: &PeakAlloc) -> usize {
    let before = allocator.current_usage();
    allocator.reset_peak_usage();
    let clock = ThreadTime::now();
    (target.run)(data);
    let (took, used) = (clock.elapsed(), allocator.peak_usage().saturating_sub(before));
    let most = target.times * data.len() + target.allowance;
    assert!(used <= most, "{}: {} bytes of input took {used} bytes of memory, above {most}", target.name, data.len());
    assert!(took <= LONGEST, "{}: {} bytes of input took {took:?}", target.name, data.len());
    used
}
