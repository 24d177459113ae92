//! The borders of ARCHITECTURE.md: which module of the library may use which. `cargo test --test native
//! module_borders -- --nocapture` prints the graph as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each module after those that it may use, so that there are no circles. Everything may use what is not
/// listed: the crate's root.
const ALLOWED: &[(&str, &[&str])] = &[
    ("quoting", &[]),
    ("coded", &[]),
    ("text", &[]),
    ("backend", &[]),
    ("evidence", &[]),
    ("condition", &["text"]),
    ("sequence", &["text"]),
    ("genome", &["sequence", "text"]),
    ("motif", &["sequence"]),
    ("synthesis", &["motif", "sequence"]),
    ("schema", &["condition", "sequence"]),
    ("sample", &["schema", "sequence", "text"]),
    ("architecture", &["sample", "schema", "sequence", "text"]),
    ("model", &["architecture", "backend", "condition", "sample", "schema", "sequence", "text"]),
    ("foreign", &["architecture", "model", "sample", "schema", "sequence", "text"]),
    ("embedder", &["architecture", "backend", "model", "schema", "sequence", "text"]),
    ("prediction", &["model", "sample", "schema"]),
    ("attribution", &["architecture", "model", "motif", "sample", "schema", "sequence", "synthesis"]),
    (
        "export",
        &["architecture", "attribution", "condition", "foreign", "model", "motif", "schema", "sequence", "synthesis"],
    ),
    ("training", &["architecture", "condition", "model", "motif", "sample", "schema", "sequence"]),
    (
        "web",
        &[
            "architecture",
            "attribution",
            "backend",
            "coded",
            "condition",
            "embedder",
            "evidence",
            "export",
            "foreign",
            "genome",
            "model",
            "motif",
            "prediction",
            "sample",
            "schema",
            "sequence",
            "synthesis",
        ],
    ),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The modules that a source names after `crate::`, comments left out.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split("crate::").skip(1));
    names.map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()).collect()
}

fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut graph = BTreeMap::<String, BTreeSet<String>>::new();
    for path in sources(&root) {
        let relative = path.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if module != "lib" && module != "bin" {
            graph.entry(module).or_default().extend(used(&std::fs::read_to_string(&path).unwrap()));
        }
    }
    for (module, used) in &mut graph {
        used.remove(module);
    }
    graph
}

#[test]
fn modules_use_only_what_the_architecture_allows() {
    let graph = graph();
    for (module, used) in &graph {
        println!("{module} -> {}", used.iter().map(String::as_str).collect::<Vec<_>>().join(", "));
    }
    let known: Vec<&str> = ALLOWED.iter().map(|(module, _)| *module).collect();
    assert_eq!(graph.keys().map(String::as_str).collect::<BTreeSet<_>>(), known.iter().copied().collect());
    for (at, (module, allowed)) in ALLOWED.iter().enumerate() {
        let above: Vec<_> = allowed.iter().filter(|used| !known[..at].contains(used)).collect();
        assert!(above.is_empty(), "{module} may use {above:?}, which stand after it: a circle");
        let broken: Vec<_> = graph[*module].iter().filter(|used| !allowed.contains(&used.as_str())).collect();
        assert!(broken.is_empty(), "{module} uses {broken:?}; ARCHITECTURE.md and this list allow it {allowed:?}");
    }
}

/// The command line: what commands have in common knows none of them, and none knows another.
#[test]
fn commands_share_only_what_is_common() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin/cisight");
    let names =
        |path: &Path, module: &str| std::fs::read_to_string(path).unwrap().contains(&format!("crate::{module}"));
    for path in sources(&root.join("common")) {
        assert!(!names(&path, "commands"), "{}", path.display());
    }
    let commands = sources(&root.join("commands"));
    assert!(commands.len() > 20);
    for path in commands {
        assert!(!names(&path, "commands"), "{}", path.display());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("super::super"), "{}", path.display());
    }
}
