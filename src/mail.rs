//! A message as a draft for a mail program: a file, or a `mailto:` address. Nothing is sent from
//! here.

use lettre::address::Envelope;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, SinglePart};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::error::Error;

/// What stays as it is in a `mailto:` address: the unreserved characters of RFC 3986.
const KEPT: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Somebody with a mail address.
#[derive(Debug, Clone, Copy)]
pub struct Correspondent<'a> {
    /// Name, as it is shown.
    pub name: Option<&'a str>,
    /// Mail address.
    pub email: &'a str,
}

/// A message that is not sent yet.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// Who writes.
    pub from: Correspondent<'a>,
    /// Who is written to, when that is known.
    pub to: Option<Correspondent<'a>>,
    /// One line.
    pub subject: &'a str,
    /// Plain text, lines ending in `\n`.
    pub text: &'a str,
}

/// Why there can be no draft: something that is no mail address.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` cannot stand in a mail: {1}")]
pub struct NoMail(String, String);

/// `X-Unsent: 1`: a mail program opens the file as a draft and not as something that has arrived.
#[derive(Clone)]
struct Unsent;

impl Header for Unsent {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Unsent")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "1".to_owned())
    }
}

/// The draft as a file (RFC 5322 and MIME, RFC 2045 to 2047).
///
/// # Errors
/// When an address is none.
pub fn eml(draft: &Draft<'_>) -> Result<Vec<u8>, NoMail> {
    let from = mailbox(draft.from)?;
    let no_mail = |error: &dyn Error| NoMail(draft.from.email.to_owned(), error.to_string());
    // An envelope is for sending, and must have somebody in it; the file holds none.
    let envelope =
        Envelope::new(None, vec![from.email.clone()]).map_err(|error| no_mail(&error))?;
    let mut message =
        Message::builder().envelope(envelope).from(from).subject(draft.subject).header(Unsent);
    if let Some(to) = draft.to {
        message = message.to(mailbox(to)?);
    }
    let message = message.singlepart(SinglePart::plain(draft.text.to_owned()));
    Ok(message.map_err(|error| no_mail(&error))?.formatted())
}

/// The address that opens a mail program with the draft in it (RFC 6068).
#[must_use]
pub fn mailto(to: Option<&str>, subject: &str, text: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, &KEPT).to_string();
    let to = to.map_or_else(String::new, |to| match to.rsplit_once('@') {
        Some((user, host)) => format!("{}@{}", encoded(user), encoded(host)),
        None => encoded(to),
    });
    let text = text.trim_end().replace('\n', "\r\n");
    format!("mailto:{to}?subject={}&body={}", encoded(subject), encoded(&text))
}

fn mailbox(somebody: Correspondent<'_>) -> Result<Mailbox, NoMail> {
    let Correspondent { name, email } = somebody;
    let address = email.parse().map_err(|error: lettre::address::AddressError| {
        NoMail(email.to_owned(), error.to_string())
    })?;
    Ok(Mailbox::new(name.map(|name| name.replace(char::is_control, " ")), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Correspondent<'_> =
        Correspondent { name: Some("Ada Löwe, née B."), email: "ada@client.example" };
    const MARA: Correspondent<'_> = Correspondent { name: None, email: "mara@studio.example" };

    fn lines(draft: &Draft<'_>) -> Vec<String> {
        let text = String::from_utf8(eml(draft).unwrap()).unwrap();
        assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 78), "{text}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_draft_is_mail_whatever_is_in_it() {
        let link =
            format!("https://clients.example.com/{}/index.html#{}", "a".repeat(32), "b".repeat(26));
        let text = format!("Grüße\n\n{link}\n");
        let lines = lines(&Draft { from: MARA, to: Some(ADA), subject: "Für Sie", text: &text });
        let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
        for start in [
            "From: mara@studio.example",
            "To: =?utf-8?b?",
            "Subject: =?utf-8?b?",
            "X-Unsent: 1",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "Date: ",
        ] {
            assert!(has(start), "{start} in {lines:?}");
        }
        let body = lines.iter().skip_while(|line| !line.is_empty()).skip(1);
        let body: String = body
            .map(|line| line.strip_suffix('=').map_or(format!("{line}\n"), str::to_owned))
            .collect();
        assert_eq!(body.trim_end(), format!("Gr=C3=BC=C3=9Fe\n\n{link}"));
    }

    #[test]
    fn no_header_can_be_smuggled_in() {
        let subject = "a\r\nBcc: eve@evil.example";
        let name = Some("Ada\r\nBcc: eve@evil.example");
        let draft =
            Draft { from: MARA, to: Some(Correspondent { name, ..ADA }), subject, text: "x" };
        assert!(lines(&draft).iter().all(|line| !line.starts_with("Bcc")));
        let to =
            Some(Correspondent { name: None, email: "ada@client.example\r\nBcc: e@e.example" });
        assert!(eml(&Draft { to, ..draft }).is_err());
    }

    #[test]
    fn without_a_recipient_it_is_still_a_draft() {
        let lines = lines(&Draft { from: MARA, to: None, subject: "s", text: "x\n" });
        assert!(lines.iter().all(|line| !line.starts_with("To:")));
    }

    #[test]
    fn an_address_with_everything_in_it() {
        let uri =
            mailto(Some("a&b@client.example"), "50 % + more?", "Zoë\n\nhttps://a.example/x#y&z\n");
        assert_eq!(
            uri,
            "mailto:a%26b@client.example?subject=50%20%25%20%2B%20more%3F\
             &body=Zo%C3%AB%0D%0A%0D%0Ahttps%3A%2F%2Fa.example%2Fx%23y%26z"
        );
        assert!(mailto(None, "s", "x").starts_with("mailto:?subject=s"));
    }
}
