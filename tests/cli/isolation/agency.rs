//! Agencies made for the tests: files by path, with a marker in every field or by chance.

use camino::Utf8Path;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The files of one client, by path inside its folder.
pub type Files = BTreeMap<String, String>;

/// The clients of an agency, in the order in which their files are written.
#[derive(Debug, Clone)]
pub struct Agency {
    clients: Vec<(String, Files)>,
    reversed: bool,
}

const AGENCY: &str = "\
name: Northlight
time_zone: Europe/Berlin
team:
  - id: mara
    name: Mara Lind
  - id: jonas
    name: Jonas Holm
";

/// `{}` stands for a marker with the client's name in it.
const EVERY_FIELD: &[(&str, &str)] = &[
    ("client.yaml", include_str!("fields/client.yaml")),
    ("project.yaml", include_str!("fields/project.yaml")),
    ("status.yaml", include_str!("fields/status.yaml")),
    ("requests.yaml", include_str!("fields/requests.yaml")),
    ("checklist.yaml", include_str!("fields/checklist.yaml")),
    ("money.yaml", include_str!("fields/money.yaml")),
    ("documents/documents.yaml", include_str!("fields/documents.yaml")),
    ("deliverables/logo/deliverable.yaml", include_str!("fields/deliverable.yaml")),
    ("updates/2026-03-01-kickoff.md", include_str!("fields/update.md")),
];

/// Files whose names and contents are markers.
const FILES: &[&str] = &[
    "documents/{doc-file}.txt",
    "documents/invoice-{invoice-file}.pdf",
    "deliverables/logo/v1/{version-one}.txt",
    "deliverables/logo/v2/{version-two}.svg",
    "deliverables/{bare}.zip",
    "deliverables/{prototype}/v1/index.html",
    "deliverables/{prototype}/v1/{folder}/{script}.js",
    "updates/{attachment}.pdf",
    "updates/{image}.png",
    "logo-{client-logo}.svg",
];

/// The marker of a field of a client.
fn marker(field: &str, client: &str) -> String {
    format!("canary-{field}-of-{client}")
}

/// Puts markers in the place of `{field}`, and notes them.
fn fill(text: &str, client: &str, markers: &mut Vec<String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (field, after) = after.split_once('}').expect("a closing brace");
        let marker = marker(field, client);
        filled.extend([before, &marker]);
        markers.push(marker);
        rest = after;
    }
    filled + rest
}

fn filled(client: &str) -> (Files, Vec<String>) {
    let mut markers = Vec::new();
    let mut files = Files::new();
    for (path, text) in EVERY_FIELD {
        files.insert((*path).to_owned(), fill(text, client, &mut markers));
    }
    for path in FILES {
        let path = fill(path, client, &mut Vec::new());
        let content = format!("content-of-{path}-of-{client}");
        markers.push(content.clone());
        files.insert(path, content);
    }
    let hidden = format!("hidden-{client}");
    for path in ["_internal.md", "_drafts/a.md", "notes.txt", ".env", "updates/_draft.md"] {
        files.insert(path.to_owned(), hidden.clone());
    }
    (files, markers)
}

/// A client with a marker in every field.
pub fn fields(client: &str) -> Files {
    filled(client).0
}

/// The markers of [`fields`].
pub fn markers(client: &str) -> Vec<String> {
    filled(client).1
}

/// A client by chance, sometimes with faults.
pub fn client() -> impl Strategy<Value = Files> {
    client_and_mode().prop_map(|(_, files)| files)
}

/// The same, and how its people get in.
pub fn client_and_mode() -> impl Strategy<Value = (&'static str, Files)> {
    // A name or a title of nothing but spaces is an error, and then there is no portal to compare.
    let words = "[A-Za-zÄÖü][A-Za-z ÄÖü]{0,19}";
    let update = (words, "[ -~]{0,80}").prop_map(|(title, body)| {
        let body = body.replace(['[', '<', '!'], "");
        format!("---\ntitle: \"{title}\"\n---\n\n{body}\n")
    });
    let updates = prop::collection::btree_map("[a-z]{1,8}", update, 0..4);
    let files = prop::collection::btree_map("[a-z]{1,8}\\.(pdf|png|txt)", "[a-z]{1,40}", 0..3);
    let mode = prop::sample::select(&["plain", "link", "code", "link+code"][..]);
    (words, updates, files, any::<bool>(), mode).prop_map(|(name, updates, files, shared, mode)| {
        let shared = if shared { "shared: [kit]\n" } else { "" };
        let access = format!("access: {{mode: {mode}}}\n");
        let mut client = Files::from([(
            "client.yaml".to_owned(),
            format!("name: \"{name}\"\n{shared}{access}"),
        )]);
        client.extend(updates.into_iter().map(|(name, text)| (format!("updates/{name}.md"), text)));
        client.extend(files.into_iter().map(|(name, text)| (format!("deliverables/{name}"), text)));
        (mode, client)
    })
}

impl Agency {
    pub fn new() -> Self {
        Self { clients: Vec::new(), reversed: false }
    }

    pub fn add(&mut self, name: &str, files: Files) {
        self.remove(name);
        self.clients.push((name.to_owned(), files));
    }

    pub fn remove(&mut self, name: &str) {
        self.clients.retain(|(client, _)| client != name);
    }

    pub fn rename(&mut self, name: &str, to: &str) {
        if self.names().all(|client| client != to) {
            for (client, _) in self.clients.iter_mut().filter(|(client, _)| client == name) {
                to.clone_into(client);
            }
        }
    }

    /// Write the files in the opposite order from now on.
    pub fn reverse(&mut self) {
        self.reversed = true;
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.clients.iter().map(|(client, _)| client.as_str())
    }

    /// Makes the workspace at `root` what the agency is.
    pub fn write(&self, root: &Utf8Path) {
        let content = root.join("content");
        if content.is_dir() {
            fs_err::remove_dir_all(&content).expect("content can be removed");
        }
        let mut files = vec![
            (root.join("keyfolio.yaml"), AGENCY.to_owned()),
            (root.join("shared/kit/documents/guide.pdf"), "guide".to_owned()),
        ];
        for (client, own) in &self.clients {
            let own =
                own.iter().map(|(path, text)| (content.join(client).join(path), text.clone()));
            files.extend(own);
        }
        if self.reversed {
            files.reverse();
        }
        for (path, text) in files {
            fs_err::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs_err::write(path, text).expect("a file");
        }
    }
}
