//! `keyfolio theme copy` gives a designer something to change.

use crate::harness::Agency;

#[test]
fn the_copy_is_used_and_changes_nothing_by_itself() {
    let agency = Agency::plain().client("acme");
    agency.run(["build"]).succeeds();
    let before = agency.read(&format!("dist/{}/index.html", agency.portals()[0]));
    agency
        .run(["theme", "copy", "mine"])
        .succeeds()
        .prints_only("themes/mine\n")
        .says("write this in `keyfolio.yaml`:\n\ntheme:\n  name: mine\n");
    assert!(agency.files("themes/mine").contains(&"templates/base.html".to_owned()));
    agency.write(
        "keyfolio.yaml",
        "name: North Yard\naccess: { mode: plain }\ntheme:\n  name: mine\n",
    );
    agency.run(["build"]).succeeds();
    assert_eq!(agency.read(&format!("dist/{}/index.html", agency.portals()[0])), before);
}

#[test]
fn what_a_designer_changed_is_never_overwritten() {
    let agency = Agency::new().file("themes/mine/theme.yaml", "name: Mine\n");
    agency
        .run(["theme", "copy", "mine"])
        .fails(3)
        .says("`themes/mine` is there already and is never overwritten: choose another name");
    assert_eq!(agency.files("themes"), ["mine/theme.yaml"]);
    agency.run(["theme", "copy", "../out"]).fails(3).says("write `out`");
}
