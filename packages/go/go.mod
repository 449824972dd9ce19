module oktars.dev/oktarstest

go 1.21
