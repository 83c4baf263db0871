//! HTTP for the target: the HTTP client that everything here uses, except that nobody asks a host again
//! whose certificate was refused.

use crate::remote::CertificateFault;
use http::{Request, Response};
use opendal::{Buffer, HttpBody, HttpTransport, HttpTransporter, Result};
use opendal_http_transport_reqwest::ReqwestTransport;

/// Makes it the one that all targets of this process use.
pub(super) fn install() {
    rustls::crypto::ring::default_provider().install_default().ok(); // or it is there already
    HttpTransporter::install_default(Transport);
}

struct Transport;

impl HttpTransport for Transport {
    async fn fetch(&self, request: Request<Buffer>) -> Result<Response<HttpBody>> {
        let answer = ReqwestTransport::default().fetch(request).await;
        answer.map_err(|error| match CertificateFault::behind(&error) {
            // Any connection that is not made is a matter of the moment to the library.
            Some(_) => error.set_persistent(),
            None => error,
        })
    }
}
