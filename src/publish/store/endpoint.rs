//! Where a storage that speaks S3 is reached.

/// Providers that give buckets host names of their own below these.
const PROVIDERS: [&str; 5] = [
    "amazonaws.com",
    "backblazeb2.com",
    "cloudflarestorage.com",
    "digitaloceanspaces.com",
    "wasabisys.com",
];

/// The endpoint in the way in which the library keeps to it. It takes a host name that begins with the
/// bucket's name for that of the bucket, as providers have them, and cuts that off; but a bucket `files` may be
/// on `files.example.com` as well. Names of buckets have no capitals, and those of hosts may.
pub(super) fn as_written(endpoint: &str, bucket: &str) -> String {
    match endpoint.split_once(&format!("//{bucket}.")) {
        Some((scheme, rest)) if !is_of_buckets(rest) => {
            format!("{scheme}//{}.{rest}", bucket.to_uppercase())
        }
        _ => endpoint.to_owned(),
    }
}

fn is_of_buckets(host: &str) -> bool {
    let host = host.trim_end_matches('/');
    host.starts_with("s3") || PROVIDERS.iter().any(|provider| host.ends_with(provider))
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn only_what_providers_put_in_front_may_be_cut_off() {
        for endpoint in [
            "https://portals.s3.eu-central-1.amazonaws.com",
            "https://portals.ams3.digitaloceanspaces.com/",
            "https://portals.s3.example.com",
            "https://s3.example.com",
            "http://127.0.0.1:8333",
        ] {
            assert_eq!(as_written(endpoint, "portals"), endpoint);
        }
        let kept = as_written("https://portals.example.com:9000", "portals");
        assert_eq!(kept, "https://PORTALS.example.com:9000");
    }
}
