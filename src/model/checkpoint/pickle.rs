//! The stack machine of a pickle, as far as `torch.save` uses it.

use std::collections::HashMap;

use super::CheckpointError;
use super::bytes::Bytes;
use super::rebuild::{self, CallResult};
use super::value::{ForeignObject, Value, ValueId, Values};

/// A checkpoint of 10,000 tensors has about half as many.
const MOST_INSTRUCTIONS: usize = 1_000_000;

/// What one pickle says, and where it ends in the bytes.
#[derive(Debug)]
pub struct Pickle {
    pub values: Values,
    pub root: ValueId,
    pub end: usize,
}

/// Reads one pickle from the beginning of `bytes`.
///
/// # Errors
/// [`CheckpointError`] where it is damaged, far too long, or names what is made to do harm.
pub fn read(bytes: &[u8]) -> Result<Pickle, CheckpointError> {
    let mut machine = PickleMachine {
        bytes: Bytes::new(bytes),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        values: Values::new(),
        copied: 0,
    };
    for _ in 0..MOST_INSTRUCTIONS {
        if machine.step()? {
            let root = machine.pop()?;
            return Ok(Pickle { root, end: machine.bytes.at, values: machine.values });
        }
    }
    Err(CheckpointError::TooMuch)
}

struct PickleMachine<'a> {
    bytes: Bytes<'a>,
    stack: Vec<ValueId>,
    marks: Vec<usize>,
    memo: HashMap<u32, ValueId>,
    values: Values,
    /// Entries that were copied from one value to another.
    copied: usize,
}

impl PickleMachine<'_> {
    /// Carries out one instruction; whether it was the last one.
    fn step(&mut self) -> Result<bool, CheckpointError> {
        let [instruction] = self.bytes.array()?;
        match instruction {
            b'.' => return Ok(true),
            // PROTO, FRAME
            0x80 => drop(self.bytes.take(1)?),
            0x95 => drop(self.bytes.take(8)?),
            b'(' => self.marks.push(self.stack.len()),
            // POP, POP_MARK, DUP
            b'0' => {
                self.pop()?;
            }
            b'1' => drop(self.pop_to_mark()?),
            b'2' => {
                let top = self.top()?;
                self.stack.push(top);
            }
            // NONE, NEWTRUE, NEWFALSE, BINFLOAT
            b'N' => self.push(Value::Other),
            0x88 | 0x89 => self.push(Value::Flag(instruction == 0x88)),
            b'G' => {
                self.bytes.take(8)?;
                self.push(Value::Other);
            }
            b'J' | b'K' | b'M' | 0x8a | 0x8b => self.integer(instruction)?,
            b'X' | b'T' | b'U' | 0x8c | 0x8d => {
                let text = self.bytes.counted(instruction)?;
                self.push(Value::Text(String::from_utf8_lossy(text).into()));
            }
            // BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
            b'B' | b'C' | 0x8e | 0x96 => {
                self.bytes.counted(instruction)?;
                self.push(Value::Other);
            }
            // EMPTY_TUPLE, EMPTY_LIST, EMPTY_SET
            b')' | b']' | 0x8f => self.push(Value::Sequence(Vec::new())),
            // TUPLE, LIST, FROZENSET
            b't' | b'l' | 0x91 => {
                let items = self.pop_to_mark()?;
                self.push(Value::Sequence(items));
            }
            // TUPLE1, TUPLE2, TUPLE3
            0x85..=0x87 => {
                let mut items = [0; 3];
                let items = &mut items[..usize::from(instruction - 0x84)];
                for item in items.iter_mut().rev() {
                    *item = self.pop()?;
                }
                let items = items.to_vec();
                self.push(Value::Sequence(items));
            }
            // APPEND, APPENDS, ADDITEMS
            b'a' => {
                let item = self.pop()?;
                self.append(&[item])?;
            }
            b'e' | 0x90 => {
                let items = self.pop_to_mark()?;
                self.append(&items)?;
            }
            b'}' => self.push(Value::Dictionary(Vec::new())),
            // DICT, SETITEM, SETITEMS
            b'd' => {
                let entries = pairs(&self.pop_to_mark()?);
                self.push(Value::Dictionary(entries));
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.insert(&[key, value])?;
            }
            b'u' => {
                let items = self.pop_to_mark()?;
                self.insert(&items)?;
            }
            b'q' | b'r' | 0x94 | b'h' | b'j' => self.memory(instruction)?,
            b'c' | 0x93 | b'i' => self.name(instruction)?,
            // REDUCE, NEWOBJ, NEWOBJ_EX
            b'R' | 0x81 => {
                let (arguments, class) = (self.pop()?, self.pop()?);
                self.call(class, arguments)?;
            }
            0x92 => {
                let (_, arguments, class) = (self.pop()?, self.pop()?, self.pop()?);
                self.call(class, arguments)?;
            }
            b'b' => self.build()?,
            // BINPERSID
            b'Q' => {
                let id = self.pop()?;
                let found = rebuild::persistent(&self.values, id)?;
                match found {
                    rebuild::Persistent::Class(class) => self.stack.push(class),
                    rebuild::Persistent::Storage(storage) => self.push(Value::Storage(Box::new(storage))),
                }
            }
            other => return Err(CheckpointError::Instruction(other)),
        }
        Ok(false)
    }

    /// BININT, BININT1, BININT2, LONG1, LONG4
    fn integer(&mut self, instruction: u8) -> Result<(), CheckpointError> {
        let value = match instruction {
            b'J' => Value::Integer(i32::from_le_bytes(self.bytes.array()?).into()),
            b'K' => Value::Integer(u8::from_le_bytes(self.bytes.array()?).into()),
            b'M' => Value::Integer(u16::from_le_bytes(self.bytes.array()?).into()),
            _ => {
                let bytes = self.bytes.counted(instruction)?;
                let sign = if bytes.last().is_some_and(|last| last & 0x80 != 0) { 0xff } else { 0 };
                let mut number = [sign; 8];
                match number.get_mut(..bytes.len()) {
                    Some(low) => {
                        low.copy_from_slice(bytes);
                        Value::Integer(i64::from_le_bytes(number))
                    }
                    None => Value::Other,
                }
            }
        };
        self.push(value);
        Ok(())
    }

    /// BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
    fn memory(&mut self, instruction: u8) -> Result<(), CheckpointError> {
        let place = match instruction {
            b'q' | b'h' => u8::from_le_bytes(self.bytes.array()?).into(),
            0x94 => self.memo.len() as u32,
            _ => u32::from_le_bytes(self.bytes.array()?),
        };
        if matches!(instruction, b'h' | b'j') {
            let kept = self.memo.get(&place).copied();
            self.stack.push(kept.ok_or_else(|| CheckpointError::damaged("a value is used before it is kept"))?);
        } else {
            let top = self.top()?;
            self.memo.insert(place, top);
        }
        Ok(())
    }

    /// GLOBAL, STACK_GLOBAL; INST, which no `torch.save` writes, so that the code it asks for is named.
    fn name(&mut self, instruction: u8) -> Result<(), CheckpointError> {
        let (module, name) = if instruction == 0x93 {
            let (name, module) = (self.pop()?, self.pop()?);
            let both = self.values.text(module).zip(self.values.text(name));
            let (module, name) = both.ok_or_else(|| CheckpointError::damaged("a name that is not text"))?;
            (module.to_owned(), name.to_owned())
        } else {
            (self.bytes.line()?, self.bytes.line()?)
        };
        let name = rebuild::checked_name(&module, &name)?;
        if instruction == b'i' {
            return Err(CheckpointError::runs(&name));
        }
        self.push(Value::Name(name.into()));
        Ok(())
    }

    fn call(&mut self, class: ValueId, arguments: ValueId) -> Result<(), CheckpointError> {
        match rebuild::call(&self.values, class, arguments)? {
            CallResult::Known(id) => self.stack.push(id),
            CallResult::New(value) => {
                if let Value::Dictionary(entries) = &value {
                    self.copied += entries.len();
                }
                if self.copied > MOST_INSTRUCTIONS {
                    return Err(CheckpointError::TooMuch);
                }
                self.push(value);
            }
        }
        Ok(())
    }

    /// BUILD: attributes for the value on top. What would be set on a dictionary or a list is no item of it,
    /// and is left out.
    fn build(&mut self) -> Result<(), CheckpointError> {
        let state = self.pop()?;
        let top = self.top()?;
        if let Some(Value::ForeignObject(object)) = self.values.get_mut(top) {
            object.state = Some(state);
        }
        Ok(())
    }

    fn append(&mut self, items: &[ValueId]) -> Result<(), CheckpointError> {
        let top = self.top()?;
        match self.values.get_mut(top) {
            Some(Value::Sequence(list)) => list.extend(items),
            // A kind of list of its own, which no weight needs.
            Some(Value::ForeignObject(_)) => (),
            _ => return Err(CheckpointError::damaged("items of something that is not a list")),
        }
        Ok(())
    }

    fn insert(&mut self, items: &[ValueId]) -> Result<(), CheckpointError> {
        let top = self.top()?;
        match self.values.get_mut(top) {
            Some(Value::Dictionary(entries)) => entries.extend(pairs(items)),
            Some(Value::ForeignObject(object)) => {
                let ForeignObject { items: entries, .. } = object.as_mut();
                entries.extend(pairs(items));
            }
            _ => return Err(CheckpointError::damaged("entries of something that is not a dictionary")),
        }
        Ok(())
    }

    fn push(&mut self, value: Value) {
        let id = self.values.push(value);
        self.stack.push(id);
    }

    fn pop(&mut self) -> Result<ValueId, CheckpointError> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    fn top(&self) -> Result<ValueId, CheckpointError> {
        let above = self.stack.len() > self.marks.last().copied().unwrap_or(0);
        let top = self.stack.last().copied().filter(|_| above);
        top.ok_or_else(|| CheckpointError::damaged("a value is missing"))
    }

    fn pop_to_mark(&mut self) -> Result<Vec<ValueId>, CheckpointError> {
        let mark = self.marks.pop().ok_or_else(|| CheckpointError::damaged("a list without a beginning"))?;
        Ok(self.stack.split_off(mark))
    }
}

fn pairs(items: &[ValueId]) -> Vec<(ValueId, ValueId)> {
    let (pairs, _) = items.as_chunks::<2>();
    pairs.iter().map(|[key, value]| (*key, *value)).collect()
}
