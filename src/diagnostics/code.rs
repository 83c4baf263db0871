use serde::{Deserialize, Serialize};

/// Declares [`Code`]: each variant with its stable name, listed once.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The stable name of a kind of diagnostic, as printed in brackets and explained in
        /// `docs/diagnostics.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name as printed.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The YAML cannot be read.
    YamlSyntax = "yaml-syntax",
    /// YAML nested too deep, or too many nodes or aliases.
    YamlBudget = "yaml-budget",
    /// A key is set twice.
    DuplicateKey = "duplicate-key",
    /// A key that the file does not know.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value of another type than the key takes.
    WrongType = "wrong-type",
    /// A value that is not one of the known ones.
    UnknownValue = "unknown-value",
    /// A value of the right type that cannot be right.
    InvalidValue = "invalid-value",
    /// A password or a key where everybody reads it.
    Credential = "credential",
    /// A date that is not in the calendar, or not written YYYY-MM-DD.
    InvalidDate = "invalid-date",
    /// An end before its start.
    DateOrder = "date-order",
    /// A milestone, person, phase, version or collection that is not defined.
    UnknownReference = "unknown-reference",
    /// Two things with the same id.
    DuplicateId = "duplicate-id",
    /// Milestones that depend on each other in a circle.
    DependencyCycle = "dependency-cycle",
    /// A file that is named but not there.
    MissingFile = "missing-file",
    /// A file with nothing in it.
    EmptyFile = "empty-file",
    /// A file over the stated limit.
    FileTooLarge = "file-too-large",
    /// Two names that become the same address.
    NameCollision = "name-collision",
    /// A name that is not Unicode.
    InvalidName = "invalid-name",
    /// A text that is not UTF-8.
    InvalidUtf8 = "invalid-utf8",
    /// A symbolic link that leaves the folder.
    LinkOutside = "link-outside",
    /// A device, a fifo or a socket.
    SpecialFile = "special-file",
    /// The operating system refused to read it.
    Unreadable = "unreadable",
    /// A relative link or image in Markdown that leads nowhere.
    BrokenLink = "broken-link",
    /// A link or embed that the portal does not allow.
    UnsafeLink = "unsafe-link",
    /// HTML in Markdown that was taken out.
    RemovedHtml = "removed-html",
    /// Something in the folder that stays out of the portal.
    NotShared = "not-shared",
    /// A brand colour that was moved to be readable.
    ContrastMended = "contrast-mended",
    /// An access code that is too short, or too easy to guess.
    WeakCode = "weak-code",
    /// An access code that people of two clients have.
    SharedCode = "shared-code",
    /// Something that is said and changes nothing.
    NoEffect = "no-effect",
    /// A portal that nobody can open any more.
    NoAccess = "no-access",
    /// A file that can run scripts, in a plain portal beside sealed ones.
    ActiveFile = "active-file",
    /// Somebody who could open a portal is let in no more, but the portal's key is the same.
    AccessLost = "access-lost",
    /// The theme cannot be used.
    ThemeInvalid = "theme-invalid",
    /// A message that the theme's language file lacks.
    MissingMessage = "missing-message",
    /// The workspace is not one.
    Workspace = "workspace",
    /// The output cannot be written.
    Output = "output",
    /// A fault of Keyfolio itself.
    Bug = "bug",
}
