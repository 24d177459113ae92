//! Responses of a gene's promoter as the genome has it and with alleles.

use std::rc::Rc;

use anyhow::{Result, anyhow, bail};
use cisight::architecture::Edit;
use cisight::attribution::VariantScan;
use cisight::export::{INTERVAL_HEADINGS, PERCENTILE_HEADINGS, interval_cells, percentile_cells};
use cisight::genome::calls::Score;
use cisight::genome::{Allele, Anchor, Genome, PromoterIndex, Promoters, haplotype, promoter_change};
use cisight::model::{EncodedConditions, Model};
use cisight::sample::{Sample, Subject};
use cisight::schema::{BasesInput, EffectScale};
use cisight::sequence::{ExtractedPromoter, Reach, Window};
use pollster::block_on;

use super::Args;
use crate::common::conditions::{columns, joined_levels};
use crate::common::effect_scale;

/// A model, its conditions, and what it reads of a genome.
pub struct Predictor {
    model: Rc<Model>,
    reads: BasesInput,
    conditions: EncodedConditions,
    /// Names of the columns: conditions, outputs, or both.
    pub columns: Vec<String>,
    /// Headings of what is written of a difference beside itself.
    pub further: Vec<String>,
    anchor: Anchor,
    has_intervals: bool,
    /// By column what percentiles are among; empty where they are not asked for.
    scales: Vec<EffectScale>,
}

/// A promoter with alleles, and what is predicted of it.
pub struct Changed {
    /// What the alleles change, on the gene's strand.
    pub changes: String,
    /// By column.
    pub scores: Vec<Score>,
}

impl Predictor {
    pub fn open(args: &Args) -> Result<Self> {
        let (model, folder) = args.model.open_with_folder()?;
        let reads = args.sequence.of(&model)?.clone();
        if model.signature().inputs.len() > 1 {
            bail!(
                "{} reads more than a promoter, which a genome does not give: use --variants",
                model.manifest().title
            );
        }
        let anchor = Anchor::of(&reads.anchor).filter(|_| reads.frame.is_none());
        let anchor = anchor.ok_or_else(|| {
            anyhow!(
                "{} reads no promoters of a genome (its anchor: {}): use --variants",
                model.manifest().title,
                reads.anchor
            )
        })?;
        let conditions = args.conditions.read(&model)?;
        let encoded = model.encode_conditions(&joined_levels(&conditions));
        let columns = columns(&model, &conditions);
        let scales = args.percentiles.then(|| effect_scale::scales(&folder, &model, &conditions)).transpose()?;
        let intervals = args.intervals.then_some(INTERVAL_HEADINGS.into_iter().chain(["members_sd"]));
        let percentiles = args.percentiles.then_some(PERCENTILE_HEADINGS);
        let further = intervals.into_iter().flatten().chain(percentiles.into_iter().flatten());
        Ok(Self {
            model,
            reads,
            conditions: encoded,
            columns,
            further: further.map(str::to_owned).collect(),
            anchor,
            has_intervals: args.intervals,
            scales: scales.unwrap_or_default(),
        })
    }

    /// The genome of the calls, and the promoters that the model reads of it.
    pub fn genome(&self, args: &Args) -> Result<(Genome, Promoters)> {
        args.genome.promoters(self.anchor, self.reach())
    }

    /// The promoters by their places.
    pub fn index<'p>(&self, promoters: &'p Promoters) -> Result<PromoterIndex<'p>> {
        Ok(PromoterIndex::new(promoters.chromosomes(), self.reach())?)
    }

    /// How far it reads on either side of an anchor.
    pub fn reach(&self) -> Reach {
        Reach { upstream: self.reads.upstream(), downstream: self.reads.downstream }
    }

    fn window(&self, bases: &[u8]) -> Window {
        // As in promoters that are read from a file, letters for several bases are unknown ones.
        let plain: Vec<u8> = bases.iter().map(|base| if b"ACGT".contains(base) { *base } else { b'N' }).collect();
        Window::from_bases(&plain, self.reads.window, &self.reads.alphabet).with_downstream(self.reads.downstream)
    }

    /// What the model answers for a promoter with each set of alleles; nothing for a set with which it cannot be
    /// cut out, as an allele crosses its anchor.
    pub fn respond(&self, promoter: &ExtractedPromoter<'_>, sets: &[Vec<Allele>]) -> Result<Vec<Option<Changed>>> {
        let cut: Vec<Option<Vec<u8>>> = sets.iter().map(|alleles| haplotype(promoter, alleles).ok()).collect();
        let window = self.window(&promoter.bases());
        let edits: Vec<Edit> = cut.iter().flatten().map(|bases| Edit::between(&window, &self.window(bases))).collect();
        if edits.is_empty() {
            return Ok(sets.iter().map(|_| None).collect());
        }
        let subject = Subject::new(&Sample::from(window), 0);
        let subject = subject.ok_or_else(|| anyhow!("the model reads no sequence"))?;
        let mut scan = VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), edits);
        while !scan.is_complete() {
            block_on(scan.step())?;
        }
        let mut answers = scan.responses().chunks(self.columns.len()).enumerate();
        let of = |(alleles, bases): (&Vec<Allele>, &Option<Vec<u8>>)| {
            let (edit, own) = bases.as_ref().and_then(|_| answers.next())?;
            let change = |allele| promoter_change(promoter.feature(), &promoter.chromosome().bases, allele);
            let both = scan.reference().iter().zip(own).enumerate();
            let score = |(column, (&(reference, _), &alternative)): (usize, (&(f32, f32), &f32))| Score {
                reference,
                alternative,
                further: self.further_cells(column, alternative - reference, scan.disagreement(edit, column)),
            };
            Some(Changed {
                changes: alleles.iter().map(change).collect::<Vec<_>>().join(";"),
                scores: both.map(score).collect(),
            })
        };
        Ok(sets.iter().zip(&cut).map(of).collect())
    }

    /// What is written of a difference beside itself.
    fn further_cells(&self, column: usize, difference: f32, disagreement: f32) -> Vec<String> {
        let mut cells = Vec::new();
        if self.has_intervals {
            let output = self.model.signature().output_of(column);
            let calibration = output.and_then(|output| output.calibration.as_ref());
            cells.extend(interval_cells(calibration.and_then(|own| own.between_versions(difference)).as_ref()));
            cells.push(known(disagreement));
        }
        cells.extend(self.scales.get(column).into_iter().flat_map(|scale| percentile_cells(scale, difference)));
        cells
    }

    /// What the model and its answers are, in words.
    pub fn described(&self) -> String {
        let (manifest, outputs) = (self.model.manifest(), &self.model.signature().outputs);
        let units: Vec<String> = outputs.iter().map(|output| format!("{} ({})", output.name, output.unit)).collect();
        format!("{} {}, {}", manifest.id, manifest.version, units.join(", "))
    }
}

/// A number, or nothing where it is none.
pub fn known(number: f32) -> String {
    if number.is_nan() { String::new() } else { format!("{number:.5}") }
}
