//! What the ledger of a standing portal is asked before the portal is sealed again: whether somebody
//! who knows its key is let in no more, and whether what was taken back would be given out again.

use super::online::Online;
use super::sealing::Sealing;
use crate::access::{Ledger, Secret};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::Client;
use crate::write::Output;
use camino::Utf8PathBuf;

impl Sealing<'_> {
    /// Everybody who knows the key of this epoch, also those whose time is over.
    pub fn ledger(&self, client: &Client) -> Ledger {
        Ledger::of(self.secret, &client.id, &client.access)
    }

    /// Whether what stands there was sealed for somebody who is not let in any more, or not with
    /// what they had.
    pub fn left_out(&self, client: &Client, now: &Ledger, before: &[u8]) -> Option<Diagnostic> {
        let Some(before) = Ledger::open(self.secret, &client.id, before) else {
            let message = "the portal's `ledger`, which says who had access, cannot be read";
            return Some(lost(client, "access.yaml", message.to_owned()).help(by_hand(client)));
        };
        if before.epoch > now.epoch {
            let message = format!(
                "the portal was last built in epoch {}, and this is epoch {}: what was taken back \
                 since would work again",
                before.epoch, now.epoch
            );
            return Some(lost(client, "access.yaml", message).help(BRING_BACK));
        }
        let left_out: Vec<&str> = before.left_out(now).collect();
        let revoked = |person: &str| client.access.revoked.iter().any(|revoked| revoked == person);
        let without_a_word = |person: &&str| {
            !person.is_empty() && !now.people.contains_key(*person) && !revoked(person)
        };
        let gone: Vec<&str> = left_out.iter().copied().filter(without_a_word).collect();
        let (message, help) = if gone.is_empty() {
            let person = left_out.first()?;
            why_left_out(client, person, now.people.contains_key(*person))
        } else {
            why_gone(&client.id, &gone)
        };
        Some(lost(client, "client.yaml", message).help(help))
    }
}

/// What is wrong when `person` knows the portal's key, and the mend.
fn why_left_out(client: &Client, person: &str, admitted: bool) -> (String, String) {
    let id = &client.id;
    let everyone = person.is_empty();
    let who = if everyone { "everyone".to_owned() } else { format!("`{person}`") };
    if admitted {
        let message = format!(
            "what {who} gets in with has changed, but the portal's key has not: who kept that key \
             could read what is built from now on"
        );
        (message, by_hand(client))
    } else if client.access.revoked.iter().any(|revoked| revoked == person) {
        let message = format!("{who} is revoked, but would still have the key of this portal");
        (message, by_hand(client))
    } else {
        let message = "everybody with the client's one link could open this portal, and now only \
                       the people listed may: the old link would still work for who has kept its key";
        (message.to_owned(), format!("run `keyfolio revoke {id} --shared`: it ends that link"))
    }
}

/// What is wrong when these are no longer among the people of client `id`, and nothing says that they
/// were revoked, and the mend.
fn why_gone(id: &str, people: &[&str]) -> (String, String) {
    let (are, it) = if people.len() == 1 { ("is", "it ends") } else { ("are", "that ends") };
    let who = people.join("`, `");
    let message = format!(
        "`{who}` could open this portal and {are} no longer among its people, but would still have \
         its key"
    );
    let commands: Vec<String> =
        people.iter().map(|person| format!("`keyfolio revoke {id} {person}`")).collect();
    let help = format!(
        "run {}: {it} their access; everybody else's link and code stay as they are",
        commands.join(" and ")
    );
    (message, help)
}

/// The mend where the file that says what was taken back is not the newest.
const BRING_BACK: &str =
    "bring back the `access.yaml` that `keyfolio revoke` or `keyfolio rotate` wrote";

/// The mend where nobody's link is to change, only the key.
fn by_hand(client: &Client) -> String {
    let (id, next) = (&client.id, client.access.epoch.saturating_add(1));
    format!(
        "write `epoch: {next}` into `content/{id}/access.yaml`: the portal gets a new key, and `keyfolio links \
         {id}` shows what everybody gets in with from then on"
    )
}

/// Access that would be given to who should have none.
fn lost(client: &Client, file: &str, message: String) -> Diagnostic {
    let path = ["content", &client.id, file].iter().collect::<Utf8PathBuf>();
    Diagnostic::error(Code::AccessLost, Place::file(path), message)
}

/// How many moves further on a portal is looked for.
pub(crate) const LOOK_AHEAD: u32 = 16;

/// Refuses a client whose portal stands further on than its `access.yaml` says it has moved.
///
/// # Errors
/// When it does: then the file is an older one, and the addresses and links that were given up
/// would be good again.
pub(super) fn check_not_moved_back(
    client: &Client,
    secret: &Secret,
    output: &Output<'_>,
    online: &Online,
) -> Result<(), Box<Diagnostic>> {
    let now = client.access.rotation;
    let further = (1..=LOOK_AHEAD).filter_map(|more| now.checked_add(more)).find(|rotation| {
        let locator = secret.locator(&client.id, *rotation);
        output.portal(&locator).is_dir() || online.has(&locator)
    });
    further.map_or(Ok(()), |moves| {
        let message = format!(
            "the portal stands at rotation {moves}, and this says {now}: links that were given up \
             would work again"
        );
        Err(Box::new(lost(client, "access.yaml", message).help(BRING_BACK)))
    })
}
