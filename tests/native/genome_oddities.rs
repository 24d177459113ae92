//! What is odd about an annotation costs the gene that it is about, and is said; the others are as they were.

use std::error::Error;

use cisight::genome::{Anchor, Genome, GenomeFiles, Promoters};

type Outcome = Result<(), Box<dyn Error>>;

/// Two contigs of a hundred bases.
fn fasta() -> Vec<u8> {
    let bases = "ACGTTGCAAC".repeat(10);
    format!(">chrI Fungus minor chromosome I, complete\n{bases}\n>II\n{bases}\n").into_bytes()
}

/// A line of an annotation; `place`: `chrI 21 40 +`.
fn line(kind: &str, place: &str, attributes: &str) -> String {
    let cells: Vec<&str> = place.split(' ').collect();
    format!("{}\tx\t{kind}\t{}\t{}\t.\t{}\t0\t{attributes}\n", cells[0], cells[1], cells[2], cells[3])
}

/// A gene of GFF3 with one transcript and one coding sequence.
fn gene(name: &str, place: &str) -> String {
    line("gene", place, &format!("ID={name}"))
        + &line("mRNA", place, &format!("ID={name}.t;Parent={name}"))
        + &line("CDS", place, &format!("ID={name}.c;Parent={name}.t"))
}

/// The same in GTF.
fn gtf(name: &str, place: &str) -> String {
    line("CDS", place, &format!("gene_id \"{name}\"; transcript_id \"{name}.t\""))
}

fn cut(annotation: &str, anchor: Anchor) -> Result<Promoters, Box<dyn Error>> {
    Ok(Genome::read(&fasta(), Some(annotation.as_bytes()))?.promoters(anchor, 10)?)
}

/// Genes with the places of their promoters, and what is said.
fn told(promoters: &Promoters) -> Result<(String, String), Box<dyn Error>> {
    let mut genes = Vec::new();
    promoters.each(|gene, description, _| genes.push(format!("{gene} {description}")))?;
    let notes = promoters.notes().iter();
    let notes = notes.map(|note| format!("{note}\n"));
    Ok((genes.join(", "), notes.collect()))
}

#[test]
fn one_oddity_costs_one_gene() -> Outcome {
    let good = gene("A", "chrI 21 40 +");
    let lone = |place, attributes| line("CDS", place, attributes);
    let cases = [
        // What cannot be read.
        (format!("{good}chrI\tx\tCDS\tten\t60\t.\t+\t0\tID=b;Parent=B\n"), "", "line 4: its start is \"ten\""),
        (format!("{good}chrI\tx\tCDS\t50\n"), "", "cannot be read (left out): 1 (line 4: it has 4 columns"),
        (format!("{good}chrI\tx\tintron\tten\t60\t.\t+\t0\tID=b\n"), "", ""),
        (
            format!("{good}{}chrI\tx\tCDS\t9o\t95\t.\t-\t0\tParent=B.t\n", gene("B", "chrI 60 80 -")),
            "",
            "genes with a line that cannot be read (left out): 1 (B)",
        ),
        // Where it cannot be.
        (good.clone() + &gene("B", "chrI 60 101 +"), "", "reach beyond their contig's end (left out): 1 (B)"),
        (good.clone() + &gene("B", "chrIX 60 80 +"), "", "contigs that the genome does not have (left out): 1 (B)"),
        (good.clone() + &gene("B", "chrI 60 80 ."), "", "on both strands or on none (left out): 1 (B)"),
        (
            gene("B", "chrI 60 80 +") + &lone("chrI 70 90 -", "ID=B.c2;Parent=B.t") + &good,
            "",
            "on both strands or on none (left out): 1 (B)",
        ),
        // A later transcript on the other strand, or on another contig.
        (
            gene("B", "chrI 60 80 +")
                + &good
                + &line("mRNA", "chrI 50 90 -", "ID=B.u;Parent=B")
                + &lone("chrI 50 90 -", "Parent=B.u"),
            "",
            "on both strands or on none (left out): 1 (B)",
        ),
        (
            good.clone()
                + &gene("B", "chrI 60 80 +")
                + &line("mRNA", "II 30 90 +", "ID=B.u;Parent=B")
                + &lone("II 30 90 +", "Parent=B.u"),
            ", B chrI:50-59(+)",
            "transcripts on several contigs (the first one counts): 1 (B)",
        ),
        // Trans-splicing says which piece is the first, or does not.
        (
            good.clone()
                + &line("gene", "chrI 50 99 -", "ID=B")
                + &lone("chrI 50 60 -", "ID=b;Parent=B;exception=trans-splicing")
                + &lone("chrI 90 99 -", "ID=b;Parent=B;exception=trans-splicing"),
            "",
            "trans-spliced genes whose first piece is not known (left out): 1 (B)",
        ),
        (
            good.clone()
                + &line("gene", "chrI 50 99 -", "ID=B")
                + &lone("chrI 50 60 -", "ID=b;Parent=B;exception=trans-splicing;part=1/2")
                + &lone("chrI 80 89 -", "ID=b;Parent=B;exception=trans-splicing;part=2/2"),
            ", B chrI:61-70(-)",
            "",
        ),
        // A coding sequence whose parent is lost: by what it says, by its other lines, by its place.
        (
            good.clone() + &line("gene", "chrI 60 80 +", "ID=B") + &lone("chrI 60 80 +", "ID=c5"),
            ", B chrI:50-59(+)",
            "",
        ),
        (
            good.clone()
                + &line("gene", "chrI 60 80 +", "ID=B;locus_tag=YB")
                + &lone("chrI 60 80 +", "ID=c5;Parent=gone"),
            ", YB chrI:50-59(+)",
            "",
        ),
        (good.clone() + &lone("chrI 60 80 +", "ID=c5;locus_tag=YC;gene=ABC1"), ", YC ABC1 chrI:50-59(+)", ""),
        (good.clone() + &lone("chrI 30 35 +", "ID=A.c;pseudo"), "", ""),
        (good.clone() + &lone("II 60 80 +", "ID=c5"), "", "gene (Parent) is not to be found (left out): 1 (line 4)"),
        // Lines of others, and comments.
        (format!("track name=x\nbrowser position chrI:1-9\n\n# c\n{good}"), "", ""),
        (good.replace('\n', "\r"), "", ""),
        // Quotes around columns, as R writes them.
        (good.replace("chrI\tx", "\"chrI\"\t\"x\"").replace("\t0\tID=A;", "\t\"0\"\t\"ID=A;"), "", ""),
    ];
    for (annotation, more, said) in cases {
        let (genes, notes) = told(&cut(&annotation, Anchor::StartCodon)?)?;
        assert_eq!(genes, format!("A chrI:11-20(+){more}"), "{annotation}\n{notes}");
        assert!(notes.contains(said), "{annotation}\n{notes}");
    }
    Ok(())
}

#[test]
fn oddities_of_gtf() -> Outcome {
    let good = gtf("A", "chrI 21 40 +");
    let cases = [
        (format!("{good}{}", line("CDS", "chrI 60 80 +", "x \"y\"; z \"w\"")), "", "line 2: there is no gene_id"),
        (format!("{good}{}", line("CDS", "chrI 60 80 +", "B")), ", B chrI:50-59(+)", "have no gene_id: 1 (B)"),
        (format!("{}{good}", line("gene", "chrI 60 80 +", "g;;\"=")), "", ""),
        // One transcript_id for all, as NCBI writes it, and none.
        (
            [("A", "chrI 21 40 +"), ("B", "chrI 60 80 -")]
                .map(|(name, place)| {
                    line("CDS", place, &format!("gene_id \"{name}\"; transcript_id \"unknown_transcript_1\""))
                })
                .concat(),
            ", B chrI:81-90(-)",
            "",
        ),
        (good.clone() + &line("CDS", "chrI 60 80 -", "gene_id \"B\"; transcript_id \"\""), ", B chrI:81-90(-)", ""),
        // A gene that is there on two contigs.
        (good.clone() + &gtf("A", "II 50 60 -"), "", "transcripts on several contigs (the first one counts): 1 (A)"),
    ];
    for (annotation, more, said) in cases {
        let (genes, notes) = told(&cut(&annotation, Anchor::StartCodon)?)?;
        assert_eq!(genes, format!("A chrI:11-20(+){more}"), "{annotation}\n{notes}");
        assert!(notes.contains(said), "{annotation}\n{notes}");
    }
    Ok(())
}

#[test]
fn what_is_cut_off_at_its_start_has_no_promoter_in_any_format() -> Outcome {
    let gff = |attributes: &str, strand: &str| {
        let place = format!("chrI 60 80 {strand}");
        gene("A", "chrI 21 40 +")
            + &line("gene", &place, "ID=B")
            + &line("CDS", &place, &format!("ID=b;Parent=B;{attributes}"))
    };
    let tagged = |tag: &str| {
        gtf("A", "chrI 21 40 +") + &gtf("B", "chrI 60 80 +").replace("B.t\"", &format!("B.t\"; tag \"{tag}\""))
    };
    let cases = [
        (gff("partial=true;start_range=.,60", "+"), false),
        (gff("partial=true;end_range=80,.", "+"), true),
        (gff("partial=true;start_range=.,60", "-"), true),
        (gff("partial=true;end_range=80,.", "-"), false),
        (gff("partial=10", "+"), false),
        (gff("partial=10", "-"), true),
        (gff("partial=01", "-"), false),
        (gff("partial=00", "+"), true),
        (gff("tag=basic,cds_start_NF", "+"), false),
        (tagged("cds_start_NF"), false),
        (tagged("cds_end_NF"), true),
    ];
    for (annotation, has_start) in cases {
        let (genes, notes) = told(&cut(&annotation, Anchor::StartCodon)?)?;
        assert_eq!(genes.contains("B chrI"), has_start, "{annotation}\n{notes}");
        assert_eq!(
            notes.contains("genes without a start codon (left out): 1 (B)"),
            !has_start,
            "{annotation}\n{notes}"
        );
    }
    let bases = "acgttgcaac".repeat(10);
    for (location, has_start) in
        [("<60..80", false), ("60..>80", true), ("complement(<60..80)", true), ("complement(60..>80)", false)]
    {
        let record = format!(
            "LOCUS  chrI 100 bp DNA\nFEATURES  Location/Qualifiers\n     CDS             21..40\n                     /gene=\"A\"\n     CDS             {location}\n                     /gene=\"B\"\nORIGIN\n1 {bases}\n//\n"
        );
        let (genes, notes) = told(&Genome::read(record.as_bytes(), None)?.promoters(Anchor::StartCodon, 10)?)?;
        assert_eq!(genes.contains("B chrI"), has_start, "{location}\n{notes}");
        assert_eq!(notes.contains("genes without a start codon (left out): 1 (B)"), !has_start, "{location}\n{notes}");
    }
    // A transcript that is cut off says nothing about where transcription starts.
    let cut_off = gene("A", "chrI 21 40 +") + &gene("B", "chrI 60 80 +").replace("B.t;", "B.t;start_range=.,60;");
    let (genes, notes) = told(&cut(&cut_off, Anchor::TranscriptStart)?)?;
    assert_eq!(genes, "A chrI:11-20(+)");
    assert!(notes.contains("transcript is not annotated (left out): 1 (B)"), "{notes}");
    Ok(())
}

#[test]
fn oddities_of_genbank_cost_one_gene_or_record() -> Outcome {
    let bases = "acgttgcaac".repeat(10);
    let record = |locus: &str, features: &str| {
        format!(
            "LOCUS       {locus}\nREMARK x\n  ODD y\nFEATURES             Location/Qualifiers\n     CDS             21..40\n                     /gene=\"A\"\n                     /note=\"a \"\"b\"\" c\n                     /gene=no\"\n{features}BASE COUNT 1 a\nORIGIN a b\n        1 {bases}\n"
        )
    };
    let coding = |location: &str, name: &str| {
        format!("     CDS             {location}\n                     /locus_tag=\"{name}\"\n")
    };
    let linear = "one 100 bp DNA linear PLN";
    let cases = [
        (record(linear, "") + "//\n", "", ""),
        ("GBPLN1.SEQ  Genetic Sequence Data Bank\n\n".to_owned() + &record(linear, ""), "", ""),
        (record(linear, &coding("join(60..70,\n                     75..80)", "B")), ", B one:50-59(+)", ""),
        (record(linear, &coding("60..101", "B")), "", "reach beyond their contig's end (left out): 1 (B)"),
        (record(linear, &coding("X1.1:60..80", "B")), "", "in another record (left out): 1 (B)"),
        (
            record(linear, &coding("sixty..80", "B")),
            "",
            "place cannot be read or is in another record (left out): 1 (B)",
        ),
        (
            record(linear, &(coding("60..80", "B") + &coding("complement(70..90)", "b"))),
            ", B one:50-59(+)",
            "that an earlier gene has (left out): 1 (b)",
        ),
        (record("one 99 bp DNA linear PLN", "") + "//\n", "", "not as long as their LOCUS lines say: 1 (one)"),
        (record(linear, "") + "//\nLOCUS  two 0 bp\nORIGIN\n//\n", "", "records without bases (left out): 1 (two)"),
        (record("one100 bp DNA", &coding("60..80", "B")) + "//\n", ", B one:50-59(+)", ""),
    ];
    for (text, more, said) in cases {
        let (genes, notes) = told(&Genome::read(text.as_bytes(), None)?.promoters(Anchor::StartCodon, 10)?)?;
        assert_eq!(genes, format!("A one:11-20(+){more}"), "{text}\n{notes}");
        assert!(notes.contains(said), "{text}\n{notes}");
    }
    let cut_short = record("one 200 bp DNA", "");
    let error = Genome::read(cut_short.as_bytes(), None).map(|_| ()).map_err(|error| error.to_string());
    assert!(error.is_err_and(|error| error.contains("record 1 is not a GenBank record, or is cut short")));
    Ok(())
}

#[test]
fn contigs_are_matched_by_what_is_said_of_them() -> Outcome {
    let bases = "ACGTTGCAAC".repeat(10);
    let genome = |headers: [&str; 2]| headers.map(|header| format!(">{header}\n{bases}\n")).concat();
    let region = |name: &str, attributes: &str| line("region", &format!("{name} 1 100 +"), attributes);
    let genes =
        |names: [&str; 2]| gene("A", &format!("{} 21 40 +", names[0])) + &gene("B", &format!("{} 31 40 +", names[1]));
    let plain = ["I", "II"];
    let cases = [
        (genome(["1", "2"]), genes(plain), Some("I = 1, II = 2")),
        (genome(["chr01", "chr02"]), genes(["chrI", "chrII"]), Some("chrI = chr01, chrII = chr02")),
        (
            genome(["gi|1|ref|NC_001133.9| x", "gi|2|ref|NC_001134.8| y"]),
            genes(["NC_001133.9", "NC_001134.8"]),
            Some("NC_001133.9 = gi|1|ref|NC_001133.9|"),
        ),
        (
            genome(["BK006935.2", "BK006936.2"]),
            region("chrI", "dbxref=NCBI:BK006935.2")
                + &region("chrII", "Alias=x,BK006936.2")
                + &genes(["chrI", "chrII"]),
            Some("chrI = BK006935.2, chrII = BK006936.2"),
        ),
        (
            genome(["a [chromosome=I]", "b mitochondrion, complete"]),
            genes(["chrI", "chrM"]),
            Some("chrI = a, chrM = b"),
        ),
        // X may be a sex chromosome, and two contigs of one chromosome are not told apart.
        (genome(["1", "10"]), genes(["X", "Y"]), None),
        (genome(["a x chromosome I", "b x chromosome I"]), genes(["I", "II"]), None),
        (genome(["scaffold_1", "scaffold_2"]), genes(plain), None),
    ];
    for (genome, annotation, pairs) in cases {
        let read = Genome::read(genome.as_bytes(), Some(annotation.as_bytes()));
        match (read, pairs) {
            (Ok(read), Some(pairs)) => {
                let (genes, notes) = told(&read.promoters(Anchor::StartCodon, 10)?)?;
                assert!(genes.starts_with("A ") && genes.contains("B "), "{genes}");
                assert!(notes.contains(pairs), "{notes}");
            }
            (Err(error), None) => {
                let error = error.to_string();
                assert!(error.contains("nothing in the two files says") && !error.contains("assembly"), "{error}");
            }
            (read, _) => return Err(format!("{annotation}: {:?}", read.map(|_| ())).into()),
        }
    }
    // The same chromosome, but not the same bases.
    let other = line("region", "NC_1.1 1 99 +", "chromosome=I") + &genes(["NC_1.1", "NC_2.1"]);
    let error =
        Genome::read(genome(plain).as_bytes(), Some(other.as_bytes())).map(|_| ()).map_err(|error| error.to_string());
    assert!(error.is_err_and(|error| error.contains("NC_1.1 = I") && error.contains("99 bases")));
    let longer = format!("##sequence-region chrI 1 99\n{}", gene("A", "chrI 21 40 +"));
    let (_, notes) = told(&cut(&longer, Anchor::StartCodon)?)?;
    assert!(
        notes.contains("not as long as the annotation says, as if it were of another assembly: 1 (chrI)"),
        "{notes}"
    );
    Ok(())
}

#[test]
fn files_of_every_machine_and_one_file_for_all() -> Outcome {
    let annotation = gene("A", "chrI 21 40 +");
    let text = String::from_utf8(fasta())?;
    let utf16 =
        |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mac = |text: &str| text.replace('\n', "\r").into_bytes();
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    let pairs = [
        (utf16(&text), utf16(&annotation)),
        (mac(&text), mac(&annotation)),
        (windows(&text), windows(&annotation)),
        (
            format!("; a comment\n# another\n{}", text.replace(">chrI", "> chrI")).into_bytes(),
            annotation.clone().into_bytes(),
        ),
    ];
    let expected = "A chrI:11-20(+)";
    for (sequence, annotation) in pairs {
        let genome = Genome::read(&sequence, Some(&annotation))?;
        assert_eq!(told(&genome.promoters(Anchor::StartCodon, 10)?)?.0, expected);
    }
    for mark in ["##FASTA\n", ""] {
        let whole = format!("##gff-version 3\n{annotation}{mark}{text}");
        for whole in [whole.clone().into_bytes(), mac(&whole), utf16(&whole)] {
            let mut files = GenomeFiles::default();
            files.add_annotation(whole.clone());
            let genomes = [
                files.read()?,
                Genome::read(&whole, None)?,
                Genome::read(&whole, Some(&whole))?,
                Genome::read(annotation.as_bytes(), Some(text.as_bytes()))?,
            ];
            for genome in genomes {
                assert_eq!(told(&genome.promoters(Anchor::StartCodon, 10)?)?.0, expected);
            }
        }
    }
    let mut files = GenomeFiles::default();
    files.add_annotation(annotation.into_bytes());
    assert!(files.read().is_err_and(|error| error.to_string().contains("does not bring its genome along")));
    Ok(())
}
