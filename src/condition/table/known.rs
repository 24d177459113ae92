//! Headings and row names that other programs write and that are no conditions and no genes.

/// What a heading that is known says about its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Names, descriptions and numbers that identify a gene.
    Description,
    /// Where a gene lies and how long it is (featureCounts).
    Place,
    /// Weights and the order of a clustering (PCL, CDT).
    Weight,
    /// What a test of differential expression says beside the change.
    Statistic,
    /// A logarithm of a change: the one thing of such a table that is a condition.
    Change,
}

/// A heading in small letters and digits alone.
pub(super) fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Headings of a first column, which names the rows.
pub(super) fn is_corner(heading: &str) -> bool {
    const CORNERS: [&str; 37] = [
        "",
        "tf",
        "tfs",
        "gene",
        "genes",
        "id",
        "ids",
        "name",
        "names",
        "symbol",
        "orf",
        "yorf",
        "uid",
        "gid",
        "geneid",
        "geneids",
        "genename",
        "genesymbol",
        "systematic",
        "systematicname",
        "standardname",
        "locus",
        "locustag",
        "promoter",
        "promoters",
        "condition",
        "sample",
        "samples",
        "probe",
        "probeid",
        "probesetid",
        "transcript",
        "feature",
        "targetid",
        "testid",
        "rowname",
        "rownames",
    ];
    CORNERS.contains(&plain(heading).as_str())
}

/// What is known of a heading, whatever its column holds.
pub(super) fn kind(heading: &str) -> Option<Kind> {
    let plain = plain(heading);
    let among = |words: &[&str]| words.contains(&plain.as_str());
    // `heat_padj` and `padj.heat` as well as `padj`.
    let ends = |words: &[&str]| words.iter().any(|word| is_affix(heading, word));
    if among(&["gweight", "eweight", "weight", "gorder", "gid", "aid"]) {
        return Some(Kind::Weight);
    }
    if among(&[
        "name",
        "description",
        "desc",
        "genename",
        "genesymbol",
        "genetitle",
        "genedescription",
        "entrez",
        "entrezid",
        "entrezgene",
        "entrezgeneid",
        "geneid",
        "sgdid",
        "ensemblid",
        "probeid",
    ]) {
        return Some(Kind::Description);
    }
    if among(&["length", "genelength", "effectivelength", "efflength", "translength"]) {
        return Some(Kind::Place);
    }
    let statistics = [
        "pvalue",
        "pval",
        "padj",
        "adjpval",
        "adjpvalue",
        "adjp",
        "pvaladj",
        "pvalueadj",
        "adjustedp",
        "fdr",
        "qvalue",
        "qval",
        "fwer",
        "bonferroni",
        "svalue",
        "lfcse",
        "basemean",
        "basevar",
        "basemeana",
        "basemeanb",
        "aveexpr",
        "logcpm",
        "tstat",
        "teststat",
        "waldstats",
        "waldstat",
        "unshrunklogfc",
        "seb",
        "meanobs",
        "varobs",
        "techvar",
        "sigmasq",
        "smoothsigmasq",
        "finalsigmasq",
        "ppee",
        "ppde",
    ];
    if ends(&statistics) {
        return Some(Kind::Statistic);
    }
    ends(&["logfc", "log2fc", "log2foldchange", "log2foldchangemle", "lfc", "logfoldchange", "log2ratio"])
        .then_some(Kind::Change)
}

/// Headings that mean something in a table that has statistics, and may be a condition's name in another.
pub(super) fn is_statistic_among_others(heading: &str) -> bool {
    const WORDS: [&str; 24] = [
        "t",
        "b",
        "f",
        "p",
        "q",
        "z",
        "lr",
        "se",
        "df",
        "stat",
        "stderr",
        "stdev",
        "zscore",
        "logodds",
        "dispersion",
        "s2post",
        "cil",
        "cir",
        "foldchange",
        "fc",
        "value1",
        "value2",
        "significant",
        "allzero",
    ];
    WORDS.contains(&plain(heading).as_str())
}

/// Headings of places, which mean something where several of them stand together.
pub(super) fn is_place_among_others(heading: &str) -> bool {
    const WORDS: [&str; 10] =
        ["chr", "chrom", "chromosome", "seqname", "seqnames", "start", "end", "stop", "strand", "width"];
    WORDS.contains(&plain(heading).as_str())
}

/// The program that writes such headings, where that is known.
pub(super) fn program(headings: &[String]) -> Option<&'static str> {
    let has = |word: &str| headings.iter().any(|heading| plain(heading) == word);
    if has("basemean") || has("lfcse") {
        Some("DESeq2")
    } else if has("value1") && has("value2") {
        Some("Cuffdiff")
    } else if has("logcpm") {
        Some("edgeR")
    } else if has("aveexpr") || has("adjpval") {
        Some("limma")
    } else {
        None
    }
}

/// Rows of weights in PCL and CDT files.
pub(super) fn is_weight_row(name: &str) -> bool {
    ["EWEIGHT", "AID", "ARRY", "EORDER"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Rows that count reads of no gene: those of htseq-count, STAR, featureCounts and samtools.
pub(super) fn is_not_a_gene(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "no_feature",
        "ambiguous",
        "too_low_aqual",
        "not_aligned",
        "alignment_not_unique",
        "n_unmapped",
        "n_multimapping",
        "n_nofeature",
        "n_ambiguous",
        "*",
    ];
    let name = name.to_ascii_lowercase();
    name.starts_with("__") || name.starts_with("unassigned_") || NAMES.contains(&name.as_str())
}

/// Whether a heading is a word, or begins or ends with it and a mark between: `padj`, `heat_padj`,
/// `adj.P.Val`, `P.Value (heat)`.
fn is_affix(heading: &str, word: &str) -> bool {
    let letters: Vec<char> = heading.chars().flat_map(char::to_lowercase).collect();
    begins_with_word(letters.iter().copied(), word.chars())
        || begins_with_word(letters.iter().rev().copied(), word.chars().rev())
}

/// Whether the letters begin with a word, marks between them left out, and a mark or nothing follows.
fn begins_with_word(mut letters: impl Iterator<Item = char>, mut word: impl Iterator<Item = char>) -> bool {
    let is_there = word.all(|wanted| letters.find(|letter| letter.is_alphanumeric()) == Some(wanted));
    is_there && letters.next().is_none_or(|letter| !letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_with_and_without_marks() {
        for heading in
            ["P.Value", "adj.P.Val", "p-value", "heat_padj", "FDR", "FDR (heat)", "lfcSE", "baseMean", "q_value"]
        {
            assert_eq!(kind(heading), Some(Kind::Statistic), "{heading}");
        }
        for heading in ["logFC", "log2FoldChange", "log2(fold_change)", "heat.logFC", "logFC_heat", "log2(FC)"] {
            assert_eq!(kind(heading), Some(Kind::Change), "{heading}");
        }
        for heading in ["heat", "t", "B", "start", "heatpadj", "lfcheat", "paddle", "fdrop"] {
            assert_eq!(kind(heading), None, "{heading}");
        }
    }
}
