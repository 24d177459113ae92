//! Maps of what each TF family contributes: the job against the responses it adds up to, and what the command
//! writes.

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use assert_cmd::Command;
use cisight::backend::Backend;
use cisight::model::{TermsError, open_model};
use cisight::prediction::{GridJob, TermsJob};
use cisight::sequence::read_fasta;

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "models/regulons-s-cerevisiae";
const PROMOTERS: &str = "models/fun-prose-s-cerevisiae/example.fa";
const CONDITIONS: &str = "docs/example/conditions.tsv";

#[test]
fn contributions_add_up_to_the_responses_however_many_steps_they_take() -> Outcome {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model = Rc::new(open_model(MODEL, &device)?);
    let reads = model.sequence()?;
    let promoters = read_fasta(&std::fs::read(PROMOTERS)?)?.promoters;
    // More samples than a step takes, several of which are the same.
    let windows: Vec<_> = (0..13).map(|at| reads.window(&promoters[at % promoters.len()])).collect();
    let levels: Vec<f32> = (0..3 * model.tfs().len()).map(|at| (at % 7) as f32 - 3.0).collect();
    let mut grid = GridJob::new(Rc::clone(&model), windows.clone(), &levels);
    while grid.done() < grid.total() {
        pollster::block_on(grid.step())?;
    }
    let mut job = TermsJob::new(Rc::clone(&model), windows, &levels)?;
    let width = job.features().len();
    assert_eq!((job.features()[33].as_str(), job.conditions()), ("GIS1/MSN2/MSN4/RGM1/RPH1/YER130C", 3));
    let (mut sums, mut steps) = (Vec::new(), 0);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        sums.extend(job.take_rows().chunks(width).map(|own| own.iter().sum::<f32>()).collect::<Vec<_>>());
        steps += 1;
    }
    assert!(steps > 1 && job.contributions().is_empty());
    assert_eq!(sums.len(), grid.grid().responses.len());
    let apart = sums.iter().zip(&grid.grid().responses).map(|(sum, response)| (sum - response).abs());
    assert!(apart.fold(0.0, f32::max) < 1e-4);
    let other = Rc::new(open_model("models/reporter-yeast", &device)?);
    let refused = TermsJob::new(other, Vec::new(), &[]).err();
    assert!(matches!(refused, Some(TermsError::NotAvailable(_))), "{refused:?}");
    Ok(())
}

fn tf_map(options: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut run = Command::cargo_bin("cisight")?;
    let output = run.args(["tf-map", "--model", MODEL]).args(options).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn cells(table: &str) -> Vec<Vec<&str>> {
    table.lines().map(|line| line.split('\t').collect()).collect()
}

#[test]
fn tables_are_of_a_condition_of_a_promoter_or_long() -> Outcome {
    let given = ["--promoters", PROMOTERS, "--conditions", CONDITIONS];
    let of_condition = tf_map(&[&given[..], &["--condition", "heat"]].concat())?;
    let of_promoter = tf_map(&[&given[..], &["--promoter", "HSP12"]].concat())?;
    let long = tf_map(&[&given[..], &["--condition", "heat", "--layout", "long"]].concat())?;
    let [of_condition, of_promoter, long] = [&of_condition, &of_promoter, &long].map(|table| cells(table));
    let family = of_condition[0].iter().position(|name| name.contains("MSN2")).ok_or("no MSN2")?;
    let row = of_condition.iter().find(|row| row[0] == "HSP12").ok_or("no HSP12")?;
    assert_eq!(of_promoter[0], ["feature", "heat", "starvation"]);
    let other = of_promoter.iter().find(|row| row[0] == of_condition[0][family]).ok_or("no family")?;
    assert_eq!(row[family], other[1]);
    assert!(row[family].parse::<f32>()? > 1.0, "HSP12 has stress response elements");
    assert_eq!(long[0], ["promoter", "condition", "feature", "contribution"]);
    assert!(long.iter().any(|own| own[..] == ["HSP12", "heat", of_condition[0][family], row[family]]));
    Ok(())
}

#[test]
fn without_files_it_is_the_models_genes_and_presets() -> Outcome {
    let shipped = tf_map(&["--promoter", "yfl014w"])?;
    let table = cells(&shipped);
    assert_eq!((table.len(), table[0].len()), (132, 174));
    let heat = table[0].iter().position(|name| *name == "heat-shock-20min").ok_or("no such preset")?;
    let sum: f32 = table[1..].iter().filter_map(|row| row[heat].parse::<f32>().ok()).sum();
    assert!(sum > 2.0, "HSP12 in heat shock: {sum}");
    Ok(())
}

#[test]
fn the_whole_map_goes_into_arrays_or_parquet() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let given = ["--promoters", PROMOTERS, "--conditions", CONDITIONS, "--out"];
    for name in ["map.npz", "map.parquet"] {
        tf_map(&[&given[..], &[&path(name)]].concat())?;
    }
    let mut arrays = zip::ZipArchive::new(std::fs::File::open(path("map.npz"))?)?;
    let mut values = Vec::new();
    arrays.by_name("contributions.npy")?.read_to_end(&mut values)?;
    assert!(String::from_utf8_lossy(&values[..128]).contains("'shape': (4, 2, 131,)"));
    assert_eq!(arrays.len(), 4);
    let parquet = std::fs::read(path("map.parquet"))?;
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    Ok(())
}

#[test]
fn what_cannot_be_mapped_is_said_in_one_line() -> Outcome {
    let given = ["--promoters", PROMOTERS, "--conditions", CONDITIONS];
    let cases: [(&str, &[&str], &str); 6] = [
        (MODEL, &["--layout", "wide"], "a wide table has room for one condition or one promoter: choose it with"),
        (MODEL, &["--condition", "cold"], "there is no condition \"cold\"; the table has: heat, starvation"),
        (MODEL, &["--promoter", "HSP13"], "there is no promoter \"HSP13\"; names are those of the FASTA records"),
        (MODEL, &["--promoter", "YBR072W"], "there is no promoter \"YBR072W\""),
        (MODEL, &["--out", "map.npz", "--layout", "long"], "--layout is for tables; leave it out"),
        ("models/fun-prose-s-cerevisiae", &[], "the responses of fun-prose networks are no sums over named features"),
    ];
    for (model, options, expected) in cases {
        let output =
            Command::cargo_bin("cisight")?.args(["tf-map", "--model", model]).args(given).args(options).output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.lines().last().is_some_and(|line| line.contains(expected)), "{expected}: {errors}");
    }
    assert!(!Path::new("map.npz").exists());
    Ok(())
}
