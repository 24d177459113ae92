//! What serde hands over of an error or a note, to JSON.

use serde::ser::{
    self, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::is_coded;
use super::json::Json;

/// A value that no error and no note has.
#[derive(Debug)]
pub(super) struct Uncodable;

impl std::fmt::Display for Uncodable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("this cannot be a parameter")
    }
}

impl std::error::Error for Uncodable {}

impl ser::Error for Uncodable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

pub(super) type Written = Result<(), Uncodable>;

/// Numbers as JavaScript has them.
macro_rules! numbers {
    ($($method:ident: $type:ty),+) => {
        $(fn $method(self, value: $type) -> Written {
            self.number(f64::from(value));
            Ok(())
        })+
    };
}

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = Uncodable;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Impossible<(), Uncodable>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Fields<'a>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_f64: f64
    }

    /// With as many digits as tell it from its neighbours, not those of the same number with twice the precision.
    fn serialize_f32(self, value: f32) -> Written {
        self.number(value.to_string().parse().unwrap_or(f64::NAN));
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.number(value as f64);
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.number(value as f64);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Written {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.string(&String::from_utf8_lossy(value));
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Written {
        self.unit(name, None);
        Ok(())
    }

    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Written {
        self.unit(name, Some(variant));
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let start = self.text.len();
        value.serialize(&mut *self)?;
        self.around(start, name, variant);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Uncodable> {
        self.raw("[");
        Ok(List { json: self, end: "]" })
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Uncodable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Uncodable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Uncodable> {
        self.begin(name, Some(variant));
        self.raw("\"values\":[");
        Ok(List { json: self, end: "]}}" })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Uncodable> {
        Err(Uncodable)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'a>, Uncodable> {
        if is_coded(name) {
            self.begin(name, None);
            return Ok(Fields { json: self, end: "}}" });
        }
        self.raw("{");
        Ok(Fields { json: self, end: "}" })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, Uncodable> {
        self.begin(name, Some(variant));
        Ok(Fields { json: self, end: "}}" })
    }
}

/// What has no names: a list, or the fields of a tuple variant.
pub(super) struct List<'a> {
    json: &'a mut Json,
    end: &'static str,
}

/// The traits of serde for what has no names.
macro_rules! lists {
    ($($name:ident::$method:ident),+) => {
        $(impl $name for List<'_> {
            type Ok = ();
            type Error = Uncodable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.json.next();
                value.serialize(&mut *self.json)
            }

            fn end(self) -> Written {
                self.json.raw(self.end);
                Ok(())
            }
        })+
    };
}

lists! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element, SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
}

/// Fields by name.
pub(super) struct Fields<'a> {
    json: &'a mut Json,
    end: &'static str,
}

/// The traits of serde for what has names.
macro_rules! fields {
    ($($name:ident),+) => {
        $(impl $name for Fields<'_> {
            type Ok = ();
            type Error = Uncodable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.json.key(key);
                value.serialize(&mut *self.json)
            }

            fn end(self) -> Written {
                self.json.raw(self.end);
                Ok(())
            }
        })+
    };
}

fields! { SerializeStruct, SerializeStructVariant }
