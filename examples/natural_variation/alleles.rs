use std::collections::BTreeMap;

use cisight::attribution::Differences;
use cisight::schema::BasesInput;
use cisight::sequence::{PADDING, Window};

use crate::Outcome;

/// The strain whose promoters alleles are placed into.
const REFERENCE: &str = "CBS432";
const STRAINS: [&str; 5] = [REFERENCE, "N44", "YPS138", "UFRJ50816", "UWOPS919171"];
/// Says which allele is the older one.
const OUTGROUP: &str = "Sarb";

/// Strains whose promoter differs in a larger part from the reference's are no orthologues, or not aligned well.
const MOST_DIFFERENT: f64 = 0.15;

/// Promoters by gene and strain.
pub struct Strains {
    promoters: BTreeMap<String, BTreeMap<String, String>>,
}

/// A place where one base differs between the strains.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// In the window.
    pub position: usize,
    /// The code of the allele that the reference strain does not have.
    pub other: u8,
    /// How many of the five strains have the younger allele.
    pub derived: usize,
    /// Whether the reference strain has it.
    pub reference_is_derived: bool,
}

impl Strains {
    /// FASTA of headers `GENE STRAIN ...`.
    pub fn parse(fasta: &str) -> Self {
        let mut promoters: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for record in fasta.split('>').skip(1) {
            let Some((header, bases)) = record.split_once('\n') else { continue };
            let mut words = header.split_whitespace();
            let (Some(gene), Some(strain)) = (words.next(), words.next()) else { continue };
            let bases = bases.split_whitespace().collect();
            promoters.entry(gene.to_owned()).or_default().insert(strain.to_owned(), bases);
        }
        Self { promoters }
    }

    /// Genes that all strains have.
    pub fn genes(&self) -> impl Iterator<Item = &String> {
        let is_whole = |own: &BTreeMap<String, String>| STRAINS.iter().all(|strain| own.contains_key(*strain));
        self.promoters.iter().filter(move |(_, own)| is_whole(own)).map(|(gene, _)| gene)
    }

    /// The reference's promoter, and single bases that differ between the strains: two alleles, known of all five,
    /// one of them S. arboricola's. Nothing where a strain is not to be aligned.
    pub fn sites(&self, gene: &str, reads: &BasesInput) -> Option<(Window, Vec<Site>)> {
        let own = self.promoters.get(gene)?;
        let window = |strain: &str| {
            let bases = own.get(strain)?;
            Some(Window::from_bases(bases.as_bytes(), reads.window, &reads.alphabet))
        };
        let reference = window(REFERENCE)?;
        let bases = reads.alphabet.base_codes();
        // By strain the code at each place of the reference; padding where it has no single base there.
        let aligned = |strain: &str, most: f64| -> Option<Vec<u8>> {
            let differences = Differences::between(&reference, &window(strain)?).ok()?;
            let mut codes = reference.codes().to_vec();
            let mut changed = 0;
            for own in differences.all() {
                changed += own.replaced.len().max(own.codes.len());
                let is_substitution = own.replaced.len() == own.codes.len();
                for (at, place) in own.replaced.clone().enumerate() {
                    codes[place] = if is_substitution { own.codes[at] } else { PADDING };
                }
            }
            (changed as f64 <= most * codes.len() as f64).then_some(codes)
        };
        let strains: Vec<Vec<u8>> =
            STRAINS.iter().skip(1).map(|strain| aligned(strain, MOST_DIFFERENT)).collect::<Option<_>>()?;
        let outgroup = aligned(OUTGROUP, 0.6)?;
        let site = |position: usize| {
            let own = reference.codes()[position];
            let all: Vec<u8> = std::iter::once(own).chain(strains.iter().map(|codes| codes[position])).collect();
            let other = *all.iter().find(|code| **code != own)?;
            let older = outgroup[position];
            let is_known = all.iter().all(|code| (*code == own || *code == other) && bases.contains(code));
            let derived = all.iter().filter(|code| **code != older).count();
            let is_polarised = older == own || older == other;
            (is_known && is_polarised).then_some(Site { position, other, derived, reference_is_derived: own != older })
        };
        let sites = (reference.first_base()..reference.codes().len()).filter_map(site).collect();
        Some((reference, sites))
    }

    /// A gene's alleles as JSON: the reference's promoter, and for each site its position (-1 is the base before the
    /// start codon), the other allele, and how many strains have the younger one.
    pub fn example(&self, gene: &str, reads: &BasesInput) -> Outcome<String> {
        let (window, sites) = self.sites(gene, reads).ok_or("this gene is not known of all strains")?;
        let letters = reads.alphabet.letters();
        let sequence: String = window.codes().iter().map(|code| letters[usize::from(*code)] as char).collect();
        let line = |site: &Site| {
            let position = site.position as i64 - window.codes().len() as i64;
            let (own, other) = (letters[usize::from(window.codes()[site.position])], letters[usize::from(site.other)]);
            let younger = if site.reference_is_derived { own } else { other };
            format!(
                "{{\"position\":{position},\"own\":\"{}\",\"other\":\"{}\",\"younger\":\"{}\",\"strains\":{}}}",
                own as char, other as char, younger as char, site.derived
            )
        };
        let lines: Vec<String> = sites.iter().map(line).collect();
        Ok(format!("{{\"gene\":\"{gene}\",\"sequence\":\"{sequence}\",\"alleles\":[\n{}\n]}}\n", lines.join(",\n")))
    }
}
