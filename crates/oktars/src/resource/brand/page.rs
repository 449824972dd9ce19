//! Pages of a brand: signing in, signing out, and errors.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The pages of one brand; made by [`Okta::brand_pages`](crate::Okta::brand_pages). Okta's page is "Custom
    /// Pages".
    ///
    /// A page has three forms: the default is Okta's, the customized one is what users see, and the preview is what
    /// administrators look at first.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let brand = okta.brands().create(&oktars::brand::NewBrand::new("Partners")).await?;
    /// let pages = okta.brand_pages(&brand.id);
    /// let mut page = pages.default_sign_in_page().await?;
    /// page.widget_customizations.sign_in_label = Some("Welcome".into());
    /// pages.replace_preview_sign_in_page(&page).await?;
    ///
    /// // Once it looks right:
    /// let page = pages.replace_customized_sign_in_page(&page).await?;
    /// assert_eq!(page.widget_customizations.sign_in_label.as_deref(), Some("Welcome"));
    /// pages.delete_customized_sign_in_page().await?;
    /// # Ok(()) }
    /// ```
    pub struct BrandPages;
    /// The pages of a brand.
    okta.brand_pages(brand_id)
}

impl BrandPages<'_> {
    /// Reads which page of errorss there are: `GET /api/v1/brands/{brandId}/pages/error`.
    pub fn error_page(self) -> Call<BrandPage> {
        self.error_page_with(&GetBrandPage::default())
    }

    /// Reads which page of errorss there are, with the pages themselves if so chosen:
    /// `GET /api/v1/brands/{brandId}/pages/error`.
    pub fn error_page_with(self, options: &GetBrandPage) -> Call<BrandPage> {
        options.apply(self.call(op::GET_ERROR_PAGE, [])).json()
    }

    /// Reads the page of errors that users see: `GET /api/v1/brands/{brandId}/pages/error/customized`.
    pub fn customized_error_page(self) -> Call<ErrorPage> {
        self.call(op::GET_CUSTOMIZED_ERROR_PAGE, []).json()
    }

    /// Replaces the page of errors that users see: `PUT /api/v1/brands/{brandId}/pages/error/customized`.
    pub fn replace_customized_error_page(self, page: &ErrorPage) -> Call<ErrorPage> {
        self.call(op::REPLACE_CUSTOMIZED_ERROR_PAGE, []).body(page).json()
    }

    /// Goes back to the default page of errors: `DELETE /api/v1/brands/{brandId}/pages/error/customized`.
    pub fn delete_customized_error_page(self) -> Call<()> {
        self.call(op::DELETE_CUSTOMIZED_ERROR_PAGE, []).empty()
    }

    /// Reads the default page of errors: `GET /api/v1/brands/{brandId}/pages/error/default`.
    pub fn default_error_page(self) -> Call<ErrorPage> {
        self.call(op::GET_DEFAULT_ERROR_PAGE, []).json()
    }

    /// Reads the page of errors that only administrators see: `GET /api/v1/brands/{brandId}/pages/error/preview`.
    pub fn preview_error_page(self) -> Call<ErrorPage> {
        self.call(op::GET_PREVIEW_ERROR_PAGE, []).json()
    }

    /// Replaces the page of errors that only administrators see: `PUT /api/v1/brands/{brandId}/pages/error/preview`.
    pub fn replace_preview_error_page(self, page: &ErrorPage) -> Call<ErrorPage> {
        self.call(op::REPLACE_PREVIEW_ERROR_PAGE, []).body(page).json()
    }

    /// Removes the page of errors that only administrators see: `DELETE /api/v1/brands/{brandId}/pages/error/preview`.
    pub fn delete_preview_error_page(self) -> Call<()> {
        self.call(op::DELETE_PREVIEW_ERROR_PAGE, []).empty()
    }

    /// Reads which sign-in pages there are: `GET /api/v1/brands/{brandId}/pages/sign-in`.
    pub fn sign_in_page(self) -> Call<BrandPage> {
        self.sign_in_page_with(&GetBrandPage::default())
    }

    /// Reads which sign-in pages there are, with the pages themselves if so chosen:
    /// `GET /api/v1/brands/{brandId}/pages/sign-in`.
    pub fn sign_in_page_with(self, options: &GetBrandPage) -> Call<BrandPage> {
        options.apply(self.call(op::GET_SIGN_IN_PAGE, [])).json()
    }

    /// Reads the sign-in page that users see: `GET /api/v1/brands/{brandId}/pages/sign-in/customized`.
    pub fn customized_sign_in_page(self) -> Call<SignInPage> {
        self.call(op::GET_CUSTOMIZED_SIGN_IN_PAGE, []).json()
    }

    /// Replaces the sign-in page that users see: `PUT /api/v1/brands/{brandId}/pages/sign-in/customized`.
    pub fn replace_customized_sign_in_page(self, page: &SignInPage) -> Call<SignInPage> {
        self.call(op::REPLACE_CUSTOMIZED_SIGN_IN_PAGE, []).body(page).json()
    }

    /// Goes back to the default sign-in page: `DELETE /api/v1/brands/{brandId}/pages/sign-in/customized`.
    pub fn delete_customized_sign_in_page(self) -> Call<()> {
        self.call(op::DELETE_CUSTOMIZED_SIGN_IN_PAGE, []).empty()
    }

    /// Reads the default sign-in page: `GET /api/v1/brands/{brandId}/pages/sign-in/default`.
    pub fn default_sign_in_page(self) -> Call<SignInPage> {
        self.call(op::GET_DEFAULT_SIGN_IN_PAGE, []).json()
    }

    /// Reads the sign-in page that only administrators see: `GET /api/v1/brands/{brandId}/pages/sign-in/preview`.
    pub fn preview_sign_in_page(self) -> Call<SignInPage> {
        self.call(op::GET_PREVIEW_SIGN_IN_PAGE, []).json()
    }

    /// Replaces the sign-in page that only administrators see: `PUT /api/v1/brands/{brandId}/pages/sign-in/preview`.
    pub fn replace_preview_sign_in_page(self, page: &SignInPage) -> Call<SignInPage> {
        self.call(op::REPLACE_PREVIEW_SIGN_IN_PAGE, []).body(page).json()
    }

    /// Removes the sign-in page that only administrators see: `DELETE /api/v1/brands/{brandId}/pages/sign-in/preview`.
    pub fn delete_preview_sign_in_page(self) -> Call<()> {
        self.call(op::DELETE_PREVIEW_SIGN_IN_PAGE, []).empty()
    }

    /// Lists the versions of the Sign-In Widget: `GET /api/v1/brands/{brandId}/pages/sign-in/widget-versions`.
    pub fn sign_in_widget_versions(self, query: &ListSignInWidgetVersions) -> Listing<String> {
        query.apply(self.call(op::LIST_ALL_SIGN_IN_WIDGET_VERSIONS, [])).list()
    }

    /// Reads where users come when they sign out: `GET /api/v1/brands/{brandId}/pages/sign-out/customized`.
    pub fn sign_out_page(self) -> Call<SignOutPage> {
        self.call(op::GET_SIGN_OUT_PAGE_SETTINGS, []).json()
    }

    /// Says where users come when they sign out: `PUT /api/v1/brands/{brandId}/pages/sign-out/customized`.
    pub fn replace_sign_out_page(self, page: &SignOutPage) -> Call<SignOutPage> {
        self.call(op::REPLACE_SIGN_OUT_PAGE_SETTINGS, []).body(page).json()
    }
}

query! {
    /// How to read which pages there are.
    pub struct GetBrandPage {
        /// What to send along, joined by commas: `default`, `customized`, `customizedUrl`, `preview` or `previewUrl`.
        expand: String = "expand",
    }
}

query! {
    /// How to list the versions of the Sign-In Widget. Okta has nothing to choose here yet.
    pub struct ListSignInWidgetVersions {}
}

model! {
    /// Which forms a page has.
    pub struct BrandPage {
        /// What was asked for with `expand`.
        embedded: BrandPageForms = "_embedded",
        /// Links to the forms.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// The forms of a page.
    pub struct BrandPageForms {
        /// Okta's own.
        default: ErrorPage = "default",
        /// What users see.
        customized: ErrorPage = "customized",
        /// Where to look at what users see.
        customized_url: Option<String> = "customizedUrl",
        /// What administrators look at first.
        preview: ErrorPage = "preview",
        /// Where to look at that.
        preview_url: Option<String> = "previewUrl",
    }

    /// From where a page may load what it shows.
    pub struct ContentSecurityPolicySetting {
        /// Whether browsers refuse what is not allowed, or only tell.
        mode: Option<ContentSecurityPolicyMode> = "mode",
        /// Where browsers tell of what is not allowed.
        report_uri: Option<String> = "reportUri",
        /// From where the page may load.
        src_list: Vec<String> = "srcList",
    }

    /// The words and links of the Sign-In Widget.
    pub struct WidgetCustomizations {
        /// The heading.
        sign_in_label: Option<String> = "signInLabel",
        /// The label of the field for the username.
        username_label: Option<String> = "usernameLabel",
        /// The hint for the username.
        username_info_tip: Option<String> = "usernameInfoTip",
        /// The label of the field for the password.
        password_label: Option<String> = "passwordLabel",
        /// The hint for the password.
        password_info_tip: Option<String> = "passwordInfoTip",
        /// Whether users can show the password that they type.
        show_password_visibility_toggle: Option<bool> = "showPasswordVisibilityToggle",
        /// Whether the username stays in sight.
        show_user_identifier: Option<bool> = "showUserIdentifier",
        /// The label of the link for a forgotten password.
        forgot_password_label: Option<String> = "forgotPasswordLabel",
        /// Where that link leads.
        forgot_password_url: Option<String> = "forgotPasswordUrl",
        /// The label of the link that unlocks an account.
        unlock_account_label: Option<String> = "unlockAccountLabel",
        /// Where that link leads.
        unlock_account_url: Option<String> = "unlockAccountUrl",
        /// The label of the link for help.
        help_label: Option<String> = "helpLabel",
        /// Where that link leads.
        help_url: Option<String> = "helpUrl",
        /// The label of a link of your own.
        custom_link_1_label: Option<String> = "customLink1Label",
        /// Where that link leads.
        custom_link_1_url: Option<String> = "customLink1Url",
        /// The label of a second link of your own.
        custom_link_2_label: Option<String> = "customLink2Label",
        /// Where that link leads.
        custom_link_2_url: Option<String> = "customLink2Url",
        /// The label of a link on the pages of authenticators.
        authenticator_page_custom_link_label: Option<String> = "authenticatorPageCustomLinkLabel",
        /// Where that link leads.
        authenticator_page_custom_link_url: Option<String> = "authenticatorPageCustomLinkUrl",
        /// The label of the field for who recovers an account, in the Classic Engine.
        classic_recovery_flow_email_or_username_label: Option<String> = "classicRecoveryFlowEmailOrUsernameLabel",
        /// The heading of the help in the footer, in the Classic Engine.
        classic_footer_help_title: Option<String> = "classicFooterHelpTitle",
        /// Which generation of the widget it is.
        widget_generation: Option<WidgetGeneration> = "widgetGeneration",
        /// What asks users whether they stay signed in.
        post_auth_keep_me_signed_in_prompt: KeepMeSignedInPrompt = "postAuthKeepMeSignedInPrompt",
        /// What tells users of an authenticator that they will need soon.
        grace_period_required_soon: RequiredSoon = "gracePeriodRequiredSoon",
    }

    /// What asks users whether they stay signed in.
    pub struct KeepMeSignedInPrompt {
        /// The heading.
        title: Option<String> = "title",
        /// The text below.
        subtitle: Option<String> = "subtitle",
        /// The button for yes.
        accept_button_text: Option<String> = "acceptButtonText",
        /// The button for no.
        reject_button_text: Option<String> = "rejectButtonText",
    }

    /// What tells users of an authenticator that they will need soon.
    pub struct RequiredSoon {
        /// The text.
        description: Option<String> = "gracePeriodRequiredSoonDescription",
        /// The label of a link.
        custom_link_label: Option<String> = "gracePeriodRequiredSoonCustomLinkLabel",
        /// Where that link leads.
        custom_link_url: Option<String> = "gracePeriodRequiredSoonCustomLinkUrl",
    }
}

model! {
    /// A page of errors, read or to be set.
    pub struct ErrorPage {
        /// Its HTML.
        page_content: Option<String> = "pageContent",
        /// From where it may load what it shows.
        content_security_policy_setting: ContentSecurityPolicySetting = "contentSecurityPolicySetting",
        ..extra
    }
}

model! {
    /// A sign-in page, read or to be set.
    pub struct SignInPage {
        /// Its HTML.
        page_content: Option<String> = "pageContent",
        /// From where it may load what it shows.
        content_security_policy_setting: ContentSecurityPolicySetting = "contentSecurityPolicySetting",
        /// The words and links of the Sign-In Widget.
        widget_customizations: WidgetCustomizations = "widgetCustomizations",
        /// The version of the Sign-In Widget; `*` is the newest.
        widget_version: Option<String> = "widgetVersion",
        ..extra
    }
}

model! {
    /// Where users come when they sign out.
    pub struct SignOutPage {
        /// Whether it is Okta's page or one of yours.
        kind: HostedPageType = "type",
        /// The address of yours.
        url: Option<String> = "url",
        ..extra
    }
}

impl SignOutPage {
    /// Okta's own page.
    pub fn okta() -> Self {
        SignOutPage { kind: HostedPageType::OKTA_DEFAULT, ..SignOutPage::default() }
    }

    /// A page of yours.
    pub fn external(url: impl Into<String>) -> Self {
        SignOutPage {
            kind: HostedPageType::EXTERNALLY_HOSTED,
            url: Some(url.into()),
            ..SignOutPage::default()
        }
    }
}

open_enum! {
    /// What browsers do with what a page may not load.
    pub enum ContentSecurityPolicyMode {
        /// They refuse it.
        ENFORCED = "enforced",
        /// They tell of it, and load it.
        REPORT_ONLY = "report_only",
    }
}

open_enum! {
    /// A generation of the Sign-In Widget.
    pub enum WidgetGeneration {
        /// The second.
        G2,
        /// The third.
        G3,
    }
}

open_enum! {
    /// Whose page it is.
    pub enum HostedPageType {
        /// A page of yours.
        EXTERNALLY_HOSTED,
        /// Okta's.
        OKTA_DEFAULT,
    }
}
