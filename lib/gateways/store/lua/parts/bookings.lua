-- A booking as it is kept, and the indexes under which it is found.
-- keys holds the names of by_start, customers and active, and of the index of each instructor by id.

local FIELDS = {'status', 'version', 'token', 'payment', 'instructor', 'terms', 'person', 'places', 'customer', 'reminder',
  'words'}
local PLACE = '^(%S+) ((%d+):(%d+):([^:]*):([^:]*):[^:]*):(%d+):(%d+):([^:]*):'

-- nil when there is none.
local function load(key, id)
  local values = redis.call('HMGET', key, unpack(FIELDS))
  if not values[1] then return nil end
  local booking = {id = id}
  for n, name in ipairs(FIELDS) do booking[name] = values[n] or '' end
  -- As it was before whoever asked changed it.
  booking.was = {version = booking.version, status = booking.status, payment = booking.payment,
    instructor = booking.instructor, places = booking.places, terms = booking.terms, person = booking.person}
  return booking
end

-- The places in the order of their starts, as they stand in the schedules.
local function places_of(booking)
  local places = {}
  for line in string.gmatch(booking.places, '[^\n]+') do
    local name, session, from, till, instructor, class, before, after, room = string.match(line, PLACE)
    places[#places + 1] = {name = name, session = session, from = tonumber(from), till = tonumber(till),
      instructor = instructor, class = class, before = tonumber(before), after = tonumber(after), room = room,
      member = string.sub(line, #name + 2)}
  end
  return places
end

-- Its data were taken out, and it has no address any more.
local function is_erased(booking)
  return booking.person == ''
end

-- It was made on Calendly, which decides about its time and writes its letters.
local function is_imposed(booking)
  return string.sub(booking.id, 1, 9) == 'calendly_'
end

-- What its maker or changer is told; `person` stands in for who comes.
local function snapshot(booking, event, person)
  return table.concat({booking.id, booking.instructor, event, booking.status, booking.version, booking.token,
    booking.payment, booking.terms, person or booking.person, booking.places}, '\n')
end

local function with_person(text, person)
  local before, after = string.match(text, '^(' .. string.rep('[^\n]*\n', 8) .. ')[^\n]*(.*)$')
  return before .. person .. after
end

-- Entries of one customer stand together and in the order of time: all scores are the same.
local function entry(customer, minute, id)
  return string.format('%s:%010d:%s', customer, minute, id)
end

-- Active bookings are counted until their last place ends; those of Calendly's were never held against the limit.
local function list(keys, booking, places)
  local first, last = places[1], places[#places]
  redis.call('ZADD', keys.customers, 0, entry(booking.customer, first.from, booking.id))
  if not is_imposed(booking) then
    redis.call('ZADD', keys.active, 0, entry(booking.customer, last.till, booking.id))
  end
end

local function unlist(keys, booking, places)
  local first, last = places[1], places[#places]
  redis.call('ZREM', keys.customers, entry(booking.customer, first.from, booking.id))
  redis.call('ZREM', keys.active, entry(booking.customer, last.till, booking.id))
end

-- How a booking stands after this step, for systems that are told of each step by itself. Nothing about who comes.
local function stated(booking)
  return '\n' .. table.concat({booking.status, booking.payment, booking.instructor}, ' ') .. '\n' .. booking.places
end

-- Letters are named by what they say of which version, so that no repetition makes a second one. `more` is added to
-- what the caller wrote, except where the letter says how the booking stands.
local function post(keys, booking, letters, more)
  if #letters == 0 then return end
  local due, texts = {}, {}
  for _, letter in ipairs(letters) do
    local id = table.concat({booking.id, booking.version, letter.kind}, ':')
    due[#due + 1], due[#due + 2] = letter.due, id
    texts[#texts + 1], texts[#texts + 2] = id, letter.text .. (letter.states and stated(booking) or more)
  end
  redis.call('ZADD', keys.letters_due, unpack(due))
  redis.call('HSET', keys.letters, unpack(texts))
end

-- The letters of a step and the reminder of the first place, unless it begins too soon to be reminded of. The booking
-- knows the version under which its reminder waits.
local function with_reminder(plan, booking, first)
  local letters, due = {}, (first.from - plan.reminder_minutes) * 60000
  for n, letter in ipairs(plan.letters) do letters[n] = letter end
  booking.reminder = ''
  if due > plan.created then
    letters[#letters + 1] = {kind = 'reminder', due = due, text = plan.reminder}
    booking.reminder = booking.version
  end
  return letters
end

local function forget_reminder(keys, booking)
  if booking.reminder == '' then return end
  local id = table.concat({booking.id, booking.reminder, 'reminder'}, ':')
  redis.call('ZREM', keys.letters_due, id)
  redis.call('HDEL', keys.letters, id)
  booking.reminder = ''
end

-- Who comes stands in the booking and nowhere else, so that erasing it there erases it: what is remembered of an answer
-- leaves that line empty, and who repeats the question says or reads it anew.
local function remember(keys, plan, booking, event, seconds)
  local text = plan.fingerprint .. '\n' .. snapshot(booking, event, '')
  redis.call('SET', keys.answer, text, 'EX', seconds or plan.answer_seconds)
end

-- A no holds for every request with this key that was sent before it was given: one that was held up on its way and
-- that everybody has given up on must not be granted after all. It may be refused again, and what is sent from now on
-- is judged anew.
local function close(keys, plan)
  local clock = redis.call('TIME')
  redis.call('SET', keys.answer, '!' .. clock[1] * 1000 + math.floor(clock[2] / 1000), 'EX', plan.closed_seconds)
end

-- Asked before anything is written.
local function was_refused(keys, plan)
  return keys.closed ~= nil and plan.created <= keys.closed
end

-- The answer that an idempotency key was given before, or nil.
local function remembered(keys, plan)
  local known = redis.call('GET', keys.answer)
  if not known then return nil end
  keys.closed = tonumber(string.match(known, '^!(%d+)$'))
  if keys.closed then return nil end
  local fingerprint, text = string.match(known, '^([^\n]*)\n(.*)$')
  if fingerprint ~= plan.fingerprint then return {'mismatch'} end
  return {'repeated', text}
end
