-- title: The System Log goes to a place outside of Okta
-- severity: high
-- stig: OKTA-APP-001430 V-273202 SV-273202r1099766_rule CCI-001851 CCI-000166 CCI-001348
-- why: Okta keeps the log for 90 days, and somebody who takes over the org also has the log.
-- fix: Make a log stream and activate it. If a SIEM reads the log over the API instead, except `org` from this check and
--   name the SIEM as the reason.
-- reads: log_streams
select 'log_streams' as kind, 'org' as id, 'org' as name, 'no log stream is active' as detail
where not exists (select 1 from log_streams where status = 'ACTIVE')
