//! A new client: its `client.yaml`, and a first update to be rewritten.

use super::update::{self, Front};
use super::{ScaffoldError, id, put, yaml};
use crate::load;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

/// What a new client is called.
#[derive(Debug, Clone, Copy)]
pub struct NewClient<'a> {
    /// Name of its folder.
    pub id: &'a str,
    /// Its name; made from `id` when there is none.
    pub name: Option<&'a str>,
    /// The ids of the agency's team.
    pub team: &'a [&'a str],
    /// The date of its first update.
    pub today: Date,
}

const WELCOME: &str = "\
This is your portal. From today on you find here what we do for you, what we need from you, and
every file in its latest version.
";

/// Makes `content/<id>/` in the workspace at `root`. Gives the files, relative to the workspace.
///
/// # Errors
/// When the id cannot be a folder's name, a client has it in whatever case, the name is no line,
/// or the operating system refuses.
pub fn client(root: &Utf8Path, new: &NewClient<'_>) -> Result<Vec<Utf8PathBuf>, ScaffoldError> {
    const MEND: &str = "choose another id";
    id::check(new.id)?;
    let name = match new.name {
        Some(name) => id::one_line("the name", name)?.to_owned(),
        None => name_of(new.id),
    };
    id::is_free(&root.join("content"), new.id, MEND)?;
    let folder = Utf8Path::new("content").join(new.id);
    let settings = "client.yaml";
    let welcome = format!("updates/{}-welcome.md", new.today);
    let front = Front { title: "Welcome", date: new.today, author: None };
    put::folder(&root.join(&folder), MEND, |made| {
        fs_err::write(made.join(settings), settings_text(&folder.join(settings), &name, new.team))?;
        fs_err::create_dir(made.join("updates"))?;
        fs_err::write(made.join(&welcome), update::text(&front, WELCOME))?;
        Ok(())
    })?;
    Ok(vec![folder.join(settings), folder.join(welcome)])
}

/// A name made of a folder's: `oat-and-ember` becomes `Oat And Ember`, to be mended by hand.
fn name_of(id: &str) -> String {
    let words: Vec<String> =
        id.split('-').filter(|word| !word.is_empty()).map(load::title).collect();
    words.join(" ")
}

fn settings_text(place: &Utf8Path, name: &str, team: &[&str]) -> String {
    let team = if team.is_empty() { "mara".to_owned() } else { team.join(", ") };
    let schema = yaml::schema_line(place, "client");
    let name = yaml::scalar(name);
    format!(
        "\
{schema}#
# One client. Only `name` must be there; take the # away from what you need.
name: {name}

# The people who may open the portal. `id` is how other files name them.
# people:
#   - id: ada
#     name: Ada Example
#     role: Managing director
#     email: ada@client.example
#     decides: true # her word counts for approvals

# How they get in, where it is not as in `keyfolio.yaml`: by a private `link` each, by an access
# `code`, by both (`link+code`), or by one link with nothing encrypted (`plain`).
# access:
#   mode: link+code

# Who of your team answers, the first one first.
# team: [{team}]

# The language of the portal, where it is not the agency's.
# language: de-AT

# Markdown; two or three sentences are enough.
# welcome: |
#   Everything about our work for you is here. If something is unclear, call us.

# links:
#   - title: Test site
#     url: https://test.client.example/
"
    )
}
