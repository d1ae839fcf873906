//! Why an action is not allowed: a code for programs and a sentence for people.

use serde::{Serialize, Serializer};
use standards::Reason;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal;)+) => {
        /// The kinds of refusal, in the order in which they are asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode { $($(#[doc = $doc])+ $name,)+ }

        impl RefusalCode {
            /// Every kind, in the order in which they are asked.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word used in the city folder and in JSON.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

codes! {
    /// The procedure has no such action.
    Action = "action";
    /// The act lies before the one that was recorded last.
    Time = "time";
    /// The action is not open in this state.
    State = "state";
    /// The role may not take it.
    Role = "role";
    /// The person did what is now to be checked.
    DiffersFrom = "differs-from";
    /// The unit did what is now to be checked.
    OtherUnit = "other-unit";
    /// The form is not filled, or wrongly.
    Form = "form";
    /// The time for it has passed.
    Within = "within";
    /// It is too early.
    NotBefore = "not-before";
    /// Its guard does not hold, or cannot be told to hold.
    Guard = "guard";
}

impl Serialize for RefusalCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// One reason why an action is not allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What kind of reason.
    pub code: RefusalCode,
    /// The reason in sentences.
    pub reason: Reason,
}
