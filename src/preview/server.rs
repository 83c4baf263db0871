//! The web server: on this machine alone, for this machine alone.
//!
//! A page of any site can make the browser send requests here. So only requests that name this
//! machine as their host are answered (another name that leads here would be DNS rebinding), only
//! reading ones, and nothing may be framed or read by another origin.

use super::dashboard;
use super::page::{Misplaced, with_reload};
use super::view::View;
use crate::host_config::SANDBOX;
use crate::seal::{DOOR_FOLDER, SHELL_FOLDER};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use camino::{Utf8Path, Utf8PathBuf};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};
use tower_http::services::ServeDir;

/// The port, unless another is asked for; the next free one after it.
const PORT: u16 = 4400;
/// How many ports are tried.
const TRIED: u16 = 100;
/// Largest page that is looked into, in bytes.
const LARGEST_PAGE: usize = 32 << 20;
/// The folder of a portal that holds the client's own files, never touched.
const FILES: &str = "files";

/// Where the front door is shown as it is on the host; sealed portals are below it.
const FRONT: &str = "/-/sealed/";

/// The dashboard's own policy.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Takes a port of this machine: `port` itself, or the next free one.
///
/// # Errors
/// When it is taken, or none is free.
pub fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port),
        None => (PORT..PORT + TRIED).find_map(|port| bind(port).ok()).map_or_else(|| bind(0), Ok),
    }
}

#[derive(Debug, Clone)]
struct App {
    views: Receiver<Arc<View>>,
    out: Utf8PathBuf,
    /// Where sealed portals stand as they were before.
    opened: Utf8PathBuf,
}

/// Shows `views`, and the portals in `out`, on a thread of its own for as long as the program
/// runs. Sealed ones are shown from `opened`, without a key; as their clients get them they stand
/// below `/-/sealed/`.
///
/// # Errors
/// When the platform gives no thread, or no way to wait for the network.
pub fn serve(
    listener: TcpListener,
    views: Receiver<Arc<View>>,
    out: &Utf8Path,
    opened: &Utf8Path,
) -> io::Result<()> {
    let app = App { views, out: out.to_owned(), opened: opened.to_owned() };
    let router = Router::new()
        .route("/", get(dashboard))
        .route("/-/events", get(events))
        .route("/-/{name}", get(asset))
        .route(FRONT, get(front))
        .route("/-/sealed/{name}", get(front))
        .route("/-/sealed/{locator}/{*inside}", get(sealed))
        .fallback(portal)
        .with_state(app)
        .layer(middleware::from_fn(guard));
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let run = move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        })
    };
    std::thread::Builder::new().name("preview".to_owned()).spawn(run)?;
    Ok(())
}

/// Refuses whom this is not for, and tells the browser to keep everything to itself.
async fn guard(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(is_loopback) {
        let words = "This server answers to http://127.0.0.1 and http://localhost alone.\n";
        (StatusCode::FORBIDDEN, words).into_response()
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        next.run(request).await
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
    };
    let always: [(HeaderName, &str); 6] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in always {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whether a `Host` header names this machine, with whichever port: it may be forwarded.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "[::1]"].contains(&name) || name.eq_ignore_ascii_case("localhost")
}

async fn dashboard(State(app): State<App>) -> Response {
    let view = Arc::clone(&app.views.borrow());
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::X_FRAME_OPTIONS, "DENY")];
    let door = app.has_front_door().then_some(FRONT);
    match dashboard::render(&view, door) {
        Ok(html) => (headers, Html(html)).into_response(),
        Err(error) => {
            (StatusCode::INTERNAL_SERVER_ERROR, headers, error.to_string()).into_response()
        }
    }
}

async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "dashboard.css" => ("text/css", include_str!("dashboard.css")),
        "dashboard.js" => ("text/javascript", include_str!("dashboard.js")),
        "reload.js" => ("text/javascript", include_str!("reload.js")),
        _ => return missing(),
    };
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response()
}

#[derive(Deserialize)]
struct Watched {
    /// Locator of one portal; the dashboard unless given.
    portal: Option<String>,
}

/// The state of the dashboard or of one portal: now, and each time it is another.
async fn events(
    State(app): State<App>,
    Query(watched): Query<Watched>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut last = None;
    let states = WatchStream::new(app.views).filter_map(move |view| {
        let state = view.state(watched.portal.as_deref());
        if last.as_ref() == Some(&state) {
            return None;
        }
        let event = Event::default().data(serde_json::to_string(&state).ok()?);
        last = Some(state);
        Some(Ok(event))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

/// A file of a portal. Only what is below a locator that a client has is looked for at all: not
/// the output folder's own files, nor what somebody else put there.
async fn portal(State(app): State<App>, request: Request) -> Response {
    let asked = request.uri().path().to_owned();
    let path = asked.strip_prefix('/').unwrap_or(&asked);
    let (locator, inside) = path.split_once('/').unwrap_or((path, ""));
    let revision = {
        let view = app.views.borrow();
        if view.portal(locator).is_none() {
            return missing();
        }
        view.state(Some(locator)).revision
    };
    let own = is_own(inside);
    let is_page = !own
        && (inside.is_empty()
            || inside.ends_with('/')
            || Utf8Path::new(inside).extension() == Some("html"));
    let response =
        app.file(app.shown_from(locator), if is_page { whole(request) } else { request }).await;
    match response.status() {
        StatusCode::NOT_FOUND => app.not_found(locator, &asked, &revision).await,
        StatusCode::OK if is_page => reloading(response, &revision, None).await,
        _ if own => apart(response),
        _ => response,
    }
}

/// A file of a sealed portal as it is on the host: the browser opens it, as the client's does.
async fn sealed(
    State(app): State<App>,
    Path((locator, _)): Path<(String, String)>,
    mut request: Request,
) -> Response {
    let path = request.uri().path().strip_prefix("/-/sealed").unwrap_or_default();
    let known = app.views.borrow().portal(&locator).is_some();
    // A plain portal is never shown from here: its own documents would run beside the dashboard.
    let known = known && app.is_sealed(&locator)
        || [SHELL_FOLDER, DOOR_FOLDER].contains(&locator.as_str()) && app.has_front_door();
    let (true, Ok(uri)) = (known, path.parse::<Uri>()) else {
        return missing();
    };
    *request.uri_mut() = uri;
    app.file(&app.out, request).await
}

/// The agency's own page as it is on the host, where it is a front door.
async fn front(State(app): State<App>, mut request: Request) -> Response {
    let path = request.uri().path().strip_prefix("/-/sealed").unwrap_or_default();
    let shown = ["/", "/index.html", "/header.json"].contains(&path) && app.has_front_door();
    let (true, Ok(uri)) = (shown, path.parse::<Uri>()) else {
        return missing();
    };
    *request.uri_mut() = uri;
    app.file(&app.out, request).await
}

impl App {
    fn is_sealed(&self, locator: &str) -> bool {
        self.out.join(locator).join("header.json").is_file()
    }

    fn has_front_door(&self) -> bool {
        self.out.join("header.json").is_file()
    }

    /// The folder that the portal at `locator` is shown from.
    fn shown_from(&self, locator: &str) -> &Utf8Path {
        if self.is_sealed(locator) { &self.opened } else { &self.out }
    }

    /// A file below `folder`, or a part of it.
    async fn file(&self, folder: &Utf8Path, request: Request) -> Response {
        match ServeDir::new(folder).try_call(request).await {
            Ok(response) => with_charset(response.map(Body::new)),
            Err(error) if is_missing(&error) => missing(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }

    /// The portal's own page for what it has not got, as a good host would show it. It is made for
    /// the portal's first folder, and `asked` may lie deeper.
    async fn not_found(&self, locator: &str, asked: &str, revision: &str) -> Response {
        let home = format!("/{locator}/");
        let Ok(request) = Request::get(format!("{home}404.html")).body(Body::empty()) else {
            return missing();
        };
        let page = self.file(self.shown_from(locator), request).await;
        if page.status() != StatusCode::OK {
            return missing();
        }
        let misplaced = Misplaced { home: &home, asked };
        let mut page = reloading(page, revision, Some(misplaced)).await;
        *page.status_mut() = StatusCode::NOT_FOUND;
        page
    }
}

/// The request for a page, which is sent with the script in it: no part of the file, and not only
/// if the file is another than the browser has seen. What is sent for `HEAD` ends at its head.
fn whole(mut request: Request) -> Request {
    *request.method_mut() = Method::GET;
    let conditions = [
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        header::IF_MODIFIED_SINCE,
        header::IF_UNMODIFIED_SINCE,
    ];
    for name in conditions.into_iter().chain([header::RANGE]) {
        request.headers_mut().remove(name);
    }
    request
}

/// Whether there is no such file; a file below a file is none either.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// One of the client's own files. It may be a document with scripts of somebody else's, and on
/// this origin they could read the dashboard, and with it every portal. So a document gets an
/// origin of its own, which other files of the client's may still be loaded from.
fn apart(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if is_document(headers) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    }
    let name = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(name, HeaderValue::from_static("cross-origin"));
    // For the fonts, modules and data of a prototype, as a host would have to say it. Nobody gets
    // at them who does not know the locator.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Whether the path, still percent-encoded, leads to the client's own files.
fn is_own(inside: &str) -> bool {
    let decoded = percent_decode_str(inside).decode_utf8_lossy();
    let first = decoded.split(['/', '\\']).find(|part| !matches!(*part, "" | "."));
    // Also where the file system takes `Files` for the same folder.
    first.is_some_and(|first| first.eq_ignore_ascii_case(FILES))
}

/// Whether a browser runs the scripts in such a file when it is opened. What says nothing of its
/// type may be anything.
fn is_document(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.contains("html") || kind.contains("xml"))
}

/// Text is UTF-8, as it is in the workspace. Only HTML says so itself, and a client's own may say
/// something else.
fn with_charset(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let text = kind.filter(|kind| kind.starts_with("text/") && *kind != "text/html");
    if let Some(Ok(kind)) = text.map(|kind| HeaderValue::try_from(format!("{kind}; charset=utf-8")))
    {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// The page, with the reload script in it.
async fn reloading(
    response: Response,
    revision: &str,
    misplaced: Option<Misplaced<'_>>,
) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, LARGEST_PAGE).await {
        Ok(bytes) => bytes,
        Err(error) => {
            return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
        }
    };
    let html = std::str::from_utf8(&bytes).ok();
    let html = html.and_then(|html| with_reload(html, revision, misplaced).ok());
    for stale in
        [header::CONTENT_LENGTH, header::ACCEPT_RANGES, header::LAST_MODIFIED, header::ETAG]
    {
        parts.headers.remove(stale);
    }
    Response::from_parts(parts, html.map_or_else(|| Body::from(bytes), Body::from))
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_a_host() {
        for host in ["127.0.0.1", "127.0.0.1:4400", "localhost:9000", "LocalHost", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:4400",
            "192.168.0.2",
            "127.0.0.1@evil.example",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn documents_that_may_hold_scripts_are_set_apart() {
        let policy = |kind: &str| {
            let response = ([(header::CONTENT_TYPE, kind)], "").into_response();
            apart(response).headers().get(header::CONTENT_SECURITY_POLICY).cloned()
        };
        for kind in ["text/html; charset=utf-8", "application/xhtml+xml", "image/svg+xml"] {
            assert_eq!(policy(kind).unwrap(), SANDBOX, "{kind}");
        }
        for kind in ["application/pdf", "image/png", "text/css", "text/javascript", "video/mp4"] {
            assert_eq!(policy(kind), None, "{kind}");
        }
    }

    #[test]
    fn no_spelling_hides_that_a_file_is_the_clients_own() {
        for path in ["files", "files/a.html", "f%69les/a.html", "/Files/a.html", "./files/a.html"] {
            assert!(is_own(path), "{path}");
        }
        for path in ["", "index.html", "updates/files.html", "filesystem.html"] {
            assert!(!is_own(path), "{path}");
        }
    }

    #[test]
    fn a_taken_port_is_told_and_the_next_is_found() {
        let taken = listen(None).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(listen(Some(port)).is_err());
        assert_ne!(listen(None).unwrap().local_addr().unwrap().port(), port);
    }
}
