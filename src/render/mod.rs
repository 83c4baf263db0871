//! One client's portal: `Client + Agency + Theme -> Site`.
//!
//! Pure: what comes out depends on the three arguments alone. No other client, no file, no clock
//! and no environment can be reached from here or from a template. Pages are bytes; files are
//! named, to be copied by `write` without being read.

mod brand;
mod colour;
mod invite;
mod nav;
mod overview;
mod page;
mod pages;
mod site;
pub(crate) mod waiting;

pub(crate) use brand::{icon as brand_icon, sheet as brand_sheet};
pub use invite::{Invitation, Message, Part, invitation};
pub(crate) use page::csp as page_policy;

use crate::browser;
use crate::diagnostics::{self, Code, Diagnostic, Place};
use crate::i18n::Language;
use crate::model::{Agency, Client};
use crate::site::{Entry, Site};
use crate::theme::Theme;
use camino::Utf8PathBuf;
use fluent_bundle::FluentArgs;
use std::sync::Arc;

/// A portal, and what is worth saying about it.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The portal.
    pub site: Site,
    /// Warnings: colours that were mended, messages that were taken from English.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders the portal of `client`.
///
/// # Errors
/// Faults of the theme that only show when a page is written, and two entries with the same path.
pub fn portal(
    client: &Client,
    agency: &Agency,
    theme: &Theme,
) -> Result<Rendered, Vec<Diagnostic>> {
    let language = language(client, theme)?;
    let settings = theme.settings(&agency.theme.settings)?;
    let mut warnings = Vec::from_iter(words(client, agency, theme, &language));
    let language = spoken(language, agency, theme);
    let mut site = site::Builder::new(client);
    for asset in theme.assets() {
        site.put(asset.path.clone(), Entry::Shared(Arc::clone(&asset.bytes)));
    }
    let (brand, mended) = brand::sheet(&client.brand);
    warnings.extend(mended);
    let assets = page::Assets {
        style: theme.style().cloned(),
        brand: site.asset("brand.css", brand.as_bytes()),
        icon: site.asset("icon.svg", brand::icon(&client.brand, &agency.name).as_bytes()),
        script: site.asset("portal.js", browser::plain_script().as_bytes()),
        files: theme.assets().iter().map(|a| (a.name.clone(), a.path.clone())).collect(),
    };
    for file in &client.files {
        let entry = Entry::File(file.source.clone());
        site.put(file.path.clone(), entry);
    }
    let portal = page::Portal::new(client, agency, &language, &assets, &settings)?;
    for page in pages::of(client, &portal)? {
        match theme.page(page.template, &portal.context(&page)) {
            Ok(html) => site.put(page.path, Entry::Bytes(html.into_bytes())),
            Err(fault) => site.fault(*fault),
        }
    }
    let site = site.finish()?;
    diagnostics::sort(&mut warnings);
    Ok(Rendered { site, diagnostics: warnings })
}

fn language(client: &Client, theme: &Theme) -> Result<Arc<Language>, Vec<Diagnostic>> {
    let tag = client.locale.to_string();
    theme.languages().get(&tag).ok_or_else(|| {
        let message = format!("`{tag}` is not a language tag");
        vec![Diagnostic::error(Code::InvalidValue, Place::file(client_file(client)), message)]
    })
}

/// The language of the portal's own words and dates: English where the theme does not speak the
/// client's, so that a page is not in two languages under the name of one. It is the agency's own
/// English, when that is what it speaks.
fn spoken(language: Arc<Language>, agency: &Agency, theme: &Theme) -> Arc<Language> {
    if language.catalogue().is_some() {
        return language;
    }
    let own = agency.locale.to_string();
    let english = if own.split('-').next() == Some("en") { own.as_str() } else { "en" };
    theme.languages().get(english).unwrap_or(language)
}

/// Most missing messages that are named.
const NAMED: usize = 6;

/// What the theme cannot say in the portal's language.
fn words(
    client: &Client,
    agency: &Agency,
    theme: &Theme,
    language: &Language,
) -> Option<Diagnostic> {
    let Some(catalogue) = language.catalogue() else {
        let own = client.locale != agency.locale;
        let place = if own { client_file(client) } else { "keyfolio.yaml".into() };
        let tag = language.tag();
        let message = format!("the theme does not speak `{tag}`: the portal's words are English");
        let name = client.locale.id.language;
        return Some(
            Diagnostic::warning(Code::MissingMessage, Place::file(place), message)
                .help(format!("add `themes/{}/i18n/{name}.ftl`", theme.name())),
        );
    };
    let missing = language.missing();
    (!missing.is_empty()).then(|| {
        let place = Place::file(format!("themes/{}/i18n/{catalogue}.ftl", theme.name()));
        let names: Vec<String> =
            missing.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        let more = match missing.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message =
            format!("the language file lacks {}{more}; English stands in", names.join(", "));
        Diagnostic::warning(Code::MissingMessage, place, message)
            .help("copy the missing lines from `en.ftl` and translate them")
    })
}

/// The file that a client is described in, relative to the workspace.
fn client_file(client: &Client) -> Utf8PathBuf {
    ["content", &client.id, "client.yaml"].iter().collect()
}

/// A message without variables, for titles that are made here.
fn title(language: &Language, key: &str) -> Result<String, Vec<Diagnostic>> {
    language.message(key, &FluentArgs::new()).map_err(|error| {
        let place = Place::file("themes");
        let fault = Diagnostic::error(Code::ThemeInvalid, place, error.to_string());
        vec![fault.help(format!("add `{key}` to the theme's `i18n/en.ftl`"))]
    })
}

#[cfg(test)]
mod tests;
