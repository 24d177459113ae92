use super::*;

#[test]
fn faults_are_named() {
    let cases = [
        ("MEME version 4\n", MemeError::NoMotif),
        ("ALPHABET= ACDEFGHIKLMNPQRSTVWY\n", MemeError::Alphabet(1)),
        ("\nBackground letter frequencies\nA 0.5 C 0.5 G x T 0\n", MemeError::Background(3)),
        ("Background letter frequencies (from x):\nA 0.5 C 0.5\nG 0 T 0\nMOTIF a\n", MemeError::Background(1)),
        ("MOTIF\n", MemeError::NoIdentifier(1)),
        ("MOTIF a\n", MemeError::NoMatrix("a".into())),
        ("MOTIF a\nletter-probability matrix:\n0.5 0.5\n", MemeError::Row(3)),
        ("MOTIF a\nletter-probability matrix:\n0.5 0.5 0.5 0.5\n", MemeError::Row(3)),
        ("MOTIF a\nletter-probability matrix: w= 2\n1 0 0 0\nMOTIF b\n", MemeError::Row(4)),
        ("MOTIF a\nletter-probability matrix: w=2\n1 0 0 0\n", MemeError::RowsMissing("a".into(), 1)),
    ];
    for (text, error) in cases {
        assert_eq!(MotifFile::parse(text), Err(error), "{text:?}");
    }
}

#[test]
fn motifs_are_read_as_programs_write_them() -> Result<(), MemeError> {
    let rows = "letter-probability matrix: alength= 4 w= 2 nsites= 20 E= 0\n0.5\t0.5\t0\t0\t\n 0 0 1 0";
    let found = |text: &str| MotifFile::parse(text).map(|file| (file.motifs, file.without_matrix));
    let expected = |id: &str, name: &str| Motif {
        id: id.into(),
        name: name.into(),
        probabilities: vec![[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]],
        sites: Some(20.0),
    };
    let empty = format!("\u{feff}MOTIF\tA\n\nMOTIF  B\tb\n{rows}\nMOTIF C\n");
    assert_eq!(found(&empty)?, (vec![expected("B", "b")], vec!["A".into(), "C".into()]));
    let mac = format!("MOTIF MA1.1 GCN4\n{rows}\nURL http://x\n").replace('\n', "\r");
    assert_eq!(found(&mac)?, (vec![expected("MA1.1", "GCN4")], vec![]));
    let own = format!(
        "MOTIF CACG MEME-1\twidth =   2  sites =  20\n****\nlog-odds matrix: alength= 4 w= 2\n -4 1 -4 -4\n{rows}\n----\nMOTIF  2 width = 2\n{rows}"
    );
    assert_eq!(found(&own)?.0, [expected("CACG", "MEME-1"), expected("2", "2")]);
    Ok(())
}

#[test]
fn names_sites_and_background_are_read() -> Result<(), MemeError> {
    let text = "MEME version 5\r\n\r\nALPHABET= ACGT\r\nstrands: + -\r\n\r\nBackground letter frequencies (of yeast):\r\n\
            A 0.31 C 0.19\r\nG 0.19 T 0.31\r\n\r\nMOTIF M1 ABF1\r\nletter-probability matrix: alength= 4 w= 2 nsites= 427 E= 0\r\n\
            \r\n 0.5 0.5 0 0\r\n 0 0 1 0\r\nURL http://example.org\r\nMOTIF M2\r\nletter-probability matrix:\r\n1 0 0 0\r\n";
    let MotifFile { background, motifs, .. } = MotifFile::parse(text)?;
    assert_eq!(background, Some([0.31, 0.19, 0.19, 0.31]));
    assert_eq!((motifs[0].id.as_str(), motifs[0].name.as_str(), motifs[0].sites), ("M1", "ABF1", Some(427.0)));
    assert_eq!(motifs[0].probabilities, [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]);
    assert_eq!((motifs[1].name.as_str(), motifs[1].sites, motifs[1].probabilities.len()), ("M2", None, 1));
    Ok(())
}
