//! The documentation says what is there: the tables of `docs/content.md` are made from the types,
//! `docs/diagnostics.md` has every code with an example that the program really prints, and
//! every link between the pages leads somewhere. `DOCS=overwrite cargo test --test docs` writes the
//! tables anew, to be read before they are committed.

mod docs {
    pub mod diagnostics;
    pub mod keys;
    pub mod links;
}
