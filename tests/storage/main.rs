//! `keyfolio publish` against real servers: `SeaweedFS` (S3), Azurite, `OpenSSH` (SFTP), `WebDAV` and a
//! folder. What is there afterwards is said by rclone, which nobody here has written.
//!
//! `tests/run` installs the servers. They are Unix's own way of doing things, in part.
#![cfg(unix)]

mod agencies;
mod epochs;
mod faults;
mod fronts;
#[path = "../cli/harness.rs"]
#[allow(dead_code, reason = "what is not needed here is needed by the tests of the command line")]
mod harness;
mod kills;
mod life;
mod places;
mod proxy;
mod publishers;
mod rclone;
mod requests;
mod served;
mod servers;
mod shards;
mod verified;
mod versions;
mod watched;
