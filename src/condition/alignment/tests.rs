use super::*;
use crate::condition::{TranscriptionFactor, read_loose_table, read_table};

fn three_factors() -> (TfList, Scaling) {
    let factor = |id: &str, name: &str| TranscriptionFactor { id: id.into(), name: name.into(), ..Default::default() };
    let factors = vec![factor("YMR037C", "MSN2"), factor("YGL073W", "HSF1"), factor("YEL009C", "GCN4")];
    (TfList::new(factors), Scaling { mean: vec![0.1, 0.2, 0.3], sd: vec![1.0; 3] })
}

#[test]
fn names_of_both_kinds_align_and_gaps_take_the_mean() -> Result<(), Box<dyn std::error::Error>> {
    let (tfs, scaling) = three_factors();
    let table = read_table(b"TF\ta\tb\ngcn4\t3\t\nYMR037C\t1\t2\nACT1\t9\t9\n")?;
    let aligned = align(&table, &tfs, &scaling)?;
    assert_eq!(aligned.levels, [1.0, 0.2, 3.0, 2.0, 0.2, 0.3]);
    assert_eq!((aligned.matched, aligned.missing_cells), (2, 1));
    let renamed = [("gcn4".to_owned(), "GCN4".to_owned()), ("YMR037C".to_owned(), "MSN2".to_owned())];
    assert_eq!(aligned.renamed, renamed);
    assert_eq!((aligned.missing, aligned.unknown), (vec!["HSF1".to_owned()], vec!["ACT1".to_owned()]));
    Ok(())
}

#[test]
fn tables_of_another_shape_are_explained() -> Result<(), Box<dyn std::error::Error>> {
    let (tfs, scaling) = three_factors();
    let transposed = read_table(b"condition\tMSN2\tHSF1\nheat\t1\t2\n")?;
    assert_eq!(align(&transposed, &tfs, &scaling), Err(AlignmentError::Transposed(2)));
    let foreign = read_table(b"TF\ta\nTP53\t1\n")?;
    assert!(matches!(align(&foreign, &tfs, &scaling), Err(AlignmentError::NoFactor { .. })));
    let twice = read_table(b"TF\ta\nMSN2\t1\nYMR037C\t1\n")?;
    assert!(matches!(align(&twice, &tfs, &scaling), Err(AlignmentError::SameFactor(..))));
    Ok(())
}

#[test]
fn rows_of_no_tf_do_no_harm() -> Result<(), Box<dyn std::error::Error>> {
    let (tfs, scaling) = three_factors();
    let clean = align(&read_table(b"TF\ta\tb\nMSN2\t1\t2\n")?, &tfs, &scaling)?;
    let others = "1-Mar\t1\t2\n1-Mar\t3\t4\n\t5\t6\n#N/A\t7\t8\nACT1\thigh\tInf\nSHORT\t1\nLONG\t1\t2\t3\n";
    let table = read_loose_table(format!("TF\ta\tb\n{others}MSN2\t1\t2\n").as_bytes())?;
    let aligned = align(&table, &tfs, &scaling)?;
    assert_eq!((aligned.levels, aligned.matched), (clean.levels, 1));
    assert_eq!(aligned.unknown, ["1-Mar", "1-Mar", "(no name)", "#N/A", "ACT1", "SHORT", "LONG"]);
    for (row, message) in [
        ("MSN2\t1\tx", "line 3, column \"b\": \"x\" is not a number; leave the cell empty where the value is missing"),
        (
            "MSN2\tInf\t1",
            "line 3, column \"a\": the value is infinite; leave the cell empty where the value is missing",
        ),
        ("MSN2\t1", "line 3 has 2 columns where the header has 3"),
        ("MSN2\t1\t2\nMSN2\t1\t2", "line 4: \"MSN2\" already stands in line 3; keep one row of the two"),
    ] {
        let table = read_loose_table(format!("TF\ta\tb\nGCN4\t1\t2\n{row}\n").as_bytes())?;
        assert_eq!(align(&table, &tfs, &scaling).map_err(|error| error.to_string()), Err(message.to_owned()));
    }
    Ok(())
}
