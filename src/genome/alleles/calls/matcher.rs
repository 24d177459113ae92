use super::{CallsNote, CallsTally, Mismatch};
use crate::genome::{Allele, Alternative, ContigLookup, Genome, VcfHeader, VcfRecord};

/// A record on the genome.
#[derive(Debug, Clone)]
pub struct Call {
    /// As it was read.
    pub record: VcfRecord,
    /// The contig's index in the genome; nothing where the genome has none of that name.
    pub contig: Option<usize>,
    /// By alternative what it changes; nothing where it cannot be put into a sequence, is the reference, or
    /// stands on another reference than the genome's.
    pub alleles: Vec<Option<Allele>>,
}

/// Finds the places of records in a genome and checks their references.
pub struct CallMatcher<'g> {
    genome: &'g Genome,
    contigs: ContigLookup<'g>,
}

impl<'g> CallMatcher<'g> {
    /// For the calls under a header.
    pub fn new(genome: &'g Genome, header: &VcfHeader) -> Self {
        let contigs = ContigLookup::new(genome.contigs(), header.contigs().map(|(name, _)| name));
        Self { genome, contigs }
    }

    /// The first contig that is not as long as the header says.
    pub fn other_length(&mut self, header: &VcfHeader) -> Option<CallsNote> {
        let (contig, said, own) = self.contigs.of_other_length(header.contigs()).into_iter().next()?;
        Some(CallsNote::OtherLength { contig: contig.to_owned(), said, own })
    }

    /// The index of the record's contig in the genome.
    pub fn contig(&mut self, record: &VcfRecord) -> Option<usize> {
        self.contigs.find(record.contig())
    }

    /// The record in the genome; what cannot be used is counted.
    pub fn matched(&mut self, record: VcfRecord, tally: &mut CallsTally) -> Call {
        tally.count_record();
        let alternatives = record.alternatives();
        for alternative in &alternatives {
            if let Alternative::LeftOut(why) = alternative {
                tally.count_left_out(*why);
            }
        }
        let contig = self.contig(&record);
        let start = self.checked_start(&record, contig, tally);
        let allele = |alternative: &Alternative| match (alternative, start) {
            (Alternative::Bases(bases), Some(start)) => Some(Allele::new(start, record.reference(), bases)),
            _ => None,
        };
        // Some programs list the reference among its own alternatives: it changes nothing.
        let allele = |alternative| allele(alternative).filter(|own| !own.is_reference());
        let alleles = alternatives.iter().map(allele).collect();
        Call { record, contig, alleles }
    }

    /// Where the record's reference begins, if the genome has it there.
    fn checked_start(&self, record: &VcfRecord, contig: Option<usize>, tally: &mut CallsTally) -> Option<usize> {
        let Some(contig) = contig.and_then(|contig| self.genome.contigs().get(contig)) else {
            tally.count_elsewhere(record.contig());
            return None;
        };
        let Some(start) = record.start() else {
            tally.count_telomere();
            return None;
        };
        let end = start.saturating_add(record.reference().len());
        let own = contig.bases.get(start..end).map(<[u8]>::to_ascii_uppercase);
        let is_alike = |(own, said): (&u8, &u8)| own == said || *own == b'N' || *said == b'N';
        if own.as_ref().is_some_and(|own| own.iter().zip(record.reference()).all(is_alike)) {
            tally.count_matching();
            return Some(start);
        }
        tally.count_mismatch(|| Mismatch {
            line: record.line(),
            contig: record.contig().to_owned(),
            position: start.saturating_add(1),
            said: String::from_utf8_lossy(record.reference()).into_owned(),
            own: own.map_or_else(String::new, |own| String::from_utf8_lossy(&own).into_owned()),
        });
        None
    }
}
