//! The theme's words: Fluent message files, one per language.

use super::numbers::Numbers;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use icu::locale::LanguageIdentifier;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One message file of a theme, parsed.
#[derive(Debug, Clone)]
pub struct Catalogue {
    resource: Arc<FluentResource>,
    keys: BTreeSet<String>,
}

/// What is wrong with a message file, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueFault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the file that are meant.
    pub span: std::ops::Range<usize>,
}

/// Why a message cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Neither the language's file nor the English one has it.
    #[error("no message `{0}` in the theme's language files")]
    Unknown(String),
    /// The message needs something that was not given.
    #[error("the message `{key}` cannot be written: {why}")]
    Unresolved {
        /// Its name.
        key: String,
        /// What is missing.
        why: String,
    },
}

impl Catalogue {
    /// Parses a message file.
    ///
    /// # Errors
    /// Every entry that cannot be read.
    pub fn parse(text: &str) -> Result<Self, Vec<CatalogueFault>> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
            let fault = |error: fluent_syntax::parser::ParserError| CatalogueFault {
                message: error.kind.to_string(),
                span: error.pos,
            };
            errors.into_iter().map(fault).collect::<Vec<_>>()
        })?;
        let keys = resource
            .entries()
            .filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        Ok(Self { resource: Arc::new(resource), keys })
    }

    /// The names of its messages.
    #[must_use]
    pub fn keys(&self) -> &BTreeSet<String> {
        &self.keys
    }
}

/// The messages of one language: its own files first, English last.
pub(super) struct Messages(Vec<FluentBundle<Arc<FluentResource>>>);

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("files", &self.0.len()).finish_non_exhaustive()
    }
}

impl Messages {
    /// Messages out of the files of `chain`, which names each file's language. Numbers are
    /// written as readers of `locale` write them.
    pub(super) fn new(
        locale: &LanguageIdentifier,
        right_to_left: bool,
        chain: &[(&String, &Catalogue)],
    ) -> Self {
        let bundle = |(name, catalogue): &(&String, &Catalogue)| {
            // Plural rules are those of the file's language; digits those of the reader's.
            let own = name.split('-').next() == Some(locale.language.as_str());
            let tag = if own { locale.to_string() } else { (*name).clone() };
            let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
            // Isolating marks keep Latin names from tearing right-to-left sentences; elsewhere
            // they would only be in the way of search and copying.
            bundle.set_use_isolating(right_to_left);
            bundle.set_formatter(Some(write_number));
            bundle.add_resource_overriding(Arc::clone(&catalogue.resource));
            bundle
        };
        Self(chain.iter().map(bundle).collect())
    }

    pub(super) fn format(&self, key: &str, arguments: &FluentArgs) -> Result<String, MessageError> {
        let found = self.0.iter().find_map(|bundle| {
            Some((bundle, bundle.get_message(key).and_then(|message| message.value())?))
        });
        let (bundle, pattern) = found.ok_or_else(|| MessageError::Unknown(key.to_owned()))?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(MessageError::Unresolved {
                key: key.to_owned(),
                why: match error {
                    FluentError::ResolverError(why) => why.to_string(),
                    other => other.to_string(),
                },
            }),
        }
    }
}

/// The number formatter that a bundle keeps for its language.
struct Kept(Numbers);

impl intl_memoizer::Memoizable for Kept {
    type Args = ();
    type Error = ();

    fn construct(language: unic_langid::LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Ok(Self(Numbers::new(&language.to_string().parse().map_err(|_| ())?)))
    }
}

fn write_number(
    value: &FluentValue,
    memoizer: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    memoizer
        .with_try_get::<Kept, _, _>((), |kept| kept.0.decimal(&number.as_string()))
        .ok()
        .flatten()
}
