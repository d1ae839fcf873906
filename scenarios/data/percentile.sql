select item, hj663_percentile(value, 90) as p90, count(value) as hours
from observation
where point = '1511a' and item in ('PM25', 'CO')
group by item
order by item
