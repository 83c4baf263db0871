//! Where the sign of a currency stands, and what it looks like: CLDR's standard currency patterns
//! and symbols for the locales that a portal is likely to have. ICU4X formats the digits; its own
//! currency formatter is not stable yet.

use icu::locale::{Locale, locale};
use iso_currency::Currency;

const NBSP: char = '\u{a0}';
const MINUS: char = '-';

/// Where the sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `€1,234.50`
    Before,
    /// `€ 1.234,50`
    BeforeSpaced,
    /// `CHF 1'234.50`, negative `CHF-1'234.50`
    Swiss,
    /// `€ 1.234,50`, negative `€ -1.234,50`
    Dutch,
    /// `1.234,50 €`
    After,
    /// As `After`, held in place by a right-to-left mark.
    AfterRightToLeft,
}

/// How one locale writes money.
#[derive(Debug)]
pub(super) struct MoneyStyle {
    shape: Shape,
    language: String,
    region: String,
}

/// Fraction digits of a currency (ISO 4217, minor units); 2 for a code that is not in the
/// standard.
pub(super) fn minor_digits(currency: &str) -> i16 {
    let known = Currency::from_code(currency).and_then(Currency::exponent);
    known.and_then(|digits| i16::try_from(digits).ok()).unwrap_or(2)
}

/// The locale whose digits and separators amounts have. Austria groups numbers with spaces and
/// money with points (CLDR, `currencyGroup`), which ICU4X does not tell apart.
pub(super) fn locale_of_digits(locale: &Locale) -> Locale {
    if locale.id == locale!("de-AT").id { locale!("de") } else { locale.clone() }
}

impl MoneyStyle {
    /// For a language, and a region that may have been guessed from the language.
    pub(super) fn new(language: &str, region: &str) -> Self {
        let shape = match (language, region) {
            ("de" | "it", "CH" | "LI") | ("en", "CH") => Shape::Swiss,
            ("de" | "en", "AT") | ("en", "NL" | "BE") | ("es", "AR" | "CO") | ("pt", "BR") => {
                Shape::BeforeSpaced
            }
            ("nl", _) => Shape::Dutch,
            ("en", "DE" | "DK" | "FI" | "SE" | "SI") | ("es", "ES" | "CR" | "CU") => Shape::After,
            ("en" | "ja" | "zh" | "ko" | "es" | "th" | "hi", _) => Shape::Before,
            ("ar" | "fa" | "he", _) => Shape::AfterRightToLeft,
            _ => Shape::After,
        };
        Self { shape, language: language.to_owned(), region: region.to_owned() }
    }

    /// `number`, already written without a sign, as an amount of `currency`.
    pub(super) fn format(&self, number: &str, negative: bool, currency: &str) -> String {
        let symbol = self.symbol(currency);
        let minus = if negative { MINUS.to_string() } else { String::new() };
        let letters = symbol.ends_with(char::is_alphabetic);
        match self.shape {
            Shape::Before if letters => format!("{minus}{symbol}{NBSP}{number}"),
            Shape::Before => format!("{minus}{symbol}{number}"),
            Shape::BeforeSpaced => format!("{minus}{symbol}{NBSP}{number}"),
            Shape::Swiss if negative => format!("{symbol}{MINUS}{number}"),
            Shape::Swiss | Shape::Dutch => format!("{symbol}{NBSP}{minus}{number}"),
            Shape::After => format!("{minus}{number}{NBSP}{symbol}"),
            Shape::AfterRightToLeft => format!("\u{200f}{minus}{number}{NBSP}{symbol}"),
        }
    }

    /// CLDR's symbol: the short one at home, one that cannot be mistaken abroad, else the code.
    fn symbol<'a>(&self, currency: &'a str) -> &'a str {
        let region = self.region.as_str();
        match (currency, region) {
            ("EUR", _) => "€",
            ("GBP", _) => "£",
            ("JPY", _) if self.language == "ja" => "￥",
            ("USD", "US" | "EC" | "SV" | "PR")
            | ("CAD", "CA")
            | ("AUD", "AU")
            | ("NZD", "NZ")
            | ("MXN", "MX")
            | ("ARS", "AR")
            | ("CLP", "CL")
            | ("COP", "CO") => "$",
            ("USD", _) if matches!(self.language.as_str(), "de" | "ja") => "$",
            ("JPY", _) if matches!(self.language.as_str(), "de" | "en") => "¥",
            ("CNY", "CN") => "¥",
            ("USD", _) => "US$",
            ("CAD", _) => "CA$",
            ("AUD", _) => "AU$",
            ("NZD", _) => "NZ$",
            ("MXN", _) => "MX$",
            ("HKD", _) => "HK$",
            ("BRL", _) => "R$",
            ("JPY", _) => "JP¥",
            ("CNY", _) => "CN¥",
            ("INR", _) => "₹",
            ("KRW", _) => "₩",
            ("ILS", _) => "₪",
            ("AED", "AE") => "د.إ.",
            _ => currency,
        }
    }
}
