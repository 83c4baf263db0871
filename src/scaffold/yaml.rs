//! The little YAML that is written: one comment line for editors, and scalars.

use camino::Utf8Path;

/// `text` as a YAML scalar on one line, quoted where it must be.
pub(super) fn scalar(text: &str) -> String {
    let options = serde_yaml::ser_options! { prefer_block_scalars: false };
    let yaml = serde_yaml::to_string_with_options(&text, options);
    // Text always has a form in YAML; JSON's is one of them.
    let yaml = yaml.unwrap_or_else(|_| serde_json::Value::from(text).to_string());
    yaml.trim_end_matches('\n').to_owned()
}

/// The line that tells editors the schema of the file at `place` (relative to the workspace).
pub(super) fn schema_line(place: &Utf8Path, schema: &str) -> String {
    let up = "../".repeat(place.components().count() - 1);
    format!("# yaml-language-server: $schema={up}.keyfolio/schema/{schema}.json\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Source;
    use crate::load::yaml;
    use crate::schema::ProjectFile;
    use proptest::prelude::*;

    fn read_back(title: &str) -> Option<String> {
        let text = format!("title: {}\norder: 3\n", scalar(title));
        let source = Source::new(Utf8Path::new("project.yaml"), &text);
        let file: ProjectFile = yaml::read(source, 0..text.len(), &mut Vec::new())?;
        assert_eq!(file.order, 3, "{text}");
        file.title
    }

    #[test]
    fn awkward_names_come_back() {
        let long = "a ".repeat(200) + "b";
        for name in [
            "yes", "1e3", "~", "a: b", "- a", "'", "\"", "# a", "a #b", "🚀", "[", "null", "0x1f",
            "%", "@", "\\n", "a:", "---", &long,
        ] {
            assert_eq!(read_back(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn plain_names_stay_plain() {
        assert_eq!(scalar("Oat & Ember"), "Oat & Ember");
        assert_eq!(scalar("Müller GmbH"), "Müller GmbH");
    }

    proptest! {
        #[test]
        fn every_line_comes_back(text in "\\PC{1,40}") {
            prop_assert_eq!(read_back(&text), Some(text));
        }
    }
}
