//! What templates can call: filters for links, HTML, dates and numbers, and `t` for messages.
//!
//! Where the page stands and whom it is written for is read from the variable `page`, which every
//! page has; nothing is kept between pages, so portals can be written side by side.

use super::links;
use crate::i18n::{DateStyle, Language, Languages};
use crate::load::version_number;
use crate::model::PortalPath;
use fluent_bundle::{FluentArgs, FluentValue};
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers everything that templates can call.
pub(super) fn register(tera: &mut Tera, languages: &Arc<Languages>) {
    tera.register_filter("url", url);
    tera.register_filter("html", html);
    tera.register_filter("version", version);
    let speak = |languages: &Arc<Languages>| {
        let languages = Arc::clone(languages);
        move |state: &State| language(&languages, state)
    };
    let l = speak(languages);
    tera.register_filter("date", move |date: &str, args: Kwargs, state: &State| {
        write_date(l(state)?.as_ref(), date, &args)
    });
    let l = speak(languages);
    tera.register_filter("money", move |amount: &Value, args: Kwargs, state: &State| {
        let currency = args.must_get::<&str>("currency")?;
        let written = l(state)?.money(&amount.to_string(), currency);
        written.ok_or_else(|| not_a(amount, "an amount"))
    });
    let l = speak(languages);
    tera.register_filter("number", move |number: &Value, _: Kwargs, state: &State| {
        l(state)?.number(&number.to_string()).ok_or_else(|| not_a(number, "a number"))
    });
    let l = speak(languages);
    tera.register_filter("percent", move |number: &Value, _: Kwargs, state: &State| {
        l(state)?.percent(&number.to_string()).ok_or_else(|| not_a(number, "a number"))
    });
    let l = speak(languages);
    tera.register_filter("bytes", move |bytes: u64, _: Kwargs, state: &State| {
        l(state).map(|language| language.bytes(bytes))
    });
    let all = Arc::clone(languages);
    tera.register_function("lang", move |args: Kwargs, state: &State| {
        let given = args.get::<&Value>("of")?.and_then(Value::as_str).map(str::to_owned);
        let tag = given.map_or_else(|| of_page(state, "text_lang"), Ok)?;
        write_lang(&all, &tag, &of_page(state, "lang")?)
    });
    let l = speak(languages);
    tera.register_function("t", move |args: Kwargs, state: &State| {
        write_message(l(state)?.as_ref(), &args)
    });
}

fn write_date(language: &Language, date: &str, args: &Kwargs) -> TeraResult<String> {
    let name = args.get::<&str>("style")?.unwrap_or("long");
    let style = DateStyle::named(name).ok_or_else(|| {
        let known = DateStyle::NAMES.map(|(name, _)| format!("`{name}`")).join(", ");
        Error::message(format!("no date style `{name}`; there are {known}"))
    })?;
    let day = date
        .parse()
        .map_err(|_| Error::message(format!("`{date}` is not a date as YYYY-MM-DD")))?;
    Ok(language.date(day, style))
}

/// The attributes of an element whose text is in another language than its page; nothing when it
/// is in the same one, whatever the regions.
fn write_lang(languages: &Languages, tag: &str, page: &str) -> TeraResult<Value> {
    let name = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    if name(tag) == name(page) {
        return Ok(Value::safe_string(""));
    }
    let text = languages.get(tag).ok_or_else(|| not_a_language(tag))?;
    Ok(Value::safe_string(&format!(" lang=\"{}\" dir=\"{}\"", text.tag(), text.direction())))
}

fn write_message(language: &Language, args: &Kwargs) -> TeraResult<String> {
    let key = args.must_get::<&str>("key")?;
    let mut values = FluentArgs::new();
    for (name, value) in args.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else { continue };
        let value = match value.as_f64() {
            Some(number) => FluentValue::from(number),
            None => FluentValue::from(value.to_string()),
        };
        values.set(name.to_owned(), value);
    }
    language.message(key, &values).map_err(Error::message)
}

fn not_a(value: &Value, what: &str) -> Error {
    Error::message(format!("`{value}` is not {what}"))
}

/// The value `name` of the variable `page`.
fn of_page(state: &State, name: &str) -> TeraResult<String> {
    let page = state.get::<Value>("page")?;
    let value = page.as_ref().and_then(|page| page.get_from_path(name)?.as_str());
    value.map(str::to_owned).ok_or_else(|| {
        Error::message(format!(
            "`page.{name}` is needed here: a component must take it (`@page`), and no variable \
             of the template may be called `page`"
        ))
    })
}

fn language(languages: &Languages, state: &State) -> TeraResult<Arc<Language>> {
    let tag = of_page(state, "lang")?;
    languages.get(&tag).ok_or_else(|| not_a_language(&tag))
}

fn not_a_language(tag: &str) -> Error {
    Error::message(format!("`{tag}` is not a language tag"))
}

/// A path in the portal as a reference from the page.
fn url(path: &str, _: Kwargs, state: &State) -> TeraResult<String> {
    let path = PortalPath::new(path).map_err(Error::message)?;
    Ok(of_page(state, "root")? + &path.encoded())
}

/// The number of a version, as people say it: 2 for `v2`. Any other name stays as it is.
fn version(id: &str, _: Kwargs, _: &State) -> String {
    version_number(id).map_or_else(|| id.to_owned(), |number| number.to_string())
}

/// Sanitised HTML, its links inside the portal made relative to the page.
fn html(html: &str, _: Kwargs, state: &State) -> TeraResult<Value> {
    Ok(Value::safe_string(&links::from_page(html, &of_page(state, "root")?)))
}
