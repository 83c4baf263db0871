//! `theme.yaml`: what a theme is called and what an agency can set in it.

use crate::diagnostics::{Code, Diagnostic, Place, Source, nearest};
use std::collections::BTreeMap;

/// The settings that a theme declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings(BTreeMap<String, Setting>);

#[derive(Debug, Clone)]
struct Setting {
    default: String,
    values: Vec<String>,
}

/// `theme.yaml` as it is written; [`crate::schema::ThemeFile`] is its reference.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read so that an unknown key is an error, shown by `schema` only")]
struct File {
    name: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    settings: BTreeMap<String, FileSetting>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSetting {
    #[expect(dead_code, reason = "for people")]
    description: String,
    default: String,
    #[serde(default)]
    values: Vec<String>,
}

impl Settings {
    /// Reads `theme.yaml`; a fault is added to `faults`.
    pub(super) fn parse(source: Source<'_>, faults: &mut Vec<Diagnostic>) -> Self {
        let file: File = match serde_yaml::from_str(source.text()) {
            Ok(file) => file,
            Err(error) => {
                let at = error.location().map_or(0, |location| {
                    offset(source.text(), location.line(), location.column())
                });
                let place = source.place(at..at + 1);
                faults.push(Diagnostic::error(Code::ThemeInvalid, place, error.to_string()));
                return Self::default();
            }
        };
        let mut settings = BTreeMap::new();
        for (name, setting) in file.settings {
            let FileSetting { default, values, .. } = setting;
            if !values.is_empty() && !values.contains(&default) {
                let message = format!(
                    "the default `{default}` of the setting `{name}` is not one of its values"
                );
                faults.push(
                    Diagnostic::error(Code::ThemeInvalid, Place::file(source.path()), message)
                        .help(format!("its values are {}", list(&values))),
                );
            }
            settings.insert(name, Setting { default, values });
        }
        Self(settings)
    }

    /// The defaults, and over them what the agency set.
    pub(super) fn resolve(
        &self,
        given: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
        let mut resolved: BTreeMap<String, String> =
            self.0.iter().map(|(name, setting)| (name.clone(), setting.default.clone())).collect();
        let mut faults = Vec::new();
        for (name, value) in given {
            match self.0.get(name) {
                Some(setting) if setting.values.is_empty() || setting.values.contains(value) => {
                    resolved.insert(name.clone(), value.clone());
                }
                Some(setting) => faults.push(fault(
                    Code::UnknownValue,
                    format!("the theme's setting `{name}` does not take `{value}`"),
                    Some(format!("its values are {}", list(&setting.values))),
                )),
                None => faults.push(fault(
                    Code::UnknownKey,
                    format!("the theme has no setting `{name}`"),
                    nearest(name, self.0.keys().map(String::as_str))
                        .map(|near| format!("there is `{near}`")),
                )),
            }
        }
        if faults.is_empty() { Ok(resolved) } else { Err(faults) }
    }
}

fn fault(code: Code, message: String, help: Option<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(code, Place::file("keyfolio.yaml"), message);
    diagnostic.help = help;
    diagnostic
}

fn list(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// Byte offset of a line and column that count from 1, in characters.
pub(super) fn offset(text: &str, line: impl TryInto<usize>, column: impl TryInto<usize>) -> usize {
    let (line, column) = (line.try_into().unwrap_or(1), column.try_into().unwrap_or(1));
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}
