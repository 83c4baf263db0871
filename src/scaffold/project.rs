//! A new project of a client, and which of a client's projects is meant.

use super::{ScaffoldError, id, put, yaml};
use crate::diagnostics::nearest;
use crate::load;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

/// What a new project is called.
#[derive(Debug, Clone, Copy)]
pub struct NewProject<'a> {
    /// The client's id; the client is there.
    pub client: &'a str,
    /// Name of its folder.
    pub id: &'a str,
    /// Its title; made from `id` when there is none.
    pub title: Option<&'a str>,
    /// The day its status is from.
    pub today: Date,
}

/// Makes `projects/<id>/` in the client's folder. Gives the files, relative to the workspace at
/// `root`.
///
/// # Errors
/// When the id cannot be a folder's name, there is such a project, the title is no line, or the
/// operating system refuses.
pub fn project(root: &Utf8Path, new: &NewProject<'_>) -> Result<Vec<Utf8PathBuf>, ScaffoldError> {
    const MEND: &str = "choose another id";
    id::check(new.id)?;
    let title = match new.title {
        Some(title) => id::one_line("the title", title)?.to_owned(),
        None => load::title(new.id),
    };
    let projects = Utf8Path::new("content").join(new.client).join("projects");
    id::is_free(&root.join(&projects), new.id, MEND)?;
    let folder = projects.join(new.id);
    let (settings, status) = (folder.join("project.yaml"), folder.join("status.yaml"));
    put::folder(&root.join(&folder), MEND, |made| {
        fs_err::write(made.join("project.yaml"), settings_text(&settings, &title))?;
        fs_err::write(made.join("status.yaml"), status_text(&status, new.today))?;
        Ok(())
    })?;
    Ok(vec![settings, status])
}

/// The folder in which an update or a deliverable of the client belongs, relative to the
/// workspace at `root`: that of `project`, or the client's own.
///
/// # Errors
/// When the client has no such project; when none is named and the client keeps everything in
/// its projects.
pub(super) fn home(
    root: &Utf8Path,
    client: &str,
    project: Option<&str>,
) -> Result<Utf8PathBuf, ScaffoldError> {
    let folder = Utf8Path::new("content").join(client);
    let projects = projects(&root.join(&folder))?;
    let known = || format!("`{}`", projects.join("`, `"));
    match project {
        Some(project) if projects.iter().any(|known| known == project) => {
            Ok(folder.join("projects").join(project))
        }
        Some(project) => {
            let mend = match nearest(project, projects.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if projects.is_empty() => {
                    format!(
                        "make it with `keyfolio new project {client} {project}`, or leave `--project` out"
                    )
                }
                None => format!("it has {}", known()),
            };
            let (client, project) = (client.to_owned(), project.to_owned());
            Err(ScaffoldError::UnknownProject { client, project, mend })
        }
        None if projects.is_empty() || holds_project(&root.join(&folder)) => Ok(folder),
        None if projects.len() == 1 => Ok(folder.join("projects").join(&projects[0])),
        None => Err(ScaffoldError::WhichProject { client: client.to_owned(), known: known() }),
    }
}

/// Whether the client's own folder is a project besides those in `projects/`.
fn holds_project(folder: &Utf8Path) -> bool {
    let signs = [
        "project.yaml",
        "status.yaml",
        "requests.yaml",
        "checklist.yaml",
        "money.yaml",
        "updates",
        "deliverables",
        "documents",
    ];
    signs.iter().any(|name| folder.join(name).exists())
}

/// The names of the folders in `projects/`, in order.
fn projects(client: &Utf8Path) -> Result<Vec<String>, ScaffoldError> {
    let entries = match fs_err::read_dir(client.join("projects")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && entry.file_type()?.is_dir()
            && !name.starts_with(['_', '.'])
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn settings_text(place: &Utf8Path, title: &str) -> String {
    let schema = yaml::schema_line(place, "project");
    let title = yaml::scalar(title);
    format!(
        "\
{schema}title: {title}

# Markdown; two or three sentences are enough.
# description: |
#   What the project is about.

# links:
#   - title: Board
#     url: https://boards.example.com/project
"
    )
}

fn status_text(place: &Utf8Path, today: Date) -> String {
    let schema = yaml::schema_line(place, "status");
    format!(
        "\
{schema}#
# Where the project stands. Everything is optional; take the # away from what you need.
health: on_track # on_track, at_risk, off_track, paused or done
as_of: {today}

# phases: [Discovery, Design, Build, Launch]
# phase: Discovery

# Markdown; what you would say on the telephone.
# summary: |
#   The first drafts are being drawn.

# next_steps:
#   - title: Show the first drafts
#     owner: us # or you: the client
#     due: {today}

# milestones:
#   - id: drafts
#     title: First drafts
#     planned: {today}
"
    )
}
