//! The org itself, and how it looks.

use oktars::brand::{
    Brand, EmailCustomization, ListBrands, ListEmailCustomizations, ListEmailTemplates, ListThemes, NewBrand,
    Theme,
};
use oktars::domain::{CertificateSource, DomainCertificate, NewDomain};
use oktars::email_domain::{ListEmailDomains, NewEmailDomain};
use oktars::feature::{ListFeatureDependencies, ListFeatureDependents, ListFeatures, SwitchFeature};
use oktars::org::{ListOrgContactTypes, OrgSetting};
use oktars::sms_template::{ListSmsTemplates, SmsTemplate};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn org(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getWellknownOrgMetadata" => value(okta.org_settings().metadata().await),
        "getOrgSettings" => value(okta.org_settings().get().await),
        "updateOrgSettings" => value(okta.org_settings().update(&OrgSetting::default()).await),
        "replaceOrgSettings" => value(okta.org_settings().replace(&OrgSetting::default()).await),
        "listOrgContactTypes" => page(okta.org_settings().contact_types(&ListOrgContactTypes::new())).await,
        "getOrgContactUser" => value(okta.org_settings().contact(asked.path(0)).await),
        "replaceOrgContactUser" => value(okta.org_settings().set_contact(asked.path(0), "user_id").await),
        "getOrgPreferences" => value(okta.org_settings().preferences().await),
        "setOrgHideOktaUIFooter" => value(okta.org_settings().hide_footer().await),
        "setOrgShowOktaUIFooter" => value(okta.org_settings().show_footer().await),
        "getOktaCommunicationSettings" => value(okta.org_settings().communication().await),
        "optInUsersToOktaCommunicationEmails" => value(okta.org_settings().opt_in_to_communication().await),
        "optOutUsersFromOktaCommunicationEmails" => {
            value(okta.org_settings().opt_out_of_communication().await)
        }
        "getOrgOktaSupportSettings" => value(okta.org_settings().support().await),
        "grantOktaSupport" => value(okta.org_settings().grant_support().await),
        "extendOktaSupport" => value(okta.org_settings().extend_support().await),
        "revokeOktaSupport" => value(okta.org_settings().revoke_support().await),
        "listFeatures" => page(okta.features().list(&ListFeatures::new())).await,
        "getFeature" => value(okta.features().get(asked.path(0)).await),
        "listFeatureDependencies" => {
            page(okta.features().dependencies(asked.path(0), &ListFeatureDependencies::new())).await
        }
        "listFeatureDependents" => {
            page(okta.features().dependents(asked.path(0), &ListFeatureDependents::new())).await
        }
        "updateFeatureLifecycle" => {
            let mut options = SwitchFeature::new();
            options.mode = asked.text("mode");
            match asked.path(1) {
                "enable" => value(okta.features().enable_with(asked.path(0), &options).await),
                _ => value(okta.features().disable_with(asked.path(0), &options).await),
            }
        }
        "listSmsTemplates" => {
            let mut query = ListSmsTemplates::new();
            query.template_type = asked.text("templateType");
            page(okta.sms_templates().list(&query)).await
        }
        "createSmsTemplate" => value(okta.sms_templates().create(&SmsTemplate::new("name", "words")).await),
        "getSmsTemplate" => value(okta.sms_templates().get(asked.path(0)).await),
        "updateSmsTemplate" => {
            value(okta.sms_templates().update(asked.path(0), &SmsTemplate::new("name", "words")).await)
        }
        "replaceSmsTemplate" => {
            value(okta.sms_templates().replace(asked.path(0), &SmsTemplate::new("name", "words")).await)
        }
        "deleteSmsTemplate" => nothing(okta.sms_templates().delete(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn brand(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listBrands" => {
            let mut query = ListBrands::new();
            query.q = asked.text("q");
            query.expand = asked.text("expand");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.brands().list(&query)).await
        }
        "createBrand" => value(okta.brands().create(&NewBrand::new("name")).await),
        "getBrand" => value(okta.brands().get(asked.path(0)).await),
        "replaceBrand" => value(okta.brands().replace(asked.path(0), &Brand::default()).await),
        "deleteBrand" => nothing(okta.brands().delete(asked.path(0)).await),
        "listBrandDomains" => value(okta.brands().domains(asked.path(0)).await),
        "listBrandThemes" => page(okta.brand_themes(asked.path(0)).list(&ListThemes::new())).await,
        "getBrandTheme" => value(okta.brand_themes(asked.path(0)).get(asked.path(1)).await),
        "replaceBrandTheme" => {
            value(okta.brand_themes(asked.path(0)).replace(asked.path(1), &Theme::default()).await)
        }
        "uploadBrandThemeLogo" => {
            value(okta.brand_themes(asked.path(0)).upload_logo(asked.path(1), "media_type", b"picture").await)
        }
        "deleteBrandThemeLogo" => nothing(okta.brand_themes(asked.path(0)).delete_logo(asked.path(1)).await),
        "uploadBrandThemeFavicon" => value(
            okta.brand_themes(asked.path(0)).upload_favicon(asked.path(1), "media_type", b"picture").await,
        ),
        "deleteBrandThemeFavicon" => {
            nothing(okta.brand_themes(asked.path(0)).delete_favicon(asked.path(1)).await)
        }
        "uploadBrandThemeBackgroundImage" => value(
            okta.brand_themes(asked.path(0))
                .upload_background_image(asked.path(1), "media_type", b"picture")
                .await,
        ),
        "deleteBrandThemeBackgroundImage" => {
            nothing(okta.brand_themes(asked.path(0)).delete_background_image(asked.path(1)).await)
        }
        "listEmailTemplates" => {
            page(okta.email_templates(asked.path(0)).list(&pages!(asked, ListEmailTemplates))).await
        }
        "getEmailTemplate" => value(okta.email_templates(asked.path(0)).get(asked.path(1)).await),
        "listEmailCustomizations" => {
            page(
                okta.email_templates(asked.path(0))
                    .customizations(asked.path(1), &pages!(asked, ListEmailCustomizations)),
            )
            .await
        }
        "createEmailCustomization" => value(
            okta.email_templates(asked.path(0))
                .create_customization(asked.path(1), &EmailCustomization::new("en", "subject", "body"))
                .await,
        ),
        "getEmailCustomization" => {
            value(okta.email_templates(asked.path(0)).customization(asked.path(1), asked.path(2)).await)
        }
        "replaceEmailCustomization" => value(
            okta.email_templates(asked.path(0))
                .replace_customization(
                    asked.path(1),
                    asked.path(2),
                    &EmailCustomization::new("en", "subject", "body"),
                )
                .await,
        ),
        "deleteEmailCustomization" => nothing(
            okta.email_templates(asked.path(0)).delete_customization(asked.path(1), asked.path(2)).await,
        ),
        "deleteAllCustomizations" => {
            nothing(okta.email_templates(asked.path(0)).delete_all_customizations(asked.path(1)).await)
        }
        "getCustomizationPreview" => {
            value(okta.email_templates(asked.path(0)).preview(asked.path(1), asked.path(2)).await)
        }
        "getEmailDefaultContent" => {
            value(okta.email_templates(asked.path(0)).default_content(asked.path(1)).await)
        }
        "getEmailDefaultPreview" => {
            value(okta.email_templates(asked.path(0)).default_preview(asked.path(1)).await)
        }
        "getEmailSettings" => value(okta.email_templates(asked.path(0)).settings(asked.path(1)).await),
        "replaceEmailSettings" => {
            value(okta.email_templates(asked.path(0)).set_recipients(asked.path(1), "recipients").await)
        }
        "sendTestEmail" => nothing(okta.email_templates(asked.path(0)).send_test(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn domain(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listCustomDomains" => value(okta.domains().list().await),
        "createCustomDomain" => {
            value(okta.domains().create(&NewDomain::new("domain", CertificateSource::MANUAL)).await)
        }
        "getCustomDomain" => value(okta.domains().get(asked.path(0)).await),
        "replaceCustomDomain" => value(okta.domains().set_brand(asked.path(0), "brand_id").await),
        "deleteCustomDomain" => nothing(okta.domains().delete(asked.path(0)).await),
        "upsertCertificate" => nothing(
            okta.domains()
                .set_certificate(asked.path(0), &DomainCertificate::new("certificate", "chain", "key"))
                .await,
        ),
        "verifyDomain" => value(okta.domains().verify(asked.path(0)).await),
        "listEmailDomains" => page(okta.email_domains().list(&ListEmailDomains::new())).await,
        "createEmailDomain" => {
            value(okta.email_domains().create(&NewEmailDomain::new("brand", "domain", "user", "name")).await)
        }
        "getEmailDomain" => value(okta.email_domains().get(asked.path(0)).await),
        "replaceEmailDomain" => {
            value(okta.email_domains().replace(asked.path(0), "user_name", "display_name").await)
        }
        "deleteEmailDomain" => nothing(okta.email_domains().delete(asked.path(0)).await),
        "verifyEmailDomain" => value(okta.email_domains().verify(asked.path(0)).await),
        _ => return None,
    })
}
