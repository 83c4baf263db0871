//! Numbers, shares and file sizes. Digits, separators and grouping are ICU4X's; the signs around
//! them (`%`, `MB`) are CLDR's, kept here because ICU4X has no stable formatter for them yet.

use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::locale::Locale;

const NBSP: char = '\u{a0}';
const NARROW_NBSP: char = '\u{202f}';

/// The number formatter of one locale.
#[derive(Debug)]
pub(super) struct Numbers {
    decimal: Option<DecimalFormatter>,
    language: String,
    /// The locale writes digits other than 0 to 9.
    own_digits: bool,
}

impl Numbers {
    pub(super) fn new(locale: &Locale) -> Self {
        let decimal =
            DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok();
        let zero = decimal.as_ref().map(|decimal| decimal.format_to_string(&Decimal::from(0)));
        Self {
            decimal,
            language: locale.id.language.to_string(),
            own_digits: zero.is_some_and(|zero| zero != "0"),
        }
    }

    fn write(&self, number: &Decimal) -> String {
        match &self.decimal {
            Some(formatter) => formatter.format_to_string(number),
            None => number.to_string(),
        }
    }

    /// `number`, a plain decimal, with its fraction digits as given.
    pub(super) fn decimal(&self, number: &str) -> Option<String> {
        Some(self.write(&Decimal::try_from_str(number).ok()?))
    }

    /// `number` without its sign, rounded half to even to `digits` fraction digits, and whether
    /// it is negative.
    pub(super) fn amount(&self, number: &str, digits: i16) -> Option<(String, bool)> {
        let (size, minus) = match number.strip_prefix('-') {
            Some(size) => (size, true),
            None => (number, false),
        };
        let mut decimal = Decimal::try_from_str(size).ok()?;
        decimal.round(-digits);
        decimal.absolute.pad_end(-digits);
        let negative = minus && !decimal.absolute.is_zero();
        Some((self.write(&decimal), negative))
    }

    /// `digits`, already written, as percent.
    pub(super) fn percent(&self, digits: &str) -> String {
        match self.language.as_str() {
            "fr" => format!("{digits}{NARROW_NBSP}%"),
            "de" | "es" | "sv" | "nb" | "nn" | "no" | "da" | "fi" | "cs" | "sk" | "ru" | "uk" => {
                format!("{digits}{NBSP}%")
            }
            "ar" | "fa" if self.own_digits => format!("{digits}\u{66a}\u{61c}"),
            "ar" | "he" => format!("\u{200e}{digits}%\u{200e}"),
            _ => format!("{digits}%"),
        }
    }

    /// A file size: two digits that matter, in the unit that keeps it below 1000.
    pub(super) fn bytes(&self, bytes: u64) -> String {
        let mut exponent: u32 = 0;
        while exponent < 4 && rounded(bytes, exponent).0 >= 1000 {
            exponent += 1;
        }
        let (whole, tenth) = rounded(bytes, exponent);
        let number = if exponent > 0 && whole < 10 && tenth > 0 {
            self.decimal(&format!("{whole}.{tenth}"))
        } else {
            self.decimal(&whole.to_string())
        };
        let units = match self.language.as_str() {
            "fr" => ["o", "ko", "Mo", "Go", "To"],
            "ar" => ["بايت", "ك.ب", "م.ب", "غ.ب", "ت.ب"],
            _ => ["B", "kB", "MB", "GB", "TB"],
        };
        format!("{}{NBSP}{}", number.unwrap_or_default(), units[exponent as usize])
    }
}

/// `bytes` in units of 1000 to the power of `exponent`: whole units, and tenths when below ten;
/// else rounded to whole units.
fn rounded(bytes: u64, exponent: u32) -> (u64, u64) {
    let unit = 1000_u128.pow(exponent);
    let tenths = (u128::from(bytes) * 10 + unit / 2) / unit;
    let (whole, tenth) = if tenths < 100 {
        (tenths / 10, tenths % 10)
    } else {
        ((u128::from(bytes) + unit / 2) / unit, 0)
    };
    (u64::try_from(whole).unwrap_or(u64::MAX), u64::try_from(tenth).unwrap_or(0))
}
