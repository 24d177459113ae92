//! What a design must not contain.

use std::path::Path;
use std::str::FromStr;

use anyhow::{Result, bail};
use cisight::motif::{Motif, MotifFile, Scanner};
use cisight::synthesis::{GcLimits, GuardedMotifs, Hairpins, RecognitionSite, Repeats, Rules};

use super::moves::chosen;

/// What is taken for the background where the motif file says nothing.
const UNIFORM: [f64; 4] = [0.25; 4];

#[derive(Debug, clap::Args)]
pub struct RuleArgs {
    /// Sites to keep free of, on both strands: enzymes by name (BsaI, EcoRI) or sites in the letters of IUPAC,
    /// separated by commas
    #[arg(long, value_name = "SITES", value_delimiter = ',')]
    avoid: Vec<String>,
    /// The share of G and C of the whole promoter, in percent
    #[arg(long, value_name = "LOW..HIGH")]
    gc: Option<Percents>,
    /// The share of G and C of every window of --gc-window-length bases, in percent
    #[arg(long, value_name = "LOW..HIGH")]
    gc_window: Option<Percents>,
    /// Bases of a window of --gc-window
    #[arg(long, value_name = "N", default_value_t = 50)]
    gc_window_length: usize,
    /// The same base at most so many times in a row
    #[arg(long, value_name = "N")]
    homopolymer: Option<usize>,
    /// No so many bases twice within --repeat-within bases
    #[arg(long, value_name = "N")]
    repeat: Option<usize>,
    /// How near repeats count
    #[arg(long, value_name = "N", default_value_t = 300)]
    repeat_within: usize,
    /// No so many bases with their reverse complement within --hairpin-within bases
    #[arg(long, value_name = "N")]
    hairpin: Option<usize>,
    /// How near the halves of a hairpin count
    #[arg(long, value_name = "N", default_value_t = 60)]
    hairpin_within: usize,
    /// No ATG before the anchor, on the strand that is read
    #[arg(long)]
    no_start_codon: bool,
    /// Motifs of --motifs no site of which is gained or lost, by name or identifier
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "motifs")]
    guard: Vec<String>,
    /// The highest p-value of such a site
    #[arg(long, value_name = "P", default_value_t = 1e-4)]
    guard_p_value: f64,
    /// At most so many bases replaced, put in or taken out
    #[arg(long, value_name = "N")]
    distance: Option<usize>,
}

/// Two shares in percent.
#[derive(Debug, Clone)]
struct Percents(GcLimits);

impl FromStr for Percents {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let share = |text: &str| text.trim().trim_end_matches('%').parse::<f64>().ok().map(|percent| percent / 100.0);
        let limits = text.split_once("..").and_then(|(low, high)| GcLimits::new(share(low)?, share(high)?));
        limits
            .map(Self)
            .ok_or_else(|| "write two percentages from 0 to 100, the lower one first, such as 30..65".to_owned())
    }
}

impl RuleArgs {
    pub fn read(&self, file: Option<&(&Path, MotifFile)>) -> Result<Rules> {
        let sites = self.avoid.iter().map(|text| RecognitionSite::parse(text)).collect::<Result<_, _>>()?;
        let lengths = [
            ("--gc-window-length", Some(self.gc_window_length), 10),
            ("--homopolymer", self.homopolymer, 2),
            ("--repeat", self.repeat, 4),
            ("--hairpin", self.hairpin, 4),
        ];
        for (name, length, fewest) in lengths {
            if let Some(length) = length.filter(|length| *length < fewest) {
                bail!("{name} is {length}; it has to be at least {fewest}");
            }
        }
        let wide = [
            ("--repeat-within", self.repeat.map(|length| 2 * length), self.repeat_within),
            ("--hairpin-within", self.hairpin.map(|stem| 2 * stem + 3), self.hairpin_within),
        ];
        for (name, fewest, within) in wide {
            if let Some(fewest) = fewest.filter(|fewest| within < *fewest) {
                bail!("{name} is {within}, in which there is no room; it has to be at least {fewest}");
            }
        }
        let motifs = match chosen(file, &self.guard)?.as_slice() {
            [] => None,
            chosen => Some(self.guarded(chosen, file.and_then(|(_, file)| file.background))?),
        };
        Ok(Rules {
            sites,
            gc: self.gc.as_ref().map(|own| own.0),
            gc_windows: self.gc_window.as_ref().map(|own| (self.gc_window_length, own.0)),
            homopolymer: self.homopolymer,
            repeats: self.repeat.map(|length| Repeats { length, within: self.repeat_within }),
            hairpins: self.hairpin.map(|stem| Hairpins { stem, within: self.hairpin_within }),
            start_codons: self.no_start_codon,
            motifs,
            differences: self.distance,
        })
    }

    fn guarded(&self, chosen: &[&Motif], background: Option<[f64; 4]>) -> Result<GuardedMotifs> {
        let motifs: Vec<Motif> = chosen.iter().map(|motif| (*motif).clone()).collect();
        let scanner = Scanner::new(&motifs, background.unwrap_or(UNIFORM), self.guard_p_value)?;
        let never: Vec<&str> = scanner.unreachable().map(|index| motifs[index].name.as_str()).collect();
        if !never.is_empty() {
            bail!(
                "no site reaches a p-value of {} for {}; raise --guard-p-value",
                self.guard_p_value,
                never.join(", ")
            );
        }
        let names = motifs.into_iter().map(|motif| motif.name).collect();
        Ok(GuardedMotifs { scanner, names, gained: true, lost: true })
    }
}
