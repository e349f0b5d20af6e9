-- Counters of what is booked, by the studio's own days, kept by every step that changes a booking. A slot's name says its day
-- and its hour, so that no zone has to be known here.
--
--   fg:<month>  hash  <instructor> <counter>  ->  <total>[ <day>:<count>]...
--   fv:<month>  hash  <counter>               ->  the same: how bookings were made, and which were tried in vain
--
-- In both, # counts the writes: whoever counts anew sees by it whether somebody was quicker. keys.months and keys.visits hold
-- the names of the hashes by month.

local SLOT = '^(%d%d%d%d%-%d%d)%-(%d%d)_(%d+)_'

local function with_day(text, day, by)
  if not text then return string.format('%d %s:%d', by, day, by) end
  local space = string.find(text, ' ', 1, true) or #text + 1
  local total, days = string.sub(text, 1, space - 1), string.sub(text, space)
  local mark = ' ' .. day .. ':'
  local from = string.find(days, mark, 1, true)
  local before, rest = 0, ''
  if from then
    local till = string.find(days, ' ', from + 1, true) or #days + 1
    before, rest, days = string.sub(days, from + #mark, till - 1), string.sub(days, till), string.sub(days, 1, from - 1)
  end
  local count = before + by
  return string.format('%d', total + by) .. days .. (count == 0 and '' or string.format('%s%d', mark, count)) .. rest
end

-- The counters of a day, to which more may be added; nil for a name that says none.
local function day_of(keys, name)
  local month, day = string.match(name, SLOT)
  if not month then return nil end
  keys.tally = keys.tally or {}
  local fields = keys.tally[month]
  if not fields then
    fields = {}
    keys.tally[month], keys.tally[#keys.tally + 1] = fields, month
  end
  return {fields = fields, day = day}
end

local function add(at, counter, by)
  if not at then return end
  local days = at.fields[counter]
  if days then
    days[at.day] = (days[at.day] or 0) + by
  else
    at.fields[counter], at.fields[#at.fields + 1] = {[at.day] = by}, counter
  end
end

-- A session that opens or is over; `by` is 1 or -1.
local function note_session(keys, place, by)
  local at = day_of(keys, place.name)
  add(at, place.instructor .. ' sessions:' .. place.class, by)
  add(at, place.instructor .. ' minutes', by * (place.till - place.from))
end

local function lead_of(hours)
  for _, days in ipairs({30, 14, 7, 3, 1}) do
    if hours >= days * 24 then return days end
  end
  return 0
end

-- All that one state of a booking counts for, once for each of its first day or, of its places, for each of theirs.
local function share(keys, booking, terms, by)
  local places = places_of(booking)
  local first, who, total = places[1], booking.instructor .. ' ', by * (tonumber(terms.total) or 0)
  local money, at = first.class .. ':' .. (terms.currency or ''), day_of(keys, first.name)
  add(at, who .. 'status:' .. booking.status, by)
  -- What was paid for a lesson that does not take place is to be paid back, or was paid for the one in its stead.
  if booking.status == 'canceled' then return end
  if booking.payment == 'paid' then add(at, who .. 'paid:' .. money, total) end
  local hours = math.max(0, math.floor((first.from * 60000 - terms.created) / 3600000))
  add(at, who .. 'class:' .. first.class, by)
  add(at, who .. 'hour:' .. (string.match(first.name, '_(%d+)_') or ''), by)
  add(at, who .. 'source:' .. (terms.source or ''), by)
  add(at, who .. 'listed:' .. money, total)
  add(at, who .. 'lead:' .. lead_of(hours), by)
  add(at, who .. 'lead_hours', by * hours)
  for _, place in ipairs(places) do
    add(place == first and at or day_of(keys, place.name), place.instructor .. ' places:' .. place.class, by)
  end
end

-- What a booking was counted for before this step, and what it is counted for now.
local function note_booking(keys, booking)
  local was = booking.was
  if was and was.status == booking.status and was.payment == booking.payment and was.places == booking.places
      and was.instructor == booking.instructor and was.terms == booking.terms then
    return
  end
  local terms = cjson.decode(booking.terms)
  if was then share(keys, was, was.terms == booking.terms and terms or cjson.decode(was.terms), -1) end
  share(keys, booking, terms, 1)
end

-- The months of these places that the caller has not named.
local function months_unnamed(places, keys)
  local names, seen = {}, {}
  for _, place in ipairs(places) do
    local month = string.match(place.name, SLOT)
    if month and not keys.months[month] and not seen[month] then
      seen[month], names[#names + 1] = true, 'f.' .. month
    end
  end
  return names
end

-- Two commands a month, however many counters there are.
local function write_figures(keys)
  for _, month in ipairs(keys.tally or {}) do
    local fields, names = keys.tally[month], {'#'}
    for _, counter in ipairs(fields) do
      for _, by in pairs(fields[counter]) do
        if by ~= 0 then
          names[#names + 1] = counter
          break
        end
      end
    end
    local key = keys.months[month]
    if key and #names > 1 then
      local known = redis.call('HMGET', key, unpack(names))
      local words = {'#', string.format('%d', (known[1] or 0) + 1)}
      for n = 2, #names do
        local text = known[n]
        for day, by in pairs(fields[names[n]]) do text = with_day(text, day, by) end
        words[#words + 1], words[#words + 2] = names[n], text
      end
      redis.call('HSET', key, unpack(words))
    end
  end
end

-- One more booking that was made, or tried in vain, today. What links say of themselves may be anything: of each month only so
-- many such names are kept apart. Answers the day and the labels under which it was counted, so that it can be counted anew.
local function note_visit(key, plan, kind, more)
  local names, day, kept = {'#', '#names', kind}, string.sub(plan.today, 9), {plan.today}
  for _, labels in ipairs({plan.labels, more}) do
    for _, label in ipairs(labels) do names[#names + 1] = kind .. ' ' .. label end
  end
  local fixed = #names
  for _, label in ipairs(plan.said) do
    names[#names + 1] = kind .. ' ' .. label
    names[#names + 1] = kind .. ' ' .. string.match(label, '^%w+:') .. 'other'
  end
  local known = redis.call('HMGET', key, unpack(names))
  local different = tonumber(known[2] or 0)
  local words = {'#', string.format('%d', (known[1] or 0) + 1)}
  local function put(n)
    words[#words + 1], words[#words + 2] = names[n], with_day(known[n], day, 1)
    if n > 3 then kept[#kept + 1] = string.sub(names[n], #kind + 2) end
  end
  for n = 3, fixed do put(n) end
  for n = fixed + 1, #names, 2 do
    local is_new = not known[n]
    if is_new and different >= plan.names_kept then
      put(n + 1)
    else
      if is_new then different = different + 1 end
      put(n)
    end
  end
  words[#words + 1], words[#words + 2] = '#names', different
  redis.call('HSET', key, unpack(words))
  return table.concat(kept, ' ')
end
