//! What a publish asks before it does it, because nothing brings back what it takes away.

use super::super::report::{plural, some};
use super::owners::Owners;
use crate::publish::Plan;

/// Says which pages that are not Keyfolio's are about to be replaced.
pub(super) fn replaced(pages: &[String], target: &str) -> Option<String> {
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let named = some(&pages)?;
    Some(format!(
        "`{target}` has {} already that this workspace did not put there ({named}): somebody else's web site, or \
         portals made with another secret. Publishing replaces it. To keep it, give the target a `prefix:` of its \
         own in `keyfolio.yaml`.",
        plural(pages.len(), "page"),
    ))
}

/// Says which whole portals are about to be deleted. Where a portal moved, `rotate` has asked already.
pub(super) fn deleted(plan: &Plan, owners: &Owners<'_>) -> Option<String> {
    let gone = plan.removals().map(|group| group.name.as_str()).filter(|name| !owners.moved(name));
    let gone = portals(gone)?;
    Some(format!("{gone} will be deleted from the target, with all links to them."))
}

/// Says which whole portals are not deleted, because nobody is there to be asked.
pub(super) fn left<'a>(gone: impl Iterator<Item = &'a String>) -> Option<String> {
    let gone = portals(gone.map(String::as_str))?;
    Some(format!("left for `keyfolio publish` to delete: {gone}"))
}

/// Whose they were only their addresses tell: their clients' names went with their folders.
fn portals<'a>(gone: impl Iterator<Item = &'a str>) -> Option<String> {
    let gone: Vec<&str> = gone.collect();
    let named = some(&gone)?;
    Some(format!("{} of clients that are gone ({named})", plural(gone.len(), "portal")))
}

/// Says that there are portals whose clients may be gone and that stay: because there are no clients at all, or
/// because it cannot be told who is gone.
pub(super) fn stays(portals: usize, no_clients: bool) -> Option<String> {
    let portals = (portals > 0).then(|| plural(portals, "portal"))?;
    Some(if no_clients {
        format!(
            "the target has {portals}, and `content/` no client: what is empty takes nothing away. To take the last \
             portals offline, publish with any other client there (`keyfolio new client`)"
        )
    } else {
        format!(
            "the target has {portals} of which it cannot be told whether their clients are gone, because `content/` is \
             missing or something in it cannot be read (`keyfolio check`): nothing of them is deleted"
        )
    })
}
