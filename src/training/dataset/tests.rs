use super::*;

fn column(id: &str) -> Column {
    let own = || id.to_owned();
    Column { id: own(), name: own(), series: own(), held_out: false, source: format!("study: {id}") }
}

fn promoters(names: [&str; 2]) -> Result<Vec<Promoter>, FastaError> {
    let bases = "ACGTTGCA".repeat(10);
    Ok(read_fasta(names.map(|name| format!(">{name}\n{bases}\n")).concat().as_bytes())?.promoters)
}

/// Two genes, of which the second validates, in two conditions.
fn data() -> Result<Dataset, FastaError> {
    Ok(Dataset {
        promoters: promoters(["a", "b"])?,
        parts: vec![Part::Training, Part::Validation],
        variable: vec![true, false],
        columns: vec![column("one"), column("two")],
        responses: vec![Some(1.0), Some(2.0), Some(3.0), None],
        tfs: vec!["a".to_owned()],
        levels: vec![Some(1.0), Some(2.0)],
        scaling: Scaling { mean: vec![1.5], sd: vec![0.5] },
        families: 2,
        family_of: vec![0, 1],
    })
}

fn answers(columns: [&str; 2]) -> ExpressionTable {
    ExpressionTable {
        rows: vec!["y".to_owned(), "x".to_owned()],
        columns: columns.map(str::to_owned).to_vec(),
        values: vec![Some(5.0), Some(6.0), Some(7.0), Some(8.0)],
        ..Default::default()
    }
}

#[test]
fn what_a_teacher_answered_is_learnt_from_and_no_more() -> Result<(), Box<dyn std::error::Error>> {
    let mut own = data()?;
    own.teach(promoters(["x", "y"])?, &answers(["study: two", "study: one"]))?;
    assert_eq!(own.learnt(), [0, 2, 3]);
    assert_eq!([Part::Training, Part::Validation].map(|part| own.genes(part)), [vec![0], vec![1]]);
    // Rows by name, columns by heading.
    assert_eq!([own.profile(2), own.profile(3)], [[Some(8.0), Some(7.0)], [Some(6.0), Some(5.0)]]);
    Ok(())
}

#[test]
fn answers_that_lack_a_promoter_or_a_condition_are_refused() -> Result<(), Box<dyn std::error::Error>> {
    let mut own = data()?;
    let promoters = promoters(["z", "y"])?;
    let refused = |result: Result<(), DataError>| result.map_err(|error| error.to_string()).unwrap_err();
    let lacks = refused(own.teach(promoters.clone(), &answers(["study: one", "study: two"])));
    assert!(lacks.contains("lack a row \"z\""), "{lacks}");
    let lacks = refused(own.teach(promoters, &answers(["study: one", "study: three"])));
    assert!(lacks.contains("lack a column \"study: two\""), "{lacks}");
    Ok(())
}
