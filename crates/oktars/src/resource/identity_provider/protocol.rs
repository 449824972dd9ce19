//! How an org speaks with identity providers.

use crate::model::{Secret, open_enum, parts};

parts! {
    /// How the org speaks with a provider. Which members there are depends on the type.
    pub struct IdentityProviderProtocol {
        /// The protocol.
        kind: ProtocolType = "type",
        /// The scopes that the org asks for.
        scopes: Vec<String> = "scopes",
        /// The addresses of the provider.
        endpoints: IdentityProviderEndpoints = "endpoints",
        /// The algorithms of signatures.
        algorithms: IdentityProviderAlgorithms = "algorithms",
        /// How the org proves who it is, and checks what it is told.
        credentials: IdentityProviderCredentials = "credentials",
        /// The provider itself, of type `OIDC`.
        issuer: IdentityProviderIssuer = "issuer",
        /// What else holds.
        settings: IdentityProviderSettings = "settings",
        /// What comes back with an answer, of type `SAML2`.
        relay_state: RelayState = "relayState",
        /// The address of the other org, of a provider of type `OKTA_INTEGRATION`.
        okta_idp_org_url: Option<String> = "oktaIdpOrgUrl",
    }

    /// The addresses of a provider, and where it answers.
    pub struct IdentityProviderEndpoints {
        /// Where users sign in, of OAuth 2.0.
        authorization: IdentityProviderEndpoint = "authorization",
        /// Where the org gets tokens.
        token: IdentityProviderEndpoint = "token",
        /// Where the org gets the profile of a user.
        user_info: IdentityProviderEndpoint = "userInfo",
        /// The keys of the provider.
        jwks: IdentityProviderEndpoint = "jwks",
        /// Where requests are sent before users are.
        par: IdentityProviderEndpoint = "par",
        /// Where users sign in, of SAML and smart cards.
        sso: IdentityProviderEndpoint = "sso",
        /// Where users sign out.
        slo: IdentityProviderEndpoint = "slo",
        /// Where the org takes answers.
        acs: IdentityProviderEndpoint = "acs",
    }

    /// An address of a provider.
    pub struct IdentityProviderEndpoint {
        /// The address.
        url: Option<String> = "url",
        /// How it is asked.
        binding: EndpointBinding = "binding",
        /// What a SAML request says where it goes.
        destination: Option<String> = "destination",
        /// Whether each provider has an address of its own, where the org takes answers.
        kind: AcsType = "type",
    }

    /// The algorithms of signatures.
    pub struct IdentityProviderAlgorithms {
        /// Those of requests.
        request: SignedMessage = "request",
        /// Those of answers.
        response: SignedMessage = "response",
    }

    /// How messages are signed.
    pub struct SignedMessage {
        /// The signature.
        signature: MessageSignature = "signature",
        /// The digest.
        digest: SignatureAlgorithm = "digest",
    }

    /// A signature of messages.
    pub struct MessageSignature {
        /// The algorithm.
        algorithm: SignatureAlgorithm = "algorithm",
        /// What is signed.
        scope: SignatureScope = "scope",
    }

    /// How an org proves to a provider who it is, and checks what it is told.
    pub struct IdentityProviderCredentials {
        /// The org as a client, of OAuth 2.0.
        client: IdentityProviderClient = "client",
        /// What the org trusts, of SAML and smart cards.
        trust: IdentityProviderTrust = "trust",
        /// What the org signs with.
        signing: IdentityProviderSigning = "signing",
        /// The key of an identity verifier.
        bearer: IdentityProviderBearer = "bearer",
    }

    /// An org as the client of a provider.
    pub struct IdentityProviderClient {
        /// Its client id there.
        client_id: Option<String> = "client_id",
        /// Its secret there.
        client_secret: Option<Secret> = "client_secret",
        /// Whether it proves that it began the sign-in.
        pkce_required: Option<bool> = "pkce_required",
        /// How it proves who it is, where not by the secret.
        token_endpoint_auth_method: ClientAuthMethod = "token_endpoint_auth_method",
    }

    /// What an org trusts.
    pub struct IdentityProviderTrust {
        /// Who sends the answer.
        issuer: Option<String> = "issuer",
        /// Who the answer is for.
        audience: Option<String> = "audience",
        /// The id of the key that must have signed.
        kid: Option<String> = "kid",
        /// The ids of other keys that may have signed.
        additional_kids: Vec<String> = "additionalKids",
        /// How the org learns that a smart card is revoked.
        revocation: RevocationCheck = "revocation",
        /// For how many minutes it remembers that.
        revocation_cache_lifetime: Option<i64> = "revocationCacheLifetime",
    }

    /// What an org signs with.
    pub struct IdentityProviderSigning {
        /// The id of the key.
        kid: Option<String> = "kid",
        /// The key itself, of type `APPLE`.
        private_key: Option<Secret> = "privateKey",
        /// The id of the team, of type `APPLE`.
        team_id: Option<String> = "teamId",
    }

    /// The key of an identity verifier.
    pub struct IdentityProviderBearer {
        /// The key.
        api_key: Option<Secret> = "apiKey",
    }

    /// A provider as it names itself.
    pub struct IdentityProviderIssuer {
        /// Its address.
        url: Option<String> = "url",
    }

    /// What else holds between an org and a provider.
    pub struct IdentityProviderSettings {
        /// The format of names, of SAML.
        name_format: NameFormat = "nameFormat",
        /// Whether users are known by a persistent name, of SAML.
        honor_persistent_name_id: Option<bool> = "honorPersistentNameId",
        /// Whether the org signs users out there.
        participate_slo: Option<bool> = "participateSlo",
        /// Whether the provider is told which app is opened.
        send_application_context: Option<bool> = "sendApplicationContext",
    }

    /// What comes back with an answer.
    pub struct RelayState {
        /// What it looks like.
        format: RelayStateFormat = "format",
    }
}

open_enum! {
    /// A protocol that identity providers speak.
    pub enum ProtocolType {
        OIDC,
        OAUTH2,
        SAML2,
        /// Certificates of smart cards.
        MTLS,
        /// Proofing of identities.
        ID_PROOFING,
    }
}

open_enum! {
    /// How an address is asked.
    pub enum EndpointBinding {
        HTTP_POST = "HTTP-POST",
        HTTP_REDIRECT = "HTTP-REDIRECT",
    }
}

open_enum! {
    /// Whether each provider has an address of its own, where the org takes answers.
    pub enum AcsType {
        /// Each has its own.
        INSTANCE,
        /// All have one.
        ORG,
    }
}

open_enum! {
    /// An algorithm that messages are signed with.
    pub enum SignatureAlgorithm {
        SHA_1 = "SHA-1",
        SHA_256 = "SHA-256",
        HS256,
        HS384,
        HS512,
        RS256,
        RS384,
        RS512,
    }
}

open_enum! {
    /// What is signed of a message.
    pub enum SignatureScope {
        /// The request.
        REQUEST,
        /// The answer as a whole.
        RESPONSE,
        /// The assertion in the answer.
        TOKEN,
        /// Either of the two.
        ANY,
        NONE,
    }
}

open_enum! {
    /// How an org proves to a provider who it is.
    pub enum ClientAuthMethod {
        PRIVATE_KEY_JWT = "private_key_jwt",
    }
}

open_enum! {
    /// How an org learns that a smart card is revoked.
    pub enum RevocationCheck {
        CRL,
        DELTA_CRL,
        OCSP,
    }
}

open_enum! {
    /// The format of names in SAML.
    pub enum NameFormat {
        EMAIL_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
    }
}

open_enum! {
    /// What comes back with an answer.
    pub enum RelayStateFormat {
        /// A text that means nothing to the provider.
        OPAQUE,
        /// The address that the user wanted.
        FROM_URL,
    }
}
