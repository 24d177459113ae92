//! `cisight variants --vcf`: the same variants through VCF, through rebuilt sequences and, where it is there,
//! through bcftools.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command as Program;

use assert_cmd::Command;
use cisight::sequence::reverse_complement;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const FILES: &str = "tests/fixtures/vcf";
const MODEL: &str = "models/abundance-yeast";

/// Bases of the model's window on either side of the transcription start.
const REACH: usize = 200;

/// Values are written with five decimals.
const ROUNDED: f64 = 1.1e-5;

/// Each gene's contig, border and strand.
const GENES: [(&str, &str, usize, bool); 4] =
    [("G1", "I", 499, true), ("G2", "I", 1250, false), ("G3", "II", 699, true), ("G4", "II", 600, false)];

/// What a command writes and what it says.
fn run(arguments: &[&str]) -> Result<(bool, String, String), Failure> {
    let output = Command::cargo_bin("cisight")?.args(arguments).output()?;
    Ok((output.status.success(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

fn variants(calls: &str, others: &[&str]) -> Result<(bool, String, String), Failure> {
    let (genome, genes) = (format!("{FILES}/genome.fa"), format!("{FILES}/genes.gff3"));
    let own = ["variants", "--model", MODEL, "--vcf", calls, "--genome", &genome, "--annotation", &genes];
    run(&[&own, others].concat())
}

fn calls() -> String {
    format!("{FILES}/calls.vcf")
}

fn rows(table: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = table.lines().map(|line| line.split('\t'));
    let head: Vec<&str> = lines.next().into_iter().flatten().collect();
    lines.map(|line| head.iter().copied().zip(line).collect()).collect()
}

fn contigs(fasta: &str) -> BTreeMap<String, String> {
    let records = fasta.split('>').skip(1).filter_map(|record| record.split_once('\n'));
    records.map(|(name, bases)| (name.trim().to_owned(), bases.replace('\n', ""))).collect()
}

/// What the model reads around a border of a contig.
fn window(contig: &str, border: usize, is_forward: bool) -> String {
    let bases = &contig.as_bytes()[border - REACH..border + REACH];
    let own = if is_forward { bases.to_vec() } else { reverse_complement(bases) };
    String::from_utf8_lossy(&own).into_owned()
}

/// References and alternatives of whole sequences, by name.
fn by_sequences(folder: &Path, pairs: &[(String, String, String)]) -> Result<BTreeMap<String, [f64; 2]>, Failure> {
    let path = folder.join("pairs.tsv");
    let lines: Vec<String> = pairs.iter().map(|(name, own, changed)| format!("{name}\t{own}\t{changed}\n")).collect();
    fs::write(&path, format!("name\treference\talternative\n{}", lines.concat()))?;
    let (is_good, table, said) = run(&["variants", "--model", MODEL, "--variants", &path.to_string_lossy()])?;
    assert!(is_good, "{said}");
    let mut found = BTreeMap::new();
    for row in rows(&table) {
        found.insert(row["name"].to_owned(), [row["reference"].parse()?, row["alternative"].parse()?]);
    }
    Ok(found)
}

#[test]
fn each_allele_answers_as_its_rebuilt_sequence() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let contigs = contigs(&fs::read_to_string(format!("{FILES}/genome.fa"))?);
    let (is_good, table, said) = variants(&calls(), &[])?;
    assert!(is_good, "{said}");
    let (mut pairs, mut expected) = (Vec::new(), Vec::new());
    for row in rows(&table) {
        let (_, contig, border, is_forward) = GENES.into_iter().find(|gene| gene.0 == row["gene"]).ok_or("no gene")?;
        let own = &contigs[contig];
        let start = row["position"].parse::<usize>()? - 1;
        let end = start + row["reference_allele"].len();
        let rebuilt = [&own[..start], row["alternative_allele"], &own[end..]].concat();
        // The base that an insertion or deletion is written with may be the last one before the border.
        let moved = if end <= border { border + rebuilt.len() - own.len() } else { border };
        let name = format!("{}:{}", row["gene"], row["change"]);
        pairs.push((name.clone(), window(own, border, is_forward), window(&rebuilt, moved, is_forward)));
        expected.push((name, [row["reference"].parse::<f64>()?, row["alternative"].parse::<f64>()?]));
    }
    assert_eq!(pairs.len(), 17, "{table}");
    let found = by_sequences(folder.path(), &pairs)?;
    for (name, values) in expected {
        for (own, other) in values.iter().zip(&found[&name]) {
            assert!((own - other).abs() < ROUNDED, "{name}: {own} {other}");
        }
    }
    for part in ["13 alleles in the promoters of 4 genes", "1 (symbolic", "1 (*,", "other letters", "across its anchor"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    Ok(())
}

#[test]
fn haplotypes_answer_as_those_of_bcftools() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let (is_good, table, said) = variants(&calls(), &["--haplotypes", "--sample", "second"])?;
    assert!(is_good, "{said}");
    let rows = rows(&table);
    let named: Vec<[&str; 3]> = rows.iter().map(|row| [row["gene"], row["haplotype"], row["changes"]]).collect();
    let expected = [
        ["G1", "1", "-80C>G;-29_-25del;-9_-8delinsAC"],
        ["G1", "2", "-80C>G;-50_-49insGGTAC;21A>G"],
        ["G2", "2", "-21_-20insT"],
        ["G3", "1", "-40T>A"],
        ["G3", "2", "-140C>G;-59_-53del"],
        ["G4", "1", "-60A>T"],
        ["G4", "2", "41G>C;-47_-41del"],
    ];
    assert_eq!(named, expected);
    let (_, _, said) = variants(&calls(), &["--haplotypes"])?;
    assert!(said.contains("promoters of samples left out: 2 (several heterozygous"), "{said}");
    if Program::new("bcftools").arg("--version").output().is_err() {
        eprintln!("skipped: bcftools is not installed, so that nothing rebuilds the haplotypes");
        return Ok(());
    }
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let bcftools = |arguments: &[&str]| -> Result<String, Failure> {
        let output = Program::new("bcftools").args(arguments).output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    let (packed, genome) = (path("calls.vcf.gz"), path("genome.fa"));
    fs::write(&genome, fs::read_to_string(format!("{FILES}/genome.fa"))?.replace('>', ">chr"))?;
    // What we leave out of sequences goes, and the deletion across an anchor with its promoter.
    bcftools(&["view", "-e", "ALT='N' || ALT='*'", "-O", "z", "-o", &packed, &calls()])?;
    bcftools(&["index", &packed])?;
    let own = contigs(&fs::read_to_string(&genome)?);
    let mut pairs = Vec::new();
    for copy in ["1", "2"] {
        let rebuilt = contigs(&bcftools(&["consensus", "-f", &genome, "-s", "second", "-H", copy, &packed])?);
        for row in rows.iter().filter(|row| row["haplotype"] == copy) {
            let (gene, contig, border, is_forward) =
                GENES.into_iter().find(|gene| gene.0 == row["gene"]).ok_or("no gene")?;
            let contig = format!("chr{contig}");
            let before = &own[&contig];
            // Bases of the gene itself, next to its border, say where the border came to lie.
            let near = if is_forward { &before[border..border + 15] } else { &before[border - 15..border] };
            let at = rebuilt[&contig].find(near).ok_or("the border is lost")?;
            let moved = if is_forward { at } else { at + 15 };
            let changed = window(&rebuilt[&contig], moved, is_forward);
            pairs.push((format!("{gene}:{copy}"), window(before, border, is_forward), changed));
        }
    }
    let found = by_sequences(folder.path(), &pairs)?;
    for row in &rows {
        let [_, other] = found[&format!("{}:{}", row["gene"], row["haplotype"])];
        assert!((row["alternative"].parse::<f64>()? - other).abs() < ROUNDED, "{row:?} {other}");
    }
    Ok(())
}

#[test]
fn the_calls_are_written_with_what_is_predicted() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (plain, packed) = (path("out.vcf"), path("out.vcf.gz"));
    assert!(variants(&calls(), &["--vcf-out", &plain])?.0);
    // Its own field is replaced where it is there already.
    assert!(variants(&plain, &["--vcf-out", &packed])?.0);
    let written = fs::read_to_string(&plain)?;
    let mut unpacked = String::new();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(fs::File::open(&packed)?), &mut unpacked)?;
    assert_eq!(written, unpacked);
    let original = fs::read_to_string(calls())?;
    let kept = written.lines().filter(|line| !line.starts_with("##INFO=<ID=CISIGHT,"));
    for (own, line) in original.lines().zip(kept) {
        let own_cells: Vec<&str> = own.split('\t').collect();
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(own_cells.len(), cells.len());
        for (at, (own, cell)) in own_cells.iter().zip(&cells).enumerate() {
            assert!(own == cell || (at == 7 && cell.starts_with(&format!("{own};CISIGHT="))), "{line}");
        }
    }
    let annotated = written.lines().find(|line| line.starts_with("chrI\t520")).ok_or("no such line")?;
    let (_, table, _) = variants(&calls(), &[])?;
    for row in rows(&table).iter().filter(|row| row["position"] == "520") {
        let entry = format!(
            "{}|G1|ONE|{}|mRNA%20abundance|{}|{}|{}",
            row["alternative_allele"], row["change"], row["reference"], row["alternative"], row["difference"]
        );
        assert!(annotated.contains(&entry), "{entry}: {annotated}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_used_gets_one_sentence() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let original = fs::read_to_string(calls())?;
    // An alternative that is the reference changes nothing, and the next ones are predicted.
    let path = folder.path().join("itself.vcf");
    fs::write(&path, original.replace("\tA\tC,G\t", "\tA\tA,G\t"))?;
    let (is_good, table, said) = variants(&path.to_string_lossy(), &[])?;
    let found = rows(&table).into_iter().filter(|row| row["position"] == "520");
    assert_eq!(found.map(|row| row["change"].to_owned()).collect::<Vec<_>>(), ["21A>G"], "{is_good} {said}");
    let changed: [(&str, String, &str); 5] = [
        (
            "other assembly",
            original.replace("\tA\tC,G\t", "\tG\tC,T\t"),
            "records left out: 1 (the genome has other bases",
        ),
        ("other contigs", original.replace("\nchr", "\nscaffold_"), "the genome has none of the contigs"),
        ("no header", original.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n"), "not VCF"),
        ("cut", original.replace("\tPASS\tDP=12\tGT\t1|1\t0|1", ""), "line 15"),
        ("text", "name\treference\talternative\n".into(), "##fileformat=VCF"),
    ];
    for (what, text, part) in changed {
        let path = folder.path().join("calls.vcf");
        fs::write(&path, text)?;
        let (is_good, _, said) = variants(&path.to_string_lossy(), &[])?;
        assert_eq!(is_good, what == "other assembly", "{what}: {said}");
        assert!(said.contains(part), "{what}: {said}");
    }
    let model = ["variants", "--model", "models/reporter-yeast", "--vcf", &calls(), "--genome", "x"].map(str::to_owned);
    let model: Vec<&str> = model.iter().map(String::as_str).collect();
    assert!(run(&model)?.2.contains("reads no promoters of a genome"));
    let (_, _, said) = run(&["variants", "--model", MODEL, "--variants", &calls()])?;
    assert!(said.contains("line 1 is a line of a VCF file: give the file with --vcf"), "{said}");
    let (_, _, said) = variants(&calls(), &["--haplotypes", "--sample", "third"])?;
    assert!(said.contains("no sample \"third\"; they have 2 samples: first, second"), "{said}");
    Ok(())
}

#[test]
fn regions_leave_out_what_lies_elsewhere_and_nothing_else() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (_, whole, _) = variants(&calls(), &[])?;
    let all = rows(&whole);
    // On the genome I, in the calls chrI; a record counts by the bases of its reference.
    let reaches = |row: &BTreeMap<&str, &str>, contig: &str, from: usize, to: usize| -> Result<bool, Failure> {
        let first: usize = row["position"].parse()?;
        Ok(row["contig"].ends_with(contig) && first <= to && first + row["reference_allele"].len() > from)
    };
    let (bed, annotated) = (path("regions.bed"), path("out.vcf"));
    fs::write(&bed, "track name=x\nchrI\t399\t520\textra\n\nII\t0\t600\n")?;
    type Named<'a> = (&'a [&'a str], &'a [(&'a str, usize, usize)]);
    let cases: [Named; 4] = [
        (&["--region", "chrI:400-520"], &[("I", 400, 520)]),
        (&["--region", "II"], &[("II", 1, usize::MAX)]),
        (&["--region", "I:500-", "--region", "chrII:1-560"], &[("I", 500, usize::MAX), ("II", 1, 560)]),
        (&["--regions", &bed], &[("I", 400, 520), ("II", 1, 600)]),
    ];
    for (options, regions) in cases {
        let mut expected = Vec::new();
        for row in &all {
            for (contig, from, to) in regions {
                let is_inside = row["contig"].trim_start_matches("chr") == *contig && reaches(row, contig, *from, *to)?;
                expected.extend(is_inside.then_some(row));
            }
        }
        assert!(!expected.is_empty() && expected.len() < all.len(), "{options:?}");
        let (is_good, table, said) = variants(&calls(), options)?;
        assert!(is_good && said.contains("records outside of the regions: "), "{said}");
        assert_eq!(rows(&table).iter().collect::<Vec<_>>(), expected, "{options:?}");
    }
    // What is left out of the table is left out of the calls.
    assert!(variants(&calls(), &["--region", "chrI:400-520", "--vcf-out", &annotated])?.0);
    let written = fs::read_to_string(&annotated)?;
    let positions: Vec<&str> =
        written.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').nth(1)).collect();
    assert!(!positions.is_empty());
    for position in positions {
        assert!((390..=520).contains(&position.parse::<usize>()?), "{position}");
    }
    // A haplotype has all of its variants, also where its promoter reaches beyond the region.
    let (_, haplotypes, _) = variants(&calls(), &["--haplotypes", "--sample", "second"])?;
    let (_, own, _) = variants(&calls(), &["--haplotypes", "--sample", "second", "--region", "chrI:690-700"])?;
    let kept: Vec<&str> =
        haplotypes.lines().filter(|line| line.starts_with("gene") || line.starts_with("G1\t")).collect();
    assert_eq!(own.lines().collect::<Vec<_>>(), kept);
    for (options, part) in [
        (["--region", "chrI:20-10"], "is written as"),
        (["--region", "chrIX:1-10"], "no contig \"chrIX\"; it has I, II"),
        (["--region", "I:900000-"], "so that none lies in"),
        (["--regions", &calls()], "line 8 is not a stretch"),
    ] {
        let (is_good, _, said) = variants(&calls(), &options)?;
        let sentences: Vec<&str> = said.lines().filter(|line| line.starts_with("cisight: ")).collect();
        assert!(!is_good && matches!(sentences[..], [own] if own.contains(part)), "{options:?}: {said}");
    }
    Ok(())
}

#[test]
fn an_index_leaves_unread_what_no_region_needs() -> Result<(), Failure> {
    let folder = TempDir::new()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (packed, index) = (path("calls.vcf.gz"), path("calls.vcf.gz.tbi"));
    // Many records elsewhere, so that what is asked for lies in blocks of its own.
    let text = fs::read_to_string(calls())?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let last = lines.iter().rposition(|line| line.starts_with("chrI\t")).ok_or("no record")?;
    let samples = lines[last].split('\t').count() - 9;
    let genotypes = vec!["0|0"; samples].join("\t");
    let filler = (0..9000).map(|at| format!("chrI\t{}\tfar{at}\tN\tA\t.\t.\t.\tGT\t{genotypes}", 1460 + at / 300));
    let next = last + 1;
    lines.splice(next..next, filler);
    let mut out = noodles_bgzf::io::Writer::new(fs::File::create(&packed)?);
    std::io::Write::write_all(&mut out, (lines.join("\n") + "\n").as_bytes())?;
    out.finish()?;
    let regions = ["--region", "chrI:400-520", "--region", "II:1-600"];
    let haplotypes = ["--haplotypes", "--sample", "second", "--region", "chrI:690-700"];
    let (is_good, by_reading, said) = variants(&packed, &regions)?;
    assert!(is_good && !said.contains("index") && said.contains("records outside of the regions: 9"), "{said}");
    let (_, own_by_reading, _) = variants(&packed, &haplotypes)?;
    match noodles_vcf::fs::index(&packed)? {
        noodles_vcf::Index::Tabix(own) => noodles_tabix::fs::write(&index, &own)?,
        noodles_vcf::Index::Csi(_) => return Err("no index of tabix".into()),
    }
    let (is_good, by_index, said) = variants(&packed, &regions)?;
    assert!(is_good && said.contains(&format!("read by the index {index}")), "{said}");
    assert_eq!(by_index, by_reading);
    assert!(rows(&by_index).len() > 3);
    let (_, own_by_index, said) = variants(&packed, &haplotypes)?;
    assert_eq!(own_by_index, own_by_reading, "{said}");
    assert!(own_by_index.lines().count() > 1);
    // One that bcftools wrote, of the other kind.
    if Program::new("bcftools").args(["index", "--csi", &packed]).output().is_ok_and(|output| output.status.success()) {
        fs::remove_file(&index)?;
        let (_, by_bcftools, said) = variants(&packed, &regions)?;
        assert!(said.contains("calls.vcf.gz.csi") && by_bcftools == by_reading, "{said}");
        fs::remove_file(path("calls.vcf.gz.csi"))?;
    } else {
        eprintln!("skipped: bcftools is not installed, so that there is no index of its own");
    }
    fs::write(&index, "no index")?;
    let (is_good, _, said) = variants(&packed, &regions)?;
    assert!(!is_good && said.contains("is not an index of calls") && said.contains("bcftools index"), "{said}");
    // An index from before the calls were written says nothing of them.
    fs::File::open(&index)?.set_modified(std::time::SystemTime::UNIX_EPOCH)?;
    let (is_good, unread, said) = variants(&packed, &regions)?;
    assert!(is_good && said.contains("is older than the calls and is not used") && unread == by_reading, "{said}");
    Ok(())
}
