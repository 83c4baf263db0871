//! Somewhere to publish to that no other test uses, and what is there.

use crate::harness::Agency;
use crate::proxy::Proxy;
use crate::rclone::{self, Files};
use crate::servers::{ACCOUNT, AZURITE, KEY, SEAWEED, SSHD, WEBDAV, s3};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a host says with a file.
pub struct Told {
    pub content_type: String,
    pub cache_control: String,
    pub content_disposition: String,
}

/// A place on a target.
pub struct Place {
    /// What `keyfolio.yaml` says of it.
    target: String,
    variables: Vec<(&'static str, String)>,
    /// What it is called by rclone.
    remote: String,
    /// Of its server, where it is reached over HTTP.
    port: Option<u16>,
    /// What was fetched from it so far.
    fetched: tempfile::TempDir,
    /// Where it stands, where that is a folder of the test's own.
    own: Option<tempfile::TempDir>,
    /// Its address for whoever reads over HTTP, where everybody may.
    http: Option<String>,
}

/// A name that no other test has.
fn name() -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    format!("place-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn folder(prefix: &str) -> tempfile::TempDir {
    tempfile::Builder::new().prefix(prefix).tempdir().expect("a folder")
}

impl Place {
    fn new(target: String, variables: Vec<(&'static str, String)>, remote: String) -> Self {
        rclone::make(&remote);
        let (port, fetched, own, http) = (None, folder("fetched"), None, None);
        Self { target, variables, remote, port, fetched, own, http }
    }

    /// A bucket of `SeaweedFS`.
    pub fn seaweed() -> Self {
        let (name, port) = (name(), SEAWEED.port);
        let target = format!(
            "{{ kind: s3, bucket: {name}, region: us-east-1, endpoint: \"http://127.0.0.1:{port}\" }}"
        );
        let variables = vec![
            ("AWS_ACCESS_KEY_ID", ACCOUNT.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", KEY.to_owned()),
        ];
        let place = Self::new(target, variables, format!("{}{name}", s3(port)));
        let http = Some(format!("http://127.0.0.1:{port}/{name}"));
        Self { port: Some(port), http, ..place }
    }

    /// A bucket of `SeaweedFS` that is reached by way of a proxy.
    pub fn proxied() -> (Self, Proxy) {
        let place = Self::seaweed();
        let proxy = place.proxy();
        (place.behind(&proxy), proxy)
    }

    /// A container of Azurite.
    pub fn azurite() -> Self {
        let (name, port) = (name(), AZURITE.port);
        let endpoint = format!("http://127.0.0.1:{port}/{ACCOUNT}");
        let target = format!("{{ kind: azure, bucket: {name}, endpoint: \"{endpoint}\" }}");
        let remote = format!(
            ":azureblob,account={ACCOUNT},key=\"{KEY}\",endpoint=\"{endpoint}\",public_access=blob:{name}"
        );
        let variables = vec![
            ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT.to_owned()),
            ("AZURE_STORAGE_ACCOUNT_KEY", KEY.to_owned()),
        ];
        let place = Self::new(target, variables, remote);
        let http = Some(format!("{endpoint}/{name}"));
        Self { port: Some(port), http, ..place }
    }

    /// A folder on a server that is reached with SSH.
    pub fn sftp() -> Self {
        let (name, port, home) = (name(), SSHD.port, SSHD.folder.display());
        let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
        let target = format!(
            "{{ kind: sftp, endpoint: \"ssh://{user}@127.0.0.1:{port}\", path: \"{home}/{name}\" }}"
        );
        let remote = format!(
            ":sftp,host=127.0.0.1,port={port},user={user},key_file=\"{home}/user\",\
             known_hosts_file=\"{home}/known_hosts\",shell_type=none:{home}/{name}"
        );
        let path = std::env::var("PATH").unwrap_or_default();
        Self::new(target, vec![("PATH", format!("{home}/bin:{path}"))], remote)
    }

    /// A folder of a `WebDAV` server.
    pub fn webdav() -> Self {
        let (name, port) = (name(), WEBDAV.port);
        let target =
            format!("{{ kind: webdav, endpoint: \"http://127.0.0.1:{port}/\", prefix: {name} }}");
        let remote = format!(":local:{}/served/{name}", WEBDAV.folder.display());
        let variables =
            vec![("WEBDAV_USERNAME", ACCOUNT.to_owned()), ("WEBDAV_PASSWORD", KEY.to_owned())];
        Self { port: Some(port), ..Self::new(target, variables, remote) }
    }

    /// A folder on this machine.
    pub fn folder() -> Self {
        let folder = folder("online");
        let path = folder.path().display();
        let target = format!("{{ kind: folder, path: \"{path}\" }}");
        let place = Self::new(target, Vec::new(), format!(":local:{path}"));
        Self { own: Some(folder), ..place }
    }

    /// The same place, by way of the proxy. What rclone does goes past it.
    pub fn behind(mut self, proxy: &Proxy) -> Self {
        let port = self.port.expect("it is reached over HTTP");
        let (from, to) = (format!("127.0.0.1:{port}"), format!("127.0.0.1:{}", proxy.port));
        self.target = self.target.replace(&from, &to);
        self
    }

    /// An agency without clients that publishes here.
    pub fn agency(&self, settings: &str) -> Agency {
        let yaml = format!("name: North Yard\n{settings}\npublish:\n  online: {}\n", self.target);
        let agency = Agency::nowhere().file("keyfolio.yaml", &yaml);
        self.variables.iter().fold(agency, |agency, (name, value)| agency.variable(name, value))
    }

    /// What is there, as rclone fetches it.
    pub fn files(&self) -> Files {
        rclone::fetch(&self.remote, self.fetched.path())
    }

    /// What the host says with a file, to whoever asks.
    pub fn told(&self, path: &str) -> Told {
        // Only the first one counts.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut url = url::Url::parse(&self.address()).expect("an address");
        url.path_segments_mut().expect("segments").extend(path.split('/'));
        let answer = reqwest::blocking::Client::new().head(url).send().expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let text = |name: &str| {
            let value = answer.headers().get(name).map(|value| value.to_str().expect("ASCII"));
            value.unwrap_or_default().to_owned()
        };
        Told {
            content_type: text("content-type"),
            cache_control: text("cache-control"),
            content_disposition: text("content-disposition"),
        }
    }

    /// Somebody else puts a file there.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        assert!(rclone::put(&self.remote, path, bytes), "{path} can be put");
    }

    /// Somebody else deletes a file there.
    pub fn delete(&self, path: &str) {
        rclone::delete(&self.remote, path);
    }

    /// From now on the bucket keeps old versions of files.
    pub fn keeps_versions(&self) {
        assert!(rclone::run(&["backend", "versioning", &self.remote, "Enabled"]));
    }

    /// What is below a folder that is not the present.
    pub fn past(&self, folder: &str) -> Vec<String> {
        rclone::past(&format!("{}/{folder}", self.remote))
    }

    /// Somebody else deletes what is below a folder and not the present.
    pub fn delete_past(&self, folder: &str) {
        let folder = format!("{}/{folder}", self.remote);
        assert!(rclone::run(&["backend", "cleanup-hidden", &folder]));
    }

    /// A proxy in front of its server.
    pub fn proxy(&self) -> Proxy {
        Proxy::before(self.port.expect("it is reached over HTTP"))
    }

    /// Where it stands on this machine, where it is a folder.
    pub fn path(&self) -> &std::path::Path {
        self.own.as_ref().expect("a folder").path()
    }

    /// Makes what killed publishes left in a folder two days old: then the next one takes it away.
    pub fn ages(&self) {
        let Some(own) = &self.own else { return };
        let two_days = std::time::Duration::from_secs(2 * 24 * 60 * 60);
        for entry in fs_err::read_dir(own.path().join(".keyfolio-unfinished")).into_iter().flatten()
        {
            let folder = fs_err::File::open(entry.expect("an entry").path()).expect("a folder");
            let before = std::time::SystemTime::now() - two_days;
            folder.file().set_modified(before).expect("it is ours");
        }
    }

    /// Its address for whoever reads over HTTP.
    pub fn address(&self) -> String {
        self.http.clone().expect("everybody may read there")
    }

    /// Whether it is told what a file is to be saved as: on Azure, the library cannot say it.
    pub fn keeps_names(&self) -> bool {
        self.target.contains("kind: s3")
    }

    /// Whether it keeps headers with a file.
    pub fn keeps_headers(&self) -> bool {
        self.http.is_some()
    }
}
