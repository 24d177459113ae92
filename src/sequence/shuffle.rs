use std::ops::Range;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::Window;

/// The window with a stretch shuffled ([`dinucleotide_shuffle`]); all else stays as it is.
pub fn shuffle_stretch(window: &Window, stretch: Range<usize>, seed: u64) -> Window {
    let mut codes = window.codes().to_vec();
    let shuffled = dinucleotide_shuffle(&codes[stretch.clone()], seed);
    codes[stretch].copy_from_slice(&shuffled);
    window.with_codes(codes)
}

/// Shuffles letters so that every pair of neighbours stays as frequent as it was: a control that keeps a
/// promoter's composition and loses its motifs.
///
/// The first and the last letter stay. An N, padding or any other byte is a letter like every other, so codes
/// of a window can be shuffled too. The result is drawn evenly from all such sequences (Altschul and Erickson
/// 1985, the last exits drawn as Wilson 1996 does); a seed gives the same result again with the same version
/// of this crate.
///
/// ```
/// let bases = b"ACGTTGCAACGGTATTGCAC";
/// let shuffled = cisight::sequence::dinucleotide_shuffle(bases, 7);
/// assert_eq!(shuffled, cisight::sequence::dinucleotide_shuffle(bases, 7));
/// assert_eq!((shuffled.len(), shuffled[0], shuffled[19]), (20, b'A', b'C'));
/// ```
pub fn dinucleotide_shuffle(letters: &[u8], seed: u64) -> Vec<u8> {
    let (Some(&first), Some(&last)) = (letters.first(), letters.last()) else { return Vec::new() };
    let mut random = StdRng::seed_from_u64(seed);
    // The letters that follow each letter: a shuffle is a walk that uses each of them once.
    let mut followers: Vec<Vec<u8>> = vec![Vec::new(); 256];
    for pair in letters.windows(2) {
        followers[usize::from(pair[0])].push(pair[1]);
    }
    let last_exits = last_exits(&followers, last, &mut random);
    for (letter, followers) in followers.iter_mut().enumerate() {
        let exit = last_exits[letter].and_then(|exit| followers.iter().position(|follower| *follower == exit));
        if let Some(index) = exit {
            followers.swap_remove(index);
        }
        followers.shuffle(&mut random);
        // The walk takes them from the end.
        if let Some(exit) = last_exits[letter] {
            followers.insert(0, exit);
        }
    }
    let mut walk = vec![first];
    let mut at = first;
    while let Some(next) = followers[usize::from(at)].pop() {
        walk.push(next);
        at = next;
    }
    walk
}

/// For every letter but the last of the walk, the follower that is used last: a random tree along which each
/// of them leads to the end, so that no walk gets stuck before. Random walks with their loops erased draw it
/// evenly.
fn last_exits(followers: &[Vec<u8>], end: u8, random: &mut StdRng) -> Vec<Option<u8>> {
    let mut exits: Vec<Option<u8>> = vec![None; followers.len()];
    let mut in_tree = vec![false; followers.len()];
    in_tree[usize::from(end)] = true;
    for letter in (0..=u8::MAX).filter(|letter| !followers[usize::from(*letter)].is_empty()) {
        let mut at = letter;
        while !in_tree[usize::from(at)] {
            let choices = &followers[usize::from(at)];
            let next = choices[random.random_range(0..choices.len())];
            exits[usize::from(at)] = Some(next);
            at = next;
        }
        // Only the last exit from each letter counts: that erases the loops.
        let mut at = letter;
        while !in_tree[usize::from(at)] {
            in_tree[usize::from(at)] = true;
            at = exits[usize::from(at)].unwrap_or(end);
        }
    }
    exits
}

#[cfg(test)]
mod tests;
