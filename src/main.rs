//! The `keyfolio` command. Everything is in the library; see its first page for the tour.

fn main() -> std::process::ExitCode {
    keyfolio::cli::run(std::env::args_os())
}
