//! `cisight export-czpack`

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cisight::export::{czpack, is_genome, to_scan};

use crate::common::files;
use crate::common::model::ModelArgs;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// UCSC's name of the genome whose sequence the browser fetches, such as sacCer3
    #[arg(long, value_name = "NAME")]
    genome: String,
    /// The pack to write (.czpack); its network is written beside it, as .onnx
    #[arg(long, value_name = "CZPACK")]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    if !is_genome(&args.genome) {
        bail!("\"{}\" is no name of a genome of UCSC's; give one such as sacCer3 or hg38", args.genome);
    }
    let beside = args.out.with_extension("onnx");
    let name = beside.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|_| beside != args.out).context("--out has to be a file that ends with .czpack")?;
    let model = args.model.open()?;
    let scan = to_scan(&model)?;
    let pack = czpack(model.manifest(), &scan, &name, &args.genome);
    files::write(Some(&beside), &scan.onnx)?;
    files::write(Some(&args.out), format!("{pack:#}\n").as_bytes())?;
    eprintln!(
        "{}: {} bytes beside it; {} bases on either side of each that is drawn",
        args.out.display(),
        scan.onnx.len(),
        scan.flank
    );
    Ok(())
}
