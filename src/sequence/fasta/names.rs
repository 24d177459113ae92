use std::collections::HashMap;

/// A name for each header: its first word; where several begin with the same word, as many words as tell them
/// apart. Headers that are the same throughout keep the same name.
pub(super) fn distinct(headers: &[&str]) -> Vec<String> {
    let words: Vec<Vec<&str>> = headers.iter().map(|header| header.split_whitespace().collect()).collect();
    let mut alike: HashMap<&str, Vec<&[&str]>> = HashMap::new();
    for words in &words {
        if let Some(first) = words.first() {
            alike.entry(first).or_default().push(words);
        }
    }
    let needed: HashMap<&str, usize> =
        alike.into_iter().map(|(first, headers)| (first, words_needed(headers))).collect();
    let name = |words: &Vec<&str>| {
        let count = words.first().map_or(0, |first| needed.get(first).copied().unwrap_or(1));
        words[..count.min(words.len())].join(" ")
    };
    words.iter().map(name).collect()
}

/// One more than the longest common beginning of any two, which stand side by side once they are sorted.
fn words_needed(mut headers: Vec<&[&str]>) -> usize {
    headers.sort_unstable();
    headers.dedup();
    let shared = |pair: &[&[&str]]| pair[0].iter().zip(pair[1]).take_while(|(a, b)| a == b).count();
    headers.windows(2).map(shared).max().unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_long_as_they_have_to_be() {
        let cases: [(&[&str], &[&str]); 6] = [
            (&["a one", "b two"], &["a", "b"]),
            (&["seq 0", "seq 1", "other 0"], &["seq 0", "seq 1", "other"]),
            (&["HSP12 S288C promoter", "HSP12  SK1 promoter", "HSP12"], &["HSP12 S288C", "HSP12 SK1", "HSP12"]),
            (&["g up of x", "g up of y", "g up of x"], &["g up of x", "g up of y", "g up of x"]),
            (&["gi|1|ref|NW_1| S. cerevisiae", "gi|1|ref|NW_2| S. cerevisiae"], &["gi|1|ref|NW_1|", "gi|1|ref|NW_2|"]),
            (&["", "twin x", "twin x"], &["", "twin", "twin"]),
        ];
        for (headers, names) in cases {
            assert_eq!(distinct(headers), names);
        }
    }
}
