//! The message that invites a person: `Head + Agency + Theme -> Message`.
//!
//! Written by templates of the theme, in the client's language, as plain text. As pure as the pages.

use super::page::value;
use crate::access::Handout;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::i18n::Language;
use crate::model::{Admitted, Agency, Head};
use crate::theme::Theme;
use fluent_bundle::FluentArgs;
use serde::Serialize;
use tera::Context;

/// Who is invited, and to what.
#[derive(Debug)]
pub struct Invitation<'a> {
    /// The client.
    pub head: &'a Head,
    /// The person.
    pub person: &'a Admitted,
    /// The portal's address, without a fragment.
    pub address: &'a str,
    /// What the person is given.
    pub handout: &'a Handout,
}

/// Which of the two messages, where link and code go separate ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The link, and the code too where there is no secret link.
    Link,
    /// The code that goes with a link.
    Code,
}

/// A message, ready to be sent. It holds secrets.
pub struct Message {
    /// Its subject, one line.
    pub subject: String,
    /// Its text, lines ending in `\n`.
    pub text: String,
}

/// The variable `page`, for what filters and functions need.
#[derive(Serialize)]
struct PageVariable<'a> {
    kind: &'static str,
    path: &'static str,
    root: &'static str,
    title: &'a str,
    lang: &'a str,
    text_lang: &'a str,
    dir: &'static str,
    time_zone: &'a str,
}

/// What a template sees of the client and the person: no more than a message needs.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
}

impl Part {
    fn template(self) -> &'static str {
        match self {
            Self::Link => "invite.txt",
            Self::Code => "invite-code.txt",
        }
    }

    fn subject(self) -> &'static str {
        match self {
            Self::Link => "invite-subject",
            Self::Code => "invite-code-subject",
        }
    }
}

/// Writes one of the messages of an invitation.
///
/// # Errors
/// Faults of the theme.
pub fn invitation(
    invitation: &Invitation<'_>,
    part: Part,
    agency: &Agency,
    theme: &Theme,
) -> Result<Message, Vec<Diagnostic>> {
    let tag = invitation.head.locale.to_string();
    let language = theme.languages().get(&tag).ok_or_else(|| {
        let message = format!("`{tag}` is not a language tag");
        vec![Diagnostic::error(Code::InvalidValue, Place::file("content"), message)]
    })?;
    let language = super::spoken(language, agency, theme);
    let subject = subject(invitation, part, agency, &language)?;
    let context = context(invitation, part, agency, &language, &subject)?;
    let text = theme.page(part.template(), &context).map_err(|fault| vec![*fault])?;
    Ok(Message { subject, text: tidied(&text) })
}

fn subject(
    invitation: &Invitation<'_>,
    part: Part,
    agency: &Agency,
    language: &Language,
) -> Result<String, Vec<Diagnostic>> {
    let mut values = FluentArgs::new();
    values.set("agency", agency.name.as_str());
    values.set("client", invitation.head.name.as_str());
    let key = part.subject();
    let subject = language.message(key, &values).map_err(|error| {
        let fault = Diagnostic::error(Code::ThemeInvalid, Place::file("themes"), error.to_string());
        vec![fault.help(format!("add `{key}` to the theme's `i18n/en.ftl`"))]
    })?;
    // A subject is one line; what a name holds beyond that would be another header.
    Ok(subject.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn context(
    invitation: &Invitation<'_>,
    part: Part,
    agency: &Agency,
    language: &Language,
    subject: &str,
) -> Result<Context, Vec<Diagnostic>> {
    let Invitation { head, person, address, handout } = invitation;
    let text_lang = head.locale.to_string();
    let fragment = handout.fragment.as_ref();
    let link =
        fragment.map_or_else(|| (*address).to_owned(), |secret| format!("{address}#{}", **secret));
    // Link and code never stand in one message when they are two secrets.
    let has_code = part == Part::Code || fragment.is_none();
    let mut context = Context::new();
    context.insert(
        "page",
        &PageVariable {
            kind: "invite",
            path: "",
            root: "",
            title: subject,
            lang: language.tag(),
            text_lang: &text_lang,
            dir: language.direction(),
            time_zone: &agency.time_zone,
        },
    );
    context.insert_value("agency", value(agency)?);
    context.insert_value("client", value(&Named { name: &head.name })?);
    let name = person.name.as_deref();
    context.insert_value("person", value(&name.map(|name| Named { name }))?);
    context.insert_value("sender", value(&head.team.first())?);
    context.insert("mode", head.access.mode.name());
    context.insert("link", &(part == Part::Link).then_some(link));
    context.insert("code", &handout.code.as_ref().filter(|_| has_code).map(|code| code.as_str()));
    context.insert("expires", &person.expires);
    Ok(context)
}

/// The text without spaces at the ends of lines, and with one blank line where there are several: what
/// conditions in a template leave behind.
fn tidied(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        blank = line.is_empty();
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_leave_no_holes() {
        assert_eq!(tidied("\n\nHello \n\n\n  \n\nx\n\n"), "Hello\n\nx\n");
        assert_eq!(tidied(""), "");
    }
}
