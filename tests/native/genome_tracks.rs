//! Files in a genome's coordinates, read back against the genome: letters and values of both strands.

use std::collections::BTreeMap;
use std::fs;

use assert_cmd::Command;
use cisight::motif::MotifFile;
use cisight::sequence::reverse_complement;
use tempfile::TempDir;

type Failure = Box<dyn std::error::Error>;

const GENOME: &str = "tests/fixtures/vcf/genome.fa";
const GENES: &str = "tests/fixtures/vcf/genes.gff3";
const MODEL: &str = "models/abundance-yeast";
const MOTIFS: &str = "models/fun-prose-s-cerevisiae/motifs.meme";

struct Workplace(TempDir);

impl Workplace {
    /// With the promoters of the genome around the transcript start, two of them overlapping.
    fn new() -> Result<Self, Failure> {
        let own = Self(tempfile::tempdir()?);
        let options = "--anchor transcript-start --length 200 --downstream 200";
        own.run(&format!(
            "promoters --genome {GENOME} --annotation {GENES} {options} --out @p.fa --bed @p.bed --chrom-sizes @sizes"
        ))?;
        Ok(own)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn text(&self, name: &str) -> Result<String, Failure> {
        Ok(fs::read_to_string(self.0.path().join(name))?)
    }

    /// Words that begin with @ are files of the workplace; what goes to standard error.
    fn run(&self, command: &str) -> Result<String, Failure> {
        let words = command.split_whitespace();
        let words = words.map(|word| word.strip_prefix('@').map_or_else(|| word.to_owned(), |name| self.path(name)));
        let output = Command::cargo_bin("cisight")?.args(words).output()?;
        let said = String::from_utf8(output.stderr)?;
        if output.status.success() { Ok(said) } else { Err(said.into()) }
    }

    fn refusal(&self, command: &str) -> String {
        self.run(command).err().map(|error| error.to_string()).unwrap_or_default()
    }
}

fn records(fasta: &str) -> Vec<(String, String)> {
    let records = fasta.split('>').skip(1).filter_map(|record| record.split_once('\n'));
    records.map(|(header, bases)| (header.trim().to_owned(), bases.replace('\n', ""))).collect()
}

/// Contig, first base from 0, end, strand of a header, read in this test's own way.
fn place(header: &str) -> Result<(String, usize, usize, char), Failure> {
    let word = header.split(' ').next_back().unwrap_or_default();
    let (contig, rest) = word.split_once(':').ok_or("no place")?;
    let (ends, strand) = rest.trim_end_matches(')').split_once('(').ok_or("no strand")?;
    let (first, last) = ends.split_once('-').ok_or("no ends")?;
    Ok((contig.into(), first.parse::<usize>()? - 1, last.parse()?, strand.chars().next().ok_or("no strand")?))
}

fn genome() -> Result<BTreeMap<String, String>, Failure> {
    Ok(records(&fs::read_to_string(GENOME)?).into_iter().collect())
}

fn cells(table: &str) -> Vec<Vec<&str>> {
    table.lines().filter(|line| !line.starts_with("track")).map(|line| line.split('\t').collect()).collect()
}

#[test]
fn letters_and_values_of_both_strands_stand_where_the_genome_has_them() -> Result<(), Failure> {
    let own = Workplace::new()?;
    let ask = format!("mutagenesis --model {MODEL} --promoters @p.fa");
    own.run(&format!(
        "{ask} --out @deltas.tsv --bedgraph @track.bedgraph --seqlets @s.tsv --bed @s.bed --motifs {MOTIFS}"
    ))?;
    let (genome, deltas) = (genome()?, own.text("deltas.tsv")?);
    let mut importance: BTreeMap<(String, usize), f32> = BTreeMap::new();
    let mut strands = String::new();
    for (header, bases) in records(&own.text("p.fa")?) {
        let (contig, start, end, strand) = place(&header)?;
        strands.push(strand);
        let name = header.split(' ').next().unwrap_or_default();
        let rows: Vec<Vec<&str>> = cells(&deltas).into_iter().filter(|row| row[0] == name).collect();
        assert_eq!(rows.len(), 4 * bases.len(), "{name}");
        for (index, letter) in bases.chars().enumerate() {
            let at = if strand == '+' { start + index } else { end - 1 - index };
            let there = genome[&contig].as_bytes()[at..=at].to_ascii_uppercase();
            let read = if strand == '+' { there } else { reverse_complement(&there) };
            assert_eq!(char::from(read[0]), letter, "{header}, base {index}");
            // The base of the genome is the one that no change is to.
            let own: Vec<(&str, f32)> = rows[4 * index..][..4]
                .iter()
                .map(|row| Ok((row[3], row[4].parse()?)))
                .collect::<Result<_, Failure>>()?;
            assert!(own.iter().any(|(base, delta)| *base == letter.to_string() && *delta == 0.0), "{header}");
            let value = -own.iter().map(|(_, delta)| delta).sum::<f32>() / 3.0;
            let kept = importance.entry((contig.clone(), at)).or_insert(0.0);
            if value.abs() > kept.abs() {
                *kept = value;
            }
        }
    }
    assert_eq!(strands, "+-+-");
    let track = own.text("track.bedgraph")?;
    let lines = cells(&track);
    // Two promoters of 400 bases share 301.
    assert_eq!((lines.len(), importance.len()), (4 * 400 - 301, 4 * 400 - 301));
    let mut before = (String::new(), 0);
    for line in lines {
        let (contig, start, end) = (line[0].to_owned(), line[1].parse::<usize>()?, line[2].parse::<usize>()?);
        assert!(end == start + 1 && (contig != before.0 || start >= before.1), "{line:?} after {before:?}");
        let expected = importance[&(contig.clone(), start)];
        assert!((line[3].parse::<f32>()? - expected).abs() < 5e-6, "{line:?}: {expected}");
        before = (contig, end);
    }
    // The stretches that BED has are those of the table, in the genome's order.
    let (table, bed) = (own.text("s.tsv")?, own.text("s.bed")?);
    assert_eq!(cells(&table).len() - 1, cells(&bed).len());
    assert!(!cells(&bed).is_empty());
    let places: BTreeMap<String, String> =
        records(&own.text("p.fa")?).into_iter().map(|(header, _)| (header[..2].to_owned(), header)).collect();
    let mut told = Vec::new();
    for row in cells(&table).into_iter().skip(1) {
        let (contig, start, end, strand) = place(&places[row[0]])?;
        // From the anchor, beyond which bases count from 1.
        let index = |position: &str| -> Result<usize, Failure> {
            let position: i64 = position.parse()?;
            Ok(usize::try_from(position + 200 - i64::from(position > 0))?)
        };
        let (from, to) = (index(row[2])?, index(row[3])? + 1);
        let range = if strand == '+' { [start + from, start + to] } else { [end - to, end - from] };
        let there = &genome[&contig].to_ascii_uppercase().into_bytes()[range[0]..range[1]];
        let read = if strand == '+' { there.to_vec() } else { reverse_complement(there) };
        assert_eq!(read, row[4].as_bytes());
        told.push((contig, range[0], range[1]));
    }
    told.sort();
    let found = cells(&bed).into_iter().map(|row| Ok((row[0].to_owned(), row[1].parse()?, row[2].parse()?)));
    assert_eq!(found.collect::<Result<Vec<_>, Failure>>()?, told);
    Ok(())
}

#[test]
fn motifs_fit_the_strand_that_bed_says() -> Result<(), Failure> {
    let own = Workplace::new()?;
    own.run(&format!("motifs --motifs {MOTIFS} --promoters @p.fa --p-value 3e-4 --out @hits.tsv --bed @hits.bed"))?;
    let (genome, bed) = (genome()?, own.text("hits.bed")?);
    let motifs = MotifFile::parse(&fs::read_to_string(MOTIFS)?)?.motifs;
    let lines = cells(&bed);
    assert!(lines.len() > 50 && lines.len() < cells(&own.text("hits.tsv")?).len(), "those of a shared stretch once");
    let score = |bases: &[u8], probabilities: &[[f64; 4]]| -> f64 {
        let columns = bases.iter().zip(probabilities);
        columns.map(|(base, row)| row[b"ACGT".iter().position(|own| own == base).unwrap_or(0)].max(1e-3).ln()).sum()
    };
    for line in &lines {
        let range = line[1].parse::<usize>()?..line[2].parse::<usize>()?;
        let there = genome[line[0]].to_ascii_uppercase().into_bytes()[range].to_vec();
        let turned = reverse_complement(&there);
        let (read, other) = if line[5] == "+" { (&there, &turned) } else { (&turned, &there) };
        let named = motifs.iter().filter(|motif| motif.name == line[3] && motif.probabilities.len() == read.len());
        let best = named.map(|motif| {
            (score(read, &motif.probabilities), score(other, &motif.probabilities), motif.probabilities.len())
        });
        assert!(
            best.into_iter().any(|(own, other, width)| own >= other - 1e-9 || own > -0.9 * width as f64),
            "{line:?}"
        );
    }
    assert!(lines.iter().any(|line| line[5] == "-") && lines.iter().any(|line| line[5] == "+"));
    Ok(())
}

#[test]
fn places_and_lengths_are_those_of_the_genome() -> Result<(), Failure> {
    let own = Workplace::new()?;
    let lengths: String = genome()?.iter().map(|(name, bases)| format!("{name}\t{}\n", bases.len())).collect();
    assert_eq!(own.text("sizes")?, lengths);
    let bed = own.text("p.bed")?;
    let mut told: Vec<_> =
        records(&own.text("p.fa")?).iter().map(|(header, _)| place(header)).collect::<Result<_, _>>()?;
    told.sort();
    let found = cells(&bed).into_iter().map(|row| {
        Ok((row[0].to_owned(), row[1].parse()?, row[2].parse()?, row[5].chars().next().ok_or("no strand")?))
    });
    assert_eq!(found.collect::<Result<Vec<_>, Failure>>()?, told);
    fs::write(own.path("names"), "# theirs\tours\nI\tchrI\n")?;
    let ask = format!("promoters --genome {GENOME} --annotation {GENES} --anchor transcript-start --length 20");
    assert!(own.run(&format!("{ask} --contig-names @names --out @n.fa"))?.contains("1 of 2 contigs renamed"));
    let renamed = own.text("n.fa")?;
    assert_eq!((renamed.matches(" chrI:").count(), renamed.matches(" II:").count()), (2, 2));
    Ok(())
}

#[test]
fn what_has_no_place_is_left_out_or_told() -> Result<(), Failure> {
    let own = Workplace::new()?;
    let fasta = own.text("p.fa")?;
    let bare: String = fasta.lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned() + "\n").collect();
    fs::write(own.path("bare.fa"), bare)?;
    let first = records(&fasta).swap_remove(0);
    fs::write(own.path("mixed.fa"), format!(">{}\n{}\n>other\n{}\n", first.0, first.1, first.1))?;
    fs::write(own.path("cut.fa"), format!(">{}\n{}\n", first.0, &first.1[..390]))?;
    fs::write(own.path("bad"), "chrI\tmany\n")?;
    let ask = format!("attribute --model {MODEL} --method gradient --out @a.tsv");
    own.run(&format!("{ask} --promoters @bare.fa --bedgraph @own.bedgraph"))?;
    assert!(own.text("own.bedgraph")?.contains("\nG1\t0\t1\t"), "coordinates of the promoter");
    own.run(&format!("{ask} --promoters @p.fa --bedgraph @own.bedgraph --coordinates promoter"))?;
    assert!(own.text("own.bedgraph")?.contains("\nG1\t0\t1\t"));
    let said = own.run(&format!("{ask} --promoters @mixed.fa --bedgraph @mixed.bedgraph"))?;
    assert!(
        said.contains("left out of the genome's coordinates: 1 promoter whose header names no place, such as other"),
        "{said}"
    );
    assert_eq!(cells(&own.text("mixed.bedgraph")?).len(), 400);
    let said = own.run(&format!("{ask} --promoters @cut.fa"))?;
    assert!(said.contains("390 bases given, but the place in the header has 400"), "{said}");
    let motifs = format!("motifs --motifs {MOTIFS} --out @h.tsv");
    let bigwig = "--bigwig @x.bw --chrom-sizes";
    let mut cases = vec![
        (format!("{ask} --promoters @bare.fa --bedgraph @x --coordinates genome"), "no promoter says where it lies"),
        (format!("{motifs} --promoters @bare.fa --bed @x"), "no promoter says where it lies"),
        (format!("{ask} --promoters @p.fa --bigwig @x"), "--chrom-sizes <TSV>"),
        (format!("mutagenesis --model {MODEL} --promoters @p.fa --motifs {MOTIFS}"), "give one of them"),
        (
            format!("attribute --model {MODEL} --method features --promoters @p.fa --bedgraph @x"),
            "are no values of bases",
        ),
        (
            format!("promoters --genome {GENOME} --annotation {GENES} --contig-names @bad --out @x"),
            "no contig of the genome has a name of the first column",
        ),
    ];
    if cfg!(feature = "bigwig") {
        cases.push((format!("{ask} --promoters @p.fa {bigwig} @bad"), "line 1 is not a contig's name"));
        cases.push((format!("{ask} --promoters @p.fa {bigwig} @p.fa"), "line 1 is not a contig's name"));
    } else {
        cases.push((format!("{ask} --promoters @p.fa {bigwig} @sizes"), "built without bigWig"));
    }
    for (command, expected) in cases {
        let said = own.refusal(&command);
        assert!(said.contains(expected), "{command}: {said}");
        assert!(!own.0.path().join("x").exists(), "{command}");
    }
    Ok(())
}

#[test]
#[cfg(feature = "bigwig")]
fn a_bigwig_holds_what_the_bedgraph_does() -> Result<(), Failure> {
    let own = Workplace::new()?;
    let ask = format!("mutagenesis --model {MODEL} --promoters @p.fa --out @deltas.tsv");
    own.run(&format!("{ask} --bedgraph @track.bedgraph --bigwig @track.bw --chrom-sizes @sizes"))?;
    let mut read = bigtools::BigWigRead::open_file(own.path("track.bw"))?;
    let mut found = Vec::new();
    for contig in ["I", "II"] {
        let length = genome()?[contig].len() as u32;
        for value in read.get_interval(contig, 0, length)? {
            let value = value?;
            assert_eq!(value.end, value.start + 1);
            found.push(format!("{contig}\t{}\t{}\t{:.6}", value.start, value.end, value.value));
        }
    }
    let track = own.text("track.bedgraph")?;
    assert_eq!(track.lines().skip(1).collect::<Vec<_>>(), found);
    Ok(())
}
