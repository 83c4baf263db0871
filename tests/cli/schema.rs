//! `keyfolio schema` gives editors what they need.

use crate::harness::Agency;

#[test]
fn the_list_and_each_of_it() {
    let nowhere = Agency::nowhere();
    let run =
        nowhere.run(["schema"]).succeeds().prints("client       content/<client>/client.yaml\n");
    let names: Vec<&str> = run.raw().lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 10);
    for name in names {
        let run = nowhere.run(["schema", name]).succeeds();
        let schema: serde_json::Value = serde_json::from_str(run.raw()).expect(name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(schema["title"].as_str().is_some_and(|title| title.starts_with("Keyfolio ")));
        assert!(schema["description"].is_string(), "{name}");
        let parts = schema["$defs"].as_object().into_iter().flat_map(|parts| parts.values());
        let mut keys = 0;
        for part in parts.chain([&schema]).filter(|part| part["type"] == "object") {
            assert_eq!(part["additionalProperties"], false, "{name}: {part}");
            for (key, property) in part["properties"].as_object().expect(name) {
                assert!(
                    property["description"].is_string(),
                    "`{key}` of {name} has no description"
                );
                keys += 1;
            }
        }
        assert!(keys > 2, "{name} has {keys} keys");
    }
}

#[test]
fn a_file_name_will_do_and_a_slip_is_guessed() {
    let nowhere = Agency::nowhere();
    nowhere.run(["schema", "client.yaml"]).succeeds().prints("\"title\": \"Keyfolio client\"");
    nowhere.run(["schema", "keyfolio.yaml"]).succeeds().prints("\"title\": \"Keyfolio agency\"");
    nowhere
        .run(["schema", "clients"])
        .fails(3)
        .says_only("error: there is no content file `clients`\nhelp: did you mean `client`?\n");
    nowhere.run(["schema", "xyz"]).fails(3).says("help: `keyfolio schema` lists them all");
}

#[test]
fn all_of_them_into_a_folder() {
    let nowhere = Agency::nowhere().file("out/client.json", "old");
    nowhere.run(["schema", "--write", "out"]).succeeds().says("Wrote 13 schemas into out\n");
    assert_eq!(nowhere.files("out").len(), 13);
    let printed = nowhere.run(["schema", "client"]).succeeds();
    assert_eq!(nowhere.read("out/client.json"), printed.raw());
}
