-- The worst hours of a station, why, and by which edition.
select at,
       aqi_hourly_of(item, value, at) as aqi,
       aqi_hourly_of_verdict(item, value, at)['deciding'] as primary,
       aqi_hourly_of_verdict(item, value, at)['word_en'] as level,
       aqi_hourly_of_verdict(item, value, at)['edition'] as edition
from observation
where point = '1511a' and period = 'hour'
group by at
order by aqi desc nulls last, at
limit 4
