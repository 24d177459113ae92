use super::*;

#[test]
fn bad_tables_name_the_line_and_what_to_do() {
    let cases: [(&str, TableError); 13] = [
        ("\n \n", TableError::Empty),
        ("MSN2\nHSF1\n", TableError::OneColumn(1)),
        ("TF\theat\n", TableError::NoRows),
        ("TF\theat\nMSN2\t1\t2\n", TableError::Ragged { line: 2, found: 3, expected: 2 }),
        ("TF\theat\n\nMSN2\thigh\n", TableError::NotANumber { line: 3, column: "heat".into(), text: "high".into() }),
        ("TF\theat\nMSN2\tinf\n", TableError::Infinite { line: 2, column: "heat".into() }),
        ("TF\theat\nA\t1\na\t2\n", TableError::DuplicateRow { line: 3, earlier: 2, name: "a".into() }),
        ("TF\tx\tx\nA\t1\t2\n", TableError::DuplicateColumn("x".into())),
        ("TF\tx\n\t1\n", TableError::NoRowName { line: 2 }),
        ("PK\0\u{3}", TableError::Text(DelimitedError::NotText)),
        ("TF;x;y\nA;1.000,92;-0,43\n", TableError::Thousands { line: 2, column: "x".into(), text: "1.000,92".into() }),
        ("TF,x\nA,\"1,5\"\nB,\"x\n", TableError::Text(DelimitedError::Quote(3))),
        (
            "gene\tP.Value\tFDR\nA\t0.1\t0.2\n",
            TableError::NoLevels(vec![LeftOutColumns {
                kind: ColumnKind::Statistic,
                columns: Listed { names: vec!["P.Value".into(), "FDR".into()], more: 0 },
            }]),
        ),
    ];
    for (text, error) in cases {
        assert_eq!(read_table(text.as_bytes()), Err(error), "{text:?}");
    }
}

#[test]
fn spreadsheets_of_all_kinds_are_read() -> Result<(), TableError> {
    let expected = [Some(1.5), None, Some(-2.0), Some(0.25)];
    let texts = [
        "TF\ta\tb\r\nMSN2\t1.5\tNaN\r\nHSF1\t-2\t0.25\r\n",
        "\u{feff}TF,a,b\n\"MSN2\",1.5,\nHSF1,-2,.25\n",
        "TF;a;b\nMSN2;1,5;n/a\nHSF1;-2;0,25\n",
        "sep=;\rTF;a;b\rMSN2;1,5;#N/A\rHSF1;\u{2212}2;0,25\r",
        "TF\ta\tb\nMSN2\t1,5\t#DIV/0!\nHSF1\t-2\t0,25\n",
        "TF,a,b\nMSN2,\"1,5\",\nHSF1,-2,\"0,25\"\n",
        "# written by a program\n#TF\ta\tb\nMSN2\t1.5\t\nHSF1\t-2\t0.25\n",
        "a\tb\nMSN2\t1.5\tNA\nHSF1\t-2\t0.25\n",
        "\ta\tb\t\t\nMSN2\t1.5\t\t\t\nHSF1\t-2\t0.25\t\t\n",
    ];
    for text in texts {
        let table = read_table(text.as_bytes())?;
        assert_eq!((table.columns, table.values.as_slice()), (vec!["a".into(), "b".into()], &expected[..]), "{text:?}");
        assert!(table.notes.is_empty(), "{text:?}");
    }
    let headless = read_table(b"MSN2\t1.5\nHSF1\t2\n")?;
    assert_eq!((headless.columns[0].as_str(), headless.headless), ("condition 1", true));
    let minutes = read_table(b"TF\t5\t10\nMSN2\t1.5\t2\n")?;
    assert_eq!(minutes.columns, ["5", "10"]);
    assert_eq!(read_table(b"TF\t'=1+1\n'-x\t2\n")?.columns, ["=1+1"]);
    Ok(())
}

/// A table, the columns that are conditions, the rows that are genes, and what the notes have to name.
type Known = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const KNOWN: [Known; 17] = [
    (
        "UID\tNAME\tGWEIGHT\theat\tcold\nEWEIGHT\t\t\t1\t1\nA\tA1 \"x\" 5' end\t1\t1\t2\nB\tB1\t1\t3\t4\n",
        &["heat", "cold"],
        &["A", "B"],
        &["NAME", "GWEIGHT", "EWEIGHT"],
    ),
    (
        "YORF\tGWEIGHT\theat\tcold\nEWEIGHT\t\t1\t1\nA\t1\t1\t2\nB\t1\t3\t4\n",
        &["heat", "cold"],
        &["A", "B"],
        &["GWEIGHT"],
    ),
    (
        "GID\tYORF\tNAME\tGWEIGHT\theat\tcold\nAID\t\t\t\tARRY0X\tARRY1X\nEWEIGHT\t\t\t\t1.0\t1.0\nGENE0X\tA\ta\t1.0\t1\t2\nGENE1X\tB\tb\t1.0\t3\t4\n",
        &["heat", "cold"],
        &["A", "B"],
        &["GID", "GWEIGHT", "AID"],
    ),
    (
        "#1.2\n2\t2\nNAME\tDescription\theat\tcold\nA\ta\t1\t2\nB\t\t3\t4\n",
        &["heat", "cold"],
        &["A", "B"],
        &["Description"],
    ),
    (
        "#1.3\n2\t2\t1\t1\nid\tpr_x\theat\tcold\nbatch\tna\t7\t8\nA\t5\t1\t2\nB\t6\t3\t4\n",
        &["heat", "cold"],
        &["A", "B"],
        &["pr_x"],
    ),
    (
        "# Program:featureCounts v2.0.1; Command:\"featureCounts\" \"-T\" \"4\"\nGeneid\tChr\tStart\tEnd\tStrand\tLength\th\tc\nA\tI;I\t1;4\t3;9\t+;+\t7\t1\t2\nB\tI\t1\t3\t-\t7\t3\t4\n",
        &["h", "c"],
        &["A", "B"],
        &["Chr", "Strand", "Length"],
    ),
    ("Geneid\tLength\th\tc\nA\t7\t1\t2\nB\t7\t3\t4\n", &["h", "c"], &["A", "B"], &["Length"]),
    (
        "gene\th\tc\nN_unmapped\t9\t9\nA\t1\t2\nB\t3\t4\n__no_feature\t9\t9\n__alignment_not_unique\t9\t9\n",
        &["h", "c"],
        &["A", "B"],
        &["N_unmapped", "__no_feature"],
    ),
    (
        "\"\",\"baseMean\",\"log2FoldChange\",\"lfcSE\",\"stat\",\"pvalue\",\"padj\"\n\"A\",12.5,1,.1,3,.01,.02\n\"B\",10,3,.1,2,NA,NA\n",
        &["log2FoldChange"],
        &["A", "B"],
        &["DESeq2", "baseMean", "padj"],
    ),
    (
        "logFC\tAveExpr\tt\tP.Value\tadj.P.Val\tB\nA\t1\t5\t2\t.1\t.1\t-2\nB\t3\t5\t2\t.1\t.1\t-3\n",
        &["logFC"],
        &["A", "B"],
        &["limma", "AveExpr", "P.Value"],
    ),
    (
        "gene\tlogFC\tlogCPM\tLR\tF\tPValue\tFDR\nA\t1\t5\t2\t2\t.1\t.1\nB\t3\t5\t2\t2\t.1\t.1\n",
        &["logFC"],
        &["A", "B"],
        &["edgeR", "logCPM", "FDR"],
    ),
    (
        "test_id\tgene_id\tgene\tlocus\tsample_1\tsample_2\tstatus\tvalue_1\tvalue_2\tlog2(fold_change)\ttest_stat\tp_value\tq_value\tsignificant\n\
         X1\tX1\tA\tI:1-2\twt\ths\tOK\t5\t6\t1\t2\t.1\t.2\tno\nX2\tX2\tB\tI:3-4\twt\ths\tOK\t5\t6\t3\t2\t.1\t.2\tno\n",
        &["log2(fold_change)"],
        &["A", "B"],
        &["Cuffdiff", "value_1", "q_value"],
    ),
    (
        "gene,heat_log2FoldChange,heat_padj,cold_log2FoldChange,cold_padj\nA,1,.1,2,.2\nB,3,.1,4,.2\n",
        &["heat_log2FoldChange", "cold_log2FoldChange"],
        &["A", "B"],
        &["heat_padj", "cold_padj"],
    ),
    ("gene,heat,p,cold\nA,1,.1,2\nB,3,.9,4\n", &["heat", "cold"], &["A", "B"], &["\"p\""]),
    (
        "gene\theat\tcold\tF\tP.Value\nA\t1\t2\t9\t.1\nB\t3\t4\t9\t.1\n",
        &["heat", "cold"],
        &["A", "B"],
        &["\"F\"", "P.Value"],
    ),
    (",gene,heat,cold,note\n0,A,1,2,good\n1,B,3,4,bad\n", &["heat", "cold"], &["A", "B"], &["note"]),
    // Letters and places alone are conditions like any other.
    ("gene\tt\tstart\tB\nA\t1\t2\t3\nB\t3\t4\t5\n", &["t", "start", "B"], &["A", "B"], &[]),
];

#[test]
fn tables_of_other_programs_are_known() -> Result<(), TableError> {
    for (text, columns, rows, named) in KNOWN {
        let table = read_table(text.as_bytes())?;
        assert_eq!(table.columns, columns, "{text}");
        assert_eq!(table.rows, rows, "{text}");
        assert_eq!(table.values[0], Some(1.0), "{text}");
        let notes = table.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        named.iter().for_each(|name| assert!(notes.contains(name), "{name}: {notes}"));
        assert_eq!(named.is_empty(), table.notes.is_empty(), "{text}: {notes}");
    }
    Ok(())
}

#[test]
fn what_stands_beside_statistics_is_questioned() -> Result<(), TableError> {
    let table = read_table(b"gene\tscore\teffect\tpval\nA\t1\t2\t.1\n")?;
    assert_eq!(table.columns, ["score", "effect"]);
    assert!(
        table.notes.iter().any(|note| note.to_string().contains("take the columns \"score\" and \"effect\" out")),
        "{:?}",
        table.notes
    );
    let sleuth = read_table(b"target_id\tpval\tqval\tb\tse_b\tmean_obs\nA\t.1\t.1\t1\t.2\t5\n");
    assert!(matches!(sleuth, Err(TableError::NoLevels(_))), "{sleuth:?}");
    Ok(())
}

#[test]
fn numbers_that_look_like_something_else_are_questioned() -> Result<(), TableError> {
    let rows: String =
        (0..30).map(|row| format!("G{row}\t{}\t1\t{}\n", row as f32 - 15.0, row as f32 / 31.0)).collect();
    let table = read_table(format!("gene\theat\tmark\tchance\n{rows}").as_bytes())?;
    assert_eq!(table.columns, ["heat", "mark", "chance"]);
    assert_eq!(table.notes.len(), 2);
    assert!(table.notes[0].to_string().contains("\"mark\" holds 1 in every row"), "{:?}", table.notes);
    assert!(table.notes[1].to_string().contains("\"chance\" lie between 0 and 1"), "{:?}", table.notes);
    Ok(())
}
