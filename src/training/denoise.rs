/// Rounds of orthogonal iteration; the leading components of expression profiles are well apart after a few.
const ROUNDS: usize = 60;

/// Replaces each profile by its projection on the `components` leading principal components of all of them,
/// column means kept.
///
/// `profiles` is `genes x conditions`, row-major. Missing values read as the column's mean and come back
/// filled; masking them stays the caller's business. Regulation that many genes share is kept, noise of
/// single measurements is not.
pub fn denoise(profiles: &[Option<f32>], conditions: usize, components: usize) -> Vec<f32> {
    let means = column_means(profiles, conditions);
    let centred: Vec<f64> = profiles
        .iter()
        .zip(means.iter().cycle())
        .map(|(value, mean)| value.map_or(0.0, |value| f64::from(value) - mean))
        .collect();
    let covariance = covariance(&centred, conditions);
    let basis = leading_directions(&covariance, conditions, components.min(conditions));
    let project = |row: &[f64]| {
        let mut kept = means.clone();
        for direction in &basis {
            let weight = dot(row, direction);
            kept.iter_mut().zip(direction).for_each(|(value, step)| *value += weight * step);
        }
        kept.into_iter().map(|value| value as f32)
    };
    centred.chunks(conditions).flat_map(project).collect()
}

fn column_means(profiles: &[Option<f32>], conditions: usize) -> Vec<f64> {
    let mean = |column| {
        let values = profiles.iter().skip(column).step_by(conditions).flatten();
        let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + f64::from(*value), count + 1));
        sum / count.max(1) as f64
    };
    (0..conditions).map(mean).collect()
}

/// `width x width`, of rows of that width.
pub(super) fn covariance(centred: &[f64], width: usize) -> Vec<f64> {
    let mut covariance = vec![0.0; width * width];
    for row in centred.chunks(width) {
        for (a, line) in row.iter().zip(covariance.chunks_mut(width)) {
            line.iter_mut().zip(row).for_each(|(sum, b)| *sum += a * b);
        }
    }
    covariance
}

/// Orthogonal iteration from a fixed start, so that a run can be repeated.
pub(super) fn leading_directions(covariance: &[f64], width: usize, count: usize) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = (0..count)
        .map(|k| {
            (0..width).map(|i| ((i * (2 * k + 1) + 7 * k) as f64).sin() + if i == k { 1.0 } else { 0.0 }).collect()
        })
        .collect();
    orthonormalise(&mut basis);
    for _ in 0..ROUNDS {
        basis =
            basis.iter().map(|direction| covariance.chunks(width).map(|line| dot(line, direction)).collect()).collect();
        orthonormalise(&mut basis);
    }
    basis
}

fn orthonormalise(basis: &mut [Vec<f64>]) {
    for k in 0..basis.len() {
        let (done, rest) = basis.split_at_mut(k);
        let own = &mut rest[0];
        for other in done {
            let overlap = dot(own, other);
            own.iter_mut().zip(other.iter()).for_each(|(value, step)| *value -= overlap * step);
        }
        let length = dot(own, own).sqrt().max(1e-12);
        own.iter_mut().for_each(|value| *value /= length);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_few_components_is_its_own_projection() {
        let weights: Vec<(f32, f32)> = (0..12).map(|gene| ((gene as f32).sin(), (gene as f32 * 1.7).cos())).collect();
        let patterns = [[1.0, -1.0, 2.0, 0.5, 0.0], [0.0, 1.0, 1.0, -1.0, 2.0]];
        let profile = |&(a, b): &(f32, f32)| {
            (0..5).map(move |c| Some(a * patterns[0][c] + b * patterns[1][c])).collect::<Vec<_>>()
        };
        let profiles: Vec<Option<f32>> = weights.iter().flat_map(profile).collect();
        let kept = denoise(&profiles, 5, 2);
        assert!(kept.iter().zip(&profiles).all(|(kept, given)| given.is_some_and(|given| (kept - given).abs() < 1e-4)));
        let poorer = denoise(&profiles, 5, 1);
        assert!(
            poorer.iter().zip(&profiles).any(|(kept, given)| given.is_some_and(|given| (kept - given).abs() > 1e-2))
        );
    }
}
