use std::collections::{HashMap, HashSet};

use crate::sequence::Promoter;

/// Words in more promoters than this are repeats (poly-A, say), not kinship.
const MAX_WORD_SHARERS: usize = 200;

/// Groups promoters that share at least `shared` of the smaller one's distinct words of `word` bases on the
/// same strand, transitively.
///
/// Returns the family key of each promoter: the alphabetically first name in its family.
pub fn families(promoters: &[Promoter], word: usize, shared: f64) -> Vec<String> {
    let words: Vec<HashSet<u64>> = promoters.iter().map(|promoter| distinct_words(promoter.bases(), word)).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, own) in words.iter().enumerate() {
        for &word in own {
            holders.entry(word).or_default().push(index);
        }
    }
    let mut common: HashMap<(usize, usize), usize> = HashMap::new();
    for sharers in holders.values().filter(|sharers| (2..=MAX_WORD_SHARERS).contains(&sharers.len())) {
        for (at, &a) in sharers.iter().enumerate() {
            for &b in &sharers[at + 1..] {
                *common.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
    }
    let mut parents: Vec<usize> = (0..promoters.len()).collect();
    for ((a, b), count) in common {
        if count as f64 >= shared * words[a].len().min(words[b].len()) as f64 {
            let (a, b) = (root(&mut parents, a), root(&mut parents, b));
            parents[a] = b;
        }
    }
    let roots: Vec<usize> = (0..promoters.len()).map(|index| root(&mut parents, index)).collect();
    let mut keys: HashMap<usize, &str> = HashMap::new();
    for (promoter, &root) in promoters.iter().zip(&roots) {
        let key = keys.entry(root).or_insert(promoter.name());
        *key = (*key).min(promoter.name());
    }
    roots.iter().map(|root| keys[root].to_owned()).collect()
}

/// A number for each key, the same for keys that are alike, and how many there are.
pub(super) fn numbered(keys: &[String]) -> (Vec<usize>, usize) {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut of = Vec::with_capacity(keys.len());
    for key in keys {
        let next = numbers.len();
        of.push(*numbers.entry(key).or_insert(next));
    }
    (of, numbers.len())
}

fn root(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

/// Words as numbers, two bits a base; words with an N are left out.
fn distinct_words(bases: &[u8], word: usize) -> HashSet<u64> {
    let mask = if word == 32 { u64::MAX } else { (1 << (2 * word)) - 1 };
    let (mut code, mut length, mut words) = (0_u64, 0, HashSet::new());
    for base in bases {
        let Some(digit) = b"ACGT".iter().position(|known| known == base) else {
            length = 0;
            continue;
        };
        code = ((code << 2) | digit as u64) & mask;
        length += 1;
        if length >= word {
            words.insert(code);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::SequenceError;

    #[test]
    fn near_copies_are_one_family_and_strangers_are_not() -> Result<(), SequenceError> {
        let own = "ACGTTGCAAGGCTTACCGATTGACCATGGTTACGA";
        let copy = format!("TTT{own}");
        let stranger = "GGGATCTCTAGAGATCGCGCATATAGCGCTCTAGAG";
        let promoters = [Promoter::parse("B", own)?, Promoter::parse("A", &copy)?, Promoter::parse("C", stranger)?];
        assert_eq!(families(&promoters, 8, 0.5), ["A", "A", "C"]);
        Ok(())
    }
}
