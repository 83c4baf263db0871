//! The tables of keys in `docs/content.md`, made from the JSON Schemas of `keyfolio::schema`.

use keyfolio::schema::FILES;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

const PAGE: &str = "docs/content.md";
const END: &str = "<!-- end of keys -->";

#[test]
fn the_reference_is_that_of_the_types() {
    let page = fs_err::read_to_string(PAGE).expect("the page");
    let mut shown = BTreeMap::new();
    let mut new = page.clone();
    for kind in FILES {
        let begin = format!("<!-- keys of {}: made from src/schema, do not edit -->", kind.name);
        let start = new.find(&begin).unwrap_or_else(|| panic!("{PAGE} lacks `{begin}`"));
        let start = start + begin.len();
        let end = new[start..].find(END).unwrap_or_else(|| panic!("{PAGE} lacks `{END}`")) + start;
        let schema = (kind.schema)();
        let tables = File { kind: kind.name, root: schema.as_value(), shown: &mut shown }.tables();
        new.replace_range(start..end, &format!("\n\n{tables}"));
        assert!(new.contains(kind.place), "{PAGE} does not say where `{}` stands", kind.place);
    }
    if super::overwrites() {
        fs_err::write(PAGE, &new).expect("the page is written");
    } else if let Some((line, (is, should))) =
        page.lines().zip(new.lines()).enumerate().find(|(_, (is, should))| is != should)
    {
        let line = line + 1;
        panic!("{PAGE}:{line} is\n{is}\nbut the types say\n{should}\nrun with DOCS=overwrite");
    } else {
        assert_eq!(page.len(), new.len(), "{PAGE} is out of date: run with DOCS=overwrite");
    }
}

/// One kind of file.
struct File<'a> {
    kind: &'static str,
    root: &'a Value,
    /// Types that have a table already, and in the part of which file.
    shown: &'a mut BTreeMap<String, &'static str>,
}

impl File<'_> {
    /// The table of the file's own keys, then those of the types in it.
    fn tables(self) -> String {
        let mut out = String::new();
        let mut ahead = Vec::new();
        if self.root["type"] == "array" {
            let name = definition(&self.root["items"]).expect("a list of entries");
            self.shown.insert(name.to_owned(), self.kind);
            let entry = &self.root["$defs"][name];
            out.push_str("The file is a list; each entry has\n\n");
            self.table(&mut out, entry, &mut ahead);
        } else {
            self.table(&mut out, self.root, &mut ahead);
        }
        let mut next = 0;
        while let Some((key, name, is_list)) = ahead.get(next).cloned() {
            next += 1;
            if self.shown.contains_key(&name) {
                continue;
            }
            self.shown.insert(name.clone(), self.kind);
            let entry = &self.root["$defs"][&name];
            let what = lower_first(text(&entry["description"]));
            if entry.get("oneOf").is_some() {
                writeln!(out, "**`{key}`**: {what}\n\n| value | |\n|---|---|").unwrap();
                for variant in entry["oneOf"].as_array().expect("variants") {
                    let (value, meaning) = (text(&variant["const"]), text(&variant["description"]));
                    writeln!(out, "| `{value}` | {meaning} |").unwrap();
                }
                out.push('\n');
            } else {
                let each = if is_list { "Each entry of " } else { "" };
                writeln!(out, "{each}**`{key}`**: {what}\n").unwrap();
                self.table(&mut out, entry, &mut ahead);
            }
        }
        out
    }

    /// The keys of one type. Types that are met for the first time are put on the list `ahead`.
    fn table(&self, out: &mut String, entry: &Value, ahead: &mut Vec<(String, String, bool)>) {
        out.push_str("| key | value | |\n|---|---|---|\n");
        let required: Vec<&str> =
            entry["required"].as_array().into_iter().flatten().map(text).collect();
        for (key, schema) in entry["properties"].as_object().expect("keys") {
            let must = if required.contains(&key.as_str()) { " *required*" } else { "" };
            let value = self.value(schema);
            let meaning = text(&schema["description"]).replace('\n', " ").replace('|', "\\|");
            writeln!(out, "| `{key}`{must} | {value} | {meaning} |").unwrap();
            let item = schema.get("items").or(schema.get("additionalProperties"));
            if let Some(name) = definition(item.unwrap_or(schema)) {
                ahead.push((key.clone(), name.to_owned(), item.is_some()));
            }
        }
        out.push('\n');
    }

    /// What may stand behind a key.
    fn value(&self, schema: &Value) -> String {
        if let Some(name) = definition(schema) {
            return self.named(name, "keys");
        }
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().map(text).filter(|kind| *kind != "null").collect(),
            kind => vec![text(kind)],
        };
        let pattern = schema["pattern"].as_str().unwrap_or_default();
        match kinds[..] {
            ["array"] => match definition(&schema["items"]) {
                Some(name) => format!("list of {}", self.named(name, "entries")),
                None => format!("list of {}s", self.value(&schema["items"])),
            },
            ["boolean"] => "`true` or `false`".to_owned(),
            ["integer"] => "whole number".to_owned(),
            ["number", "string"] => "amount".to_owned(),
            ["object"] => match definition(&schema["additionalProperties"]) {
                Some(name) => format!("any names, each with {}", self.named(name, "keys")),
                None => "any names, each with a text".to_owned(),
            },
            ["string"] if schema["format"] == "date" => "date".to_owned(),
            ["string"] if pattern.starts_with("^#") => "colour".to_owned(),
            ["string"] => "text".to_owned(),
            _ => panic!("this page cannot show {schema}"),
        }
    }

    /// A type of its own: the values of an enumeration, or a pointer to its table.
    fn named(&self, name: &str, what: &str) -> String {
        let entry = &self.root["$defs"][name];
        if let Some(variants) = entry["oneOf"].as_array() {
            let values: Vec<String> =
                variants.iter().map(|variant| format!("`{}`", text(&variant["const"]))).collect();
            return values.join(" ");
        }
        match self.shown.get(name) {
            Some(kind) if *kind != self.kind => format!("{what}, as in [{kind}](#{kind})"),
            _ => format!("{what}, below"),
        }
    }
}

/// The name of the type that a schema refers to, also when the value may be missing.
fn definition(schema: &Value) -> Option<&str> {
    let own = schema["$ref"].as_str();
    let or_null = || schema["anyOf"].as_array()?.iter().find_map(|each| each["$ref"].as_str());
    own.or_else(or_null)?.strip_prefix("#/$defs/")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} has no words"))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect::<String>().replace('\n', " ")
    })
}
