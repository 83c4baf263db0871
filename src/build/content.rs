//! What all clients of a workspace have in common, and one client at a time: load and render,
//! nothing written.

use crate::access::{Locator, Secret};
use crate::diagnostics::{self, Code, Diagnostic, Place, Severity};
use crate::load::Workspace;
use crate::model::{Agency, Client, FileRef};
use crate::render;
use crate::seal::{Shell, shell};
use crate::site::Site;
use crate::theme::Theme;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A workspace whose agency and theme are in order.
#[derive(Debug)]
pub struct Content {
    workspace: Workspace,
    agency: Agency,
    theme: Theme,
    strict: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Content {
    /// Reads the agency and its theme. When `strict`, a warning keeps its client from being built.
    ///
    /// # Errors
    /// Everything that is wrong with the agency or the theme, when one of it is an error.
    pub fn new(workspace: &Workspace, strict: bool) -> Result<Self, Vec<Diagnostic>> {
        let loaded = workspace.agency();
        let mut diagnostics = loaded.diagnostics;
        let Some(agency) = loaded.value else {
            let written = workspace.agency_as_written();
            diagnostics.extend(
                written.and_then(|agency| theme(workspace, &agency).err()).into_iter().flatten(),
            );
            diagnostics::sort(&mut diagnostics);
            return Err(diagnostics);
        };
        match theme(workspace, &agency) {
            Ok(theme) => {
                Ok(Self { workspace: workspace.clone(), agency, theme, strict, diagnostics })
            }
            Err(faults) => {
                diagnostics.extend(faults);
                diagnostics::sort(&mut diagnostics);
                Err(diagnostics)
            }
        }
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The agency.
    pub fn agency(&self) -> &Agency {
        &self.agency
    }

    /// Whether warnings count as errors.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// What is to be said about the agency and the theme; no errors.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// One client, and all that is wrong with what was read.
    pub fn client(&self, id: &str) -> (Option<Client>, Vec<Diagnostic>) {
        let loaded = self.workspace.client(&self.agency, id);
        (loaded.value, loaded.diagnostics)
    }

    /// One client and its site, rendered; nothing when something keeps it from being built.
    ///
    /// A fault of the program itself (a panic) counts as an error of this client, so that every
    /// other client is still built.
    pub fn rendered(&self, id: &str) -> (Option<(Client, Site)>, Vec<Diagnostic>) {
        contained(id, || self.load_and_render(id)).unwrap_or_else(|bug| (None, vec![*bug]))
    }

    fn load_and_render(&self, id: &str) -> (Option<(Client, Site)>, Vec<Diagnostic>) {
        let (client, mut diagnostics) = self.client(id);
        let rendered =
            client.and_then(|client| match render::portal(&client, &self.agency, &self.theme) {
                Ok(rendered) => {
                    diagnostics.extend(rendered.diagnostics);
                    Some((client, rendered.site))
                }
                Err(faults) => {
                    diagnostics.extend(faults);
                    None
                }
            });
        let limit = if self.strict { Severity::Warning } else { Severity::Error };
        let blocked = diagnostics.iter().any(|diagnostic| diagnostic.severity <= limit);
        diagnostics::sort(&mut diagnostics);
        (rendered.filter(|_| !blocked), diagnostics)
    }

    /// Where the client's portal stands, unless its `access.yaml` cannot be read.
    pub(super) fn standing(&self, secret: &Secret, id: &str) -> Option<Locator> {
        let access = self.workspace.access_file(id).value?;
        Some(secret.locator(id, access.rotation))
    }

    /// As [`Content::standing`]; where that is not known, the first place. Nothing is built there.
    pub(super) fn locator(&self, secret: &Secret, id: &str) -> Locator {
        self.standing(secret, id).unwrap_or_else(|| secret.locator(id, 0))
    }

    /// What stands in front of every sealed portal of the agency, and at its front door.
    ///
    /// # Errors
    /// What the theme lacks for it.
    pub(crate) fn shell(&self) -> Result<Shell, Vec<Diagnostic>> {
        shell(&self.agency, &self.theme)
    }

    /// The agency's own files, which every portal may hold.
    pub(crate) fn agency_files(&self) -> impl Iterator<Item = &FileRef> {
        let brand = &self.agency.brand;
        let brand = [&brand.logo, &brand.logo_dark, &brand.favicon];
        let photos = self.agency.team.iter().filter_map(|member| member.photo.as_ref());
        brand.into_iter().flatten().chain(photos)
    }
}

/// What is wrong with one client, where its agency or the theme keeps it from being rendered.
pub fn client_faults(workspace: &Workspace, agency: &Agency, id: &str) -> Vec<Diagnostic> {
    let faults = contained(id, || workspace.client(agency, id).diagnostics);
    faults.unwrap_or_else(|bug| vec![*bug])
}

/// What `work` gives, or what to say when it panics.
fn contained<T>(id: &str, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    // Nothing that `work` leaves half done is used afterwards: it reads, and gives a value.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = Place::file(format!("content/{id}"));
        let message = "a fault of Keyfolio itself kept this client from being built";
        Box::new(
            Diagnostic::error(Code::Bug, place, message)
                .help("please report it, with the lines above and, if you can, the content"),
        )
    })
}

/// The theme that the agency names, with its settings checked once for all portals.
fn theme(workspace: &Workspace, agency: &Agency) -> Result<Theme, Vec<Diagnostic>> {
    let theme = Theme::load(workspace.root(), &agency.theme)?;
    theme.settings(&agency.theme.settings)?;
    Ok(theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_its_client() {
        assert_eq!(contained("acme", || 1), Ok(1));
        let bug = contained("acme", || -> u8 { panic!("on purpose") }).unwrap_err();
        assert_eq!((bug.code, bug.place.path.as_str()), (Code::Bug, "content/acme"));
    }
}
