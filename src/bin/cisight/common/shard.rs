//! A part of the input, so that many machines share the work.

use std::str::FromStr;

/// The options of commands that can do a part of their work.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct ShardArgs {
    /// Do part K of N parts only (K from 1): a block of the promoters, in order. Only the first part of a TSV
    /// has the header line, so that the parts one after the other are the whole
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
}

impl ShardArgs {
    /// The part's block of the rows.
    pub fn of<T>(self, mut rows: Vec<T>) -> Vec<T> {
        let Some(Shard { part, parts }) = self.shard else { return rows };
        let count = rows.len() as u128;
        let border = |part: u32| usize::try_from(count * u128::from(part) / u128::from(parts)).unwrap_or(usize::MAX);
        rows.truncate(border(part));
        rows.split_off(border(part - 1).min(rows.len()))
    }

    /// Whether the header line belongs to it.
    pub fn has_header(self) -> bool {
        self.shard.is_none_or(|shard| shard.part == 1)
    }
}

/// Part `part` (from 1) of `parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shard {
    part: u32,
    parts: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) => Ok(Self { part, parts }),
            _ => Err("give the part and the number of parts, such as 3/8".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_one_after_the_other_are_the_whole() -> Result<(), String> {
        for (rows, parts) in [(0, 3), (1, 4), (10, 3), (7, 7), (5, 9)] {
            let whole: Vec<usize> = (0..rows).collect();
            let mut joined = Vec::new();
            for part in 1..=parts {
                let shard = Some(format!("{part}/{parts}").parse()?);
                joined.extend(ShardArgs { shard }.of(whole.clone()));
            }
            assert_eq!(joined, whole);
        }
        for bad in ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
        Ok(())
    }
}
