//! Genomes, their annotation, and the catalogue that is made of both.

use std::sync::OnceLock;

use cisight::evidence::Evidence;
use cisight::genome::{
    Allele, Alternative, Anchor, Contig, ContigLookup, Genome, GenomeError, GenomeFiles, PromoterIndex, VcfReader,
    haplotype, promoter_change,
};
use cisight::sequence::{Catalogue, Chromosome, Feature, Origin, Reach, Strand};

use super::{files, said};

/// Bases of a promoter here.
const LENGTH: usize = 40;

/// Contigs with the names that annotations use.
const CONTIGS: [&str; 9] = ["chrI", "II", "Chr01", "Chr02", "NC_001133.9", "CP003820", "1", "2-micron", "chrmt"];

fn genome() -> &'static [u8] {
    static GENOME: OnceLock<Vec<u8>> = OnceLock::new();
    GENOME.get_or_init(|| {
        // Genes of the seeds lie anywhere on the first ones; the others are short, because each input is read
        // with all of them.
        let bases = |at: usize| "ACGTTGCATGCCGATANTAGCGCATcgatctagctagcatgcaTTAGC".repeat(if at < 3 { 80 } else { 10 });
        let contigs = CONTIGS.iter().enumerate();
        contigs.map(|(at, name)| format!(">{name} a contig\n{}\n", bases(at))).collect::<String>().into_bytes()
    })
}

const ANNOTATION: &[u8] = b"##gff-version 3\n\
    I\tx\tgene\t51\t90\t.\t+\t.\tID=g1;Name=ADE5,7\n\
    I\tx\tmRNA\t45\t95\t.\t+\t.\tID=t1;Parent=g1\n\
    I\tx\tCDS\t51\t90\t.\t+\t0\tID=c1;Parent=t1\n";

/// Sequence as FASTA or 2bit, with an annotation of one gene.
pub fn fasta(data: &[u8]) {
    cut(Genome::read(data, Some(ANNOTATION)));
}

/// The bytes after the magic number, of either order, by the first of them.
pub fn two_bit(data: &[u8]) {
    let (order, rest) = data.split_first().unwrap_or((&0, &[]));
    let magic: [u8; 4] = if order % 2 == 0 { [0x43, 0x27, 0x41, 0x1a] } else { [0x1a, 0x41, 0x27, 0x43] };
    cut(Genome::read(&[&magic, rest].concat(), Some(ANNOTATION)));
}

pub fn genbank(data: &[u8]) {
    let mut genome = Genome::default();
    // A second time, as when the same file is given twice.
    let read = genome.add_genbank(data).and_then(|()| {
        let _ = genome.clone().add_genbank(data).map_err(|error| said(&error));
        genome.with_genes()
    });
    cut(read);
}

/// GFF3 or GTF, as the content says.
pub fn annotation(data: &[u8]) {
    cut(Genome::read(genome(), Some(data)));
}

/// A genome's file and an annotation's as the page hands them over, whatever their encoding; either may hold
/// both.
pub fn whole_files(data: &[u8]) {
    let [sequence, annotation] = files(data);
    let mut files = GenomeFiles::default();
    if !sequence.is_empty() {
        files.add_sequence(sequence.to_vec());
    }
    if !annotation.is_empty() {
        files.add_annotation(annotation.to_vec());
    }
    cut(files.read());
}

/// Variant calls, each put into the promoters of a small contig.
pub fn calls(data: &[u8]) {
    static CONTIG: OnceLock<Chromosome> = OnceLock::new();
    let contig = CONTIG.get_or_init(|| {
        let feature = |(systematic, strand, anchor): (&str, Strand, usize)| Feature {
            systematic: systematic.into(),
            standard: None,
            strand,
            anchor,
        };
        let genes = [
            ("a", Strand::Forward, 60),
            ("b", Strand::Reverse, 60),
            ("c", Strand::Forward, 3),
            ("d", Strand::Reverse, 118),
        ];
        Chromosome { name: "I".into(), bases: b"ACGTTGCAAN".repeat(12), features: genes.map(feature).into() }
    });
    let reach = Reach { upstream: LENGTH, downstream: 10 };
    let index = PromoterIndex::new(std::slice::from_ref(contig), reach).unwrap();
    let mut reader = match VcfReader::new(data) {
        Ok(reader) => reader,
        Err(error) => return said(&error),
    };
    let contigs = [Contig { name: "I".into(), bases: contig.bases.clone(), ..Contig::default() }];
    let mut lookup = ContigLookup::new(&contigs, reader.header().contigs().map(|(name, _)| name));
    let samples = reader.header().samples().len().min(4);
    assert!(!reader.header().with_info("X", "##INFO=<ID=X,Number=1>").is_empty());
    loop {
        let record = match reader.next_record() {
            Ok(Some(record)) => record,
            Ok(None) => return,
            Err(error) => return said(&error),
        };
        (0..samples).for_each(|sample| drop(record.genotype(sample)));
        assert_eq!(record.with_info("X", Some("1")).split('\t').count(), record.text().split('\t').count());
        let (Some(contig_at), Some(start)) = (lookup.find(record.contig()), record.start()) else { continue };
        for (at, alternative) in record.alternatives().iter().enumerate() {
            assert!(!record.alternative_text(at).contains('\t'));
            let Alternative::Bases(bases) = alternative else { continue };
            let allele = Allele::new(start, record.reference(), bases);
            for place in index.touched(contig_at, &allele) {
                assert!(!promoter_change(place.promoter.feature(), &contig.bases, &allele).is_empty());
                if let Ok(changed) = haplotype(&place.promoter, std::slice::from_ref(&allele)) {
                    assert!(changed.len() <= reach.total());
                }
            }
        }
    }
}

fn cut(read: Result<Genome, GenomeError>) {
    let genome = match read {
        Ok(genome) => genome,
        Err(error) => return said(&error),
    };
    assert!(!genome.genes().is_empty());
    for anchor in [Anchor::StartCodon, Anchor::TranscriptStart, Anchor::TranscriptEnd] {
        let promoters = match genome.promoters(anchor, LENGTH) {
            Ok(promoters) => promoters,
            Err(error) => return said(&error),
        };
        let [full, short] = promoters.counts();
        let mut seen = 0;
        let each = promoters.each(|name, place, bases| {
            assert!(!name.is_empty() && place.contains(':') && (1..=LENGTH).contains(&bases.len()));
            seen += 1;
        });
        assert!(each.is_ok() && seen <= full + short);
        let origin = Origin { species: "s".into(), assembly: "a".into(), source: "x".into() };
        match promoters.catalogue(origin) {
            Ok(catalogue) => {
                let read = Catalogue::from_bytes(&catalogue.to_bytes().unwrap()).unwrap();
                assert_eq!(read.len(), catalogue.len());
            }
            Err(error) => said(&error),
        }
    }
}

pub fn catalogue(data: &[u8]) {
    let catalogue = match Catalogue::from_bytes(data) {
        Ok(catalogue) => catalogue,
        Err(error) => return said(&error),
    };
    for promoter in catalogue.promoters().take(1000) {
        assert!(promoter.bases.iter().all(|base| b"ACGTN".contains(base)));
        assert!(catalogue.find(&promoter.gene.systematic).is_some());
        assert!(!catalogue.complete(promoter.gene.name(), 3).is_empty());
    }
}

pub fn evidence(data: &[u8]) {
    let evidence = match Evidence::read(data) {
        Ok(evidence) => evidence,
        Err(error) => return said(&error),
    };
    for gene in evidence.genes().iter().take(1000) {
        let own = evidence.of(gene).unwrap();
        assert!(own.peaks().all(|peak| peak.position < 0) && own.edges().all(|tf| !tf.is_empty()));
        for family in evidence.families().iter().take(10) {
            assert!(own.conservation(family).is_none_or(|score| (0.0..=1.0).contains(&score)));
        }
    }
}
