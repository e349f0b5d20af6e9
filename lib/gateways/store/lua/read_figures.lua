#!lua flags=no-writes,allow-key-locking
-- read_figures: what the counters of some days come to, however many bookings they count.
--
-- KEYS[1..] figures          hashes of plan.months, then their visits if those are asked for (parts/figures.lua)
--
-- ARGV[1] plan               JSON: months {name, from, till, is_whole}, the days as two digits; instructor, whose lessons they
--                            are, empty for everybody's; by_day, whether the course is told by days, else by months
--
-- answers: figures   JSON: names and sums of the lessons in turn; the same of the visits; counter, day or month and count in turn
--
-- Reads only, so it may run any number of times.

local plan = cjson.decode(ARGV[1])

local function whole(number) return string.format('%d', number) end

local function is_course(counter)
  return counter == 'made' or counter == 'lost' or string.find(counter, '^status:') or string.find(counter, '^listed:')
end

-- Sums by name, and the course of some of them.
local function read(key, month, sums, course)
  local fields = redis.call('HGETALL', key)
  for at = 1, #fields, 2 do
    local name, text = fields[at], fields[at + 1]
    local counter = sums.is_visits and name or string.match(name, '^%S+ (.*)$')
    local is_theirs = sums.is_visits or plan.instructor == '' or string.match(name, '^%S+') == plan.instructor
    if string.sub(name, 1, 1) ~= '#' and is_theirs then
      local sum, days = 0, is_course(counter) and plan.by_day
      if month.is_whole then sum = tonumber(string.match(text, '^%-?%d+')) end
      if days or not month.is_whole then
        for day, count in string.gmatch(text, ' (%d%d):(%-?%d+)') do
          if day >= month.from and day <= month.till then
            if not month.is_whole then sum = sum + count end
            if days then
              local when = counter .. '\n' .. month.name .. '-' .. day
              course[when] = (course[when] or 0) + count
            end
          end
        end
      end
      if is_course(counter) and not plan.by_day then
        local when = counter .. '\n' .. month.name
        course[when] = (course[when] or 0) + sum
      end
      sums.found[name] = (sums.found[name] or 0) + sum
    end
  end
end

local lessons, visits, course = {found = {}}, {found = {}, is_visits = true}, {}
for n, month in ipairs(plan.months) do
  read(KEYS[n], month, lessons, course)
  if KEYS[n + #plan.months] then read(KEYS[n + #plan.months], month, visits, course) end
end

local told = {{}, {}, {}}
for n, sums in ipairs({lessons, visits}) do
  for name, sum in pairs(sums.found) do
    local list = told[n]
    list[#list + 1], list[#list + 2] = name, whole(sum)
  end
end
for when, count in pairs(course) do
  local list = told[3]
  list[#list + 1], list[#list + 2], list[#list + 3] = string.match(when, '^[^\n]*'), string.match(when, '\n(.*)$'), whole(count)
end
return {'figures', cjson.encode(told[1]), cjson.encode(told[2]), cjson.encode(told[3])}
