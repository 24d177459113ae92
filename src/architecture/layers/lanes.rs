//! Four numbers at a time: the browser's SIMD, which has no wider registers; elsewhere what the compiler makes of it.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod of_wasm {
    use core::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_splat, v128};

    /// Four numbers.
    #[derive(Debug, Clone, Copy)]
    pub struct Lanes(v128);

    impl Lanes {
        #[inline(always)]
        pub fn splat(value: f32) -> Self {
            Self(f32x4_splat(value))
        }

        #[inline(always)]
        pub fn of(values: &[f32; 4]) -> Self {
            Self(f32x4(values[0], values[1], values[2], values[3]))
        }

        #[inline(always)]
        pub fn plus(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0))
        }

        /// The product rounded by itself.
        #[cfg(not(target_feature = "relaxed-simd"))]
        #[inline(always)]
        pub fn plus_product(self, one: Self, other: Self) -> Self {
            Self(f32x4_add(self.0, core::arch::wasm32::f32x4_mul(one.0, other.0)))
        }

        /// Rounded once, where the processor has an instruction for that.
        #[cfg(target_feature = "relaxed-simd")]
        #[inline(always)]
        pub fn plus_product(self, one: Self, other: Self) -> Self {
            Self(core::arch::wasm32::f32x4_relaxed_madd(one.0, other.0, self.0))
        }

        #[inline(always)]
        pub fn values(self) -> [f32; 4] {
            [
                f32x4_extract_lane::<0>(self.0),
                f32x4_extract_lane::<1>(self.0),
                f32x4_extract_lane::<2>(self.0),
                f32x4_extract_lane::<3>(self.0),
            ]
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod of_arrays {
    /// Four numbers.
    #[derive(Debug, Clone, Copy)]
    pub struct Lanes([f32; 4]);

    impl Lanes {
        pub fn splat(value: f32) -> Self {
            Self([value; 4])
        }

        pub fn of(values: &[f32; 4]) -> Self {
            Self(*values)
        }

        pub fn plus(self, other: Self) -> Self {
            Self(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
        }

        pub fn plus_product(self, one: Self, other: Self) -> Self {
            Self(std::array::from_fn(|lane| self.0[lane] + one.0[lane] * other.0[lane]))
        }

        pub fn values(self) -> [f32; 4] {
            self.0
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use of_arrays::Lanes;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use of_wasm::Lanes;
