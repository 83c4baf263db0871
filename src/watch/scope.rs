//! What a changed path means: which client, which collection, or all of them.

use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;

/// What is to be looked at again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What all portals have in common: the agency's settings and files, or the theme.
    pub agency: bool,
    /// Which clients there are.
    pub workspace: bool,
    /// These clients.
    pub clients: BTreeSet<String>,
    /// The clients that take part in these collections.
    pub collections: BTreeSet<String>,
    /// Folders that are watched, and that came or went.
    pub folders: BTreeSet<Utf8PathBuf>,
}

impl Changes {
    /// All of it.
    #[must_use]
    pub fn everything() -> Self {
        Self { agency: true, workspace: true, ..Self::default() }
    }

    /// Nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds `other`.
    pub fn merge(&mut self, other: Self) {
        self.agency |= other.agency;
        self.workspace |= other.workspace;
        self.folders.extend(other.folders);
        self.clients.extend(other.clients);
        self.collections.extend(other.collections);
    }
}

/// Where the things are that a change can mean.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The workspace's folder.
    pub root: Utf8PathBuf,
    /// The output folder, whose changes are our own.
    pub out: Utf8PathBuf,
    /// The theme in use; none while that is not known.
    pub theme: Option<String>,
    /// The agency's own files, wherever they lie.
    pub agency_files: BTreeSet<Utf8PathBuf>,
}

impl Scope {
    /// What changes at `paths` mean.
    #[must_use]
    pub fn changes<'a>(&self, paths: impl IntoIterator<Item = &'a Utf8PathBuf>) -> Changes {
        let mut changes = Changes::default();
        for path in paths {
            self.add(path, &mut changes);
        }
        changes
    }

    fn add(&self, path: &Utf8Path, changes: &mut Changes) {
        if path.starts_with(&self.out) {
            return;
        }
        let Ok(inside) = path.strip_prefix(&self.root) else {
            changes.agency |= self.agency_files.contains(path);
            return;
        };
        if !inside.as_str().is_empty()
            && self.agency_files.iter().any(|file| file.starts_with(path))
        {
            changes.agency = true;
            if !self.agency_files.contains(path) {
                changes.folders.insert(path.to_owned());
            }
        }
        let mut parts = inside.components().map(|part| part.as_str());
        if let (Some("content" | "shared" | "themes"), Some(name), None) =
            (parts.next(), parts.next(), parts.next())
            && !name.starts_with(['_', '.'])
        {
            changes.folders.insert(path.to_owned());
        }
        let mut parts = inside.components().map(|part| part.as_str());
        match (parts.next(), parts.next()) {
            (Some("keyfolio.yaml"), None) => changes.agency = true,
            (Some("themes"), None) => {
                changes.agency = true;
                changes.folders.insert(path.to_owned());
            }
            (Some("content" | "shared"), None) => {
                changes.workspace = true;
                changes.folders.insert(path.to_owned());
            }
            (Some("themes"), Some(name)) => {
                changes.agency |= self.theme.as_deref().is_none_or(|theme| theme == name);
            }
            (Some("content"), Some(client)) if !client.starts_with(['_', '.']) => {
                changes.clients.insert(client.to_owned());
            }
            (Some("shared"), Some(name)) if !name.starts_with(['_', '.']) => {
                changes.collections.insert(name.to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(paths: &[&str]) -> Changes {
        let root = Utf8PathBuf::from("/agency");
        let scope = Scope {
            out: root.join("dist"),
            theme: Some("paper".to_owned()),
            agency_files: [root.join("brand/logo.svg")].into(),
            root: root.clone(),
        };
        scope.changes(&paths.iter().map(|path| root.join(path)).collect::<Vec<_>>())
    }

    fn clients(ids: &[&str]) -> Changes {
        let clients = ids.iter().map(|&id| id.to_owned()).collect();
        Changes { clients, ..Changes::default() }
    }

    #[test]
    fn a_file_of_a_client_means_that_client() {
        assert_eq!(changes(&["content/acme/updates/a.md"]), clients(&["acme"]));
        assert_eq!(changes(&["content/acme/a", "content/bolt/b"]), clients(&["acme", "bolt"]));
    }

    #[test]
    fn a_folder_that_came_or_went_is_told() {
        for (path, known) in [
            ("content/acme", true),
            ("shared/kit", true),
            ("themes/paper", true),
            ("content/acme/updates", false),
            ("content/_drafts", false),
            ("dist/abc", false),
        ] {
            let folders = changes(&[path]).folders.into_iter().collect::<Vec<_>>();
            let wanted = if known { vec![Utf8PathBuf::from("/agency").join(path)] } else { vec![] };
            assert_eq!(folders, wanted, "{path}");
        }
    }

    #[test]
    fn our_own_writing_and_what_is_hidden_mean_nothing() {
        for path in [
            "dist/abc/index.html",
            ".keyfolio/cache/build",
            "content/_drafts/x.md",
            "content/.git/index",
            "themes/other/theme.yaml",
            "README.md",
            "brand/notes.txt",
            "../elsewhere",
        ] {
            assert_eq!(changes(&[path]), Changes::default(), "{path}");
        }
    }

    #[test]
    fn what_all_have_in_common() {
        for path in ["keyfolio.yaml", "themes/paper/assets/style.css", "brand/logo.svg"] {
            let changes = changes(&[path]);
            assert!(
                changes.agency && changes.folders.is_empty() && changes.clients.is_empty(),
                "{path}"
            );
        }
        for path in ["themes", "brand"] {
            let changes = changes(&[path]);
            assert!(changes.agency && changes.folders.len() == 1, "{path}");
        }
        for path in ["content", "shared"] {
            let changes = changes(&[path]);
            assert!(changes.workspace && changes.folders.len() == 1, "{path}");
        }
    }

    #[test]
    fn a_collection_is_named() {
        let changes = changes(&["shared/brand-kit/logo.svg"]);
        assert_eq!(changes.collections, ["brand-kit".to_owned()].into());
        assert!(!changes.agency && !changes.workspace);
    }
}
