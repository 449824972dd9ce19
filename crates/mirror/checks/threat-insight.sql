-- title: ThreatInsight blocks
-- severity: medium
-- why: Okta sees attacks on all of its customers, and knows addresses that you have not met yet.
-- fix: Set ThreatInsight to log and block.
-- reads: threat_insight
select 'threat_insight' as kind, 'org' as id, 'ThreatInsight' as name,
    'its action is ' || coalesce(action, 'not told') as detail
from threat_insight where action is not 'block'
