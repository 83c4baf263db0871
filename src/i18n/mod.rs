//! A portal in its reader's language: messages, dates, numbers, money and file sizes.
//!
//! The words are Fluent messages of the theme (`messages`); dates and decimals come from
//! Unicode CLDR through ICU4X. Formatters are dear to build and cheap to use, so a [`Language`]
//! is built once per locale and shared by every portal and thread that needs it.

mod dates;
pub(crate) mod messages;
mod money;
mod numbers;

pub use dates::DateStyle;
pub(crate) use dates::long_date;
pub use messages::{Catalogue, MessageError};

use icu::locale::{Direction, LanguageIdentifier, Locale, LocaleDirectionality, LocaleExpander};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The languages of one theme, built when first asked for.
#[derive(Debug)]
pub struct Languages {
    catalogues: BTreeMap<String, Catalogue>,
    built: RwLock<BTreeMap<String, Arc<Language>>>,
}

/// All that is needed to write for readers of one locale.
#[derive(Debug)]
pub struct Language {
    tag: String,
    right_to_left: bool,
    catalogue: Option<String>,
    missing: Vec<String>,
    messages: messages::Messages,
    dates: dates::Dates,
    numbers: numbers::Numbers,
    amounts: numbers::Numbers,
    money: money::MoneyStyle,
}

impl Languages {
    /// The languages whose message files a theme has, by name (`en`, `pt-BR`).
    #[must_use]
    pub fn new(catalogues: BTreeMap<String, Catalogue>) -> Self {
        Self { catalogues, built: RwLock::default() }
    }

    /// What is needed to write for readers of `tag`, a BCP 47 tag.
    ///
    /// Messages are looked up in the file of the locale, then of its language, then in English.
    /// `None` when `tag` is not a language tag.
    pub fn get(&self, tag: &str) -> Option<Arc<Language>> {
        let built = self.built.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(language) = built.get(tag) {
            return Some(Arc::clone(language));
        }
        drop(built);
        let language = Arc::new(Language::new(&tag.parse().ok()?, &self.catalogues));
        let mut built = self.built.write().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(built.entry(tag.to_owned()).or_insert(language)))
    }

    /// The message files, by name.
    #[must_use]
    pub fn catalogues(&self) -> &BTreeMap<String, Catalogue> {
        &self.catalogues
    }
}

impl Language {
    fn new(locale: &Locale, catalogues: &BTreeMap<String, Catalogue>) -> Self {
        let mut likely: LanguageIdentifier = locale.id.clone();
        LocaleExpander::new_extended().maximize(&mut likely);
        let right_to_left =
            LocaleDirectionality::new_extended().get(&locale.id) == Some(Direction::RightToLeft);
        let region = likely.region.map_or_else(String::new, |region| region.to_string());
        let language = locale.id.language.to_string();
        let mut chain: Vec<(&String, &Catalogue)> = [locale.id.to_string(), language.clone()]
            .iter()
            .filter_map(|name| catalogues.get_key_value(name.as_str()))
            .collect();
        let english = catalogues.get_key_value("en");
        let has = |key: &&String| chain.iter().any(|(_, own)| own.keys().contains(*key));
        let missing = english.iter().flat_map(|(_, english)| english.keys());
        let missing = missing.filter(|key| !has(key)).cloned().collect();
        let catalogue = chain.last().map(|(name, _)| (*name).clone());
        chain.extend(english);
        Self {
            tag: locale.to_string(),
            right_to_left,
            catalogue,
            missing,
            messages: messages::Messages::new(&locale.id, right_to_left, &chain),
            dates: dates::Dates::new(locale),
            numbers: numbers::Numbers::new(locale),
            amounts: numbers::Numbers::new(&money::locale_of_digits(locale)),
            money: money::MoneyStyle::new(&language, &region),
        }
    }

    /// The BCP 47 tag, for the `lang` attribute.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `ltr` or `rtl`, for the `dir` attribute.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// Name of the message file that serves this language, not only its region; `None` when there
    /// is none and the portal's words are English.
    #[must_use]
    pub fn catalogue(&self) -> Option<&str> {
        self.catalogue.as_deref()
    }

    /// The messages that its own files lack and that are taken from the English one.
    #[must_use]
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The message named `key`, its variables filled in from `arguments`.
    ///
    /// # Errors
    /// When no message file of the chain has it, or a variable that it needs is not given.
    pub fn message(
        &self,
        key: &str,
        arguments: &fluent_bundle::FluentArgs<'_>,
    ) -> Result<String, MessageError> {
        self.messages.format(key, arguments)
    }

    /// A date in words and digits.
    #[must_use]
    pub fn date(&self, date: jiff::civil::Date, style: DateStyle) -> String {
        self.dates.format(date, style)
    }

    /// A decimal number, its fraction digits as given. `None` when `number` is none.
    #[must_use]
    pub fn number(&self, number: &str) -> Option<String> {
        self.numbers.decimal(number)
    }

    /// A share, given in percent. `None` when `number` is no decimal.
    #[must_use]
    pub fn percent(&self, number: &str) -> Option<String> {
        let digits = self.numbers.decimal(number)?;
        Some(self.numbers.percent(&digits))
    }

    /// A file size in bytes, in units of 1000 as in file managers.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        self.numbers.bytes(bytes)
    }

    /// An amount in a currency named by its ISO 4217 code, with the minor digits of that
    /// currency. `None` when `amount` is no decimal.
    #[must_use]
    pub fn money(&self, amount: &str, currency: &str) -> Option<String> {
        let (number, negative) = self.amounts.amount(amount, money::minor_digits(currency))?;
        Some(self.money.format(&number, negative, currency))
    }
}

#[cfg(test)]
mod tests;
