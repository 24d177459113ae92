//! Errors as codes with parameters, for whoever acts on an error and must not read its sentence.
//!
//! An error's code is its type's name and its variant's, in kebab case: `TableError::NotANumber { .. }` is
//! `table.not-a-number`. Its parameters are its fields. Both come from `serde::Serialize`, which every error
//! derives; errors of other crates are left out of the parameters (`#[serde(skip)]`), as their words are in the
//! sentence. A variant that holds nothing but another error has that one's code; docs/error-codes.md lists all
//! of them.

use serde::ser::{
    self, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// What an error is, as JSON: `{"code": ..., "parameters": {...}}`. A field that is an error is such an object
/// itself; a field without a name is called `value`, several are a list called `values`.
pub fn coded(error: &impl Serialize) -> String {
    let mut json = Json::default();
    // Nothing that an error holds is refused.
    let _ = error.serialize(&mut json);
    json.text
}

/// The code of a variant of a type, or of a type that has none.
pub fn code(name: &str, variant: Option<&str>) -> String {
    let mut code = String::new();
    push_kebab(&mut code, ["Error", "Problem"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name));
    if let Some(variant) = variant {
        code.push('.');
        push_kebab(&mut code, variant);
    }
    code
}

/// Whether a type is an error, which has a code, or a word among an error's parameters.
fn is_error(name: &str) -> bool {
    name.ends_with("Error") || name.ends_with("Problem")
}

fn push_kebab(text: &mut String, name: &str) {
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
}

/// JSON as it is written. Its methods are kept out of what serde makes of each error: they would be in the page's
/// first download several hundred times.
#[derive(Default)]
struct Json {
    text: String,
}

const CODED: &str = "{\"code\":";

impl Json {
    #[inline(never)]
    fn begin(&mut self, name: &str, variant: Option<&str>) {
        self.text.push_str(CODED);
        self.string(&code(name, variant));
        self.text.push_str(",\"parameters\":{");
    }

    /// A variant without fields: an error, or a word.
    #[inline(never)]
    fn unit(&mut self, name: &str, variant: Option<&str>) {
        match variant {
            Some(variant) if !is_error(name) => {
                let mut word = String::new();
                push_kebab(&mut word, variant);
                self.string(&word);
            }
            _ => {
                self.begin(name, variant);
                self.text.push_str("}}");
            }
        }
    }

    /// Puts a variant around the one value from `start` on; an error stays as it is.
    #[inline(never)]
    fn around(&mut self, start: usize, name: &str, variant: &str) {
        if !self.text[start..].starts_with(CODED) {
            let value = self.text.split_off(start);
            self.begin(name, Some(variant));
            self.text.push_str("\"value\":");
            self.text.push_str(&value);
            self.text.push_str("}}");
        }
    }

    /// The separator that fits, where something else stands before.
    fn next(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
    }

    /// A field's name, in camel case.
    #[inline(never)]
    fn key(&mut self, name: &str) {
        self.next();
        self.text.push('"');
        let mut is_start = false;
        for letter in name.chars() {
            if letter != '_' {
                self.text.push(if is_start { letter.to_ascii_uppercase() } else { letter });
            }
            is_start = letter == '_';
        }
        self.text.push_str("\":");
    }

    #[inline(never)]
    fn string(&mut self, value: &str) {
        self.text.push_str(&serde_json::Value::from(value).to_string());
    }

    #[inline(never)]
    fn number(&mut self, value: f64) {
        if value.is_finite() {
            self.text.push_str(&value.to_string());
        } else {
            self.text.push_str("null");
        }
    }

    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// A value that no error has.
#[derive(Debug)]
struct Uncodable;

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

type Written = Result<(), Uncodable>;

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
        serialize_u32: u32, serialize_f32: f32, serialize_f64: f64
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
        if is_error(name) {
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
struct List<'a> {
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
struct Fields<'a> {
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
