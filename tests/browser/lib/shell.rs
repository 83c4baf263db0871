//! Writes what stands in front of a workspace's sealed portals into a folder, so that the browser
//! tests can put portals behind it that no build would make: damaged, altered, hostile.
//!
//!     shell WORKSPACE FOLDER

use camino::Utf8Path;
use keyfolio::{load::Workspace, seal, theme::Theme};
use std::io;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, workspace, folder] = arguments.as_slice() else { panic!("shell WORKSPACE FOLDER") };
    let workspace = Workspace::find(Utf8Path::new(workspace)).expect("a workspace");
    let agency = workspace.agency().value.expect("an agency without errors");
    let theme = Theme::load(workspace.root(), &agency.theme).expect("a theme");
    for (path, entry) in seal::shell(&agency, &theme).expect("a shell").portal {
        let path = Utf8Path::new(folder).join(path.as_str());
        fs_err::create_dir_all(path.parent().expect("a folder")).expect("room");
        let mut file = fs_err::File::create(&path).expect("a new file");
        match entry.content() {
            Ok(mut bytes) => drop(io::copy(&mut bytes, &mut file)),
            Err(source) => {
                drop(io::copy(&mut source.open().expect("the brand's file"), &mut file));
            }
        }
    }
}
