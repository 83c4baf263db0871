//! `keyfolio host-config` away from an agency, and in one that is not as it should be. What it prints for an
//! agency in order is in `tests/cases/host-config.trycmd`.

use crate::harness::Agency;

const HOSTS: [&str; 6] = ["s3-policy", "cloudfront", "cloudflare", "netlify", "nginx", "caddy"];

#[test]
fn it_works_where_no_agency_is() {
    let nowhere = Agency::nowhere();
    for host in HOSTS {
        nowhere.run(["host-config", host]).succeeds().says("note: `");
    }
    nowhere
        .run(["host-config", "nginx"])
        .succeeds()
        .prints("server_name portals.example.com;")
        .says("note: `portals.example.com` stands for your host name: no `base_url` is known")
        .says("note: `/srv/portals` stands for the folder with the portals on your server");
}

#[test]
fn only_the_configuration_goes_to_standard_output() {
    let nowhere = Agency::nowhere();
    let run = nowhere.run(["host-config", "s3-policy"]).succeeds();
    serde_json::from_str::<serde_json::Value>(run.raw()).expect("JSON and nothing else");
    nowhere.run(["--quiet", "host-config", "s3-policy"]).succeeds().says_only("");
}

#[test]
fn a_plain_portal_is_taken_into_account() {
    let agency = Agency::new()
        .file("content/acme/client.yaml", "name: Acme\n")
        .file("content/bolt/client.yaml", "name: Bolt\naccess: { mode: plain }\n");
    agency
        .run(["host-config", "netlify"])
        .succeeds()
        .says("note: `Integrity-Policy` is left out: there are plain portals");
    agency.write("content/bolt/client.yaml", "name: Bolt\n");
    agency.run(["host-config", "netlify"]).succeeds().prints("Integrity-Policy = ");
    // Nobody knows what it will be.
    agency.write("content/bolt/client.yaml", "access: { mode: plain }\n");
    agency
        .run(["host-config", "netlify"])
        .succeeds()
        .says("note: `Integrity-Policy` is left out: it is not known whether");
}

#[test]
fn an_address_without_encryption_is_told() {
    let agency =
        Agency::nowhere().file("keyfolio.yaml", "name: A\nbase_url: http://a.example:8000/\n");
    agency
        .run(["host-config", "caddy"])
        .succeeds()
        .prints("\na.example {\n")
        .says("note: `base_url` begins with `http:`");
}

#[test]
fn what_cannot_be_is_refused() {
    Agency::nowhere().run(["-C", "none", "host-config", "nginx"]).fails(3).says("there is no");
    Agency::nowhere().run(["host-config", "apache"]).fails(2).says("possible values");
    let broken = Agency::nowhere().file("keyfolio.yaml", "nom: North Yard\n");
    broken.run(["host-config", "nginx"]).fails(1).says("unknown");
}

#[test]
fn a_target_says_where_the_portals_are() {
    let targets = "publish:\n  production: {kind: s3, bucket: north-yard, prefix: clients, base_url: 'https://b.example'}\n  \
        server: {kind: sftp, endpoint: 'ssh://me@s.example', path: /var/www/clients}\n  \
        near: {kind: folder, path: online}\n";
    let agency = Agency::nowhere()
        .file("keyfolio.yaml", &format!("name: A\nbase_url: https://a.example\n{targets}"));
    agency
        .run(["host-config", "s3-policy"])
        .succeeds()
        .prints("arn:aws:s3:::north-yard/clients/*")
        .says_only("");
    agency
        .run(["host-config", "cloudfront"])
        .succeeds()
        .prints("Aliases: [\"b.example\"]")
        .prints("OriginPath: \"/clients\"")
        .says("note: say `cdn: true`");
    agency
        .run(["host-config", "nginx"])
        .fails(3)
        .says("there are several targets")
        .says("`near`, `server`");
    agency
        .run(["host-config", "nginx", "server"])
        .succeeds()
        .prints("root /var/www/clients;")
        .prints("server_name a.example;");
    agency.run(["host-config", "caddy", "near"]).succeeds().prints("/online\n");
    agency.run(["host-config", "caddy", "production"]).fails(3).says("of a kind that this is not");
    agency.run(["host-config", "caddy", "serve"]).fails(3).says("did you mean `server`?");
}
