//! Where designs go: the table of steps, FASTA, GenBank, a pool of oligos, primers.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cisight::attribution::Design;
use cisight::export::{DesignRecord, write_design_bed, write_genbank, write_oligo_pool, write_primers};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;
use cisight::synthesis::{Adapters, PrimerBuffer, RecognitionSite};
use cisight::text::counted;

use crate::common::files;
use crate::common::region::position;
use crate::common::table::Table;
use crate::common::tracks::Unplaced;

#[derive(Debug, clap::Args)]
pub struct OutputArgs {
    /// Where to write the designed promoters
    #[arg(long, value_name = "FASTA")]
    pub fasta: Option<PathBuf>,
    /// Where to write them as GenBank records with the changes annotated
    #[arg(long, value_name = "GENBANK")]
    genbank: Option<PathBuf>,
    /// Where to write each change as BED with nine columns, in the coordinates of the genome, for promoters whose headers
    /// name their place; bases that are put in are an empty stretch between two
    #[arg(long, value_name = "BED")]
    bed: Option<PathBuf>,
    /// Where to write them as a pool of oligos: name, sequence with --adapter-5 and --adapter-3, length
    #[arg(long, value_name = "CSV")]
    pool: Option<PathBuf>,
    /// What stands before each design in the pool, 5' to 3'
    #[arg(long, value_name = "BASES", default_value = "", hide_default_value = true, requires = "pool")]
    adapter_5: String,
    /// What stands behind each design in the pool, 5' to 3'
    #[arg(long, value_name = "BASES", default_value = "", hide_default_value = true, requires = "pool")]
    adapter_3: String,
    /// Where to write primers that bring the changes into a plasmid with the promoter: pairs that stand back to
    /// back, with melting temperatures by nearest neighbours (SantaLucia 1998)
    #[arg(long, value_name = "TSV")]
    primers: Option<PathBuf>,
    /// What primers pair at, in °C (50 mmol/l salt, 500 nmol/l primer)
    #[arg(long, value_name = "CELSIUS", default_value_t = 55.0, requires = "primers")]
    primer_temperature: f64,
}

impl OutputArgs {
    /// What can be wrong with the options, before anything is computed.
    pub fn adapters(&self) -> Result<Adapters> {
        if !(20.0..=90.0).contains(&self.primer_temperature) {
            bail!("--primer-temperature is {}; it has to be from 20 to 90", self.primer_temperature);
        }
        for (name, text) in [("--adapter-5", &self.adapter_5), ("--adapter-3", &self.adapter_3)] {
            Adapters::parse(text, "").context(name)?;
        }
        Ok(Adapters::parse(&self.adapter_5, &self.adapter_3)?)
    }

    /// Whether any promoter of those that are changed has a place on a genome, where that is needed.
    pub fn check_places(&self, promoters: &[&Promoter]) -> Result<()> {
        if self.bed.is_none() {
            return Ok(());
        }
        let mut left_out = Unplaced::default();
        let (placed, others): (Vec<_>, Vec<_>) = promoters.iter().partition(|promoter| promoter.place().is_some());
        others.into_iter().for_each(|promoter| left_out.add(promoter));
        left_out.report(placed.len())
    }

    /// Writes everything but the table.
    pub fn write(&self, records: &[DesignRecord], adapters: &Adapters, sites: &[RecognitionSite]) -> Result<()> {
        if let Some(path) = &self.fasta {
            let mut out = files::create(Some(path))?;
            for record in records {
                writeln!(out, ">{} {}\n{}", record.name, record.title, String::from_utf8_lossy(&record.bases()))?;
            }
            out.commit()?;
        }
        if let Some(path) = &self.genbank {
            let mut out = files::create(Some(path))?;
            write_genbank(&mut out, records)?;
            out.commit()?;
        }
        if let Some(path) = &self.bed {
            write_design_bed(files::create(Some(path))?, records)?.commit()?;
        }
        if let Some(path) = &self.pool {
            for record in records {
                for site in adapters.sites_across(&record.bases(), sites) {
                    eprintln!(
                        "note: {}: with its adapters it has a site of {site} across a joint; choose other adapters",
                        record.name
                    );
                }
            }
            write_oligo_pool(files::create(Some(path))?, records, adapters)?.commit()?;
        }
        if let Some(path) = &self.primers {
            let out = files::create(Some(path))?;
            write_primers(out, records, self.primer_temperature, &PrimerBuffer::default())?.commit()?;
        }
        Ok(())
    }
}

/// Writes what a design set out from, and each change with the responses after it.
pub fn write_steps(table: &mut Table, names: &[String], design: &Design, reads: &BasesInput) -> Result<()> {
    let row = |change: usize, at: [String; 3], responses: &[f32]| {
        let [position, from, to] = at;
        let numbers = responses.iter().map(|response| format!("{response:.4}"));
        names.iter().cloned().chain([change.to_string(), position, from, to]).chain(numbers).collect::<Vec<_>>()
    };
    table.row(row(0, Default::default(), &design.start_responses))?;
    for (index, step) in design.steps.iter().enumerate() {
        let text = |bases: &[u8]| String::from_utf8_lossy(bases).into_owned();
        let from = design.start.get(step.change.at..step.change.end()).unwrap_or_default();
        let named = [position(step.position, reads).to_string(), text(from), text(&step.change.bases)];
        table.row(row(index + 1, named, &step.responses))?;
    }
    Ok(())
}

/// A design as it is written: `number` counts several of one promoter.
pub fn record(
    (promoter, number): (&Promoter, Option<usize>),
    design: &Design,
    (missed, motifs): (&[&str], &[String]),
    responses: Vec<String>,
) -> DesignRecord {
    let mark = if missed.is_empty() { String::new() } else { format!(", goal missed in {}", missed.join(", ")) };
    let name = promoter.name();
    // The design has no N that stand in before the contig's first base.
    let length = promoter.bases().len();
    let place = promoter.place().and_then(|own| own.of_stretch(length.checked_sub(design.start.len())?..length));
    DesignRecord {
        name: number.map_or_else(|| name.to_owned(), |number| format!("{name}_design_{number}")),
        title: format!("designed, {}{mark}", counted(design.steps.len(), "change")),
        start: design.start.clone(),
        changes: design.changes(),
        motifs: motifs.to_vec(),
        downstream: design.window.downstream(),
        comments: responses,
        place,
    }
}
