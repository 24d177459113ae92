//! Parsers on bytes that nobody meant for them: an answer or an error, never a panic, no endless work, no
//! memory without bound.
//!
//! Replays the seeds of the fuzzer (`fuzz/corpora`) and changes of them through the same targets; `make fuzz`
//! looks further.

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

mod changes;

use std::path::PathBuf;
use std::sync::Mutex;

use changes::Changes;
use peak_alloc::PeakAlloc;
use targets::{ALL, Target, check};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole program: one target at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Changed seeds of each target, where `CISIGHT_CHANGES` names no other number.
const CHANGED: usize = 1500;

/// Networks cost milliseconds in a build that is not optimised.
const CHANGED_NETWORKS: usize = 150;

/// What repeated seeds are made long to, so that what grows faster than its input shows.
const LONG: usize = 256 << 10;

fn folder(kind: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind)
}

fn seeds(target: &Target) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder("corpora").join(target.name))? {
        let path = entry?.path();
        found.push((path.display().to_string(), std::fs::read(&path)?));
    }
    found.sort();
    Ok(found)
}

fn replay(name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let target = ALL.iter().find(|target| target.name == name).ok_or("no such target")?;
    let seeds = seeds(target)?;
    assert!(!seeds.is_empty(), "{name} has no seeds");
    // What is made once, such as tables of the parsers' own, is no input's fault.
    (target.run)(&seeds[0].1);
    let mut most = 0.0_f64;
    for (file, seed) in &seeds {
        announce(file, || check(target, seed, &ALLOCATOR));
        let long = seed.repeat(LONG.div_ceil(seed.len().max(1)));
        let used = announce(&format!("{file}, repeated"), || check(target, &long, &ALLOCATOR));
        most = most.max(used as f64 / long.len() as f64);
    }
    println!("{name}: at most {most:.1} times a long input in memory");
    let dictionary = std::fs::read_to_string(folder("dictionaries").join(format!("{name}.dict")))?;
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, seed)| seed).collect();
    let mut changes = Changes::new(&seeds, &dictionary);
    let usual = if ["model", "import", "archive"].contains(&name) { CHANGED_NETWORKS } else { CHANGED };
    let count = std::env::var("CISIGHT_CHANGES").ok().map_or(Ok(usual), |count| count.parse())?;
    for _ in 0..count {
        let input = changes.next_input();
        announce(&format!("{:?}", String::from_utf8_lossy(&input)), || check(target, &input, &ALLOCATOR));
    }
    Ok(())
}

/// Says which input it was that a panic came of.
fn announce<T>(input: &str, run: impl FnOnce() -> T) -> T {
    struct Unfinished<'a>(&'a str);
    impl Drop for Unfinished<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("the input was {}", self.0);
            }
        }
    }
    let _unfinished = Unfinished(input);
    run()
}

macro_rules! targets {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() -> Result<(), Box<dyn std::error::Error>> {
            replay(stringify!($name))
        })*

        #[test]
        fn every_target_is_replayed() {
            let replayed = [$(stringify!($name)),*];
            assert_eq!(replayed.to_vec(), ALL.iter().map(|target| target.name).collect::<Vec<_>>());
        }
    };
}

targets!(
    fasta,
    tf_table,
    variants,
    text,
    counts,
    orthologues,
    meme,
    genome_fasta,
    two_bit,
    genbank,
    gff3,
    gtf,
    vcf,
    genome_files,
    catalogue,
    evidence,
    manifest,
    safetensors,
    pytorch,
    pickle,
    model,
    import,
    archive,
    network,
);
