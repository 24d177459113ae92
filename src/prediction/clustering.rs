use kodama::{Method, linkage};

/// Distances that one step computes, times the length of a profile.
const PRODUCTS_PER_STEP: usize = 20_000_000;

/// An order in which similar profiles stand side by side: average linkage on 1 - Pearson's correlation, with
/// the higher of two branches first. A flat profile correlates with nothing.
#[derive(Debug)]
pub struct ClusteringJob {
    /// Profiles, each centred and scaled to length 1.
    profiles: Vec<f32>,
    means: Vec<f32>,
    width: usize,
    /// Upper triangle of the distances, row by row.
    distances: Vec<f32>,
    rows: usize,
    order: Option<Vec<usize>>,
}

impl ClusteringJob {
    /// Prepares the clustering of profiles of `width` values each, row-major; values that are not finite
    /// count as the profile's mean.
    pub fn new(values: &[f32], width: usize) -> Self {
        let mut profiles = Vec::with_capacity(values.len());
        let mut means = Vec::new();
        for profile in values.chunks_exact(width.max(1)) {
            let finite = profile.iter().filter(|value| value.is_finite());
            let mean = finite.clone().sum::<f32>() / finite.count().max(1) as f32;
            let centred: Vec<f32> =
                profile.iter().map(|value| if value.is_finite() { value - mean } else { 0.0 }).collect();
            let length = centred.iter().map(|value| value * value).sum::<f32>().sqrt();
            profiles.extend(centred.iter().map(|value| if length > 0.0 { value / length } else { 0.0 }));
            means.push(mean);
        }
        Self { profiles, means, width: width.max(1), distances: Vec::new(), rows: 0, order: None }
    }

    /// Profiles to do, and the linkage.
    pub fn total(&self) -> usize {
        self.means.len() + 1
    }

    /// Profiles done.
    pub fn done(&self) -> usize {
        self.rows + usize::from(self.order.is_some())
    }

    /// Computes the next distances or, after the last, the tree.
    pub fn step(&mut self) {
        let count = self.means.len();
        if self.rows == count {
            self.order = Some(self.linked());
            return;
        }
        let most = PRODUCTS_PER_STEP / self.width;
        let start = self.distances.len();
        while self.rows < count && self.distances.len() - start < most.max(1) {
            let own = &self.profiles[self.rows * self.width..(self.rows + 1) * self.width];
            let others = self.profiles[(self.rows + 1) * self.width..].chunks_exact(self.width);
            self.distances.extend(others.map(|other| 1.0 - product(own, other)));
            self.rows += 1;
        }
    }

    /// Indices of the profiles in the order of the tree; empty before the last step.
    pub fn order(&self) -> &[usize] {
        self.order.as_deref().unwrap_or_default()
    }

    fn linked(&mut self) -> Vec<usize> {
        let count = self.means.len();
        let tree = linkage(&mut self.distances, count, Method::Average);
        let mut branches: Vec<(Vec<usize>, f32)> =
            self.means.iter().enumerate().map(|(index, mean)| (vec![index], *mean)).collect();
        for step in tree.steps() {
            let first = std::mem::take(&mut branches[step.cluster1]);
            let second = std::mem::take(&mut branches[step.cluster2]);
            let average = |branch: &(Vec<usize>, f32)| branch.1 / branch.0.len() as f32;
            let (mut high, low) = if average(&first) >= average(&second) { (first, second) } else { (second, first) };
            high.0.extend(low.0);
            branches.push((high.0, high.1 + low.1));
        }
        branches.pop().map(|(order, _)| order).unwrap_or_default()
    }
}

/// Written with eight sums, which compilers turn into SIMD code.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (heads, tails) = (a.chunks_exact(8).zip(b.chunks_exact(8)), a.len() / 8 * 8);
    for (left, right) in heads {
        for ((sum, x), y) in sums.iter_mut().zip(left).zip(right) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f32>() + a[tails..].iter().zip(&b[tails..]).map(|(x, y)| x * y).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(values: &[f32], width: usize) -> Vec<usize> {
        let mut job = ClusteringJob::new(values, width);
        while job.done() < job.total() {
            job.step();
        }
        job.order().to_vec()
    }

    #[test]
    fn profiles_that_rise_together_stand_together_and_the_higher_branch_first() {
        let rising = |at: f32| (0..10).map(move |column| at + column as f32);
        let falling = |at: f32| (0..10).map(move |column| at - column as f32);
        let values: Vec<f32> = falling(0.0).chain(rising(5.0)).chain(falling(3.0)).chain(rising(-50.0)).collect();
        assert_eq!(order(&values, 10), [2, 0, 1, 3]);
    }

    #[test]
    fn few_flat_and_unknown_profiles_are_ordered_too() {
        assert_eq!(order(&[], 3), Vec::<usize>::new());
        assert_eq!(order(&[1.0, 2.0], 2), [0]);
        let mut odd = order(&[0.0, 0.0, f32::NAN, 1.0, 2.0, 1.0], 2);
        odd.sort_unstable();
        assert_eq!(odd, [0, 1, 2]);
    }
}
