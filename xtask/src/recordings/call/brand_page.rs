//! Pages of brands.

use oktars::brand::{ErrorPage, GetBrandPage, ListSignInWidgetVersions, SignInPage, SignOutPage};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::Asked;

pub async fn brand_page(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let pages = okta.brand_pages(asked.owner());
    let (error, sign_in) = (ErrorPage::default(), SignInPage::default());
    let mut root = GetBrandPage::new();
    root.expand = asked.text("expand");
    Some(match asked.operation.id {
        "getErrorPage" => value(pages.error_page_with(&root).await),
        "getCustomizedErrorPage" => value(pages.customized_error_page().await),
        "replaceCustomizedErrorPage" => value(pages.replace_customized_error_page(&error).await),
        "deleteCustomizedErrorPage" => nothing(pages.delete_customized_error_page().await),
        "getDefaultErrorPage" => value(pages.default_error_page().await),
        "getPreviewErrorPage" => value(pages.preview_error_page().await),
        "replacePreviewErrorPage" => value(pages.replace_preview_error_page(&error).await),
        "deletePreviewErrorPage" => nothing(pages.delete_preview_error_page().await),
        "getSignInPage" => value(pages.sign_in_page_with(&root).await),
        "getCustomizedSignInPage" => value(pages.customized_sign_in_page().await),
        "replaceCustomizedSignInPage" => value(pages.replace_customized_sign_in_page(&sign_in).await),
        "deleteCustomizedSignInPage" => nothing(pages.delete_customized_sign_in_page().await),
        "getDefaultSignInPage" => value(pages.default_sign_in_page().await),
        "getPreviewSignInPage" => value(pages.preview_sign_in_page().await),
        "replacePreviewSignInPage" => value(pages.replace_preview_sign_in_page(&sign_in).await),
        "deletePreviewSignInPage" => nothing(pages.delete_preview_sign_in_page().await),
        "listAllSignInWidgetVersions" => {
            page(pages.sign_in_widget_versions(&ListSignInWidgetVersions::new())).await
        }
        "getSignOutPageSettings" => value(pages.sign_out_page().await),
        "replaceSignOutPageSettings" => value(pages.replace_sign_out_page(&SignOutPage::okta()).await),
        _ => return None,
    })
}
