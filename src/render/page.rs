//! What every page of a portal is given.

use super::{nav, waiting};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::i18n::Language;
use crate::model::{Agency, Client, PortalPath};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// The files that every page refers to.
#[derive(Debug, Serialize)]
pub(super) struct Assets {
    /// The theme's style sheet.
    pub style: Option<PortalPath>,
    /// The brand's colours and fonts.
    pub brand: PortalPath,
    /// An icon in the brand's colour, for a brand that has none of its own.
    pub icon: PortalPath,
    /// The product's script.
    pub script: PortalPath,
    /// Every asset of the theme, by its own name.
    pub files: BTreeMap<String, PortalPath>,
}

/// One page to be written.
pub(super) struct Page {
    pub template: &'static str,
    pub kind: &'static str,
    pub path: PortalPath,
    pub title: String,
    /// The path of the entry in the navigation that this page belongs to.
    pub section: Option<PortalPath>,
    /// What this page alone is given.
    pub values: Vec<(&'static str, Value)>,
}

/// The variable `page`.
#[derive(Serialize)]
struct PageVariable<'a> {
    kind: &'static str,
    path: &'a PortalPath,
    root: String,
    title: &'a str,
    lang: &'a str,
    text_lang: &'a str,
    dir: &'static str,
    time_zone: &'a str,
    home: bool,
}

/// What all pages of one portal share, serialised once.
pub(super) struct Portal<'a> {
    agency: &'a Agency,
    pub language: &'a Language,
    /// Language of the client's own texts.
    text_lang: String,
    pub nav: Vec<nav::Item>,
    /// The client's projects, each serialised once.
    pub projects: Vec<Value>,
    /// The client's collections, each serialised once.
    pub collections: Vec<Value>,
    pub titles: nav::Titles,
    shared: Context,
}

impl<'a> Portal<'a> {
    pub(super) fn new(
        client: &Client,
        agency: &'a Agency,
        language: &'a Language,
        assets: &Assets,
        settings: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let value = value(client)?;
        let titles = nav::Titles::new(language)?;
        let mut shared = Context::new();
        shared.insert_value("agency", self::value(agency)?);
        shared.insert_value("assets", self::value(assets)?);
        shared.insert_value("settings", self::value(settings)?);
        shared.insert_value("csp", csp(&agency.allow_hosts).into());
        shared.insert_value("several_projects", (client.projects.len() > 1).into());
        shared.insert_value("waiting", self::value(&waiting::of(client))?);
        let list = |name: &str| {
            let list = value.get_from_path(name).and_then(Value::as_array);
            list.map(<[Value]>::to_vec).unwrap_or_default()
        };
        let (projects, collections) = (list("projects"), list("collections"));
        shared.insert_value("client", value);
        let nav = nav::of(client, &titles);
        let text_lang = client.locale.to_string();
        Ok(Self { agency, language, text_lang, nav, projects, collections, titles, shared })
    }

    /// The variables of `page`.
    pub(super) fn context(&self, page: &Page) -> Context {
        let mut context = self.shared.clone();
        let variable = PageVariable {
            kind: page.kind,
            path: &page.path,
            root: page.path.to_root(),
            title: &page.title,
            lang: self.language.tag(),
            text_lang: &self.text_lang,
            dir: self.language.direction(),
            time_zone: &self.agency.time_zone,
            home: page.kind == "overview",
        };
        context.insert("page", &variable);
        let section = page.section.as_ref();
        let nav: Vec<_> = self.nav.iter().map(|item| item.seen_from(&page.path, section)).collect();
        context.insert("nav", &nav);
        for (name, value) in &page.values {
            context.insert_value(*name, value.clone());
        }
        context
    }
}

/// `value` as templates see it.
pub(super) fn value<T: Serialize + ?Sized>(value: &T) -> Result<Value, Vec<Diagnostic>> {
    Value::try_from_serializable(value).map_err(|error| {
        let message = format!("the content cannot be handed to the templates: {error}");
        vec![Diagnostic::error(Code::ThemeInvalid, Place::file("themes"), message)]
    })
}

/// The content security policy of every page: nothing from outside the portal but the images and
/// frames of hosts that the agency allows, and no script or style inside a page.
pub(crate) fn csp(allow_hosts: &[String]) -> String {
    let mut hosts = String::new();
    for host in allow_hosts {
        hosts.push_str(" https://");
        hosts.push_str(host);
    }
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'{hosts}; \
         media-src 'self'; font-src 'self'; object-src 'self'; frame-src 'self'{hosts}; \
         base-uri 'none'; form-action 'none'"
    )
}
