use super::*;
use fluent_bundle::FluentArgs;

const ENGLISH: &str = "\
files = { $count ->
    [one] one file
   *[other] { $count } files
}
hello = Hello, { $name }
only-english = in English
";

const ARABIC: &str = "\
files = { $count ->
    [zero] لا ملفات
    [one] ملف واحد
    [two] ملفان
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}
hello = مرحبا، { $name }
";

fn languages() -> Languages {
    let parse = |text| Catalogue::parse(text).expect("a message file");
    Languages::new(BTreeMap::from([
        ("en".to_owned(), parse(ENGLISH)),
        ("ar".to_owned(), parse(ARABIC)),
        ("de-AT".to_owned(), parse("hello = Servus, { $name }")),
        ("de".to_owned(), parse("hello = Hallo, { $name }")),
    ]))
}

fn language(tag: &str) -> Arc<Language> {
    languages().get(tag).expect("a language tag")
}

fn count(tag: &str, count: u32) -> String {
    let mut arguments = FluentArgs::new();
    arguments.set("count", count);
    language(tag).message("files", &arguments).expect("a message")
}

#[test]
fn dates_in_the_nine_languages() {
    let day = jiff::civil::date(2026, 3, 31);
    let expected = [
        ("en-GB", "Tuesday, 31 March 2026", "31 March 2026", "31 Mar 2026", "31/03/2026"),
        ("en-US", "Tuesday, March 31, 2026", "March 31, 2026", "Mar 31, 2026", "3/31/26"),
        ("de-AT", "Dienstag, 31. März 2026", "31. März 2026", "31.03.2026", "31.03.26"),
        ("fr", "mardi 31 mars 2026", "31 mars 2026", "31 mars 2026", "31/03/2026"),
        ("es", "martes, 31 de marzo de 2026", "31 de marzo de 2026", "31 mar 2026", "31/3/26"),
        (
            "pt-BR",
            "terça-feira, 31 de março de 2026",
            "31 de março de 2026",
            "31 de mar. de 2026",
            "31/03/2026",
        ),
        ("it", "martedì 31 marzo 2026", "31 marzo 2026", "31 mar 2026", "31/03/26"),
        ("nl", "dinsdag 31 maart 2026", "31 maart 2026", "31 mrt 2026", "31-03-2026"),
        ("ja", "2026年3月31日火曜日", "2026年3月31日", "2026/03/31", "2026/03/31"),
    ];
    let written = expected.map(|(tag, ..)| {
        let language = language(tag);
        DateStyle::NAMES.map(|(_, style)| language.date(day, style)).join(" | ")
    });
    let expected =
        expected.map(|(_, full, long, medium, short)| [full, long, medium, short].join(" | "));
    assert_eq!(written.join("\n"), expected.join("\n"));
    assert_eq!(language("ar-EG").date(day, DateStyle::Long), "٣١ مارس ٢٠٢٦");
    // Islamic dates are the custom in Saudi Arabia; the content's are Gregorian all the same.
    assert!(language("ar-SA").date(day, DateStyle::Long).contains("مارس"));
}

#[test]
fn money_in_the_nine_languages() {
    let expected = [
        ("en-GB", "GBP", "£1,234.50"),
        ("en-US", "USD", "$1,234.50"),
        ("en-GB", "USD", "US$1,234.50"),
        ("en-GB", "CHF", "CHF\u{a0}1,234.50"),
        ("de", "EUR", "1.234,50\u{a0}€"),
        ("de-AT", "EUR", "€\u{a0}1.234,50"),
        ("de-CH", "CHF", "CHF\u{a0}1'234.50"),
        ("fr", "EUR", "1\u{202f}234,50\u{a0}€"),
        ("es", "EUR", "1234,50\u{a0}€"),
        ("es-MX", "MXN", "$1,234.50"),
        ("pt-BR", "BRL", "R$\u{a0}1.234,50"),
        ("pt-PT", "EUR", "1234,50\u{a0}€"),
        ("it", "EUR", "1234,50\u{a0}€"),
        ("nl", "EUR", "€\u{a0}1.234,50"),
        ("ja", "JPY", "￥1,234"),
        ("ar-EG", "EUR", "\u{200f}١٬٢٣٤٫٥٠\u{a0}€"),
        ("ar-AE", "KWD", "\u{200f}1,234.500\u{a0}KWD"),
    ];
    let written = expected.map(|(tag, currency, _)| {
        format!("{tag} {}", language(tag).money("1234.50", currency).expect("an amount"))
    });
    let expected = expected.map(|(tag, _, written)| format!("{tag} {written}"));
    assert_eq!(written.join("\n"), expected.join("\n"));
}

#[test]
fn amounts_have_the_digits_of_their_currency() {
    let english = language("en-GB");
    assert_eq!(english.money("-12", "EUR").as_deref(), Some("-€12.00"));
    assert_eq!(english.money("-0.001", "EUR").as_deref(), Some("€0.00"));
    assert_eq!(english.money("0.125", "EUR").as_deref(), Some("€0.12"), "half to even");
    assert_eq!(language("nl").money("-5", "EUR").as_deref(), Some("€\u{a0}-5,00"));
    assert_eq!(language("de-CH").money("-5", "CHF").as_deref(), Some("CHF-5.00"));
    assert_eq!(english.money("12 euros", "EUR"), None);
}

#[test]
fn numbers_shares_and_sizes() {
    assert_eq!(language("de").number("1234567.8").as_deref(), Some("1.234.567,8"));
    assert_eq!(language("de-CH").number("1234567.8").as_deref(), Some("1'234'567.8"));
    assert_eq!(language("ar-EG").number("42").as_deref(), Some("٤٢"));
    assert_eq!(language("fr").percent("45").as_deref(), Some("45\u{202f}%"));
    assert_eq!(language("de").percent("45").as_deref(), Some("45\u{a0}%"));
    assert_eq!(language("en-GB").percent("45").as_deref(), Some("45%"));
    assert_eq!(language("ar-EG").percent("45").as_deref(), Some("٤٥٪\u{61c}"));
    let sizes = [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1_250, "1.3 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (2_400_000_000, "2.4 GB"),
        (u64::MAX, "18,446,744 TB"),
    ];
    for (bytes, written) in sizes {
        assert_eq!(language("en-GB").bytes(bytes).replace('\u{a0}', " "), written, "{bytes}");
    }
    assert_eq!(language("fr").bytes(2_400_000), "2,4\u{a0}Mo");
}

#[test]
fn plural_forms_of_arabic() {
    let forms = [
        (0, "لا ملفات"),
        (1, "ملف واحد"),
        (2, "ملفان"),
        (3, "\u{2068}٣\u{2069} ملفات"),
        (11, "\u{2068}١١\u{2069} ملفًا"),
        (100, "\u{2068}١٠٠\u{2069} ملف"),
    ];
    for (number, written) in forms {
        assert_eq!(count("ar-EG", number), written);
    }
}

#[test]
fn numbers_in_messages_are_those_of_the_region() {
    assert_eq!(count("en", 1), "one file");
    assert_eq!(count("en", 12_345), "12,345 files");
    assert_eq!(count("en-IN", 1_234_567), "12,34,567 files");
    assert_eq!(count("sv", 12), "12 files", "English words where there are no others");
}

#[test]
fn messages_come_from_the_nearest_file() {
    let mut arguments = FluentArgs::new();
    arguments.set("name", "Ada");
    let hello = |tag| language(tag).message("hello", &arguments).expect("a message");
    assert_eq!(hello("de-AT"), "Servus, Ada");
    assert_eq!(hello("de-CH"), "Hallo, Ada");
    assert_eq!(hello("ar"), "مرحبا، \u{2068}Ada\u{2069}");
    assert_eq!(language("ar").message("only-english", &arguments).as_deref(), Ok("in English"));
    assert_eq!(language("de-AT").catalogue(), Some("de"));
    assert_eq!(language("de-AT").missing(), ["files", "only-english"]);
    assert_eq!(language("ar").missing(), ["only-english"]);
    assert!(language("en-IE").missing().is_empty());
    assert_eq!(language("en-IE").catalogue(), Some("en"));
    assert_eq!(language("sv").catalogue(), None);
}

#[test]
fn a_message_that_cannot_be_written_is_an_error() {
    let none = FluentArgs::new();
    let english = language("en");
    assert_eq!(english.message("nav", &none), Err(MessageError::Unknown("nav".to_owned())));
    assert!(matches!(english.message("hello", &none), Err(MessageError::Unresolved { .. })));
}

#[test]
fn right_to_left_is_told_from_the_script() {
    for (tag, direction) in [("ar", "rtl"), ("he", "rtl"), ("az-Arab", "rtl"), ("ja", "ltr")] {
        assert_eq!(language(tag).direction(), direction, "{tag}");
    }
}
