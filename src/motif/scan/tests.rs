use super::*;
use crate::sequence::reverse_complement;

const BACKGROUND: [f64; 4] = [0.31, 0.19, 0.19, 0.31];

fn motif(id: &str, consensus: &str, weight: f64) -> Motif {
    let rest = (1.0 - weight) / 3.0;
    let row = |base: char| b"ACGT".map(|letter| if letter == base as u8 { weight } else { rest });
    Motif { id: id.into(), name: id.into(), probabilities: consensus.chars().map(row).collect(), sites: Some(100.0) }
}

/// Bases that repeat only after a long time, with an N here and there.
fn bases(length: usize) -> Vec<u8> {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    (0..length).map(|_| if next() % 100 == 0 { b'N' } else { b"AACGTT"[next() % 6] }).collect()
}

#[test]
fn a_site_is_found_on_both_strands() -> Result<(), ScanError> {
    let scanner = Scanner::new(&[motif("MSN2", "AAGGGG", 0.97)], BACKGROUND, 1e-3)?;
    let upstream = b"TTATATTTATATTTACCCCTTATAATATATATATAAGGGGATNNNN";
    let hits = scanner.scan(upstream);
    let found: Vec<_> = hits.iter().map(|hit| (&upstream[hit.start..hit.end], hit.strand)).collect();
    assert_eq!(found, [(&b"CCCCTT"[..], Strand::Reverse), (&b"AAGGGG"[..], Strand::Forward)]);
    assert_eq!(hits[0].score, hits[1].score);
    assert!((hits[0].p_value / (0.31_f64.powi(2) * 0.19_f64.powi(4)) - 1.0).abs() < 1e-9, "{}", hits[0].p_value);
    Ok(())
}

#[test]
fn a_scan_is_what_scoring_every_place_gives() -> Result<(), ScanError> {
    let motifs = [motif("a", "GATTACA", 0.8), motif("b", "CGCG", 0.9), motif("c", "TTTTTTTT", 0.6)];
    let bases = bases(3000);
    let scanner = Scanner::new(&motifs, BACKGROUND, 0.02)?;
    let mut expected = 0;
    let hits = scanner.scan(&bases);
    for (index, motif) in motifs.iter().enumerate() {
        let width = motif.probabilities.len();
        for start in 0..=bases.len() - width {
            let place = &bases[start..start + width];
            for (strand, read) in [(Strand::Forward, place.to_vec()), (Strand::Reverse, reverse_complement(place))] {
                let hit = hits.iter().find(|hit| (hit.motif, hit.start, hit.strand) == (index, start, strand));
                let score: Option<f64> = read
                    .iter()
                    .zip(&motif.probabilities)
                    .map(|(base, row)| {
                        let base = b"ACGT".iter().position(|letter| letter == base)?;
                        Some(((100.0 * row[base] / BACKGROUND[base] + 0.1) / 100.1).log2())
                    })
                    .sum();
                match (hit, score) {
                    (Some(hit), Some(score)) => {
                        assert!((hit.score - score).abs() < 0.005 * width as f64 + 1e-9, "{hit:?}: {score}");
                        assert!(hit.p_value <= 0.02 && hit.end == start + width);
                        expected += 1;
                    }
                    (Some(hit), None) => panic!("{hit:?} has an N"),
                    (None, Some(score)) => {
                        let lowest = hits.iter().filter(|hit| hit.motif == index).map(|hit| hit.score);
                        assert!(score <= lowest.fold(f64::MAX, f64::min), "{score} at {start} is missing");
                    }
                    (None, None) => {}
                }
            }
        }
    }
    assert_eq!(hits.len(), expected);
    assert!(expected > 50);
    assert!(hits.is_sorted_by_key(|hit| (hit.start, hit.motif)));
    Ok(())
}

#[test]
fn random_bases_fit_as_often_as_the_p_value_says() -> Result<(), ScanError> {
    let bases: Vec<u8> = bases(200_000).into_iter().filter(|base| *base != b'N').collect();
    let background = [1.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 3.0];
    let hits = Scanner::new(&[motif("a", "GATTACAC", 0.7)], background, 0.01)?.scan(&bases);
    let rate = hits.len() as f64 / (2 * bases.len()) as f64;
    // Scores come in steps, so that the least significant hit may stay below the limit.
    let expected = hits.iter().map(|hit| hit.p_value).fold(0.0, f64::max);
    assert!((rate / expected - 1.0).abs() < 0.06 && expected > 0.005, "{rate} for {expected}");
    Ok(())
}

#[test]
fn what_cannot_be_scanned_for_is_said() -> Result<(), ScanError> {
    let short = motif("short", "CCC", 0.97);
    let scanner = Scanner::new(&[short.clone(), motif("long", "CCCCCCCC", 0.97)], BACKGROUND, 1e-4)?;
    assert_eq!(scanner.unreachable().collect::<Vec<_>>(), [0]);
    assert!(scanner.scan(b"ACGCCCT").is_empty() && scanner.scan(b"").is_empty());
    let error = |background, p_value| Scanner::new(std::slice::from_ref(&short), background, p_value).err();
    assert_eq!(error([0.5, 0.5, 0.0, 0.0], 0.1), Some(ScanError::Background));
    assert_eq!(error(BACKGROUND, 0.0), Some(ScanError::PValue(0.0)));
    let wide = Scanner::new(&[motif("wide", &"A".repeat(101), 0.9)], BACKGROUND, 0.1).err();
    assert_eq!(wide, Some(ScanError::Width { id: "wide".into(), width: 101 }));
    Ok(())
}
