//! The picture of an app.

use oktars_catalog::op;

use crate::call::Call;
use crate::resource::app::Apps;

impl Apps<'_> {
    /// Gives an app its picture, of at most 1 MB: `POST /api/v1/apps/{appId}/logo`. The media type is
    /// `image/png`, `image/jpeg`, `image/gif` or `image/svg+xml`. Okta's page is "Application Logos".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = okta.apps().create(&oktars::app::NewApp::bookmark("Pay", "https://pay.example.gov")).await?;
    /// let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><circle r="8"/></svg>"#;
    /// okta.apps().upload_logo(&app.id, "image/svg+xml", svg.as_bytes()).await?;
    /// # Ok(()) }
    /// ```
    pub fn upload_logo(self, id: impl AsRef<str>, media_type: impl AsRef<str>, picture: &[u8]) -> Call<()> {
        let call = self.call(op::UPLOAD_APPLICATION_LOGO, id);
        call.picture(media_type.as_ref(), picture).empty()
    }
}
