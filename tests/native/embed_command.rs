//! `cisight import` of an embedder's published weights, and `cisight embed`.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use burn::tensor::Device;
use cisight::architecture::{Array, Caduceus, CaduceusConfig, Parameters};
use cisight::embedder::{Cut, Cuts, EmbedderManifest, EmbeddingCache, WindowKey};
use cisight::model::{Precision, read_safetensors, write_safetensors};
use cisight::sample::EmbeddingRows;
use cisight::schema::EmbeddingInput;
use safetensors::SafeTensors;
use serde_json::{Value, json};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

const EMBEDDER: &str = "tests/fixtures/caduceus-tiny";
const WINDOW: usize = 32;
const WIDTH: usize = 20;

struct Place(TempDir);

struct Ran {
    succeeded: bool,
    says: String,
}

impl Place {
    fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self(tempfile::tempdir()?))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> Outcome {
        Ok(fs::write(self.path(name), text)?)
    }

    /// Runs the program here; a word that begins with @ is a file of this place.
    fn run(&self, line: &str) -> Result<Ran, Box<dyn Error>> {
        let word = |word: &str| match word.strip_prefix('@') {
            Some(name) => self.path(name).to_string_lossy().into_owned(),
            None => word.to_owned(),
        };
        let output = Command::cargo_bin("cisight")?.args(line.split_whitespace().map(word)).output()?;
        let says = String::from_utf8(output.stderr)?.replace(&format!("{}/", self.0.path().display()), "");
        Ok(Ran { succeeded: output.status.success(), says })
    }

    fn embed(&self, options: &str) -> Result<String, Box<dyn Error>> {
        let ran = self.run(&format!("embed --model {EMBEDDER} {options}"))?;
        if ran.succeeded { Ok(ran.says) } else { Err(ran.says.into()) }
    }

    /// The arrays of an `.npz` file, as models' inputs read them.
    fn arrays(&self, name: &str, positions: usize) -> Result<HashMap<String, Vec<f32>>, Box<dyn Error>> {
        let spec = EmbeddingInput { name: "context".into(), positions, width: WIDTH };
        match EmbeddingRows::read(&fs::read(self.path(name))?, &spec)? {
            EmbeddingRows::Named(rows) => {
                Ok(rows.into_iter().map(|(name, own)| (name, own.values().to_vec())).collect())
            }
            EmbeddingRows::InOrder(_) => Err("no names".into()),
        }
    }
}

/// Bases without a pattern.
fn bases(length: usize, mut seed: u32) -> String {
    let letter = |_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b"ACGT"[(seed >> 30) as usize])
    };
    (0..length).map(letter).collect()
}

fn network() -> Result<Caduceus, Box<dyn Error>> {
    let manifest: Value = serde_json::from_slice(&fs::read(Path::new(EMBEDDER).join("embedder.json"))?)?;
    let weights = read_safetensors(&fs::read(Path::new(EMBEDDER).join("weights.safetensors"))?)?;
    Ok(Caduceus::new(CaduceusConfig::from_json(&manifest["config"])?, weights, &Device::flex())?)
}

/// The mean of some bases' vectors in the middle of others, worked out from the network's own answer.
fn expected(network: &Caduceus, window: &str, core: std::ops::Range<usize>) -> Vec<f32> {
    let values: Vec<f32> = network.mean_of_strands(&[window.as_bytes()]).into_data().iter().collect();
    let mean = |channel: usize| core.clone().map(|at| values[at * WIDTH + channel]).sum::<f32>() / core.len() as f32;
    (0..WIDTH).map(mean).collect()
}

fn close(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
}

/// The committed folder is what import makes of the published names.
#[test]
fn published_weights_become_an_embedder() -> Outcome {
    let place = Place::new()?;
    let mut json: Value = serde_json::from_slice(&fs::read("tests/fixtures/caduceus-fused.json")?)?;
    json["config"]["window"] = WINDOW.into();
    place.write("config.json", json["config"].to_string())?;
    let checkpoint = "--checkpoint tests/fixtures/caduceus-fused.safetensors";
    let ran = place
        .run(&format!("import --architecture caduceus --config @config.json {checkpoint} --out @caduceus-tiny"))?;
    assert!(ran.succeeded, "{}", ran.says);
    assert_eq!(
        ran.says,
        "caduceus-tiny: caduceus of 21600 weights, vectors of 20 for windows of 32 bases; use it with `cisight embed`\n"
    );
    for file in ["embedder.json", "weights.safetensors"] {
        if std::env::var_os("CISIGHT_WRITE_FIXTURES").is_some() {
            fs::create_dir_all(EMBEDDER)?;
            fs::copy(place.path("caduceus-tiny").join(file), Path::new(EMBEDDER).join(file))?;
        }
        assert!(
            fs::read(place.path("caduceus-tiny").join(file))? == fs::read(Path::new(EMBEDDER).join(file))?,
            "{file}"
        );
    }
    Ok(())
}

fn stored() -> Result<Parameters, Box<dyn Error>> {
    Ok(read_safetensors(&fs::read("tests/fixtures/caduceus-fused.safetensors")?)?)
}

/// What is missing, misshapen or unknown is one sentence; what PyTorch stores twice is read.
#[test]
fn weights_that_do_not_fit_are_named() -> Outcome {
    const BLOCK: &str = "caduceus.backbone.layers.1.mixer.submodule.";
    let place = Place::new()?;
    let json: Value = serde_json::from_slice(&fs::read("tests/fixtures/caduceus-fused.json")?)?;
    place.write("config.json", json["config"].to_string())?;
    let import = |weights: &Parameters| -> Result<Ran, Box<dyn Error>> {
        place.write("weights.safetensors", write_safetensors(weights, Precision::Single)?)?;
        place.run("import --architecture caduceus --config @config.json --checkpoint @weights.safetensors --out @made")
    };
    let mut tied = stored()?;
    for projection in ["in_proj", "out_proj"] {
        let first = tied.get(&format!("{BLOCK}mamba_fwd.{projection}.weight")).cloned().ok_or("no projection")?;
        tied.insert(format!("{BLOCK}mamba_rev.{projection}.weight"), first);
    }
    let head =
        tied.get("caduceus.backbone.embeddings.word_embeddings.embedding.weight").cloned().ok_or("no letters")?;
    tied.insert("lm_head.lm_head.weight", head);
    let ran = import(&tied)?;
    assert!(ran.succeeded, "{}", ran.says);

    let name = format!("{BLOCK}mamba_rev.out_proj.weight");
    let mut untied = tied.clone();
    let mut other = untied.get(&name).cloned().ok_or("no projection")?;
    other.values[3] += 1.0;
    untied.insert(&name, other);
    let lacking = |name: &str| -> Result<Parameters, Box<dyn Error>> {
        let mut weights = stored()?;
        weights.retain(|own| own != name);
        Ok(weights)
    };
    let with = |name: &str, shape: &[usize]| -> Result<Parameters, Box<dyn Error>> {
        let mut weights = stored()?;
        weights.insert(name, Array { shape: shape.to_vec(), values: vec![0.5; shape.iter().product()] });
        Ok(weights)
    };
    let rates = format!("{BLOCK}mamba_rev.A_log");
    let cases = [
        (untied, format!("\"{name}\" differs from that of the other direction")),
        (lacking(&rates)?, "the weights lack \"layers.1.mixer.submodule.mamba_rev.A_log\"".to_owned()),
        (
            lacking("caduceus.backbone.embeddings.word_embeddings.embedding.weight")?,
            "the weights lack \"embeddings.word_embeddings.embedding.weight\"".to_owned(),
        ),
        (
            with(&rates, &[40, 8])?,
            "mamba_rev.A_log\" has the shape [40, 8] where the configuration asks for [40, 16]".to_owned(),
        ),
        (
            with("caduceus.backbone.layers.3.norm.weight", &[20])?,
            "the weights hold \"layers.3.norm.weight\", which".to_owned(),
        ),
        (with("optimizer.step", &[1])?, "the weights hold \"optimizer.step\", which".to_owned()),
    ];
    for (weights, says) in cases {
        let ran = import(&weights)?;
        assert!(!ran.succeeded && ran.says.contains(&says) && ran.says.lines().count() == 1, "{says}: {}", ran.says);
    }
    Ok(())
}

#[test]
fn positions_are_means_in_the_middle_of_their_windows() -> Outcome {
    let place = Place::new()?;
    let (long, other) = (bases(2 * WINDOW, 1), format!("{}NN{}", bases(40, 2), bases(22, 3)));
    place.write("two.fa", format!(">long\n{long}\n>other\n{other}\n"))?;
    let says = place.embed("--sequences @two.fa --out @whole.npz")?;
    assert!(
        says.starts_with("whole.npz: 2 sequences of 2 x 20; 4 windows computed, 0 found in the cache, 0 repeated\n"),
        "{says}"
    );
    assert!(says.contains("note: 2 letters other than A, C, G and T read as unknown"), "{says}");
    let (network, whole) = (network()?, place.arrays("whole.npz", 2)?);
    assert_eq!(whole.len(), 2);
    for (name, sequence) in [("long", &long), ("other", &other)] {
        let halves = [&sequence[..WINDOW], &sequence[WINDOW..]].map(|half| expected(&network, half, 0..WINDOW));
        assert!(close(&whole[name], &halves.concat()), "{name}");
    }
    // Ten bases in the middle of 32: windows reach 11 bases before and behind them, as far as there are any.
    place.embed("--sequences @two.fa --out @cores.npz --core 10")?;
    let cores = place.arrays("cores.npz", 7)?;
    assert!(close(&cores["long"][..WIDTH], &expected(&network, &long[..21], 0..10)));
    assert!(close(&cores["long"][2 * WIDTH..3 * WIDTH], &expected(&network, &long[9..41], 11..21)));
    assert!(close(&cores["long"][6 * WIDTH..], &expected(&network, &long[49..], 11..15)));
    // The same positions, where the sequence brings what lies around them.
    let says = place.embed("--sequences @two.fa --out @flanked.npz --core 10 --flanked")?;
    assert!(says.contains("2 sequences of 5 x 20"), "{says}");
    assert!(says.contains("note: the last position of 2 sequences has fewer than 10 bases"), "{says}");
    let flanked = place.arrays("flanked.npz", 5)?;
    assert!(close(&flanked["long"][..WIDTH], &expected(&network, &long[..32], 11..21)));
    assert!(close(&flanked["long"][4 * WIDTH..], &expected(&network, &long[40..], 11..13)));
    Ok(())
}

/// A changed base costs the windows that it lies in; a run that was there costs none, and gives the same numbers.
#[test]
fn what_was_embedded_before_is_not_computed_again() -> Outcome {
    let place = Place::new()?;
    let long = bases(4 * WINDOW, 5);
    place.write("one.fa", format!(">a\n{long}\n>again\n{long}\n"))?;
    let says = place.embed("--sequences @one.fa --out @one.npz --cache @kept")?;
    assert!(says.contains("2 sequences of 4 x 20; 4 windows computed, 0 found in the cache, 4 repeated"), "{says}");
    let says = place.embed("--sequences @one.fa --out @two.npz --cache @kept")?;
    assert!(says.contains("0 windows computed, 4 found in the cache, 4 repeated"), "{says}");
    assert_eq!(fs::read(place.path("one.npz"))?, fs::read(place.path("two.npz"))?);
    let other = if &long[40..41] == "A" { "C" } else { "A" };
    place.write("variant.fa", format!(">a\n{}{other}{}\n", &long[..40], &long[41..]))?;
    let says = place.embed("--sequences @variant.fa --out @variant.npz --cache @kept")?;
    assert!(says.contains("1 sequence of 4 x 20; 1 window computed, 3 found in the cache"), "{says}");
    let (before, after) = (place.arrays("one.npz", 4)?, place.arrays("variant.npz", 4)?);
    assert_eq!(before["a"][..WIDTH], after["a"][..WIDTH]);
    assert!(before["a"][WIDTH..2 * WIDTH] != after["a"][WIDTH..2 * WIDTH]);
    assert_eq!(before["a"][2 * WIDTH..], after["a"][2 * WIDTH..]);
    // Another position of the same bases is another.
    let says = place.embed("--sequences @one.fa --out @cores.npz --cache @kept --core 16")?;
    assert!(says.contains("0 found in the cache"), "{says}");
    // A damaged file is named, and what to do.
    let kept = fs::read_dir(place.path("kept"))?.next().ok_or("nothing kept")??.path();
    fs::write(&kept, &fs::read(&kept)?[..40])?;
    let error = place.embed("--sequences @one.fa --out @two.npz --cache @kept").map_err(|error| error.to_string());
    assert!(
        error
            .is_err_and(|says| says.contains("no intact file of embedded windows") && says.contains("delete the file"))
    );
    Ok(())
}

#[test]
fn bad_requests_are_refused_in_a_sentence() -> Outcome {
    let place = Place::new()?;
    place.write("short.fa", format!(">short\n{}\n", bases(22, 1)))?;
    place.write("twins.fa", format!(">a\n{0}\n>a\n{0}\n", bases(22, 1)))?;
    let cases = [
        ("--sequences @short.fa --core 33", "from 1 base to as many as a window, which is 32; 33 were asked for"),
        ("--sequences @short.fa --core 0", "0 were asked for"),
        ("--sequences @short.fa --core 10 --flanked", "\"short\" has 22 bases; with flanks of 11 and 11 bases"),
        ("--sequences @twins.fa", "has the same name as record 1"),
    ];
    for (options, expected) in cases {
        let error = place.embed(&format!("{options} --out @x.npz")).map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|says| says.contains(expected) && says.lines().count() == 1), "{error:?}");
        assert!(!place.path("x.npz").exists());
    }
    let embed = "--sequences @short.fa --out @x.npz";
    let ran = place.run(&format!("embed --model models/reporter-yeast {embed}"))?;
    assert!(ran.says.contains("holds a model that predicts, no embedder"), "{}", ran.says);
    let ran = place.run(&format!("predict --model {EMBEDDER} --promoters @short.fa"))?;
    assert!(!ran.succeeded && ran.says.contains("is an embedder, which predicts nothing"), "{}", ran.says);
    // Weights that were changed behind the manifest's back.
    fs::create_dir(place.path("changed"))?;
    let mut weights = fs::read(Path::new(EMBEDDER).join("weights.safetensors"))?;
    *weights.last_mut().ok_or("no weights")? ^= 1;
    place.write("changed/weights.safetensors", weights)?;
    fs::copy(Path::new(EMBEDDER).join("embedder.json"), place.path("changed/embedder.json"))?;
    let ran = place.run(&format!("embed --model @changed {embed}"))?;
    assert!(ran.says.contains("the weights are not those that the manifest names"), "{}", ran.says);
    Ok(())
}

/// Every base of a sequence lies in one position, in the middle of its window wherever there are bases around it.
/// The bases of a position that a model's number of positions asks for.
#[test]
fn positions_are_as_many_as_asked() -> Outcome {
    // As published: 20 positions of 250 bases in whole windows of 512.
    assert_eq!(Cuts::core_for(20, 5262, 512, true), 250);
    for (positions, length, is_flanked) in
        [(20, 5262, true), (2, 600, true), (1, 512, true), (20, 5000, false), (4, 128, false), (1, 500, false)]
    {
        let core = Cuts::core_for(positions, length, 512, is_flanked);
        assert_eq!(Cuts::new(512, core, is_flanked)?.of(length).len(), positions, "{length} {is_flanked}");
    }
    // Positions are no wider than windows and have a base at least.
    assert_eq!([Cuts::core_for(1, 5000, 512, false), Cuts::core_for(9, 0, 512, true)], [512, 1]);
    Ok(())
}

#[test]
fn positions_tile_a_sequence() -> Outcome {
    for (window, core) in [(512, 512), (512, 250), (7, 4), (8, 3), (1, 1)] {
        let cuts = Cuts::new(window, core, false)?;
        let [before, behind] = cuts.flanks();
        assert_eq!(before + core + behind, window);
        for length in [1, core, core + 1, 3 * core, 5000] {
            let found = cuts.of(length);
            assert_eq!(
                found.iter().flat_map(|cut| cut.core.clone()).collect::<Vec<_>>(),
                (0..length).collect::<Vec<_>>()
            );
            let reaches = |cut: &Cut| {
                cut.window == (cut.core.start.saturating_sub(before)..(cut.core.start + core + behind).min(length))
            };
            assert!(found.iter().all(reaches));
        }
        let flanked = Cuts::new(window, core, true)?.of(4 * core + window - core);
        assert_eq!(flanked.len(), 4);
        assert!(flanked.iter().all(|cut| cut.window.len() == window && cut.core.len() == core));
    }
    // As published: 20 positions of 250 bases from 5,000, each in the middle of 512.
    assert_eq!((Cuts::new(512, 250, false)?.flanks(), Cuts::new(512, 250, false)?.of(5000).len()), ([131, 131], 20));
    Ok(())
}

/// A cache is for one embedder, and its files are data: damaged ones are refused wherever they end.
#[test]
fn a_cache_reads_what_it_wrote_and_nothing_else() -> Outcome {
    let manifest = |weights: &[u8]| EmbedderManifest::new("a", "caduceus", json!({}), [8, 2], weights);
    let (mut cache, key) =
        (EmbeddingCache::new(&manifest(b"one")), WindowKey::new(b"ACGT", &Cut { window: 0..4, core: 1..3 }));
    cache.insert(key, vec![0.5, -2.0]);
    let bytes = cache.take_fresh()?.ok_or("nothing")?;
    assert!(cache.take_fresh()?.is_none());
    let mut again = EmbeddingCache::new(&manifest(b"one"));
    again.read(&bytes)?;
    assert_eq!((again.get(&key), again.fresh()), (Some(&[0.5, -2.0][..]), 0));
    assert!(again.get(&WindowKey::new(b"ACGT", &Cut { window: 0..4, core: 0..4 })).is_none());
    let other = EmbeddingCache::new(&manifest(b"two")).read(&bytes).map_err(|error| error.to_string());
    assert!(other.is_err_and(|says| says.contains("embedded by another network")));
    assert!((0..bytes.len()).all(|end| again.read(&bytes[..end]).is_err()));
    assert!(SafeTensors::deserialize(&bytes).is_ok());
    Ok(())
}
