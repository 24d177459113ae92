use kodama::{Method, linkage};

/// Groups rows of `width` values that are near each other: Ward's linkage on Euclidean distances, cut where
/// `groups` branches are left. Returns the group of each row, numbered in the order in which the rows name them.
///
/// The distances take two bytes for the square of the number of rows.
pub fn groups(values: &[f32], width: usize, groups: usize) -> Vec<usize> {
    let rows: Vec<&[f32]> = values.chunks_exact(width.max(1)).collect();
    let squared = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f32>();
    let others = rows.iter().enumerate().flat_map(|(at, row)| rows[at + 1..].iter().map(move |other| (row, other)));
    let mut distances: Vec<f32> = others.map(|(row, other)| squared(row, other).sqrt()).collect();
    let tree = linkage(&mut distances, rows.len(), Method::Ward);
    let mut members: Vec<Vec<usize>> = (0..rows.len()).map(|row| vec![row]).collect();
    for step in tree.steps().iter().take(rows.len().saturating_sub(groups.max(1))) {
        let mut joined = std::mem::take(&mut members[step.cluster1]);
        joined.append(&mut members[step.cluster2]);
        members.push(joined);
    }
    let mut branches: Vec<Vec<usize>> = members.into_iter().filter(|own| !own.is_empty()).collect();
    branches.iter_mut().for_each(|own| own.sort_unstable());
    branches.sort_unstable();
    let mut found = vec![0; rows.len()];
    for (group, own) in branches.iter().enumerate() {
        own.iter().for_each(|row| found[*row] = group);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_rows_are_one_group() {
        let values = [0.0, 0.0, 9.0, 9.0, 0.1, 0.2, -9.0, 9.0, 9.2, 8.9];
        assert_eq!(groups(&values, 2, 3), [0, 1, 0, 2, 1]);
        assert_eq!(groups(&values, 2, 1), [0; 5]);
        assert_eq!(groups(&values, 2, 9), [0, 1, 2, 3, 4]);
        assert_eq!(groups(&[], 2, 3), Vec::<usize>::new());
    }
}
