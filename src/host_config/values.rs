//! What the templates are given.

use super::policy::{self, FRAMED, HSTS_SECONDS, INTEGRITY, ROBOTS, SANDBOX};
use super::{Host, HostConfigError, Known};
use crate::model::BaseUrl;
use crate::publish::{FRESH, IMMUTABLE, IMMUTABLE_BEHIND_CDN};
use crate::seal::DOOR_FOLDER;
use percent_encoding::percent_decode_str;
use serde::Serialize;

/// Stands for a host name that nobody has said.
const SOME_HOST: &str = "portals.example.com";
/// Stands for a bucket that nobody has said.
const SOME_BUCKET: &str = "my-portals";
/// Stands for a folder on a server that nobody has said.
const SOME_FOLDER: &str = "/srv/portals";
/// Stands for a portal's locator in a `base_url`.
const PLACEHOLDER: &str = "{locator}";
/// A locator, as a regular expression.
const LOCATOR: &str = "[a-z2-7]{32}";

/// Everything that a template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values {
    /// The host name; without its label for the locator, where every portal has a host name of its own.
    pub domain: String,
    /// Whether every portal has one.
    each: bool,
    host_known: bool,
    /// The host name, with `*` for the locator.
    wildcard: String,
    /// A locator, as a regular expression.
    locator: &'static str,
    /// What a certificate has to be for.
    certificate: String,
    /// For nginx: the server's name and those that are sent on.
    server_name: String,
    server_names: String,
    /// For Caddy: the site's address, and which label the locator is, counted from the last.
    site: String,
    label: usize,
    /// Which label the locator is, counted from the first.
    position: usize,
    port: u16,
    /// The folder in the address: empty, or with a `/` in front.
    pub folder: String,
    /// As a regular expression.
    folder_pattern: String,
    /// How many folders that is.
    depth: usize,
    /// Expressions for what stands before a file of a portal, and for that or the top of the output.
    portal: String,
    above: String,
    /// The folder on the server.
    pub root: String,
    pub bucket: String,
    prefix: String,
    prefix_bare: String,
    /// The policies of pages, of what they show in frames, and of what is attached to them.
    page: String,
    framed: &'static str,
    apart: String,
    integrity: Option<&'static str>,
    hsts: String,
    hsts_seconds: u32,
    robots: &'static str,
    fresh: &'static str,
    immutable: &'static str,
    /// What has no type, as patterns of `_headers`.
    sealed_places: Vec<String>,
    /// The frame of a prototype, as patterns of `_headers`.
    stages: [&'static str; 2],
    header_policies: Vec<HeaderPolicy>,
    behaviours: [Behaviour; 5],
}

/// A response headers policy of `CloudFront`.
#[derive(Debug, Serialize)]
struct HeaderPolicy {
    name: &'static str,
    policy: String,
    /// Whether what it is for may be loaded by a document without an origin.
    open: bool,
}

/// Which files get which headers from `CloudFront`; the first pattern that fits counts.
#[derive(Debug, Serialize)]
struct Behaviour {
    pattern: &'static str,
    headers: &'static str,
}

impl Values {
    pub(super) fn of(host: Host, known: &Known) -> Result<Self, HostConfigError> {
        let url = known.base_url.as_ref();
        let name = url.map_or(SOME_HOST, BaseUrl::host);
        let each = name.contains(PLACEHOLDER);
        if each {
            takes_wildcards(host, name)?;
        }
        if let (Host::CloudFront, Some(endpoint)) = (host, &known.endpoint) {
            return Err(HostConfigError::Elsewhere { endpoint: endpoint.clone() });
        }
        let domain = name.replacen(&format!("{PLACEHOLDER}."), "", 1);
        let port = url.filter(|url| url.is_encrypted()).and_then(BaseUrl::port).unwrap_or(443);
        let folder = folder(host, url.map_or("", BaseUrl::folder))?;
        let folder_pattern = escaped(&folder);
        let before = if each { "" } else { &folder_pattern };
        let inside = if each { String::new() } else { format!("{LOCATOR}/") };
        let shown = if port == 443 { String::new() } else { format!(":{port}") };
        let wildcard = name.replacen(PLACEHOLDER, "*", 1);
        let (first, last) = name.split_once(PLACEHOLDER).unwrap_or_default();
        let (first, last) = (escaped(first), escaped(last));
        let pattern = format!("{first}(?<keyfolio_locator>{LOCATOR}){last}");
        let server_name = if each { format!("\"~^{pattern}$\"") } else { domain.clone() };
        let page = policy::page(&known.allow_hosts);
        fits_in(host, &page)?;
        let bucket = known.bucket.clone().unwrap_or_else(|| SOME_BUCKET.to_owned());
        let root = known.folder.clone().unwrap_or_else(|| SOME_FOLDER.to_owned());
        for text in [&bucket, &known.prefix, &root] {
            fit(text)?;
        }
        let apart = format!("{SANDBOX}; {FRAMED}");
        Ok(Self {
            each,
            locator: LOCATOR,
            host_known: url.is_some(),
            certificate: if each { format!("{wildcard} and {domain}") } else { domain.clone() },
            server_names: if each { format!("{domain} {server_name}") } else { domain.clone() },
            server_name,
            site: format!("{wildcard}{shown}"),
            label: domain.split('.').count(),
            position: name.split('.').position(|label| label == PLACEHOLDER).unwrap_or_default(),
            port,
            depth: folder.matches('/').count(),
            portal: format!("{before}/{inside}"),
            above: if each { "/".to_owned() } else { format!("{before}/({inside})?") },
            folder,
            prefix_bare: known.prefix.trim_end_matches('/').to_owned(),
            prefix: known.prefix.clone(),
            header_policies: header_policies(&page, &apart),
            page,
            framed: FRAMED,
            apart,
            integrity: (host.has_folder() || known.all_sealed == Some(true)).then_some(INTEGRITY),
            hsts: format!(
                "max-age={HSTS_SECONDS}{}",
                if each { "; includeSubDomains" } else { "" }
            ),
            hsts_seconds: HSTS_SECONDS,
            robots: ROBOTS,
            fresh: FRESH,
            immutable: if known.cdn == Some(true) { IMMUTABLE_BEHIND_CDN } else { IMMUTABLE },
            sealed_places: sealed_places(),
            stages: [":locator/app/stage.*", "app/stage.*"],
            behaviours: BEHAVIOURS,
            domain,
            wildcard,
            folder_pattern,
            root,
            bucket,
        })
    }
}

const BEHAVIOURS: [Behaviour; 5] = [
    Behaviour { pattern: "*", headers: "Pages" },
    Behaviour { pattern: "*/app/stage.*", headers: "Frames" },
    Behaviour { pattern: "*/files/*.pdf", headers: "Documents" },
    Behaviour { pattern: "*/files/*.PDF", headers: "Documents" },
    Behaviour { pattern: "*/files/*", headers: "Files" },
];

fn header_policies(page: &str, apart: &str) -> Vec<HeaderPolicy> {
    let policy = |name, policy: &str, open| HeaderPolicy { name, policy: policy.to_owned(), open };
    vec![
        policy("Pages", page, false),
        policy("Frames", FRAMED, false),
        policy("Documents", FRAMED, true),
        policy("Files", apart, true),
    ]
}

fn sealed_places() -> Vec<String> {
    let mut places: Vec<String> = ["objects/*", "slots/*", "manifest", "manifest-*", "ledger"]
        .map(|name| format!(":locator/{name}"))
        .into();
    places.push(format!("{DOOR_FOLDER}/*"));
    places
}

/// That the host can tell portals by their host names.
fn takes_wildcards(host: Host, name: &str) -> Result<(), HostConfigError> {
    let first = name.starts_with(PLACEHOLDER);
    match host {
        Host::Cloudflare => Err(HostConfigError::OneFolder { host: "Cloudflare Pages" }),
        Host::Netlify => Err(HostConfigError::OneFolder { host: "Netlify" }),
        Host::CloudFront if !first => Err(HostConfigError::NotFirst { host: "CloudFront" }),
        Host::Caddy if !first => Err(HostConfigError::NotFirst { host: "Caddy" }),
        _ => Ok(()),
    }
}

/// The folder of an address as the host sees it: nginx and Caddy match what was decoded.
fn folder(host: Host, encoded: &str) -> Result<String, HostConfigError> {
    let folder = if host.has_folder() {
        percent_decode_str(encoded).decode_utf8().map_or_else(|_| encoded.to_owned(), Into::into)
    } else {
        encoded.to_owned()
    };
    fit(&folder).map(|()| folder)
}

/// That a name means itself in every one of the formats.
fn fit(name: &str) -> Result<(), HostConfigError> {
    let odd =
        |c: char| c.is_control() || c.is_whitespace() || "\"'`\\$*?{}[]()<>|;:,#^".contains(c);
    if name.contains(odd) {
        return Err(HostConfigError::Unfit { name: name.to_owned() });
    }
    Ok(())
}

/// That the host takes a policy of that length.
fn fits_in(host: Host, page: &str) -> Result<(), HostConfigError> {
    let (name, most) = match host {
        // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
        Host::CloudFront => ("CloudFront", 1783),
        // 2,000 for a line, with the header's name.
        Host::Cloudflare => ("Cloudflare", 1970),
        // 4,096 for a parameter.
        Host::Nginx => ("nginx", 4000),
        Host::Caddy | Host::Netlify | Host::S3Policy => return Ok(()),
    };
    let length = page.len();
    if length > most { Err(HostConfigError::TooLong { host: name, length, most }) } else { Ok(()) }
}

/// Text as a regular expression that it alone fits. In brackets, as a backslash means something to some of
/// the formats too; `^`, which does not stand alone in them, is in no name that is [`fit`].
fn escaped(text: &str) -> String {
    let mut expression = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !"/-_~%".contains(c) {
            expression.extend(['[', c, ']']);
        } else {
            expression.push(c);
        }
    }
    expression
}
