/// Groups items so that every two of a group correlate by at least `alike` (complete linkage): the closest
/// groups are joined first.
///
/// `features` is `rows x items`, row-major. Returns the group of each item; groups are numbered in the order
/// of their first items.
pub fn alike(features: &[f32], items: usize, alike: f64) -> Vec<usize> {
    let similar = correlations(features, items);
    let mut groups: Vec<Vec<usize>> = (0..items).map(|item| vec![item]).collect();
    loop {
        let mut closest: Option<(f64, usize, usize)> = None;
        for first in 0..groups.len() {
            for second in first + 1..groups.len() {
                let pairs = groups[first].iter().flat_map(|a| groups[second].iter().map(move |b| (*a, *b)));
                let least = pairs.map(|(a, b)| similar[a * items + b]).fold(f64::MAX, f64::min);
                if least >= alike && closest.is_none_or(|(known, ..)| least > known) {
                    closest = Some((least, first, second));
                }
            }
        }
        let Some((_, first, second)) = closest else { break };
        let joined = groups.remove(second);
        groups[first].extend(joined);
    }
    let mut family = vec![0; items];
    for (index, group) in groups.iter().enumerate() {
        group.iter().for_each(|item| family[*item] = index);
    }
    family
}

fn correlations(features: &[f32], items: usize) -> Vec<f64> {
    let rows = features.len().checked_div(items).unwrap_or(0).max(1) as f64;
    let mut means = vec![0.0; items];
    for row in features.chunks_exact(items) {
        means.iter_mut().zip(row).for_each(|(mean, value)| *mean += f64::from(*value) / rows);
    }
    let mut products = vec![0.0; items * items];
    for row in features.chunks_exact(items) {
        let centred: Vec<f64> = row.iter().zip(&means).map(|(value, mean)| f64::from(*value) - mean).collect();
        for (first, own) in centred.iter().enumerate() {
            let sums = &mut products[first * items..(first + 1) * items];
            sums.iter_mut().zip(&centred).for_each(|(sum, other)| *sum += own * other);
        }
    }
    let size = |item: usize| products[item * items + item].sqrt().max(f64::MIN_POSITIVE);
    let sizes: Vec<f64> = (0..items).map(size).collect();
    (0..items * items).map(|at| products[at] / (sizes[at / items] * sizes[at % items])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_of_a_group_are_alike() {
        // 0 and 2 are copies; 1 goes with both, but 3 with 1 alone.
        let rows = [[0.0, 1.0, 0.0, 2.0], [1.0, 1.0, 1.1, 0.0], [2.0, 3.0, 2.0, 3.0], [3.0, 3.0, 3.1, 1.0]].concat();
        assert_eq!(alike(&rows, 4, 0.8), [0, 0, 0, 1]);
        assert_eq!(alike(&rows, 4, 0.99), [0, 1, 0, 2]);
    }
}
