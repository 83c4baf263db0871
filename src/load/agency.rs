//! `keyfolio.yaml`.

use super::files::{SOURCE, check_size, describe, portal_path, resolve};
use super::folder::{is_hidden, name, on_disk, reason};
use super::text::Text;
use super::values::{Checks, OTHER_ID};
use super::{Loaded, access, targets, yaml};
use crate::diagnostics::{Code, Diagnostic, Place, Source};
use crate::model::{
    Accent, Agency, BaseUrl, Brand, Contact, FileRef, Link, Member, ThemeSetting, ThemeSettings,
};
use crate::schema::{
    AgencyFile, BrandEntry, Colour, ContactEntry, LinkEntry, MemberEntry, Spanned, ThemeChoice,
};
use crate::source_file::SourceFile;
use camino::Utf8Path;

/// The agency's file, at the root of the workspace.
pub(super) const FILE: &str = "keyfolio.yaml";
/// Where the agency's own files stand in a portal.
const ROOT: &str = "assets/agency";
/// Largest file unless the agency says otherwise, in MiB.
const MAX_FILE_SIZE: u64 = 4096;

/// Reads the agency of the workspace at `root`.
pub(super) fn load(root: &Utf8Path) -> Loaded<Agency> {
    let mut diagnostics = Vec::new();
    let value = read(root, &mut diagnostics);
    Loaded::new(value, diagnostics)
}

/// The agency, also when something in it is wrong; nothing when its file does not fit together:
/// who knows then what it would have said.
pub(super) fn as_written(root: &Utf8Path) -> Option<Agency> {
    let mut diagnostics = Vec::new();
    let (text, file) = file(root, &mut diagnostics).filter(|_| diagnostics.is_empty())?;
    let mut checks = Checks { source: text.source(), diagnostics: &mut diagnostics };
    Some(resolve_agency(root, file, &mut checks))
}

fn read(root: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Agency> {
    let (text, file) = file(root, diagnostics)?;
    let mut checks = Checks { source: text.source(), diagnostics };
    Some(resolve_agency(root, file, &mut checks))
}

fn file(root: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> Option<(Text, AgencyFile)> {
    let found = root.join(FILE).canonicalize_utf8().and_then(|disk| SourceFile::find(&disk));
    let why = match found {
        Ok(Some(disk)) => {
            let text = Text::read_file(&disk, FILE.into(), diagnostics)?;
            let file = yaml::read(text.source(), 0..text.text().len(), diagnostics)?;
            return Some((text, file));
        }
        Ok(None) => "it is not a file".to_owned(),
        Err(error) => reason(&error),
    };
    let message = format!("cannot be read: {why}");
    let fault = Diagnostic::error(Code::Unreadable, Place::file(FILE), message);
    diagnostics.push(fault.help("check its permissions"));
    None
}

fn theme(choice: ThemeChoice, source: Source<'_>) -> ThemeSettings {
    let (name, place) = match choice.name {
        Some(name) => (name.value, source.place(name.span)),
        None => ("default".to_owned(), Place::file(FILE)),
    };
    let given = |value: Spanned<String>| ThemeSetting {
        value: value.value,
        place: source.place(value.span),
    };
    let settings = choice.settings.into_iter().map(|(key, value)| (key, given(value)));
    ThemeSettings { name, place, settings: settings.collect() }
}

/// Where the agency's own files may be, and how large.
#[derive(Clone, Copy)]
struct Limits<'a> {
    root: &'a Utf8Path,
    /// In bytes.
    max_file_size: u64,
}

fn resolve_agency(root: &Utf8Path, file: AgencyFile, checks: &mut Checks<'_>) -> Agency {
    let max_file_size = file
        .max_file_size
        .as_ref()
        .map_or(MAX_FILE_SIZE, |size| size.value)
        .saturating_mul(1 << 20);
    let limits = Limits { root, max_file_size };
    let base_url = file.base_url.as_ref().and_then(|url| base_url(url, checks));
    let ids = file.team.iter().map(|entry| (entry.id.as_str(), entry.id.span.clone()));
    checks.distinct("team member", ids, OTHER_ID);
    Agency {
        contact: contact(&file.contact, checks),
        brand: brand(&file.brand, checks, &mut |path, checks| agency_file(limits, path, checks)),
        theme: theme(file.theme, checks.source),
        locale: file
            .locale
            .and_then(|tag| checks.locale(&tag))
            .unwrap_or(icu::locale::locale!("en")),
        time_zone: file.time_zone.map_or_else(|| "UTC".to_owned(), |zone| checks.time_zone(&zone)),
        currency: file.currency.map_or_else(|| "EUR".to_owned(), |code| checks.currency(&code)),
        access: access::default(&file.access),
        lock_after: file.access.lock_after.as_ref().and_then(|time| time.seconds()),
        door: access::door(&file.access, base_url.as_ref(), checks),
        base_url,
        team: file.team.into_iter().map(|member| self::member(limits, member, checks)).collect(),
        legal: links(&file.legal, checks),
        allow_hosts: file.allow_hosts.iter().map(|host| self::host(host, checks)).collect(),
        targets: targets::targets(root, &file.publish, checks),
        max_file_size,
        name: file.name,
        tagline: file.tagline,
        footer: file.footer,
    }
}

fn contact(entry: &ContactEntry, checks: &mut Checks<'_>) -> Contact {
    let address = entry.address.as_deref().unwrap_or_default();
    Contact {
        email: entry.email.as_ref().map(|email| checks.email(email)),
        phone: entry.phone.clone(),
        website: entry.website.as_ref().map(|url| checks.url(url)),
        address: address
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect(),
        booking: entry.booking.as_ref().map(|url| checks.url(url)),
    }
}

fn member(limits: Limits<'_>, entry: MemberEntry, checks: &mut Checks<'_>) -> Member {
    checks.id(&entry.id);
    Member {
        id: entry.id.value,
        name: entry.name,
        role: entry.role,
        photo: entry.photo.and_then(|photo| agency_file(limits, &photo, checks)),
        email: entry.email.map(|email| checks.email(&email)),
        phone: entry.phone,
        booking: entry.booking.map(|url| checks.url(&url)),
    }
}

/// Links out of the portal.
pub(super) fn links(entries: &[LinkEntry], checks: &mut Checks<'_>) -> Vec<Link> {
    let link = |entry: &LinkEntry| Link {
        title: entry.title.clone(),
        url: checks.url(&entry.url),
        description: entry.description.clone(),
    };
    entries.iter().map(link).collect()
}

/// A brand; `file` finds the files that it names.
pub(super) fn brand(
    entry: &BrandEntry,
    checks: &mut Checks<'_>,
    file: &mut dyn FnMut(&Spanned<String>, &mut Checks<'_>) -> Option<FileRef>,
) -> Brand {
    Brand {
        logo: entry.logo.as_ref().and_then(|path| file(path, checks)),
        logo_dark: entry.logo_dark.as_ref().and_then(|path| file(path, checks)),
        favicon: entry.favicon.as_ref().and_then(|path| file(path, checks)),
        accent: entry.accent.as_ref().map(|colour| accent(colour, checks)),
        accent_dark: entry.accent_dark.as_ref().map(|colour| accent(colour, checks)),
        font: entry.font.as_ref().map(|stack| checks.font(stack)),
        heading_font: entry.heading_font.as_ref().map(|stack| checks.font(stack)),
    }
}

fn accent(colour: &Spanned<Colour>, checks: &Checks<'_>) -> Accent {
    Accent { colour: colour.value, place: checks.source.place(colour.span.clone()) }
}

pub(super) fn base_url(url: &Spanned<String>, checks: &mut Checks<'_>) -> Option<BaseUrl> {
    match BaseUrl::parse(&url.value) {
        Ok(base) => Some(base),
        Err(fault) => {
            // What stands before an `@` may be a password.
            let shown =
                if url.contains('@') { "this".to_owned() } else { format!("`{}`", url.value) };
            let message = format!("{shown} {fault}");
            checks.error(Code::InvalidValue, &url.span, message, fault.help().to_owned());
            None
        }
    }
}

/// A host name as it may stand in a Content Security Policy: letters, digits, dots and hyphens.
fn host(host: &Spanned<String>, checks: &mut Checks<'_>) -> String {
    let good = host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    if !good {
        let message = format!("`{}` is not a host name", host.value);
        let help = "write the name alone, as `www.youtube-nocookie.com`".to_owned();
        checks.error(Code::InvalidValue, &host.span, message, help);
    }
    host.to_ascii_lowercase()
}

/// A file that the agency's file names, relative to the root of the workspace.
fn agency_file(
    limits: Limits<'_>,
    path: &Spanned<String>,
    checks: &mut Checks<'_>,
) -> Option<FileRef> {
    let found = resolve("", &path.value).map_err(str::to_owned).and_then(|key| {
        let place = portal_path(ROOT, &key).map_err(|error| error.why.to_owned())?;
        let file = find(limits.root, &key)?;
        check_size(file.size(), limits.max_file_size, &Place::file(&key), checks.diagnostics);
        describe(&file, name(&key), place).map_err(|error| reason(&error))
    });
    match found {
        Ok(file) => Some(file),
        Err(why) => {
            let message = format!("`{}` cannot be used: {why}", path.value);
            let help = format!("paths here are relative to `{FILE}`");
            checks.error(Code::MissingFile, &path.span, message, help);
            None
        }
    }
}

/// The file at `key` of the workspace, past any link. Every portal may hold it:
/// so it is neither a client's nor one that stays out of portals, such as the secret.
fn find(root: &Utf8Path, key: &str) -> Result<SourceFile, String> {
    let disk = on_disk(root, key).canonicalize_utf8().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => reason(&error),
    })?;
    let root = root.canonicalize_utf8().map_err(|error| reason(&error))?;
    let inside = disk
        .strip_prefix(&root)
        .map_err(|_| "it is a symbolic link that leads out of the workspace")?;
    for path in [Utf8Path::new(key), inside] {
        if is_hidden(path) {
            return Err("names that start with `_` or `.` stay out of portals".to_owned());
        }
        if path.starts_with("content") {
            return Err("it is in a client's folder, and every portal would hold it".to_owned());
        }
        if path == FILE {
            return Err(SOURCE.to_owned());
        }
    }
    let file = SourceFile::find(&disk).map_err(|error| reason(&error))?;
    file.ok_or_else(|| "it is not a file".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agency_shares_no_secret_and_nothing_of_a_client() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(guard.path()).unwrap();
        for file in ["brand/logo.svg", ".keyfolio/secret", "_old/logo.svg", "content/acme/a.svg"] {
            fs_err::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs_err::write(root.join(file), file).unwrap();
        }
        fs_err::write(root.join(FILE), "name: Studio").unwrap();
        assert_eq!(find(root, "brand/logo.svg").unwrap().size(), 14);
        fs_err::write(root.join("brand/u\u{308}.svg"), "decomposed").unwrap();
        assert_eq!(find(root, "brand/\u{fc}.svg").unwrap().size(), 10);
        let refused =
            [".keyfolio/secret", "_old/logo.svg", "content/acme/a.svg", FILE, "brand", "gone.svg"];
        for key in refused {
            assert!(find(root, key).is_err(), "{key}");
        }
        #[cfg(unix)]
        for (nth, target) in refused[..4].iter().enumerate() {
            let link = format!("brand/link-{nth}.svg");
            std::os::unix::fs::symlink(root.join(target), root.join(&link)).unwrap();
            assert!(find(root, &link).is_err(), "{target} behind a link");
        }
    }
}
