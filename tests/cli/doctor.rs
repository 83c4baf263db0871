//! `keyfolio doctor` looks around, and says how to mend what it finds.

use crate::harness::Agency;

const SETTINGS: &str =
    "name: North Yard\nbase_url: https://clients.example.com/\ntime_zone: Europe/Berlin\n";

#[test]
fn a_healthy_agency() {
    let agency = Agency::new().file("keyfolio.yaml", SETTINGS).client("acme");
    agency.run(["build"]).succeeds();
    agency
        .run(["doctor"])
        .succeeds()
        .prints("ok       workspace   1 client in `[ROOT]`\n")
        .prints("ok       agency      `keyfolio.yaml` is in order: North Yard\n")
        .prints("ok       base URL    `https://clients.example.com/`\n")
        .prints("ok       time zone   `Europe/Berlin`, where it is ")
        .prints("ok       theme       `default` is in order\n")
        .prints("ok       language    `en`, with the words of `i18n/en.ftl`\n")
        .prints("ok       secret      in `.keyfolio/secret`, for its owner alone\n")
        .prints("ok       output      `dist`\n")
        .prints("ok       git         not in a repository\n")
        .never_mentions("help:");
    assert!(!agency.files("dist").iter().any(|file| file.contains("staging")));
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let agency = Agency::new().client("acme");
    agency.run(["-q", "doctor"]).succeeds().prints_only(
        "warning  base URL    not set, so there are no links to send\n                     \
         help: set `base_url` in `keyfolio.yaml` to the address where the portals will stand\n",
    );
}

#[test]
fn makes_nothing() {
    let agency = Agency::new().client("acme");
    let before = agency.files("");
    agency.run(["doctor"]).succeeds().prints("secret      none yet: the first build makes it\n");
    assert_eq!(agency.files(""), before);
}

#[test]
fn a_missing_secret_and_another_one() {
    let agency = Agency::new().client("acme");
    agency.run(["build"]).succeeds();
    fs_err::rename(agency.path(".keyfolio/secret"), agency.path("old")).unwrap();
    agency
        .run(["doctor"])
        .fails(1)
        .prints("error    secret      missing, and `dist` was made with one");
    fs_err::rename(agency.path("dist"), agency.path("aside")).unwrap();
    agency.run(["build"]).succeeds();
    fs_err::remove_dir_all(agency.path("dist")).unwrap();
    fs_err::rename(agency.path("aside"), agency.path("dist")).unwrap();
    agency.run(["doctor"]).fails(1).prints("error    secret      `dist` was made with another one");
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let agency = Agency::new().client("acme");
    agency.run(["build"]).succeeds();
    let secret = agency.path(".keyfolio/secret");
    fs_err::set_permissions(secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    agency.run(["doctor"]).fails(1).prints("error    secret      others on this machine can read");
}

#[test]
fn what_is_wrong_with_the_agency_its_theme_and_the_output() {
    let agency = Agency::new().client("acme").file("dist/index.html", "mine");
    let settings = |text: &str| agency.write("keyfolio.yaml", &format!("name: North Yard\n{text}"));
    agency
        .run(["doctor"])
        .fails(1)
        .prints("output      `dist` is not empty and was not made by Keyfolio");
    settings("time_zone: Moon\n");
    agency.run(["doctor"]).fails(1).prints("error    agency      `keyfolio.yaml` has 1 error");
    settings("theme: { name: mine }\n");
    agency.run(["doctor"]).fails(1).prints("error    theme       theme `mine` has 1 error");
    settings("locale: pl\n");
    agency
        .run(["doctor"])
        .fails(1)
        .prints("warning  language    theme `default` does not speak `pl`: its words are English");
}

#[test]
fn git_that_would_take_the_portals() {
    let agency = Agency::new().client("acme");
    let git = std::process::Command::new("git").arg("init").arg("-q").arg(agency.path("")).status();
    if !git.is_ok_and(|status| status.success()) {
        return; // No git on this machine: nothing can take the portals.
    }
    agency.run(["doctor"]).succeeds().prints("warning  git         does not leave out `dist`");
    agency.run(["build"]).succeeds();
    agency.run(["doctor"]).succeeds().prints("warning  git         does not leave out `dist`");
    agency.write(".gitignore", "/dist/\n");
    agency.run(["doctor"]).succeeds().prints("warning  git         does not leave out `online`");
    let settings = |path: &str| {
        format!("name: North Yard\npublish: {{ near: {{ kind: folder, path: {path} }} }}\n")
    };
    agency.write("keyfolio.yaml", &settings("www/clients"));
    agency
        .run(["doctor"])
        .succeeds()
        .prints("warning  git         does not leave out `www/clients`")
        .prints("help: add this folder to `.gitignore`: the names in it are the links");
    agency.write(".gitignore", "/dist/\n/www/\n");
    agency
        .run(["doctor"])
        .succeeds()
        .prints("ok       git         leaves out the secret and the portals");
    fs_err::remove_file(agency.path(".keyfolio/.gitignore")).unwrap();
    agency
        .run(["doctor"])
        .fails(1)
        .prints("error    git         does not leave out `.keyfolio/secret`")
        .prints("help: add a line `.keyfolio/` to `.gitignore`");
}

#[test]
fn plain_portals_whose_address_is_a_host_name() {
    let settings = |mode: &str| {
        format!(
            "name: North Yard\nbase_url: https://{{locator}}.portals.example/\naccess: {{ mode: {mode} }}\n"
        )
    };
    let agency = Agency::new().file("keyfolio.yaml", &settings("plain")).client("acme");
    agency
        .run(["doctor"])
        .succeeds()
        .prints("`https://{locator}.portals.example/` tells the network the addresses of plain portals: `acme`")
        .prints("help: seal them");
    agency.write("keyfolio.yaml", &settings("link"));
    agency
        .run(["doctor"])
        .succeeds()
        .prints("ok       base URL    `https://{locator}.portals.example/`\n");
}

#[test]
fn as_json_one_line_a_check() {
    let agency = Agency::new().client("acme");
    let checks = agency.run(["doctor", "--format", "json"]).succeeds().json();
    let url = checks.iter().find(|check| check["check"] == "base URL").expect("the base URL");
    assert_eq!(url["level"], "warning");
    assert!(url["help"].as_str().unwrap().contains("base_url"));
    assert!(checks.iter().all(|check| check["message"].is_string()));
}
