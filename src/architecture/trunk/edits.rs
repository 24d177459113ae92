use std::collections::BTreeMap;
use std::ops::Range;

use burn::tensor::Tensor;

use super::patch::{Patch, indices};
use super::patch_by_column::PatchByColumn;
use super::patch_in_memory::PatchInMemory;
#[cfg(feature = "webgpu")]
use super::patch_in_one::PatchInOne;
use super::reach::Route;
use super::stage::Stage;
use super::word_tables::Words;
use super::{Trunk, TrunkReference};
use crate::architecture::Edit;
use crate::architecture::layers::appended;
#[cfg(feature = "webgpu")]
use crate::architecture::layers::shaders;

impl Trunk {
    /// Encodes edits of a window, in the order given, `edits x outputs`: equal to encoding each edited window
    /// whole.
    ///
    /// Only columns that a change reaches are computed. A convolution of them costs as many products as
    /// columns changed, whatever its own width: the reference's output plus the kernels applied to the
    /// difference. A pool takes the reference's maxima over the columns that stay. An insertion or a deletion
    /// counts as the substitution of all that it shifts.
    pub fn encode_edits(&self, reference: &TrunkReference, edits: &[Edit]) -> Tensor<2> {
        let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(&reference.window)).collect();
        self.encode_substitutions(reference, &stretches)
    }

    fn encode_substitutions(&self, reference: &TrunkReference, variants: &[Edit]) -> Tensor<2> {
        #[cfg(feature = "webgpu")]
        if shaders::run_on(&self.device()) {
            return self.patched::<PatchInOne>(reference, variants);
        }
        if self.in_memory {
            self.patched::<PatchInMemory>(reference, variants)
        } else {
            self.patched::<PatchByColumn>(reference, variants)
        }
    }

    /// With either kind of patch; `variants` are substitutions.
    pub(super) fn patched<P: Patch>(&self, reference: &TrunkReference, variants: &[Edit]) -> Tensor<2> {
        let mut routes: Vec<Route> = variants.iter().map(|variant| self.route(reference, variant)).collect();
        if P::WIDENS {
            self.widen(&mut routes, reference, variants);
        }
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (index, route) in routes.iter().enumerate() {
            let widths = if route.is_lost() { Vec::new() } else { route.widths() };
            groups.entry(widths).or_default().push(index);
        }
        let (mut order, mut parts) = (Vec::with_capacity(variants.len()), Vec::new());
        for (widths, mut members) in groups {
            members.sort_by_key(|&index| {
                let Route { first, stages } = &routes[index];
                stages.last().map_or(first.start as i64, |reach| reach.start)
            });
            let numbers = members.first().map_or(0, |&index| self.numbers(reference, &routes[index]));
            for batch in members.chunks(P::most_at_once(numbers)) {
                let rows = reference.output.clone().expand([batch.len(), self.body.bias.dims()[0]]);
                parts.push(if widths.is_empty() {
                    rows
                } else {
                    rows + self.change::<P>(reference, variants, &routes, batch)
                });
                order.extend_from_slice(batch);
            }
        }
        let encoded = Tensor::cat(parts, 0);
        if order.is_sorted() {
            return encoded;
        }
        let mut places = vec![0_i64; order.len()];
        order.iter().enumerate().for_each(|(row, &variant)| places[variant] = row as i64);
        encoded.select(0, indices(&places, &self.device()))
    }

    /// The numbers that a stage makes of one variant at most.
    fn numbers(&self, reference: &TrunkReference, route: &Route) -> usize {
        let mut columns = route.first.len();
        let stages = self.body.stages.iter().zip(&route.stages).enumerate().map(|(at, (stage, reach))| {
            let read = columns;
            columns = reach.clone().count();
            let channels = |layer: &Tensor<2>| layer.dims()[1];
            let widest = channels(&reference.layers[at]).max(channels(&reference.layers[at + 1]));
            widest
                * match stage {
                    // A pool looks at all columns of a variant in each of its windows.
                    Stage::Pool(_) | Stage::Mean(_) => read * columns,
                    // A convolution reads as many columns as it gives, some of them zero.
                    Stage::Convolution(_) | Stage::Pointwise(_) | Stage::Add(_) => columns,
                }
        });
        stages.max().unwrap_or(0).max(route.first.len() * self.first.channels())
    }

    fn route(&self, reference: &TrunkReference, variant: &Edit) -> Route {
        let bases = reference.window.codes().len();
        let changed = variant.position()..variant.position() + variant.codes().len();
        Route::new(self.first.reached(&changed, bases), &self.body.stages, self.first.columns(bases))
    }

    /// Gives changes of equally long stretches routes of equal widths.
    fn widen(&self, routes: &mut [Route], reference: &TrunkReference, variants: &[Edit]) {
        let mut lengths: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let reaching = (0..routes.len()).filter(|&index| !routes[index].is_lost());
        reaching.for_each(|index| lengths.entry(variants[index].codes().len()).or_default().push(index));
        let columns = self.first.columns(reference.window.codes().len());
        for members in lengths.into_values() {
            let firsts: Vec<Range<usize>> = members.iter().map(|&index| routes[index].first.clone()).collect();
            let alike = Route::alike(&firsts, &self.body.stages, columns);
            members.into_iter().zip(alike).for_each(|(index, route)| routes[index] = route);
        }
    }

    /// What the variants of a batch, all of the same widths, change in the output.
    fn change<P: Patch>(
        &self,
        reference: &TrunkReference,
        variants: &[Edit],
        routes: &[Route],
        batch: &[usize],
    ) -> Tensor<2> {
        let mut patch: P = self.first_patch(reference, variants, routes, batch);
        let mut added: BTreeMap<usize, P> = BTreeMap::new();
        for (at, stage) in self.body.stages.iter().enumerate() {
            if self.body.is_added(at) {
                added.insert(at, patch.clone());
            }
            patch = match stage {
                Stage::Convolution(convolution) => {
                    patch.convolved(convolution, &reference.layers[at], &reference.layers[at + 1])
                }
                Stage::Pointwise(pointwise) => patch.pointwise(pointwise),
                Stage::Add(layer) => patch.added(&added[layer], &reference.layers[*layer]),
                Stage::Pool(pool) | Stage::Mean(pool) => {
                    let reach = |index: &usize| &routes[*index].stages[at];
                    let firsts = batch.iter().map(|index| reach(index).start).collect();
                    let windows = batch.first().map_or(0, |index| reach(index).clone().count());
                    if matches!(stage, Stage::Mean(_)) {
                        let layers = [&reference.layers[at], &reference.layers[at + 1]];
                        patch.averaged(*pool, layers, firsts, windows)
                    } else {
                        patch.pooled(&reference.pool_parts(at, *pool), firsts, windows)
                    }
                }
            };
        }
        let last = &reference.layers[self.body.stages.len()];
        patch.dense(last, &self.by_column)
    }

    /// The changed columns after the first convolution.
    fn first_patch<P: Patch>(
        &self,
        reference: &TrunkReference,
        variants: &[Edit],
        routes: &[Route],
        batch: &[usize],
    ) -> P {
        let standing = self.first.padded(reference.window.codes());
        let width = batch.first().map_or(0, |&index| routes[index].first.len());
        let channels = self.first.channels();
        let values = appended(batch, width * channels, |own, values| {
            let (mut padded, mut words) = (standing.clone(), Words::default());
            for &index in own {
                let variant = &variants[index];
                let changed = variant.position()..variant.position() + variant.codes().len();
                let place = self.first.padded_range(&changed);
                self.first.write_codes(variant.codes(), &mut padded[place.clone()]);
                let columns = routes[index].first.clone();
                self.first.encode_changed(&padded, &changed, columns, &reference.maxima, &mut words, values);
                padded[place.clone()].copy_from_slice(&standing[place]);
            }
        });
        let starts = batch.iter().map(|&index| routes[index].first.start as i64).collect();
        P::new(starts, values, channels, &self.device())
    }
}
