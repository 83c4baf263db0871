//! Ready configuration for the hosts that portals are put on: read but never listed, over HTTPS, with the
//! headers that a page cannot give itself.
//!
//! Text and nothing else: [`config`] is given what is known of the place and fills in one of the files in
//! `templates/`, which are there to be read. The types and times to keep are those that publishing sends
//! along. nginx and Caddy are started with it in `tests/browser/hosts.test.js`.

mod error;
mod policy;
mod values;

pub use error::HostConfigError;
pub(crate) use policy::SANDBOX;

use crate::model::BaseUrl;
use tera::{Context, Tera};
use values::Values;

/// A host, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The policy of a public bucket, for S3 and those that take its policies.
    S3Policy,
    /// A `CloudFormation` template: `CloudFront` in front of a private bucket.
    CloudFront,
    /// `_headers`, for Cloudflare Pages and Workers.
    Cloudflare,
    /// `netlify.toml`.
    Netlify,
    /// Servers of nginx.
    Nginx,
    /// A `Caddyfile`.
    Caddy,
}

/// What is known of where the portals will be.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Where clients reach them.
    pub base_url: Option<BaseUrl>,
    /// The bucket.
    pub bucket: Option<String>,
    /// Where the bucket is, unless it is Amazon's.
    pub endpoint: Option<String>,
    /// The folder in the bucket: empty, or ends in `/`.
    pub prefix: String,
    /// The folder on the server, absolute.
    pub folder: Option<String>,
    /// Whether a CDN keeps copies; nothing where no target says so.
    pub cdn: Option<bool>,
    /// Hosts whose images and frames a portal may show.
    pub allow_hosts: Vec<String>,
    /// Whether every portal is sealed; nothing where that is not known.
    pub all_sealed: Option<bool>,
}

/// A configuration.
#[derive(Debug, Clone)]
pub struct HostConfig {
    /// The file.
    pub text: String,
    /// What is left to do or to know, in sentences.
    pub notes: Vec<String>,
}

/// The templates, by name.
const TEMPLATES: [(&str, &str); 8] = [
    ("s3-policy.json", include_str!("templates/s3-policy.json")),
    ("cloudfront.yaml", include_str!("templates/cloudfront.yaml")),
    ("cloudfront.js", include_str!("templates/cloudfront.js")),
    ("cloudflare_headers", include_str!("templates/cloudflare_headers")),
    ("netlify.toml", include_str!("templates/netlify.toml")),
    ("nginx.conf", include_str!("templates/nginx.conf")),
    ("nginx-common.conf", include_str!("templates/nginx-common.conf")),
    ("Caddyfile", include_str!("templates/Caddyfile")),
];

/// The configuration of `host` for the portals at the place that is `known`.
///
/// # Errors
/// When the host cannot serve portals at such an address, or a name would have to be escaped in a way
/// that its format has not.
pub fn config(host: Host, known: &Known) -> Result<HostConfig, HostConfigError> {
    let values = Values::of(host, known)?;
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    let mut context = Context::from_serialize(&values)?;
    if host == Host::CloudFront {
        let function = tera.render("cloudfront.js", &context)?;
        context.insert("function", &indented(&function));
    }
    let text = tera.render(host.template(), &context)?;
    Ok(HostConfig { text, notes: notes(host, known, &values) })
}

impl Host {
    fn template(self) -> &'static str {
        match self {
            Self::S3Policy => "s3-policy.json",
            Self::CloudFront => "cloudfront.yaml",
            Self::Cloudflare => "cloudflare_headers",
            Self::Netlify => "netlify.toml",
            Self::Nginx => "nginx.conf",
            Self::Caddy => "Caddyfile",
        }
    }

    /// Whether it is a server that looks into a folder.
    #[must_use]
    pub fn has_folder(self) -> bool {
        matches!(self, Self::Nginx | Self::Caddy)
    }

    /// Whether it is or reads a bucket of S3's.
    #[must_use]
    pub fn has_bucket(self) -> bool {
        matches!(self, Self::S3Policy | Self::CloudFront)
    }
}

/// As a block of a YAML file holds it.
fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("        {line}\n"),
    });
    lines.collect()
}

fn notes(host: Host, known: &Known, values: &Values) -> Vec<String> {
    let mut notes = Vec::new();
    let names_host = !matches!(host, Host::S3Policy | Host::Cloudflare | Host::Netlify);
    if names_host && known.base_url.is_none() {
        let stand_in = &values.domain;
        notes.push(format!("`{stand_in}` stands for your host name: no `base_url` is known"));
    }
    if host.has_bucket() && known.bucket.is_none() {
        let stand_in = &values.bucket;
        notes.push(format!("`{stand_in}` stands for your bucket: no target with one is known"));
    }
    if let (Host::S3Policy, Some(endpoint)) = (host, &known.endpoint) {
        notes.push(format!(
            "the bucket is at `{endpoint}`: some storage takes these policies, as MinIO and SeaweedFS do; R2 and B2 do not"
        ));
    }
    if host == Host::CloudFront && known.cdn == Some(false) {
        notes.push(
            "say `cdn: true` of the target, or CloudFront keeps for a year what `keyfolio publish` deletes"
                .to_owned(),
        );
    }
    if host.has_folder() && known.folder.is_none() {
        let stand_in = &values.root;
        notes.push(format!("`{stand_in}` stands for the folder with the portals on your server"));
    }
    if known.base_url.as_ref().is_some_and(|url| !url.is_encrypted()) {
        notes.push(
            "`base_url` begins with `http:`: browsers open sealed portals over HTTPS alone, and this is for HTTPS"
                .to_owned(),
        );
    }
    if !host.has_folder() && host != Host::S3Policy && known.all_sealed != Some(true) {
        let why = match known.all_sealed {
            None => "it is not known whether all portals are sealed",
            Some(_) => "there are plain portals, whose pages name no hash of their script",
        };
        notes.push(format!("`Integrity-Policy` is left out: {why}"));
    }
    if matches!(host, Host::Cloudflare | Host::Netlify) && !values.folder.is_empty() {
        let folder = values.folder.trim_start_matches('/');
        notes.push(format!(
            "the address has a folder: put what is built into `{folder}/` of what you deploy"
        ));
    }
    notes
}

#[cfg(test)]
mod tests;
