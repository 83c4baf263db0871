//! Who still gets in and should not: what the workspace took back, and the target has not.

use super::clients::Client;
use super::finding::{Code, Place};
use super::target::{Held, Verifier};
use crate::access::Ledger;
use crate::model::{Access, Admitted};
use crate::seal::Kdf;

/// Compares what stands in the portal of `client`, at `name`, with whom the workspace lets in.
pub(super) fn check(
    verifier: &Verifier<'_>,
    client: &Client,
    name: &str,
    held: &Held,
    ledger: Option<&[u8]>,
) {
    let Some(access) = client.access.as_ref().filter(|access| access.mode.is_sealed()) else {
        return;
    };
    let Some(ledger) = ledger else { return };
    let place = |at: &str| Place::new(format!("{name}/{at}")).of(Some(&client.id));
    let findings = verifier.findings;
    let Some(before) = Ledger::open(verifier.secret, &client.id, ledger) else {
        let message = "the list of who is let in does not open with this secret";
        findings.error(Code::Ledger, message, place("ledger"));
        return;
    };
    if before.epoch > access.epoch {
        let message = format!(
            "the portal is of epoch {}, and `access.yaml` here says {}: something was taken back \
             since",
            before.epoch, access.epoch
        );
        findings.error(Code::Ledger, message, place("ledger"));
        return;
    }
    if before.epoch < access.epoch {
        let message =
            "somebody's access was taken back, and the portal online still opens for them";
        findings.error(Code::OldKey, message, place("slots/"));
        return;
    }
    for person in before.left_out(&Ledger::of(verifier.secret, &client.id, access)) {
        let message = format!("{} still gets in and should not", who(person));
        findings.error(Code::OldKey, message, place("slots/"));
    }
    ended(verifier, client, access, name, held);
}

/// Slots and doors of those whose time is over, and slots of nobody.
fn ended(verifier: &Verifier<'_>, client: &Client, access: &Access, name: &str, held: &Held) {
    let slots = format!("{name}/slots/");
    let there = held.files.keys().filter(|at| at.starts_with(&slots)).count();
    let (over, current): (Vec<&Admitted>, Vec<&Admitted>) =
        access.admitted.iter().partition(|person| person.is_over(verifier.clients.today));
    if there <= current.len() {
        return;
    }
    let mut named = 0;
    for person in over {
        // Codes are stretched for it, those of few.
        let root = verifier.secret.root(&client.id, access, person, Kdf::stretch);
        let at = format!("{slots}{}", root.slot_name());
        if held.files.contains_key(&at) {
            named += 1;
            let message =
                format!("the access of {} has ended and still works", who(&person.person));
            let place = Place::new(at).of(Some(&client.id));
            verifier.findings.error(Code::AccessEnded, message, place);
        }
    }
    if there > current.len() + named {
        let message = format!("there are slots for {there}, and {} are let in", current.len());
        let place = Place::new(slots).of(Some(&client.id));
        verifier.findings.error(Code::OldKey, message, place);
    }
}

fn who(person: &str) -> String {
    if person.is_empty() { "everyone with the old link".to_owned() } else { format!("`{person}`") }
}
