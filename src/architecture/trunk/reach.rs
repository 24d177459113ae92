use std::ops::Range;

use super::stage::Stage;

/// Columns that a change reaches, which may lie beyond the sequence's ends after a convolution: those beyond
/// are nothing but padding.
pub(super) type Reach = Range<i64>;

/// Where a change of some columns goes from stage to stage, and which windows of each pool it touches.
///
/// Changes with equal numbers of touched windows run through the same tensor shapes, hence in one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// Touched columns after the first convolution and its pool.
    pub(super) first: Range<usize>,
    /// Columns touched after each stage.
    pub(super) stages: Vec<Reach>,
}

impl Route {
    /// Follows a change; `columns` is what the first stage reads, `first` the part of it that changes.
    pub(super) fn new(first: Range<usize>, stages: &[Stage], mut columns: usize) -> Self {
        let mut reach = first.start as i64..first.end as i64;
        let mut reaches = Vec::with_capacity(stages.len());
        for stage in stages {
            reach = after(stage, reach, columns);
            columns = stage.columns(columns);
            reaches.push(reach.clone());
        }
        Self { first, stages: reaches }
    }

    /// Follows changes that go together: all of them as wide as the widest, at every stage. Columns that a change does
    /// not touch are those of the reference.
    pub(super) fn alike(firsts: &[Range<usize>], stages: &[Stage], mut columns: usize) -> Vec<Self> {
        let whole = firsts.iter().map(|first| first.start as i64..first.end as i64).collect();
        let mut reaches = widened(whole, columns);
        let first = |reach: &Reach| reach.start as usize..reach.end as usize;
        let mut routes: Vec<Self> = reaches
            .iter()
            .map(|reach| Self { first: first(reach), stages: Vec::with_capacity(stages.len()) })
            .collect();
        for stage in stages {
            reaches = reaches.into_iter().map(|reach| after(stage, reach, columns)).collect();
            columns = stage.columns(columns);
            if matches!(stage, Stage::Pool(_) | Stage::Mean(_)) {
                reaches = widened(reaches, columns);
            }
            routes.iter_mut().zip(&reaches).for_each(|(route, reach)| route.stages.push(reach.clone()));
        }
        routes
    }

    /// The widths that the batch of this change has.
    pub(super) fn widths(&self) -> Vec<usize> {
        let width = |reach: &Reach| (reach.end - reach.start).max(0) as usize;
        std::iter::once(self.first.len()).chain(self.stages.iter().map(width)).collect()
    }

    /// Whether the change is lost on the way: no column of the last stage differs.
    pub(super) fn is_lost(&self) -> bool {
        self.first.is_empty() || self.stages.iter().any(Reach::is_empty)
    }
}

/// The columns that a change of `reach` touches after a stage that reads `columns`.
fn after(stage: &Stage, reach: Reach, columns: usize) -> Reach {
    match stage {
        // What is added reaches no farther: a residual branch widens around its beginning.
        Stage::Pointwise(_) | Stage::Add(_) => reach,
        Stage::Convolution(convolution) => {
            let left = convolution.left() as i64;
            let right = convolution.width() as i64 - 1 - left;
            // An output column reads `left` columns before it and `right` after it.
            if reach.is_empty() { reach } else { reach.start - right..reach.end + left }
        }
        Stage::Pool(pool) | Stage::Mean(pool) => {
            let inside = reach.start.clamp(0, columns as i64) as usize..reach.end.clamp(0, columns as i64) as usize;
            if inside.is_empty() {
                return 0..0;
            }
            let windows = pool.reached(&inside, columns);
            windows.start as i64..windows.end as i64
        }
    }
}

/// Reaches as wide as the widest of them, within so many columns.
fn widened(reaches: Vec<Reach>, columns: usize) -> Vec<Reach> {
    let width = reaches.iter().map(|reach| reach.end - reach.start).max().unwrap_or(0);
    let last = (columns as i64 - width).max(0);
    reaches.into_iter().map(|reach| reach.start.clamp(0, last)).map(|start| start..start + width).collect()
}
