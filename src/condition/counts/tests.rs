use super::*;

const SAMPLES: &[u8] = b"sample\tstudy\tcondition\na\tx\tone\nb\tx\tone\nc\tx\ttwo\nd\ty\tone\n";

#[test]
fn replicates_are_averaged_and_each_study_is_centred() -> Result<(), CountsError> {
    let counts = Counts::read(b"gene\ta\tb\tc\td\ng\t3.5\t15.5\t31.5\t9\nh\t0\t\t4\t\n", SAMPLES, None)?;
    let sized = Counts::read(
        b"gene\ta\tb\tc\td\ng\t3.5\t15.5\t31.5\t9\nh\t0\t\t3.5\t\n",
        SAMPLES,
        Some(b"sample\tsize\nd\t9\nc\t99\nb\t99\na\t99\n"),
    )?;
    let table = sized.log_ratios();
    assert_eq!(table.columns, ["x: one", "x: two", "y: one"]);
    // log2 of 4 and 16, averaged, is 3; of 32 it is 5; a study of one condition is zero.
    let expected = [Some(-1.0), Some(1.0), Some(0.0), Some(-1.5), Some(1.5), None];
    for (value, expected) in table.values.iter().zip(expected) {
        assert!(value.zip(expected).map_or(value.is_none() && expected.is_none(), |(a, b)| (a - b).abs() < 1e-5));
    }
    assert_eq!(counts.sizes, [3.5, 15.5, 35.5, 9.0]);
    Ok(())
}

#[test]
fn rows_and_columns_of_no_gene_and_no_library_count_for_nothing() -> Result<(), CountsError> {
    let samples: &[u8] = b"Condition;Sample;Study\none;wt_1;x\ntwo;wt_2;x\n";
    let expected = Counts::read(b"gene\twt_1\twt_2\ng\t3\t5\nh\t1\t9\n", samples, None)?.log_ratios();
    let htseq = "gene\twt_1\twt_2\ng\t3\t5\nh\t1\t9\n__no_feature\t500\t7\n__ambiguous\t0\t900\n";
    let star = "gene\twt_1\twt_2\nN_unmapped\t99\t1\nN_noFeature\t1\t77\ng\t3\t5\nh\t1\t9\n";
    let places = "# Program:featureCounts\nGeneid\tChr\tStart\tEnd\tStrand\tLength\t/data/wt_1.bam\t/data/wt_2.bam\n\
            g\tI;I\t1;5\t3;9\t+;+\t9\t3\t5\nh\tI\t1\t3\t-\t3\t1\t9\n";
    for text in [htseq, star, places] {
        let counts = Counts::read(text.as_bytes(), samples, None)?;
        assert!(!counts.notes().is_empty(), "{text}");
        assert_eq!(counts.log_ratios(), expected, "{text}");
    }
    Ok(())
}

#[test]
fn what_is_no_count_is_named() {
    let message = |counts: &[u8], samples: &[u8], sizes: Option<&[u8]>| {
        Counts::read(counts, samples, sizes).map(|_| ()).map_err(|error| error.to_string()).unwrap_err()
    };
    assert!(message(b"gene\ta\ng\t-1\n", SAMPLES, None).contains("\"g\" has a negative number in \"a\""));
    assert!(message(b"gene\te\ng\t1\n", SAMPLES, None).contains("column \"e\" is not described"));
    assert!(message(b"gene\ta\ng\t1\n", b"name\n1\n", None).contains("sample, study, condition"));
    assert!(message(b"gene\ta\ng\t1\n", SAMPLES, Some(b"s\tn\nb\t5\n")).contains("\"a\" has no positive size"));
    assert!(message(b"gene\ta\ng\t0\n", SAMPLES, None).contains("\"a\" has no positive size"));
}
