//! What is done with any bytes at all: each target hands them to one parser, as the page and the command line
//! do, goes on with what it accepts, and checks what that promises. Shared by the fuzzer (`fuzz/`) and by the
//! tests that replay its corpora (`tests/never_panics`).

mod genomes;
mod measure;
mod models;
mod tables;

pub use measure::check;

/// A parser, and what it may use.
pub struct Target {
    /// Also the name of the folder with its seeds.
    pub name: &'static str,
    /// Panics where the parser does, or breaks a promise.
    pub run: fn(&[u8]),
    /// How often the input's length it may have in memory at a time,
    pub times: usize,
    /// and the bytes beyond that.
    pub allowance: usize,
}

/// As often as a file may stand in memory.
const TIMES: usize = 10;

/// Of tables with rows of a few characters each cell weighs more than it is long.
const SHORT_ROWS: usize = 20;

/// As do the parts of a line of GFF3 that says no more than it must.
const SHORT_LINES: usize = 12;

/// For readers of text: the buffers and tables that are there however short the text is, and the genome that
/// annotations are read with.
const SMALL: usize = 512 << 10;

/// For variants: a line of six letters names two promoters.
const SEQUENCES: usize = 16 << 20;

/// For networks: what the smallest of them costs on any device.
const NETWORK: usize = 4 << 20;

/// For imports: zeros that stand in for missing weights of whatever sizes a configuration names, in a few copies
/// (`src/model/fitting.rs`).
const MISSING: usize = 40 << 20;

/// For pickles: an instruction of one byte makes a value of 32, and there are at most a million of them
/// whatever the file's length.
const DESCRIBED: usize = 32 << 20;

/// For zipped models: text may be packed very tightly, so some of it is let through whatever the file's
/// length (`src/model/archive.rs`).
const ZIPPED: usize = 64 << 20;

/// A weight of a file stands in memory as it is there, as numbers, in the order of the graph, and once more as the graph is simplified.
const NETWORKS: usize = 40;

/// For networks out of files: a constant of a few bytes may be repeated up to a bound (`src/foreign/onnx/fold.rs`).
const FOLDED: usize = 512 << 20;

/// Every parser of what users bring.
pub const ALL: &[Target] = &[
    Target { name: "fasta", run: tables::fasta, times: TIMES, allowance: SMALL },
    Target { name: "tf_table", run: tables::tf_table, times: SHORT_ROWS, allowance: SMALL },
    Target { name: "variants", run: tables::variants, times: TIMES, allowance: SEQUENCES },
    Target { name: "text", run: tables::text, times: TIMES, allowance: SMALL },
    Target { name: "counts", run: tables::counts, times: TIMES, allowance: SMALL },
    Target { name: "orthologues", run: tables::orthologues, times: TIMES, allowance: SMALL },
    Target { name: "meme", run: tables::meme, times: TIMES, allowance: SMALL },
    Target { name: "genome_fasta", run: genomes::fasta, times: TIMES, allowance: SMALL },
    Target { name: "two_bit", run: genomes::two_bit, times: TIMES, allowance: SMALL },
    Target { name: "genbank", run: genomes::genbank, times: TIMES, allowance: SMALL },
    Target { name: "gff3", run: genomes::annotation, times: SHORT_LINES, allowance: SMALL },
    Target { name: "gtf", run: genomes::annotation, times: TIMES, allowance: SMALL },
    Target { name: "vcf", run: genomes::calls, times: TIMES, allowance: SMALL },
    Target { name: "genome_files", run: genomes::whole_files, times: TIMES, allowance: SMALL },
    Target { name: "catalogue", run: genomes::catalogue, times: TIMES, allowance: SMALL },
    Target { name: "evidence", run: genomes::evidence, times: TIMES, allowance: SMALL },
    Target { name: "manifest", run: models::manifest, times: TIMES, allowance: SMALL },
    Target { name: "safetensors", run: models::safetensors, times: TIMES, allowance: SMALL },
    Target { name: "pytorch", run: models::pytorch, times: TIMES, allowance: DESCRIBED },
    Target { name: "pickle", run: models::pickle, times: TIMES, allowance: DESCRIBED },
    Target { name: "model", run: models::model, times: TIMES, allowance: NETWORK },
    Target { name: "import", run: models::import_model, times: TIMES, allowance: MISSING },
    Target { name: "archive", run: models::archive, times: TIMES, allowance: ZIPPED },
    Target { name: "network", run: models::network, times: NETWORKS, allowance: FOLDED },
];

/// Stands between the files of a target that reads several.
pub const BETWEEN_FILES: u8 = 0x1e;

/// The input as `N` files; those that are missing are empty.
fn files<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut parts = data.splitn(N, |byte| *byte == BETWEEN_FILES);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// An error is what a visitor reads: it has to be there.
fn said(error: &impl std::fmt::Display) {
    assert!(!error.to_string().trim().is_empty());
}
