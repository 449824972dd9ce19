//! Bot protection: what Okta does about programs that sign in.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Map, model, open_enum};

handle! {
    /// What the org does about programs that sign in; made by [`Okta::bot_protection`](crate::Okta::bot_protection).
    /// Okta's page is "Bot Protection".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::bot_protection::{BotProtectionConfiguration, BotProtectionLevel, BotProtectionMode};
    ///
    /// let watch = BotProtectionConfiguration::new(BotProtectionMode::LOG_ONLY, BotProtectionLevel::HIGH);
    /// let shown = okta.bot_protection().update(&watch).request()?;
    /// assert_eq!(shown.method(), "POST");
    /// # Ok(()) }
    /// ```
    pub struct BotProtection;
    /// What the org does about programs that sign in.
    okta.bot_protection()
}

impl BotProtection<'_> {
    /// Reads the configuration: `GET /api/v1/bot-protection/configuration`.
    pub fn get(self) -> Call<BotProtectionConfiguration> {
        self.call(op::GET_BOT_PROTECTION_CONFIGURATION, []).json()
    }

    /// Changes the configuration: `POST /api/v1/bot-protection/configuration`.
    pub fn update(self, configuration: &BotProtectionConfiguration) -> Call<BotProtectionConfiguration> {
        self.call(op::UPDATE_BOT_PROTECTION_CONFIGURATION, []).body(configuration).json()
    }
}

model! {
    /// What the org does about programs that sign in.
    pub struct BotProtectionConfiguration {
        /// Whether it acts, looks on, or does nothing.
        mode: BotProtectionMode = "mode",
        /// How sure Okta must be.
        level: BotProtectionLevel = "level",
        /// What it does then.
        enforcement_type: Option<BotProtectionEnforcement> = "enforcementType",
        /// Where it looks.
        supported_flows: Vec<BotProtectionFlow> = "supportedFlows",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl BotProtectionConfiguration {
    /// A configuration for the flows that Okta chooses.
    pub fn new(mode: BotProtectionMode, level: BotProtectionLevel) -> Self {
        BotProtectionConfiguration { mode, level, ..BotProtectionConfiguration::default() }
    }
}

open_enum! {
    /// Whether the org acts.
    pub enum BotProtectionMode {
        /// It does nothing.
        DISABLED,
        /// It acts.
        ENFORCED,
        /// It writes into the System Log, and does nothing else.
        LOG_ONLY,
    }
}

open_enum! {
    /// How likely it must be that somebody is a program.
    pub enum BotProtectionLevel {
        /// Whatever it is.
        ANY,
        /// Very likely.
        HIGH,
        /// Little likely.
        LOW,
        /// Likely.
        MEDIUM,
    }
}

open_enum! {
    /// What the org does about a program.
    pub enum BotProtectionEnforcement {
        /// It asks for something that programs cannot do.
        OKTA_CHALLENGE,
    }
}

open_enum! {
    /// What somebody may be about to do.
    pub enum BotProtectionFlow {
        /// To sign in.
        SIGN_IN,
        /// To recover a password.
        SSPR,
        /// To register.
        SSR,
    }
}
