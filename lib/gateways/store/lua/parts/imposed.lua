-- What Calendly has said of one invitee so far, as a set of facts: whatever comes in whatever order, and however often,
-- leads to the same set. A fact is a word: x for cancelled, m<ms> and n<ms> for a mark that somebody did not come and
-- for the end of that mark.

local function knows(facts, fact)
  return string.find(' ' .. facts .. ' ', ' ' .. fact .. ' ', 1, true) ~= nil
end

-- Answers the facts with these among them, and how many were new.
local function with_facts(facts, fresh)
  local count = 0
  for _, fact in ipairs(fresh) do
    if not knows(facts, fact) then
      facts, count = facts == '' and fact or facts .. ' ' .. fact, count + 1
    end
  end
  return facts, count
end

local function number_of(facts)
  local count = 0
  for _ in string.gmatch(facts, '%S+') do count = count + 1 end
  return count
end

-- Being cancelled is final. Of the marks the newest counts; where there is none, or no new one, staff may have said more.
local function status_by(facts, fresh, before)
  if knows(facts, 'x') then return 'canceled' end
  local newest, at = nil, -1
  for kind, ms in string.gmatch(facts, '([mn])(%d+)') do
    if tonumber(ms) > at or (tonumber(ms) == at and kind == 'n') then newest, at = kind, tonumber(ms) end
  end
  if not newest or fresh == 0 then return before end
  return newest == 'm' and 'no_show' or 'confirmed'
end

-- A booking of Calendly's that does not take place stands in no room.
local function without_rooms(places)
  return (string.gsub(places, '( %d+:%d+:[^:]*:[^:]*:[^:]*:%d+:%d+:)[^:\n]*', '%1'))
end

-- Gives a booking's places back for good. `letters` go to whoever booked here; Calendly tells its own invitees.
local function give_up(plan, keys, key, booking, letters)
  local places = places_of(booking)
  local newest = leave(plan, places, keys)
  redis.call('ZREM', keys.active, entry(booking.customer, places[#places].till, booking.id))
  forget_reminder(keys, booking)
  booking.status, booking.version = 'canceled', tonumber(booking.version) + 1
  if is_imposed(booking) then
    booking.places = without_rooms(booking.places)
    redis.call('ZREM', keys.unmapped, booking.id)
  end
  redis.call('HSET', key, 'status', booking.status, 'version', booking.version, 'reminder', '',
    'places', booking.places, 'a:' .. booking.version, line_of(plan, booking))
  note_booking(keys, booking)
  post(keys, booking, letters, '')
  return newest
end

-- What other systems are told of a step of a booking of Calendly's.
local function webhooks_of(plan, event)
  local found = {}
  for _, letter in ipairs(plan.webhooks) do
    if letter.event == event then found[#found + 1] = letter end
  end
  return found
end

-- The step that one round of news comes to, for those who only want to know where a booking stands; nil for none.
local function step_of(booking, moves)
  if booking.was and booking.was.status == booking.status and (not moves or booking.status == 'canceled') then return nil end
  if booking.status == 'canceled' then return 'canceled' end
  if not booking.was then return 'confirmed' end
  return moves and 'moved' or nil
end

-- The room in which this meeting stands already, else the first that is free; a meeting never waits for one.
local function room_of(plan, keys, line)
  for _, session in ipairs(sessions_on({keys.instructors[line.instructor]}, line.from, line.from + 1, plan.now)) do
    local known = read(session)
    if known.session == plan.meeting and known.room ~= '' then return known.room end
  end
  line.room = nil
  return free_room(plan, line, keys.rooms) or ''
end

-- Bookings of ours that overlap this place, by id; touching is no overlap. A class that is taught to several at just
-- this time is the same class, whichever way its dancers came, as long as there is room for all of them.
local function overlapped(plan, keys, line)
  local ids, together, count = {}, {}, 1
  local from, till = line.from - plan.scan_back, line.till
  for _, member in ipairs(redis.call('ZRANGE', keys.instructors[line.instructor], from, '(' .. till, 'BYSCORE')) do
    local other_from, other_till, class, session = string.match(member, '^(%d+):(%d+):[^:]*:([^:]*):([^:]*):')
    other_from, other_till = tonumber(other_from), tonumber(other_till)
    local is_same = class == plan.class and other_from == line.from and other_till == till
    if is_same then count = count + 1 end
    if session == '' and other_from < till and line.from < other_till then
      local list = is_same and together or ids
      list[#list + 1] = string.match(member, ':([^:]+)$')
    end
  end
  if count > (plan.capacities[plan.class] or 1) then
    for _, id in ipairs(together) do ids[#ids + 1] = id end
  end
  return ids
end

-- Whoever else is invited to the meeting, by id.
local function invited(plan, keys, lines)
  local ids, seen = {}, {[plan.id] = true}
  for _, line in ipairs(lines) do
    for _, member in ipairs(redis.call('ZRANGE', keys.instructors[line.instructor], line.from, line.from, 'BYSCORE')) do
      local session, id = string.match(member, '^%d+:%d+:[^:]*:[^:]*:([^:]*):.*:([^:]+)$')
      if session == plan.meeting and not seen[id] then
        seen[id], ids[#ids + 1] = true, id
      end
    end
  end
  return ids
end

-- Whether somebody else is invited to this meeting already, so that it is one session with more places.
local function is_begun(plan, keys, line)
  local name = table.concat({line.from, line.till, line.instructor, plan.class, plan.meeting}, ':')
  return sessions_on({keys.instructors[line.instructor]}, line.from, line.from + 1, plan.now).by_name[name] ~= nil
end

-- Puts one invitee into the schedules of all hosts; the first of them has the room. Answers the lines that a booking
-- keeps, the newest event, and the ids of our own bookings that this stands over.
local function impose(plan, keys)
  local kept, newest, over = {}, nil, {}
  for n, line in ipairs(plan.lines) do
    for _, id in ipairs(overlapped(plan, keys, line)) do
      over[#over + 1] = table.concat({id, plan.id, plan.uri, line.from, line.till, line.instructor}, ' ')
    end
    local room = line.instructor == plan.instructor and room_of(plan, keys, line) or ''
    local member = table.concat({line.from, line.till, line.instructor, plan.class, plan.meeting, plan.before, plan.after,
      room, 0, plan.id}, ':')
    local place = {name = line.name, class = plan.class, instructor = line.instructor, from = line.from, till = line.till,
      before = plan.before, after = plan.after}
    if not is_begun(plan, keys, line) then note_session(keys, place, 1) end
    redis.call('ZADD', keys.instructors[line.instructor], line.from, member)
    if room ~= '' then redis.call('ZADD', keys.rooms[room], line.from, member) end
    kept[n] = line.name .. ' ' .. member
    newest = announce(keys, place, 0, plan)
  end
  return table.concat(kept, '\n'), newest, over
end

-- The same lines for who is not there any more.
local function noted(plan)
  local kept = {}
  for n, line in ipairs(plan.lines) do
    kept[n] = line.name .. ' ' .. table.concat({line.from, line.till, line.instructor, plan.class, plan.meeting, plan.before,
      plan.after, '', 0, plan.id}, ':')
  end
  return table.concat(kept, '\n')
end

-- What was paid for the first of two goes with who came instead, also where it is heard of last.
local function inherit(plan, keys, id, payment)
  local heir = load(keys.bookings[id], id)
  if not heir or heir.payment ~= 'pending' then return end
  heir.payment = payment
  redis.call('HSET', keys.bookings[id], 'payment', payment)
  note_line(plan, keys.bookings[id], heir, 'inherited')
  note_booking(keys, heir)
end
