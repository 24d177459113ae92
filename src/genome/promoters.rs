use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::note::{GenomeNote, NoteCounter};
use super::{CodingGene, Genome, GenomeError};
use crate::sequence::{
    Catalogue, CatalogueError, Chromosome, ExtractedPromoter, Feature, Origin, Reach, extract_promoters,
};

/// The place of a gene that what is cut out ends at, or lies around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its last base stands before the start codon.
    StartCodon,
    /// Its last base stands before the transcript's first one.
    TranscriptStart,
    /// Its last base is the transcript's last one.
    TranscriptEnd,
}

impl Anchor {
    /// The anchor that a model's manifest means by its words; nothing where they name no place of a gene.
    ///
    /// ```
    /// use cisight::genome::Anchor;
    /// assert_eq!(Anchor::of("transcription start"), Some(Anchor::TranscriptStart));
    /// assert_eq!(Anchor::of("transcript end"), Some(Anchor::TranscriptEnd));
    /// assert_eq!(Anchor::of("end of the construct"), None);
    /// ```
    pub fn of(words: &str) -> Option<Self> {
        let words = words.to_ascii_lowercase();
        // Ends come first, as their words hold those of starts.
        let kinds: [(Self, &[&str]); 3] = [
            (
                Self::TranscriptEnd,
                &["transcript end", "transcription end", "transcript's end", "tts", "terminator", "polyadenylation"],
            ),
            (Self::TranscriptStart, &["transcript", "tss"]),
            (Self::StartCodon, &["start codon", "translation start", "atg"]),
        ];
        let meant = kinds.into_iter().find(|(_, parts)| parts.iter().any(|part| words.contains(part)));
        meant.map(|(anchor, _)| anchor)
    }

    /// As manifests and options name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::StartCodon => "start codon",
            Self::TranscriptStart => "transcript start",
            Self::TranscriptEnd => "transcript end",
        }
    }

    /// Where a gene has it, and whether other transcripts have it elsewhere.
    fn of_gene(self, gene: &CodingGene) -> (Option<usize>, bool) {
        let [start_codons, starts, ends] = gene.has_others;
        match self {
            Self::StartCodon => (gene.start_codon, start_codons),
            Self::TranscriptStart => (gene.transcript_start, starts),
            Self::TranscriptEnd => (gene.transcript_end, ends),
        }
    }
}

/// The promoters of a genome's genes, and what is to know about them.
#[derive(Debug)]
pub struct Promoters {
    chromosomes: Vec<Chromosome>,
    reach: Reach,
    anchor: Anchor,
    full: usize,
    short: usize,
    notes: Vec<GenomeNote>,
}

impl Promoters {
    pub(super) fn cut(genome: &Genome, anchor: Anchor, reach: Reach) -> Result<Self, GenomeError> {
        let is_unknown = || genome.genes.iter().all(|gene| anchor.of_gene(gene).0.is_none());
        match anchor {
            Anchor::StartCodon if !genome.has_coding_sequences() => return Err(GenomeError::NoCodingSequences),
            Anchor::TranscriptStart if is_unknown() => return Err(GenomeError::NoTranscripts),
            Anchor::TranscriptEnd if is_unknown() => return Err(GenomeError::NoTranscriptEnds),
            _ => {}
        }
        let mut without = NoteCounter::new(match anchor {
            Anchor::StartCodon => GenomeNote::NoStartCodon,
            Anchor::TranscriptStart => GenomeNote::NoTranscript,
            Anchor::TranscriptEnd => GenomeNote::NoTranscriptEnd,
        });
        let mut several = NoteCounter::new(match anchor {
            Anchor::StartCodon => GenomeNote::OtherStartCodons,
            Anchor::TranscriptStart => GenomeNote::OtherTranscriptStarts,
            Anchor::TranscriptEnd => GenomeNote::OtherTranscriptEnds,
        });
        let mut features: Vec<Vec<Feature>> = vec![Vec::new(); genome.contigs.len()];
        for gene in &genome.genes {
            let (border, others) = anchor.of_gene(gene);
            let Some(border) = border else {
                without.add(&gene.systematic);
                continue;
            };
            if others {
                several.add(&gene.systematic);
            }
            features[gene.contig].push(Feature {
                systematic: gene.systematic.clone(),
                standard: gene.standard.clone(),
                strand: gene.strand,
                anchor: border,
            });
        }
        let chromosome = |(contig, features): (&super::Contig, Vec<Feature>)| Chromosome {
            name: contig.name.clone(),
            bases: contig.bases.clone(),
            features,
        };
        let chromosomes: Vec<Chromosome> = genome.contigs.iter().zip(features).map(chromosome).collect();
        let mut cut = Self { chromosomes, reach, anchor, full: 0, short: 0, notes: Vec::new() };
        let [mut ends, mut overlapping] =
            [NoteCounter::new(GenomeNote::CutShort), NoteCounter::new(GenomeNote::OverlapsGene)];
        let neighbours = Neighbours::new(genome);
        for (index, chromosome) in cut.chromosomes.iter().enumerate() {
            for promoter in extract_promoters(chromosome, reach)? {
                let (region, gene) = (promoter.region(), promoter.feature());
                if region.len() == reach.total() {
                    cut.full += 1;
                } else {
                    cut.short += 1;
                    ends.add(&gene.systematic);
                }
                if neighbours.touches(index, &region, &gene.systematic) {
                    overlapping.add(&gene.systematic);
                }
            }
        }
        let counted = [without, several, ends, overlapping];
        cut.notes = genome.notes.iter().chain(&counted).filter_map(NoteCounter::note).collect();
        Ok(cut)
    }

    /// Gives contigs the names that a genome browser knows them by; a contig that is not among them keeps its
    /// own. How many were renamed.
    ///
    /// # Errors
    /// [`GenomeError::SameContig`] where two would have one name.
    pub fn rename_contigs(&mut self, names: &HashMap<String, String>) -> Result<usize, GenomeError> {
        let (mut seen, mut renamed) = (HashSet::new(), 0);
        for chromosome in &mut self.chromosomes {
            if let Some(name) = names.get(&chromosome.name) {
                chromosome.name.clone_from(name);
                renamed += 1;
            }
            if !seen.insert(chromosome.name.clone()) {
                return Err(GenomeError::SameContig(chromosome.name.clone()));
            }
        }
        Ok(renamed)
    }

    /// Contigs with the genes that have a promoter.
    pub fn chromosomes(&self) -> &[Chromosome] {
        &self.chromosomes
    }

    /// Promoters of the length that was asked for, and shorter ones, of which some may be empty.
    pub fn counts(&self) -> [usize; 2] {
        [self.full, self.short]
    }

    /// What is to know about some genes.
    pub fn notes(&self) -> &[GenomeNote] {
        &self.notes
    }

    /// The promoters, in the order of the contigs and of the genes on each. A gene that opens its contig has
    /// none.
    ///
    /// # Errors
    /// As for [`Genome::promoters`].
    pub fn extracted(&self) -> Result<Vec<ExtractedPromoter<'_>>, GenomeError> {
        let mut all = Vec::new();
        for chromosome in &self.chromosomes {
            all.extend(extract_promoters(chromosome, self.reach)?);
        }
        all.retain(|promoter| !promoter.region().is_empty());
        Ok(all)
    }

    /// One promoter after the other: header (`SYSTEMATIC STANDARD contig:start-end(strand)`, from 1, both
    /// ends included, which [`read_fasta`](crate::sequence::read_fasta) reads back as the promoter's place) and
    /// bases.
    ///
    /// # Errors
    /// As for [`Genome::promoters`].
    pub fn each(&self, mut take: impl FnMut(&str, &str, Vec<u8>)) -> Result<(), GenomeError> {
        for promoter in self.extracted()? {
            let (place, gene) = (promoter.place(), promoter.feature());
            let standard = gene.standard.as_deref().map_or_else(String::new, |name| format!("{name} "));
            take(&gene.systematic, &format!("{standard}{place}"), promoter.bases());
        }
        Ok(())
    }

    /// The catalogue that gives a gene's promoter by name, the bases behind its anchor included.
    ///
    /// # Errors
    /// [`CatalogueError`] where a name or the number of bases does not fit its file.
    pub fn catalogue(&self, origin: Origin) -> Result<Catalogue, CatalogueError> {
        Catalogue::build(origin, self.reach, &self.chromosomes)
    }

    /// What the promoters end at.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }
}

/// The coding stretches of each contig, sorted, to ask what a region touches.
struct Neighbours<'a> {
    /// Sorted by start, with the furthest end up to and including each.
    contigs: HashMap<usize, Vec<(&'a CodingGene, usize)>>,
}

impl<'a> Neighbours<'a> {
    fn new(genome: &'a Genome) -> Self {
        let mut contigs: HashMap<usize, Vec<(&CodingGene, usize)>> = HashMap::new();
        for gene in &genome.genes {
            contigs.entry(gene.contig).or_default().push((gene, gene.coding.end));
        }
        for genes in contigs.values_mut() {
            genes.sort_by_key(|(gene, _)| gene.coding.start);
            let mut furthest = 0;
            for (_, end) in genes.iter_mut() {
                furthest = furthest.max(*end);
                *end = furthest;
            }
        }
        Self { contigs }
    }

    /// Whether a gene other than the named one has coding sequence between the region's ends.
    fn touches(&self, contig: usize, region: &Range<usize>, name: &str) -> bool {
        let Some(genes) = self.contigs.get(&contig) else { return false };
        let behind = genes.partition_point(|(gene, _)| gene.coding.start < region.end);
        let before = genes[..behind].iter().rev().take_while(|(_, furthest)| *furthest > region.start);
        before.into_iter().any(|(gene, _)| gene.coding.end > region.start && gene.systematic != name)
    }
}
