//! Typed arrays as fields of plain objects.

use js_sys::{Float32Array, Uint8Array, Uint32Array};
use serde::Serialize;
use tsify::Tsify;

macro_rules! array {
    ($(#[$meta:meta])* $name:ident, $array:ident, $number:ty, $type:literal) => {
        $(#[$meta])*
        #[derive(Serialize, Tsify)]
        #[serde(transparent)]
        #[tsify(type = $type)]
        pub struct $name(#[serde(serialize_with = "serde_wasm_bindgen::preserve::serialize")] $array);

        impl $name {
            /// A copy of the numbers in JavaScript's memory.
            pub(super) fn of(numbers: &[$number]) -> Self {
                Self($array::from(numbers))
            }
        }
    };
}

array!(
    /// Numbers of 32 bits.
    Floats,
    Float32Array,
    f32,
    "Float32Array"
);
array!(
    /// Places in a list.
    Indices,
    Uint32Array,
    u32,
    "Uint32Array"
);
array!(
    /// The content of a file, or codes of bases.
    Bytes,
    Uint8Array,
    u8,
    "Uint8Array<ArrayBuffer>"
);
