//! Pictures, which Okta takes as a form with one file in it.

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use crate::call::Call;

impl Call {
    /// Gives a picture as the body, as a form with one file: PNG, JPEG, SVG or another kind that its media type names.
    ///
    /// ```
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let call = okta.call(oktars::op::UPLOAD_APPLICATION_LOGO).path("appId", "0oa1").picture("image/png", b"\x89PNG");
    /// assert!(call.request()?.headers()["content-type"].to_str().unwrap().starts_with("multipart/form-data"));
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn picture(self, media_type: &str, picture: &[u8]) -> Self {
        let boundary = boundary(picture);
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"picture\"\r\n\
             {CONTENT_TYPE}: {media_type}\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let form = [head.as_bytes(), picture, tail.as_bytes()].concat();
        self.body_bytes(&format!("multipart/form-data; boundary={boundary}"), Bytes::from(form))
    }
}

/// A line that does not stand in the picture.
fn boundary(picture: &[u8]) -> String {
    let found = |boundary: &str| picture.windows(boundary.len()).any(|part| part == boundary.as_bytes());
    let mut boundary = String::from("oktars-picture");
    while found(&boundary) {
        boundary.push('-');
    }
    boundary
}

#[cfg(test)]
mod tests {
    use crate::op;
    use crate::testing::Scripted;

    #[test]
    fn a_picture_is_a_file_of_a_form_whatever_it_holds() {
        let cases: [(&[u8], &str); 2] =
            [(b"\x89PNG\r\n", "oktars-picture"), (b"a oktars-picture-- b", "oktars-picture---")];
        for (picture, boundary) in cases {
            let call = Scripted::new().okta().call(op::UPLOAD_APPLICATION_LOGO).path("appId", "0oa1");
            let request = call.picture("image/png", picture).request().unwrap();
            let media_type = format!("multipart/form-data; boundary={boundary}");
            assert_eq!(request.headers()["content-type"], media_type.as_str());
            let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"");
            assert!(request.body().starts_with(head.as_bytes()));
            let tail = [b"image/png\r\n\r\n", picture, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
            assert!(request.body().ends_with(&tail));
        }
    }
}
