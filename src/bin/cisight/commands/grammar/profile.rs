//! Where along promoters the sites of kernels and motifs stand.

use std::path::{Path, PathBuf};

use anyhow::Result;
use cisight::motif::PlacedSite;
use cisight::schema::BasesInput;

use crate::common::region::position;
use crate::common::table::Table;

/// Bins that a window is cut into, at most.
const BINS: usize = 50;

/// The fewest bases of a bin.
const NARROWEST: usize = 5;

#[derive(clap::Args)]
pub struct ProfileArgs {
    /// Where to write where along the promoters sites stand: kernel, from, to (positions from the anchor, both
    /// included), sites (whose middle lies there), per_promoter
    #[arg(long = "profile", value_name = "TSV")]
    path: Option<PathBuf>,
}

/// Sites of each source by place.
pub struct Profile {
    window: usize,
    /// Bases of a bin.
    pub bin: usize,
    counts: Vec<Vec<u64>>,
}

impl Profile {
    /// Of so many sources and windows of so many bases.
    pub fn new(sources: usize, window: usize) -> Self {
        let bin = window.div_ceil(BINS).max(NARROWEST);
        Self { window, bin, counts: vec![vec![0; window.div_ceil(bin)]; sources] }
    }

    /// One site more, by its middle.
    pub fn add(&mut self, source: usize, site: &PlacedSite) {
        let bin = (site.start + site.end) / 2 / self.bin;
        if let Some(count) = self.counts.get_mut(source).and_then(|own| own.get_mut(bin)) {
            *count += 1;
        }
    }

    /// Sites of a source, by bin from the window's beginning on.
    pub fn of(&self, source: usize) -> &[u64] {
        self.counts.get(source).map_or(&[], Vec::as_slice)
    }
}

impl ProfileArgs {
    /// Writes the table where it is asked for; `named` has the sources that are listed with their names.
    pub fn write(
        &self,
        profile: &Profile,
        named: &[(usize, &str)],
        promoters: usize,
        reads: &BasesInput,
    ) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        write(path, profile, named, promoters, reads)
    }
}

fn write(path: &Path, profile: &Profile, named: &[(usize, &str)], promoters: usize, reads: &BasesInput) -> Result<()> {
    let mut table = Table::create(Some(path), ["kernel", "from", "to", "sites", "per_promoter"])?;
    for (source, name) in named {
        for (bin, count) in profile.of(*source).iter().enumerate() {
            let first = bin * profile.bin;
            let last = (first + profile.bin).min(profile.window) - 1;
            let [from, to] = [first, last].map(|index| position(index, reads).to_string());
            let share = format!("{:.4}", *count as f64 / promoters.max(1) as f64);
            table.row([*name, &from, &to, &count.to_string(), &share])?;
        }
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use cisight::sequence::Strand;

    use super::*;

    #[test]
    fn sites_are_counted_by_their_middle() {
        let site = |start, end| PlacedSite { start, end, strand: Strand::Forward };
        let mut long = Profile::new(2, 1000);
        for (start, end) in [(0, 15), (13, 28), (990, 1000), (1200, 1210)] {
            long.add(1, &site(start, end));
        }
        assert_eq!((long.bin, long.of(1).len(), long.of(0).iter().sum::<u64>()), (20, 50, 0));
        assert_eq!([long.of(1)[0], long.of(1)[1], long.of(1)[49], long.of(1).iter().sum()], [1, 1, 1, 3]);
        let short = Profile::new(1, 110);
        assert_eq!((short.bin, short.of(0).len()), (5, 22));
    }
}
