//! What differences are compared with in the files.

use crate::export::{INTERVAL_HEADINGS, PERCENTILE_HEADINGS, interval_cells, percentile_cells};
use crate::schema::{Calibration, EffectScale};

/// What is written of a difference beside itself.
#[derive(Default)]
pub(super) struct Compared {
    /// Of an output for which versions of a sequence were measured.
    calibration: Option<Calibration>,
    scale: Option<EffectScale>,
}

impl Compared {
    /// Intervals of a calibration that has them, percentiles among effects.
    pub(super) fn new(calibration: Option<Calibration>, effects: Option<Vec<f32>>) -> Self {
        let calibration = calibration.filter(|own| own.versions.is_some());
        Self { calibration, scale: effects.map(|effects| EffectScale::new((effects.len(), 0), "", effects)) }
    }

    pub(super) fn headings(&self) -> Vec<String> {
        let intervals = self.calibration.as_ref().map(|_| INTERVAL_HEADINGS);
        let percentiles = self.scale.as_ref().map(|_| PERCENTILE_HEADINGS);
        intervals.into_iter().flatten().chain(percentiles.into_iter().flatten()).map(str::to_owned).collect()
    }

    /// As many cells as headings.
    pub(super) fn cells(&self, difference: f32) -> Vec<String> {
        let intervals = self.calibration.as_ref().map(|own| interval_cells(own.between_versions(difference).as_ref()));
        let percentiles = self.scale.as_ref().map(|own| percentile_cells(own, difference));
        intervals.into_iter().flatten().chain(percentiles.into_iter().flatten()).collect()
    }
}
