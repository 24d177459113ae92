//! Each program is named after its target.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cisight_fuzz::run(env!("CARGO_BIN_NAME"), data));
