//! The program as its users run it: small agencies on disk, commands, what they print and write.

mod altered;
mod build;
mod cases;
mod check;
mod docs;
mod doctor;
mod door;
mod grants;
mod harness;
mod host;
mod host_config;
mod init;
mod invite;
mod isolation;
mod links;
mod loading;
mod manual;
mod new;
mod open;
mod open_remote;
mod pipes;
mod publish;
mod running;
mod schema;
mod sealed;
mod serve;
mod shard;
#[cfg(unix)]
mod terminal;
mod theme;
mod verify;
mod watch;
