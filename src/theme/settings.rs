//! `theme.yaml`: what a theme is called and what an agency can set in it.

use crate::diagnostics::{Code, Diagnostic, Place, Source, nearest};
use crate::load::yaml;
use crate::model::ThemeSetting;
use crate::schema::{SettingEntry, ThemeFile};
use std::collections::BTreeMap;

/// The settings that a theme declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings(BTreeMap<String, Setting>);

#[derive(Debug, Clone)]
struct Setting {
    default: String,
    values: Vec<String>,
}

impl Settings {
    /// Reads `theme.yaml`; every fault is added to `faults`.
    pub(super) fn parse(source: Source<'_>, faults: &mut Vec<Diagnostic>) -> Self {
        let everything = 0..source.text().len();
        let Some(file) = yaml::read::<ThemeFile>(source, everything, faults) else {
            return Self::default();
        };
        let mut settings = BTreeMap::new();
        for (name, SettingEntry { default, values, .. }) in file.settings {
            if !values.is_empty() && !values.contains(&default.value) {
                let message = format!(
                    "the default `{}` of the setting `{name}` is not one of its values",
                    default.value
                );
                let place = source.place(default.span);
                faults.push(
                    Diagnostic::error(Code::ThemeInvalid, place, message)
                        .help(format!("its values are {}", list(&values))),
                );
            }
            settings.insert(name, Setting { default: default.value, values });
        }
        Self(settings)
    }

    /// These settings, and below them those of the theme that lies under this one: its templates
    /// may still be in use, and read them.
    pub(super) fn over(mut self, below: &Self) -> Self {
        for (name, setting) in &below.0 {
            self.0.entry(name.clone()).or_insert_with(|| setting.clone());
        }
        self
    }

    /// The defaults, and over them what the agency set.
    pub(super) fn resolve(
        &self,
        given: &BTreeMap<String, ThemeSetting>,
    ) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
        let mut resolved: BTreeMap<String, String> =
            self.0.iter().map(|(name, setting)| (name.clone(), setting.default.clone())).collect();
        let mut faults = Vec::new();
        for (name, ThemeSetting { value, place }) in given {
            match self.0.get(name) {
                Some(setting) if setting.values.is_empty() || setting.values.contains(value) => {
                    resolved.insert(name.clone(), value.clone());
                }
                Some(setting) => faults.push(fault(
                    Code::UnknownValue,
                    place,
                    format!("the theme's setting `{name}` does not take `{value}`"),
                    Some(format!("its values are {}", list(&setting.values))),
                )),
                None => faults.push(fault(
                    Code::UnknownKey,
                    place,
                    format!("the theme has no setting `{name}`"),
                    nearest(name, self.0.keys().map(String::as_str))
                        .map(|near| format!("there is `{near}`")),
                )),
            }
        }
        if faults.is_empty() { Ok(resolved) } else { Err(faults) }
    }
}

fn fault(code: Code, place: &Place, message: String, help: Option<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(code, place.clone(), message);
    diagnostic.help = help;
    diagnostic
}

fn list(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
