use noodles_vcf as vcf;
use vcf::variant::record::AlternateBases as _;
use vcf::variant::record::samples::series::Value;
use vcf::variant::record::samples::series::value::genotype::Phasing;

use super::VcfError;

/// One line: what stands at a place of a contig, and what was called there.
#[derive(Debug, Clone)]
pub struct VcfRecord {
    line: usize,
    text: String,
    parsed: vcf::Record,
    start: Option<usize>,
    reference: Vec<u8>,
}

/// What is called in place of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alternative {
    /// These bases (A, C, G, T, upper case).
    Bases(Vec<u8>),
    /// Nothing that could be put into a sequence.
    LeftOut(LeftOut),
}

/// Why an alternative cannot be put into a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A kind of allele: `<DEL>`, `<CNV>`, `<*>`.
    Symbolic,
    /// One end of a join: `A[chrII:5[`.
    Breakend,
    /// A deletion that another record has: `*`.
    Spanning,
    /// None was called: `.`.
    Missing,
    /// Letters other than A, C, G and T.
    Letters,
}

/// What a sample has at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genotype {
    /// For each of its chromosomes 0 (the reference) or the alternative's number, from 1; nothing where it was
    /// not called.
    pub alleles: Vec<Option<usize>>,
    /// Whether the first one lies on the same chromosome as the first one of other phased genotypes.
    pub is_phased: bool,
    /// The set within which phases agree, where the calls name it (PS).
    pub phase_set: Option<String>,
}

impl VcfRecord {
    pub(super) fn new(line: usize, text: String, parsed: vcf::Record) -> Result<Self, VcfError> {
        let error = |reason: &str| VcfError::Line { line, reason: reason.into() };
        let start = match parsed.variant_start().transpose() {
            Ok(position) => position.map(|position| usize::from(position) - 1),
            Err(_) => return Err(error("its position is not a whole number")),
        };
        let reference = parsed.reference_bases().to_ascii_uppercase().into_bytes();
        if reference.is_empty() || !reference.iter().all(u8::is_ascii_alphabetic) {
            return Err(error("its reference is not one or more bases"));
        }
        Ok(Self { line, text, parsed, start, reference })
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The contig's name.
    pub fn contig(&self) -> &str {
        self.parsed.reference_sequence_name()
    }

    /// The index of the reference's first base, from 0; nothing for the telomere (position 0).
    pub fn start(&self) -> Option<usize> {
        self.start
    }

    /// Its names, `.` where it has none.
    pub fn id(&self) -> &str {
        self.text.split('\t').nth(2).filter(|id| !id.is_empty()).unwrap_or(".")
    }

    /// The bases that stand there, upper case.
    pub fn reference(&self) -> &[u8] {
        &self.reference
    }

    /// The same as it was written.
    pub fn reference_text(&self) -> &str {
        self.parsed.reference_bases()
    }

    /// An alternative as it was written; empty where there is none of that place, from 0.
    pub fn alternative_text(&self, at: usize) -> &str {
        self.text.split('\t').nth(4).and_then(|all| all.split(',').nth(at)).unwrap_or_default()
    }

    /// The alternatives, in their order.
    pub fn alternatives(&self) -> Vec<Alternative> {
        let alternates = self.parsed.alternate_bases();
        alternates.iter().map(|bases| bases.map_or(Alternative::LeftOut(LeftOut::Letters), alternative)).collect()
    }

    /// What the sample of that column has; nothing where the line says nothing of it.
    pub fn genotype(&self, column: usize) -> Option<Genotype> {
        let samples = self.parsed.samples();
        let key = samples.keys().iter().position(|key| key == "GT")?;
        // The header says how values are typed; a genotype's type is fixed.
        let header = vcf::Header::default();
        let sample = samples.iter().nth(column)?;
        let value = sample.get_index(&header, key)??.ok()?;
        let Value::Genotype(genotype) = value else { return None };
        let calls: Option<Vec<_>> = genotype.iter().map(Result::ok).collect();
        let (alleles, phasings): (Vec<_>, Vec<_>) = calls?.into_iter().unzip();
        let is_phased = phasings.iter().skip(1).all(|own| *own == Phasing::Phased);
        Some(Genotype { alleles, is_phased, phase_set: self.sample_field(column, "PS") })
    }

    /// A field of a sample as it was written.
    fn sample_field(&self, column: usize, key: &str) -> Option<String> {
        let mut cells = self.text.split('\t').skip(8);
        let at = cells.next()?.split(':').position(|own| own == key)?;
        let value = cells.nth(column)?.split(':').nth(at)?;
        (value != ".").then(|| value.to_owned())
    }

    /// The line with an INFO field in place of one of that name, at the end of the others.
    pub fn with_info(&self, id: &str, value: Option<&str>) -> String {
        let mut cells: Vec<&str> = self.text.split('\t').collect();
        let Some(info) = cells.get_mut(7) else { return self.text.clone() };
        let is_own = |field: &&str| field.split('=').next() != Some(id) && !matches!(*field, "." | "");
        let kept = info.split(';').filter(is_own).map(str::to_owned);
        let fields: Vec<String> = kept.chain(value.map(|value| format!("{id}={value}"))).collect();
        let joined = if fields.is_empty() { ".".to_owned() } else { fields.join(";") };
        *info = &joined;
        cells.join("\t")
    }
}

fn alternative(bases: &str) -> Alternative {
    let left_out = |why| Alternative::LeftOut(why);
    match bases {
        "." => left_out(LeftOut::Missing),
        "*" => left_out(LeftOut::Spanning),
        _ if bases.contains(['[', ']']) || bases.starts_with('.') || bases.ends_with('.') => {
            left_out(LeftOut::Breakend)
        }
        _ if bases.starts_with('<') => left_out(LeftOut::Symbolic),
        _ => {
            let bases = bases.to_ascii_uppercase().into_bytes();
            let is_plain = !bases.is_empty() && bases.iter().all(|base| b"ACGT".contains(base));
            if is_plain { Alternative::Bases(bases) } else { left_out(LeftOut::Letters) }
        }
    }
}
