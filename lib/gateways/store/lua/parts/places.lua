-- Finding places for a plan: which candidate can give every slot, and in which rooms.
-- A plan names class, capacity, before, after, candidates, rooms and slots of {from, till, day_from, day_until}; keys
-- holds the schedule of every instructor and room by id.

-- What a session's name and shape say, as numbers and words.
local function read(session)
  local from, till, instructor, class, event = string.match(session.name, NAME)
  local before, after, room = string.match(session.shape, SHAPE)
  return {from = tonumber(from), till = tonumber(till), before = tonumber(before), after = tonumber(after),
    instructor = instructor, class = class, session = event, room = room, taken = session.taken}
end

-- Sessions are found from their start, so the scan goes back one longest session and one longest buffer.
local function near(plan, key, slot)
  local found = sessions_on({key}, slot.from - plan.scan_back, slot.till + plan.scan_ahead, plan.now, plan.without)
  for n, session in ipairs(found) do found[n] = read(session) end
  return found
end

-- Between neighbours the larger of the two buffers is kept free, never their sum.
local function clash(plan, slot, other)
  return other.from < slot.till + math.max(plan.after, other.before)
    and slot.from < other.till + math.max(other.after, plan.before)
end

local function is_this_session(plan, slot, instructor, other)
  return other.from == slot.from and other.till == slot.till and other.session == ''
    and other.class == plan.class and other.instructor == instructor
end

local function has_clash(plan, slot, key)
  for _, other in ipairs(near(plan, key, slot)) do
    if clash(plan, slot, other) then return true end
  end
  return false
end

-- The first free room, '' when the class needs none, false when all are taken; the same for every candidate.
local function free_room(plan, slot, rooms)
  if slot.room == nil then
    slot.room = #plan.rooms == 0 and ''
    for _, room in ipairs(plan.rooms) do
      if not has_clash(plan, slot, rooms[room]) then slot.room = room break end
    end
  end
  return slot.room
end

-- What this instructor can give for one slot: {room, joined, taken}, or nil.
local function place_for(plan, slot, instructor, key, rooms)
  local open = nil
  for _, other in ipairs(near(plan, key, slot)) do
    if is_this_session(plan, slot, instructor, other) then
      open = other
    elseif clash(plan, slot, other) then
      return nil
    end
  end
  if open then
    if open.taken >= plan.capacity then return nil end
    return {room = open.room, joined = 1, taken = open.taken}
  end
  local room = free_room(plan, slot, rooms)
  return room and {room = room, joined = 0, taken = 0} or nil
end

local function minutes_taught(plan, key)
  local minutes, days = 0, {}
  for _, slot in ipairs(plan.slots) do
    if not days[slot.day_from] then
      days[slot.day_from] = true
      for _, session in ipairs(sessions_on({key}, slot.day_from, slot.day_until, plan.now, plan.without)) do
        local s = read(session)
        minutes = minutes + s.till - s.from
      end
    end
  end
  return minutes
end

-- All slots with one instructor: {instructor, places, joined}, or nil; marks the slots that can be had in `possible`.
local function places_with(plan, candidate, keys, possible)
  local got = {instructor = candidate, places = {}, joined = 0, key = keys.instructors[candidate]}
  local complete = true
  for n, slot in ipairs(plan.slots) do
    local place = place_for(plan, slot, candidate, got.key, keys.rooms)
    if place then
      possible[n] = true
      got.places[n] = place
      got.joined = got.joined + place.joined
    else
      complete = false
    end
  end
  return complete and got or nil
end

-- The best candidate: who already has the session open, else who teaches the fewest minutes that day, else the first
-- by id. Answers (nil, possible) when nobody can give all slots; possible[n] says whether anybody can give slot n.
local function choose(plan, keys)
  local best, possible = nil, {}
  for _, candidate in ipairs(plan.candidates) do
    local got = places_with(plan, candidate, keys, possible)
    if got and #plan.candidates > 1 then got.minutes = minutes_taught(plan, got.key) end
    if got and (not best or got.joined > best.joined
        or (got.joined == best.joined and got.minutes < best.minutes)) then
      best = got
    end
  end
  return best, possible
end
