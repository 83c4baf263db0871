//! The documentation says what is there: the tables of `docs/content.md` are made from the types,
//! `docs/diagnostics.md` has every code with an example that the program really prints, and
//! every link between the pages leads somewhere. `DOCS=overwrite cargo test --test docs` writes the
//! tables and examples anew, to be read before they are committed.

mod docs {
    pub mod diagnostics;
    pub mod keys;
    pub mod links;

    /// Whether the pages are to be written anew instead of checked.
    fn overwrites() -> bool {
        std::env::var_os("DOCS").is_some_and(|value| value == "overwrite")
    }
}
