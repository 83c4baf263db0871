//! A new update: a Markdown file with front matter, dated and named.

use super::project::home;
use super::{ScaffoldError, id, put, yaml};
use crate::load;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use std::fmt::Write;

/// What a new update says about itself.
#[derive(Debug, Clone, Copy)]
pub struct NewUpdate<'a> {
    /// The client's id; the client is there.
    pub client: &'a str,
    /// The project it belongs to, when the client has several.
    pub project: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// Its date.
    pub today: Date,
    /// The id of who writes it.
    pub author: Option<&'a str>,
}

/// The front matter of an update.
pub(super) struct Front<'a> {
    pub title: &'a str,
    pub date: Date,
    pub author: Option<&'a str>,
}

/// Makes `updates/<date>-<title>.md` in the client's or the project's folder, with nothing below its
/// front matter: `check` says so until it is written. Gives the file, relative to the workspace at
/// `root`.
///
/// # Errors
/// When the title is no line, there is no such project, there is such a file, or the operating
/// system refuses.
pub fn update(root: &Utf8Path, new: &NewUpdate<'_>) -> Result<Utf8PathBuf, ScaffoldError> {
    let title = id::one_line("the title", new.title)?;
    let folder = home(root, new.client, new.project)?.join("updates");
    let name = format!("{}-{}.md", new.today, load::slug(title));
    let mend = "choose another title, or write on in that file";
    id::is_free(&root.join(&folder), &name, mend)?;
    let place = folder.join(name);
    let front = Front { title, date: new.today, author: new.author };
    put::file(&root.join(&place), mend, &text(&front, ""))?;
    Ok(place)
}

/// The whole file.
pub(super) fn text(front: &Front<'_>, body: &str) -> String {
    let mut text = format!("---\ntitle: {}\ndate: {}\n", yaml::scalar(front.title), front.date);
    if let Some(author) = front.author {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "author: {}", yaml::scalar(author));
    }
    text + "---\n" + body
}
