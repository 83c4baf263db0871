//! What is in the workspace: the clients, the agency's settings, its theme and its language.

use super::Check;
use crate::cli::report;
use crate::load::Workspace;
use crate::model::Agency;
use crate::theme::Theme;

/// Looks at the workspace and at the agency's settings.
pub(super) fn checks(workspace: &Workspace) -> Vec<Check> {
    let mut checks = vec![clients(workspace)];
    let loaded = workspace.agency();
    let Some(agency) = loaded.value else {
        let count = report::count(&loaded.diagnostics).unwrap_or_default();
        let message = format!("`keyfolio.yaml` has {count}");
        checks.push(Check::error("agency", message).help("`keyfolio check` says which, and where"));
        return checks;
    };
    checks.push(Check::ok("agency", format!("`keyfolio.yaml` is in order: {}", agency.name)));
    checks.push(base_url(workspace, &agency));
    checks.push(time_zone(&agency));
    match Theme::load(workspace.root(), &agency.theme) {
        Err(faults) => {
            let count = report::count(&faults).unwrap_or_default();
            let message = format!("theme `{}` has {count}", agency.theme.name);
            checks.push(Check::error("theme", message).help("`keyfolio check` says where"));
        }
        Ok(theme) => checks.extend([settings(&theme, &agency), language(&theme, &agency)]),
    }
    checks
}

fn clients(workspace: &Workspace) -> Check {
    let ids = workspace.client_ids().value.unwrap_or_default();
    let root = workspace.root();
    if ids.is_empty() {
        return Check::warning("workspace", format!("`{root}` has no client yet"))
            .help("make one with `keyfolio new client acme`");
    }
    Check::ok("workspace", format!("{} in `{root}`", report::plural(ids.len(), "client")))
}

fn base_url(workspace: &Workspace, agency: &Agency) -> Check {
    let Some(url) = &agency.base_url else {
        return Check::warning("base URL", "not set, so there are no links to send")
            .help("set `base_url` in `keyfolio.yaml` to the address where the portals will stand");
    };
    if !url.is_encrypted() {
        return Check::warning("base URL", format!("`{url}` is not encrypted on its way"))
            .help("serve the portals over `https://`");
    }
    // A host name goes over the network in the clear (DNS, TLS), and is all that protects these.
    let is_plain = |id: &String| {
        let head = workspace.head(agency, id).value;
        head.is_some_and(|head| !head.access.mode.is_sealed())
    };
    let ids = workspace.client_ids().value.filter(|_| url.one_host_each()).unwrap_or_default();
    let plain: Vec<&str> = ids.iter().filter(|id| is_plain(id)).map(String::as_str).collect();
    if let Some(plain) = report::some(&plain) {
        let message = format!("`{url}` tells the network the addresses of plain portals: {plain}");
        return Check::warning("base URL", message)
            .help("seal them, or use a `base_url` without `{locator}`");
    }
    Check::ok("base URL", format!("`{url}`"))
}

fn time_zone(agency: &Agency) -> Check {
    let zone = &agency.time_zone;
    match jiff::Timestamp::now().in_tz(zone) {
        Ok(now) => {
            Check::ok("time zone", format!("`{zone}`, where it is {}", now.strftime("%F %R")))
        }
        Err(error) => Check::error("time zone", error.to_string())
            .help("set `time_zone` in `keyfolio.yaml` to a name like `Europe/Berlin`"),
    }
}

fn settings(theme: &Theme, agency: &Agency) -> Check {
    match theme.settings(&agency.theme.settings) {
        Ok(_) => Check::ok("theme", format!("`{}` is in order", theme.name())),
        Err(faults) => {
            let count = report::count(&faults).unwrap_or_default();
            Check::error("theme", format!("the settings of theme `{}` have {count}", theme.name()))
                .help("`keyfolio check` says where")
        }
    }
}

fn language(theme: &Theme, agency: &Agency) -> Check {
    let tag = agency.locale.to_string();
    let Some(language) = theme.languages().get(&tag) else {
        return Check::error("language", format!("`{tag}` is not a language tag"))
            .help("set `locale` in `keyfolio.yaml` to a tag like `en-GB`");
    };
    let (Some(file), missing) = (language.catalogue(), language.missing()) else {
        let message =
            format!("theme `{}` does not speak `{tag}`: its words are English", theme.name());
        let help = format!("add `themes/{}/i18n/{}.ftl`", theme.name(), agency.locale.id.language);
        return Check::warning("language", message).help(help);
    };
    if missing.is_empty() {
        return Check::ok("language", format!("`{tag}`, with the words of `i18n/{file}.ftl`"));
    }
    let message = format!("`i18n/{file}.ftl` lacks {}", report::plural(missing.len(), "message"));
    Check::warning("language", message).help("`keyfolio check` says which")
}
