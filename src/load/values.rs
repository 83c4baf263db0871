//! Single values that serde cannot check: addresses, languages, currencies, names.

use crate::diagnostics::{Code, Diagnostic, Source, nearest};
use crate::schema::{Amount, Spanned, is_blank};
use icu::locale::Locale;
use std::collections::BTreeMap;
use std::ops::Range;

/// The mend for two things that are both meant, under one name.
pub(super) const OTHER_ID: &str = "give one of them another `id`";
/// The mend for one thing that is named twice.
pub(super) const TAKE_OUT: &str = "take one of them out";

/// The checks of one file: where its values stand, and where to put what is wrong with them.
pub(super) struct Checks<'a> {
    pub source: Source<'a>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checks<'_> {
    /// Notes an error at `span`.
    pub fn error(&mut self, code: Code, span: &Range<usize>, message: String, help: String) {
        let diagnostic = Diagnostic::error(code, self.source.place(span.clone()), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Notes a warning at `span`.
    pub fn warning(&mut self, code: Code, span: &Range<usize>, message: &str, help: &str) {
        let diagnostic = Diagnostic::warning(code, self.source.place(span.clone()), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn invalid<T>(&mut self, value: &Spanned<T>, message: String, help: &str) {
        self.error(Code::InvalidValue, &value.span, message, help.to_owned());
    }

    /// A link out of the portal.
    pub fn url(&mut self, url: &Spanned<String>) -> String {
        let lower = url.trim().to_ascii_lowercase();
        let known = ["https://", "http://", "mailto:", "tel:"];
        let good =
            known.iter().any(|scheme| lower.starts_with(scheme) && lower.len() > scheme.len());
        if !good || lower.chars().any(|c| c.is_control() || c.is_whitespace()) {
            let message = format!("`{}` is not an address that a portal may link to", url.value);
            self.error(
                Code::UnsafeLink,
                &url.span,
                message,
                "start it with `https://`, `http://`, `mailto:` or `tel:`".to_owned(),
            );
        }
        url.trim().to_owned()
    }

    /// A mail address, loosely: somebody, an `@`, a host.
    pub fn email(&mut self, email: &Spanned<String>) -> String {
        let good = email.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@')
        }) && !email
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"'".contains(c));
        if !good {
            let message = format!("`{}` is not a mail address", email.value);
            self.invalid(email, message, "write it as name@example.com");
        }
        email.value.clone()
    }

    /// A BCP 47 language tag.
    pub fn locale(&mut self, tag: &Spanned<String>) -> Option<Locale> {
        // "posix" and the like parse as languages; every real language has two or three letters.
        let parsed: Option<Locale> = tag.parse().ok();
        let parsed = parsed.filter(|locale| {
            (2..=3).contains(&locale.id.language.as_str().len())
                && locale.id.language.as_str() != "und"
        });
        if parsed.is_none() {
            let message = format!("`{}` is not a language tag", tag.value);
            self.invalid(tag, message, "write it as `en-GB`, `de` or `pt-BR` (BCP 47)");
        }
        parsed
    }

    /// An ISO 4217 currency code.
    pub fn currency(&mut self, code: &Spanned<String>) -> String {
        if iso_currency::Currency::from_code(&code.value).is_none() {
            let message = format!("`{}` is not a currency", code.value);
            let upper = code.to_uppercase();
            let help = match iso_currency::Currency::from_code(&upper) {
                Some(_) => format!("did you mean `{upper}`?"),
                None => "write the three letters of ISO 4217, as `EUR`".to_owned(),
            };
            self.invalid(code, message, &help);
        }
        code.value.clone()
    }

    /// That an amount of money has no more decimals than its currency: rounded, it would be
    /// another amount, and the sum of what is shown would not be the sum that is shown.
    pub fn decimals(&mut self, amount: &Spanned<Amount>, currency: &str) {
        let known = iso_currency::Currency::from_code(currency);
        let Some(digits) = known.and_then(iso_currency::Currency::exponent) else { return };
        if amount.value.0.normalize().scale() > u32::from(digits) {
            let message = format!(
                "`{}` has more decimals than {currency}, which has {digits}",
                amount.value.0
            );
            self.invalid(amount, message, "write the amount as it is paid");
        }
    }

    /// An IANA time zone. The program's own list counts: that of the machine (and `TZDIR`) differs
    /// from one to the next.
    pub fn time_zone(&mut self, name: &Spanned<String>) -> String {
        let known = jiff::tz::TimeZoneDatabase::bundled();
        if known.get(&name.value).is_err() {
            let zones: Vec<String> = known.available().map(|zone| zone.to_string()).collect();
            let city = |zone: &&String| {
                let city = zone.rsplit('/').next().unwrap_or_default();
                city.eq_ignore_ascii_case(&name.trim().replace(' ', "_"))
            };
            // Who writes `Berlin` means the zone that is named after it.
            let of_city = zones.iter().find(city).map(String::as_str);
            let near = of_city.or_else(|| nearest(&name.value, zones.iter().map(String::as_str)));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "write a name of the IANA time zone database, as `Europe/Berlin`".to_owned()
                }
            };
            self.invalid(name, format!("`{}` is not a time zone", name.value), &help);
        }
        name.value.clone()
    }

    /// A CSS font stack: family names and commas, nothing that ends a declaration.
    pub fn font(&mut self, stack: &Spanned<String>) -> String {
        let allowed = |c: char| c.is_alphanumeric() || " ,-_'\"".contains(c);
        let quotes = |quote: char| stack.matches(quote).count().is_multiple_of(2);
        if stack.trim().is_empty() || !stack.chars().all(allowed) || !quotes('"') || !quotes('\'') {
            let message = format!("`{}` is not a list of font families", stack.value);
            self.invalid(
                stack,
                message,
                "write names with commas between, as `Avenir Next, Segoe UI, sans-serif`",
            );
        }
        stack.value.clone()
    }

    /// A short name that other files use.
    pub fn id(&mut self, id: &Spanned<String>) {
        let good = !id.is_empty()
            && id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            && id.len() <= 64;
        if !good {
            let message = format!("`{}` cannot be used as a short name", id.value);
            self.invalid(id, message, "use letters, digits, `-` and `_`, at most 64");
        }
    }

    /// That no two of `ids` are the same; `mend` says what to do about it.
    pub fn distinct<'b>(
        &mut self,
        what: &str,
        ids: impl IntoIterator<Item = (&'b str, Range<usize>)>,
        mend: &str,
    ) {
        let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (id, span) in ids {
            if let Some(first) = seen.get(id) {
                let message = format!("there are two {what}s `{id}`");
                self.diagnostics.push(
                    Diagnostic::error(Code::DuplicateId, self.source.place(span), message)
                        .related(self.source.place(first.clone()), "the first one")
                        .help(mend),
                );
            } else {
                seen.insert(id, span);
            }
        }
    }

    /// That each of `words`, which a client reads, says something, and no two the same.
    pub fn words(&mut self, what: &str, words: &[Spanned<String>]) {
        for blank in words.iter().filter(|word| is_blank(word)) {
            self.invalid(blank, format!("this {what} is blank"), "write a word, or take it out");
        }
        let said = words.iter().filter(|word| !is_blank(word));
        self.distinct(what, said.map(|word| (word.trim(), word.span.clone())), TAKE_OUT);
    }

    /// That `from` is not after `to`.
    pub fn order(
        &mut self,
        from: (&str, Option<&Spanned<crate::schema::Date>>),
        to: (&str, Option<&Spanned<crate::schema::Date>>),
    ) {
        if let ((from_name, Some(from)), (to_name, Some(to))) = (from, to)
            && from.value > to.value
        {
            let message =
                format!("`{to_name}` ({}) is before `{from_name}` ({})", to.value, from.value);
            self.diagnostics.push(
                Diagnostic::error(Code::DateOrder, self.source.place(to.span.clone()), message)
                    .related(self.source.place(from.span.clone()), format!("`{from_name}` is here"))
                    .help("mend one of the two dates"),
            );
        }
    }

    /// Finds what `reference` names among `known` (short name and value).
    pub fn reference<'b, T>(
        &mut self,
        what: &str,
        reference: &Spanned<String>,
        known: impl IntoIterator<Item = (&'b str, &'b T)>,
    ) -> Option<&'b T> {
        let known: Vec<(&str, &T)> = known.into_iter().collect();
        if let Some((_, value)) = known.iter().find(|(id, _)| *id == reference.value) {
            return Some(value);
        }
        let help = match nearest(&reference.value, known.iter().map(|(id, _)| *id)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("no {what} is defined here"),
            None => {
                let all: Vec<&str> = known.iter().map(|(id, _)| *id).take(12).collect();
                format!("the known ones are `{}`", all.join("`, `"))
            }
        };
        let message = format!("there is no {what} `{}`", reference.value);
        self.error(Code::UnknownReference, &reference.span, message, help);
        None
    }
}
