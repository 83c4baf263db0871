//! What stands in front of every sealed portal of an agency: the page that asks for the code or
//! takes the link, its script, its words, and the agency's own brand. The same bytes for every
//! client: nothing here knows of one.

use crate::browser;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::i18n::Language;
use crate::model::{Agency, FileRef, PortalPath};
use crate::render;
use crate::site::Entry;
use crate::theme::{Theme, hashed_name};
use data_encoding::BASE64;
use fluent_bundle::FluentArgs;
use pulldown_cmark_escape::escape_html;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The folder that it stands in, beside `index.html`.
pub const SHELL_FOLDER: &str = "app";
/// The service worker. Its name never changes, as a browser asks for a newer one under the name that it
/// knows; it stands at the portal's root, as it may answer for what stands beside and below it.
pub const WORKER: &str = "sw.js";
/// The theme's own style sheet for the lock screen, in its `assets/`.
const THEME_STYLE: &str = "lock.css";

/// The words that the script says; in the message files each begins with `lock-`.
const WORDS: [&str; 44] = [
    "title",
    "opening",
    "label",
    "hint",
    "open",
    "checking",
    "again",
    "use-link",
    "wrong-link",
    "wrong-code",
    "wrong-pair",
    "offline",
    "no-portal",
    "missing",
    "damaged",
    "outdated",
    "expired",
    "too-large",
    "unplayable",
    "unsupported",
    "insecure",
    "now",
    "close",
    "load",
    "outside",
    "prototype-large",
    "rollback",
    "remember",
    "remembered",
    "not-remembered",
    "remember-how",
    "remember-itself",
    "passkey",
    "passkey-asking",
    "passkey-name",
    "passkey-use",
    "passkey-kept",
    "passkey-unused",
    "passkey-none",
    "passkey-gone",
    "passkey-forget",
    "passkey-forgotten",
    "idle",
    "door",
];

/// What stands in front: `index.html` and `app/`; in a portal also `sw.js`.
#[derive(Debug)]
pub struct Shell {
    /// As in each sealed portal of the agency.
    pub portal: BTreeMap<PortalPath, Entry>,
    /// As at the agency's front door: the same, and the script that finds the portal.
    pub door: BTreeMap<PortalPath, Entry>,
}

/// `index.html`, `sw.js` and `app/`, as they stand in each portal of the agency and at its front door.
///
/// # Errors
/// Messages that no language file of the theme has.
pub fn shell(agency: &Agency, theme: &Theme) -> Result<Shell, Vec<Diagnostic>> {
    let mut files = Files::default();
    let own = own_language(agency, theme)?;
    let words = words(agency, theme, &own, &mut files)?;
    let style = style(agency, theme, &mut files);
    let style = files.put("lock.css", style.into_bytes());
    let script = files.put("shell.js", browser::shell_script().into());
    let stage = files.put("stage.html", browser::stage_page().into());
    let later = files.put("later.js", browser::later_script(&stage.path).into());
    let icon = icon(agency, &mut files);
    let [policy, later] = [policy(&agency.allow_hosts), later.tagged()];
    let brand = brand(agency, &mut files);
    let [title, stuck, no_script] =
        ["title", "stuck", "no-script"].map(|key| say(&own, agency, key));
    let (title, stuck, no_script) = (text(&title?), text(&stuck?), text(&no_script?));
    let page = |door: &str| {
        let places = [
            ("lang", text(own.tag())),
            ("dir", own.direction().to_owned()),
            ("policy", text(&policy)),
            ("agency", text(&agency.name)),
            ("icon", icon.clone()),
            ("style", style.path.clone()),
            ("style-hash", style.integrity.clone()),
            ("script", script.path.clone()),
            ("script-hash", script.integrity.clone()),
            ("words", text(&words)),
            ("later", later.clone()),
            ("door", door.to_owned()),
            ("brand", brand.clone()),
            ("title", title.clone()),
            ("stuck", stuck.clone()),
            ("no-script", no_script.clone()),
        ];
        Entry::Bytes(filled(browser::SHELL_PAGE, &places).into_bytes())
    };
    let index = PortalPath::known("index.html");
    let mut portal = files.entries.clone();
    portal.insert(index.clone(), page(""));
    portal.insert(PortalPath::known(WORKER), Entry::Bytes(browser::worker_script().into()));
    let finder = files.put("door.js", browser::door_script().into());
    let finder = format!(
        "<script src=\"{}\" integrity=\"{}\" crossorigin defer></script>\n",
        finder.path, finder.integrity
    );
    let mut door = files.entries;
    door.insert(index, page(&finder));
    Ok(Shell { portal, door })
}

/// The scripts that this program puts in front of every sealed portal, and at front doors, by their
/// paths.
#[must_use]
pub fn scripts() -> BTreeMap<PortalPath, Entry> {
    let mut files = Files::default();
    files.put("shell.js", browser::shell_script().into());
    let stage = files.put("stage.html", browser::stage_page().into());
    files.put("later.js", browser::later_script(&stage.path).into());
    files.put("door.js", browser::door_script().into());
    files.entries.insert(PortalPath::known(WORKER), Entry::Bytes(browser::worker_script().into()));
    files.entries
}

/// A file of the shell, for the tag that loads it.
struct Named {
    path: String,
    /// Subresource Integrity (W3C): the browser runs these bytes or none.
    integrity: String,
}

impl Named {
    /// As an attribute holds it.
    fn tagged(&self) -> String {
        format!("{} {}", self.path, self.integrity)
    }
}

#[derive(Default)]
struct Files {
    entries: BTreeMap<PortalPath, Entry>,
}

impl Files {
    /// Puts bytes under a name that changes with them.
    fn put(&mut self, name: &str, bytes: Vec<u8>) -> Named {
        let hashed = hashed_name(name, &bytes);
        let path = format!("{SHELL_FOLDER}/{}", hashed.strip_prefix("assets/").unwrap_or(&hashed));
        let integrity = format!("sha256-{}", BASE64.encode(&Sha256::digest(&bytes)));
        self.entries.insert(PortalPath::known(path.as_str()), Entry::Bytes(bytes));
        Named { path, integrity }
    }

    /// Puts a file of the agency's brand, to be copied, and gives its path.
    fn link(&mut self, name: &str, file: &FileRef) -> String {
        let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let path =
            PortalPath::known(format!("{SHELL_FOLDER}/{name}.{}", extension.to_ascii_lowercase()));
        let href = path.encoded();
        let entry = Entry::File(file.source.clone());
        self.entries.insert(path, entry);
        href
    }
}

/// What a page of a portal may load and do. Scripts are the shell's own and no other; what a page
/// shows comes out of opened objects, as `blob:`.
pub(crate) fn policy(allow_hosts: &[String]) -> String {
    let hosts: String = allow_hosts.iter().flat_map(|host| [" https://", host]).collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         img-src 'self' blob:{hosts}; font-src 'self' blob:; media-src 'self' blob:; \
         frame-src 'self' blob:{hosts}; worker-src 'self'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types keyfolio"
    )
}

/// The agency's own icon, or one in its colour.
fn icon(agency: &Agency, files: &mut Files) -> String {
    let Some(icon) = &agency.brand.favicon else {
        let made = render::brand_icon(&agency.brand, &agency.name);
        return files.put("icon.svg", made.into_bytes()).path;
    };
    files.link("icon", icon)
}

/// The agency's logo, or its name.
fn brand(agency: &Agency, files: &mut Files) -> String {
    let name = text(&agency.name);
    let Some(logo) = &agency.brand.logo else {
        return format!("<p class=\"lock-name\">{name}</p>");
    };
    let dark = agency.brand.logo_dark.as_ref().map(|dark| {
        let path = files.link("logo-dark", dark);
        format!("<source srcset=\"{path}\" media=\"(prefers-color-scheme: dark)\">")
    });
    let size = match (logo.width, logo.height) {
        (Some(width), Some(height)) => format!(" width=\"{width}\" height=\"{height}\""),
        _ => String::new(),
    };
    format!(
        "<picture>{}<img class=\"lock-logo\" src=\"{}\" alt=\"{name}\"{size}></picture>",
        dark.unwrap_or_default(),
        files.link("logo", logo),
    )
}

/// The product's style sheet, the agency's colours and fonts, and what the theme says.
fn style(agency: &Agency, theme: &Theme, files: &mut Files) -> String {
    let (colours, _) = render::brand_sheet(&agency.brand);
    let mut style = format!("{colours}\n{}", browser::SHELL_STYLE);
    let assets = theme.assets();
    if let Some(own) = assets.iter().find(|asset| asset.name == THEME_STYLE) {
        let own = String::from_utf8_lossy(&own.bytes);
        for asset in assets {
            // Links in style sheets are relative to `assets/`; here they are to `app/`.
            let name = asset.path.as_str().trim_start_matches("assets/");
            if own.contains(name) {
                let path = PortalPath::known(format!("{SHELL_FOLDER}/{name}"));
                files.entries.insert(path, Entry::Shared(Arc::clone(&asset.bytes)));
            }
        }
        style.push_str(&own);
    }
    style
}

/// One file of words for each language of the theme. Gives where they are; the agency's own language
/// first, for browsers that know none of them.
fn words(
    agency: &Agency,
    theme: &Theme,
    own: &Language,
    files: &mut Files,
) -> Result<String, Vec<Diagnostic>> {
    let languages = theme.languages();
    let mut names: Vec<&str> = languages.catalogues().keys().map(String::as_str).collect();
    names.sort_by_key(|name| own.catalogue() != Some(name));
    let mut list = Vec::new();
    for name in names {
        let Some(language) = languages.get(name) else { continue };
        let mut words = BTreeMap::new();
        for key in WORDS {
            words.insert(key, say(&language, agency, key)?);
        }
        let bytes = serde_json::json!({
            "lang": language.tag(),
            "dir": language.direction(),
            "words": words,
        });
        let named = files.put(&format!("{name}.json"), bytes.to_string().into_bytes());
        list.push(named.path);
    }
    Ok(list.join(" "))
}

/// The message `lock-<key>`. Days, sizes and times are put in by the browser.
fn say(language: &Language, agency: &Agency, key: &str) -> Result<String, Vec<Diagnostic>> {
    let mut values = FluentArgs::new();
    values.set("agency", agency.name.as_str());
    values.set("date", "{date}");
    values.set("size", "{size}");
    values.set("time", "{time}");
    let key = format!("lock-{key}");
    language.message(&key, &values).map_err(|error| {
        let place = Place::file("themes");
        let fault = Diagnostic::error(Code::ThemeInvalid, place, error.to_string());
        vec![fault.help(format!("add `{key}` to the theme's `i18n/en.ftl`"))]
    })
}

/// The language in which the agency writes, or English where the theme does not speak it.
fn own_language(agency: &Agency, theme: &Theme) -> Result<Arc<Language>, Vec<Diagnostic>> {
    let languages = theme.languages();
    let own = languages.get(&agency.locale.to_string());
    own.filter(|own| own.catalogue().is_some()).or_else(|| languages.get("en")).ok_or_else(|| {
        let message = "the theme has no language file `i18n/en.ftl`";
        vec![Diagnostic::error(Code::ThemeInvalid, Place::file("themes"), message)]
    })
}

/// `template` with every `{{place}}` filled in, in one pass: what is filled in is not looked at.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut page = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (place, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values.iter().find(|(name, _)| *name == place);
        debug_assert!(value.is_some(), "the shell's page asks for `{place}`");
        page.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    page.push_str(rest);
    page
}

/// Text for an element's content or a quoted attribute.
fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let _ = escape_html(&mut html, text); // a String takes everything
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_once() {
        let page = filled("<p>{{a}}{{b}}</p>", &[("a", "{{b}}".to_owned()), ("b", "2".to_owned())]);
        assert_eq!(page, "<p>{{b}}2</p>");
    }

    #[test]
    fn the_policy_lets_no_other_script_run_and_no_other_host_be_asked() {
        let policy = policy(&["video.example".to_owned()]);
        let of = |directive: &str| {
            let found = policy.split("; ").find_map(|one| one.strip_prefix(directive));
            found.unwrap_or_else(|| panic!("no {directive}")).trim().to_owned()
        };
        assert_eq!(of("default-src"), "'none'");
        assert_eq!(of("script-src"), "'self'");
        assert_eq!(of("connect-src"), "'self'");
        assert_eq!(of("frame-src"), "'self' blob: https://video.example");
        assert!(!policy.contains("unsafe"));
    }
}
