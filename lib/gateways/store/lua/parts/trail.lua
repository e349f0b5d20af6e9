-- The trail of a booking: who did what to it, before and after. Each step is a line in a field of the booking's own hash, so
-- that it is written by the very command that changes the booking, and is in the backup with it. What somebody is called, or
-- how to reach them, stands in no line.
--
--   a:<version>  ->  <at, milliseconds> <who> <action>[ <what>=<before>><after>]...[ parts=<which>]
--
-- A step makes a new version, so that no repetition writes a second line; what makes none has a word behind the version.

local NOTHING = {status = '', payment = '', instructor = '', places = ''}
local PARTS = {'firstName', 'lastName', 'email', 'phone', 'notes'}

local function who_asks(plan)
  if not plan.session then return plan.by or 'customer' end
  return plan.instructor == '' and 'owner' or 'instructor:' .. plan.instructor
end

local function slots_of(booking)
  local names = {}
  for _, place in ipairs(places_of(booking)) do
    if place.instructor == booking.instructor then names[#names + 1] = place.name end
  end
  return table.concat(names, ',')
end

-- Which words of a person are other ones, never the words.
local function parts_between(before, after)
  if before == after or before == '' or after == '' then return nil end
  local old, new, names = cjson.decode(before), cjson.decode(after), {}
  for n, name in ipairs(PARTS) do
    if old[n] ~= new[n] then names[#names + 1] = name end
  end
  return #names > 0 and table.concat(names, ',') or nil
end

-- Whether a line would tell anything.
local function is_different(booking)
  local was = booking.was
  return booking.status ~= was.status or booking.payment ~= was.payment or booking.instructor ~= was.instructor
    or (booking.places ~= was.places and slots_of(booking) ~= slots_of(was))
end

-- What happened, by what is different now.
local function action_of(was, booking, slots)
  if was.status == '' then return 'booked' end
  if booking.status ~= was.status then return booking.status == 'confirmed' and 'undone' or booking.status end
  if slots or booking.instructor ~= was.instructor then return 'moved' end
  return booking.payment ~= was.payment and 'payment' or 'corrected'
end

-- The line of a step. `action` names what cannot be told by what is different, `parts` what is about who comes.
local function line_of(plan, booking, parts, action)
  local was = booking.was or NOTHING
  local words = {}
  for _, name in ipairs({'status', 'payment', 'instructor'}) do
    if booking[name] ~= was[name] then words[#words + 1] = name .. '=' .. was[name] .. '>' .. booking[name] end
  end
  local slots = nil
  if booking.places ~= was.places then
    local before, after = was.places == '' and '' or slots_of(was), slots_of(booking)
    slots = before ~= after
    if slots then words[#words + 1] = 'slots=' .. before .. '>' .. after end
  end
  if parts then words[#words + 1] = 'parts=' .. parts end
  return table.concat({string.format('%d', plan.created), who_asks(plan), action or action_of(was, booking, slots),
    unpack(words)}, ' ')
end

-- Writes a line for what made no new version. `word` is the same in a repetition.
local function note_line(plan, key, booking, word, action)
  redis.call('HSET', key, 'a:' .. booking.version .. ':' .. word, line_of(plan, booking, nil, action))
end

-- Customers may change a booking for as long as it is ahead: of their own lines only so many newest ones are kept. Those of
-- the staff and of Calendly, and the first, are kept for good.
local function shorten(plan, key, version)
  local oldest = version - plan.trail_kept
  if oldest <= 1 then return end
  local name = 'a:' .. oldest
  local line = redis.call('HGET', key, name)
  if line and string.find(line, '^%d+ customer ') then redis.call('HDEL', key, name) end
end
