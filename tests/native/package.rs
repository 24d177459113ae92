//! What `cargo package` would publish: what the crate is built from and its documents, and nothing else.

use std::error::Error;
use std::process::Command;

#[test]
fn the_package_holds_what_it_needs_and_nothing_else() -> Result<(), Box<dyn Error>> {
    let output = Command::new(env!("CARGO")).args(["package", "--list", "--allow-dirty", "--offline"]).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout)?.replace('\\', "/");
    let files: Vec<&str> = list.lines().collect();
    for needed in ["Cargo.toml", "Cargo.lock", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"] {
        assert!(files.contains(&needed), "{needed} is missing");
    }
    let roots = ["src/", "docs/", "Cargo", "LICENSE-", "README.md", "CHANGELOG.md", "CITATION.cff", ".cargo_vcs_info"];
    let other = files.iter().find(|file| !roots.iter().any(|root| file.starts_with(root)));
    assert_eq!(other, None);
    let sizes = files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len());
    let bytes: u64 = sizes.sum();
    // Text of the crate alone; a model or a genome among it would be far more.
    assert!(bytes < 7 << 19, "{bytes} bytes");
    Ok(())
}
