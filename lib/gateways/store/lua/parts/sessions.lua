-- Entries of the schedule, read and judged. A member carries everything about one place that was taken:
--   start:end:before:after:hold:instructor:room:class:session:booking
-- Instants and buffers are minutes; hold is the minute at which an unpaid place falls free, 0 for never.
-- Places with the same start, end, instructor, class and session are one session.

local FIELDS = '^(%d+):(%d+):(%d+):(%d+):(%d+):([^:]*):([^:]*):([^:]*):([^:]*):([^:]*)$'

local function add_place(found, member, now)
  local from, till, before, after, hold, instructor, room, class, session = string.match(member, FIELDS)
  if not from or (hold ~= '0' and tonumber(hold) <= now) then return end
  local name = table.concat({from, till, instructor, class, session}, ':')
  local known = found.by_name[name]
  if known then
    known.taken = known.taken + 1
    known.before = math.max(known.before, tonumber(before))
    known.after = math.max(known.after, tonumber(after))
    return
  end
  known = {from = tonumber(from), till = tonumber(till), before = tonumber(before), after = tonumber(after),
    instructor = instructor, room = room, class = class, session = session, taken = 1}
  found.by_name[name] = known
  found[#found + 1] = known
end

-- The live sessions that start in [from, till) on any of the keys, each once even when its room lists it too.
local function sessions_on(keys, from, till, now)
  local found, seen = {by_name = {}}, {}
  for _, key in ipairs(keys) do
    for _, member in ipairs(redis.call('ZRANGE', key, from, '(' .. till, 'BYSCORE')) do
      if not seen[member] then
        seen[member] = true
        add_place(found, member, now)
      end
    end
  end
  return found
end

-- One line a session: start:end:before:after:instructor:room:class:session:taken
local function as_lines(sessions)
  local lines = {}
  for n, s in ipairs(sessions) do
    lines[n] = table.concat({s.from, s.till, s.before, s.after, s.instructor, s.room, s.class, s.session, s.taken}, ':')
  end
  return table.concat(lines, '\n')
end
