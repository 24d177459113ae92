//! What names and headers say about which chromosome a contig is.

/// The chromosome that a name gives: `chrI`, `Chromosome_I` and `I` are one, `chr01` is `1`, and mitochondria
/// have one name.
pub(super) fn chromosome(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    let mut prefixes = ["chromosome", "chrom", "chr"].into_iter();
    let bare = prefixes.find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    let bare = bare.trim_matches(['_', '-', ' ']);
    let digits = bare.trim_start_matches('0');
    match bare {
        "m" | "mt" | "mito" | "mitochondrion" | "mitochondrial" | "mtdna" => "mt".to_owned(),
        _ if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.to_owned(),
        _ => bare.to_owned(),
    }
}

/// The chromosome that the header of a FASTA record gives after the name: SGD writes `[chromosome=I]`, NCBI
/// `chromosome I, complete sequence`.
pub(super) fn in_header(description: &str) -> Option<String> {
    const NO_CHROMOSOME: [&str; 5] = ["scaffold", "unlocalized", "unplaced", "contig", "plasmid"];
    let lower = description.to_ascii_lowercase();
    if let Some(said) = lower.split("[chromosome=").nth(1) {
        return said.split(']').next().map(chromosome);
    }
    let mut words = lower.split([' ', ',', ':', ';', '[', ']', '=']).filter(|word| !word.is_empty());
    if words.clone().any(|word| NO_CHROMOSOME.contains(&word)) {
        return None;
    }
    if words.clone().any(|word| word == "mitochondrion") {
        return Some("mt".to_owned());
    }
    words.find(|word| *word == "chromosome")?;
    // `chromosome R` and `chromosome 2L`, but not `chromosome sequence`.
    words.next().filter(|label| label.len() <= 5 && (label.len() <= 2 || number(label).is_some())).map(chromosome)
}

/// A chromosome's number, and whether it is a Roman one.
pub(super) fn number(label: &str) -> Option<(u32, bool)> {
    const HIGHEST: u32 = 39;
    if let Ok(number) = label.parse() {
        return Some((number, false));
    }
    let lower = label.to_ascii_lowercase();
    (1..=HIGHEST).find(|number| roman(*number) == lower).map(|number| (number, true))
}

fn roman(number: u32) -> String {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let ones = ONES.into_iter().cycle().nth(usize::try_from(number % 10).unwrap_or_default());
    (0..number / 10).map(|_| "x").chain(ones).collect()
}

/// The accessions in a name, without their versions: `ref|NC_001133|` and `NC_001133.9` have the same one.
pub(super) fn accessions(name: &str) -> impl Iterator<Item = String> {
    const SHORTEST: usize = 5;
    let parts = name.split('|').filter(|part| part.len() >= SHORTEST);
    parts.filter_map(|part| {
        let (base, version) = part.split_once('.').unwrap_or((part, "1"));
        let is_accession = base.starts_with(|first: char| first.is_ascii_uppercase())
            && base.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && base.ends_with(|last: char| last.is_ascii_digit())
            && version.bytes().all(|byte| byte.is_ascii_digit());
        is_accession.then(|| base.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_chromosome_has_many_names() {
        for name in ["chrI", "I", "Chromosome_I", "chromosome I", "CHRI"] {
            assert_eq!(chromosome(name), "i", "{name}");
        }
        assert_eq!(chromosome("chr01"), "1");
        assert_eq!(chromosome("chr10"), "10");
        assert_eq!(chromosome("chrM"), chromosome("Mito"));
        assert_ne!(chromosome("scaffold_1"), "1");
        let headers = [
            ("Saccharomyces cerevisiae S288C chromosome IV, complete sequence", Some("iv")),
            ("[org=Saccharomyces cerevisiae] [strain=S288C] [chromosome=XII]", Some("xii")),
            ("Candida albicans chromosome R, complete", Some("r")),
            ("Neurospora crassa chromosome: 7", Some("7")),
            ("Saccharomyces cerevisiae S288C mitochondrion, complete genome", Some("mt")),
            ("[org=Saccharomyces cerevisiae] [top=circular] [location=mitochondrion]", Some("mt")),
            ("Fungus chromosome 1 unlocalized scaffold 3", None),
            ("Fungus strain X, whole chromosome sequence", None),
            ("", None),
        ];
        for (header, expected) in headers {
            assert_eq!(in_header(header).as_deref(), expected, "{header}");
        }
    }

    #[test]
    fn numbers_and_accessions() {
        let cases = [("xvi", Some((16, true))), ("9", Some((9, false))), ("IX", Some((9, true))), ("iiii", None)];
        for (label, expected) in cases {
            assert_eq!(number(label), expected, "{label}");
        }
        let of = |name| accessions(name).collect::<Vec<_>>();
        assert_eq!(of("ref|NC_001133|"), ["NC_001133"]);
        assert_eq!(of("gi|330443391|gb|NC_001133.9|"), ["NC_001133"]);
        assert_eq!(of("BK006935.2"), ["BK006935"]);
        assert!(of("chrI").is_empty() && of("scaffold_12").is_empty() && of("XYZ123draft").is_empty());
    }
}
