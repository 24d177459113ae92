use burn::tensor::{Device, Tensor};

#[cfg(not(target_arch = "wasm32"))]
use super::Sketch;
use super::head::Head;
use super::trunk::{Trunk, TrunkReference};
use super::{
    ConditionFeatures, Declaration, Multipliers, Network, Parameters, Point, PromoterFeatures, Reference, Rule, Variant,
};
use crate::sequence::{PADDING, Window};

/// A network that reads bases only: a trunk, then fully connected layers. It may answer with the mean over both strands.
#[derive(Debug)]
pub struct TrunkNetwork {
    declaration: Declaration,
    pub(super) trunk: Trunk,
    /// The fully connected layers behind the trunk's.
    pub(super) head: Head,
    parameters: Parameters,
    pub(super) both_strands: bool,
}

/// Letters of the alphabet, in an order that reverses under complement: A, C, G, T.
pub(super) const BASES: u8 = 4;

impl TrunkNetwork {
    /// `parameters` are what the network was built from. Averaging both strands needs the alphabet ACGT.
    pub(super) fn new(
        declaration: Declaration,
        trunk: Trunk,
        head: Head,
        parameters: Parameters,
        both_strands: bool,
    ) -> Self {
        Self { declaration, trunk, head, parameters, both_strands }
    }

    /// One row a promoter: the trunk's output, or those of both strands side by side.
    fn joined(&self, own: Tensor<2>, other: impl FnOnce() -> Tensor<2>) -> PromoterFeatures {
        PromoterFeatures(if self.both_strands { Tensor::cat(vec![own, other()], 1) } else { own })
    }
}

fn complement(code: u8) -> u8 {
    if code == PADDING { PADDING } else { BASES - 1 - code }
}

/// The other strand of a window.
fn reversed(window: &Window) -> Window {
    Window::from_codes(window.codes().iter().rev().copied().map(complement).collect())
}

/// The same change, seen from the other strand of a window of so many bases.
fn reversed_variant(variant: &Variant, length: usize) -> Variant {
    let codes: Vec<u8> = variant.codes.iter().rev().copied().map(complement).collect();
    Variant { position: length - variant.position - codes.len(), codes }
}

impl Network for TrunkNetwork {
    fn declaration(&self) -> Declaration {
        self.declaration.clone()
    }

    fn device(&self) -> Device {
        self.trunk.device()
    }

    fn encode_promoters(&self, windows: &[Window]) -> PromoterFeatures {
        let other = || self.trunk.encode(&windows.iter().map(reversed).collect::<Vec<_>>());
        self.joined(self.trunk.encode(windows), other)
    }

    fn reference(&self, window: &Window) -> Reference {
        let own = self.trunk.reference(window);
        if self.both_strands {
            Reference::Strands(Box::new([own, self.trunk.reference(&reversed(window))]))
        } else {
            Reference::Trunk(Box::new(own))
        }
    }

    fn encode_variants(&self, reference: &Reference, variants: &[Variant]) -> PromoterFeatures {
        let of = |own: &TrunkReference| self.trunk.encode_variants(own, variants);
        match reference {
            Reference::Whole(window) => self.encode_promoters(&Variant::windows(variants, window)),
            Reference::Trunk(own) => PromoterFeatures(of(own)),
            Reference::Strands(strands) => {
                let [own, other] = strands.as_ref();
                let length = self.declaration.window;
                let turned = || variants.iter().map(|variant| reversed_variant(variant, length)).collect::<Vec<_>>();
                self.joined(of(own), || self.trunk.encode_variants(other, &turned()))
            }
        }
    }

    /// Without TFs there is one condition.
    fn encode_conditions(&self, _levels: &[f32]) -> ConditionFeatures {
        ConditionFeatures(Tensor::zeros([1, 1], &self.device()))
    }

    fn respond(&self, promoters: &PromoterFeatures, _conditions: &ConditionFeatures) -> Tensor<2> {
        let features = promoters.0.clone();
        if !self.both_strands {
            return self.head.apply(features);
        }
        let width = features.dims()[1] / 2;
        let strand = |start| self.head.apply(features.clone().narrow(1, start, width));
        (strand(0) + strand(width)).mul_scalar(0.5)
    }

    fn explain(&self, target: &Point, references: &[Point], rule: &Rule) -> Option<Multipliers> {
        Some(self.multipliers(target, references, rule))
    }

    fn activation_map(&self, window: &Window) -> Option<Tensor<1>> {
        let own = self.strand_activation_map(window);
        Some(if self.both_strands {
            (own + self.strand_activation_map(&reversed(window)).flip([0])).mul_scalar(0.5)
        } else {
            own
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sketch(&self) -> Option<Sketch> {
        let (layers, flattened) = self.trunk.sketch();
        let (activation, head) = (self.head.activation, self.head.sketch());
        Some(Sketch { layers, flattened, tfs: None, activation, head, both_strands: self.both_strands })
    }

    fn parameters(&self) -> Parameters {
        self.parameters.clone()
    }
}
