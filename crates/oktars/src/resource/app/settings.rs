//! The settings of an app.

use crate::model::{Map, model, open_enum};
use crate::resource::app::oauth::OauthClientSettings;
use crate::resource::app::saml::SignOnSettings;

model! {
    /// The settings of an app, which differ by sign-on mode.
    pub struct AppSettings {
        /// What this kind of app asks for, under the names that it gives them.
        app: Map = "app",
        /// What users are told.
        notifications: Option<AppNotifications> = "notifications",
        /// Whether an admin has to set the app up for each user.
        manual_provisioning: Option<bool> = "manualProvisioning",
        /// Whether everyone has the app without an assignment.
        implicit_assignment: Option<bool> = "implicitAssignment",
        /// Whether entitlements are managed: `ENABLED`, `DISABLED` or `NONE`.
        em_opt_in_status: OptInStatus = "emOptInStatus",
        /// Notes.
        notes: Option<AppNotes> = "notes",
        /// How users sign in: SAML, and addresses of custom sign-in forms.
        sign_on: Option<SignOnSettings> = "signOn",
        /// The OAuth client, of OpenID Connect apps.
        oauth_client: Option<OauthClientSettings> = "oauthClient",
        /// The inline hook that is asked.
        inline_hook_id: Option<String> = "inlineHookId",
        /// Where the users of the app come from, if not from Okta.
        identity_store_id: Option<String> = "identityStoreId",
        ..extra
    }
}

model! {
    /// What users of an app are told.
    pub struct AppNotifications {
        /// Whether they need a VPN.
        vpn: AppVpn = "vpn",
        ..extra
    }
}

model! {
    /// Whether users of an app need a VPN.
    pub struct AppVpn {
        /// Where they need it: a `connection`, and zones.
        network: Map = "network",
        /// What they read then.
        message: Option<String> = "message",
        /// Where they read more.
        help_url: Option<String> = "helpUrl",
        ..extra
    }
}

model! {
    /// Notes about an app.
    pub struct AppNotes {
        /// For admins.
        admin: Option<String> = "admin",
        /// For users.
        end_user: Option<String> = "enduser",
        ..extra
    }
}

open_enum! {
    /// Whether an app uses entitlements.
    pub enum OptInStatus {
        DISABLED,
        DISABLING,
        ENABLED,
        ENABLING,
        NONE,
    }
}
