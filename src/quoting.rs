//! Errors that quote another one.

/// `From` for variants whose text quotes the error that they hold. They do not hand it on as `source()` as
/// well: whoever prints the whole chain, as the command line does, would say it twice.
macro_rules! quotes {
    ($($error:ident::$variant:ident($quoted:ty);)+) => {
        $(impl From<$quoted> for $error {
            fn from(quoted: $quoted) -> Self {
                Self::$variant(quoted)
            }
        })+
    };
}
