//! Dates as CLDR writes them, in the Gregorian calendar: the content's dates are Gregorian, and a
//! reader compares them with mails and invoices that are, too.

use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu::datetime::fieldsets::{YMD, YMDE};
use icu::locale::Locale;

/// How much of a date is written in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// With the day of the week: Tuesday, 31 March 2026.
    Full,
    /// 31 March 2026.
    Long,
    /// 31 Mar 2026.
    Medium,
    /// 31/03/2026.
    Short,
}

impl DateStyle {
    /// The styles by name.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("full", Self::Full),
        ("long", Self::Long),
        ("medium", Self::Medium),
        ("short", Self::Short),
    ];

    /// The style called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }
}

/// The date as 31 March 2026, where no [`Language`](super::Language) is at hand.
pub(crate) fn long_date(locale: &Locale, date: jiff::civil::Date) -> String {
    let long = Formatter::try_new(locale.into(), YMD::long()).ok();
    Dates { full: None, long, medium: None, short: None }.format(date, DateStyle::Long)
}

/// The formatters of one locale.
#[derive(Debug)]
pub(super) struct Dates {
    full: Option<Formatter<Gregorian, YMDE>>,
    long: Option<Formatter<Gregorian, YMD>>,
    medium: Option<Formatter<Gregorian, YMD>>,
    short: Option<Formatter<Gregorian, YMD>>,
}

impl Dates {
    pub(super) fn new(locale: &Locale) -> Self {
        Self {
            full: Formatter::try_new(locale.into(), YMDE::long()).ok(),
            long: Formatter::try_new(locale.into(), YMD::long()).ok(),
            medium: Formatter::try_new(locale.into(), YMD::medium()).ok(),
            short: Formatter::try_new(locale.into(), YMD::short()).ok(),
        }
    }

    /// The date in `style`; as ISO 8601 should ICU have no pattern for the locale.
    pub(super) fn format(&self, date: jiff::civil::Date, style: DateStyle) -> String {
        let day = Date::try_new_gregorian(
            i32::from(date.year()),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        );
        let iso = || date.to_string();
        let Ok(day) = day else { return iso() };
        let simple = |formatter: &Option<Formatter<Gregorian, YMD>>| {
            formatter.as_ref().map(|formatter| formatter.format(&day).to_string())
        };
        match style {
            DateStyle::Full => self.full.as_ref().map(|full| full.format(&day).to_string()),
            DateStyle::Long => simple(&self.long),
            DateStyle::Medium => simple(&self.medium),
            DateStyle::Short => simple(&self.short),
        }
        .unwrap_or_else(iso)
    }
}
