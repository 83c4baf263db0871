//! The vectors that are refused, wholly or in part.

mod headers;
mod manifests;
mod objects;
mod slots;

use super::forge::{Forge, Vector, fields};

pub fn vectors() -> Vec<Vector> {
    let all = [headers::vectors(), slots::vectors(), manifests::vectors(), objects::vectors()];
    all.into_iter().flatten().collect()
}

/// One vector for each field of the sealed file at `path`, with one bit of it flipped.
fn flipped(
    path: &str,
    what: &str,
    vector: impl Fn(&Forge, &str, &str) -> Vector,
    forge: impl Fn() -> Forge,
) -> Vec<Vector> {
    let length = forge().file(path).len();
    let flip = |(field, at): (&str, usize)| {
        let mut forge = forge();
        forge.file(path)[at] ^= 0x10;
        let about = format!("One bit of the {field} of the {what} is flipped.");
        vector(&forge, &format!("{what}-flipped-{field}"), &about)
    };
    fields(length).into_iter().map(flip).collect()
}
