module tried

go 1.26

require (
	github.com/okta/okta-sdk-golang/v6 v6.0.0
	oktars.dev/oktarstest v0.1.0
)
