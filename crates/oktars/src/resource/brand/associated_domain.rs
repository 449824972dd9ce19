//! The files under `/.well-known` with which apps and other sites trust the domain of a brand.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, open_enum, parts};
use crate::query::query;

handle! {
    /// The well-known files of one brand; made by
    /// [`Okta::brand_well_known_uris`](crate::Okta::brand_well_known_uris). Okta's page is "Associated Domain
    /// Customizations".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::brand::{NewBrand, NewWellKnownUri, WellKnownFile};
    /// use serde_json::json;
    ///
    /// let brand = okta.brands().create(&NewBrand::new("Partners")).await?;
    /// let files = okta.brand_well_known_uris(&brand.id);
    /// let origins = NewWellKnownUri::new(json!({"origins": ["https://example.com"]}));
    /// files.replace(&WellKnownFile::WEBAUTHN, &origins).await?;
    /// let file = files.get_customized(&WellKnownFile::WEBAUTHN).await?;
    /// assert_eq!(file.representation.unwrap()["origins"][0], "https://example.com");
    /// # Ok(()) }
    /// ```
    pub struct BrandWellKnownUris;
    /// The well-known files of a brand.
    okta.brand_well_known_uris(brand_id)
}

impl BrandWellKnownUris<'_> {
    /// Reads which files there are: `GET /api/v1/brands/{brandId}/well-known-uris`.
    pub fn all(self) -> Call<WellKnownUris> {
        self.all_with(&GetWellKnownUris::new())
    }

    /// Reads which files there are, and what stands in them.
    pub fn all_with(self, query: &GetWellKnownUris) -> Call<WellKnownUris> {
        query.apply(self.call(op::GET_ALL_WELL_KNOWN_UR_IS, [])).json()
    }

    /// Reads a file as the brand's domain shows it: `GET /api/v1/brands/{brandId}/well-known-uris/{path}`.
    pub fn get(self, file: &WellKnownFile) -> Call<WellKnownUri> {
        self.get_with(file, &GetWellKnownUris::new())
    }

    /// Reads a file as the brand's domain shows it, and what you wrote of it.
    pub fn get_with(self, file: &WellKnownFile, query: &GetWellKnownUris) -> Call<WellKnownUri> {
        query.apply(self.call(op::GET_ROOT_BRAND_WELL_KNOWN_URI, [file.as_str()])).json()
    }

    /// Reads what you wrote of a file: `GET /api/v1/brands/{brandId}/well-known-uris/{path}/customized`.
    pub fn get_customized(self, file: &WellKnownFile) -> Call<CustomizedWellKnownUri> {
        self.call(op::GET_BRAND_WELL_KNOWN_URI, [file.as_str()]).json()
    }

    /// Writes a file: `PUT /api/v1/brands/{brandId}/well-known-uris/{path}/customized`.
    pub fn replace(self, file: &WellKnownFile, content: &NewWellKnownUri) -> Call<CustomizedWellKnownUri> {
        self.call(op::REPLACE_BRAND_WELL_KNOWN_URI, [file.as_str()]).body(content).json()
    }
}

handle! {
    /// The well-known files as the domain of the client shows them to everybody; made by
    /// [`Okta::well_known_uris`](crate::Okta::well_known_uris).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let apple = okta.well_known_uris().apple_app_site_association().await?;
    /// println!("{} apps sign in on this domain", apple.authsrv.apps.len());
    /// # Ok(()) }
    /// ```
    pub struct WellKnownFiles;
    /// The well-known files of the domain.
    okta.well_known_uris()
}

impl WellKnownFiles<'_> {
    /// What apps of Apple's systems may do with the domain: `GET /.well-known/apple-app-site-association`.
    pub fn apple_app_site_association(self) -> Call<AppleAppSiteAssociation> {
        self.call(op::GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI, []).json()
    }

    /// What apps of Android may do with the domain: `GET /.well-known/assetlinks.json`.
    pub fn asset_links(self, query: &ListAssetLinks) -> Listing<AssetLink> {
        query.apply(self.call(op::GET_ASSET_LINKS_WELL_KNOWN_URI, [])).list()
    }

    /// Which other origins may use passkeys of the domain: `GET /.well-known/webauthn`.
    pub fn webauthn(self) -> Call<WebauthnOrigins> {
        self.call(op::GET_WEB_AUTHN_WELL_KNOWN_URI, []).json()
    }
}

query! {
    /// What to read of well-known files.
    pub struct GetWellKnownUris {
        /// What is shown with the answer: the name of a file, `all`, or `customized` for one file.
        expand: String = "expand",
    }
}

query! {
    /// How to list asset links. Okta has nothing to choose here yet.
    pub struct ListAssetLinks {}
}

open_enum! {
    /// A file under `/.well-known`.
    pub enum WellKnownFile {
        /// For apps of Apple's systems.
        APPLE_APP_SITE_ASSOCIATION = "apple-app-site-association",
        /// For apps of Android.
        ASSET_LINKS = "assetlinks.json",
        /// For passkeys.
        WEBAUTHN = "webauthn",
    }
}

parts! {
    /// Which well-known files a brand has.
    pub struct WellKnownUris {
        /// What stands in them, as far as that was asked for.
        embedded: WellKnownUriContents = "_embedded",
        /// Links to each file.
        links: Map = "_links",
    }

    /// What stands in the well-known files of a brand.
    pub struct WellKnownUriContents {
        /// For apps of Apple's systems.
        apple_app_site_association: WellKnownUriContent = "apple-app-site-association",
        /// For apps of Android.
        asset_links: WellKnownUriContent = "assetlinks.json",
        /// For passkeys.
        webauthn: WellKnownUriContent = "webauthn",
    }

    /// What stands in one well-known file.
    pub struct WellKnownUriContent {
        /// What you wrote of it.
        customized: CustomizedWellKnownUri = "customized",
    }

    /// What you wrote of a well-known file.
    pub struct CustomizedWellKnownUri {
        /// What stands in it.
        representation: Option<Value> = "representation",
        /// Links.
        links: Map = "_links",
    }

    /// A well-known file of a brand.
    pub struct WellKnownUri {
        /// What stands in it.
        representation: Option<Value> = "representation",
        /// What is shown with it, as far as that was asked for.
        embedded: WellKnownUriContent = "_embedded",
        /// Links.
        links: Map = "_links",
    }

    /// A well-known file to be written.
    pub struct NewWellKnownUri {
        /// What it should contain.
        representation: Option<Value> = "representation",
    }

    /// What apps of Apple's systems may do with a domain.
    pub struct AppleAppSiteAssociation {
        /// The apps that open links to the domain.
        applinks: Map = "applinks",
        /// The apps that may sign in on the domain.
        authsrv: AppleApps = "authsrv",
        /// The apps that may use passwords of the domain.
        webcredentials: AppleApps = "webcredentials",
        /// The app clips that open links to the domain.
        appclips: AppleApps = "appclips",
    }

    /// Apps of Apple's systems.
    pub struct AppleApps {
        /// Their ids, with that of the team in front.
        apps: Vec<String> = "apps",
    }

    /// What an app of Android may do with a domain.
    pub struct AssetLink {
        /// What it may do.
        relation: Vec<String> = "relation",
        /// Which app.
        target: AssetLinkTarget = "target",
    }

    /// An app of Android, or a site.
    pub struct AssetLinkTarget {
        /// Which of the two: `android_app` or `web`.
        namespace: String = "namespace",
        /// The name of the app's package.
        package_name: Option<String> = "package_name",
        /// The fingerprints of its certificates.
        sha256_cert_fingerprints: Vec<String> = "sha256_cert_fingerprints",
        /// The address of the site.
        site: Option<String> = "site",
    }

    /// Which other origins may use passkeys of a domain.
    pub struct WebauthnOrigins {
        /// The origins.
        origins: Vec<String> = "origins",
    }
}

impl NewWellKnownUri {
    /// Writes this JSON: an object, or a list for `assetlinks.json`.
    pub fn new(representation: impl Into<Value>) -> Self {
        NewWellKnownUri { representation: Some(representation.into()), ..NewWellKnownUri::default() }
    }
}
