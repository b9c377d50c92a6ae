//! One word per thing: enumerations whose members are written the same way in blobs, ledger codes, tables and documents.

/// Declares an enumeration with its words: `ALL`, `word()`, `from_word()`, and serde by word.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$note:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$note])* #[serde(rename = $word)] $member,)+ }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$member,)+];

            /// The word for it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$member => $word,)+ }
            }

            /// The member of that word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|m| m.word() == word)
            }
        }

        impl From<$name> for &'static str {
            fn from(member: $name) -> Self {
                member.word()
            }
        }
    };
}
pub(crate) use words;
