//! How often the target is asked, counted on the way.

use crate::agencies::{assert_online, built, publish, small, version};
use crate::places::Place;
use crate::proxy::Proxy;
use std::collections::BTreeMap;

/// How many requests more than its objects a publish may take.
const MORE: usize = 10;

fn told(proxy: &Proxy) -> String {
    let asked = proxy.asked();
    let lines: Vec<_> =
        asked.iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    lines.join("\n")
}

#[test]
fn few() {
    let (place, proxy) = Place::proxied();
    let mut agency = small(&place);
    for number in 0..20 {
        agency = agency.client(&format!("client-{number}"));
    }
    version(&agency, 1);
    let before = built(&agency);
    publish(&agency).succeeds();
    let inventories = agency.portals().len() + 1;
    let files = before.len() + inventories;
    // Each part of the index is read, and written twice; and each page of the root is looked for.
    let pages = before.keys().filter(|path| !path.contains('/')).count();
    assert!(proxy.asked().len() <= files + 3 * 4 + pages, "{files} files: {}", told(&proxy));
    assert_online(&place, &agency, "by way of the proxy");

    // On this machine, and on one that has never published: the target itself says what it has.
    for forgets in [false, true] {
        if forgets {
            fs_err::remove_dir_all(agency.path(".keyfolio")).expect("it can be removed");
        }
        proxy.calm();
        publish(&agency).succeeds().says("0 files put");
        assert!(proxy.asked().len() <= MORE, "nothing changed: {}", told(&proxy));
        let mut methods: BTreeMap<String, usize> = BTreeMap::new();
        for asked in proxy.asked() {
            assert!(!asked.path.contains("list-type"), "nothing is listed: {}", asked.path);
            *methods.entry(asked.method).or_default() += 1;
        }
        assert!(methods.keys().all(|method| method == "GET" || method == "HEAD"), "{methods:?}");
    }

    agency.write("content/acme/updates/2026-11-08-version.md", "# Version 2\n\nIt moved.\n");
    agency.run(["build"]).succeeds();
    let after = built(&agency);
    let objects = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).count();
    assert!((2..20).contains(&objects));
    proxy.calm();
    agency.run(["publish"]).succeeds().says(&format!("{objects} files put"));
    assert!(proxy.asked().len() <= objects + MORE, "{objects} objects: {}", told(&proxy));
    publish(&agency).succeeds();
    assert_online(&place, &agency, "after one update");
}
