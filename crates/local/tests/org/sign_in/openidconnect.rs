//! The crate `openidconnect`, as a Rust program uses it: it believes nothing that it has not checked.

use bytes::Bytes;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, RedirectUrl, Scope, TokenResponse,
};

use super::scene::{CALLBACK, Scene, member};

/// The answer of the org to a request of the crate.
fn ask(
    scene: &Scene,
    request: http::Request<Vec<u8>>,
) -> Result<http::Response<Vec<u8>>, std::convert::Infallible> {
    Ok(scene.client.org.handle(request.map(Bytes::from)).map(|body| body.to_vec()))
}

#[test]
fn a_program_signs_in_renews_and_reads_who_it_is_at_both_servers() {
    for issuer in ["http://localhost/oauth2/default", "http://localhost"] {
        let scene = Scene::new("web");
        let http = |request| ask(&scene, request);
        let issuer = IssuerUrl::new(issuer.to_owned()).unwrap();
        let metadata = CoreProviderMetadata::discover(&issuer, &http).unwrap();
        let secret = ClientSecret::new(scene.secret.clone());
        let client =
            CoreClient::from_provider_metadata(metadata, ClientId::new(scene.app.clone()), Some(secret))
                .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["profile", "email", "offline_access"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();

        let back = scene.browser().sign_in(url.as_str());
        assert_eq!(member(&back, "state").as_ref(), Some(state.secret()));
        let code = AuthorizationCode::new(member(&back, "code").unwrap());
        let tokens = client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request(&http).unwrap();
        let checked = client.id_token_verifier();
        let id_token = tokens.id_token().unwrap();
        let claims = id_token.claims(&checked, &nonce).unwrap();
        assert_eq!(claims.subject().as_str(), scene.user);
        let other = Nonce::new_random();
        assert!(id_token.claims(&checked, &other).is_err(), "another sign-in's token");

        let renewed =
            client.exchange_refresh_token(tokens.refresh_token().unwrap()).unwrap().request(&http).unwrap();
        let info: CoreUserInfoClaims = client
            .user_info(renewed.access_token().clone(), Some(claims.subject().clone()))
            .unwrap()
            .request(&http)
            .unwrap();
        assert_eq!(info.preferred_username().unwrap().as_str(), "ann@acme.example");
    }
}
