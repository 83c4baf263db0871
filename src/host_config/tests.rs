use super::*;
use serde_json::Value;
use std::collections::BTreeSet;

const ALL: [Host; 6] =
    [Host::S3Policy, Host::CloudFront, Host::Cloudflare, Host::Netlify, Host::Nginx, Host::Caddy];
const EACH: &str = "https://{locator}.portals.example/";

fn at(base_url: &str) -> Known {
    Known {
        base_url: Some(BaseUrl::parse(base_url).unwrap()),
        bucket: Some("studio-portals".to_owned()),
        prefix: "clients/".to_owned(),
        cdn: Some(true),
        endpoint: None,
        folder: Some("/var/www".to_owned()),
        allow_hosts: vec!["video.example".to_owned()],
        all_sealed: Some(true),
    }
}

#[track_caller]
fn text(host: Host, known: &Known) -> String {
    config(host, known).unwrap_or_else(|error| panic!("{host:?}: {error}")).text
}

#[track_caller]
fn yaml(known: &Known) -> Value {
    serde_yaml::from_str(&text(Host::CloudFront, known)).unwrap()
}

#[test]
fn every_place_is_filled_in() {
    for base in ["https://a.example", "https://a.example:8443/b/c", EACH] {
        for host in ALL {
            let Ok(config) = config(host, &at(base)) else { continue };
            for mark in ["{{", "{%", "{locator}", "None", "null", "undefined"] {
                assert!(!config.text.contains(mark), "{host:?}, {base}: {mark}\n{}", config.text);
            }
            assert!(config.text.ends_with('\n') && !config.text.ends_with("\n\n"), "{host:?}");
            assert_eq!(config.notes.len(), usize::from(config.text.contains("/b/c/:locator")));
        }
    }
}

#[test]
fn what_is_not_known_is_said() {
    for host in ALL {
        let HostConfig { text, notes } = config(host, &Known::default()).unwrap();
        for stand_in in ["portals.example.com", "my-portals", "/srv/portals"] {
            let said = notes.iter().any(|note| note.contains(&format!("`{stand_in}` stands for")));
            assert_eq!(text.contains(stand_in), said, "{host:?}: {stand_in}, {notes:?}");
        }
    }
}

#[test]
fn integrity_is_asked_for_where_every_script_has_its_hash() {
    for host in [Host::CloudFront, Host::Cloudflare, Host::Netlify] {
        for (all_sealed, asked) in [(Some(true), true), (Some(false), false), (None, false)] {
            let known = Known { all_sealed, ..at("https://a.example") };
            let HostConfig { text, notes } = config(host, &known).unwrap();
            assert_eq!(text.contains("Integrity-Policy"), asked, "{host:?}");
            assert_eq!(notes.is_empty(), asked, "{host:?}: {notes:?}");
        }
    }
}

#[test]
fn the_bucket_is_read_and_never_listed() {
    let policy: Value =
        serde_json::from_str(&text(Host::S3Policy, &at("https://a.example"))).unwrap();
    assert_eq!(policy["Version"], "2012-10-17");
    let [reads, encrypted] = policy["Statement"].as_array().unwrap().as_slice() else {
        panic!("{policy}")
    };
    assert_eq!(reads["Effect"], "Allow");
    assert_eq!(reads["Action"], "s3:GetObject");
    assert_eq!(reads["Resource"], "arn:aws:s3:::studio-portals/clients/*");
    assert_eq!(encrypted["Effect"], "Deny");
    assert_eq!(encrypted["Condition"]["Bool"]["aws:SecureTransport"], "false");
    for statement in [reads, encrypted] {
        let sid = statement["Sid"].as_str().unwrap();
        assert!(sid.chars().all(|c| c.is_ascii_alphanumeric()), "{sid}");
    }
}

/// Every name that a template refers to, by `Ref`, `Fn::GetAtt` or `Fn::Sub`.
fn named<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => {
                        names.insert(name);
                    }
                    ("Fn::GetAtt", Value::Array(path)) => names.extend(path[0].as_str()),
                    ("Fn::Sub", Value::String(text)) => {
                        let places = text.split("${").skip(1);
                        names.extend(places.filter_map(|place| Some(place.split_once('}')?.0)));
                    }
                    _ => named(value, names),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| named(value, names)),
        _ => (),
    }
}

#[test]
fn the_cloudfront_template_refers_to_what_is_in_it() {
    for base in ["https://a.example/b", EACH] {
        let template = yaml(&at(base));
        let mut known: BTreeSet<&str> =
            ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix"]
                .into();
        for part in ["Parameters", "Resources"] {
            known.extend(template[part].as_object().unwrap().keys().map(String::as_str));
        }
        let mut names = BTreeSet::new();
        named(&template, &mut names);
        assert!(names.is_subset(&known), "{names:?}");
        let resources = template["Resources"].as_object().unwrap();
        for (name, resource) in resources {
            assert!(resource["Type"].as_str().unwrap().starts_with("AWS::"), "{name}");
            // The rest stands for itself; nothing refers to a bucket's policy or to the distribution's.
            let used = names.contains(name.as_str());
            assert_eq!(used, !["BucketPolicy"].contains(&name.as_str()), "{name}");
        }
    }
}

#[test]
fn cloudfront_reads_a_private_bucket_and_keeps_what_the_files_say() {
    let template = yaml(&at("https://a.example/b"));
    let resources = &template["Resources"];
    let statements = &resources["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    assert_eq!(statements[0]["Principal"]["Service"], "cloudfront.amazonaws.com");
    assert_eq!(statements[0]["Action"], "s3:GetObject");
    let caching = &resources["Caching"]["Properties"]["CachePolicyConfig"];
    assert_eq!((&caching["MinTTL"], &caching["DefaultTTL"]), (&0.into(), &0.into()));
    let distribution = &resources["Distribution"]["Properties"]["DistributionConfig"];
    assert_eq!(distribution["Aliases"], serde_json::json!(["a.example"]));
    assert_eq!(distribution["Origins"][0]["OriginPath"], "/clients");
    let behaviours = distribution["CacheBehaviors"].as_array().unwrap();
    for behaviour in behaviours.iter().chain([&distribution["DefaultCacheBehavior"]]) {
        assert_eq!(behaviour["ViewerProtocolPolicy"], "redirect-to-https");
        assert_eq!(behaviour["TargetOriginId"], distribution["Origins"][0]["Id"]);
    }
    let patterns: Vec<_> =
        behaviours.iter().map(|one| one["PathPattern"].as_str().unwrap()).collect();
    assert_eq!(patterns, ["*/app/stage.*", "*/files/*.pdf", "*/files/*.PDF", "*/files/*"]);
    let function = &resources["Names"]["Properties"];
    let code = function["FunctionCode"].as_str().unwrap();
    assert!(code.len() < 10_240 && code.contains("var folder = '/b';"), "{code}");
    assert_eq!(function["FunctionConfig"]["Runtime"], "cloudfront-js-2.0");
}

#[test]
fn a_host_name_each_is_a_wildcard() {
    let known = at(EACH);
    let distribution =
        &yaml(&known)["Resources"]["Distribution"]["Properties"]["DistributionConfig"];
    assert_eq!(
        distribution["Aliases"],
        serde_json::json!(["*.portals.example", "portals.example"])
    );
    assert!(text(Host::CloudFront, &known).contains("host.split('.')[0]"));
    let nginx = text(Host::Nginx, &known);
    let name = r#"server_name "~^(?<keyfolio_locator>[a-z2-7]{32})[.]portals[.]example$";"#;
    assert!(nginx.contains(name) && nginx.contains("root /var/www/$keyfolio_locator;"), "{nginx}");
    let caddy = text(Host::Caddy, &known);
    assert!(caddy.contains("\n*.portals.example {\n"), "{caddy}");
    assert!(caddy.contains("root * /var/www/{labels.2}\n"), "{caddy}");
    for text in [nginx, caddy] {
        assert!(text.contains("max-age=31536000; includeSubDomains"));
    }
}

#[test]
fn cloudflare_takes_the_rules() {
    let text = text(Host::Cloudflare, &at("https://a.example/b"));
    let mut rules = BTreeSet::new();
    for line in text.lines() {
        assert!(line.len() <= 2000, "{line}");
        if line.starts_with('/') {
            assert!(line.matches('*').count() <= 1, "{line}");
            assert!(rules.insert(line), "{line} stands twice");
        } else if !line.is_empty() && !line.starts_with('#') {
            let header = line.strip_prefix("  ").expect(line);
            assert!(header.starts_with("! ") || header.contains(": "), "{line}");
        }
    }
    assert!(rules.contains("/b/:locator/objects/*") && rules.len() <= 100, "{rules:?}");
}

#[test]
fn netlify_takes_the_file() {
    let text = text(Host::Netlify, &at("https://a.example"));
    let file: toml_edit::DocumentMut = text.parse().unwrap();
    assert_eq!(file["build"]["publish"].as_str(), Some("dist"));
    assert_eq!(file["build"]["processing"]["skip_processing"].as_bool(), Some(true));
    let mut rules = file["headers"].as_array_of_tables().unwrap().iter();
    let everywhere = rules.next().unwrap();
    assert_eq!(everywhere["for"].as_str(), Some("/*"));
    for rule in rules {
        let path = rule["for"].as_str().unwrap();
        assert!(path.starts_with('/') && !path.trim_end_matches('*').contains('*'), "{path}");
        for (name, _) in rule["values"].as_table().unwrap() {
            let twice = everywhere["values"].get(name).is_some();
            assert!(!twice, "{name} stands in two rules for {path}");
        }
    }
}

#[test]
fn an_address_that_a_host_cannot_serve_is_refused() {
    let refused = |host, known: &Known| config(host, known).unwrap_err().to_string();
    for host in [Host::Cloudflare, Host::Netlify] {
        assert!(refused(host, &at(EACH)).contains("serves one folder"), "{host:?}");
    }
    for host in [Host::CloudFront, Host::Caddy] {
        let error = refused(host, &at("https://of.{locator}.a.example"));
        assert!(error.contains("is not the first part"), "{error}");
    }
    let nginx = text(Host::Nginx, &at("https://of.{locator}.a.example"));
    assert!(nginx.contains("server_name of.a.example;"), "{nginx}");
    assert!(refused(Host::Nginx, &at("https://a.example/b;c")).contains("`/b;c` cannot"));
    let bucket = Known { bucket: Some("a\"b".to_owned()), ..at("https://a.example") };
    assert!(refused(Host::S3Policy, &bucket).contains("cannot be written"));
    let hosts = (0..100).map(|n| format!("{n}.video.example")).collect();
    let hosts = Known { allow_hosts: hosts, ..at("https://a.example") };
    assert!(refused(Host::CloudFront, &hosts).contains("characters long"));
}

#[test]
fn a_cdn_in_front_keeps_no_copy_for_a_year() {
    for (cdn, kept) in [(Some(true), true), (Some(false), false), (None, false)] {
        let known = Known { cdn, ..at("https://a.example") };
        for host in [Host::Nginx, Host::Caddy] {
            assert_eq!(text(host, &known).contains("s-maxage=3600"), kept, "{host:?}");
        }
        let notes = config(Host::CloudFront, &known).unwrap().notes;
        assert_eq!(notes.iter().any(|note| note.contains("`cdn: true`")), cdn == Some(false));
    }
}

#[test]
fn another_storage_is_told_from_amazons() {
    let endpoint = Some("https://s3.example".to_owned());
    let known = Known { endpoint, ..at("https://a.example") };
    assert!(
        config(Host::CloudFront, &known).unwrap_err().to_string().contains("`https://s3.example`")
    );
    let notes = config(Host::S3Policy, &known).unwrap().notes;
    assert!(notes[0].contains("at `https://s3.example`: some storage"), "{notes:?}");
}

#[test]
fn an_address_in_a_folder() {
    let known = at("https://a.example:8443/of%C3%A9/b.c");
    let nginx = text(Host::Nginx, &known);
    assert!(nginx.contains("~^/ofé/b[.]c/[a-z2-7]{32}/files/"), "{nginx}");
    assert!(nginx.contains("return 301 https://a.example:8443$request_uri;"), "{nginx}");
    let caddy = text(Host::Caddy, &known);
    assert!(caddy.contains("file /ofé/b.c/{path.2}/header.json"), "{caddy}");
    assert!(caddy.contains("\na.example:8443 {\n"), "{caddy}");
    assert!(text(Host::CloudFront, &known).contains("var folder = '/of%C3%A9/b.c';"));
}
