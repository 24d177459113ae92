use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Seeds with changes of many kinds, always the same ones in the same order.
pub struct Changes<'a> {
    seeds: &'a [Vec<u8>],
    words: Vec<Vec<u8>>,
    random: StdRng,
}

/// The most changes of a seed.
const MOST: usize = 6;

impl<'a> Changes<'a> {
    /// `dictionary` is the fuzzer's: a word a line, in quotes.
    pub fn new(seeds: &'a [Vec<u8>], dictionary: &str) -> Self {
        let words = dictionary.lines().filter_map(|line| Some(unescaped(line.strip_prefix('"')?.strip_suffix('"')?)));
        Self { seeds, words: words.collect(), random: StdRng::seed_from_u64(12) }
    }

    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.seed().to_vec();
        for _ in 0..self.random.random_range(1..=MOST) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.random.random_range(0..=input.len());
        let end = (at + self.random.random_range(0..=40)).min(input.len());
        match self.random.random_range(0..8) {
            0 => drop(input.drain(at..end)),
            1 => input.truncate(at),
            2 => {
                let other = self.seed();
                input.truncate(at);
                input.extend_from_slice(other);
            }
            3 => {
                let copy = input[at..end].to_vec();
                let to = self.random.random_range(0..=input.len());
                drop(input.splice(to..to, copy));
            }
            4 => {
                let value = self.random.random();
                drop(input.splice(at..(at + 1).min(input.len()), [value]));
            }
            5 => {
                // A bit of what is there: numbers become other numbers, letters other letters.
                let bit = 1 << self.random.random_range(0..8);
                input[at..].iter_mut().take(1).for_each(|byte| *byte ^= bit);
            }
            replaces => {
                let word = self.random.random_range(0..self.words.len().max(1));
                let word = self.words.get(word).cloned().unwrap_or_default();
                let end = if replaces == 6 { at } else { (at + word.len()).min(input.len()) };
                drop(input.splice(at..end, word));
            }
        }
    }

    fn seed(&mut self) -> &'a [u8] {
        &self.seeds[self.random.random_range(0..self.seeds.len())]
    }
}

/// `\xNN`, `\\` and `\"` as libFuzzer reads them.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut word = Vec::new();
    while let Some(byte) = bytes.next() {
        match (byte, bytes.clone().next()) {
            (b'\\', Some(b'x')) => {
                let digits: String = bytes.by_ref().skip(1).take(2).map(char::from).collect();
                word.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
            }
            (b'\\', Some(plain)) => {
                word.push(plain);
                bytes.next();
            }
            _ => word.push(byte),
        }
    }
    word
}
