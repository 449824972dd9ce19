//! TLS for the server: a certificate authority and a certificate, made on the spot.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The names that every certificate has.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// A certificate for a server, and the authority that a client has to trust for it.
///
/// Both are new each time. Their keys stay in memory, and the authority's key is gone once it has signed this
/// one certificate.
///
/// ```
/// let tls = oktars_local::Tls::new(&["okta.example".to_owned()])?;
/// assert!(tls.authority().starts_with("-----BEGIN CERTIFICATE-----"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    authority: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Makes a certificate for `localhost`, the loopback addresses, and these names or addresses.
    ///
    /// # Errors
    ///
    /// A name cannot stand in a certificate.
    pub fn new(names: &[String]) -> io::Result<Self> {
        let failed = |error: rcgen::Error| io::Error::new(io::ErrorKind::InvalidInput, error);
        let authority = authority().map_err(failed)?;
        let (certificate, key) = certificate(names, &authority).map_err(failed)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), authority: authority.pem() })
    }

    /// The authority's certificate in PEM, for a client to trust.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "oktars local org");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn certificate(
    names: &[String],
    authority: &CertifiedIssuer<'static, KeyPair>,
) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), rcgen::Error> {
    let names: Vec<String> =
        LOOPBACK.iter().map(|name| (*name).to_owned()).chain(names.iter().cloned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, authority)?;
    Ok((certificate.der().clone(), key.into()))
}

#[cfg(test)]
mod tests {
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};

    use super::*;

    /// Whether a client that trusts this authority takes the server for the one of this name.
    async fn is_taken_for(tls: &Tls, authority: &str, name: &str) -> bool {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let (near, far) = tokio::io::duplex(1 << 14);
        let connector = TlsConnector::from(Arc::new(config));
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let (client, _) = tokio::join!(connector.connect(name, near), tls.acceptor().accept(far));
        client.is_ok()
    }

    #[tokio::test]
    async fn the_certificate_bears_its_names_and_no_other_authority_vouches_for_it() {
        let tls = Tls::new(&["okta.test".to_owned()]).unwrap();
        for name in ["localhost", "127.0.0.1", "::1", "okta.test"] {
            assert!(is_taken_for(&tls, tls.authority(), name).await, "{name}");
        }
        assert!(!is_taken_for(&tls, tls.authority(), "evil.example").await);
        let other = Tls::new(&[]).unwrap();
        assert!(!is_taken_for(&tls, other.authority(), "localhost").await);
    }
}
