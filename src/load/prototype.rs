//! A version that can be tried out: a folder with an `index.html` at its top.

use super::folder::{join, parent};
use super::names::slug;
use crate::model::{FileRef, PortalPath, Prototype};

/// What makes a folder a prototype, when it stands at its top.
pub(super) const START: &str = "index.html";

/// The first page among the files `keys` of version `id` of the deliverable in `folder`: in the
/// version's own folder, or in the deliverable's where that is the one version.
pub(super) fn start<'a>(folder: &str, id: &str, keys: &'a [String]) -> Option<&'a str> {
    let own = [join(&join(folder, id), START), join(folder, START)];
    keys.iter().find(|key| own.contains(key)).map(String::as_str)
}

/// Whether the file at `key` is one of those that the page `start` may use.
pub(super) fn holds(start: &str, key: &str) -> bool {
    key.strip_prefix(parent(start)).is_some_and(|rest| rest.starts_with('/'))
}

/// The prototype that begins with the first of `files`; `page` is its deliverable's page.
pub(super) fn of(files: &[FileRef], id: &str, page: &PortalPath) -> Option<Prototype> {
    let start = files.first()?.path.clone();
    let folder = format!("{}/", parent(start.as_str()));
    let own = || files.iter().filter(|file| file.path.as_str().starts_with(&folder));
    let page = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    Some(Prototype {
        path: PortalPath::known(format!("{page}/{}.html", slug(id))),
        files: own().count(),
        size: own().map(|file| file.size).sum(),
        start,
        folder,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_index_at_the_top_makes_a_prototype() {
        let keys = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        let inside = keys(&["deliverables/app/v2/a.css", "deliverables/app/v2/index.html"]);
        assert_eq!(
            start("deliverables/app", "v2", &inside),
            Some("deliverables/app/v2/index.html")
        );
        assert_eq!(start("deliverables/app", "v1", &inside), None);
        let deeper = keys(&["deliverables/app/v2/pages/index.html"]);
        assert_eq!(start("deliverables/app", "v2", &deeper), None);
        let whole = keys(&["deliverables/app/index.html"]);
        assert_eq!(start("deliverables/app", "v1", &whole), Some("deliverables/app/index.html"));
    }

    #[test]
    fn a_folder_of_a_longer_name_is_another() {
        let start = "deliverables/app/v1/index.html";
        assert!(holds(start, "deliverables/app/v1/deep/er.js"));
        assert!(!holds(start, "deliverables/app/v10/index.html"));
    }
}
