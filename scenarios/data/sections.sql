select point, at, water_class_of(item, value, at, 'river') as class
from observation
where item in ('PH', 'DO', 'CODMN', 'NH3N', 'TP')
group by point, at
order by class desc, at, point
limit 3
