-- Taking places in sessions and leaving them, in the schedules of instructor and room at once, and saying so.
-- keys holds the names of events and nudge, and of the schedules of instructors and rooms by id.

-- Who watches a week learns the interval with its buffers; `remaining` is what is left in the session.
local function announce(keys, place, remaining, plan)
  return redis.call('XADD', keys.events, 'MAXLEN', '~', plan.events_kept, '*',
    'slot', place.instructor .. '_' .. place.name, 'class', place.class, 'instructor', place.instructor,
    'from', place.from - place.before, 'till', place.till + place.after, 'remaining', math.max(0, remaining),
    'at', plan.created)
end

-- Takes what choose() found. Answers a line for each place, and the newest event.
local function take(plan, wish, best, keys)
  local lines, newest = {}, nil
  for n, slot in ipairs(wish.slots) do
    local place = best.places[n]
    local member = table.concat({slot.from, slot.till, best.instructor, wish.class, '', wish.before, wish.after,
      place.room, 0, plan.id}, ':')
    redis.call('ZADD', best.key, slot.from, member)
    -- A session that is joined may stand in a room that has left the catalogue: nobody else can claim that one.
    if keys.rooms[place.room] then redis.call('ZADD', keys.rooms[place.room], slot.from, member) end
    lines[n] = slot.name .. ' ' .. member
    local taken = {name = slot.name, class = wish.class, instructor = best.instructor, from = slot.from,
      till = slot.till, before = wish.before, after = wish.after}
    if place.taken == 0 then note_session(keys, taken, 1) end
    newest = announce(keys, taken, wish.capacity - place.taken - 1, plan)
  end
  return table.concat(lines, '\n'), newest
end

-- Gives places back; a session that nobody is left in is over. Answers the newest event.
local function leave(plan, places, keys)
  local newest = nil
  for _, place in ipairs(places) do
    redis.call('ZREM', keys.instructors[place.instructor], place.member)
    if place.room ~= '' then redis.call('ZREM', keys.rooms[place.room], place.member) end
    local session = sessions_on({keys.instructors[place.instructor]}, place.from, place.from + 1, plan.now).by_name[place.session]
    if not session then note_session(keys, place, -1) end
    newest = announce(keys, place, (plan.capacities[place.class] or 1) - (session and session.taken or 0), plan)
  end
  return newest
end

-- The schedules that these places stand in and that the caller has not named, because its catalogue no longer does; and the
-- months of them, if they are longer ago or further ahead than it thought.
local function unnamed(places, keys)
  local names, seen = months_unnamed(places, keys), {}
  local function need(name, key)
    if not key and not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  for _, place in ipairs(places) do
    need('i.' .. place.instructor, keys.instructors[place.instructor])
    if place.room ~= '' then need('r.' .. place.room, keys.rooms[place.room]) end
  end
  return names
end
