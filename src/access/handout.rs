//! What a person is given to get in: the part of the link behind `#`, the access code, or both.

use super::{Secret, Who};
use crate::model::{Access, AccessMode, Admitted};
use crate::seal::{AccessCode, Kdf, Mode, Root, Stretched};
use std::fmt;
use zeroize::Zeroizing;

/// What one person is given. Shows itself to nobody but whoever asks for its parts.
pub struct Handout {
    /// What stands behind `#` in the link; `None` in a mode where the address is all of the link.
    pub fragment: Option<Zeroizing<String>>,
    /// The access code as it is to be read or typed; `None` in a mode without codes.
    pub code: Option<Zeroizing<String>>,
}

impl fmt::Debug for Handout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handout(****)")
    }
}

impl<'a> Who<'a> {
    /// Who `person` is at the portal of `client`.
    #[must_use]
    pub fn of(client: &'a str, access: &Access, person: &'a Admitted) -> Self {
        Self {
            client,
            portal_rotation: access.rotation,
            person: &person.person,
            person_rotation: person.rotation,
        }
    }
}

impl Secret {
    /// How portals in this mode are opened.
    ///
    /// # Panics
    /// Never: the iterations are within their bounds.
    #[must_use]
    pub fn opening(&self, mode: AccessMode) -> Mode {
        let kdf = || {
            let kdf = Kdf::new(Kdf::ITERATIONS, self.kdf_salt());
            kdf.expect("the iterations are within their bounds")
        };
        match mode {
            AccessMode::Link | AccessMode::Plain => Mode::Link,
            AccessMode::Code => Mode::Code(kdf()),
            AccessMode::LinkAndCode => Mode::LinkAndCode(kdf()),
        }
    }

    /// The code of `person` at the portal of `client`: their own, or the one that comes from the secret.
    #[must_use]
    pub fn code(&self, client: &str, access: &Access, person: &Admitted) -> AccessCode {
        match &person.code {
            Some(chosen) => chosen.code.clone(),
            None => self.access_code(Who::of(client, access, person)),
        }
    }

    /// What the link or code of `person` comes to; `stretch` is asked where there is a code.
    #[must_use]
    pub fn root(
        &self,
        client: &str,
        access: &Access,
        person: &Admitted,
        stretch: impl FnOnce(&Kdf, &AccessCode) -> Stretched,
    ) -> Root {
        let link = || self.link_secret(Who::of(client, access, person));
        let stretched = |kdf: Kdf| stretch(&kdf, &self.code(client, access, person));
        match self.opening(access.mode) {
            Mode::Link => Root::from_link(&link()),
            Mode::Code(kdf) => Root::from_code(&stretched(kdf)),
            Mode::LinkAndCode(kdf) => Root::from_link_and_code(&link(), &stretched(kdf)),
        }
    }

    /// What `person` is given to open the portal of `client`.
    #[must_use]
    pub fn handout(&self, client: &str, access: &Access, person: &Admitted) -> Handout {
        let who = Who::of(client, access, person);
        let code = || match &person.code {
            Some(chosen) => Zeroizing::new(chosen.reveal().to_owned()),
            None => self.access_code(who).reveal(),
        };
        let has_fragment = matches!(access.mode, AccessMode::Link | AccessMode::LinkAndCode);
        Handout {
            fragment: has_fragment.then(|| self.link_secret(who).reveal()),
            code: access.mode.has_code().then(code),
        }
    }
}
