//! Media types, and which of them are worth compressing.

/// The media type of an entry, told from its path.
pub(super) fn of(path: &str) -> &'static str {
    mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream")
}

/// Whether it is text. Everything else either is compressed already or hardly gets smaller.
pub(super) fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || media_type.ends_with("+xml")
        || media_type.ends_with("+json")
        || matches!(
            media_type,
            "application/json" | "application/javascript" | "application/xml" | "application/wasm"
        )
}
