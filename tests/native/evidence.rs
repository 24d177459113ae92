//! Evidence of TFs and genes: what the command collects, and the file that ships.

use std::error::Error;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use cisight::evidence::Evidence;
use cisight::schema::Manifest;
use cisight::sequence::Catalogue;

type Outcome = Result<(), Box<dyn Error>>;

const FOLDER: &str = "models/fun-prose-s-cerevisiae";
const STRESS: &str = "GIS1/MSN2/MSN4/RGM1/RPH1/YER130C";

/// A recipe and its small tables: HSP12 with a relative that has kept all of its promoter and one that has lost
/// all of it.
pub fn write_data(folder: &Path) -> Outcome {
    fs::create_dir(folder)?;
    let source = "source = \"made up\"\nlicence = \"MIT\"";
    let recipe = format!(
        "model = \"models/regulons-s-cerevisiae\"\n[edges]\nfile = \"edges.tsv\"\n{source}\n[peaks]\nfile = \"peaks.tsv\"\n{source}\nwithin = 500\n[conservation]\nfile = \"relatives.fa\"\n{source}\nspecies = [[\"one\", \"two\"]]\n"
    );
    fs::write(folder.join("evidence.toml"), recipe)?;
    fs::write(folder.join("edges.tsv"), "gene\tYMR037C\tYAL001C\nYFL014W\t1\t1\nYGR088W\t0\t1\n")?;
    let peaks = "protein\torf\tgene\tposition\nMSN2\tYMR037C\tYFL014W\t-230\nMSN2\tYMR037C\tYFL014W\t-700\nX\tYAL001C\tYFL014W\t-10\n";
    fs::write(folder.join("peaks.tsv"), peaks)?;
    let own = catalogue()?.find("YFL014W").ok_or("no HSP12")?.bases;
    let own = String::from_utf8(own)?;
    let lost = "A".repeat(own.len());
    fs::write(
        folder.join("relatives.fa"),
        format!(">YFL014W one\n{own}\n>YFL014W two\n{own}\n>YFL014W other\n{lost}\n"),
    )?;
    Ok(())
}

fn catalogue() -> Result<Catalogue, Box<dyn Error>> {
    Ok(Catalogue::from_bytes(&fs::read(format!("{FOLDER}/catalogue.safetensors"))?)?)
}

#[test]
fn the_command_collects_what_tables_say_of_the_models_tfs() -> Outcome {
    let place = tempfile::tempdir()?;
    let data = place.path().join("known");
    write_data(&data)?;
    let collect = |recipe: &str| {
        let mut run = Command::cargo_bin("cisight")?;
        run.args(["evidence", "--recipe"]).arg(data.join(recipe)).arg("--data").arg(&data);
        Ok::<_, Box<dyn Error>>(run.arg("--out").arg(place.path().join("out")).output()?)
    };
    let output = collect("evidence.toml")?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let evidence = Evidence::read(&fs::read(place.path().join("out"))?)?;
    assert_eq!((evidence.genes().len(), evidence.families().len()), (catalogue()?.len(), 130));
    let gene = evidence.of("YFL014W").ok_or("no HSP12")?;
    // YAL001C is no TF of the model, and one peak lies too far upstream.
    assert_eq!(gene.edges().collect::<Vec<_>>(), ["YMR037C"]);
    assert_eq!(gene.peaks().map(|peak| peak.position).collect::<Vec<_>>(), [-230]);
    // All of it in one species, none in another: the cube root of next to nothing.
    let kept = gene.conservation(STRESS).ok_or("no score")?;
    assert!(kept > 0.0 && kept < 0.4, "{kept}");
    assert_eq!(evidence.of("YGR088W").ok_or("no CTT1")?.conservation(STRESS), None);
    fs::write(data.join("edges.tsv"), "gene\tYMR037C\nYFL014W\t1\nYGR088W\t1\t0\n")?;
    let refused = collect("evidence.toml")?;
    let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors.contains("edges.tsv: line 3 has 3 cells where 2 are needed"), "{errors}");
    Ok(())
}

#[test]
fn the_model_of_families_names_the_file_that_ships() -> Outcome {
    let evidence = Evidence::read(&fs::read("models/regulons-s-cerevisiae/evidence.safetensors")?)?;
    assert_eq!(evidence.genes().len(), catalogue()?.len());
    assert!(evidence.sources().iter().all(|source| !source.licence.is_empty()));
    let gene = evidence.of("YFL014W").ok_or("no HSP12")?;
    assert!(gene.edges().any(|tf| tf == "YMR037C"), "HSP12 is a target of MSN2");
    assert!(gene.conservation(STRESS).is_some_and(|score| score > 0.5));
    let regulons = Manifest::parse(&fs::read("models/regulons-s-cerevisiae/manifest.json")?)?;
    assert_eq!(regulons.evidence.as_deref(), Some("evidence.safetensors"));
    assert_eq!(regulons.config["families"], serde_json::to_value(evidence.families())?);
    Ok(())
}
