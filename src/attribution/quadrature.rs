use std::f64::consts::PI;

use crate::architecture::Node;

/// The Gauss-Legendre quadrature of `steps` nodes over the line from 0 to 1; at least one node.
pub(super) fn gauss_legendre(steps: usize) -> Vec<Node> {
    let count = steps.max(1);
    let node = |index: usize| {
        // Newton's method on the Legendre polynomial, from Tricomi's estimate of its root.
        let mut root = (PI * (index as f64 + 0.75) / (count as f64 + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..20 {
            let (value, derivative) = legendre(count, root);
            slope = derivative;
            let change = value / derivative;
            root -= change;
            if change.abs() < 1e-15 {
                break;
            }
        }
        let weight = 1.0 / ((1.0 - root * root) * slope * slope);
        Node { at: (0.5 * (1.0 - root)) as f32, weight: weight as f32 }
    };
    (0..count).map(node).collect()
}

/// The Legendre polynomial of a degree and its derivative.
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for order in 2..=degree {
        let n = order as f64;
        (before, value) = (value, ((2.0 * n - 1.0) * x * value - (n - 1.0) * before) / n);
    }
    (value, degree as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_integrated_exactly() {
        for (steps, power) in [(1, 1), (2, 3), (5, 9), (16, 12), (300, 20)] {
            let nodes = gauss_legendre(steps);
            let sum: f64 = nodes.iter().map(|node| f64::from(node.weight) * f64::from(node.at).powi(power)).sum();
            assert!((sum - 1.0 / f64::from(power + 1)).abs() < 1e-6, "{steps} nodes: {sum}");
            assert_eq!(nodes.len(), steps);
        }
    }
}
