//! Backgrounds that motifs are written into: shuffles of promoters, so that nothing but the motif is alike in
//! all.

use std::ops::Range;

use cisight::sample::Subject;
use cisight::sequence::{Window, shuffle_stretch};

use super::samples::Row;

/// That many dinucleotide-preserving shuffles of a stretch of each row's promoter, with seeds from `seed` on;
/// the promoters themselves for none.
pub fn shuffled(rows: &[Row], stretch: impl Fn(&Window) -> Range<usize>, (shuffles, seed): (u64, u64)) -> Vec<Subject> {
    let of_row = |row: &Row| {
        let window = row.subject.window();
        let windows: Vec<Window> = match shuffles {
            0 => vec![window.clone()],
            _ => (seed..seed + shuffles).map(|seed| shuffle_stretch(window, stretch(window), seed)).collect(),
        };
        windows.into_iter().map(|window| row.subject.with_window(window)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of_row).collect()
}
