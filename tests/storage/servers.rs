//! Real servers, each in a folder of its own and on free ports of this machine alone.
//!
//! One of each kind serves all tests of this binary: every test has a bucket or a folder of its own on
//! it. What is static is never dropped, and a test binary can be killed: so a shell keeps each server,
//! and ends it and removes its folder when this process is gone, whatever ended it.

use fs_err as fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// What S3 and Azure are to be asked with: the servers of the tests know nobody else.
pub const ACCOUNT: &str = "keyfoliotests";
pub const KEY: &str = "bm90aGluZyBpcyBwcm90ZWN0ZWQgYnkgdGhpcyBrZXk=";

const PATIENCE: Duration = Duration::from_secs(60);

/// Its signals are ignored only once the server has its own.
const KEEPER: &str = r#"
"$@" </dev/null >"$FOLDER/log" 2>&1 &
server=$!
trap '' INT HUP TERM
read -r _
kill -KILL "$server"
wait "$server"
rm -rf "$FOLDER"
"#;

/// A server that runs until this process ends.
pub struct Server {
    pub port: u16,
    pub folder: PathBuf,
    /// Its standard input is what the keeper waits on.
    _keeper: Child,
}

/// `SeaweedFS`. Who says nothing of themselves may read and not list.
pub static SEAWEED: LazyLock<Server> = LazyLock::new(|| {
    let identities = serde_json::json!({"identities": [
        {"name": "tests", "actions": ["Admin"], "credentials": [{"accessKey": ACCOUNT, "secretKey": KEY}]},
        {"name": "anonymous", "actions": ["Read"]},
    ]});
    let server = Server::start("weed", |folder, port| {
        let file = folder.join("identities.json");
        fs::write(&file, identities.to_string()).expect("a file");
        let ports = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc"];
        let ports = ports.into_iter().chain(["filer.port", "filer.port.grpc", "s3.port.grpc"]);
        let mut options: Vec<String> =
            ports.map(|name| format!("-{name}={}", free_port())).collect();
        options.push(format!("-dir={}", folder.display()));
        options.push(format!("-s3.config={}", file.display()));
        options.push(format!("-s3.port={port}"));
        let fixed = "-ip=127.0.0.1 -ip.bind=127.0.0.1 -webdav=false -admin.ui=false \
             -master.telemetry=false -s3.port.iceberg=0 -s3.port.lance=0 -volume.max=100 \
             -master.volumeSizeLimitMB=64";
        options.extend(fixed.split_whitespace().map(str::to_owned));
        ["mini".to_owned()].into_iter().chain(options).collect()
    });
    server.wait("an object can be put", || {
        let bucket = format!("{}ready", s3(server.port));
        crate::rclone::run(&["mkdir", &bucket]) && crate::rclone::put(&bucket, "object", b"ready")
    });
    server
});

/// Azurite, Azure's own emulator.
pub static AZURITE: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start("azurite-blob", |folder, port| {
        let folder = folder.display();
        let words = format!(
            "--blobHost 127.0.0.1 --blobPort {port} -l {folder} --skipApiVersionCheck \
             --disableTelemetry --silent"
        );
        words.split_whitespace().map(str::to_owned).collect()
    });
    server.wait("it listens", || TcpStream::connect(("127.0.0.1", server.port)).is_ok());
    server
});

/// OpenSSH, for the user who runs the tests and a key that was made for them.
pub static SSHD: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start("sshd", |folder, port| {
        for name in ["host", "user"] {
            let file = folder.join(name);
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(&file)
                .status();
            assert!(made.expect("ssh-keygen runs").success());
        }
        let home = folder.display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nPidFile none\n\
             AuthorizedKeysFile {home}/user.pub\nStrictModes no\nPasswordAuthentication no\n\
             KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             MaxSessions 64\nMaxStartups 100\nSubsystem sftp internal-sftp\n"
        );
        fs::write(folder.join("sshd_config"), config).expect("a file");
        let known = fs::read_to_string(folder.join("host.pub")).expect("a key");
        let known = format!("[127.0.0.1]:{port} {known}");
        fs::write(folder.join("known_hosts"), known).expect("a file");
        let client = format!(
            "IdentityFile {home}/user\nIdentitiesOnly yes\nUserKnownHostsFile {home}/known_hosts\n"
        );
        fs::write(folder.join("ssh_config"), client).expect("a file");
        fs::create_dir(folder.join("bin")).expect("a folder");
        let ssh = program("ssh").display().to_string();
        let script = format!("#!/bin/sh\nexec {ssh} -F {home}/ssh_config \"$@\"\n");
        let wrapper = folder.join("bin/ssh");
        fs::write(&wrapper, script).expect("a file");
        executable(&wrapper);
        // Where root runs it, it leaves its rights in this folder.
        fs::create_dir_all("/run/sshd").ok();
        let config = folder.join("sshd_config").display().to_string();
        vec!["-D".to_owned(), "-e".to_owned(), "-f".to_owned(), config]
    });
    server.wait("it says that it is SSH", || {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", server.port)) else { return false };
        let mut banner = [0; 4];
        stream.read_exact(&mut banner).is_ok() && &banner == b"SSH-"
    });
    server
});

/// `WebDAV`, as rclone serves it.
pub static WEBDAV: LazyLock<Server> = LazyLock::new(|| {
    let server = Server::start("rclone", |folder, port| {
        let served = folder.join("served");
        fs::create_dir(&served).expect("a folder");
        let served = served.display();
        let words = format!(
            "--config= serve webdav {served} --addr 127.0.0.1:{port} --user {ACCOUNT} --pass {KEY}"
        );
        words.split_whitespace().map(str::to_owned).collect()
    });
    server.wait("it listens", || TcpStream::connect(("127.0.0.1", server.port)).is_ok());
    server
});

/// The buckets of a `SeaweedFS` on that port, for rclone.
pub fn s3(port: u16) -> String {
    format!(
        ":s3,provider=SeaweedFS,access_key_id={ACCOUNT},secret_access_key=\"{KEY}\",\
         endpoint=\"http://127.0.0.1:{port}\":"
    )
}

impl Server {
    /// Starts `name` with the arguments that it is to have in that folder, on that port.
    pub fn start(name: &str, arguments: impl FnOnce(&Path, u16) -> Vec<String>) -> Self {
        let folder = tempfile::Builder::new().prefix("server").tempdir().expect("a folder").keep();
        let port = free_port();
        let arguments = arguments(&folder, port);
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(program(name))
            .args(arguments)
            .env("FOLDER", &folder)
            .env("AZURITE_ACCOUNTS", format!("{ACCOUNT}:{KEY}"))
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self { port, folder, _keeper: keeper.expect("a shell") }
    }

    pub fn wait(&self, what: &str, ready: impl Fn() -> bool) {
        let start = Instant::now();
        while !ready() {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            let tail = log.len().saturating_sub(4_000);
            let tail = log.get(tail..).unwrap_or(&log);
            assert!(start.elapsed() < PATIENCE, "a server is not ready ({what}):\n{tail}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The ports of this process: a hundred, of which it keeps the first, so that no other process takes any. They
/// are none of those that a system gives to who asks for any (from 32768 on): other tests' servers and
/// connections do not take them meanwhile.
static PORTS: LazyLock<(TcpListener, AtomicU16)> = LazyLock::new(|| {
    loop {
        let first = 12_000 + 100 * fastrand::u16(..200);
        if let Ok(kept) = TcpListener::bind(("127.0.0.1", first)) {
            return (kept, AtomicU16::new(0));
        }
    }
});

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let (kept, next) = &*PORTS;
    let first = kept.local_addr().expect("an address").port();
    let ports = std::iter::repeat_with(|| first + 1 + next.fetch_add(1, Ordering::Relaxed) % 99);
    let mut free = ports.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().expect("it goes on for ever")
}

/// Where a program is that `tests/run` installs.
pub fn program(name: &str) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = [".cache/python/bin", "tests/storage/node_modules/.bin"];
    let folders = own.map(|folder| repository.join(folder)).into_iter();
    let folders = folders.chain(std::env::split_paths(&path)).chain([PathBuf::from("/usr/sbin")]);
    folders
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("there is no `{name}` here: `tests/run` installs it"))
}

fn executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
}
